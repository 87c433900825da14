package wire

import (
	"errors"
	"fmt"

	"carif/schema"
)

// ErrRefused marks everything the guard turns away: it is never retried.
var ErrRefused = errors.New("refused")

// ErrNotArchived is what a replay transport returns for a URL it has no answer for.
var ErrNotArchived = errors.New("not in the archive")

// Fault is an error that already knows its outcome.
type Fault struct {
	Outcome schema.Outcome
	Limit   string // name of the limit that fired; "" when none
	Err     error
}

func (f *Fault) Error() string { return f.Err.Error() }
func (f *Fault) Unwrap() error { return f.Err }

// Refuse makes an error of what the guard turns away.
func Refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRefused}, args...)...)
}

func tooBig(limit, format string, args ...any) error {
	return &Fault{Outcome: schema.OutcomeTooBig, Limit: limit, Err: fmt.Errorf(format, args...)}
}

func broken(format string, args ...any) error {
	return &Fault{Outcome: schema.OutcomeBroken, Err: fmt.Errorf(format, args...)}
}
