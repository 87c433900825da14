package compare

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"carif/night/schedule"
)

// Claim is what a catalogue's profile says that it holds.
type Claim struct {
	Name     string
	Region   string // INSEE code of the region of today
	National bool
	Historic bool // captures of the past only: nothing of it can be open today
}

// sources reads how each catalogue stands that has published anything, by its id.
func (x *runner) sources(ctx context.Context) error {
	x.source = map[string]*Source{}
	rows, err := x.tx.QueryContext(ctx, `SELECT t.id, r.id, r.kind, r.state, r.version, coalesce(r.verdict, '') = 'warned',
		(SELECT coalesce(max(f.ended), max(f.started)) FROM run f
		  WHERE f.site = t.id AND f.id <= r.id AND f.kind <> 'reparse' AND f.state IN ('done', 'partial')),
		(SELECT min(coalesce(f.ended, f.started)) FROM run f
		  WHERE f.site = t.id AND f.kind <> 'reparse' AND f.state IN ('done', 'partial')),
		coalesce((SELECT f.kind || ':' || f.complete || ':' || (f.limits NOT IN ('', '{}', 'null')) FROM run f
		  WHERE f.site = t.id AND f.id <= r.id AND f.kind <> 'reparse' AND f.state IN ('done', 'partial')
		  ORDER BY f.id DESC LIMIT 1), ''),
		EXISTS (SELECT 1 FROM run f WHERE f.site = t.id AND f.id <= r.id AND f.kind = 'reparse'
		  AND f.state IN ('done', 'partial') AND f.version = r.version)
		FROM site t JOIN run r ON r.id = t.published_run ORDER BY t.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s Source
		var read, first sql.NullString
		var how string
		if err := rows.Scan(&s.ID, &s.Run, &s.Kind, &s.State, &s.Version, &s.Warned, &read, &first, &how,
			&s.Reread); err != nil {
			return err
		}
		if s.Read, err = dayOf(read.String); err == nil {
			s.First, err = dayOf(first.String)
		}
		if err != nil {
			return fmt.Errorf("runs of %s: %w", s.ID, err)
		}
		s.Complete, s.Imported = how == "harvest:1:0", strings.HasPrefix(how, "import:")
		claim := x.q.Claims[s.ID]
		s.Name, s.Region, s.National, s.Historic = claim.Name, claim.Region, claim.National, claim.Historic
		if s.Name == "" {
			s.Name = s.ID
		}
		x.source[s.ID] = &s
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, add := range []func(context.Context) error{x.pages, x.readers, x.captures} {
		if err := add(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dayOf is the day in France of a time as the database keeps it; "" of none.
func dayOf(stamp string) (string, error) {
	if stamp == "" {
		return "", nil
	}
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return "", fmt.Errorf("%q is no time", stamp)
	}
	return schedule.Day(at)
}

// pages counts those met of those expected. One that moved stands under its new address; one that is gone is expected
// no more; one that was never asked, refused us, or failed is.
func (x *runner) pages(ctx context.Context) error {
	return x.each(ctx, `SELECT site, count(*), count(CASE WHEN outcome IN ('ok', 'not_modified') THEN 1 END) FROM page
		WHERE kind IN ('course', 'feed') AND gone_count = 0 AND coalesce(outcome, '') NOT IN ('gone', 'soft_404', 'moved')
		GROUP BY site`, func(s *Source, scan func(...any) error) error {
		if err := scan(&s.Expected, &s.Met); err != nil {
			return err
		}
		s.Pages = float64(s.Met) / float64(s.Expected)
		return nil
	})
}

// captures finds of which day the pages of each catalogue are. Those of a harvest are of the day on which they were
// read. Saved files tell by the day of their capture, where it is not that of the import, or by the newest update
// that they print; where they print none, the middle of the days on which their sessions begin stands for it.
func (x *runner) captures(ctx context.Context) error {
	for _, s := range x.source {
		if !s.Imported {
			s.Of = s.Read
		}
	}
	err := x.each(ctx, `SELECT site, coalesce(max(substr(fetched_at, 1, 10)), ''),
		coalesce(max(CASE WHEN updated_on <= substr(changed_at, 1, 10) THEN updated_on END), '')
		FROM course WHERE status = 'open' GROUP BY site`, func(s *Source, scan func(...any) error) error {
		var captured, updated string
		err := scan(&captured, &updated)
		switch {
		case !s.Imported:
		case captured != "" && captured < s.Read:
			s.Of = captured
		default:
			s.Of = updated
		}
		return err
	})
	if err != nil {
		return err
	}
	var undated []string
	for _, id := range x.siteIDs() {
		if x.source[id].around = x.source[id].Of; x.source[id].Of == "" {
			undated = append(undated, id)
		}
	}
	if len(undated) == 0 {
		return nil
	}
	return x.each(ctx, `SELECT site, start_on FROM (SELECT c.site, s.start_on, count(*) OVER (PARTITION BY c.site) AS n,
		row_number() OVER (PARTITION BY c.site ORDER BY s.start_on) AS i
		FROM course c JOIN session s ON s.course_key = c.key WHERE c.status = 'open' AND s.start_on IS NOT NULL
		AND c.site IN (`+quoteAll(undated)+`)) WHERE i = (n + 1) / 2`, func(s *Source, scan func(...any) error) error {
		return scan(&s.around)
	})
}

// readers counts the open courses, and finds the newest reader of them.
func (x *runner) readers(ctx context.Context) error {
	return x.each(ctx, `SELECT site, CAST(max(CAST(parser_version AS INTEGER)) AS TEXT), count(*) FROM course
		WHERE status = 'open' GROUP BY site`, func(s *Source, scan func(...any) error) error {
		return scan(&s.Reader, &s.Courses)
	})
}

// window tells what broke between the beginning of the window and its end.
func (x *runner) window(ctx context.Context) error {
	between := "%[1]s >= " + x.d.begun + " AND %[1]s < " + x.d.over
	err := x.each(ctx, fmt.Sprintf(`SELECT r.site, count(CASE WHEN h.cause IN ('parser', 'profile', 'model') THEN 1 END),
		count(*) FROM change h JOIN run r ON r.id = h.run
		WHERE h.kind IN ('added', 'closed') AND `+between+` GROUP BY 1`, "h.at"),
		func(s *Source, scan func(...any) error) error { return scan(&s.Breaks, &s.Moves) })
	if err != nil {
		return err
	}
	return x.each(ctx, fmt.Sprintf(`SELECT site, count(*) FROM site_model WHERE state <> 'waiting' AND version > 1
		AND `+between+` GROUP BY 1`, "built_at"),
		func(s *Source, scan func(...any) error) error { return scan(&s.Models) })
}

// each runs a query whose first column is a site, and hands the others of each known site on.
func (x *runner) each(ctx context.Context, query string, fn func(*Source, func(...any) error) error) error {
	rows, err := x.tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var ignored Source
		err := fn(&ignored, func(into ...any) error { return rows.Scan(append([]any{&id}, into...)...) })
		if err != nil {
			return err
		}
		if s := x.source[id]; s != nil {
			if err := fn(s, func(into ...any) error { return rows.Scan(append([]any{&id}, into...)...) }); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}

// siteIDs lists the catalogues in order.
func (x *runner) siteIDs() []string { return slices.Sorted(maps.Keys(x.source)) }
