package sqlite

import (
	"context"
	"fmt"

	"carif/schema"
)

// Tally implements storage.Runs.
func (s *Store) Tally(ctx context.Context, id int64) (schema.Run, error) {
	runs, err := s.runs(ctx, "WHERE id = ?", id)
	if err == nil && len(runs) == 0 {
		err = fmt.Errorf("there is no run %d", id)
	}
	if err != nil {
		return schema.Run{}, err
	}
	return s.tallied(ctx, runs[0])
}

// tallied counts a run anew.
func (s *Store) tallied(ctx context.Context, run schema.Run) (schema.Run, error) {
	run.Outcomes, run.Issues, run.Refused = map[schema.Outcome]int{}, map[string]int{}, map[string]int{}
	if err := s.tallyPages(ctx, &run); err != nil {
		return run, err
	}
	if err := s.tallyCourses(ctx, &run); err != nil {
		return run, err
	}
	issues, err := s.grouped(ctx,
		"SELECT i.code, count(*) FROM ("+seenSQL+") x JOIN issue i ON i.course_key = x.key GROUP BY 1", run.Site, run.ID)
	for code, n := range issues {
		run.Issues[code] = n
	}
	return run, err
}

// seenSQL are the keys of the courses seen in run ?2 of site ?1: on pages that were good, and on a feed before it broke
// off.
const seenSQL = `SELECT DISTINCT g.key FROM page p JOIN sighting g ON g.page = p.id AND g.current = 1 WHERE p.site = ?1
	AND (p.seen_run = ?2 OR p.kind = 'feed') AND (p.seen_run = ?2 OR g.last_run = ?2)`

func (s *Store) tallyPages(ctx context.Context, run *schema.Run) error {
	byOutcome, err := s.grouped(ctx, `SELECT outcome, count(*) FROM page
		WHERE site = ?1 AND asked_run = ?2 AND outcome IS NOT NULL GROUP BY 1`, run.Site, run.ID)
	if err != nil {
		return err
	}
	run.Pages = 0
	for o, n := range byOutcome {
		run.Outcomes[schema.Outcome(o)] = n
		if o != string(schema.OutcomeRefused) && o != string(schema.OutcomeRobots) {
			run.Pages += n
		}
	}
	run.Refused, err = s.grouped(ctx, `SELECT refusal, count(*) FROM page
		WHERE site = ?1 AND seen_run = ?2 AND refusal IS NOT NULL GROUP BY 1`, run.Site, run.ID)
	return err
}

func (s *Store) tallyCourses(ctx context.Context, run *schema.Run) error {
	kinds, err := s.grouped(ctx, `SELECT kind, count(*) FROM (
		SELECT DISTINCT kind, course_key FROM change WHERE run = ?2 AND ?1 <> '') GROUP BY 1`, run.Site, run.ID)
	if err != nil {
		return err
	}
	run.Added = kinds[string(schema.ChangeAdded)]
	run.Changed = kinds[string(schema.ChangeChanged)] + kinds[string(schema.ChangeReopened)]
	run.Closed = kinds[string(schema.ChangeClosed)]
	var seen int
	err = s.r.QueryRowxContext(ctx, "SELECT count(*), (SELECT count(*) FROM ("+seenSQL+") x"+
		" JOIN session s ON s.course_key = x.key) FROM ("+seenSQL+")", run.Site, run.ID).Scan(&seen, &run.Sessions)
	if err != nil {
		return fmt.Errorf("count courses of run %d: %w", run.ID, err)
	}
	var fresh int
	if err := s.r.GetContext(ctx, &fresh,
		"SELECT count(DISTINCT course_key) FROM change WHERE run = ? AND kind <> 'closed'", run.ID); err != nil {
		return fmt.Errorf("count courses of run %d: %w", run.ID, err)
	}
	run.Same = max(seen-fresh, 0)
	return nil
}

// grouped reads two columns, a name and a count.
func (s *Store) grouped(ctx context.Context, q string, args ...any) (map[string]int, error) {
	rows, err := s.r.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, fmt.Errorf("count: %w", err)
	}
	defer rows.Close()
	m := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, fmt.Errorf("count: %w", err)
		}
		m[name] = n
	}
	return m, rows.Err()
}
