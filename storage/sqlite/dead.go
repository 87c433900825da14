package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"carif/schema"
)

// What a process leaves behind that was killed: hosts it held, bodies it was reading, and runs that nobody ends.

// killedNote says of a run why it ended as it did.
const killedNote = "killed: its process died before the run ended; the next run of its kind goes on from here"

// killed counts what a run came to whose process died.
func (s *Store) killed(ctx context.Context, run schema.Run) (schema.Run, error) {
	run, err := s.tallied(ctx, run)
	run.State, run.Note = schema.RunInterrupted, killedNote
	return run, err
}

// bury ends the runs that the last holder of the lock did not: it is called by who holds it now.
func (s *Store) bury(ctx context.Context) error {
	runs, err := s.runs(ctx, "WHERE state = ?", string(schema.RunRunning))
	if err != nil || len(runs) == 0 {
		return err
	}
	for i := range runs {
		if runs[i], err = s.killed(ctx, runs[i]); err != nil {
			return err
		}
	}
	return s.write(ctx, "end killed runs", func(t *tx) error {
		for i := range runs {
			if err := t.updateRun(&runs[i]); err != nil {
				return err
			}
		}
		return t.resealIfSealed()
	})
}

// unburied finds the runs among those read that stand as running and are not, because nobody harvests, and gives them
// as they are.
func (s *Store) unburied(ctx context.Context, runs []schema.Run) error {
	for i := range runs {
		if runs[i].State != schema.RunRunning {
			continue
		}
		if alive := s.begins(runs[i].ID) || s.harvested(); alive {
			return nil
		}
		run, err := s.killed(ctx, runs[i])
		if err != nil {
			return err
		}
		runs[i] = run
	}
	return nil
}

// begins tells whether this store itself began a run.
func (s *Store) begins(run int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun[run]
}

// harvested tells whether a living process holds the database's lock, this one too. What cannot be known counts as one.
func (s *Store) harvested() bool {
	f, err := os.Open(s.path + ".lock")
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close() // which gives the lock free
	return lockedElsewhere(f)
}

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

// BeginReading implements storage.Readings.
func (s *Store) BeginReading(ctx context.Context, sha256, reader string) error {
	return s.soft(ctx, "note what is read", func(t *tx) error {
		return t.exec(`INSERT INTO reading (sha256, reader, begun, kills) VALUES (?, ?, 1, 0)
			ON CONFLICT (sha256, reader) DO UPDATE SET begun = 1`, sha256, reader)
	})
}

// EndReading implements storage.Readings.
func (s *Store) EndReading(ctx context.Context, sha256, reader string) error {
	return s.soft(ctx, "note what was read", func(t *tx) error {
		if err := t.exec("UPDATE reading SET begun = 0 WHERE sha256 = ? AND reader = ?", sha256, reader); err != nil {
			return err
		}
		return t.exec("DELETE FROM reading WHERE sha256 = ? AND reader = ? AND kills = 0", sha256, reader)
	})
}

// countKills blames what was being read when the last holder of the lock died.
func (t *tx) countKills() error {
	return t.exec("UPDATE reading SET begun = 0, kills = kills + 1 WHERE begun = 1")
}

// Kills implements storage.Readings.
func (s *Store) Kills(ctx context.Context, reader string) (map[string]int, error) {
	n, err := s.grouped(ctx, "SELECT sha256, kills FROM reading WHERE reader = ? AND kills > 0", reader)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("look what killed: %w", err))
	}
	return n, nil
}

// Acquit implements storage.Readings. Pages that were stored unread lose their validators: they are fetched and read
// anew.
func (s *Store) Acquit(ctx context.Context) error {
	return s.write(ctx, "acquit what was set aside", func(t *tx) error {
		err := t.exec(`UPDATE page SET etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL
			WHERE refusal = ?`, schema.RefuseSetAside)
		if err != nil {
			return err
		}
		return t.exec("DELETE FROM reading")
	})
}
