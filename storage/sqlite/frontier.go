package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"carif/schema"
	"carif/sites"
)

// Queues (page.lane): 0 never seen, 1 listings, 2 pages, taken in this order, those longest not dealt with first;
// 3 waits for its time in this run, 4 for its time in a later run; 9 is in hand.

// restLane is the lane of an entry that waits for no particular time.
const restLane = `CASE WHEN last_seen IS NULL THEN 0 WHEN kind IN ('listing', 'sitemap') THEN 1 ELSE 2 END`

// backLane is the lane an entry in hand came from.
const backLane = `CASE WHEN next_try > 0 AND attempts > 0 THEN 3 WHEN next_try > 0 THEN 4 ELSE ` + restLane + ` END`

// claimSQL takes the first entry due: never seen, retries whose time has come, listings, pages, those put off. The
// words next_try > 0 are there for the partial index page_wait, which SQLite would not use without them. The cast
// hides the argument from the planner: SQLite would prepare the whole statement anew at each binding, to see whether
// it is 0 or 1, and that costs ten times the statement.
const claimSQL = `UPDATE page SET state = 'claimed', owner = ?4,
  attempts = CASE WHEN lane = 3 THEN attempts ELSE 0 END, lane = 9
WHERE id = coalesce(
  (SELECT id FROM page WHERE site = cast(?1 AS TEXT) AND lane = 0 AND turn < ?2 ORDER BY turn, last_seen, id LIMIT 1),
  (SELECT id FROM page WHERE site = cast(?1 AS TEXT) AND lane = 3 AND next_try > 0 AND next_try <= ?3
    ORDER BY next_try, id LIMIT 1),
  (SELECT id FROM page WHERE site = cast(?1 AS TEXT) AND lane = 1 AND turn < ?2 ORDER BY turn, last_seen, id LIMIT 1),
  (SELECT id FROM page WHERE site = cast(?1 AS TEXT) AND lane = 2 AND turn < ?2 ORDER BY turn, last_seen, id LIMIT 1),
  (SELECT id FROM page WHERE site = cast(?1 AS TEXT) AND lane = 4 AND next_try > 0 AND next_try <= ?3 AND turn < ?2
     ORDER BY next_try, id LIMIT 1))
RETURNING ` + entryColumns

const entryColumns = `url, kind, state, depth, parent, attempts, gone_count, next_try, etag, last_modified, sha256,
  content_hash, outcome, final_url, last_seen, lastmod, links`

// takeSQL takes one entry that was not dealt with in this run.
const takeSQL = `UPDATE page SET state = 'claimed', owner = ?4,
  attempts = CASE WHEN lane = 3 THEN attempts ELSE 0 END, lane = 9
WHERE site = ?1 AND url = ?2 AND (lane = 3 OR lane <> 9 AND turn < ?3)
RETURNING ` + entryColumns

type entryRow struct {
	URL          string         `db:"url"`
	Kind         string         `db:"kind"`
	State        string         `db:"state"`
	Depth        int            `db:"depth"`
	Parent       sql.NullString `db:"parent"`
	Attempts     int            `db:"attempts"`
	GoneCount    int            `db:"gone_count"`
	NextTry      int64          `db:"next_try"`
	ETag         sql.NullString `db:"etag"`
	LastModified sql.NullString `db:"last_modified"`
	SHA256       sql.NullString `db:"sha256"`
	ContentHash  sql.NullString `db:"content_hash"`
	Outcome      sql.NullString `db:"outcome"`
	FinalURL     sql.NullString `db:"final_url"`
	LastSeen     sql.NullString `db:"last_seen"`
	LastMod      sql.NullString `db:"lastmod"`
	Links        int            `db:"links"`
}

func (r *entryRow) entry(site string) schema.Entry {
	e := schema.Entry{Site: site, URL: r.URL, Kind: sites.Kind(r.Kind), State: schema.EntryState(r.State), Depth: r.Depth,
		Parent: r.Parent.String, Attempts: r.Attempts, GoneCount: r.GoneCount, ETag: r.ETag.String,
		LastModified: r.LastModified.String, SHA256: r.SHA256.String, ContentHash: r.ContentHash.String,
		LastOutcome: schema.Outcome(r.Outcome.String), LedTo: r.FinalURL.String, LastFetched: parseTime(r.LastSeen.String),
		LastMod: r.LastMod.String, ListingLinks: r.Links}
	if r.NextTry > 0 {
		e.NextTry = time.UnixMilli(r.NextTry).UTC()
	}
	return e
}

// Claim implements schema.Frontier.
func (s *Store) Claim(ctx context.Context, site string, run int64, owner string, now time.Time,
) (e schema.Entry, wait time.Duration, ok bool, err error) {
	list, wait, err := s.ClaimAhead(ctx, site, run, owner, now, 1)
	if len(list) == 0 || err != nil {
		return schema.Entry{}, wait, false, err
	}
	return list[0], 0, true, nil
}

const soonestSQL = "SELECT min(next_try) FROM page WHERE site = ? AND lane = 3 AND next_try > 0"

// ClaimAhead implements schema.Ahead.
func (s *Store) ClaimAhead(ctx context.Context, site string, run int64, owner string, now time.Time, n int,
) (list []schema.Entry, wait time.Duration, err error) {
	var next sql.NullInt64
	err = s.soft(ctx, "claim pages", func(t *tx) error {
		for len(list) < n {
			var row entryRow
			ok, err := t.get(&row, claimSQL, site, run, now.UnixMilli(), owner)
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			if list = append(list, row.entry(site)); row.Kind != string(sites.KindCourse) {
				break
			}
		}
		if len(list) > 0 {
			return nil
		}
		if ok, err := t.get(&next, soonestSQL, site); !ok || err != nil ||
			next.Int64 <= now.Add(longestRest).UnixMilli() {
			return err
		}
		// all of them were put off before the clock was set back: their time has come
		next.Int64 = now.UnixMilli()
		return t.exec("UPDATE page SET next_try = ?2 WHERE site = ?1 AND lane = 3 AND next_try > ?2", site, next.Int64)
	})
	switch {
	case err != nil:
		return nil, 0, err
	case len(list) == 0 && next.Valid:
		return nil, max(time.UnixMilli(next.Int64).Sub(now), time.Millisecond), nil
	}
	return list, 0, nil
}

