package harvest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

// renames prints another word for one on every course page of the site.
func (w *world) renames(was, is string) {
	for _, c := range w.demo.Truth() {
		path := c.Path()
		w.demo.Override(path, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			w.demo.Override(path, nil)
			rec, plain := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil)
			plain.Host = r.Host
			w.demo.ServeHTTP(rec, plain)
			rw.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
			_, _ = rw.Write([]byte(strings.ReplaceAll(rec.Body.String(), was, is))) // a client that left asks again
		}))
	}
}

// TestDrift: a label that the site renames everywhere is named, with the one in its place, three pages, and the line of a
// profile that says what it means; with that line the next reading is as before.
func TestDrift(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	w.renames(">Programme<", ">Kézako<")
	sum := w.harvest()
	var found harvest.Notice
	for _, n := range sum.Notices {
		if n.Failure == schema.FailureLabels && strings.Contains(n.What, `label "Programme" (programme)`) {
			found = n
		}
	}
	if !strings.Contains(found.What, `new label "Kézako" on `) || len(found.Pages) != 3 ||
		!strings.Contains(found.Do, `page: {labels: {"Kézako": programme}}`) {
		t.Fatalf("notices: %+v; gate %q", sum.Notices, sum.Gate.Reasons)
	}
	w.wantKept(sum)
	if sum.Run.Verdict != schema.VerdictHeld || sum.Failure != schema.FailureLabels || sum.Notices[0].Do != found.Do {
		t.Errorf("verdict %q, %q: %+v", sum.Run.Verdict, sum.Failure, sum.Notices[0])
	}
	if len(sum.Notices) > 3 {
		t.Errorf("more is told to have changed: %+v", sum.Notices)
	}
	w.site.Page.Labels = map[string]string{"Kézako": "programme"}
	sum = must(w.runner().Reparse(t.Context(), w.site))(t)
	lost := 0
	for _, rec := range w.records(storage.Filter{Latest: true}) {
		if rec.Course.Programme == nil {
			lost++
		}
	}
	if lost > 1 { // one has none anyway
		t.Errorf("%d courses have no programme, with the line in the profile", lost)
	}
	w.wantState(sum, schema.RunDone)
}
