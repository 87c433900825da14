package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// small is a catalogue of a front page and whatever its links lead to, with a profile whose courses are under /f/.
func small(t *testing.T, extra string, links *[]string, course http.HandlerFunc) *world {
	t.Helper()
	w := newWorld(t, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(rw, r)
		case r.URL.Path == "/":
			fmt.Fprint(rw, `<html lang="fr"><head><title>Catalogue</title></head><body><h1>Catalogue des formations</h1>`)
			for _, l := range *links {
				fmt.Fprintf(rw, `<p><a href="%s">Une formation de plus</a></p>`, l)
			}
			fmt.Fprint(rw, "</body></html>")
		default:
			course(rw, r)
		}
	}))
	t.Cleanup(srv.Close)
	w.host = srv.Listener.Addr().String()
	w.site = profile(w, extra)
	w.crawl.Hasty = true
	w.gate.Force = true
	return w
}

func profile(w *world, extra string) *sites.Site {
	w.t.Helper()
	return must(sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: ['"+
		w.host+"']\nstart: ['http://"+w.host+"/']\ncourse: ['^/f/"+extra+"']\npace: {delay: 1ms}\n"), "essai.yaml"))(w.t)
}

func coursePage(title, objective string) string {
	return `<html lang="fr"><head><title>` + title + `</title></head><body><main><h1>` + title + `</h1><h2>Objectif</h2><p>` +
		objective + `</p><h2>Programme</h2><p>Les bases de la matière et des exercices</p></main></body></html>`
}

// TestOldSpellings: a database that an earlier program filled knows courses by other spellings of their URL, and by ids
// with escapes in them. They stay the courses they are: none is added, none closes, whatever the links spell now.
func TestOldSpellings(t *testing.T) {
	for name, extra := range map[string]string{"ids in the URL": `(?P<id>[^/]+)$`, "no ids": ""} {
		t.Run(name, func(t *testing.T) {
			title := "Soudure"
			links := []string{"/f/x%c3%a9", "/f/t%7ea", "/f/a%2fb"}
			w := small(t, extra, &links, func(rw http.ResponseWriter, r *http.Request) {
				fmt.Fprint(rw, coursePage(title+" "+r.URL.Path, "Savoir souder"))
			})
			w.oldCourses(links)
			before := w.records(noFilter)
			if len(before) != 3 {
				t.Fatalf("%d courses", len(before))
			}
			links = []string{"/f/x%C3%A9", "/f/%78é", "/f/t~a", "/f/a%2Fb", "/f/t%7Ea"}
			for night := range 5 {
				if night == 2 {
					title = "Soudage" // the page changes: it is read anew
				}
				sum := w.harvest()
				if sum.Run.Added+sum.Run.Closed > 0 || night == 2 && sum.Run.Changed != 3 {
					t.Fatalf("night %d: %+v", night, sum.Run)
				}
			}
			for key := range before { // under its key of today, where that is another
				rec, ok, err := w.store.Course(t.Context(), key)
				if err != nil || !ok || !strings.HasPrefix(str(rec.Course.Title), "Soudage") {
					t.Errorf("%s: got %v, %v", key, ok, err)
				}
			}
			sum := must(w.runner().Reparse(context.Background(), w.site))(t)
			if sum.Run.Added+sum.Run.Closed > 0 || len(w.records(noFilter)) != 3 {
				t.Errorf("reparse: %+v", sum.Run)
			}
		})
	}
}

