//go:build sqlite_fts5 || fts5

package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"carif/storage"
	"carif/storage/storagetest"
)

func TestSuite(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, now func() time.Time) storage.Store {
		return openTest(t, now)
	})
}

// openTest opens a new database that is closed when the test ends.
func openTest(t testing.TB, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "carif #1?.db"), Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}
