package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carif/sites"
)

// site is a profile with a schedule and what else is said.
func site(t *testing.T, id, cron, more string) *sites.Site {
	t.Helper()
	s, err := sites.Parse([]byte(fmt.Sprintf("id: %s\nname: X\nhosts: [example.org]\nstart: [\"https://example.org/\"]\n"+
		"course: ['^/c/(?P<id>\\d+)$']\nschedule: %q\n%s", id, cron, more)), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func table(t *testing.T, list ...*sites.Site) Timetable {
	t.Helper()
	tt, err := New(list)
	if err != nil {
		t.Fatal(err)
	}
	tt.CatchUp = true
	return tt
}

// at reads a time with its zone: "2026-03-29 03:00 CEST" is UTC+2, "CET" UTC+1.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	s = strings.NewReplacer(" CEST", " +0200", " CET", " +0100").Replace(s)
	got, err := time.Parse("2006-01-02 15:04 -0700", s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNext(t *testing.T) {
	for name, tt := range map[string]struct{ cron, more, after, want string }{
		"a night of the week":         {"30 22 * * 1-5", "", "2026-12-04 22:30 CET", "2026-12-07 22:30 CET"},
		"this very evening":           {"30 22 * * 1-5", "", "2026-12-04 22:29 CET", "2026-12-04 22:30 CET"},
		"summer time":                 {"30 22 * * *", "", "2026-07-01 12:00 CEST", "2026-07-01 22:30 CEST"},
		"an hour that is skipped":     {"30 2 * * *", "", "2026-03-28 12:00 CET", "2026-03-29 03:00 CEST"},
		"the day after that":          {"30 2 * * *", "", "2026-03-29 03:00 CEST", "2026-03-30 02:30 CEST"},
		"an hour that comes twice":    {"30 2 * * *", "", "2026-10-24 12:00 CEST", "2026-10-25 02:30 CEST"},
		"is kept to once":             {"30 2 * * *", "", "2026-10-25 02:30 CEST", "2026-10-26 02:30 CET"},
		"waits for the window":        {"0 12 * * *", `pace: {window: "22:00-06:00"}`, "2026-12-04 11:00 CET", "2026-12-04 22:00 CET"},
		"once it waits, it is one":    {"0 12,13 * * *", `pace: {window: "22:00-06:00"}`, "2026-12-04 22:00 CET", "2026-12-05 22:00 CET"},
		"window after midnight":       {"30 22 * * *", `pace: {window: "01:00-05:00"}`, "2026-12-04 23:00 CET", "2026-12-05 01:00 CET"},
		"no jitter out of the window": {"59 5 * * *", "jitter: 6h\n" + `pace: {window: "22:00-06:00"}`, "2026-12-04 03:00 CET", "2026-12-04 05:59 CET"},
	} {
		t.Run(name, func(t *testing.T) {
			p := table(t, site(t, "x", tt.cron, tt.more)).Plans[0]
			if got, want := p.Next(at(t, tt.after)), at(t, tt.want); !got.Equal(want) {
				t.Errorf("Next: got %v, want %v", got, want)
			}
			if got := p.Last(at(t, tt.want)); !got.Equal(at(t, tt.want)) {
				t.Errorf("Last at a start: got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestJitter: the same site is moved by the same, below its jitter; sites are moved differently.
func TestJitter(t *testing.T) {
	moved := map[time.Duration]bool{}
	for i := range 20 {
		id := fmt.Sprintf("site-%d", i)
		p := table(t, site(t, id, "30 22 * * *", "jitter: 20m")).Plans[0]
		if p.Jitter() < 0 || p.Jitter() >= 20*time.Minute {
			t.Errorf("%s is moved by %v", id, p.Jitter())
		}
		first, second := p.Next(at(t, "2026-12-04 12:00 CET")), p.Next(at(t, "2026-12-05 12:00 CET"))
		if want := at(t, "2026-12-04 22:30 CET").Add(p.Jitter()); !first.Equal(want) || second.Sub(first) != day {
			t.Errorf("%s starts at %v and %v, want %v and a day later", id, first, second, want)
		}
		moved[p.Jitter()] = true
	}
	if len(moved) < 15 {
		t.Errorf("20 sites start at %d different times only", len(moved))
	}
}

func TestDue(t *testing.T) {
	window := `pace: {window: "22:00-06:00"}`
	had := func(start, end string) *Ran { return &Ran{Started: at(t, start), Ended: at(t, end)} }
	cut := func(start, end string) *Ran { return &Ran{Started: at(t, start), Ended: at(t, end), Open: true} }
	for name, tt := range map[string]struct {
		now, since string
		ran        *Ran
		noCatchUp  bool
		want       bool
	}{
		"its time has come": {"2026-12-04 22:30 CET", "2026-12-01 00:00 CET", nil, false, true},
		"not yet":           {"2026-12-04 22:29 CET", "2026-12-04 12:00 CET", nil, false, false},
		"harvested since": {"2026-12-04 23:30 CET", "2026-12-01 00:00 CET",
			had("2026-12-04 22:30 CET", "2026-12-04 23:00 CET"), false, false},
		"it was being harvested then": {"2026-12-04 23:30 CET", "2026-12-01 00:00 CET",
			had("2026-12-04 21:00 CET", "2026-12-04 23:00 CET"), false, false},
		"harvested the night before": {"2026-12-04 22:31 CET", "2026-12-01 00:00 CET",
			had("2026-12-03 22:30 CET", "2026-12-04 03:00 CET"), false, true},
		"cut tonight": {"2026-12-04 23:30 CET", "2026-12-01 00:00 CET",
			cut("2026-12-04 22:30 CET", "2026-12-04 23:00 CET"), true, true},
		"missed while down": {"2026-12-05 03:00 CET", "2026-12-05 02:00 CET",
			had("2026-12-03 22:30 CET", "2026-12-04 03:00 CET"), false, true},
		"cut while down": {"2026-12-05 03:00 CET", "2026-12-05 02:00 CET",
			cut("2026-12-04 22:30 CET", "2026-12-04 23:00 CET"), false, true},
		"missed, not to be made up for": {"2026-12-05 03:00 CET", "2026-12-05 02:00 CET",
			had("2026-12-03 22:30 CET", "2026-12-04 03:00 CET"), true, false},
		"missed, window closed": {"2026-12-05 12:00 CET", "2026-12-05 11:00 CET",
			had("2026-12-03 22:30 CET", "2026-12-04 03:00 CET"), false, false},
		"never harvested: nothing was missed": {"2026-12-05 03:00 CET", "2026-12-05 02:00 CET", nil, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			tab := table(t, site(t, "x", "30 22 * * *", window))
			tab.Since, tab.CatchUp = at(t, tt.since), !tt.noCatchUp
			ran := map[string]Ran{}
			if tt.ran != nil {
				ran["x"] = *tt.ran
			}
			if got := len(tab.Due(at(t, tt.now), ran)) > 0; got != tt.want {
				t.Errorf("due: got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestComing(t *testing.T) {
	tab := table(t, site(t, "a", "0 23 * * *", ""), site(t, "b", "0 22 * * 6", ""))
	var got []string
	for _, s := range tab.Coming(at(t, "2026-12-03 23:30 CET"), 4) {
		got = append(got, s.Site+" "+s.At.Format("02 15:04"))
	}
	if want := []string{"a 04 23:00", "b 05 22:00", "a 05 23:00", "a 06 23:00"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// shifted is the bubble's clock, set to another day.
type shifted struct{ by time.Duration }

func (c shifted) Now() time.Time                         { return time.Now().Add(c.by) }
func (c shifted) After(d time.Duration) <-chan time.Time { return time.After(d) }

func clockAt(t *testing.T, s string) shifted { return shifted{time.Until(at(t, s))} }

// diary notes what happened when.
type diary struct {
	mu    sync.Mutex
	lines []string
	clock Clock
}

func (d *diary) note(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, d.clock.Now().UTC().Format("02 15:04 ")+what)
}

func (d *diary) want(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(d.lines, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(d.lines, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestService: it waits for the start, makes up for one that was missed, starts a worker again that was killed, later
// each time, and ends when it is told to.
func TestService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := clockAt(t, "2026-12-04 02:00 CET")
		d := &diary{clock: clock}
		tab := table(t, site(t, "x", "30 22 * * *", ""))
		tab.Since = clock.Now()
		ran := map[string]Ran{"x": {Started: at(t, "2026-12-02 22:30 CET"), Ended: at(t, "2026-12-03 01:00 CET")}}
		ctx, cancel := context.WithCancel(t.Context())
		killed := 0
		s := Service{Timetable: tab, Clock: clock, Log: slog.New(slog.DiscardHandler),
			Ran: func(context.Context) (map[string]Ran, error) { return ran, nil },
			Work: func(context.Context) error {
				d.note("work")
				began := clock.Now()
				time.Sleep(time.Hour)
				if began.Day() == 5 && killed < 3 {
					killed++
					ran["x"] = Ran{Started: began, Open: true}
					return errors.New("signal: killed")
				}
				ran["x"] = Ran{Started: began, Ended: clock.Now()}
				return nil
			}}
		go func() {
			time.Sleep(4*day - time.Hour)
			cancel()
		}()
		if err := s.Serve(ctx); err != nil {
			t.Error(err)
		}
		d.want(t, "04 01:00 work", // missed on the 3rd
			"04 21:30 work",
			"05 21:30 work", "05 22:35 work", "05 23:45 work", "06 01:05 work", // killed three times
			"06 21:30 work",
			"07 21:30 work")
	})
}

// TestServiceEndsWithItsReader: what cannot be read is told, not waited for.
func TestServiceEndsWithItsReader(t *testing.T) {
	broken := errors.New("damaged")
	s := Service{Timetable: table(t, site(t, "x", "30 22 * * *", "")), Clock: System{}, Log: slog.New(slog.DiscardHandler),
		Ran: func(context.Context) (map[string]Ran, error) { return nil, broken }}
	if err := s.Serve(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

// TestRound: sites are harvested side by side, each at its own time; one that takes long keeps no other waiting, is not
// begun a second time meanwhile, and a failure of one is told and costs the others nothing.
func TestRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := clockAt(t, "2026-12-04 22:00 CET")
		d := &diary{clock: clock}
		tab := table(t, site(t, "long", "0 22,23 * * *", ""), site(t, "late", "30 23 * * *", ""), site(t, "bad", "0 22 * * *", ""))
		tab.Since = clock.Now()
		takes := map[string]time.Duration{"long": 3 * time.Hour, "late": time.Hour, "bad": time.Minute}
		broken := errors.New("broken")
		r := Round{Timetable: tab, Clock: clock, Harvest: func(_ context.Context, s *sites.Site) error {
			d.note(s.ID + " begins")
			time.Sleep(takes[s.ID])
			d.note(s.ID + " ends")
			if s.ID == "bad" {
				return broken
			}
			return nil
		}}
		if err := r.Run(t.Context()); !errors.Is(err, broken) {
			t.Errorf("got %v, want %v", err, broken)
		}
		slices.Sort(d.lines) // two begin in the same moment
		d.want(t, "04 21:00 bad begins", "04 21:00 long begins", "04 21:01 bad ends",
			"04 22:30 late begins", "04 23:30 late ends", "05 00:00 long ends")
	})
}

// TestRoundStops: told to end, it begins nothing more and waits for what it began.
func TestRoundStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := clockAt(t, "2026-12-04 22:00 CET")
		d := &diary{clock: clock}
		tab := table(t, site(t, "a", "0 22 * * *", ""), site(t, "b", "30 22 * * *", ""))
		tab.Since = clock.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 29*time.Minute)
		defer cancel()
		r := Round{Timetable: tab, Clock: clock, Harvest: func(ctx context.Context, s *sites.Site) error {
			<-ctx.Done()
			time.Sleep(5 * time.Minute) // the page in hand
			d.note(s.ID + " ends")
			return ctx.Err()
		}}
		if err := r.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		d.want(t, "04 21:34 a ends")
	})
}

// TestDaily: once a day, also on the days on which the clock is changed.
func TestDaily(t *testing.T) {
	zone, err := Zone()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		from         string
		hour, minute int
		want         string
	}{
		{"2027-03-10T05:59:59Z", 7, 0, "2027-03-10T07:00:00+01:00"},
		{"2027-03-10T06:00:00Z", 7, 0, "2027-03-11T07:00:00+01:00"},
		{"2027-03-27T12:00:00Z", 2, 30, "2027-03-28T03:00:00+02:00"}, // 02:30 is skipped
		{"2027-03-28T12:00:00Z", 2, 30, "2027-03-29T02:30:00+02:00"},
		{"2027-10-30T22:00:00Z", 2, 30, "2027-10-31T02:30:00+02:00"}, // comes twice
		{"2027-10-31T00:30:00Z", 2, 30, "2027-11-01T02:30:00+01:00"},
	} {
		from, err := time.Parse(time.RFC3339, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := Daily(from, tt.hour, tt.minute, zone).In(zone).Format(time.RFC3339); got != tt.want {
			t.Errorf("after %s: %s, want %s", tt.from, got, tt.want)
		}
	}
}

// TestPause: a schedule of weekdays pauses over a weekend, before and after it.
func TestPause(t *testing.T) {
	p, err := NewPlan(&sites.Site{Profile: sites.Profile{ID: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Pause(time.Date(2027, 3, 10, 6, 0, 0, 0, time.UTC)); got != 0 {
		t.Errorf("without a schedule: %s", got)
	}
	site, err := sites.Parse([]byte(`id: a
name: A
hosts: [example.org]
start: ["https://example.org/"]
course: ['^/c/(?P<id>\d+)$']
schedule: "30 22 * * 1-5"
`), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = NewPlan(site); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]time.Duration{10: 24 * time.Hour, 14: 72 * time.Hour, 15: 72 * time.Hour, 16: 72 * time.Hour,
		17: 24 * time.Hour} {
		if got := p.Pause(time.Date(2027, 3, day, 6, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("on the %dth: %s, want %s", day, got, want)
		}
	}
}
