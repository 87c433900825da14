package sites

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// cronLine reads the five fields of crontab(5). Words like @daily and seconds are not read: a profile says its times in
// one way only.
var cronLine = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// mostJitter keeps a start on the day, or in the night, that the schedule names.
const mostJitter = 6 * time.Hour

// checkSchedule compiles when the site is to be harvested by itself.
func (s *Site) checkSchedule(c *checker) {
	switch {
	case s.Jitter < 0 || s.Jitter > mostJitter:
		c.bad("jitter", "%s is not a time between 0 and %s", s.Jitter, mostJitter)
	case s.Jitter > 0 && s.Schedule == "":
		c.bad("jitter", "makes no sense without schedule: it moves the starts that schedule names")
	}
	switch {
	case s.Schedule == "":
		return
	case s.Historic:
		c.bad("schedule", "makes no sense in a historic profile: it is never harvested")
		return
	case strings.Contains(s.Schedule, "="):
		c.bad("schedule", "%q names a time zone: times are those of France (Europe/Paris), always", s.Schedule)
		return
	}
	times, err := cronLine.Parse(s.Schedule)
	switch {
	case err != nil:
		c.bad("schedule", "%q is no cron line of five fields (minute hour day month weekday), for instance "+
			"\"30 22 * * 1-5\": %v", s.Schedule, err)
	case times.Next(time.Unix(0, 0).UTC()).IsZero():
		c.bad("schedule", "%q names a day that never comes", s.Schedule)
	default:
		s.times = times
	}
}

// Scheduled gives the first time after another that the profile's schedule names; zero without a schedule. Both are
// times on the wall clock, written as UTC: a wall knows no zones, and what becomes of an hour that is skipped or comes
// twice is decided by whoever knows the zone.
func (s *Site) Scheduled(after time.Time) time.Time {
	if s.times == nil {
		return time.Time{}
	}
	return s.times.Next(after.UTC())
}
