package sqlite

import (
	"testing"
	"time"

	"carif/schema"
	"carif/storage"
)

// TestClockJumpsAndLeases: a clock set back an hour keeps no host waiting for the old time; one set forward a day asks
// no sooner than the delay after what it took for the last answer.
func TestClockJumpsAndLeases(t *testing.T) {
	now := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30 in Paris, an hour that comes twice
	s := openAt(t, func() time.Time { return now })
	ctx := t.Context()
	const host, ttl, delay = "example.org:443", 15 * time.Second, 2 * time.Second
	acquire := func(owner string) (time.Duration, bool) {
		t.Helper()
		wait, ok, err := s.Acquire(ctx, host, owner, delay, ttl)
		if err != nil {
			t.Fatal(err)
		}
		return wait, ok
	}
	acquire("a")
	if ok, err := s.Stamp(ctx, host, "a", delay, ttl); err != nil || !ok {
		t.Fatalf("stamp: %v, %v", ok, err)
	}
	now = now.Add(-time.Hour)
	if wait, ok := acquire("a"); !ok || wait > longestRest {
		t.Errorf("an hour back: got wait %v, %v, want at most %v", wait, ok, longestRest)
	}
	if _, ok := acquire("b"); ok {
		t.Error("an hour back: a second owner got the host that the first one holds")
	}
	now = now.Add(25 * time.Hour)
	if wait, ok := acquire("b"); !ok || wait != 0 {
		t.Errorf("a day on, the lease long over: got wait %v, %v, want none", wait, ok)
	}
}

// TestClockJumpsAndRetries: a page that was put off before the clock was set back is not waited for until the old time.
func TestClockJumpsAndRetries(t *testing.T) {
	now := time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC)
	s := openAt(t, func() time.Time { return now })
	run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Seed(t.Context(), "demo", run, []schema.Found{{URL: "https://h.example.org/", Kind: schema.KindListing}}); err != nil {
		t.Fatal(err)
	}
	e, _, ok, err := s.Claim(t.Context(), "demo", run, "a", now)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	f := schema.Fetched{Run: run, Entry: e, Outcome: schema.OutcomeServerError, FinalURL: e.URL,
		Next: schema.Decision{State: schema.StateFresh, NextTry: now.Add(10 * time.Minute)}}
	if _, err := s.Commit(t.Context(), storage.PageResult{Run: run, Site: "demo", At: now, Fetched: &f}); err != nil {
		t.Fatal(err)
	}
	if _, wait, ok, err := s.Claim(t.Context(), "demo", run, "a", now); ok || wait != 10*time.Minute || err != nil {
		t.Errorf("before: got %v after %v, %v", ok, wait, err)
	}
	now = now.AddDate(-12, 0, 0)
	if _, wait, _, err := s.Claim(t.Context(), "demo", run, "a", now); wait > time.Second || err != nil {
		t.Errorf("twelve years back: got wait %v, %v", wait, err)
	}
	if _, wait, ok, err := s.Claim(t.Context(), "demo", run, "a", now); !ok || err != nil {
		t.Errorf("then: got %v after %v, %v", ok, wait, err)
	}
}

// TestClockJumpsAndRuns: runs are in the order of their numbers whatever the clock said, times are UTC, and 2038 is a
// year like others.
func TestClockJumpsAndRuns(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	times := []time.Time{
		time.Date(2026, 10, 25, 2, 30, 0, 0, paris),
		time.Date(2026, 10, 25, 1, 30, 0, 0, paris), // set back
		time.Date(2038, 1, 20, 3, 0, 0, 0, time.FixedZone("far", -9*3600)),
		time.Date(2026, 10, 26, 3, 0, 0, 0, time.UTC),
	}
	var now time.Time
	s := openAt(t, func() time.Time { return now })
	for _, now = range times {
		id, resumed, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest", Started: now})
		if err != nil || resumed {
			t.Fatalf("begin: %v, resumed %v", err, resumed)
		}
		if err := s.SaveRun(t.Context(), schema.Run{ID: id, Site: "demo", Kind: "harvest", State: schema.RunDone,
			Ended: now.Add(time.Minute)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Publish(t.Context(), "demo", id); err != nil {
			t.Fatal(err)
		}
	}
	runs, err := s.Runs(t.Context(), "demo", 0)
	if err != nil || len(runs) != len(times) {
		t.Fatalf("runs: %d, %v", len(runs), err)
	}
	for i, r := range runs { // the newest first
		want := times[len(times)-1-i]
		if !r.Started.Equal(want) || r.Started.Location() != time.UTC {
			t.Errorf("run %d: started %v, want %v in UTC", r.ID, r.Started, want.UTC())
		}
	}
	if good, ok, err := s.LastGood(t.Context(), "demo"); err != nil || !ok || good.ID != runs[0].ID {
		t.Errorf("last good run: got %d, %v, %v, want the one begun last, %d", good.ID, ok, err, runs[0].ID)
	}
}

func openAt(t *testing.T, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(t.TempDir()+"/carif.db", Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
