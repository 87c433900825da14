package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"carif/schema"
	"carif/storage"
)

const runColumns = `id, site, kind, state, started, ended, complete, pages, added, changed, same, closed, sessions,
	outcomes, issues, refusals, limits, note, version, coalesce(verdict, '') AS verdict`

type runRow struct {
	ID       int64          `db:"id"`
	Site     string         `db:"site"`
	Kind     string         `db:"kind"`
	State    string         `db:"state"`
	Started  string         `db:"started"`
	Ended    sql.NullString `db:"ended"`
	Complete bool           `db:"complete"`
	Pages    int            `db:"pages"`
	Added    int            `db:"added"`
	Changed  int            `db:"changed"`
	Same     int            `db:"same"`
	Closed   int            `db:"closed"`
	Sessions int            `db:"sessions"`
	Outcomes string         `db:"outcomes"`
	Issues   string         `db:"issues"`
	Refusals string         `db:"refusals"`
	Limits   string         `db:"limits"`
	Note     string         `db:"note"`
	Version  string         `db:"version"`
	Verdict  string         `db:"verdict"`
}

func (r *runRow) run() (schema.Run, error) {
	run := schema.Run{ID: r.ID, Site: r.Site, Kind: r.Kind, State: schema.RunState(r.State),
		Started: parseTime(r.Started),
		Ended:   parseTime(r.Ended.String), Complete: r.Complete, Pages: r.Pages, Added: r.Added, Changed: r.Changed,
		Same: r.Same, Closed: r.Closed, Sessions: r.Sessions, Note: r.Note, Version: r.Version,
		Verdict: schema.Verdict(r.Verdict)}
	err := errors.Join(json.Unmarshal([]byte(r.Outcomes), &run.Outcomes), json.Unmarshal([]byte(r.Issues), &run.Issues),
		json.Unmarshal([]byte(r.Refusals), &run.Refused), json.Unmarshal([]byte(r.Limits), &run.Limits))
	if err != nil {
		return run, fmt.Errorf("read counters of run %d: %w", r.ID, err)
	}
	return run, nil
}

// counts writes a map of counters with sorted keys; nil is {}.
func counts[K ~string](m map[K]int) string {
	if len(m) == 0 {
		return "{}"
	}
	b, err := json.Marshal(m)
	if err != nil {
		return "{}" // unreachable: strings and numbers
	}
	return string(b)
}

// Sites implements storage.Runs.
func (s *Store) Sites(ctx context.Context) (list []storage.SiteName, err error) {
	err = s.r.SelectContext(ctx, &list, `SELECT id, coalesce(name, '') AS name, coalesce(region, '') AS region FROM site
		ORDER BY id`)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("list sites: %w", err))
	}
	return list, nil
}

// BeginRun implements storage.Runs.
func (s *Store) BeginRun(ctx context.Context, run schema.Run) (id int64, resumed bool, err error) {
	err = s.write(ctx, "begin run", func(t *tx) error {
		if err := t.loadRedactor(); err != nil {
			return err
		}
		var last runRow
		ok, err := t.get(&last, "SELECT "+runColumns+" FROM run WHERE site = ? ORDER BY id DESC LIMIT 1", run.Site)
		if err != nil {
			return err
		}
		open := last.State == string(schema.RunRunning) || last.State == string(schema.RunInterrupted)
		resumed = ok && open && last.Kind == run.Kind
		if err := t.exec(`INSERT INTO site (id, name, region) VALUES (?, nullif(?, ''), nullif(?, ''))
			ON CONFLICT (id) DO UPDATE SET name = coalesce(excluded.name, name), region = coalesce(excluded.region, region)`,
			run.Site, run.SiteName, run.SiteRegion); err != nil {
			return err
		}
		if err := t.exec("UPDATE manifest SET sealed = 0"); err != nil {
			return err
		}
		if err := t.exec("DELETE FROM meta WHERE name = 'copy'"); err != nil {
			return err
		}
		if err := t.giveBack(run.Site, resumed); err != nil {
			return err
		}
		if resumed {
			id = last.ID
			return t.exec(`UPDATE run SET state = 'running', ended = NULL, note = '', verdict = NULL, version = ?
				WHERE id = ?`, run.Version, id)
		}
		if err := t.exec("UPDATE run SET state = 'interrupted' WHERE site = ? AND state = 'running'",
			run.Site); err != nil {
			return err
		}
		started := run.Started
		if started.IsZero() {
			started = s.now()
		}
		id, err = t.insert(`INSERT INTO run (site, kind, state, started, complete, pages, added, changed, same, closed,
			sessions,
			outcomes, issues, refusals, limits, note, version) VALUES (?, ?, 'running', ?, 0, 0, 0, 0, 0, 0, 0, '{}',
			'{}', '{}', '{}', ?, ?)`,
			run.Site, run.Kind, stamp(started), run.Note, run.Version)
		return err
	})
	if err == nil {
		s.mu.Lock()
		s.begun[id] = true
		s.mu.Unlock()
	}
	return id, resumed, err
}

