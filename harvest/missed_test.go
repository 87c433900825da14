package harvest_test

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carif/fixtures"
	"carif/schema"
)

// TestTooComplexPageLeavesTheRunPartial: a course page that the reader refuses as too complex is missed every night,
// also where it has not changed since and is not read again; its course stays.
func TestTooComplexPageLeavesTheRunPartial(t *testing.T) {
	w := newWorld(t, 5)
	w.harvest()
	db := must(sql.Open("sqlite3", "file:"+w.dir+"/carif.db"))(t)
	defer db.Close()
	path := w.demo.Truth()[2].Path()
	if _, err := db.Exec("UPDATE page SET refusal = 'too_complex' WHERE url LIKE '%' || ?", path); err != nil {
		t.Fatal(err)
	}
	sum := w.harvest()
	w.wantState(sum, schema.RunPartial)
	url := "http://" + w.host + path
	if len(sum.Missed) != 1 || sum.Missed[0] != url || sum.Run.Complete || !strings.Contains(sum.Run.Note, url) {
		t.Errorf("missed %q, complete %v, note %q", sum.Missed, sum.Run.Complete, sum.Run.Note)
	}
	told := false
	for _, f := range sum.Faults {
		told = told || f.URL == url && f.Class == schema.RefuseTooComplex && f.Last != ""
	}
	if !told {
		t.Errorf("faults: %+v", sum.Faults)
	}
	if got := len(w.records(noFilter)); got != 5 {
		t.Errorf("courses: got %d, want 5", got)
	}
}

// TestMissedBeforeAnInterrupt: what failed before an interrupt is told by the process that ends the run.
func TestMissedBeforeAnInterrupt(t *testing.T) {
	w := newWorld(t, 5)
	w.harvest()
	first := w.demo.Truth()[0].Path() // asked first in the next night: it was asked first in this one
	w.demo.Override(first, fixtures.At(fixtures.Faults(), "/big/9"))
	ctx, stop := context.WithCancel(context.Background())
	last := w.demo.Truth()[4].Path()
	w.demo.Override(last, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		stop()
		w.demo.Override(last, nil)
		w.demo.ServeHTTP(rw, r)
	}))
	cut, err := w.runner().Harvest(ctx, w.site)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want an interrupt", err)
	}
	sum := w.harvest()
	stored := must(w.store.Runs(t.Context(), "demo", 1))(t)[0]
	for _, run := range []schema.Run{sum.Run, stored} { // a day later
		if !run.Started.Equal(cut.Run.Started.Truncate(time.Second)) || run.Ended.Sub(run.Started) < 24*time.Hour {
			t.Errorf("started %v, ended %v; the run began %v", run.Started, run.Ended, cut.Run.Started)
		}
	}
	w.wantState(sum, schema.RunPartial)
	if !sum.Resumed || len(sum.Missed) != 1 || !strings.HasSuffix(sum.Missed[0], first) {
		t.Errorf("resumed %v, missed %q", sum.Resumed, sum.Missed)
	}
	if n := len(sum.Faults); n == 0 || sum.Run.Complete {
		t.Errorf("complete %v, faults %+v", sum.Run.Complete, sum.Faults)
	}
}

// TestLearnsBesideAPageThatFails: one page that is broken for good does not keep a site from being learnt.
func TestLearnsBesideAPageThatFails(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.demo.Override(w.demo.Truth()[2].Path(), fixtures.At(fixtures.Faults(), "/big/9"))
	sum := w.harvest()
	w.wantState(sum, schema.RunPartial)
	if len(sum.Learnt) == 0 {
		t.Error("nothing was learnt of a site that was walked to its end")
	}
}

// TestHostilePagesDoNotStopTheNight: pages of seven megabytes of one thing are refused, named, or read, and every other course
// of the site is read; the same night again costs no more.
func TestHostilePagesDoNotStopTheNight(t *testing.T) {
	const mb = 1 << 20
	head := "<!doctype html><html><head><title>Vannerie</title></head><body><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p>" +
		"<h2>Programme</h2><p>Les brins.</p>"
	row := "<tr><td>01/02/2027</td><td>a</td><td>b</td></tr>"
	shapes := []struct {
		words   string
		refused bool
	}{
		{"<select>" + strings.Repeat("<option>a", 7*mb/9) + "</select>", false}, // what one may choose is no text of the page
		{"<select>" + strings.Repeat("<option>a", 7*mb/9), true},                // and never ends
		{"<table>" + strings.Repeat("<tr><td>x</td>", 7*mb/14), true},
		{"<table><tr>" + strings.Repeat("<th>", 524288), true},
		{strings.Repeat("Durée : ", 7*mb/9), true},
		{"<table>" + strings.Repeat(row, 100000) + "</table>", true},
	}
	w := newWorld(t, len(shapes)+7)
	var want []string
	for i, s := range shapes {
		path := w.demo.Truth()[i].Path()
		body := head + s.words + "</body></html>"
		w.demo.Override(path, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = rw.Write([]byte(body))
		}))
		if s.refused {
			want = append(want, "http://"+w.host+path)
		}
	}
	slices.Sort(want)
	for range 2 {
		sum := w.harvest()
		w.wantState(sum, schema.RunPartial)
		if !slices.Equal(sum.Missed, want) {
			t.Errorf("missed %q, want %q", sum.Missed, want)
		}
		if got := len(w.records(noFilter)); got != 7+len(shapes)-len(want) {
			t.Errorf("courses: got %d, want %d", got, 7+len(shapes)-len(want))
		}
	}
}
