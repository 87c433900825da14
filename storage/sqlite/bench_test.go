//go:build sqlite_fts5 || fts5

package sqlite

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/storage/storagetest"
)

func beginBench(b *testing.B) (*Store, int64) {
	b.Helper()
	s := openTest(b, nil)
	run, _, err := s.BeginRun(b.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		b.Fatal(err)
	}
	return s, run
}

// cpu adds the CPU time an operation took to the benchmark's figures: on a shared machine the clock tells little.
func cpu(b *testing.B) func() {
	start := cpuTime()
	return func() { b.ReportMetric(float64(cpuTime()-start)/float64(b.N)/1e3, "cpu-µs/op") }
}

func cpuTime() int64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

func coursePage(run int64, n int) storage.PageResult {
	rec := storagetest.Record(n)
	url := *rec.Source.URL
	return storage.PageResult{Run: run, Capture: "archive", At: time.Now(), Records: []schema.Record{rec},
		Fetched: &schema.Fetched{Run: run, Entry: schema.Entry{Site: "demo", URL: url, Kind: sites.KindCourse},
			Outcome:  schema.OutcomeOK,
			FinalURL: url, Page: schema.Page{SHA256: rec.Source.SHA256, Status: 200},
			Next: schema.Decision{State: schema.StateDone}}}
}

// BenchmarkCommitAdded saves a course that was never seen: two sessions, thirty rows.
func BenchmarkCommitAdded(b *testing.B) {
	s, run := beginBench(b)
	pages := make([]storage.PageResult, b.N)
	for i := range pages {
		pages[i] = coursePage(run, i)
	}
	b.ResetTimer()
	defer cpu(b)()
	for i := range pages {
		if _, err := s.Commit(b.Context(), pages[i]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommitSame saves a course that reads as before.
func BenchmarkCommitSame(b *testing.B) {
	s, run := beginBench(b)
	p := coursePage(run, 1)
	defer cpu(b)()
	for b.Loop() {
		if _, err := s.Commit(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommitUnchanged saves a page that answered 304.
func BenchmarkCommitUnchanged(b *testing.B) {
	s, run := beginBench(b)
	p := coursePage(run, 1)
	p.Records, p.Capture = nil, ""
	p.Fetched.Outcome, p.Fetched.Unchanged = schema.OutcomeNotModified, true
	defer cpu(b)()
	for b.Loop() {
		if _, err := s.Commit(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClaim takes a page from a frontier of 100,000.
func BenchmarkClaim(b *testing.B) {
	s, run := beginBench(b)
	links := make([]schema.Found, 100_000)
	for i := range links {
		links[i] = schema.Found{URL: fmt.Sprintf("https://demo.example.org/formation/%012d", i),
			Kind: sites.KindCourse}
	}
	if _, err := s.Seed(b.Context(), "demo", run, links); err != nil {
		b.Fatal(err)
	}
	defer cpu(b)()
	for b.Loop() {
		e, _, ok, err := s.Claim(b.Context(), "demo", run, "bench", time.Now())
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		if err := s.Unclaim(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeed enters links, a thousand a call.
func BenchmarkSeed(b *testing.B) {
	s, run := beginBench(b)
	links := make([]schema.Found, 1000)
	defer cpu(b)()
	for n := 0; b.Loop(); n++ {
		for i := range links {
			links[i] = schema.Found{URL: fmt.Sprintf("https://demo.example.org/formation/%06d%06d", n, i),
				Kind: sites.KindCourse}
		}
		if _, err := s.Seed(b.Context(), "demo", run, links); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStamp is what one request costs of its lease.
func BenchmarkStamp(b *testing.B) {
	s, _ := beginBench(b)
	defer cpu(b)()
	for b.Loop() {
		if _, ok, err := s.Acquire(b.Context(), "h:443", "me", 0, time.Hour); err != nil || !ok {
			b.Fatal(ok, err)
		}
		if _, err := s.Stamp(b.Context(), "h:443", "me", 0, time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFingerprint(b *testing.B) {
	rec := storagetest.Record(1)
	defer cpu(b)()
	for b.Loop() {
		schema.Fingerprint(rec.Course)
	}
}

// BenchmarkCourses streams stored records, two sessions each.
func BenchmarkCourses(b *testing.B) {
	s, run := beginBench(b)
	const n = 1000
	for i := range n {
		if _, err := s.Commit(b.Context(), coursePage(run, i)); err != nil {
			b.Fatal(err)
		}
	}
	defer cpu(b)()
	for b.Loop() {
		got := 0
		if err := s.Courses(b.Context(), storage.Filter{WithContacts: true},
			func(schema.Record) error { got++; return nil }); err != nil || got != n {
			b.Fatal(got, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/course")
}

// BenchmarkChanges is what finding changes costs in a night: courses that say the same, courses of which a price and the
// seats of a session changed, and what differs between the two nights. For 50,000 courses:
// go test -tags sqlite_fts5 -run '^$' -bench Changes/50000 -benchtime 1x.
func BenchmarkChanges(b *testing.B) {
	for _, n := range []int{1000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				nightOfChanges(b, n)
			}
		})
	}
}

func nightOfChanges(b *testing.B, n int) {
	s, first := beginBench(b)
	night := func(what string, run int64, change func(i int, c *schema.Course)) {
		start := cpuTime()
		for i := 0; i < n; i += 50 {
			var pages []storage.PageResult
			for k := i; k < min(i+50, n); k++ {
				p := coursePage(run, k)
				change(k, p.Records[0].Course)
				pages = append(pages, p)
			}
			if _, err := s.CommitAll(b.Context(), pages); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(cpuTime()-start)/float64(n)/1e3, what+"-cpu-µs/course")
		if err := s.SaveRun(b.Context(), schema.Run{ID: run, Site: "demo", State: schema.RunDone, Complete: true}); err != nil {
			b.Fatal(err)
		}
	}
	night("added", first, func(int, *schema.Course) {})
	begin := func() int64 {
		run, _, err := s.BeginRun(b.Context(), schema.Run{Site: "demo", Kind: "harvest"})
		if err != nil {
			b.Fatal(err)
		}
		return run
	}
	night("same", begin(), func(int, *schema.Course) {})
	last := begin()
	night("changed", last, func(i int, c *schema.Course) {
		euros, seats := float64(i), i
		c.Price.AmountEUR, c.Sessions[0].Seats = &euros, &seats
	})
	start, rows := cpuTime(), 0
	err := s.Differences(b.Context(), storage.State{Run: first}, storage.State{Run: last}, "demo",
		func(storage.FieldChange) error { rows++; return nil })
	if err != nil || rows < n {
		b.Fatal(rows, err)
	}
	b.ReportMetric(float64(cpuTime()-start)/float64(n)/1e3, "diff-cpu-µs/course")
}
