package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
	"carif/storage/delta"
)

// seenRunsSQL tells the runs that readers see the changes of.
const seenRunsSQL = "f.run <= coalesce((SELECT s.published_run FROM site s WHERE s.id = r.site), " + forEver + ")"

// changesSQL gives what stands behind FROM of the field changes that a filter chooses; only its values are arguments.
func changesSQL(f storage.ChangeFilter) (string, []any) {
	var where []string
	var args []any
	arg := numbering(&args)
	add := func(cond string, v any) { where = append(where, strings.ReplaceAll(cond, "?", arg(v))) }
	if !f.Latest {
		where = append(where, seenRunsSQL)
	}
	if !f.Since.IsZero() {
		add("f.at >= ?", stamp(f.Since))
	}
	if f.After > 0 {
		add("f.run > ?", f.After)
	}
	if f.Run > 0 {
		add("f.run = ?", f.Run)
	}
	if f.Site != "" {
		add("r.site = ?", f.Site)
	}
	if f.Key != "" {
		add("f.course_key = "+strings.ReplaceAll(keySQL, "?1", "?"), f.Key)
	}
	if f.Field != "" {
		add("(f.name = ? OR substr(f.name, 1, length(?) + 1) = ? || '.')", f.Field)
	}
	if f.Cause != "" {
		add("f.cause = ?", f.Cause)
	}
	if f.Mark != "" {
		add("f.id > coalesce((SELECT m.seen FROM change_mark m WHERE m.name = ? AND m.site = r.site), 0)", f.Mark)
	}
	q := "field_change f JOIN run r ON r.id = f.run"
	if len(where) > 0 {
		q += " WHERE " + strings.Join(where, " AND ")
	}
	return q, args
}

type historyRow struct {
	fieldRow
	Run   int64   `db:"run"`
	Site  string  `db:"site"`
	Title *string `db:"title"`
	URL   *string `db:"url"`
	At    string  `db:"at"`
}

// FieldChanges implements storage.Historian.
func (s *Store) FieldChanges(ctx context.Context, f storage.ChangeFilter, fn func(storage.FieldChange) error) error {
	from, args := changesSQL(f)
	return stream(ctx, s, "read changes", `SELECT f.id, f.course_key, f.version, f.field, f.name, f.old, f.new, f.kind,
		f.cause, f.run, f.at, r.site, (SELECT c.title FROM course c WHERE c.key = f.course_key) AS title,
		(SELECT c.url FROM course c WHERE c.key = f.course_key) AS url
		FROM `+from+" ORDER BY f.id", args, func(r *historyRow) error {
		return fn(storage.FieldChange{ID: r.ID, At: parseTime(r.At), Run: r.Run, Site: r.Site, Key: r.Key, Title: r.Title,
			URL: r.URL, Version: r.Version, Field: r.Field, Kind: schema.ChangeKind(r.Kind), Cause: r.Cause,
			Old: r.Old, New: r.New})
	})
}

// LastChange implements storage.Historian.
func (s *Store) LastChange(ctx context.Context, f storage.ChangeFilter) (time.Time, error) {
	from, args := changesSQL(f)
	var at string
	if err := s.r.GetContext(ctx, &at, "SELECT coalesce(max(f.at), '') FROM "+from, args...); err != nil {
		return time.Time{}, explain(s.path, fmt.Errorf("read changes: %w", err))
	}
	return parseTime(at), nil
}

