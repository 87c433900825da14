package probe

import (
	"context"
	"sync"
	"time"

	"carif/schema"
	"carif/sites"
)

// frontier is the crawler's store for one look: in memory, and forgotten with it. It keeps the pace of the hosts as a
// database does. Sitemaps are noted and not asked.
type frontier struct {
	mu       sync.Mutex
	entries  []*entry
	slots    map[string]time.Time // host → when it may be asked next
	robots   map[string]schema.RobotsCopy
	sitemaps []string
}

type entry struct {
	schema.Entry
	run int64 // of its state
}

var _ schema.CrawlStore = (*frontier)(nil)

func newFrontier() *frontier {
	return &frontier{slots: map[string]time.Time{}, robots: map[string]schema.RobotsCopy{}}
}

func (f *frontier) find(url string) *entry {
	for _, e := range f.entries {
		if e.URL == url {
			return e
		}
	}
	return nil
}

// Seed implements schema.Frontier.
func (f *frontier) Seed(_ context.Context, site string, _ int64, found []schema.Found) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range found {
		switch {
		case l.Kind == sites.KindSitemap:
			f.sitemaps = append(f.sitemaps, l.URL)
		case f.find(l.URL) == nil:
			n++
			f.entries = append(f.entries, &entry{Entry: schema.Entry{Site: site, URL: l.URL, Kind: l.Kind, Parent: l.Parent,
				Depth: l.Depth, State: schema.StateFresh}})
		}
	}
	return n, nil
}

// Claim implements schema.Frontier: what was named first comes first, and courses before further listings.
func (f *frontier) Claim(_ context.Context, _ string, run int64, _ string, _ time.Time) (schema.Entry, time.Duration,
	bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var best *entry
	for _, e := range f.entries {
		if e.run == run && e.State != schema.StateFresh {
			continue
		}
		if best == nil || best.Parent != "" && best.Kind != sites.KindCourse && e.Kind == sites.KindCourse {
			best = e
		}
	}
	if best == nil {
		return schema.Entry{}, 0, false, nil
	}
	if best.run != run {
		best.run, best.Attempts = run, 0
	}
	best.State = schema.StateClaimed
	return best.Entry, 0, true, nil
}

// visited takes in how a fetch ended.
func (f *frontier) visited(ctx context.Context, got *schema.Fetched) error {
	if _, err := f.Seed(ctx, got.Entry.Site, got.Run, got.Found); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	e := f.find(got.Entry.URL)
	if e == nil {
		return nil
	}
	e.State = schema.StateDone // a look asks nothing twice
	if got.Outcome.Good() {
		e.ETag, e.LastModified, e.SHA256 = got.ETag, got.LastModified, got.Page.SHA256
		e.LastFetched, e.LastOutcome = got.Page.FetchedAt, got.Outcome
	}
	return nil
}

// Unclaim implements schema.Frontier.
func (f *frontier) Unclaim(_ context.Context, was schema.Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e := f.find(was.URL); e != nil {
		e.State = schema.StateFresh
	}
	return nil
}

// Left implements schema.Frontier.
func (f *frontier) Left(_ context.Context, _ string, run int64) (due, total int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.entries {
		if e.run != run || e.State == schema.StateFresh {
			due++
		}
	}
	return due, len(f.entries), nil
}

// Acquire implements schema.Leases: nobody else holds a host.
func (f *frontier) Acquire(_ context.Context, host, _ string, delay, _ time.Duration) (time.Duration, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if wait := time.Until(f.slots[host]); wait > 0 {
		return wait, true, nil
	}
	f.slots[host] = time.Now().Add(delay)
	return 0, true, nil
}

// Stamp implements schema.Leases.
func (f *frontier) Stamp(_ context.Context, host, _ string, delay, _ time.Duration) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.slots[host] = time.Now().Add(delay)
	return true, nil
}

// Pause implements schema.Leases.
func (f *frontier) Pause(ctx context.Context, host string, d time.Duration) error {
	_, err := f.Stamp(ctx, host, "", d, 0)
	return err
}

// Spent implements schema.Leases: the limit of pages bounds a look.
func (f *frontier) Spent(context.Context, string, string) (int, error) { return 0, nil }

// Release implements schema.Leases.
func (f *frontier) Release(context.Context, string, string) error { return nil }

// Robots implements schema.RobotsStore.
func (f *frontier) Robots(_ context.Context, origin string) (schema.RobotsCopy, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, ok := f.robots[origin]
	return c, ok, nil
}

// SaveRobots implements schema.RobotsStore.
func (f *frontier) SaveRobots(_ context.Context, c schema.RobotsCopy) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.robots[c.Origin] = c
	return nil
}
