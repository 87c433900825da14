package storagetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
)

// lines are field changes for people: kind, field, what it said and says, why.
func lines(changes []storage.FieldChange) []string {
	out := []string{}
	for _, c := range changes {
		text := func(p *string) string {
			if p == nil {
				return "-"
			}
			return *p
		}
		out = append(out, fmt.Sprintf("%s %s %s: %s > %s (%s)", c.Key[len(c.Key)-1:], c.Kind, c.Field, text(c.Old),
			text(c.New), c.Cause))
	}
	return out
}

func (r *rig) fieldChanges(f storage.ChangeFilter) []storage.FieldChange {
	r.t.Helper()
	var all []storage.FieldChange
	r.ok(r.FieldChanges(r.ctx, f, func(c storage.FieldChange) error { all = append(all, c); return nil }))
	return all
}

// told are the changes of a run.
func (r *rig) told(run int64) []string {
	r.t.Helper()
	return lines(r.fieldChanges(storage.ChangeFilter{Run: run, Latest: true}))
}

// edited is a record of other bytes, in which something is said otherwise.
func edited(rec schema.Record, edit func(c *schema.Course)) schema.Record {
	c := *rec.Course
	c.Sessions, c.Contacts = slices.Clone(c.Sessions), slices.Clone(c.Contacts)
	edit(&c)
	rec.Course = &c
	rec.Source.SHA256 = hash(0, fmt.Sprint(schema.Fingerprint(&c)))
	return rec
}

// priced is a record with another price.
func priced(rec schema.Record, euros float64) schema.Record {
	return edited(rec, func(c *schema.Course) { c.Price = &schema.Price{AmountEUR: ptr(euros), Text: c.Price.Text} })
}

