package sqlite

import (
	"testing"
	"time"
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
