package harvest_test

import (
	"context"
	"testing"
	"time"

	"carif/fixtures"
	"carif/harvest"
	"carif/parser/page"
	"carif/schema"
	"carif/storage"
)

// watched is a store that counts what the pages it is given had to be parsed for.
type watched struct {
	harvest.Store
	fresh, listings, read, kept int
	second                      int // read again from the archive
	shells                      int // looked at to be sure that they are
}

func (s *watched) CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	for i := range pages {
		s.count(&pages[i])
	}
	return s.Store.CommitAll(ctx, pages)
}

func (s *watched) count(p *storage.PageResult) {
	f := p.Fetched
	if f == nil {
		s.second++
		return
	}
	if f.Outcome == schema.OutcomeEmpty && len(f.Page.Body) > 0 {
		s.shells++ // is one only when its tree says so, too
	}
	switch body := f.Page.SHA256 != "" && f.Outcome.Good() && f.Outcome != schema.OutcomeNotModified && !f.Alias &&
		f.Entry.Kind != schema.KindSitemap; {
	case !body:
	case f.Entry.Kind == schema.KindListing:
		s.listings++ // its links are wanted each night
	case f.Page.SHA256 != f.Entry.SHA256 && (f.ContentHash != f.Entry.ContentHash || f.Outcome == schema.OutcomeMoved):
		s.fresh++
	default:
		s.kept++
	}
	if len(p.Records) > 0 {
		s.read++
	}
}

// TestPageIsParsedOnce counts trees over whole nights: a page that says something new is parsed once, for the crawler
// and the reader together, and one that says what it said is not parsed at all. The night that learns parses each page
// twice more: to learn, and to read it with what it learnt.
func TestPageIsParsedOnce(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	at := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
	w.demo.Clock(func() time.Time { return at }) // printed on every page
	night := func(name string, wantRead bool, wantKept bool) {
		t.Helper()
		r := w.runner()
		s := &watched{Store: w.store}
		r.Store = s
		before := page.Trees()
		if _, err := r.Harvest(context.Background(), w.site); err != nil {
			t.Fatal(err)
		}
		if trees := int(page.Trees() - before); trees != s.fresh+s.listings+s.shells+2*s.second {
			t.Errorf("%s: %d trees for %d new pages and %d listings", name, trees, s.fresh, s.listings)
		}
		if s.read > s.fresh || (s.read > 0) != wantRead || (s.kept > 0) != wantKept {
			t.Errorf("%s: %d pages read, %d new, %d as they were", name, s.read, s.fresh, s.kept)
		}
	}
	night("first night", true, false)
	night("nothing changed", false, true) // the page that another one moved to is asked whole
	w.demo.Set(w.demo.Truth()[3].ID, func(c *fixtures.TruthCourse) { c.Title += " avancé" })
	night("one changed", true, true)
	w.demo.NoValidators(true)
	night("whole answers, the same bytes", false, true)
	at = at.Add(25 * time.Hour)
	night("whole answers, another clock", false, true) // other bytes, the same words
}
