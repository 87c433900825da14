package sqlite

import (
	"context"
	"fmt"

	"carif/schema"
)

// openCourse is an open version that is to be closed.
type openCourse struct {
	ID      int64  `db:"id"`
	Key     string `db:"key"`
	Version int    `db:"version"`
}

// goneSQL: every page that holds the course was gone in two separate runs.
const goneSQL = `SELECT v.id, v.key, v.version FROM course_version v WHERE v.site = ?1 AND v.run_to IS NULL
	AND EXISTS (SELECT 1 FROM sighting g JOIN page p ON p.id = g.page WHERE g.key = v.key AND g.current = 1
	AND p.gone_count >= 2)
	AND NOT EXISTS (SELECT 1 FROM sighting g JOIN page p ON p.id = g.page WHERE g.key = v.key AND g.current = 1
	AND p.gone_count < 2)
	ORDER BY v.key`

// unseenSQL: open courses that no page showed in the run, none of whose pages failed or was passed over (that proves
// nothing).
const unseenSQL = `SELECT v.key FROM course_version v WHERE v.site = ?1 AND v.run_to IS NULL AND v.run_from < ?2
	AND NOT EXISTS (SELECT 1 FROM sighting g JOIN page p ON p.id = g.page WHERE g.key = v.key AND g.current = 1
		AND (p.seen_run >= ?2 OR p.outcome NOT IN ('ok', 'not_modified', 'moved', 'gone', 'soft_404')
			OR p.turn >= ?2 AND coalesce(p.asked_run, 0) < ?2))`

// CloseMissing implements storage.Writer.
func (s *Store) CloseMissing(ctx context.Context, site string, run int64, k int) ([]schema.Change, error) {
	var changes []schema.Change
	err := s.write(ctx, "close courses", func(t *tx) error {
		changes = nil
		var gone []openCourse
		if err := t.all(&gone, goneSQL, site); err != nil {
			return err
		}
		if k > 0 {
			missing, err := t.countMissing(site, run, k)
			if err != nil {
				return err
			}
			gone = append(gone, missing...)
		}
		done := map[int64]bool{}
		for _, c := range gone {
			if done[c.ID] {
				continue
			}
			done[c.ID] = true
			ch, err := t.closeCourse(run, c)
			if err != nil {
				return fmt.Errorf("course %s: %w", c.Key, err)
			}
			changes = append(changes, ch)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// countMissing counts this run for every course it did not show, once, and returns those that reached k runs.
func (t *tx) countMissing(site string, run int64, k int) ([]openCourse, error) {
	err := t.exec(`DELETE FROM missing WHERE site = ?1 AND key IN (SELECT g.key FROM sighting g JOIN page p
		ON p.id = g.page
		WHERE g.current = 1 AND p.site = ?1 AND p.seen_run >= ?2)`, site, run)
	if err != nil {
		return nil, err
	}
	err = t.exec(`INSERT INTO missing (key, site, runs, last_run) SELECT key, ?1, 1, ?2 FROM (`+unseenSQL+`) WHERE true
		ON CONFLICT (key) DO UPDATE SET runs = runs + 1, last_run = ?2 WHERE last_run < ?2`, site, run)
	if err != nil {
		return nil, err
	}
	var missing []openCourse
	err = t.all(&missing, `SELECT v.id, v.key, v.version FROM missing m JOIN course_version v ON v.key = m.key
		AND v.run_to IS NULL
		WHERE m.site = ? AND m.last_run = ? AND m.runs >= ? ORDER BY v.key`, site, run, k)
	return missing, err
}

// closeCourse ends the open version. The pages lose their validators, so that one that comes back is read anew.
func (t *tx) closeCourse(run int64, c openCourse) (schema.Change, error) {
	ch := schema.Change{Run: run, Key: c.Key, Kind: schema.ChangeClosed, Cause: schema.CauseSource, Fields: []string{},
		At: parseTime(stamp(t.s.now()))}
	when := stamp(ch.At)
	people, err := t.peopleOf(c.Key)
	if err != nil {
		return ch, err
	}
	if err := t.leave(people, nil); err != nil {
		return ch, err
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE course_version SET run_to = ?, to_at = ? WHERE id = ?", []any{run, when, c.ID}},
		{"UPDATE course SET status = 'closed', closed_at = ? WHERE key = ? AND version = ?",
			[]any{when, c.Key, c.Version}},
		{"DELETE FROM contact WHERE course_key = ?", []any{c.Key}},
		{"DELETE FROM missing WHERE key = ?", []any{c.Key}},
		{`UPDATE page SET etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL
			WHERE id IN (SELECT page FROM sighting WHERE key = ?)`, []any{c.Key}},
	} {
		if err := t.exec(step.sql, step.args...); err != nil {
			return ch, err
		}
	}
	if err := t.dirty(); err != nil {
		return ch, err
	}
	if err := t.change(ch, c.Version); err != nil {
		return ch, err
	}
	return ch, t.left(ch, c.Version)
}
