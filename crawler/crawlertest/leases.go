package crawlertest

import (
	"context"
	"time"

	"carif/schema"
)

func (s *Store) slot(host string) *slot {
	h := s.slots[host]
	if h == nil {
		h = &slot{}
		s.slots[host] = h
	}
	return h
}

// Acquire implements schema.Leases.
func (s *Store) Acquire(_ context.Context, host, owner string, delay, ttl time.Duration) (time.Duration, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, now := s.slot(host), time.Now()
	if h.owner != "" && h.owner != owner && h.lease.After(now) {
		return max(time.Millisecond, min(h.next.Sub(now), time.Second)), false, nil
	}
	h.owner, h.lease = owner, now.Add(ttl)
	if wait := h.next.Sub(now); wait > 0 {
		return wait, true, nil
	}
	h.next = now.Add(delay)
	s.spent[host+now.UTC().Format(time.DateOnly)]++
	return 0, true, nil
}

// Stamp implements schema.Leases.
func (s *Store) Stamp(_ context.Context, host, owner string, delay, ttl time.Duration) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, now := s.slot(host), time.Now()
	if h.owner != owner || !h.lease.After(now) {
		return false, nil
	}
	if next := now.Add(delay); next.After(h.next) {
		h.next = next
	}
	h.lease = now.Add(ttl)
	return true, nil
}

// Pause implements schema.Leases.
func (s *Store) Pause(_ context.Context, host string, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h, next := s.slot(host), time.Now().Add(d); next.After(h.next) {
		h.next = next
	}
	return nil
}

// Spent implements schema.Leases.
func (s *Store) Spent(_ context.Context, host, day string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spent[host+day], nil
}

// Release implements schema.Leases.
func (s *Store) Release(_ context.Context, host, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.slot(host); h.owner == owner {
		h.owner, h.lease = "", time.Time{}
	}
	return nil
}

// Robots implements schema.RobotsStore.
func (s *Store) Robots(_ context.Context, origin string) (schema.RobotsCopy, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.robots[origin]
	return c, ok, nil
}

// SaveRobots implements schema.RobotsStore.
func (s *Store) SaveRobots(_ context.Context, c schema.RobotsCopy) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.robots[c.Origin] = c
	return nil
}
