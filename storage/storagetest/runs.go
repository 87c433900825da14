package storagetest

import (
	"testing"
	"time"

	"carif/schema"
	"carif/storage"
)

func testResume(t *testing.T, r *rig) {
	start := func(kind string) (int64, bool) {
		id, resumed, err := r.BeginRun(r.ctx, schema.Run{Site: site, Kind: kind, Started: r.clock, Version: "test"})
		r.ok(err)
		return id, resumed
	}
	first, resumed := start("harvest")
	r.same("first is new", resumed, false)
	again, resumed := start("harvest")
	r.same("after a crash", []any{again, resumed}, []any{first, true})
	r.end(first, schema.RunInterrupted)
	again, resumed = start("harvest")
	r.same("after a signal", []any{again, resumed}, []any{first, true})
	other, resumed := start("reparse")
	r.same("another kind is new", []any{other > first, resumed}, []any{true, false})
	r.end(other, schema.RunDone)
	third, resumed := start("harvest")
	r.same("an older run is never taken up again", []any{third > other, resumed}, []any{true, false})
	r.end(third, schema.RunFailed)
	fourth, resumed := start("harvest")
	r.same("a failed run is not resumed", []any{fourth > third, resumed}, []any{true, false})
}

func testSaveRun(t *testing.T, r *rig) {
	id := r.begin()
	want := schema.Run{ID: id, Site: site, Kind: "harvest", State: schema.RunPartial, Started: r.clock,
		Ended:    r.clock.Add(time.Hour),
		Complete: true, Pages: 3, Outcomes: map[schema.Outcome]int{schema.OutcomeOK: 2, schema.OutcomeGone: 1},
		Added: 4, Changed: 5, Same: 6,
		Closed: 7, Sessions: 8, Issues: map[string]int{"bad_date": 9}, Refused: map[string]int{"not_a_course": 1},
		Limits: map[string]int{"depth": 2}, Note: "a note", Version: "test", Verdict: schema.VerdictWarned}
	r.ok(r.SaveRun(r.ctx, want))
	got, ok, err := r.Store.Run(r.ctx, id)
	r.ok(err)
	r.same("found", ok, true)
	r.same("run", got, want)
	second := r.begin()
	runs, err := r.Runs(r.ctx, site, 1)
	r.ok(err)
	r.same("newest", []int64{runs[0].ID, int64(len(runs))}, []int64{second, 1})
	if err := r.SaveRun(r.ctx, schema.Run{ID: 999}); err == nil {
		t.Error("a run that was never begun was saved")
	}
}

func testTally(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), Record(2))
	p := good(run, r.clock, pageURL(3))
	p.Refusal = &schema.Refusal{Reason: schema.RefuseNotACourse}
	r.commit(p)
	r.commit(answer(run, r.clock, pageURL(4), schema.OutcomeRobots))
	got, err := r.Tally(r.ctx, run)
	r.ok(err)
	check := func(what string, got schema.Run, pages, added, changed, same, sessions int) {
		t.Helper()
		r.same(what, []int{got.Pages, got.Added, got.Changed, got.Same, got.Sessions},
			[]int{pages, added, changed, same, sessions})
	}
	check("first", got, 3, 2, 0, 0, 4)
	r.same("outcomes", got.Outcomes, map[schema.Outcome]int{schema.OutcomeOK: 3, schema.OutcomeRobots: 1})
	r.same("refusals", got.Refused, map[string]int{schema.RefuseNotACourse: 1})
	r.same("issues", got.Issues, map[string]int{schema.IssueUnknownValue: 2})
	r.end(run, schema.RunDone)

	run = r.begin()
	r.save(run, pageURL(1), retitled(Record(1), "Autre"))
	r.commit(answer(run, r.clock, pageURL(2), schema.OutcomeNotModified))
	got, err = r.Tally(r.ctx, run)
	r.ok(err)
	check("second", got, 2, 0, 1, 1, 4)
}

