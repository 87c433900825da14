package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/schema"
	"carif/storage"
)

// TestManyGoneAtOnceClosesNothing is a site that answers 404 for half of its courses, night after night: a person has
// to say that they are really withdrawn.
func TestManyGoneAtOnceClosesNothing(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	half := w.demo.Truth()[:fixtures.DemoSize/2]
	for _, c := range half {
		w.demo.Remove(c.ID)
	}
	for range 4 {
		sum := w.harvest()
		if sum.Run.Closed != 0 || len(sum.Alarms) == 0 || sum.Run.State == schema.RunDone {
			t.Fatalf("state %s, closed %d courses, alarms %v: want none closed and an alarm", sum.Run.State,
				sum.Run.Closed, sum.Alarms)
		}
	}
	if got := len(w.records(noFilter)); got != fixtures.DemoSize {
		t.Errorf("readers see %d courses, want %d", got, fixtures.DemoSize)
	}
	w.gate.Force = true // a person has looked
	sum := w.harvest()
	if sum.Run.Closed != len(half) || !sum.Gate.Published {
		t.Errorf("after a person's word: closed %d, published %v, want %d and true", sum.Run.Closed, sum.Gate.Published,
			len(half))
	}
}

// TestRunNeedsPeople: a runner that does not know who was forgotten must not bring them back.
func TestRunNeedsPeople(t *testing.T) {
	w := newWorld(t, 2)
	run := w.runner()
	run.People = nil
	if _, err := run.Harvest(context.Background(), w.site); err == nil || !strings.Contains(err.Error(), "forgotten") {
		t.Errorf("got %v, want a refusal", err)
	}
	if got := len(w.records(noFilter)); got != 0 {
		t.Errorf("%d courses were stored", got)
	}
}

// TestSoft404ClosesAfterThreeCompleteRuns: a page that says that nothing is there is missing, as one that no listing
// names is; a run that is not whole does not count.
func TestSoft404ClosesAfterThreeCompleteRuns(t *testing.T) {
	w := newWorld(t, 12)
	w.harvest()
	faults := fixtures.Faults()
	list := w.demo.Truth()
	w.demo.Override(list[3].Path(), fixtures.At(faults, "/soft404"))
	for night := 1; night <= 4; night++ {
		w.demo.Override("/recherche?page=2", nil)
		if night == 2 {
			w.demo.Override("/recherche?page=2", fixtures.At(faults, "/big/9"))
		}
		sum := w.harvest()
		if want := night != 2; sum.Run.Complete != want {
			t.Fatalf("night %d: complete %v (%s)", night, sum.Run.Complete, sum.Run.Note)
		}
		if _, open := w.course(list[3].ID); open != (night < 4) {
			t.Fatalf("night %d: open %v", night, open)
		}
	}
}

// TestAbsenceBesideAPageThatFails: a known page that is broken for good keeps its course, and does not keep others
// open that three runs did not meet. One that was never read may hold them: then nothing closes.
func TestAbsenceBesideAPageThatFails(t *testing.T) {
	for _, read := range []bool{true, false} {
		t.Run(fmt.Sprintf("read before %v", read), func(t *testing.T) {
			w := newWorld(t, 12)
			big := fixtures.At(fixtures.Faults(), "/big/9")
			lost, broken := w.demo.Truth()[3], w.demo.Truth()[5]
			if !read {
				w.demo.Override(broken.Path(), big)
			}
			w.harvest()
			w.demo.Override(broken.Path(), big)
			w.demo.Override(lost.Path(), fixtures.At(fixtures.Faults(), "/soft404"))
			for night := 1; night <= 3; night++ {
				w.wantState(w.harvest(), schema.RunPartial)
				if _, open := w.course(lost.ID); open != (night < 3 || !read) {
					t.Errorf("night %d: open %v", night, open)
				}
			}
			if _, open := w.course(broken.ID); open != read {
				t.Errorf("the course of the broken page: open %v", open)
			}
		})
	}
}

// TestListingBringsAClosedCourseBack: a course closed after two 404 nights is asked again on the night a listing or a
// sitemap names it, not a month later.
func TestListingBringsAClosedCourseBack(t *testing.T) {
	for _, by := range []string{"listing", "sitemap"} {
		t.Run(by, func(t *testing.T) {
			w := newWorld(t, 12)
			if by == "listing" {
				w.site.Sitemaps = nil
				w.demo.Robots("User-agent: *\nAllow: /\n") // names no sitemap
			}
			w.harvest()
			c := w.demo.Truth()[3]
			w.demo.Remove(c.ID)
			w.harvest()
			w.wantCounts(w.harvest(), counts{Same: 11, Closed: 1})
			w.wantAsked(c.Path(), 1)
			w.wantCounts(w.harvest(), counts{Same: 11}) // nothing names it: it is left in peace
			w.wantAsked(c.Path(), 0)
			if w.demo.Restore(c.ID); by == "sitemap" {
				w.demo.Override("/recherche", fixtures.At(w.demo, "/actualites"))
				w.demo.Override("/recherche?page=2", fixtures.At(w.demo, "/actualites"))
			}
			sum := w.harvest()
			if w.wantAsked(c.Path(), 1); sum.Run.Changed != 1 {
				t.Errorf("changed %d courses, want 1", sum.Run.Changed)
			}
			if _, ok := w.records(storage.Filter{Latest: true})["demo/"+c.ID]; !ok {
				t.Error("closed although a " + by + " names it and its page is there")
			}
		})
	}
}

// TestUnchangedListingBringsACourseBack: a listing that answers 304 names nothing, so it is asked whole while a course rests.
func TestUnchangedListingBringsACourseBack(t *testing.T) {
	w := newWorld(t, 5)
	w.site.Sitemaps = nil
	w.demo.Robots("User-agent: *\nAllow: /\n")
	w.demo.Override("/recherche", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"always"`)
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		for _, c := range w.demo.Truth() {
			fmt.Fprintf(rw, `<p><a href="%s">%s</a></p>`, c.Path(), c.Title)
		}
	}))
	w.harvest()
	c := w.demo.Truth()[3]
	w.demo.Override(c.Path(), http.NotFoundHandler())
	w.harvest()
	w.wantCounts(w.harvest(), counts{Same: 4, Closed: 1})
	w.demo.Override(c.Path(), nil)
	w.harvest()
	w.wantAsked(c.Path(), 1)
	if _, ok := w.records(storage.Filter{Latest: true})["demo/"+c.ID]; !ok {
		t.Error("closed although the listing names it and its page is there")
	}
}

// TestStartPageComesBack: a start page that was gone for two nights is asked every night all the same.
func TestStartPageComesBack(t *testing.T) {
	w := newWorld(t, 5)
	w.site.Sitemaps = nil
	w.demo.Robots("User-agent: *\nAllow: /\n")
	w.harvest()
	w.demo.Override("/recherche", http.NotFoundHandler())
	for range 3 {
		w.wantState(w.harvest(), schema.RunPartial)
		w.wantAsked("/recherche", 1)
	}
	w.demo.Override("/recherche", nil)
	w.wantState(w.harvest(), schema.RunDone)
}

func (w *world) wantAsked(path string, want int) {
	w.t.Helper()
	n := 0
	for _, r := range w.demo.Log() {
		if r.URL == path {
			n++
		}
	}
	if n != want {
		w.t.Errorf("%s: asked %d times, want %d", path, n, want)
	}
}