// oldCourses saves pages as the earlier program did: under the URL as linked, with the id as it stands there.
func (w *world) oldCourses(paths []string) {
	w.t.Helper()
	ctx := context.Background()
	run, _, err := w.store.BeginRun(ctx, schema.Run{Site: w.site.ID, Kind: harvest.KindHarvest, Started: w.now()})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range paths {
		u := "http://" + w.host + p
		page := schema.Page{Site: w.site.ID, URL: u, FetchedAt: w.now(), Status: 200, ContentType: "text/html; charset=utf-8",
			Body: []byte(coursePage("Soudure", "Savoir souder")), SHA256: "old" + p}
		got := must(w.reader.Read(page, w.site))(w.t)
		id := ""
		if got.Records[0].Course.NativeID != nil {
			id = strings.TrimPrefix(p, "/f/")
			got.Records[0].Course.NativeID = &id
		}
		got.Records[0].Source.ParserVersion = "3"
		got.Records[0].Course.Key = schema.Key(w.site.ID, id, u, "")
		f := &schema.Fetched{Run: run, Entry: schema.Entry{Site: w.site.ID, URL: u, Kind: schema.KindCourse}, FinalURL: u,
			Outcome: schema.OutcomeOK, Page: page, Next: schema.Decision{State: schema.StateDone}}
		if _, err := w.store.Commit(ctx, storage.PageResult{Run: run, Fetched: f, Records: got.Records, At: w.now()}); err != nil {
			w.t.Fatal(err)
		}
	}
	err = w.store.SaveRun(ctx, schema.Run{ID: run, Site: w.site.ID, Kind: harvest.KindHarvest, State: schema.RunDone,
		Complete: true, Started: w.now(), Ended: w.now()})
	if err == nil {
		err = w.store.Publish(ctx, w.site.ID, run)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestNewSpellings: a fresh database has one course for all spellings, its id as a person would write it.
func TestNewSpellings(t *testing.T) {
	links := []string{"/f/x%2d1", "/f/x%2D1", "/f/%78-1", "/f/t.2", "/f/t%2E2", "/f/t%2e2", "/f/a%2Fb", "/f/a%2fb"}
	w := small(t, `(?P<id>[^/]+)$`, &links, func(rw http.ResponseWriter, r *http.Request) {
		fmt.Fprint(rw, coursePage("Soudure "+r.URL.Path, "Savoir souder"))
	})
	w.wantCounts(w.harvest(), counts{Added: 3})
	for _, id := range []string{"x-1", "t.2", "a/b"} {
		if rec, ok := w.records(noFilter)["essai/"+id]; !ok || str(rec.Course.NativeID) != id {
			t.Errorf("%s: not there under its id: %v", id, ok)
		}
	}
	links = []string{"/f/%78%2d1", "/f/t%2E2", "/f/a%2fb"}
	w.wantCounts(w.harvest(), counts{Same: 3})
	w.wantCounts(must(w.runner().Reparse(context.Background(), w.site))(t), counts{Same: 3})
}

// TestTargetIsOneCourse: pages that lead to another one are aliases of it, asked once a run, night after night; the
// course keeps its key when its page moves, and what the new page says is said the same night.
func TestTargetIsOneCourse(t *testing.T) {
	links := []string{"/f/m1", "/f/t1", "/f/t2", "/f/m2", "/f/7"}
	to := map[string]string{"/f/m1": "/f/t1", "/f/m2": "/f/t2"}
	objective := "Savoir souder"
	w := small(t, `(?P<id>[^/?]+)`, &links, func(rw http.ResponseWriter, r *http.Request) {
		if next := to[r.RequestURI]; next != "" {
			http.Redirect(rw, r, next, http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(rw, coursePage("Soudure "+r.URL.Path, objective))
	})
	ids := func() (keys []string) {
		for key := range w.records(noFilter) {
			keys = append(keys, strings.TrimPrefix(key, "essai/"))
		}
		slices.Sort(keys)
		return keys
	}
	w.wantCounts(w.harvest(), counts{Added: 3})
	w.wantCounts(w.harvest(), counts{Same: 3})
	objective = "Savoir mieux souder"
	w.wantCounts(w.harvest(), counts{Changed: 3})
	if got := ids(); !slices.Equal(got, []string{"7", "t1", "t2"}) {
		t.Errorf("courses %v", got)
	}
	to["/f/7"] = "/f/7?v=2" // the id stays in the address
	dump := ""
	for night := range 4 {
		w.wantCounts(w.harvest(), counts{Same: 3})
		if now := w.dump(); night > 0 && now != dump {
			t.Errorf("night %d: the data differ:\n%s", night, firstDifference(now, dump))
		} else {
			dump = now
		}
	}
	w.wantCounts(must(w.runner().Reparse(context.Background(), w.site))(t), counts{Same: 3})
	if now := w.dump(); now != dump {
		t.Errorf("reparse: the data differ:\n%s", firstDifference(now, dump))
	}
	objective = "Savoir très bien souder"
	w.wantCounts(w.harvest(), counts{Changed: 3})
	if found := must(w.store.Check(context.Background(), true))(t); len(found) > 0 {
		t.Errorf("check: %+v", found)
	}
}
