//go:build sqlite_fts5 || fts5

package sqlite

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"

	"carif/schema"
	"carif/storage"
	"carif/storage/storagetest"
)

// filled makes a closed database with n courses and gives its path.
func filled(t testing.TB, n int) string {
	t.Helper()
	return filledWith(t, n, func(*schema.Record) {})
}

// filledWith is filled, with each record changed before it is stored.
func filledWith(t testing.TB, n int, change func(*schema.Record)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "carif.db")
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		page := coursePage(run, i+1)
		change(&page.Records[0])
		if _, err := s.Commit(t.Context(), page); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveRun(t.Context(), schema.Run{ID: run, State: schema.RunDone, Complete: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func alter(t *testing.T, path, sql string) {
	t.Helper()
	db, err := sqlx.Open("sqlite3", fileURI(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(sql); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestUnfitFilesAreRefused: each unusable path is refused in one line that names it, and left as it was.
func TestUnfitFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	newerDB := filled(t, 1)
	alter(t, newerDB, "PRAGMA user_version = 99")
	foreign := filepath.Join(dir, "foreign.db")
	alter(t, foreign, "CREATE TABLE t (x)")
	foreignWAL := filepath.Join(dir, "foreign-wal.db")
	alter(t, foreignWAL, "CREATE TABLE t (x)")
	write(t, foreignWAL+"-wal", "")
	for _, c := range []struct {
		name, path string
		readOnly   bool
		want       error
	}{
		{"folder", dir, false, storage.ErrNotADatabase},
		{"missing folder", filepath.Join(dir, "no", "x.db"), false, fs.ErrNotExist},
		{"missing file to read", filepath.Join(dir, "none.db"), true, fs.ErrNotExist},
		{"text", write(t, filepath.Join(dir, "text.db"), strings.Repeat("hello ", 50)), false, storage.ErrNotADatabase},
		{"short", write(t, filepath.Join(dir, "short.db"), "SQLite format 3\x00"), false, storage.ErrNotADatabase},
		{"empty to read", write(t, filepath.Join(dir, "empty.db"), ""), true, storage.ErrNotADatabase},
		{"another program's", foreign, false, storage.ErrNotADatabase},
		{"another program's with a log", foreignWAL, false, storage.ErrNotADatabase},
		{"newer", newerDB, false, storage.ErrNewerSchema},
		{"newer to read", newerDB, true, storage.ErrNewerSchema},
		{"device", "/dev/null", false, storage.ErrNotADatabase},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := contentOf(c.path)
			s, err := Open(c.path, Options{ReadOnly: c.readOnly})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if !strings.Contains(err.Error(), c.path) || strings.Contains(err.Error(), "\n") {
				t.Errorf("message %q is not one line that names the path", err)
			}
			if contentOf(c.path) != before {
				t.Error("the file was touched")
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading made a file")
	}
}

// TestReadOnly: rights to read are enough to read, and writing says what is missing. Root has every right.
func TestReadOnly(t *testing.T) {
	path := filled(t, 1)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	if _, err := Open(path, Options{}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("got %v, want %v", err, storage.ErrReadOnly)
	}
}

func TestReadOnlyWritesNothing(t *testing.T) {
	path := filled(t, 2)
	before := contentOf(path)
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), coursePage(1, 1)); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("commit: %v, want %v", err, storage.ErrReadOnly)
	}
	if err := s.Courses(t.Context(), storage.Filter{}, func(schema.Record) error { return nil }); err != nil {
		t.Error(err)
	}
	noFindings(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if contentOf(path) != before {
		t.Error("the file was touched")
	}
}

func contentOf(path string) [32]byte {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return [32]byte{}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return [32]byte{}
	}
	return sha256.Sum256(b)
}

// TestUnchangedRunWritesNothing: a second identical run writes no row of data, by SQLite's own count.
func TestUnchangedRunWritesNothing(t *testing.T) {
	path := filled(t, 10)
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		t.Fatal(err)
	}
	tables := []string{"course", "session", "provider", "contact", "course_code", "issue", "course_version", "change",
		"sighting", "capture", "course_fts_data"}
	for _, table := range tables {
		for _, event := range []string{"INSERT", "UPDATE", "DELETE"} {
			q := "CREATE TEMP TRIGGER never_" + table + event + " BEFORE " + event + " ON main." + table +
				" BEGIN SELECT raise(ABORT, 'a row of data was written'); END"
			if _, err := s.conn.ExecContext(t.Context(), q); err != nil && table != "course_fts_data" {
				t.Fatal(err)
			}
		}
	}
	for i := range 10 {
		p := coursePage(run, i+1)
		if i%2 == 0 {
			p.Records, p.Fetched.Outcome, p.Fetched.Unchanged = nil, schema.OutcomeNotModified, true
		}
		if _, err := s.Commit(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.CloseMissing(t.Context(), "demo", run, 3); err != nil {
		t.Error(err)
	}
	if err := s.SaveRun(t.Context(), schema.Run{ID: run, State: schema.RunDone, Complete: true}); err != nil {
		t.Error(err)
	}
	noFindings(t, s)
}

// TestForgetLeavesNoByte: after forgetting, no file of the database holds the person.
func TestForgetLeavesNoByte(t *testing.T) {
	path := filled(t, 5)
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	who := storage.Person{Names: []string{"Camille Inventé"}, Emails: []string{"camille@example.org"},
		Phones: []string{"+33199000002"}}
	if _, err := s.Forget(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Camille", "camille", "33199000002"} {
			if strings.Contains(string(b), word) {
				t.Errorf("%s holds %q", filepath.Base(f), word)
			}
		}
	}
}

func TestBackup(t *testing.T) {
	s := openTest(t, nil)
	run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), coursePage(run, 1)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	for _, left := range []string{"copy.db.part", ".copy.db.part-1-0", ".copy.db.part-1-0-journal"} { // by killed backups
		write(t, filepath.Join(filepath.Dir(path), left), "Camille")
	}
	for range 2 { // over the last one
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := dumpOf(t, path), dumpOf(t, s.path); got != want {
		t.Error("the copy says something else")
	}
	if found, err := CheckFile(t.Context(), path, true); err != nil || len(found) > 0 {
		t.Errorf("check of the copy: %v, %v", found, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if all, err := os.ReadDir(filepath.Dir(path)); err != nil || len(all) != 1 {
		t.Errorf("beside the copy stand %v, %v", all, err)
	}
}

// TestBackupIsPrivateFromTheStart: nobody else may read the copy at any moment while it is written.
func TestBackupIsPrivateFromTheStart(t *testing.T) {
	s := openTest(t, nil)
	part := filepath.Join(t.TempDir(), "part")
	write(t, part, "")
	if err := os.Chmod(part, 0o600); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "no folder", "copy.db") // so that the copy is not put in place
	if err := s.copyTo(t.Context(), part, gone); err == nil {
		t.Fatal("the copy was put in a folder that is not there")
	}
	info, err := os.Stat(part)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("the part is %v, %v; want 0600 and filled", info, err)
	}
}

// TestCheckTellsTheTrueReason: a file that may not be read, and one that is half made, are not damaged.
func TestCheckTellsTheTrueReason(t *testing.T) {
	half := filepath.Join(t.TempDir(), "half.db")
	db, err := sqlx.Open("sqlite3", fileURI(half)+"?_journal_mode=WAL")
	if err == nil {
		_, err = db.Exec("PRAGMA user_version = 0")
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	found, err := CheckFile(t.Context(), half, true)
	if !errors.Is(err, storage.ErrUnfinished) || len(found) > 0 || strings.Contains(err.Error(), "backup") {
		t.Errorf("half made: %v, %v", found, err)
	}
	s, err := Open(half, Options{}) // the command that made it runs again
	if err == nil {
		noFindings(t, s)
		err = s.Close()
	}
	if err != nil {
		t.Errorf("half made, opened again: %v", err)
	}
	for _, err := range []error{unreadable("x.db", &fs.PathError{Op: "open", Path: "x.db", Err: syscall.EACCES}),
		explain("x.db", sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EACCES})} {
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "change") ||
			strings.Contains(err.Error(), "backup") {
			t.Errorf("without permission: %v", err)
		}
	}
	if os.Geteuid() == 0 {
		t.Skip("root may read everything: a file without permission was not tried")
	}
	if err := os.Chmod(half, 0); err != nil {
		t.Fatal(err)
	}
	if found, err := CheckFile(t.Context(), half, true); !errors.Is(err, fs.ErrPermission) || len(found) > 0 {
		t.Errorf("without permission: %v, %v", found, err)
	}
}

// TestNoTextThatIsNoText: NUL and bytes that are no UTF-8 never reach the tables.
func TestNoTextThatIsNoText(t *testing.T) {
	s := openTest(t, nil)
	run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		t.Fatal(err)
	}
	p := coursePage(run, 1)
	bad := "a\x00b\xffc"
	p.Records[0].Course.Title = &bad
	p.Records[0].Course.Contacts[0].Name = &bad
	p.Fetched.Reason = bad
	if _, err := s.Commit(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	noFindings(t, s)
	rec := storagetest.Record(1)
	got, _, err := s.Course(t.Context(), rec.Course.Key)
	if err != nil || *got.Course.Title != "ab\uFFFDc" {
		t.Errorf("title %q, %v", *got.Course.Title, err)
	}
}
