// Command carif harvests the course pages of French regional training catalogues into a clean dataset.
//
// This folder holds flags, exit codes, progress and printing; the work is done by the packages below it.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

// patience is how long a command that is told to end may take to, where it is in the middle of a page that is heavy to
// read: a service manager would kill it without a word.
const patience = 10 * time.Second

// Soft bounds of the memory that Go manages. Vocabularies and places take 45 MB of it; the program's own file and
// SQLite take some 45 MB more. An export has a hundred columns open at a time; an import holds two
// groups of records, and has no other work that could wait. Every core beyond the second reads a
// page of its own.
const (
	memoryLimit       = 72 << 20
	importMemoryLimit = 88 << 20
	exportMemoryLimit = 112 << 20
	coreMemory        = 16 << 20
)

// holdMemory does not let a large site or a wide export take what a lazy collector would: near the limit it works
// harder. A page that needs more gets it. GOMEMLIMIT in the environment wins.
func holdMemory(limit int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit + coreMemory*int64(max(0, runtime.GOMAXPROCS(0)-2)))
	}
}

func main() {
	// One harvest allocates much and keeps little: a lazier collector costs a few megabytes and saves about a
	// quarter of the CPU. GOGC in the environment still wins.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	holdMemory(memoryLimit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second Ctrl-C ends the program at once: nothing stored is lost by that either
		time.AfterFunc(patience, func() {
			printf(os.Stderr, "%s\n", interruptedLine)
			os.Exit(exitInterrupted)
		})
	})
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	os.Exit(code)
}
