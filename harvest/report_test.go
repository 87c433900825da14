package harvest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
)

// kept is the report that was stored with a run.
func (w *world) kept(run int64) harvest.Summary {
	w.t.Helper()
	b, ok, err := w.store.Report(w.t.Context(), run)
	if err != nil || !ok {
		w.t.Fatalf("report of run %d: %v, %v", run, ok, err)
	}
	var sum harvest.Summary
	if err := json.Unmarshal(b, &sum); err != nil {
		w.t.Fatal(err)
	}
	return sum
}

// interrupted harvests until the page is asked, and stops there.
func (w *world) interrupted(path string) (harvest.Summary, error) {
	ctx, stop := context.WithCancel(w.t.Context())
	w.demo.Override(path, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		stop()
		w.demo.Override(path, nil)
		w.demo.ServeHTTP(rw, r)
	}))
	return w.runner().Harvest(ctx, w.site)
}

// wantKept wants the stored report of a run to tell what its summary told, and the list of runs to agree.
func (w *world) wantKept(sum harvest.Summary) {
	w.t.Helper()
	w.t.Log(sum.Run.State, sum.Run.Verdict, sum.Run.Note, sum.Alarms, sum.Gate.Reasons)
	kept := w.kept(sum.Run.ID)
	kept.Seconds = sum.Seconds
	run, _, err := w.store.Run(w.t.Context(), sum.Run.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	flat := func(r schema.Run) string { b, _ := json.Marshal(r); return string(b) }
	if a, b := flat(kept.Run), flat(sum.Run); a != b {
		w.t.Errorf("run in the report:\n%s\nin the summary:\n%s", a, b)
	}
	if run.State != sum.Run.State || run.Verdict != sum.Run.Verdict || run.Pages != sum.Run.Pages {
		w.t.Errorf("runs: %s, %q, %d pages; report: %s, %q, %d pages", run.State, run.Verdict, run.Pages, sum.Run.State,
			sum.Run.Verdict, sum.Run.Pages)
	}
	kept.Run, sum.Run = schema.Run{}, schema.Run{}
	a, _ := json.Marshal(kept)
	b, _ := json.Marshal(sum)
	if d := cmp.Diff(string(b), string(a)); d != "" {
		w.t.Errorf("stored report (-summary +stored):\n%s", d)
	}
}

// TestReportIsKept: what a run told stays with it: faults, alarms, reasons of the gate, politeness and time line.
func TestReportIsKept(t *testing.T) {
	w := newWorld(t, 30)
	w.demo.Override(w.demo.Truth()[3].Path(), fixtures.At(fixtures.Faults(), "/big/9"))
	first := w.harvest()
	w.wantKept(first)
	if p := first.Politeness; len(p) != 1 || p[0].Requests < 30 || p[0].Gap == nil {
		t.Errorf("politeness: %+v", p)
	}
	if n := len(first.Timeline); n < 3 || first.Timeline[0].What != "begun" || first.Timeline[n-1].What != "partial" {
		t.Errorf("time line: %+v", first.Timeline)
	}
	if len(w.kept(first.Run.ID).Faults) == 0 {
		t.Error("no fault is kept")
	}
}

// TestReportOfACutRun: a run that was interrupted or failed has its report, too.
func TestReportOfACutRun(t *testing.T) {
	w := newWorld(t, 5)
	sum, err := w.interrupted(w.demo.Truth()[4].Path())
	if err == nil {
		t.Fatal("it was not interrupted")
	}
	w.wantKept(sum)
	if sum.Run.Pages == 0 {
		t.Error("an interrupted run tells of no page")
	}
	w.wantKept(w.harvest())

	down := newWorld(t, 5)
	down.demo.Override("/robots.txt", fixtures.At(fixtures.Faults(), "/retry503/huge/9/x"))
	down.wantKept(down.harvest())

	failing := newWorld(t, 5)
	failing.demo.Override(failing.demo.Truth()[0].Path(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		_ = failing.archive.Close() // as if the disk were full
	}))
	sum, err = failing.runner().Harvest(t.Context(), failing.site)
	if err == nil {
		t.Fatal("it did not fail")
	}
	failing.wantKept(sum)
}
