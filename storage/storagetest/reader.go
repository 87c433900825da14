package storagetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"carif/schema"
	"carif/storage"
)

func testRoundTrip(t *testing.T, r *rig) {
	run := r.begin()
	want := Record(1)
	r.save(run, pageURL(1), Record(1))
	recs := r.list(storage.Filter{WithContacts: true})
	r.same("records", len(recs), 1)
	want.Provenance = nil
	r.same("record", recs[0], want)
	bare := schema.Record{Source: schema.Source{Site: site, SHA256: hash(2, "")},
		Course: &schema.Course{Key: "demo/bare", Title: ptr("Nu")}}
	r.save(run, pageURL(2), bare)
	r.checked("a record without anything")
}

func testFilter(t *testing.T, r *rig) {
	run := r.begin()
	for n := 1; n <= 300; n++ {
		rec := Record(n)
		if n == 7 {
			rec.Course.Provider.Region = ptr("53")
		}
		r.save(run, pageURL(n), rec)
	}
	r.end(run, schema.RunDone)
	run = r.begin()
	r.save(run, pageURL(5), retitled(Record(5), "Autre"))
	all := r.list(storage.Filter{})
	r.same("all", len(all), 300)
	for i := 1; i < len(all); i++ {
		if all[i-1].Course.Key >= all[i].Course.Key {
			t.Fatalf("not in the order of keys at %d", i)
		}
	}
	for _, c := range []struct {
		name string
		f    storage.Filter
		want int
	}{
		{"limit", storage.Filter{Limit: 260}, 260},
		{"keys", storage.Filter{Keys: []string{Record(3).Course.Key, "none"}}, 1},
		{"site", storage.Filter{Sites: []string{site}}, 300},
		{"another site", storage.Filter{Sites: []string{"other"}}, 0},
		{"region of the provider", storage.Filter{Regions: []string{"53"}}, 1},
		{"region of a session", storage.Filter{Regions: []string{"75"}}, 300},
		{"department of a session", storage.Filter{Departments: []string{"33"}}, 300},
		{"no such department", storage.Filter{Departments: []string{"2A"}}, 0},
		{"region and department", storage.Filter{Regions: []string{"53"}, Departments: []string{"33"}}, 1},
		{"region and another department", storage.Filter{Regions: []string{"75"}, Departments: []string{"2A"}}, 0},
		{"changed since", storage.Filter{ChangedSince: r.clock}, 1},
		{"changed since long", storage.Filter{ChangedSince: r.clock.Add(-48 * time.Hour)}, 300},
	} {
		r.same(c.name, len(r.list(c.f)), c.want)
	}
	stop := errors.New("stop")
	n := 0
	err := r.Courses(r.ctx, storage.Filter{}, func(schema.Record) error {
		if n++; n == 2 {
			return stop
		}
		return nil
	})
	r.same("the callback's error", []any{err == stop, n}, []any{true, 2})
}

func testAsOf(t *testing.T, r *rig) {
	var runs []int64
	var ends []time.Time
	for i := range 3 {
		run := r.begin()
		r.save(run, pageURL(1), retitled(Record(1), fmt.Sprintf("Titre %d", i)))
		if i == 2 {
			r.save(run, pageURL(2), Record(2))
		}
		r.end(run, schema.RunDone)
		r.ok(r.Publish(r.ctx, site, run))
		runs, ends = append(runs, run), append(ends, r.clock)
	}
	r.same("before any run", r.titles(storage.Filter{AsOf: ends[0].Add(-2 * time.Hour)}), []string{})
	for i := range 2 {
		r.same("as of a run", r.titles(storage.Filter{AsOfRun: runs[i]}), []string{fmt.Sprintf("Titre %d", i)})
		r.same("as of a time", r.titles(storage.Filter{AsOf: ends[i].Add(time.Minute)}),
			[]string{fmt.Sprintf("Titre %d", i)})
	}
	r.same("now", r.titles(storage.Filter{AsOf: r.clock}), []string{"Titre 2", "Cours 2"})
}

func testProvenance(t *testing.T, r *rig) {
	run := r.begin()
	rec := Record(1)
	r.save(run, pageURL(1), Record(1))
	origins, info, err := r.Provenance(r.ctx, rec.Course.Key)
	r.ok(err)
	want := Record(1).Provenance
	want[1].Raw = "" // a person's name
	r.same("origins", origins, want)
	r.same("capture", info, storage.CaptureInfo{Ref: "ref:" + rec.Source.SHA256[:12], URL: pageURL(1),
		FetchedAt: *rec.Source.FetchedAt, SHA256: rec.Source.SHA256})
	_, _, err = r.Provenance(r.ctx, "none")
	r.same("unknown course", errors.Is(err, storage.ErrNotFound), true)
}

