package sqlite

import "context"

// strikeOut leaves the hosts that a dead harvest held as orphaned.
const strikeOut = "UPDATE host_slot SET lease_until = 0 WHERE owner IS NOT NULL"

// FreeDeadLeases implements schema.Recoverer: hosts that a harvest held when it was killed are free after one whole
// delay. Only the holder of the database's lock can know that no other harvest lives; for all others it
// does nothing, and the leases lapse by themselves.
func (s *Store) FreeDeadLeases(ctx context.Context) error {
	s.mu.Lock()
	held := s.lock != nil
	s.mu.Unlock()
	if !held {
		return nil
	}
	return s.soft(ctx, "free the hosts of dead harvests", func(t *tx) error {
		return t.exec(strikeOut)
	})
}