// Take implements schema.Taker.
func (s *Store) Take(ctx context.Context, site string, run int64, owner, url string) (e schema.Entry, taken bool,
	err error) {
	err = s.soft(ctx, "take up a page", func(t *tx) error {
		var row entryRow
		var known bool
		var err error
		if taken, err = t.get(&row, takeSQL, site, url, run, owner); err != nil {
			return err
		}
		if known = taken; !taken {
			known, err = t.get(&row, "SELECT "+entryColumns+" FROM page WHERE site = ? AND url = ?", site, url)
		}
		if known {
			e = row.entry(site)
		}
		return err
	})
	return e, taken, err
}

// Unclaim implements schema.Frontier.
func (s *Store) Unclaim(ctx context.Context, e schema.Entry) error {
	return s.soft(ctx, "give a page back", func(t *tx) error {
		return t.exec("UPDATE page SET state = 'fresh', owner = NULL, lane = "+backLane+
			" WHERE site = ? AND url = ? AND lane = 9", e.Site, e.URL)
	})
}

// Seed implements schema.Frontier.
func (s *Store) Seed(ctx context.Context, site string, run int64, found []schema.Found) (int, error) {
	n := 0
	err := s.write(ctx, "queue links", func(t *tx) error {
		var err error
		if n, err = t.seed(site, found); err == nil {
			err = t.wake(site, found)
		}
		return err
	})
	return n, err
}

// wakeSQL makes an entry due that rests because it was gone; a run that has dealt with it (turn) does not ask it again.
const wakeSQL = `UPDATE page SET state = 'fresh', next_try = 0, lane = ` + restLane + `
	WHERE site = ?1 AND url = ?2 AND lane = 4 AND state = 'gone'`

// wake makes those links due again whose pages rest because they were gone. Mostly none rests: then it asks once.
func (t *tx) wake(site string, found []schema.Found) error {
	if len(found) == 0 {
		return nil
	}
	var one int
	rests, err := t.get(&one, "SELECT 1 FROM page WHERE site = ? AND lane = 4 LIMIT 1", site)
	if err != nil || !rests {
		return err
	}
	for i := range found {
		if err := t.exec(wakeSQL, site, found[i].URL); err != nil {
			return fmt.Errorf("make %s due: %w", found[i].URL, err)
		}
	}
	return nil
}

func (t *tx) seed(site string, found []schema.Found) (int, error) {
	added := 0
	if err := t.ready(); err != nil {
		return 0, err
	}
	for i := range found {
		f := found[i]
		if t.tells(f.URL) {
			continue // whoever was forgotten would be met there again
		}
		if t.tells(f.Parent) {
			f.Parent = ""
		}
		n, err := t.count(`INSERT INTO page (site, url, kind, state, lane, turn, next_try, depth, parent, attempts, lastmod,
			gone_count, links, noindex, tdm_reserved) VALUES (?, ?, ?, 'fresh', 0, 0, 0, ?, ?, 0, ?, 0, 0, 0, 0)
			ON CONFLICT (site, url) DO NOTHING`, site, f.URL, string(f.Kind), f.Depth, null(f.Parent), null(f.LastMod))
		if err != nil {
			return added, fmt.Errorf("queue %s: %w", f.URL, err)
		}
		added += n
		if n == 0 && f.LastMod != "" {
			err := t.exec("UPDATE page SET lastmod = ?3 WHERE site = ?1 AND url = ?2 AND lastmod IS NOT ?3",
				site, f.URL, f.LastMod)
			if err != nil {
				return added, fmt.Errorf("queue %s: %w", f.URL, err)
			}
		}
	}
	return added, nil
}

// Left implements schema.Frontier.
func (s *Store) Left(ctx context.Context, site string, run int64) (due, total int, err error) {
	err = s.r.QueryRowxContext(ctx, `SELECT
		(SELECT count(*) FROM page WHERE site = ?1 AND lane = 0 AND turn < ?2) +
		(SELECT count(*) FROM page WHERE site = ?1 AND lane = 1 AND turn < ?2) +
		(SELECT count(*) FROM page WHERE site = ?1 AND lane = 2 AND turn < ?2) +
		(SELECT count(*) FROM page WHERE site = ?1 AND lane = 3) + (SELECT count(*) FROM page WHERE site = ?1 AND lane = 9),
		(SELECT count(*) FROM page WHERE site = ?1)`, site, run).Scan(&due, &total)
	if err != nil {
		return 0, 0, fmt.Errorf("count pages left: %w", err)
	}
	return due, total, nil
}

// Waiting streams the entries of a site that a run would ask for, were it to begin or to go on now, by their URLs. It
// changes nothing. run 0 is one that is yet to begin.
func (s *Store) Waiting(ctx context.Context, site string, run int64, now time.Time, fn func(schema.Entry) error) error {
	return stream(ctx, s, "read the frontier", "SELECT "+entryColumns+` FROM page WHERE site = ?1
		AND (?2 = 0 OR turn < ?2) AND (lane <> 4 OR next_try <= ?3) ORDER BY url`, []any{site, run, now.UnixMilli()},
		func(r *entryRow) error { return fn(r.entry(site)) })
}
