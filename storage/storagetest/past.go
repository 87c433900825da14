package storagetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"carif/schema"
	"carif/storage"
)

// month plays nights by a die: pages that answer, fail, vanish and come back, courses that change, runs that the gate
// keeps aside, weeks without a night. see is told of each run when it has ended.
func (r *rig) month(seed uint64, nights int, see func(run int64, published bool)) {
	die := rand.New(rand.NewPCG(seed, 14))
	for range nights {
		r.clock = r.clock.Add(time.Duration(die.IntN(5)*die.IntN(5)) * 24 * time.Hour)
		run := r.begin()
		for n := 1; n <= 5; n++ {
			switch die.IntN(6) {
			case 0, 1:
				rec := retitled(Record(n), fmt.Sprint("Titre ", die.IntN(3)))
				seats := die.IntN(20)
				rec.Course.Sessions[0].Seats = &seats
				r.save(run, pageURL(n), rec)
			case 2:
				r.commit(answer(run, r.clock, pageURL(n), schema.OutcomeNotModified))
			case 3:
				r.commit(answer(run, r.clock, pageURL(n), schema.OutcomeServerError))
			case 4:
				r.commit(answer(run, r.clock, pageURL(n), schema.OutcomeGone))
			} // else it is not asked
		}
		_, err := r.CloseMissing(r.ctx, site, run, 0)
		r.ok(err)
		good := die.IntN(3) > 0
		if good {
			r.end(run, schema.RunDone)
			r.ok(r.Publish(r.ctx, site, run))
		} else {
			r.end(run, schema.RunRefused)
			r.ok(r.Withhold(r.ctx, site, run))
		}
		see(run, good)
	}
}

// lines are the courses of a filter with their history, as text.
func (r *rig) lines(f storage.Filter) []string {
	r.t.Helper()
	f.WithHistory = true
	out := []string{}
	for _, rec := range r.list(f) {
		b, err := json.Marshal(rec)
		r.ok(err)
		out = append(out, string(b))
	}
	return out
}

// testPast: what readers saw after each night, history and last sight included, is given again when a year has passed.
func testPast(t *testing.T, r *rig) {
	type seen struct {
		run       int64
		at        time.Time
		open, all []string
	}
	var past []seen
	shown := int64(0)
	r.month(1, 25, func(run int64, published bool) {
		if published {
			shown = run
		}
		if shown > 0 {
			past = append(past, seen{run, r.clock, r.lines(storage.Filter{}), r.lines(storage.Filter{WithClosed: true})})
		}
	})
	closed := false
	for _, p := range past {
		what := fmt.Sprint("run ", p.run)
		r.same(what, r.lines(storage.Filter{AsPublished: p.run}), p.open)
		r.same(what+", closed courses too", r.lines(storage.Filter{AsPublished: p.run, WithClosed: true}), p.all)
		r.same(what+", by time", r.lines(storage.Filter{AsOf: p.at, WithClosed: true}), p.all)
		closed = closed || len(p.all) > len(p.open)
	}
	if len(past) < 15 || !closed {
		t.Errorf("%d nights, closed courses %v: the die proves nothing", len(past), closed)
	}
	r.same("before the first run", r.lines(storage.Filter{AsOf: past[0].at.Add(-time.Hour), WithClosed: true}), []string{})
	runs, err := r.Shown(r.ctx, storage.Filter{AsPublished: past[0].run})
	r.ok(err)
	r.same("the run of that night", []int64{runs[0].ID, int64(len(runs))}, []int64{past[0].run, 1})
	runs, err = r.Shown(r.ctx, storage.Filter{})
	r.ok(err)
	r.same("the run of today", runs[0].ID, shown)
	r.checked("after a month")
}

