package crawler_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"carif/schema"
)

// once fails for every page that was asked more than once since the hit number from.
func (w *world) once(from int) (total int) {
	w.t.Helper()
	times := map[string]int{}
	for _, h := range w.hits()[from:] {
		if h.uri == "/robots.txt" {
			continue
		}
		total++
		if times[h.uri]++; times[h.uri] == 2 {
			w.t.Errorf("%s was asked twice in a run", h.uri)
		}
	}
	return total
}

// leading is a catalogue in which the pages of to lead on, by redirects or refreshes in turn; all others are courses
// with validators.
func leading(links []string, to map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := to[r.RequestURI]
		switch {
		case r.RequestURI == "/robots.txt":
			http.NotFound(w, r)
		case r.RequestURI == "/":
			write(w, page("Catalogue", links...))
		case strings.HasSuffix(r.URL.Path, "gone"):
			http.NotFound(w, r)
		case next != "" && len(next)%2 == 0:
			http.Redirect(w, r, next, http.StatusFound)
		case next != "":
			write(w, signpost("0;url="+next))
		case r.Header.Get("If-None-Match") == `"1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"1"`)
			write(w, page("Fiche "+r.RequestURI))
		}
	})
}

// TestTargetsAreAskedOnce: a page to which others lead is asked once a run, whichever is asked first, night after night,
// and is itself whatever leads to it.
func TestTargetsAreAskedOnce(t *testing.T) {
	to := map[string]string{
		"/ok/m1": "/ok/t1", "/ok/m2": "/ok/t10", // to pages that a listing names too
		"/ok/m3": "/ok/u1", "/ok/m4": "/ok/u1", // to one that only they name
		"/ok/m5": "/ok/m6", "/ok/m6": "/r/x", "/r/x": "/ok/t3", // a chain, over a page that is an entry, and one that is
		"/ok/m7": "/ok/t4gone", "/ok/m8": "/ok/x-gone", // to pages that are not there
	}
	order := []string{"/ok/m1", "/ok/t1", "/ok/t10", "/ok/m2", "/ok/m3", "/ok/m4", "/ok/m5", "/ok/t3", "/ok/m6", "/ok/m7",
		"/ok/t4gone", "/ok/m8"}
	for name, profile := range map[string]string{"one worker": "", "three workers": "pace: {delay: 2s, parallel: 3}\n"} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, leading(order, to), profile, func(w *world) {
				for night := range 4 {
					from := len(w.hits())
					rep := w.walk()
					w.once(from)
					for m, t1 := range map[string]string{"/ok/m1": "/ok/t1", "/ok/m2": "/ok/t10", "/ok/m3": "/ok/u1",
						"/ok/m4": "/ok/u1", "/ok/m5": "/ok/t3", "/ok/m6": "/ok/t3"} {
						f := w.wantOutcome(m, schema.OutcomeMoved)
						if f.FinalURL != "http://"+host+t1 || !f.Alias || len(f.Page.Body) > 0 {
							t.Errorf("%s: at %s, alias %v", m, f.FinalURL, f.Alias)
						}
						if g := w.last(t1); !g.Outcome.Good() || g.Alias || g.FinalURL != g.Entry.URL || night > 0 && !g.Unchanged {
							t.Errorf("night %d, %s: %s at %s", night, t1, g.Outcome, g.FinalURL)
						}
					}
					if night == 0 {
						w.wantOutcome("/ok/m7", schema.OutcomeGone)
						w.wantOutcome("/ok/m8", schema.OutcomeGone)
					}
					if !rep.Complete {
						t.Errorf("not complete: %s", rep.Why)
					}
					time.Sleep(24 * time.Hour)
				}
				for _, e := range w.store.Entries(w.site.ID) {
					if strings.HasSuffix(e.URL, "x-gone") || strings.Contains(e.URL, "/r/x") {
						t.Errorf("%s entered the frontier", e.URL)
					}
				}
			})
		})
	}
}

// A target that fails is tried again, and what leads to it heals with it.
func TestTargetFailsAtFirst(t *testing.T) {
	tries := 0
	pages := leading([]string{"/ok/m1", "/ok/t1"}, map[string]string{"/ok/m1": "/ok/t1"})
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ok/t1" {
			if tries++; tries < 3 {
				http.Error(w, "", http.StatusInternalServerError)
				return
			}
		}
		pages.ServeHTTP(w, r)
	}), "", func(w *world) {
		rep := w.walk()
		w.wantOutcome("/ok/m1", schema.OutcomeMoved)
		w.wantOutcome("/ok/t1", schema.OutcomeOK)
		if n := w.asked("/ok/t1"); n != 3 || rep.Healed != 2 || !rep.Complete {
			t.Errorf("asked %d times, %+v", n, rep)
		}
	})
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ok/t1" {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		pages.ServeHTTP(w, r)
	}), "", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/m1", schema.OutcomeServerError)
		f := w.wantOutcome("/ok/t1", schema.OutcomeServerError)
		if f.Next.State != schema.StateFailed || w.asked("/ok/t1") > 4 {
			t.Errorf("asked %d times, then %s", w.asked("/ok/t1"), f.Next.State)
		}
	})
}

// A page that sends its readers to fetch a cookie on another course's address, and has them back, is itself.
func TestBackWithACookie(t *testing.T) {
	handler := http.NewServeMux()
	handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2")}))
	handler.HandleFunc("/ok/1", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") == "" {
			http.Redirect(w, r, "/ok/2", http.StatusFound)
			return
		}
		write(w, page("Fiche 1"))
	})
	handler.HandleFunc("/ok/2", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "sess", Value: "1", Path: "/"})
		http.Redirect(w, r, "/ok/1", http.StatusFound)
	})
	inBubble(t, handler, "", func(w *world) {
		for range 2 {
			w.walk()
			if f := w.wantOutcome("/ok/1", schema.OutcomeOK); f.FinalURL != f.Entry.URL || len(f.Archive) != 2 || f.Alias {
				t.Errorf("at %s, %d answers", f.FinalURL, len(f.Archive))
			}
			if f := w.wantOutcome("/ok/2", schema.OutcomeMoved); f.FinalURL != "http://"+host+"/ok/1" || !f.Alias {
				t.Errorf("at %s", f.FinalURL)
			}
		}
	})
}

// A listing that leads to another one is that one, which is asked once too.
func TestListingLeadsToAListing(t *testing.T) {
	pages := leading([]string{}, nil)
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.RequestURI {
		case "/":
			http.Redirect(w, r, "/liste", http.StatusFound)
		case "/liste":
			write(w, page("Catalogue", "/ok/1", "/ok/2", "/liste?p=2"))
		case "/liste?p=2":
			write(w, page("Suite", "/ok/3", "/liste"))
		default:
			pages.ServeHTTP(w, r)
		}
	}), "listing: ['^/liste']\n", func(w *world) {
		w.walk()
		from := len(w.hits())
		rep := w.walk()
		if n := w.asked("/liste"); !rep.Complete || n == 0 {
			t.Errorf("%d, %+v", n, rep)
		}
		w.wantOutcome("/", schema.OutcomeMoved)
		lists := 0
		for _, h := range w.hits()[from:] {
			if h.uri == "/liste" {
				lists++
			}
		}
		if lists != 2 { // and once more when all is done, as ever
			t.Errorf("/liste was asked %d times", lists)
		}
	})
}
