package harvest

import (
	"context"
	"errors"

	"carif/archive"
	"carif/schema"
)

// People keeps those who were forgotten out of what runs keep. Package forget has one.
type People interface {
	// Redactor gives what takes forgotten people out of the answers of one run; drop is true for an answer that must
	// not be kept at all. It is nil when there is nobody to forget.
	Redactor(ctx context.Context) (func(ctx context.Context, x *archive.Exchange) (drop bool, err error), error)
	// Unmark makes of a record that was read from a redacted answer what is known of one read from the page itself.
	Unmark(rec *schema.Record) error
}

// redactor takes forgotten people out of an answer, or says that it must not be kept.
type redactor func(ctx context.Context, x *archive.Exchange) (drop bool, err error)

// redactor is nil when there is nobody to forget. A runner that was not told who looks after people must not run: it
// would bring forgotten ones back.
func (r *Runner) redactor(ctx context.Context) (redactor, error) {
	if r.People == nil {
		return nil, errors.New("Runner.People is not set: people who were forgotten would come back")
	}
	return r.People.Redactor(ctx)
}