// SaveMark implements storage.Historian.
func (s *Store) SaveMark(ctx context.Context, name string, seen map[string]int64) error {
	return s.write(ctx, "note how far the changes were seen", func(t *tx) error {
		for site, id := range seen {
			err := t.exec(`INSERT INTO change_mark (name, site, seen, at) VALUES (?1, ?2, ?3, ?4)
				ON CONFLICT (name, site) DO UPDATE SET seen = max(seen, ?3), at = ?4`, name, site, id, stamp(s.now()))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// HasMark implements storage.Historian.
func (s *Store) HasMark(ctx context.Context, name string) (has bool, err error) {
	err = s.r.GetContext(ctx, &has, "SELECT EXISTS (SELECT 1 FROM change_mark WHERE name = ?)", name)
	return has, explain(s.path, err)
}

// Aliases implements storage.Historian.
func (s *Store) Aliases(ctx context.Context, key string) (all []storage.Alias, err error) {
	type row struct {
		Alias string `db:"alias"`
		Run   int64  `db:"run"`
		At    string `db:"at"`
	}
	err = stream(ctx, s, "read old keys", "SELECT alias, run, at FROM course_alias WHERE key = "+keySQL+
		" ORDER BY run, alias", []any{key}, func(r *row) error {
		all = append(all, storage.Alias{Key: r.Alias, Run: r.Run, At: parseTime(r.At)})
		return nil
	})
	return all, err
}

// ReadOtherwise implements storage.Historian.
func (s *Store) ReadOtherwise(ctx context.Context, site, url, sha256 string, now storage.Way,
) (p storage.Page, yes bool, err error) {
	err = stream(ctx, s, "look up how a page was read", `SELECT p.site, p.url, p.kind, p.capture,
		coalesce(p.content_type, '') AS content_type, 200 AS status, coalesce(p.fetched_at, '') AS fetched_at,
		p.sha256, coalesce(p.content_hash, '') AS content_hash FROM page p
		WHERE p.site = ?1 AND p.url = ?2 AND p.sha256 <> ?3 AND p.capture IS NOT NULL AND p.kind = 'course'
		AND EXISTS (SELECT 1 FROM sighting g JOIN course_version v ON v.key = g.key AND v.run_to IS NULL
			WHERE g.page = p.id AND g.current = 1 AND (v.parser_version <> ?4 OR v.vocab_version <> ?5
			OR v.profile NOT IN ('', ?6)))`, []any{site, url, sha256, now.Parser, now.Vocab, now.Profile},
		func(r *archivedRow) error {
			p, yes = r.page(), true
			return nil
		})
	return p, yes, err
}

// siteRuns is what a state is at one site: the last run that counts in it, 0 for none.
type siteRuns struct {
	Site string `db:"site"`
	From int64  `db:"from_run"`
	To   int64  `db:"to_run"`
}

// runAtSQL is the last run of a site r.site that a state holds: the run it names, or the last that had ended by its
// time and was not withheld.
func runAtSQL(st storage.State, run, at string) (string, any) {
	if st.Run > 0 {
		return run, st.Run
	}
	return `coalesce((SELECT max(x.id) FROM run x WHERE x.site = r.site AND x.ended IS NOT NULL AND x.ended <= ` + at + `
		AND (x.state IN ('done', 'partial') OR x.id IN (SELECT published_run FROM site))), 0)`, stamp(st.At)
}

// Differences implements storage.Historian.
func (s *Store) Differences(ctx context.Context, from, to storage.State, site string,
	fn func(storage.FieldChange) error) error {
	tx, err := s.r.BeginTxx(ctx, nil)
	if err != nil {
		return explain(s.path, fmt.Errorf("compare states: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // it only read
	a, first := runAtSQL(from, "?2", "?2")
	b, second := runAtSQL(to, "?3", "?3")
	var sites []siteRuns
	err = tx.SelectContext(ctx, &sites, "SELECT r.site, "+a+" AS from_run, "+b+` AS to_run
		FROM (SELECT DISTINCT site FROM run) r WHERE ?1 = '' OR r.site = ?1 ORDER BY r.site`, site, first, second)
	if err != nil {
		return explain(s.path, fmt.Errorf("compare states: %w", err))
	}
	for _, x := range sites {
		if err := s.siteDifferences(ctx, tx, x, fn); err != nil {
			return err
		}
	}
	return nil
}

// stateRow is a version that stands in one of two states only.
type stateRow struct {
	Key     string `db:"key"`
	Version int    `db:"version"`
	Run     int64  `db:"run_from"`
	At      string `db:"from_at"`
	ToAt    string `db:"to_at"`
	ToRun   int64  `db:"run_to"`
	Later   bool   `db:"later"`
	Payload []byte `db:"payload"`
}

const inStateSQL = "(run_from <= %[1]s AND (run_to IS NULL OR run_to > %[1]s))"

// siteDifferences compares two states of one site. Versions that stand in both are not read.
func (s *Store) siteDifferences(ctx context.Context, q sqlx.QueryerContext, x siteRuns,
	fn func(storage.FieldChange) error) error {
	a, b := fmt.Sprintf(inStateSQL, "?2"), fmt.Sprintf(inStateSQL, "?3")
	rows, err := q.QueryxContext(ctx, `SELECT key, version, run_from, from_at, coalesce(to_at, '') AS to_at,
		coalesce(run_to, 0) AS run_to, `+b+` AS later, payload FROM course_version
		WHERE site = ?1 AND `+a+" <> "+b+" ORDER BY key, "+b, x.Site, x.From, x.To)
	if err != nil {
		return explain(s.path, fmt.Errorf("compare states: %w", err))
	}
	defer rows.Close()
	var was *stateRow
	err = scanEach(rows, func(r *stateRow) error {
		if was != nil && was.Key != r.Key {
			if err := s.stateDifference(ctx, q, x.Site, was, nil, fn); err != nil {
				return err
			}
			was = nil
		}
		if !r.Later {
			was = r
			return nil
		}
		err := s.stateDifference(ctx, q, x.Site, was, r, fn)
		was = nil
		return err
	})
	if err == nil && was != nil {
		err = s.stateDifference(ctx, q, x.Site, was, nil, fn)
	}
	return explain(s.path, err)
}

// stateDifference tells what became of one course from one state to the other.
func (s *Store) stateDifference(ctx context.Context, q sqlx.QueryerContext, site string, was, now *stateRow,
	fn func(storage.FieldChange) error) error {
	var courses [2]*schema.Course
	var address *string
	shown := now
	for i, r := range []*stateRow{was, now} {
		if r == nil {
			continue
		}
		rec, err := s.unpack(r.Payload)
		if err != nil {
			return fmt.Errorf("course %s, version %d: %w: `carif check --deep` says what is lost", r.Key, r.Version, err)
		}
		courses[i], address = rec.Course, rec.Source.URL
		if shown == nil {
			shown = r
		}
	}
	change := storage.FieldChange{Site: site, Key: shown.Key, Version: shown.Version, Run: shown.Run,
		At: parseTime(shown.At), Title: title(courses[1], courses[0]), URL: address, Cause: schema.CauseSource}
	var rows []delta.Row
	from := 0
	switch {
	case was == nil:
		rows = []delta.Row{delta.Whole(schema.ChangeAdded, courses[1])}
	case now == nil:
		rows = []delta.Row{delta.Whole(schema.ChangeClosed, courses[0])}
		change.Run, change.At = was.ToRun, parseTime(was.ToAt)
	default:
		rows, from = delta.Courses(courses[0], courses[1]), was.Version
	}
	why, err := s.causesBetween(ctx, q, shown.Key, from, shown.Version)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := change
		c.Field, c.Kind, c.Old, c.New = r.Field, r.Kind, r.Old, r.New
		if now != nil {
			c.Cause = cmp.Or(why[r.Name], schema.CauseUnknown)
		}
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

func title(courses ...*schema.Course) *string {
	for _, c := range courses {
		if c != nil && c.Title != nil {
			return c.Title
		}
	}
	return nil
}

// causesBetween gives, by the name of a field, why it changed between two versions: several causes in the order of
// schema.Causes, with a + between.
func (s *Store) causesBetween(ctx context.Context, q sqlx.QueryerContext, key string, from, to int,
) (map[string]string, error) {
	var rows []struct {
		Name  string `db:"name"`
		Cause string `db:"cause"`
	}
	err := sqlx.SelectContext(ctx, q, &rows, `SELECT DISTINCT name, cause FROM field_change WHERE course_key = ?1
		AND version > min(?2, ?3) AND version <= max(?2, ?3) AND kind <> 'closed'`, key, from, to)
	if err != nil {
		return nil, err
	}
	found := map[string]map[string]bool{}
	for _, r := range rows {
		if found[r.Name] == nil {
			found[r.Name] = map[string]bool{}
		}
		found[r.Name][r.Cause] = true
	}
	all := map[string]string{}
	for name, causes := range found {
		var list []string
		for _, c := range schema.Causes() {
			if causes[c] {
				list = append(list, c)
			}
		}
		all[name] = strings.Join(list, "+")
	}
	return all, nil
}
