package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"carif/sites"
)

// Timetable is the plans of all sites that are harvested by themselves.
type Timetable struct {
	Plans []Plan
	// CatchUp starts a site whose start was missed before Since, once, where its window is open: somebody harvested it
	// before, so it was meant to be.
	CatchUp bool
	Since   time.Time // from when on starts are kept to: the service began
}

// Ran is the newest harvest of a site, as the database tells it.
type Ran struct {
	Started, Ended time.Time
	Open           bool // interrupted, or cut by a crash: the next harvest goes on with it
}

// Start is one start of one site.
type Start struct {
	At   time.Time `json:"at"`
	Site string    `json:"site"`
}

// New makes the timetable of those sites whose profile has a schedule.
func New(list []*sites.Site) (Timetable, error) {
	var t Timetable
	for _, s := range list {
		if s.Schedule == "" {
			continue
		}
		p, err := NewPlan(s)
		if err != nil {
			return t, fmt.Errorf("schedule of %s: %w", s.ID, err)
		}
		t.Plans = append(t.Plans, p)
	}
	return t, nil
}

// Due lists the sites to harvest now, by id: those whose newest start has come, in whose window it is, and that were
// not harvested since.
func (t Timetable) Due(now time.Time, ran map[string]Ran) []string {
	var due []string
	for _, p := range t.Plans {
		if t.due(p, now, ran) {
			due = append(due, p.Site.ID)
		}
	}
	return due
}

func (t Timetable) due(p Plan, now time.Time, ran map[string]Ran) bool {
	last, known := ran[p.Site.ID]
	start := p.Last(now)
	switch {
	case start.IsZero() || !p.Open(now):
		return false
	case known && !last.Open && !(last.Started.Before(start) && last.Ended.Before(start)):
		return false // harvested since, or it was being harvested then: two of a site never overlap
	case start.Before(t.Since):
		return t.CatchUp && known
	}
	return true
}

// Coming lists the next n starts of all sites after now, the soonest first.
func (t Timetable) Coming(now time.Time, n int) []Start {
	var all []Start
	for _, p := range t.Plans {
		at := now
		for range n {
			if at = p.Next(at); at.IsZero() {
				break
			}
			all = append(all, Start{At: at, Site: p.Site.ID})
		}
	}
	slices.SortStableFunc(all, func(a, b Start) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Site, b.Site)) })
	return all[:min(n, len(all))]
}
