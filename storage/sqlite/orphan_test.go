package sqlite

import (
	"testing"
	"time"

	"carif/schema"
)

// TestOrphanedHostWaits: a host that a killed harvest held is asked after one whole delay from when it is taken up,
// however old the dead one's last stamp; one that was given back in order keeps its own time.
func TestOrphanedHostWaits(t *testing.T) {
	now := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	s := openAt(t, func() time.Time { return now })
	const ttl, delay = 15 * time.Second, 2 * time.Second
	acquire := func(host, owner string) time.Duration {
		t.Helper()
		wait, ok, err := s.Acquire(t.Context(), host, owner, delay, ttl)
		if err != nil || !ok {
			t.Fatalf("%s by %s: %v, %v", host, owner, ok, err)
		}
		return wait
	}
	acquire("held.example.org", "dead")
	acquire("free.example.org", "dead")
	if err := s.Release(t.Context(), "free.example.org", "dead"); err != nil {
		t.Fatal(err)
	}
	now = now.Add(10 * time.Second) // its answer took long: the stamp of its end waited to be saved
	if err := s.Lock(t.Context(), "next"); err != nil {
		t.Fatal(err)
	}
	if err := s.FreeDeadLeases(t.Context()); err != nil {
		t.Fatal(err)
	}
	if wait := acquire("free.example.org", "next"); wait != 0 {
		t.Errorf("a host given back: wait %v, want none", wait)
	}
	if wait := acquire("held.example.org", "next"); wait != delay {
		t.Errorf("a host that was held: wait %v, want one whole delay", wait)
	}
	now = now.Add(delay / 2)
	if wait := acquire("held.example.org", "next"); wait != delay/2 {
		t.Errorf("half a delay on: wait %v, want the other half", wait)
	}
	now = now.Add(delay / 2)
	if wait := acquire("held.example.org", "next"); wait != 0 {
		t.Errorf("a delay on: wait %v, want none", wait)
	}
	if err := s.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestKilledRun: a run whose process died reads as interrupted, with its pages, to whoever looks, and is written down so
// by the next process that takes the lock. While its process lives it is running.
func TestKilledRun(t *testing.T) {
	path := filled(t, 2)
	open := func(readOnly bool) *Store {
		t.Helper()
		s, err := Open(path, Options{ReadOnly: readOnly})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() }) // some are closed earlier
		return s
	}
	dead := open(false)
	if err := dead.Lock(t.Context(), "dead"); err != nil {
		t.Fatal(err)
	}
	run, _, err := dead.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if _, err := dead.Commit(t.Context(), coursePage(run, n+1)); err != nil {
			t.Fatal(err)
		}
	}
	look := func(when string, s *Store, state schema.RunState, pages int) {
		t.Helper()
		one, _, err := s.Run(t.Context(), run)
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.Runs(t.Context(), "", 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []schema.Run{one, list[0]} {
			if r.State != state || r.Pages != pages || (r.Note == killedNote) != (state == schema.RunInterrupted) {
				t.Errorf("%s: got %s, %d pages, %q; want %s, %d pages", when, r.State, r.Pages, r.Note, state, pages)
			}
		}
	}
	reader := open(true)
	look("while it runs", reader, schema.RunRunning, 0)
	if err := dead.Close(); err != nil { // without a word: as a kill does, it only gives the kernel's lock free
		t.Fatal(err)
	}
	look("when it is dead", reader, schema.RunInterrupted, 3)
	next := open(false)
	if err := next.Lock(t.Context(), "next"); err != nil {
		t.Fatal(err)
	}
	look("while another harvests", reader, schema.RunInterrupted, 3)
	id, resumed, err := next.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil || !resumed || id != run {
		t.Fatalf("run %d, resumed %v, %v: want %d taken up again", id, resumed, err, run)
	}
	if one, _, err := reader.Run(t.Context(), run); err != nil || one.State != schema.RunRunning || one.Note != "" {
		t.Errorf("taken up again: %+v, %v", one, err)
	}
}