func testCoverage(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), Record(2))
	cov, err := r.Coverage(r.ctx)
	r.ok(err)
	got := map[schema.Field][3]int{}
	for _, c := range cov {
		got[c.Field] = [3]int{c.Filled, c.Absent, c.N}
	}
	for f, want := range map[schema.Field][3]int{schema.FieldTitle: {2, 0, 2}, schema.FieldFollowUp: {0, 2, 2},
		schema.FieldContact:      {2, 0, 2},
		schema.FieldSessionStart: {4, 0, 4}, schema.FieldSessionHours: {0, 0, 4}} {
		r.same(string(f), got[f], want)
	}
	labels, err := r.UnknownLabels(r.ctx, "", 10)
	r.ok(err)
	r.same("labels", labels, []storage.Unknown{{Site: site, Text: "Mot inconnu", N: 2, Example: pageURL(1)}})
	values, err := r.UnknownValues(r.ctx, site, 10)
	r.ok(err)
	r.same("values", values, []storage.Unknown{{Site: site, Field: schema.FieldSelection, Text: "Autre", N: 2,
		Example: pageURL(1)}})
}

func testSearch(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), retitled(Record(1), "Soudure à l'arc"))
	r.save(run, pageURL(2), retitled(Record(2), "Pâtisserie"))
	r.save(run, pageURL(3), retitled(Record(3), "Mise en œuvre d'une naevia, Æolus"))
	r.end(run, schema.RunDone)
	find := func(words string) []string {
		t.Helper()
		hits, err := r.Search(r.ctx, words, 10)
		r.ok(err)
		ts := []string{}
		for _, h := range hits {
			ts = append(ts, h.Title)
		}
		return ts
	}
	r.same("accents", find("patisserie"), []string{"Pâtisserie"})
	r.same("provider", len(find("exemple")), 3)
	for _, words := range []string{"oeuvre", "œuvre", "OEUVRE", "oeuv*", "mise oeuvre", "nævia", "naevia", "aeolus"} {
		r.same(words, find(words), []string{"Mise en œuvre d'une naevia, Æolus"})
	}
	for _, hostile := range []string{`"`, `a" OR "b`, "NEAR(", "title:", "*", "\x00", "", "-",
		"' ; DROP TABLE course"} {
		find(hostile) // must not fail
	}
	run = r.begin()
	r.save(run, pageURL(2), retitled(Record(2), "Cuisine"))
	r.same("at once after a change", []any{find("patisserie"), find("cuisine")}, []any{[]string{}, []string{"Cuisine"}})
}

func testPages(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(2), Record(2))
	r.save(run, pageURL(1), Record(1))
	r.commit(answer(run, r.clock, pageURL(3), schema.OutcomeServerError))
	var pages []storage.Page
	r.ok(r.Pages(r.ctx, "", func(p storage.Page) error { pages = append(pages, p); return nil }))
	sha := Record(1).Source.SHA256
	r.same("pages", len(pages), 2)
	r.same("page", pages[0], storage.Page{Site: site, Kind: schema.KindCourse, URL: pageURL(1), Capture: "ref:" + sha[:12],
		ContentType: "text/html", Status: 200, FetchedAt: r.clock, SHA256: sha, ContentHash: "c" + sha[:8]})
	caps, err := r.Captures(r.ctx, site, pageURL(1))
	r.ok(err)
	r.same("captures", caps, []storage.Capture{{Ref: "ref:" + sha[:12], URL: pageURL(1), At: r.clock, Status: 200,
		ContentType: "text/html", SHA256: sha}})
}

func testLock(t *testing.T, r *rig) {
	r.ok(r.Lock(r.ctx, "one"))
	err := r.Lock(r.ctx, "two")
	r.same("second", []any{errors.Is(err, storage.ErrInUse), err != nil && strings.Contains(err.Error(), "pid")},
		[]any{true, true})
	r.ok(r.Heartbeat(r.ctx))
	r.ok(r.Unlock(r.ctx))
	r.ok(r.Lock(r.ctx, "two"))
	r.ok(r.Unlock(r.ctx))
	r.ok(r.Unlock(r.ctx))
}

func testCheck(t *testing.T, r *rig) {
	r.checked("empty")
	run := r.begin()
	for n := 1; n <= 20; n++ {
		r.save(run, pageURL(n), Record(n))
	}
	r.checked("in mid-run")
	r.end(run, schema.RunDone)
	r.checked("after a run")
}

func testPeopleApart(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	for _, rec := range r.list(storage.Filter{}) {
		s := fmt.Sprintf("%+v %+v %+v", *rec.Course, *rec.Course.Provider, rec.Course.Sessions)
		for _, word := range []string{"Inventé", "+331990", "@example.org"} {
			if strings.Contains(s, word) {
				t.Errorf("a record without contacts holds %s", word)
			}
		}
		r.same("contacts", []int{len(rec.Course.Contacts), len(rec.Course.Provider.Phones)}, []int{0, 0})
	}
}
