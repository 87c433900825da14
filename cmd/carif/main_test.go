package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// TestHoldMemory: a program holds its memory down unless its environment says how much it may take; an export or an
// import may take more than a harvest.
func TestHoldMemory(t *testing.T) {
	was := debug.SetMemoryLimit(-1)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // more cores may take more
	defer debug.SetMemoryLimit(was)
	t.Setenv("GOMEMLIMIT", "")
	if holdMemory(memoryLimit); debug.SetMemoryLimit(-1) != memoryLimit {
		t.Errorf("limit %d, want %d", debug.SetMemoryLimit(-1), memoryLimit)
	}
	none := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		args  []string
		limit int64
	}{
		{[]string{"import", none, "--db", none + ".db"}, importMemoryLimit},
		{[]string{"export", "--db", none + ".db"}, exportMemoryLimit},
	} {
		if run(t.Context(), c.args, streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}) == exitDone {
			t.Errorf("an %s of nothing was done", c.args[0])
		}
		if got := debug.SetMemoryLimit(-1); got != c.limit {
			t.Errorf("limit of an %s %d, want %d", c.args[0], got, c.limit)
		}
	}
	t.Setenv("GOMEMLIMIT", "1GiB")
	if holdMemory(memoryLimit); debug.SetMemoryLimit(-1) != exportMemoryLimit {
		t.Errorf("limit %d, want that of the environment left alone", debug.SetMemoryLimit(-1))
	}
}

// TestBrowserFolder: the folder of a browser whose carif was killed goes with the next one, and that of a living one
// stays.
func TestBrowserFolder(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	dead := filepath.Join(tmp, ".carif-browser.part-1-0")
	if err := os.MkdirAll(filepath.Join(dead, "Default"), 0o700); err != nil {
		t.Fatal(err)
	}
	living, done, err := browserFolder()
	if err != nil {
		t.Fatal(err)
	}
	next, doneToo, err := browserFolder()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{dead: false, living: true, next: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: there: %v", filepath.Base(path), !want)
		}
	}
	if err := errors.Join(done(), doneToo()); err != nil {
		t.Error(err)
	}
}
