// Command carif harvests the course pages of French regional training catalogues into a clean dataset.
//
// This folder holds flags, exit codes, progress and printing; the work is done by the packages below it.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// patience is how long a command that is told to end may take to, where it is in the middle of a page that is heavy to
// read: a service manager would kill it without a word.
const patience = 10 * time.Second

func main() {
	// One harvest allocates much and keeps little: a lazier collector costs a few megabytes and saves about a
	// quarter of the CPU. GOGC in the environment still wins.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
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
