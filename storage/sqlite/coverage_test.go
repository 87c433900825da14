//go:build sqlite_fts5 || fts5

package sqlite

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
	"carif/storage/storagetest"
)

// recounted is FieldRates from the records themselves.
func recounted(t *testing.T, s *Store, site string, run int64) map[schema.Field]float64 {
	t.Helper()
	n, filled := 0, map[schema.Field]int{}
	err := s.Courses(t.Context(), storage.Filter{Sites: []string{site}, AsOfRun: run}, func(rec schema.Record) error {
		n++
		for _, f := range courseFields {
			filled[f.field] += oneIf(f.has(rec.Course.Anywhere()))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rates := map[schema.Field]float64{}
	for f, k := range filled {
		rates[f] = float64(k) / float64(n)
	}
	return rates
}

// ratesHold fails where the rates kept of a run up to last are not those of its records.
func ratesHold(t *testing.T, s *Store, last int64) {
	t.Helper()
	for run := int64(1); run <= last; run++ {
		got, err := s.FieldRates(t.Context(), "demo", run)
		if err != nil {
			t.Fatal(err)
		}
		want := recounted(t, s, "demo", run)
		if len(got) != len(want) {
			t.Fatalf("run %d: rates of %d fields, want %d", run, len(got), len(want))
		}
		for f, w := range want {
			if math.Abs(got[f]-w) > 1e-9 {
				t.Fatalf("run %d: %s is kept as filled in %v, its records say %v", run, f, got[f], w)
			}
		}
	}
}

// thinned is the record with some of its fields taken out, and perhaps another key.
func thinned(rnd *rand.Rand, n int) schema.Record {
	rec := storagetest.Record(n)
	c := rec.Course
	for _, take := range []func(){
		func() { c.Objective = nil }, func() { c.Audience = []schema.Coded{} }, func() { c.Provider = nil },
		func() { c.Price = nil }, func() { c.Sessions = []schema.Session{} }, func() { c.Codes.ROME = []schema.Code{} },
		func() { c.Provider = nil; c.Programme = nil }, func() { c.Contracts = nil },
	} {
		if rnd.IntN(3) == 0 {
			take()
		}
	}
	title := fmt.Sprintf("Cours %d", rnd.IntN(40))
	c.Title = &title
	if rnd.IntN(6) == 0 {
		c.Key, c.NativeID = schema.Key("demo", "", *rec.Source.URL, ""), nil
		rec.Source.ParserVersion = fmt.Sprint("p", rnd.IntN(9))
	}
	rec.Source.SHA256 = fmt.Sprintf("%064d", rnd.IntN(1000))
	return rec
}

// someChange does one thing of those that happen to a database.
func someChange(t *testing.T, s *Store, rnd *rand.Rand, run int64) {
	t.Helper()
	n := 1 + rnd.IntN(9)
	p := coursePage(run, n)
	p.Records = []schema.Record{thinned(rnd, n)}
	switch rnd.IntN(8) {
	case 0:
		p.Fetched.Outcome, p.Records = schema.OutcomeGone, nil
	case 1:
		p.Records = append(p.Records, thinned(rnd, 100+n))
	case 2:
		p.Records = nil
	case 3:
		p.Second, p.Site, p.URL, p.Fetched = true, "demo", p.Fetched.Entry.URL, nil
	case 4:
		p.Fetched, p.Site, p.URL = nil, "demo", p.Fetched.Entry.URL // a reparse
	}
	if _, err := s.Commit(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

// TestFillRatesAreKept: whatever happens to courses, the rates kept of every run are those its records give.
func TestFillRatesAreKept(t *testing.T) {
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		s := openTest(t, nil)
		var run int64
		for range 7 {
			var err error
			if run, _, err = s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"}); err != nil {
				t.Fatal(err)
			}
			for range 1 + rnd.IntN(25) {
				someChange(t, s, rnd, run)
			}
			if _, err := s.CloseMissing(t.Context(), "demo", run, 1+rnd.IntN(3)); err != nil {
				t.Fatal(err)
			}
			end := s.Withhold
			if rnd.IntN(3) > 0 {
				end = s.Publish
			}
			if err := end(t.Context(), "demo", run); err != nil {
				t.Fatal(err)
			}
			if err := s.SaveRun(t.Context(), schema.Run{ID: run, State: schema.RunDone, Complete: true}); err != nil {
				t.Fatal(err)
			}
			ratesHold(t, s, run)
		}
		if _, err := s.Forget(t.Context(), storage.Person{Names: []string{"Petits groupes"}}); err != nil {
			t.Fatal(err)
		}
		ratesHold(t, s, run)
		noFindings(t, s)
	}
}

// TestFillRatesReadNoRecord: rates are told of records that nobody could read.
func TestFillRatesReadNoRecord(t *testing.T) {
	path := filled(t, 30)
	alter(t, path, "UPDATE course_version SET payload = x'00'")
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rates, err := s.FieldRates(t.Context(), "demo", 1)
	if err != nil || rates[schema.FieldTitle] != 1 || rates[schema.FieldTeachingMode] != 0 || len(rates) != len(courseFields) {
		t.Errorf("FieldRates() = %v, %v", rates, err)
	}
}

// TestFillBitsStay: a field's bit is stored, so it stays that field's. To add one, write it at the end, let a new
// migration count the versions anew, and add it here.
func TestFillBitsStay(t *testing.T) {
	const want = `title native_id rco_id highlights general_objective objective programme prerequisites admission
		selection audience entry_level exit_level validation certifying pathway personalisable teaching_mode entry_exit
		pace duration price funding contracts.professionalisation contracts.apprenticeship follow_up codes.rncp codes.rs
		codes.certifinfo codes.rome codes.formacode codes.nsf provider.name provider.siret provider.city sessions`
	var got []string
	for _, f := range courseFields {
		got = append(got, string(f.field))
	}
	if !slices.Equal(got, strings.Fields(want)) || len(got) > 63 {
		t.Errorf("courseFields are %s", strings.Join(got, " "))
	}
}
