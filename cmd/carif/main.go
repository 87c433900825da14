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
)

func main() {
	// One harvest allocates much and keeps little: a lazier collector costs a few megabytes and saves about a
	// quarter of the CPU. GOGC in the environment still wins.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once: nothing stored is lost by that either
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	os.Exit(code)
}