func testChangedSinceRun(t *testing.T, r *rig) {
	var runs []int64
	for i := range 3 {
		run := r.begin()
		r.save(run, pageURL(1), Record(1))
		if i > 0 {
			r.save(run, pageURL(2), retitled(Record(2), fmt.Sprint("Titre ", i)))
		}
		if i == 2 { // the second 410 in a row closes it
			r.commit(answer(run, r.clock, pageURL(3), schema.OutcomeGone))
		} else if i == 1 {
			r.commit(answer(run, r.clock, pageURL(3), schema.OutcomeGone))
		} else {
			r.save(run, pageURL(3), Record(3))
		}
		_, err := r.CloseMissing(r.ctx, site, run, 0)
		r.ok(err)
		r.end(run, schema.RunDone)
		r.ok(r.Publish(r.ctx, site, run))
		runs = append(runs, run)
	}
	r.same("since the first", r.titles(storage.Filter{ChangedSinceRun: runs[0]}), []string{"Titre 2"})
	r.same("with the closed one", r.titles(storage.Filter{ChangedSinceRun: runs[0], WithClosed: true}),
		[]string{"Titre 2", "Cours 3"})
	r.same("as of the second", r.titles(storage.Filter{ChangedSinceRun: runs[0], AsPublished: runs[1]}),
		[]string{"Titre 1"})
	r.same("since the last", r.titles(storage.Filter{ChangedSinceRun: runs[2], WithClosed: true}), []string{})
}

// testPanel: each week of the panel is what as-of gives of its last good night, and nothing where it had none.
func testPanel(t *testing.T, r *rig) {
	good, first, last := map[string]int64{}, time.Time{}, time.Time{}
	ends := map[int64]time.Time{}
	r.month(2, 25, func(run int64, published bool) {
		if first.IsZero() {
			first = monday(r.clock)
		}
		last, ends[run] = monday(r.clock), r.clock
		if published {
			good[monday(r.clock).Format(time.DateOnly)] = run
		}
	})
	var keys []string
	for _, rec := range r.list(storage.Filter{WithClosed: true}) {
		keys = append(keys, rec.Course.Key)
	}
	want := map[string][]schema.Week{}
	blind := 0
	for week := first; !week.After(last); week = week.AddDate(0, 0, 7) {
		day := week.Format(time.DateOnly)
		run := good[day]
		open := map[string]*schema.Course{}
		if run == 0 {
			blind++
		} else {
			for _, rec := range r.list(storage.Filter{AsPublished: run}) {
				open[rec.Course.Key] = rec.Course
			}
		}
		for _, key := range keys {
			w := schema.Week{Key: key, Site: site, Monday: day, Observed: run > 0, Run: run, Open: open[key] != nil}
			if run > 0 {
				w.Night = ends[run].Format(time.DateOnly)
			}
			if c := open[key]; c != nil {
				w.Facts = schema.FactsOn(c, w.Night)
			}
			want[key] = append(want[key], w)
		}
	}
	got := map[string][]schema.Week{}
	var order []string
	r.ok(r.Panel(r.ctx, storage.Filter{}, func(w schema.Week) error {
		got[w.Key] = append(got[w.Key], w)
		order = append(order, w.Key+w.Monday)
		return nil
	}))
	r.same("panel", got, want)
	if !slices.IsSorted(order) || blind == 0 || len(keys) < 4 {
		t.Errorf("sorted %v, weeks without a good night %d, courses %d: the die proves nothing",
			slices.IsSorted(order), blind,
			len(keys))
	}
	var half []schema.Week
	mid := slices.Sorted(maps.Keys(good))[len(good)/2]
	r.ok(r.Panel(r.ctx, storage.Filter{AsPublished: good[mid], Keys: keys[:1]}, func(w schema.Week) error {
		half = append(half, w)
		return nil
	}))
	for i, w := range half {
		if w.Key != keys[0] || w.Monday > mid {
			t.Errorf("as of run %d: row %d is %s, week %s", good[mid], i, w.Key, w.Monday)
		}
	}
	if len(half) == 0 || half[len(half)-1].Monday != mid {
		t.Errorf("as of run %d the panel ends with %v, want week %s", good[mid], half, mid)
	}
}

func monday(at time.Time) time.Time {
	day := at.Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
