package sqlite

import "context"

// FreeDeadLeases implements schema.Recoverer: hosts that a harvest held when it was killed are free at once, their
// delay still runs. Only the holder of the database's lock can know that no other harvest lives; for all others it
// does nothing, and the leases lapse by themselves.
func (s *Store) FreeDeadLeases(ctx context.Context) error {
	s.mu.Lock()
	held := s.lock != nil
	s.mu.Unlock()
	if !held {
		return nil
	}
	return s.soft(ctx, "free the hosts of dead harvests", func(t *tx) error {
		return t.exec("UPDATE host_slot SET owner = NULL, lease_until = 0 WHERE owner IS NOT NULL")
	})
}
