package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestOutFile: a report, a comparison or figures take the place of no database, of nothing that belongs to one, and of
// nothing but a plain file; that is refused before anything begins, and all stays as it was.
func TestOutFile(t *testing.T) {
	_, db := restoring(t, "SELECT 1")
	dir := filepath.Dir(db)
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, mode := range map[string]os.FileMode{"kept.html": 0o444, "night.html.part": 0o644} {
		if err := os.WriteFile(in(name), []byte("a user's"), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{os.Symlink("nowhere", in("link")), os.Symlink(dir, in("way")), unix.Mkfifo(in("fifo"), 0o600),
		os.Link(db, in("second.html")), os.Mkdir(in("folder"), 0o700), os.Mkdir(in("carif-archive"), 0o700)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := listing(t, dir)
	for name, words := range map[string]string{
		"carif.db": "belongs to the database", "carif.db-wal": "belongs to the database", "second.html": "belongs to the database",
		"carif.db-journal": "belongs to the database", "carif-archive/night.html": "belongs to the database",
		"way/carif.db": "belongs to the database", "carif.db.lock": "belongs to the database", "backup.db": "is a database",
		"folder": "is a folder", "fifo": "is no regular file", "link": "is no regular file", "kept.html": "is read-only",
		"none/night.html": "no such folder", "kept.html/night.html": "is a file: name a folder"} {
		for flag, line := range map[string][]string{"--out": {"report"}, "--metrics-file": {"harvest", "--demo"}} {
			var said strings.Builder
			code := run(t.Context(), append(line, "--db", db, flag, in(name)), streams{out: io.Discard, err: &said})
			if code != exitUsage || !strings.Contains(said.String(), words) || !strings.Contains(said.String(), flag) ||
				strings.Count(said.String(), "\n") != 1 {
				t.Errorf("%s %s %s: code %d, %s", line, flag, name, code, said.String())
			}
		}
	}
	var said strings.Builder
	code := run(t.Context(), []string{"compare", "--db", db, "--out", db}, streams{out: io.Discard, err: &said})
	if code != exitUsage || !strings.Contains(said.String(), "belongs to the database") {
		t.Errorf("compare: code %d, %s", code, said.String())
	}
	if after := listing(t, dir); after != before {
		t.Errorf("changed:\n%s\nwas:\n%s", after, before)
	}
	if code := run(t.Context(), []string{"report", "--db", db, "--out", in("night.html")}, streams{out: io.Discard, err: &said}); code != exitDone {
		t.Errorf("code %d, %s", code, said.String())
	}
	if b, err := os.ReadFile(in("night.html.part")); err != nil || !bytes.Equal(b, []byte("a user's")) {
		t.Errorf("a file of a user's beside the report: %q, %v", b, err)
	}
}

// listing tells what is in a folder: names, kinds, rights and sizes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		info, ierr := e.Info()
		if err = ierr; err != nil {
			break
		}
		b.WriteString(info.Mode().String() + " " + e.Name() + " ")
		if info.Mode().IsRegular() {
			content, rerr := os.ReadFile(filepath.Join(dir, e.Name()))
			if err = rerr; err != nil {
				break
			}
			b.Write(content[:min(len(content), 100)])
		}
		b.WriteString("\n")
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
