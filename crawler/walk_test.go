package crawler_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"carif/crawler"
	"carif/fixtures"
	"carif/schema"
	"carif/sites"
)

// The demo site, walked twice: everything is found once, the second night asks conditionally and changes nothing.
func TestWalkDemo(t *testing.T) {
	set, err := sites.NewSet("")
	if err != nil {
		t.Fatal(err)
	}
	demo, err := set.Find("demo")
	if err != nil {
		t.Fatal(err)
	}
	inBubble(t, fixtures.Demo(), "", func(w *world) {
		w.site = demo
		w.o.AllowLoopback = true
		rep := w.walk()
		if !rep.Complete {
			t.Errorf("first walk: not complete: %s", rep.Why)
		}
		if got := rep.Outcomes[schema.OutcomeOK]; got < 54 {
			t.Errorf("good pages: got %d, want at least 54", got)
		}
		seen := map[string]bool{}
		for _, f := range w.store.Visits {
			if f.Entry.State == schema.StateClaimed && f.Entry.Attempts == 0 && seen[f.Entry.URL] {
				t.Errorf("%s was fetched twice", f.Entry.URL)
			}
			seen[f.Entry.URL] = true
		}
		before := len(w.store.Visits)
		rep = w.walk()
		for _, f := range w.store.Visits[before:] {
			if f.Outcome.Good() && !f.Unchanged && f.Outcome != schema.OutcomeMoved {
				t.Errorf("second walk: %s changed (%s)", f.Entry.URL, f.Outcome)
			}
		}
		if rep.Outcomes[schema.OutcomeNotModified] < 40 {
			t.Errorf("second walk: %d not modified", rep.Outcomes[schema.OutcomeNotModified])
		}
	})
}

// URLs go out as they are written but for the spelling of their escapes: order and reserved characters are the site's
// business.
func TestURLsAreSentAsWritten(t *testing.T) {
	want := []string{"/c/1?b=2&a=1", "/c/%E9t%C3%A9?x=%2F", "/c/a;b,c?d=%20e+f", "/c/q?sort=asc&page=2&",
		"/c/%C3%A9?q=%E9"}
	links := append([]string{"/c/1?b=2&a=1", "/c/%e9%74%C3%A9?x=%2f"}, want[2:4]...)
	links = append(links, "/c/\xe9?q=\xe9", "/c/%E9t%c3%a9?x=%2F")
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.RequestURI == "/robots.txt":
			http.NotFound(w, r)
		case r.RequestURI == "/":
			write(w, page("Catalogue", links...))
		default:
			write(w, page("Fiche "+r.RequestURI))
		}
	}), "", func(w *world) {
		w.walk()
		var got []string
		for _, h := range w.hits() {
			if strings.HasPrefix(h.uri, "/c/") {
				got = append(got, h.uri)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// A document lives as long as the visit of its page, and only pages that must be read have one.
func TestDocumentIsLetGo(t *testing.T) {
	inBubble(t, pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2"), "/ok/1": page("Fiche")}), "", func(w *world) {
		seen := 0
		for range 2 {
			_, err := w.tryWalk(context.Background(), func(ctx context.Context, f *crawler.Fetched) error {
				wanted := f.Outcome == schema.OutcomeOK && (f.Entry.Kind == schema.KindListing || f.Entry.SHA256 == "")
				if (f.Doc != nil) != wanted {
					t.Errorf("%s (%s): has a document: %v", f.Entry.URL, f.Outcome, f.Doc != nil)
				}
				if f.Doc != nil {
					seen++
				}
				return w.store.Visit(ctx, f)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if seen != 3 { // the front page twice, the course once
			t.Errorf("%d documents", seen)
		}
		for _, f := range w.store.Visits {
			if f.Doc != nil {
				t.Errorf("%s still has its document", f.Entry.URL)
			}
		}
	})
}
