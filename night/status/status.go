// Package status tells from the runs of a site how it stands: its last good night, and what has been wrong since. It is
// pure: runs, a clock's reading and a schedule's next start in, one answer out. It is not for deciding what a run is
// worth, which the gate did when it ended, and not for telling anybody.
package status

import (
	"time"

	"carif/harvest"
	"carif/schema"
)

// Site is how one site stands.
type Site struct {
	ID string `json:"site"`
	// Run is the newest harvest or import, null where there is none.
	Run *schema.Run `json:"run"`
	// Good is the newest one that was published, null where there is none.
	Good *schema.Run `json:"good"`
	// Age is how long ago the good night ended, in seconds; 0 where there is none.
	Age float64 `json:"age_seconds"`
	// Since is when the first of the nights ended that came after the good one and are worth nothing or held; null where
	// the newest is good.
	Since *time.Time `json:"bad_since"`
	// Next is the next start by the profile's schedule, null where it has none.
	Next *time.Time `json:"next"`
	// Stale tells that no good night is as young as asked.
	Stale bool `json:"stale"`
}

// Of tells how a site stands by its runs, newest first. A site without a good night is stale, however young its runs.
func Of(id string, runs []schema.Run, next, now time.Time, maxAge time.Duration) Site {
	s := Site{ID: id}
	if !next.IsZero() {
		s.Next = &next
	}
	for i := range runs {
		r := &runs[i]
		if r.Kind == harvest.KindReparse {
			continue
		}
		if s.Run == nil {
			s.Run = r
		}
		if Good(r) {
			s.Good = r
			break
		}
		if at := ended(r); r.State != schema.RunRunning {
			s.Since = &at
		}
	}
	if s.Good != nil {
		age := max(now.Sub(ended(s.Good)), 0)
		s.Age, s.Stale = age.Seconds(), age > maxAge
		return s
	}
	s.Stale = true
	return s
}

// Good reports whether readers were given a run. Runs of programs that knew no verdicts were good when they were done.
func Good(r *schema.Run) bool {
	switch r.Verdict {
	case schema.VerdictPublished, schema.VerdictWarned:
		return r.State == schema.RunDone || r.State == schema.RunPartial
	case schema.VerdictNone:
		return r.State == schema.RunDone
	}
	return false
}

// ended is when a run ended, or began where it has no end.
func ended(r *schema.Run) time.Time {
	if r.Ended.IsZero() {
		return r.Started
	}
	return r.Ended
}
