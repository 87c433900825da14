package status

import (
	"testing"
	"time"

	"carif/schema"
)

func TestOf(t *testing.T) {
	now := time.Date(2027, 3, 10, 8, 0, 0, 0, time.UTC)
	day := func(ago int, state schema.RunState, v schema.Verdict) schema.Run {
		end := now.AddDate(0, 0, -ago).Add(-4 * time.Hour)
		return schema.Run{ID: int64(100 - ago), Site: "demo", Kind: "harvest", State: state, Verdict: v, Started: end.Add(-time.Hour), Ended: end}
	}
	for _, tt := range []struct {
		name  string
		runs  []schema.Run
		good  int64 // 0 for none
		since int   // days ago, -1 for none
		stale bool
	}{
		{"never", nil, 0, -1, true},
		{"last night", []schema.Run{day(0, schema.RunDone, schema.VerdictPublished)}, 100, -1, false},
		{"with warnings, some pages failed", []schema.Run{day(0, schema.RunPartial, schema.VerdictWarned)}, 100, -1, false},
		{"held for two nights", []schema.Run{day(0, schema.RunRefused, schema.VerdictHeld), day(1, schema.RunFailed, schema.VerdictNoNight),
			day(2, schema.RunDone, schema.VerdictPublished), day(3, schema.RunRefused, schema.VerdictHeld)}, 98, 1, true},
		{"a reparse is no night", []schema.Run{{ID: 200, Kind: "reparse", State: schema.RunDone, Verdict: schema.VerdictPublished, Ended: now},
			day(5, schema.RunDone, schema.VerdictPublished)}, 95, -1, true},
		{"it runs", []schema.Run{day(0, schema.RunRunning, schema.VerdictNone), day(1, schema.RunDone, schema.VerdictPublished)}, 99, -1, false},
		{"interrupted", []schema.Run{day(0, schema.RunInterrupted, schema.VerdictNone)}, 0, 0, true},
		{"before there were verdicts", []schema.Run{day(0, schema.RunDone, schema.VerdictNone)}, 100, -1, false},
		{"failed after it was judged", []schema.Run{day(0, schema.RunFailed, schema.VerdictWarned)}, 0, 0, true},
	} {
		s := Of("demo", tt.runs, time.Time{}, now, 36*time.Hour)
		var good int64
		if s.Good != nil {
			good = s.Good.ID
		}
		since := -1
		if s.Since != nil {
			since = int(now.Sub(*s.Since).Hours() / 24)
		}
		if good != tt.good || since != tt.since || s.Stale != tt.stale || s.Next != nil {
			t.Errorf("%s: good %d, bad since %d days, stale %v; want %d, %d, %v", tt.name, good, since, s.Stale, tt.good, tt.since, tt.stale)
		}
	}
	next := now.Add(time.Hour)
	if s := Of("demo", nil, next, now, time.Hour); s.Next == nil || !s.Next.Equal(next) {
		t.Errorf("next %v", s.Next)
	}
	// A clock that was set back makes no night younger than now.
	if s := Of("demo", []schema.Run{day(-2, schema.RunDone, schema.VerdictPublished)}, time.Time{}, now, time.Hour); s.Age != 0 || s.Stale {
		t.Errorf("a night that ends tomorrow: age %v, stale %v", s.Age, s.Stale)
	}
}