// testFieldChanges: the life of a course, a row a field.
func testFieldChanges(t *testing.T, r *rig) {
	rec := Record(1)
	run := r.begin()
	r.save(run, pageURL(1), rec)
	r.end(run, schema.RunDone)
	r.same("added", r.told(run), []string{"1 added course: - > Cours 1 (source)"})
	run = r.begin()
	rec = edited(priced(rec, 690), func(c *schema.Course) {
		s := session(1, 7)
		s.Start, s.City = ptr("2027-01-10"), ptr("Tours")
		c.Sessions = slices.Insert(c.Sessions, 0, s)
		c.Contacts = nil
	})
	r.save(run, pageURL(1), rec)
	r.save(run, pageURL(1), rec) // again: nothing more
	r.end(run, schema.RunDone)
	want := []string{"1 changed price_eur: 590.5 > 690 (source)", "1 changed contacts: - > contact changed (source)",
		"1 added sessions[2027-01-10 Tours]: - > 2027-01-10 to 2026-12-31, Tours, open, 12 seats, 500 € (source)"}
	r.same("changed", r.told(run), want)
	r.same("sessions alone", lines(r.fieldChanges(storage.ChangeFilter{Run: run, Field: "sessions"})), want[2:])
	r.same("another cause", len(r.fieldChanges(storage.ChangeFilter{Cause: schema.CauseParser})), 0)
	r.same("since", len(r.fieldChanges(storage.ChangeFilter{Since: r.clock.Add(-3600e9 * 2)})), 3)
	r.same("after a run", len(r.fieldChanges(storage.ChangeFilter{After: run - 1, Site: site, Key: rec.Course.Key})), 3)
	for range 2 {
		run = r.begin()
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		_, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	r.same("closed", r.told(run), []string{"1 closed course: Cours 1 > - (source)"})
	run = r.begin()
	r.save(run, pageURL(1), priced(rec, 700))
	r.end(run, schema.RunDone)
	r.same("reopened", r.told(run), []string{"1 reopened course: - > Cours 1 (source)",
		"1 changed price_eur: 690 > 700 (source)"})
	r.checked("after a life")
}

// testPartedCauses: where bytes and reader both changed, each field has the cause it has.
func testPartedCauses(t *testing.T, r *rig) {
	better := func(rec schema.Record) schema.Record { // the new reader finds an admission of its own
		rec = edited(rec, func(c *schema.Course) { c.Admission = ptr("Dossier et entretien") })
		rec.Source.ParserVersion = "p2"
		return rec
	}
	read := func(n int, before *storage.Before, rec schema.Record) []string {
		r.t.Helper()
		run := r.begin()
		p := good(run, r.clock, pageURL(n), rec)
		p.Before = before
		got := r.commit(p)
		r.end(run, schema.RunDone)
		return append([]string{got[0].Cause}, r.told(run)...)
	}
	run := r.begin()
	for n := 1; n < 5; n++ {
		r.save(run, pageURL(n), Record(n))
	}
	r.end(run, schema.RunDone)
	price, admission := "changed price_eur: 590.5 > 690 ", "changed admission: Dossier > Dossier et entretien "
	r.same("told apart", read(1, &storage.Before{Records: []schema.Record{better(Record(1))}},
		better(priced(Record(1), 690))),
		[]string{"source", "1 " + admission + "(parser)", "1 " + price + "(source)"})
	r.same("the reader alone", read(2, &storage.Before{Records: []schema.Record{better(Record(2))}}, better(Record(2))),
		[]string{"parser", "2 " + admission + "(parser)"})
	r.same("pruned", read(3, &storage.Before{Pruned: true}, better(priced(Record(3), 690))),
		[]string{"unknown", "3 " + admission + "(unknown)", "3 " + price + "(unknown)"})
	r.same("nobody looked", read(4, nil, better(priced(Record(4), 690))),
		[]string{"unknown", "4 " + admission + "(unknown)", "4 " + price + "(unknown)"})
	r.same("new, but not by the source", read(5, &storage.Before{Records: []schema.Record{better(Record(5))}},
		better(Record(5))), []string{"parser", "5 added course: - > Cours 5 (parser)"})
}

// testProfileCause: the same bytes, read with another profile; what reads the same is noted without a change.
func testProfileCause(t *testing.T, r *rig) {
	read := func(profile, title string) []schema.Change {
		run := r.begin()
		rec := Record(1)
		c := *rec.Course
		c.Title, rec.Course = &title, &c
		got := r.commit(storage.PageResult{Run: run, Site: site, URL: pageURL(1), Records: []schema.Record{rec},
			VocabVersion: "v1", Profile: profile, At: r.clock})
		r.end(run, schema.RunDone)
		return got
	}
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	r.same("not noted then", read("a", "Un")[0].Cause, schema.CauseProfile)
	r.same("another", read("b", "Deux")[0].Cause, schema.CauseProfile)
	r.same("reads the same", kinds(read("c", "Deux")), []schema.ChangeKind{schema.ChangeSame})
	_, yes, err := r.ReadOtherwise(r.ctx, site, pageURL(1), "other", storage.Way{Parser: "p1", Vocab: "v1", Profile: "c"})
	r.ok(err)
	r.same("read otherwise", yes, false)
	p, yes, err := r.ReadOtherwise(r.ctx, site, pageURL(1), "other", storage.Way{Parser: "p1", Vocab: "v1", Profile: "d"})
	r.ok(err)
	r.same("by another profile", []any{yes, p.SHA256, p.Capture}, []any{true, hash(1, ""), "ref:" + hash(1, "")[:12]})
	_, yes, err = r.ReadOtherwise(r.ctx, site, pageURL(1), hash(1, ""), storage.Way{Parser: "p2"})
	r.ok(err)
	r.same("the same bytes", yes, false)
}

// testMarks: what was looked at is not shown again, and a run that readers do not see is shown once they do.
func testMarks(t *testing.T, r *rig) {
	mark := storage.ChangeFilter{Mark: "veille"}
	look := func() []string {
		r.t.Helper()
		seen := map[string]int64{}
		got := r.fieldChanges(mark)
		for _, c := range got {
			seen[c.Site] = c.ID
		}
		r.ok(r.SaveMark(r.ctx, mark.Mark, seen))
		return lines(got)
	}
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	has, err := r.HasMark(r.ctx, mark.Mark)
	r.ok(err)
	r.same("known before", has, false)
	r.same("first", look(), []string{"1 added course: - > Cours 1 (source)"})
	r.same("again", look(), []string{})
	run = r.begin()
	r.save(run, pageURL(1), priced(Record(1), 690))
	r.end(run, schema.RunRefused)
	r.ok(r.Withhold(r.ctx, site, run))
	r.same("kept aside", look(), []string{})
	r.ok(r.SaveMark(r.ctx, mark.Mark, map[string]int64{site: 0})) // a mark never goes back
	r.ok(r.Publish(r.ctx, site, run))
	r.same("published", look(), []string{"1 changed price_eur: 590.5 > 690 (source)"})
	at, err := r.LastChange(r.ctx, storage.ChangeFilter{})
	r.ok(err)
	r.same("last", at.IsZero(), false)
}

// testDifferences: two states differ in what lies between them, whatever happened on the way.
func testDifferences(t *testing.T, r *rig) {
	runs := []int64{}
	for i := range 3 {
		run := r.begin()
		runs = append(runs, run)
		r.save(run, pageURL(1), priced(Record(1), 600+float64(i)))
		if i != 1 {
			r.save(run, pageURL(2), Record(2))
		} else {
			r.commit(answer(run, r.clock, pageURL(2), schema.OutcomeGone))
		}
		if i > 0 {
			r.save(run, pageURL(3), Record(3))
		}
		r.end(run, schema.RunDone)
	}
	diff := func(a, b storage.State) []string {
		var all []storage.FieldChange
		r.ok(r.Differences(r.ctx, a, b, "", func(c storage.FieldChange) error { all = append(all, c); return nil }))
		return lines(all)
	}
	first, last := storage.State{Run: runs[0]}, storage.State{Run: runs[2]}
	want := []string{"1 changed price_eur: 600 > 602 (source)", "3 added course: - > Cours 3 (source)"}
	r.same("by run", diff(first, last), want)
	r.same("by time", diff(storage.State{At: r.clock.AddDate(0, 0, -1).Add(-3600e9)}, storage.State{At: r.clock}),
		[]string{"1 changed price_eur: 601 > 602 (source)"})
	r.same("backwards", diff(last, first), []string{"1 changed price_eur: 602 > 600 (source)",
		"3 closed course: Cours 3 > - (source)"})
	r.same("from nothing", len(diff(storage.State{At: r.clock.AddDate(-1, 0, 0)}, last)), 3)
	r.same("the same", diff(last, last), []string{})
}

// testFieldsForget: the words of a forgotten person go from what is told of changes, cut ones too.
func testFieldsForget(t *testing.T, r *rig) {
	long := strings.Repeat("Osier et rotin, ", 9)
	rec := edited(Record(1), func(c *schema.Course) { c.Objective = ptr(long + "voir avec Camille Inventé au besoin") })
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.save(run, pageURL(1), rec)
	r.end(run, schema.RunDone)
	got := strings.Join(r.told(run), "\n")
	if !strings.Contains(got, "Camil") || strings.Contains(got, "Camille Inventé") {
		t.Fatalf("the excerpt does not cut the name in two: %s", got)
	}
	_, err := r.Forget(r.ctx, storage.Person{Names: []string{"Camille Inventé"}})
	r.ok(err)
	if got := r.dump(); strings.Contains(got, "Camil") {
		t.Errorf("the dump holds half of the name still")
	}
	r.same("told still", len(r.told(run)), 1)
	r.checked("after forgetting")
}
