// Package schedule knows when which site is to be harvested, and keeps to it: Plan is the times of one site, Timetable
// those of all, Service waits for them and Round harvests what is due.
//
// It is not for harvesting: what to do when a site is due is handed in.
package schedule

import (
	"hash/fnv"
	"time"

	"carif/crawler/polite"
	"carif/sites"
)

// Plan is when one site is harvested: by its profile's schedule, a jitter that is always the same, and its window.
type Plan struct {
	Site   *sites.Site
	zone   *time.Location
	window polite.Window
	jitter time.Duration
}

// NewPlan makes the plan of a site whose profile has a schedule.
func NewPlan(site *sites.Site) (Plan, error) {
	zone, err := Zone()
	if err != nil {
		return Plan{}, err
	}
	window, err := polite.ParseWindow(site.Pace.Window)
	return Plan{Site: site, zone: zone, window: window, jitter: jitterOf(site)}, err
}

// Zone is France's: schedules, windows and days are written in it.
func Zone() (*time.Location, error) {
	return time.LoadLocation("Europe/Paris") // polite embeds the zones
}

// Day is the date (YYYY-MM-DD) that it is in France at t.
func Day(t time.Time) (string, error) {
	zone, err := Zone()
	if err != nil {
		return "", err
	}
	return t.In(zone).Format(time.DateOnly), nil
}

// DayBounds gives when a date (YYYY-MM-DD) begins in France and when the next one does, in UTC. What is no date is an
// error.
func DayBounds(date string) (begin, next time.Time, err error) {
	zone, err := Zone()
	if err != nil {
		return begin, next, err
	}
	if begin, err = time.ParseInLocation(time.DateOnly, date, zone); err != nil {
		return begin, next, err
	}
	return begin.UTC(), begin.AddDate(0, 0, 1).UTC(), nil
}

// Daily is the next moment after t at which the clocks of a zone show that time of day. A time that is skipped in March
// comes when the clock goes on, one that comes twice in October the first time.
func Daily(t time.Time, hour, minute int, zone *time.Location) time.Time {
	wall := wallOf(t.In(zone))
	for i := -1; ; i++ { // from the day before: the clock may have been put back since
		next := instant(time.Date(wall.Year(), wall.Month(), wall.Day()+i, hour, minute, 0, 0, time.UTC), zone)
		if next.After(t) {
			return next
		}
	}
}

// Pause is the longer one of the two pauses between starts around t: a site that is harvested on weekdays has no fresh
// night on a Monday morning. It is 0 where there are no starts.
func (p Plan) Pause(t time.Time) time.Duration {
	last, next := p.Last(t), p.Next(t)
	if last.IsZero() || next.IsZero() {
		return 0
	}
	pause := next.Sub(last)
	if before := p.Last(last.Add(-time.Nanosecond)); !before.IsZero() {
		pause = max(pause, last.Sub(before))
	}
	return pause
}

// jitterOf spreads sites over their jitter by their ids: the same one always starts at the same time, so that the
// nights of one site can be compared.
func jitterOf(site *sites.Site) time.Duration {
	seconds := uint64(site.Jitter / time.Second)
	if seconds == 0 {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(site.ID)) // a hash takes everything
	return time.Duration(h.Sum64()%seconds) * time.Second
}

// Zone is the one that schedules and windows are written in.
func (p Plan) Zone() *time.Location { return p.zone }

// Jitter is by how much this site's starts are moved.
func (p Plan) Jitter() time.Duration { return p.jitter }

// Open tells whether the site may be asked at t.
func (p Plan) Open(t time.Time) bool { return p.window.Open(t) }

// Next is the first start after t; zero where there is none.
func (p Plan) Next(t time.Time) time.Time {
	// a start may have waited a day for its window, and for the clock to be moved
	wall := wallOf(t.In(p.zone)).Add(-26*time.Hour - p.jitter)
	for {
		if wall = p.Site.Scheduled(wall); wall.IsZero() {
			return wall
		}
		if start := p.start(wall); start.After(t) {
			return start
		}
	}
}

// spans are how far back a start is looked for, the nearest first: a schedule may name one day of a leap year.
var spans = [...]time.Duration{2 * day, 9 * day, 40 * day, 400 * day, 9 * 366 * day}

const day = 24 * time.Hour

// Last is the newest start that is not after t; zero where there was none.
func (p Plan) Last(t time.Time) (last time.Time) {
	for _, span := range spans {
		for s := p.Next(t.Add(-span)); !s.IsZero() && !s.After(t); s = p.Next(s) {
			last = s
		}
		if !last.IsZero() {
			break
		}
	}
	return last
}

// start is when the harvest begins that the wall clock calls for: jitter later, and in the window. A jitter that would
// lead out of the window is left out; a schedule outside it waits for it to open.
func (p Plan) start(wall time.Time) time.Time {
	named := instant(wall, p.zone)
	if moved := named.Add(p.jitter); p.Open(moved) || !p.Open(named) {
		return p.window.Opens(moved)
	}
	return named
}

// wallOf is what the clock on the wall shows, written as UTC.
func wallOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// instant is the first moment at which the clock on the wall of a zone shows that time or, where it never does because
// the hour is skipped, a later one: a night in March is not left out, and one in October not harvested twice.
func instant(wall time.Time, zone *time.Location) time.Time {
	var found time.Time
	for _, near := range []time.Time{wall.Add(-day), wall.Add(day)} { // before and after a change of the clock
		_, offset := near.In(zone).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if wallOf(t).Equal(wall) && (found.IsZero() || t.Before(found)) {
			found = t
		}
	}
	if !found.IsZero() {
		return found
	}
	_, before := wall.Add(-day).In(zone).Zone()
	skipped, _ := wall.Add(-time.Duration(before) * time.Second).In(zone).ZoneBounds()
	return skipped
}