// giveBack frees what a dead process had in hand, and, in a new run, the retries that the last one left.
func (t *tx) giveBack(site string, resumed bool) error {
	if err := t.exec("UPDATE page SET state = 'fresh', owner = NULL, lane = "+backLane+" WHERE site = ? AND lane = 9",
		site); err != nil || resumed {
		return err
	}
	return t.exec("UPDATE page SET attempts = 0, next_try = 0, lane = "+restLane+" WHERE site = ? AND lane = 3", site)
}

// SaveRun implements storage.Runs.
func (s *Store) SaveRun(ctx context.Context, run schema.Run) error {
	ended := run.State != schema.RunRunning
	if ended && run.Ended.IsZero() {
		run.Ended = s.now()
	}
	return s.write(ctx, "save run", func(t *tx) error {
		if err := t.ready(); err != nil {
			return err
		}
		run.Note = t.s.redactor.Loose(run.Note) // reasons from outside name whom they like
		if ended {
			if err := t.catchUpSearch(); err != nil {
				return err
			}
			if err := t.dropUnusedProviders(); err != nil {
				return err
			}
		}
		if err := t.updateRun(&run); err != nil || !ended {
			return err
		}
		return t.seal(run.ID)
	})
}

// updateRun writes the figures, state and end of a run.
func (t *tx) updateRun(run *schema.Run) error {
	n, err := t.count(`UPDATE run SET state = ?2, ended = ?3, complete = ?4, pages = ?5, added = ?6, changed = ?7,
		same = ?8, closed = ?9, sessions = ?10, outcomes = ?11, issues = ?12, refusals = ?13, limits = ?14, note = ?15,
		version = CASE WHEN ?16 = '' THEN version ELSE ?16 END, verdict = ?17 WHERE id = ?1`,
		run.ID, string(run.State), stampOrNull(run.Ended), run.Complete, run.Pages, run.Added, run.Changed, run.Same,
		run.Closed, run.Sessions, counts(run.Outcomes), counts(run.Issues), counts(run.Refused), counts(run.Limits),
		run.Note, run.Version, null(string(run.Verdict)))
	if err == nil && n == 0 {
		err = fmt.Errorf("there is no run %d", run.ID)
	}
	return err
}

// Run implements storage.Runs.
func (s *Store) Run(ctx context.Context, id int64) (schema.Run, bool, error) {
	runs, err := s.runs(ctx, "WHERE id = ?", id)
	if err == nil {
		err = s.unburied(ctx, runs)
	}
	if err != nil || len(runs) == 0 {
		return schema.Run{}, false, err
	}
	return runs[0], true, nil
}

// Runs implements storage.Runs.
func (s *Store) Runs(ctx context.Context, site string, limit int) ([]schema.Run, error) {
	if limit <= 0 {
		limit = -1
	}
	runs, err := s.runs(ctx, "WHERE ?1 = '' OR site = ?1 ORDER BY id DESC LIMIT ?2", site, limit)
	if err != nil {
		return nil, err
	}
	return runs, s.unburied(ctx, runs)
}

