package schedule

import (
	"context"
	"time"
)

// Daytime is a time of day in France at which something is done each day.
type Daytime struct {
	Hour, Minute int
	Clock        Clock
}

// Run does it each day until its context ends, and once at first where today's time has passed: whoever does it knows
// whether it was done already. Its error is that of Zone.
func (d Daytime) Run(ctx context.Context, do func(ctx context.Context)) error {
	zone, err := Zone()
	if err != nil {
		return err
	}
	now := d.Clock.Now()
	wall := now.In(zone)
	midnight := time.Date(wall.Year(), wall.Month(), wall.Day(), 0, 0, 0, 0, zone)
	next := Daily(midnight.Add(-time.Nanosecond), d.Hour, d.Minute, zone)
	for ctx.Err() == nil {
		if wait(ctx, d.Clock, next) != nil {
			return nil
		}
		do(ctx)
		next = Daily(d.Clock.Now(), d.Hour, d.Minute, zone)
	}
	return nil
}