func testPublish(t *testing.T, r *rig) {
	one := r.begin()
	r.save(one, pageURL(1), Record(1))
	r.end(one, schema.RunDone)
	_, ok, err := r.LastGood(r.ctx, site)
	r.ok(err)
	r.same("nothing published", ok, false)
	r.ok(r.Publish(r.ctx, site, one))
	last, ok, err := r.LastGood(r.ctx, site)
	r.ok(err)
	r.same("published", []any{last.ID, ok}, []any{one, true})

	two := r.begin()
	r.save(two, pageURL(1), retitled(Record(1), "Mauvais"))
	r.save(two, pageURL(2), Record(2))
	r.same("while it runs", r.titles(storage.Filter{}), []string{"Cours 1"})
	r.end(two, schema.RunRefused)
	r.ok(r.Withhold(r.ctx, site, two))
	r.same("withheld", r.titles(storage.Filter{}), []string{"Cours 1"})
	r.same("latest", r.titles(storage.Filter{Latest: true}), []string{"Mauvais", "Cours 2"})
	hits, err := r.Search(r.ctx, "mauvais", 10)
	r.ok(err)
	r.same("search sees what is shown", len(hits), 0)
	r.checked("withheld")
	r.same("as of the day of a withheld run", r.titles(storage.Filter{AsOf: r.clock.Add(time.Hour)}),
		[]string{"Cours 1"})

	r.ok(r.Publish(r.ctx, site, two))
	r.same("published by a person", r.titles(storage.Filter{}), []string{"Mauvais", "Cours 2"})
	r.same("as of that day", r.titles(storage.Filter{AsOf: r.clock.Add(time.Hour)}), []string{"Mauvais", "Cours 2"})
	hits, err = r.Search(r.ctx, "mauvais", 10)
	r.ok(err)
	r.same("search", len(hits), 1)
	recs := r.list(storage.Filter{WithContacts: true})
	r.same("contacts outlive a withholding", len(recs[0].Course.Contacts), 1)
	r.checked("published")
	rates, err := r.FieldRates(r.ctx, site, one)
	r.ok(err)
	r.same("rates", []float64{rates[schema.FieldTitle], rates[schema.FieldTeachingMode]}, []float64{1, 0})
	if err := r.Publish(r.ctx, site, 999); err == nil {
		t.Error("a run that is not there was published")
	}
}

// checked fails when a deep check finds anything.
func (r *rig) checked(what string) {
	r.t.Helper()
	found, err := r.Check(r.ctx, true)
	r.ok(err)
	for _, f := range found {
		r.t.Errorf("%s: check found: %s: %s", what, f.Where, f.What)
	}
}

// testMissed: the course pages of a run that could not be had or read, and no others.
func testMissed(t *testing.T, r *rig) {
	run := r.begin()
	var want []storage.MissedPage
	for i, o := range schema.Outcomes() {
		p := answer(run, r.clock, pageURL(10+i), o)
		p.Fetched.Reason = "because"
		if r.commit(p); o.Missed() {
			want = append(want, storage.MissedPage{URL: pageURL(10 + i), Class: string(o), Reason: "because", Attempts: 1})
		}
	}
	list := answer(run, r.clock, "https://demo.example.org/list", schema.OutcomeServerError)
	list.Fetched.Entry.Kind = schema.KindListing
	r.commit(list)
	complex := good(run, r.clock, pageURL(90))
	complex.Refusal = &schema.Refusal{Reason: schema.RefuseTooComplex}
	r.commit(complex)
	r.save(run, pageURL(91), Record(91))
	got, err := r.Missed(r.ctx, site, run)
	r.ok(err)
	want = append(want, storage.MissedPage{URL: pageURL(90), Class: schema.RefuseTooComplex, Attempts: 1})
	r.same("missed", got, want)
	r.end(run, schema.RunPartial)

	r.clock = r.clock.Add(24 * time.Hour)
	run = r.begin()
	got, err = r.Missed(r.ctx, site, run)
	r.ok(err)
	r.same("missed by a run that asked for nothing yet", len(got), 0)
	complex = good(run, r.clock, pageURL(91))
	complex.Refusal = &schema.Refusal{Reason: schema.RefuseTooComplex}
	r.commit(complex)
	got, err = r.Missed(r.ctx, site, run)
	r.ok(err)
	r.same("missed, and known from before", got, []storage.MissedPage{{URL: pageURL(91), Class: schema.RefuseTooComplex,
		Attempts: 2, Known: true}})
	r.same("a course of a page that became too complex", r.titles(storage.Filter{}), []string{"Cours 91"})
	r.end(run, schema.RunPartial)
	reread := storage.PageResult{Run: run + 1, Site: site, URL: pageURL(91), Records: []schema.Record{Record(91)},
		VocabVersion: "v1", At: r.clock}
	_, _, err = r.BeginRun(r.ctx, schema.Run{Site: site, Kind: "reparse", Started: r.clock})
	r.ok(err)
	r.commit(reread)
	got, err = r.Missed(r.ctx, site, run)
	r.ok(err)
	r.same("missed once the archived page could be read", len(got), 0)
}

