package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"carif/sites"
)

// The exit codes scripts may rely on.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitGate        = 3   // the gate refused to publish
	exitIncomplete  = 4   // finished, but something is missing
	exitNoNight     = 5   // nothing of the site was reached
	exitInterrupted = 130 // stopped by a person or a signal; the same command goes on
)

// codeError carries the exit code of an error. A nil err means that everything was said already.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

func withCode(code int, err error) error { return &codeError{code: code, err: err} }

func usagef(format string, args ...any) error {
	return withCode(exitUsage, fmt.Errorf(format, args...))
}

// exitCode is the one table from errors to exit codes.
func exitCode(err error) int {
	var ce *codeError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &ce):
		return ce.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, sites.ErrUnknownSite):
		return exitUsage
	}
	for _, target := range usageErrors {
		if errors.Is(err, target) {
			return exitUsage
		}
	}
	var prob sites.Problem
	if errors.As(err, &prob) {
		return exitUsage
	}
	return exitFailed
}

// say prints an error to a person: one line a fault, no stack, no control characters.
func say(w io.Writer, err error) {
	for _, line := range strings.Split(strings.TrimSpace(err.Error()), "\n") {
		if strings.HasPrefix(line, "goroutine ") {
			break // the stack of a reader's panic is for the log
		}
		fmt.Fprintln(w, "carif: "+printable(line))
	}
}

// printable neutralises what a page's or a file's name could do to a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}
