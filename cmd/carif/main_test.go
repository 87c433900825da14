package main

import (
	"io"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// TestHoldMemory: a program holds its memory down unless its environment says how much it may take; an export may take
// more than a harvest.
func TestHoldMemory(t *testing.T) {
	was := debug.SetMemoryLimit(-1)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // more cores may take more
	defer debug.SetMemoryLimit(was)
	t.Setenv("GOMEMLIMIT", "")
	if holdMemory(memoryLimit); debug.SetMemoryLimit(-1) != memoryLimit {
		t.Errorf("limit %d, want %d", debug.SetMemoryLimit(-1), memoryLimit)
	}
	args := []string{"export", "--db", filepath.Join(t.TempDir(), "none.db")}
	if run(t.Context(), args, streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}) == exitDone {
		t.Error("an export of no database was done")
	}
	if got := debug.SetMemoryLimit(-1); got != exportMemoryLimit {
		t.Errorf("limit of an export %d, want %d", got, exportMemoryLimit)
	}
	t.Setenv("GOMEMLIMIT", "1GiB")
	if holdMemory(memoryLimit); debug.SetMemoryLimit(-1) != exportMemoryLimit {
		t.Errorf("limit %d, want that of the environment left alone", debug.SetMemoryLimit(-1))
	}
}
