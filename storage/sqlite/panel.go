package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
)

// siteWeek is one week of a site: what its nights were.
type siteWeek struct {
	Site   string `db:"site"`
	Monday string `db:"monday"`
	Run    int64  `db:"run"` // the last good night; 0: none
	Night  string `db:"night"`
}

// panelVersion is one version of a course on its way into the panel.
type panelVersion struct {
	Key     string `db:"key"`
	Site    string `db:"site"`
	RunFrom int64  `db:"run_from"`
	RunTo   int64  `db:"run_to"` // 0: current
	Payload []byte `db:"payload"`
	rec     *schema.Record
}

// mondaySQL is the Monday of the week in which run r ended.
const mondaySQL = "date(r.ended, 'weekday 0', '-6 days')"

// Panel implements storage.Reader.
func (s *Store) Panel(ctx context.Context, f storage.Filter, fn func(schema.Week) error) error {
	tx, err := s.r.BeginTxx(ctx, nil)
	if err != nil {
		return explain(s.path, fmt.Errorf("read panel: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // it only read
	weeks, err := weeksOf(ctx, tx, f)
	if err != nil {
		return explain(s.path, fmt.Errorf("read weeks: %w", err))
	}
	q, args := panelSQL(f)
	rows, err := tx.QueryxContext(ctx, q, args...)
	if err != nil {
		return explain(s.path, fmt.Errorf("read panel: %w", err))
	}
	defer rows.Close()
	var course []panelVersion
	err = scanEach(rows, func(v *panelVersion) error {
		if len(course) > 0 && course[0].Key != v.Key {
			if err := s.panelOf(f, course, weeks[course[0].Site], fn); err != nil {
				return err
			}
			course = course[:0]
		}
		course = append(course, *v)
		return nil
	})
	if err == nil && len(course) > 0 {
		err = s.panelOf(f, course, weeks[course[0].Site], fn)
	}
	return err
}

// weeksOf gives the weeks of each site, from its first night to the last one up to the moment of the filter.
func weeksOf(ctx context.Context, tx *sqlx.Tx, f storage.Filter) (map[string][]siteWeek, error) {
	var args []any
	arg := numbering(&args)
	good, night := "true", "true"
	switch {
	case f.AsPublished > 0:
		good = publishedSQL(f.AsPublished, arg)
		night = "r.id <= " + arg(f.AsPublished)
	case !f.AsOf.IsZero():
		good, night = "b.at <= "+arg(f.AsOf.Unix()), "r.ended <= "+arg(stamp(f.AsOf))
	}
	var found []siteWeek
	err := tx.SelectContext(ctx, &found, `SELECT site, monday, coalesce(max(CASE WHEN good THEN id END), 0) AS run,
		coalesce(max(CASE WHEN good THEN date(ended) END), '') AS night FROM (
			SELECT r.site AS site, r.id AS id, r.ended AS ended, `+mondaySQL+` AS monday,
				EXISTS (SELECT 1 FROM publication b WHERE b.run = r.id AND `+good+`) AS good
			FROM run r WHERE r.ended IS NOT NULL AND r.kind <> 'reparse' AND `+night+`)
		GROUP BY site, monday ORDER BY site, monday`, args...)
	if err != nil {
		return nil, err
	}
	weeks := map[string][]siteWeek{}
	for _, w := range found {
		list := weeks[w.Site]
		for n := len(list); n > 0 && nextMonday(list[n-1].Monday) < w.Monday; n = len(list) {
			list = append(list, siteWeek{Site: w.Site, Monday: nextMonday(list[n-1].Monday)})
		}
		weeks[w.Site] = append(list, w)
	}
	return weeks, nil
}

func nextMonday(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "9999" // unreachable: SQLite wrote it
	}
	return t.AddDate(0, 0, 7).Format(time.DateOnly)
}

// panelSQL lists the versions of the courses of a filter that readers ever saw, course by course.
func panelSQL(f storage.Filter) (string, []any) {
	var args []any
	arg := numbering(&args)
	f.WithClosed = true
	join, last := asOfSQL(f, arg)
	where := append([]string{"v.run_from <= " + last}, chosenSQL(f, last, arg)...)
	return "SELECT v.key AS key, v.site AS site, v.run_from AS run_from, coalesce(v.run_to, 0) AS run_to," +
		" v.payload AS payload FROM course_version v" + join + " WHERE " + strings.Join(where, " AND ") +
		" ORDER BY v.key, v.version", args
}

// panelOf gives the rows of one course.
func (s *Store) panelOf(f storage.Filter, course []panelVersion, weeks []siteWeek, fn func(schema.Week) error) error {
	for i := range course {
		rec, err := s.unpack(course[i].Payload)
		if err != nil {
			return fmt.Errorf("%s: course %s: %w: `carif check --deep` says what is lost", s.path, course[i].Key, err)
		}
		course[i].rec = &rec
	}
	if !slices.ContainsFunc(course, func(v panelVersion) bool { return inPlaces(v.rec, f) }) {
		return nil
	}
	for _, w := range weeks {
		row := schema.Week{Key: course[0].Key, Site: w.Site, Monday: w.Monday, Observed: w.Run > 0, Run: w.Run,
			Night: w.Night}
		for i := range course {
			if v := &course[i]; w.Run > 0 && v.RunFrom <= w.Run && (v.RunTo == 0 || v.RunTo > w.Run) {
				row.Open, row.Facts = true, schema.FactsOn(v.rec.Course, w.Night)
			}
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}
