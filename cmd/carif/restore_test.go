package main

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/storage/sqlite"
)

// restoring is a backup of the demo database, and a place to restore it to.
func restoring(t *testing.T, change string) (backup, db string) {
	t.Helper()
	built, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	backup, db = filepath.Join(dir, "backup.db"), filepath.Join(dir, "carif.db")
	st, err := sqlite.Open(built, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(st.Backup(t.Context(), backup), st.Backup(t.Context(), db), st.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite3", backup)
	if err == nil {
		_, err = raw.Exec(change)
	}
	if err = errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
	return backup, db
}

// TestRestoreChecksDeeply: a backup that opens, and whose rows are not those it was sealed with, is refused, and the
// database stays as it was.
func TestRestoreChecksDeeply(t *testing.T) {
	backup, db := restoring(t, "UPDATE course_version SET fingerprint = 'x'")
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"restore", backup, "--db", db}, streams{out: &out, err: &said})
	if code != exitFailed || !strings.Contains(said.String(), "is damaged and was not restored") || out.Len() == 0 {
		t.Errorf("code %d\n%s%s", code, out.String(), said.String())
	}
	after, err := os.ReadFile(db)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the database was touched (%v)", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(db), ".*part*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestRestoreKeepsReadersWhole: nothing is put under the feet of a program that reads the database.
func TestRestoreKeepsReadersWhole(t *testing.T) {
	backup, db := restoring(t, "SELECT 1")
	w, err := sqlite.Open(db, sqlite.Options{}) // makes the log that readers and writers share
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"restore", backup, "--db", db}, streams{out: &out, err: &said})
	if code != exitFailed || !strings.Contains(said.String(), "a program reads it") {
		t.Errorf("code %d\n%s%s", code, out.String(), said.String())
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"restore", backup, "--db", db}, streams{out: &out, err: &said}); code == exitFailed {
		t.Errorf("code %d\n%s%s", code, out.String(), said.String())
	}
}
