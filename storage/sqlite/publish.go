package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"carif/schema"
	"carif/storage"
)

// Publish implements storage.Runs.
func (s *Store) Publish(ctx context.Context, site string, run int64) error {
	return s.write(ctx, fmt.Sprintf("publish run %d of %s", run, site), func(t *tx) error {
		var was int64
		if _, err := t.get(&was, "SELECT coalesce(published_run, 0) FROM site WHERE id = ?", site); err != nil {
			return err
		}
		n, err := t.count(`UPDATE site SET published_run = ?2
			WHERE id = ?1 AND EXISTS (SELECT 1 FROM run WHERE id = ?2 AND site = ?1)`, site, run)
		if err == nil && n == 0 {
			err = fmt.Errorf("the site has no such run")
		}
		if err != nil {
			return err
		}
		if was != run {
			err = t.exec("INSERT INTO publication (run, at) VALUES (?, ?) ON CONFLICT DO NOTHING", run, t.s.now().Unix())
		}
		if err != nil {
			return err
		}
		if err := t.showRun(site, run); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// Withhold implements storage.Runs.
func (s *Store) Withhold(ctx context.Context, site string, run int64) error {
	return s.write(ctx, fmt.Sprintf("withhold run %d of %s", run, site), func(t *tx) error {
		var published int64
		err := t.exec("UPDATE site SET published_run = coalesce(published_run, 0) WHERE id = ?", site)
		if err == nil {
			_, err = t.get(&published, "SELECT published_run FROM site WHERE id = ?", site)
		}
		if err == nil && published >= run {
			err = fmt.Errorf("run %d is published already", published)
		}
		if err != nil {
			return err
		}
		if err := t.showRun(site, published); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// showRun makes the tidy tables of a site what they were after a run, touching only the courses that differ.
func (t *tx) showRun(site string, run int64) error {
	var hidden []string
	err := t.all(&hidden, `SELECT key FROM course WHERE site = ?1 AND NOT EXISTS
		(SELECT 1 FROM course_version v WHERE v.key = course.key AND v.run_from <= ?2)`, site, run)
	if err != nil {
		return err
	}
	for _, key := range hidden {
		if err := t.hide(key); err != nil {
			return fmt.Errorf("course %s: %w", key, err)
		}
	}
	var differ []struct {
		ID   int64 `db:"id"`
		Open bool  `db:"open"`
	}
	err = t.all(&differ, `SELECT v.id AS id, v.run_to IS NULL OR v.run_to > ?2 AS open FROM course_version v
		LEFT JOIN course c ON c.key = v.key
		WHERE v.site = ?1 AND v.version = (SELECT max(x.version) FROM course_version x WHERE x.key = v.key
		AND x.run_from <= ?2)
		AND (c.key IS NULL OR c.version <> v.version OR (c.status = 'open') <> (v.run_to IS NULL OR v.run_to > ?2))
		ORDER BY v.key`, site, run)
	if err != nil {
		return err
	}
	for _, d := range differ {
		if err := t.show(d.ID, d.Open); err != nil {
			return err
		}
	}
	return nil
}

// forEver is past every run.
const forEver = "9223372036854775806"

// asOfSQL gives the run after which the courses of v.site are asked for, and the join that it needs.
func asOfSQL(f storage.Filter, arg func(any) string) (join, last string) {
	switch {
	case f.AsPublished > 0 || !f.AsOf.IsZero():
		return " JOIN (" + momentSQL(f, arg) + ") m ON m.site = v.site", "m.run"
	case f.AsOfRun > 0:
		return "", arg(f.AsOfRun)
	case f.Latest:
		return "", forEver
	}
	return " LEFT JOIN site s ON s.id = v.site", "coalesce(s.published_run, " + forEver + ")"
}

// turnSQL is where a publication b stands among all: they are ordered by time, those of one second by their run.
const turnSQL = "(b.at * 16777216 + b.run)"

// momentSQL gives the published run of each site at the moment of a filter. SQLite gives the other columns of the row
// that has the maximum.
func momentSQL(f storage.Filter, arg func(any) string) string {
	until := "b.at <= " + arg(f.AsOf.Unix())
	if f.AsPublished > 0 {
		until = publishedSQL(f.AsPublished, arg)
	}
	return "SELECT r.site AS site, b.run AS run, max" + turnSQL + " AS turn FROM publication b" +
		" JOIN run r ON r.id = b.run WHERE " + until + " GROUP BY r.site"
}

// publishedSQL keeps of the publications b those up to the first one of a run, or, where it has none, to its end.
func publishedSQL(run int64, arg func(any) string) string {
	n := arg(run)
	return turnSQL + " <= coalesce((SELECT min" + turnSQL + " FROM publication b WHERE b.run = " + n + ")," +
		" (SELECT unixepoch(coalesce(n.ended, n.started)) * 16777216 + n.id FROM run n WHERE n.id = " + n + "), 0)"
}

// lifeRow is what the versions and pages of a course tell of its life.
type lifeRow struct {
	Version   sql.NullInt64  `db:"version"`
	Open      bool           `db:"open"`
	FirstSeen sql.NullString `db:"first_seen"`
	ChangedAt sql.NullString `db:"changed_at"`
	ClosedAt  sql.NullString `db:"closed_at"`
	LastSeen  sql.NullString `db:"last_seen"`
}

// lifeSQL are the columns of lifeRow, as of the run last.
func lifeSQL(last string) string {
	open := "v.run_to IS NULL OR v.run_to > " + last
	return `v.version AS version, ` + open + ` AS open, v.from_at AS changed_at,
	coalesce((SELECT from_at FROM course_version WHERE key = v.key AND version = 1), v.from_at) AS first_seen,
	CASE WHEN ` + open + ` THEN NULL ELSE v.to_at END AS closed_at,
	(SELECT coalesce(ended, started) FROM run WHERE id = (SELECT max(max(
		CASE WHEN g.last_run <= ` + last + ` THEN g.last_run ELSE 0 END,
		coalesce(CASE WHEN g.current = 1 THEN ` + seenSQLUpTo(last) + ` ELSE ` +
		seenSQLUpTo("min(g.last_run, "+last+")") + ` END, 0)))
		FROM sighting g JOIN page p ON p.id = g.page WHERE g.key = v.key)) AS last_seen`
}

// seenSQLUpTo is the last run up to another one that saw page p: the page tells it where it was not seen since. Else a
// gap tells the run before it, and where there is none the page was seen in the last published run.
func seenSQLUpTo(run string) string {
	return `CASE WHEN p.seen_run <= ` + run + ` THEN p.seen_run ELSE coalesce(
		(SELECT u.last_run FROM unseen u WHERE u.page = p.id AND u.last_run <= ` + run + ` AND u.next_run > ` + run + `),
		(SELECT max(r.id) FROM run r WHERE r.site = p.site AND r.id <= ` + run + ` AND r.kind <> 'reparse'
			AND r.id > (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'gaps_after')
			AND EXISTS (SELECT 1 FROM publication b WHERE b.run = r.id))) END`
}

// history is nil where it was not asked for.
func (r *lifeRow) history() *schema.History {
	if !r.Version.Valid {
		return nil
	}
	h := &schema.History{Status: statusClosed, Version: int(r.Version.Int64), FirstSeen: r.FirstSeen.String,
		ChangedAt: r.ChangedAt.String}
	if r.Open {
		h.Status = statusOpen
	}
	if r.ClosedAt.Valid {
		h.ClosedAt = &r.ClosedAt.String
	}
	if r.LastSeen.Valid {
		h.LastSeen = &r.LastSeen.String
	}
	return h
}

// Shown implements storage.Reader.
func (s *Store) Shown(ctx context.Context, f storage.Filter) ([]schema.Run, error) {
	var args []any
	arg := numbering(&args)
	where := "WHERE id IN (SELECT published_run FROM site)"
	if f.AsPublished > 0 || !f.AsOf.IsZero() {
		where = "WHERE id IN (SELECT run FROM (" + momentSQL(f, arg) + "))"
	}
	if len(f.Sites) > 0 {
		where += " AND site IN (SELECT value FROM json_each(" + arg(jsonList(f.Sites)) + "))"
	}
	return s.runs(ctx, where+" ORDER BY id DESC", args...)
}
