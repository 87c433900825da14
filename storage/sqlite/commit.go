package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// pageRow is what a commit needs to know of its page.
type pageRow struct {
	ID      int64          `db:"id"`
	Turn    int64          `db:"turn"`
	SeenRun sql.NullInt64  `db:"seen_run"`
	GoneRun sql.NullInt64  `db:"gone_run"`
	SHA256  sql.NullString `db:"sha256"`
	Capture sql.NullString `db:"capture"`
	Content sql.NullString `db:"content_hash"`

	made bool // by this commit: nothing stands on it yet
}

// Commit implements storage.Writer.
func (s *Store) Commit(ctx context.Context, p storage.PageResult) ([]schema.Change, error) {
	all, err := s.CommitAll(ctx, []storage.PageResult{p})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// CommitAll implements storage.Writer.
func (s *Store) CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	if len(pages) == 0 {
		return nil, nil
	}
	what := "save " + urlOf(&pages[0])
	if len(pages) > 1 {
		what = fmt.Sprintf("%s and %d more", what, len(pages)-1)
	}
	admitted := make([][]schema.Record, len(pages))
	for i := range pages {
		var err error
		if admitted[i], err = s.admit(pages[i].Records); err != nil {
			return nil, err
		}
	}
	changes := make([][]schema.Change, len(pages))
	err := s.paced(ctx, what, func(t *tx) error {
		for i, p := range pages {
			if p.At.IsZero() {
				p.At = s.now()
			}
			var err error
			if changes[i], err = t.commit(p, admitted[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		if p.Fetched != nil && p.Fetched.Rest != nil {
			p.Fetched.Rest.Saved = true
		}
	}
	return changes, nil
}

func urlOf(p *storage.PageResult) string {
	if p.Fetched != nil {
		return p.Fetched.Entry.URL
	}
	return p.URL
}

// commit saves one page with the records that were admitted.
func (t *tx) commit(p storage.PageResult, recs []schema.Record) ([]schema.Change, error) {
	site, url := p.Site, urlOf(&p)
	if p.Fetched != nil {
		site = p.Fetched.Entry.Site
	}
	if err := t.rest(p.Fetched); err != nil {
		return nil, err
	}
	if err := t.ready(); err != nil {
		return nil, err
	}
	if t.tells(url) {
		return nil, t.forgetURL(site, url) // an address that tells a forgotten person is not kept
	}
	if p.Fetched != nil {
		t.forgetful(p.Fetched)
	}
	if done, err := t.confirmed(site, url, p); done || err != nil {
		return nil, err
	}
	page, err := t.page(site, url, p.Fetched)
	if err != nil {
		return nil, err
	}
	if err := t.captures(site, p); err != nil {
		return nil, err
	}
	if p.Part == storage.PartBegin || p.Part == storage.PartNext {
		return t.part(site, page, p, recs)
	}
	parsed := p.Fetched == nil || p.Fetched.Outcome.Good() && !p.Fetched.Unchanged
	if p.Fetched != nil {
		if err := t.fetched(site, page, p, parsed); err != nil {
			return nil, err
		}
		if p.Fetched.Alias && p.Fetched.Outcome.Good() {
			return nil, t.alias(site, page, p.Fetched.FinalURL)
		}
	}
	if !parsed || p.Refusal != nil && unread(p.Refusal.Reason) {
		return nil, nil
	}
	if p.Part == storage.PartEnd {
		return nil, t.endParts(site, page, p)
	}
	return t.records(site, page, p, recs)
}

// rest saves with the page how long its host is not to be asked.
func (t *tx) rest(f *schema.Fetched) error {
	if f == nil || f.Rest == nil || f.Rest.Saved {
		return nil
	}
	// a lost lease stays lost: whoever has the host has stamped it
	_, err := t.stampHost(f.Rest.Host, f.Rest.Owner, f.Rest.Left(), f.Rest.TTL)
	return err
}

// confirmed saves, in one statement, what most fetches of most nights are: a known page that answered that nothing has
// changed. It is what fetched does for such a page; done is false for all others.
func (t *tx) confirmed(site, url string, p storage.PageResult) (done bool, err error) {
	f := p.Fetched
	if f == nil || f.Outcome != schema.OutcomeNotModified || !f.Unchanged || len(p.Captures)+len(f.Found) > 0 ||
		f.Next.State != schema.StateDone || !f.Next.NextTry.IsZero() || f.FinalURL != f.Entry.URL {
		return false, nil
	}
	n, err := t.count(`UPDATE page SET state = ?3, turn = ?4, next_try = 0, owner = NULL, attempts = attempts + 1,
		asked_run = ?4,
		outcome = ?5, reason = ?6, status = ?7, final_url = NULL,
		lane = CASE WHEN kind IN ('listing', 'sitemap') THEN 1 ELSE 2 END,
		first_seen = coalesce(first_seen, ?8), last_seen = ?8, seen_run = ?4, gone_count = 0, gone_run = NULL,
		etag = coalesce(?9, etag), last_modified = coalesce(?10, last_modified) WHERE site = ?1 AND url = ?2`,
		site, url, string(f.Next.State), p.Run, string(f.Outcome), null(f.Reason), status(f), stamp(p.At), null(f.ETag),
		null(f.LastModified))
	return n == 1, err
}

// unread tells the refusals that say something of the reader or the capture, nothing of the courses on the page:
// those stay as they were.
func unread(reason string) bool {
	switch reason {
	case schema.RefuseUnreadable, schema.RefuseEmptyShell, schema.RefuseTooComplex, schema.RefuseSetAside:
		return true
	}
	return false
}

// page finds the page's row, making it where the page came from no frontier (an import).
func (t *tx) page(site, url string, f *schema.Fetched) (pageRow, error) {
	const q = "SELECT id, turn, seen_run, gone_run, sha256, capture, content_hash FROM page WHERE site = ? AND url = ?"
	var row pageRow
	ok, err := t.get(&row, q, site, url)
	if ok || err != nil {
		return row, err
	}
	link := schema.Found{URL: url, Kind: sites.KindCourse}
	if f != nil {
		link = schema.Found{URL: url, Kind: f.Entry.Kind, Parent: f.Entry.Parent, Depth: f.Entry.Depth,
			LastMod: f.Entry.LastMod}
	}
	if n, err := t.seed(site, []schema.Found{link}); n == 1 || err != nil {
		return pageRow{ID: t.last, made: true}, err
	}
	_, err = t.get(&row, q, site, url)
	return row, err
}

func (t *tx) captures(site string, p storage.PageResult) error {
	for _, c := range p.Captures {
		if t.tells(c.URL) {
			continue
		}
		err := t.exec(`INSERT INTO capture (ref, site, url, run, at, status, content_type, sha256, revisit)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ref) DO NOTHING`,
			c.Ref, site, c.URL, p.Run, stamp(c.At), c.Status, c.ContentType, c.SHA256, c.Revisit)
		if err != nil {
			return fmt.Errorf("keep capture %s: %w", c.Ref, err)
		}
	}
	if len(p.Captures) == 0 {
		return nil
	}
	return t.dirty()
}

// fetched saves how the fetch ended, the entry's place in the frontier and the links found.
func (t *tx) fetched(site string, page pageRow, p storage.PageResult, parsed bool) error {
	f := p.Fetched
	set, args := settled(page, p)
	switch {
	case parsed:
		more, with := seenAnew(p)
		set, args = set+more, append(args, with...)
	case f.Outcome.Good():
		set += `, first_seen = coalesce(first_seen, ?12), last_seen = ?12, seen_run = ?11,
			gone_count = 0, gone_run = NULL, etag = coalesce(?13, etag), last_modified = coalesce(?14, last_modified)`
		args = append(args, stamp(p.At), null(f.ETag), null(f.LastModified))
	case f.Outcome == schema.OutcomeGone && page.GoneRun.Int64 != p.Run:
		set += ", gone_count = gone_count + 1, gone_run = ?11"
	}
	if err := t.exec("UPDATE page SET "+set+" WHERE id = ?1", args...); err != nil {
		return err
	}
	_, err := t.seed(site, f.Found)
	if err == nil && f.Entry.Kind != sites.KindCourse {
		err = t.wake(site, f.Found) // what a listing or sitemap names is offered, whatever became of it before
	}
	return err
}

// settled gives the outcome and the queue the entry waits in now, as columns to set and their values, ?1 to ?11.
func settled(page pageRow, p storage.PageResult) (set string, args []any) {
	f, next := p.Fetched, p.Fetched.Next
	if next.State == "" {
		next.State = schema.StateDone
	}
	var nextTry int64
	if !next.NextTry.IsZero() {
		nextTry = next.NextTry.UnixMilli()
	}
	lane, turn := "rest", p.Run
	switch {
	case next.State == schema.StateFresh:
		lane, turn, nextTry = "retry", page.Turn, max(nextTry, 1)
	case next.NextTry.After(p.At):
		lane = "off"
	default:
		nextTry = 0
	}
	var final any
	if f.FinalURL != f.Entry.URL {
		final = null(f.FinalURL)
	}
	return `state = ?2, turn = ?3, next_try = ?4, owner = NULL, attempts = attempts + 1,
		asked_run = ?11,
		outcome = ?5, reason = ?6, status = ?7, final_url = ?8,
		lane = CASE ?9 WHEN 'retry' THEN 3 WHEN 'off' THEN 4 ELSE
			CASE WHEN last_seen IS NULL AND NOT ?10 THEN 0 WHEN kind IN ('listing', 'sitemap') THEN 1 ELSE 2 END END`,
		[]any{page.ID, string(next.State), turn, nextTry, string(f.Outcome), null(f.Reason), status(f), final, lane,
			f.Outcome.Good(), p.Run}
}

func status(f *schema.Fetched) any {
	if f.Page.Status == 0 {
		return nil
	}
	return f.Page.Status
}

// seenAnew gives what a good answer that is not what it was sets beside that, from ?12 on.
func seenAnew(p storage.PageResult) (set string, args []any) {
	f := p.Fetched
	links := 0
	for i := range f.Found {
		if f.Found[i].Kind == sites.KindCourse {
			links++
		}
	}
	var courses any
	var refusal any
	if f.Entry.Kind == sites.KindCourse {
		courses = len(p.Records)
	}
	if p.Refusal != nil {
		refusal = p.Refusal.Reason
	}
	fetched := f.Page.FetchedAt
	if fetched.IsZero() {
		fetched = p.At
	}
	return `, first_seen = coalesce(first_seen, ?12), last_seen = ?12, seen_run = ?11, gone_count = 0, gone_run = NULL,
		etag = ?13, last_modified = ?14, content_type = ?15, sha256 = ?16, content_hash = ?17,
		capture = coalesce(?18, capture), fetched_at = ?19,
		courses = ?20, refusal = ?21, links = ?22, noindex = ?23, tdm_reserved = ?24`,
		[]any{stamp(p.At), null(f.ETag), null(f.LastModified), null(f.Page.ContentType), null(f.Page.SHA256),
			null(f.ContentHash), null(p.Capture), stamp(fetched), courses, refusal, links, f.NoIndex, f.TDMReserved}
}

// admit takes the records that may be stored: one per key, people who are to be forgotten left out.
func (s *Store) admit(records []schema.Record) ([]schema.Record, error) {
	var kept []schema.Record
	seen := map[string]bool{}
	for _, r := range records {
		if r.Course == nil || r.Course.Key == "" {
			return nil, fmt.Errorf("save record: it has no key")
		}
		if !seen[r.Course.Key] {
			seen[r.Course.Key] = true
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// at is the time a change is told with.
func at(p storage.PageResult) time.Time { return p.At.UTC().Truncate(time.Second) }

// A page that is too large for one transaction (a feed) is saved in parts. A course that a part gives is marked with
// the run (sighting.last_run), so that the end of the page can tell which courses are on it no more, whatever happened
// in between, and so that a page that came to no end has shown what it did.

// part saves one part of a page, and nothing of how its fetch ended.
func (t *tx) part(site string, page pageRow, p storage.PageResult, recs []schema.Record) ([]schema.Change, error) {
	if err := t.dirty(); err != nil {
		return nil, err
	}
	if p.Part == storage.PartBegin {
		for _, step := range []struct {
			sql  string
			args []any
		}{
			// should it come to no end, it is to be asked for whole
			{"UPDATE page SET etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL WHERE id = ?",
				[]any{page.ID}},
			{"UPDATE sighting SET last_run = 0 WHERE page = ? AND last_run = ?", []any{page.ID, p.Run}},
		} {
			if err := t.exec(step.sql, step.args...); err != nil {
				return nil, err
			}
		}
	}
	changes := make([]schema.Change, 0, len(recs))
	for i := range recs {
		if t.keyTells(recs[i].Course.Key) {
			continue
		}
		if err := t.keepKey(nil, &recs[i]); err != nil {
			return nil, err
		}
		c, err := t.record(site, page, p, &recs[i])
		if err != nil {
			return nil, fmt.Errorf("record %s: %w", recs[i].Course.Key, err)
		}
		changes = append(changes, c)
		err = t.exec(`INSERT INTO sighting (key, page, current, last_run) VALUES (?1, ?2, 1, ?3)
			ON CONFLICT (key, page) DO UPDATE SET current = 1, last_run = ?3`, recs[i].Course.Key, page.ID, p.Run)
		if err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// endParts takes the courses off the page that no part of the run gave, and off all other pages of the site: one that
// is saved in parts speaks for its site alone, whatever pages or addresses the site had before.
func (t *tx) endParts(site string, page pageRow, p storage.PageResult) error {
	if err := t.dirty(); err != nil {
		return err
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE sighting SET current = 0, last_run = ?3 WHERE page = ?1 AND current = 1 AND last_run <> ?2",
			[]any{page.ID, p.Run, page.SeenRun.Int64}},
		{`UPDATE sighting SET current = 0, last_run = (SELECT coalesce(seen_run, 0) FROM page WHERE id = sighting.page)
			WHERE current = 1 AND page IN (SELECT id FROM page WHERE site = ?1 AND id <> ?2)`, []any{site, page.ID}},
		{"UPDATE page SET courses = (SELECT count(*) FROM sighting WHERE page = ?1 AND current = 1) WHERE id = ?1",
			[]any{page.ID}},
	} {
		if err := t.exec(step.sql, step.args...); err != nil {
			return err
		}
	}
	return nil
}