// testReadings: what was being read when the holder of the lock died is counted, by version of the reader, once a
// death.
func testReadings(t *testing.T, r *rig) {
	die := func(begun ...string) { // the lock is taken over from a holder that died
		for _, sha := range begun {
			r.ok(r.BeginReading(r.ctx, sha, "7"))
		}
		r.ok(r.BeginReading(r.ctx, "read", "7"))
		r.ok(r.EndReading(r.ctx, "read", "7"))
		r.ok(r.Lock(r.ctx, "next"))
		r.ok(r.Unlock(r.ctx))
	}
	want := func(what, reader string, want map[string]int) {
		t.Helper()
		got, err := r.Kills(r.ctx, reader)
		r.ok(err)
		r.same(what, got, want)
	}
	die("a", "b")
	want("kills after one death", "7", map[string]int{"a": 1, "b": 1})
	r.ok(r.BeginReading(r.ctx, "b", "7"))
	r.ok(r.EndReading(r.ctx, "b", "7"))
	die("a")
	die()
	want("kills after two deaths and one of something else", "7", map[string]int{"a": 2, "b": 1})
	want("kills of another reader", "8", map[string]int{})
	r.ok(r.Acquit(r.ctx))
	want("kills once acquitted", "7", map[string]int{})
}

// testReport: the report of a run is kept as it is, a later one takes its place, and nobody forgotten stays in it.
func testReport(t *testing.T, r *rig) {
	run := r.begin()
	_, ok, err := r.Report(r.ctx, run)
	r.ok(err)
	r.same("before one is saved", ok, false)
	r.ok(r.SaveReport(r.ctx, run, []byte(`{"run":{"id":1}}`)))
	told := `{"z": ["a \"b\" \\", 1.50], "fault": {"url": "https://demo.example.org/camille-invente", "n": 2}, ` +
		`"alarms": ["voir Camille INVENTÉ"]}`
	r.ok(r.SaveReport(r.ctx, run, []byte(told)))
	r.end(run, schema.RunDone)
	want := func(what, want string) {
		t.Helper()
		got, ok, err := r.Report(r.ctx, run)
		r.ok(err)
		r.same(what, []any{string(got), ok}, []any{want, true})
	}
	want("as it was given", told)
	_, err = r.Forget(r.ctx, storage.Person{Names: []string{"Camille Inventé"}})
	r.ok(err)
	clean := `{"z": ["a \"b\" \\", 1.50], "fault": {"url": "[…]", "n": 2}, "alarms": ["voir […]"]}`
	want("once somebody is forgotten", clean)
	r.checked("after forgetting")
	r.ok(r.SaveReport(r.ctx, run, []byte(told)))
	want("saved after somebody was forgotten", clean)
	if err := r.SaveReport(r.ctx, 999, []byte("{}")); err == nil {
		t.Error("the report of a run that was never begun was saved")
	}
	if err := r.SaveReport(r.ctx, run, []byte(`{"cut": "`)); err == nil {
		t.Error("half a report was saved")
	}
}
