package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
)

var (
	_ schema.Skipper   = (*Store)(nil)
	_ schema.Unreader  = (*Store)(nil)
	_ schema.Recoverer = (*Store)(nil)
	_ schema.Taker     = (*Store)(nil)
	_ schema.Rester    = (*Store)(nil)
)

// SkipKnown implements schema.Skipper.
func (s *Store) SkipKnown(ctx context.Context, site string, run int64, since time.Time) (int, error) {
	n := 0
	err := s.write(ctx, "pass over known courses", func(t *tx) error {
		var err error
		n, err = t.count(`UPDATE page SET turn = ?2, state = 'done', next_try = 0, lane = `+restLane+`
			WHERE site = ?1 AND kind = 'course' AND turn < ?2 AND lane <> 9 AND last_seen >= ?3 AND next_try < ?4`, site, run,
			stamp(since), int64(never))
		return err
	})
	return n, err
}

// Resting implements schema.Rester. Pages of forgotten people rest for ever: no listing's link leads to what is left.
func (s *Store) Resting(ctx context.Context, site string) (bool, error) {
	var rests bool
	err := s.r.GetContext(ctx, &rests, `SELECT EXISTS (SELECT 1 FROM page WHERE site = ? AND lane = 4 AND state = 'gone'
		AND last_seen IS NOT NULL AND next_try < ?)`, site, never)
	if err != nil {
		return false, fmt.Errorf("look for pages that rest: %w", err)
	}
	return rests, nil
}

// Unread implements schema.Unreader.
func (s *Store) Unread(ctx context.Context, site string, run int64) (int, error) {
	var n int
	err := s.r.GetContext(ctx, &n, `SELECT count(*) FROM page WHERE site = ? AND kind IN ('listing', 'sitemap', 'feed')
		AND turn = ?
		AND outcome NOT IN ('ok', 'not_modified', 'moved', 'refused')
		AND NOT (kind = 'feed' AND outcome = 'gone') -- the profile has none any more
		AND NOT (last_seen IS NULL AND kind = 'sitemap' AND coalesce(parent, '') LIKE '%/robots.txt')`, site, run)
	if err != nil {
		return 0, fmt.Errorf("count unread listings: %w", err)
	}
	return n, nil
}

// Blank implements schema.Unreader.
func (s *Store) Blank(ctx context.Context, site string, run int64) ([]schema.Entry, error) {
	var rows []entryRow
	err := s.r.SelectContext(ctx, &rows, "SELECT "+entryColumns+` FROM page
		WHERE site = ?1 AND turn = ?2 AND lane <> 9 AND state <> 'fresh' AND (
			outcome = 'empty' AND kind IN ('course', 'listing') OR outcome = 'ok' AND kind = 'listing' AND links = 0
			AND url NOT IN (SELECT parent FROM page WHERE site = ?1 AND parent IS NOT NULL)) ORDER BY url`, site, run)
	if err != nil {
		return nil, fmt.Errorf("list pages with nothing on them: %w", err)
	}
	list := make([]schema.Entry, len(rows))
	for i := range rows {
		list[i] = rows[i].entry(site)
	}
	return list, nil
}

// missedOutcomes are the outcomes that leave a run incomplete.
var missedOutcomes = func() (list []string) {
	for _, o := range schema.Outcomes() {
		if o.Missed() {
			list = append(list, string(o))
		}
	}
	return list
}()

// Missed implements storage.Runs.
func (s *Store) Missed(ctx context.Context, site string, run int64) ([]storage.MissedPage, error) {
	q, args, err := sqlx.In(`SELECT url, CASE WHEN outcome IN (?) THEN outcome ELSE refusal END AS class,
		coalesce(reason, '') AS reason, attempts,
		first_seen IS NOT NULL AND first_seen < (SELECT started FROM run WHERE id = ?) AS known
		FROM page WHERE site = ? AND kind IN ('course', 'feed')
		AND (asked_run = ? AND outcome IN (?) OR seen_run = ? AND refusal IN (?, ?)) ORDER BY url`,
		missedOutcomes, run, site, run, missedOutcomes, run, schema.RefuseTooComplex, schema.RefuseSetAside)
	if err != nil {
		return nil, fmt.Errorf("list missed pages: %w", err)
	}
	var list []storage.MissedPage
	if err := s.r.SelectContext(ctx, &list, q, args...); err != nil {
		return nil, explain(s.path, fmt.Errorf("list missed pages of run %d: %w", run, err))
	}
	return list, nil
}
