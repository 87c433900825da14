package schedule

import (
	"context"
	"time"
)

// Clock tells the time and waits; tests own theirs.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now() }

// After implements Clock.
func (System) After(d time.Duration) <-chan time.Time { return time.After(d) }

// glance is how long is waited at most before the clock is looked at again: a machine that slept, or whose clock was
// set, must not oversleep a night.
const glance = time.Minute

// wait returns when the clock shows until, or with the context's error; at once where until is zero or past.
func wait(ctx context.Context, c Clock, until time.Time) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := until.Sub(c.Now())
		if left <= 0 {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-c.After(min(left, glance)):
		}
	}
}
