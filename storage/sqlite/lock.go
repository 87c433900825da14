package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"carif/storage"
)

// fileLock is an advisory lock that dies with its process.
type fileLock struct {
	f *os.File
}

var errLocked = errors.New("locked")

// tryLock takes the lock file at path, or fails with errLocked and the words its holder wrote there.
func tryLock(path string) (l *fileLock, holder string, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, "", fmt.Errorf("open lock: %w", err)
	}
	if err := lockFile(f); err != nil {
		b := make([]byte, 200)
		n, _ := f.ReadAt(b, 0) // an unreadable name only makes the message poorer
		_ = f.Close()
		return nil, strings.TrimSpace(string(b[:n])), errLocked
	}
	return &fileLock{f}, "", nil
}

// waitForLock asks again until the lock is free or patience ends.
func waitForLock(path string, patience time.Duration) (*fileLock, error) {
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		l, _, err := tryLock(path)
		if !errors.Is(err, errLocked) {
			return l, err
		}
		if time.Now().After(end) {
			return nil, fmt.Errorf("%s: another process has been updating the tables for %v: wait for it to end: %w",
				path, patience, storage.ErrInUse)
		}
	}
}

// lockPatiently takes the lock where it is only held for the moment in which a reader looks whether anybody has it.
func lockPatiently(path string) (l *fileLock, holder string, err error) {
	for range 5 {
		if l, holder, err = tryLock(path); !errors.Is(err, errLocked) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return l, holder, err
}

func (l *fileLock) write(words string) error {
	if err := l.f.Truncate(0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	_, err := l.f.WriteAt([]byte(words), 0)
	return err
}

func (l *fileLock) release() error { return l.f.Close() } // closing gives the lock free

func (l *fileLock) remove() error {
	_ = os.Remove(l.f.Name()) // a waiting process holds the old file open: it gets that lock and finds nothing to do
	return l.f.Close()
}

// Lock makes this process the only harvest of the database. The lock is the kernel's (it dies with the process);
// the row beside it tells people who has it and whether it lives.
func (s *Store) Lock(ctx context.Context, owner string) error {
	if s.readOnly {
		return fmt.Errorf("%s: %w", s.path, storage.ErrReadOnly)
	}
	s.mu.Lock()
	held := s.lock != nil
	s.mu.Unlock()
	if held {
		return fmt.Errorf("%s: %w: this process (pid %d) already holds it", s.path, storage.ErrInUse, os.Getpid())
	}
	l, holder, err := lockPatiently(s.path + ".lock")
	if errors.Is(err, errLocked) {
		return fmt.Errorf("%s: %w: %s: wait for it to end or stop it", s.path, storage.ErrInUse, holderName(holder))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	if err := l.write(strconv.Itoa(os.Getpid()) + "\n"); err != nil {
		_ = l.release()
		return err
	}
	s.mu.Lock()
	s.lock = l
	s.mu.Unlock()
	now := stamp(s.now())
	if err := s.bury(ctx); err != nil {
		return errors.Join(err, s.Unlock(ctx))
	}
	return s.soft(ctx, "lock database", func(t *tx) error {
		// whoever held a host died with the lock: its lease would make this harvest wait for minutes
		if err := t.exec(strikeOut); err != nil {
			return err
		}
		if err := t.countKills(); err != nil {
			return err
		}
		return t.exec(`INSERT INTO harvest_lock (id, owner, pid, since, heartbeat) VALUES (1, ?1, ?2, ?3, ?3)
			ON CONFLICT (id) DO UPDATE SET owner = ?1, pid = ?2, since = ?3, heartbeat = ?3`, owner, os.Getpid(), now)
	})
}

func holderName(words string) string {
	if words == "" {
		return "another process"
	}
	return "pid " + words
}

// Heartbeat shows that the owner of the lock lives.
func (s *Store) Heartbeat(ctx context.Context) error {
	return s.soft(ctx, "show a sign of life", func(t *tx) error {
		return t.exec("UPDATE harvest_lock SET heartbeat = ? WHERE id = 1", stamp(s.now()))
	})
}

// Unlock gives the database free; without a lock it does nothing.
func (s *Store) Unlock(ctx context.Context) error {
	s.mu.Lock()
	l := s.lock
	s.lock = nil
	s.mu.Unlock()
	if l == nil {
		return nil
	}
	err := s.soft(context.WithoutCancel(ctx), "unlock database", func(t *tx) error {
		return t.exec("DELETE FROM harvest_lock WHERE id = 1")
	})
	_ = l.write("")
	return errors.Join(err, l.release())
}
