//go:build !sqlite_fts5 && !fts5

package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"carif/storage"
)

// TestNoFTS5: a binary built without full-text search says so, before it makes a file.
func TestNoFTS5(t *testing.T) {
	path := filepath.Join(t.TempDir(), "carif.db")
	if _, err := Open(path, Options{}); !errors.Is(err, storage.ErrNoFTS5) {
		t.Errorf("got %v, want %v", err, storage.ErrNoFTS5)
	}
	if exists(path) {
		t.Error("a file was made")
	}
}
