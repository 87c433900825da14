package schedule

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestDaytime: once at the start where the time of today has passed, then once a day, and no more once it is stopped.
func TestDaytime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // its clock begins on 2000-01-01 00:00 UTC, 01:00 in France
		for hour, want := range map[int]string{
			7: "01 07:00 02 07:00 03 07:00",
			0: "01 01:00 02 00:00 03 00:00", // missed by an hour
		} {
			ctx, cancel := context.WithCancel(t.Context())
			zone, err := Zone()
			if err != nil {
				t.Fatal(err)
			}
			clock := shifted{time.Until(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))}
			var told []string
			err = Daytime{Hour: hour, Clock: clock}.Run(ctx, func(context.Context) {
				told = append(told, clock.Now().In(zone).Format("02 15:04"))
				if len(told) == 3 {
					cancel()
				}
			})
			if got := strings.Join(told, " "); err != nil || got != want {
				t.Errorf("at %d: %v, told %s, want %s", hour, err, got, want)
			}
		}
	})
}