func (s *Store) runs(ctx context.Context, where string, args ...any) ([]schema.Run, error) {
	var rows []runRow
	if err := s.r.SelectContext(ctx, &rows, "SELECT "+runColumns+" FROM run "+where, args...); err != nil {
		return nil, explain(s.path, fmt.Errorf("read runs: %w", err))
	}
	runs := make([]schema.Run, len(rows))
	for i := range rows {
		var err error
		if runs[i], err = rows[i].run(); err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// LastGood implements storage.Runs.
func (s *Store) LastGood(ctx context.Context, site string) (schema.Run, bool, error) {
	runs, err := s.runs(ctx, "WHERE id = (SELECT published_run FROM site WHERE id = ?)", site)
	if err != nil || len(runs) == 0 {
		return schema.Run{}, false, err
	}
	return runs[0], true, nil
}

// SaveReport implements storage.Runs.
func (s *Store) SaveReport(ctx context.Context, run int64, report []byte) error {
	if !json.Valid(report) {
		return fmt.Errorf("save report of run %d: it is no JSON", run)
	}
	return s.write(ctx, "save report", func(t *tx) error {
		if err := t.ready(); err != nil {
			return err
		}
		n, err := t.count(`INSERT INTO run_report (run, at, report) SELECT id, ?2, ?3 FROM run WHERE id = ?1
			ON CONFLICT (run) DO UPDATE SET at = excluded.at, report = excluded.report`, run, stamp(s.now()),
			eachString(string(report), t.s.redactor.Loose))
		if err == nil && n == 0 {
			err = fmt.Errorf("there is no run %d", run)
		}
		if err != nil {
			return err
		}
		return t.exec(dropQuiet, run, quietReports)
	})
}

// quietReports is how many reports of nights in which nothing happened are kept of a site.
const quietReports = 3

// dropQuiet drops the reports of nights in which nothing happened but the newest: what they tell stands in the rows of
// their runs, and what failed in them is told by the newest as well. Storage is to grow with what changes, not with the
// nights.
const dropQuiet = `DELETE FROM run_report WHERE run IN (
	SELECT r.id FROM run_report p JOIN run r ON r.id = p.run
	WHERE r.site = (SELECT site FROM run WHERE id = ?1) AND r.id < ?1 AND r.state = 'done'
		AND r.added + r.changed + r.closed = 0 AND coalesce(r.verdict, 'published') IN ('published', 'warned')
		AND coalesce(json_array_length(p.report, '$.alarms') + json_array_length(p.report, '$.gate.reasons'), 0) = 0
		AND json_extract(p.report, '$.faults') =
			(SELECT json_extract(n.report, '$.faults') FROM run_report n WHERE n.run = ?1)
	ORDER BY r.id DESC LIMIT -1 OFFSET ?2 - 1)`

// Report implements storage.Runs.
func (s *Store) Report(ctx context.Context, run int64) (report []byte, ok bool, err error) {
	err = s.r.GetContext(ctx, &report, "SELECT report FROM run_report WHERE run = ?", run)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, explain(s.path, fmt.Errorf("read report of run %d: %w", run, err))
	}
	return report, true, nil
}

// eachString writes valid JSON anew with each of its strings, keys too, as fn gives it, and leaves all else as it is.
func eachString(doc string, fn func(string) string) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(doc, '"')
		if from < 0 {
			return b.String() + doc
		}
		to := from + 1
		for ; doc[to] != '"'; to++ {
			if doc[to] == '\\' {
				to++
			}
		}
		b.WriteString(doc[:from])
		literal := doc[from : to+1]
		var was string
		if err := json.Unmarshal([]byte(literal), &was); err == nil {
			if is := fn(was); is != was {
				literal = quoted(is)
			}
		}
		b.WriteString(literal)
		doc = doc[to+1:]
	}
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // unreachable: a string
	}
	return string(b)
}
