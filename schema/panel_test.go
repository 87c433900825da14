package schema

import (
	"testing"
	"time"
)

// TestFactsOn: what the dates say and what the page prints never stand in for one another.
func TestFactsOn(t *testing.T) {
	type session struct{ start, end, precision, state string }
	ptr := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	for name, c := range map[string]struct {
		sessions     []session
		dates, words string
		open, toCome int
	}{
		"none":               {},
		"over, said open":    {[]session{{"2026-01-01", "2026-02-01", "day", "open"}}, "ended", "open", 1, 0},
		"to come, said full": {[]session{{"2026-07-01", "", "day", "full"}}, "upcoming", "full", 0, 1},
		"running, and one over": {[]session{{"2026-05-01", "2026-07-01", "month", ""}, {"2026-01-01", "2026-02-01", "day", "ended"}},
			"running", "ended", 0, 0},
		"the last day":              {[]session{{"2026-05-01", "2026-06-15", "day", ""}}, "running", "", 0, 0},
		"begun, and no end":         {[]session{{"2026-05-01", "", "day", ""}}, "", "", 0, 0},
		"a season":                  {[]session{{"2026-01-01", "2026-02-01", "season", "waiting"}}, "", "waiting", 0, 0},
		"over, and one at any time": {[]session{{"2026-01-01", "2026-02-01", "day", ""}, {"", "", "none", "closed"}}, "", "closed", 0, 0},
		"a word nobody knows":       {[]session{{"", "", "none", "peut-être"}}, "", "", 0, 0},
	} {
		course := &Course{}
		for _, s := range c.sessions {
			course.Sessions = append(course.Sessions, Session{Start: ptr(s.start), End: ptr(s.end), DatePrecision: s.precision,
				State: ptr(s.state)})
		}
		f := FactsOn(course, "2026-06-15")
		if got := *part(f.StateDates); got != c.dates {
			t.Errorf("%s: by dates %q, want %q", name, got, c.dates)
		}
		if got := *part(f.StateWords); got != c.words {
			t.Errorf("%s: by words %q, want %q", name, got, c.words)
		}
		if f.SessionsOpen != c.open || f.ToCome != c.toCome || f.Sessions != len(c.sessions) || f.Seats != nil {
			t.Errorf("%s: %+v", name, f)
		}
	}
	six, ten := 6, 10
	f := FactsOn(&Course{Sessions: []Session{{Seats: &six}, {}, {Seats: &ten}}}, time.DateOnly)
	if f.Seats == nil || *f.Seats != 16 || six != 6 {
		t.Errorf("seats %v, want 16", f.Seats)
	}
}
