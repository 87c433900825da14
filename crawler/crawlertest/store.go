// Package crawlertest is a schema.CrawlStore in memory, for tests of whatever walks. It is not for harvesting: it
// forgets everything, and it does by maps and sorting what a database does by indexes.
package crawlertest

import (
	"context"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"carif/crawler"
	"carif/schema"
	"carif/sites"
)

// Store is an in-memory schema.CrawlStore. Its clock is time.Now, so it lives well in a testing/synctest bubble.
type Store struct {
	mu      sync.Mutex
	entries map[string]*row // by site and URL
	order   []*row
	slots   map[string]*slot
	spent   map[string]int
	robots  map[string]schema.RobotsCopy
	Visits  []*crawler.Fetched // what Visit was given, in order
}

type row struct {
	schema.Entry
	run int64 // of State and Attempts
	seq int
}

type slot struct {
	next, lease time.Time
	owner       string
}

var _ schema.CrawlStore = (*Store)(nil)
var _ schema.Skipper = (*Store)(nil)
var _ schema.Ahead = (*Store)(nil)
var _ schema.Unreader = (*Store)(nil)
var _ schema.Taker = (*Store)(nil)
var _ schema.Rester = (*Store)(nil)

// New makes an empty store.
func New() *Store {
	return &Store{entries: map[string]*row{}, slots: map[string]*slot{}, spent: map[string]int{},
		robots: map[string]schema.RobotsCopy{}}
}

// Visit saves a fetch as storage must: its links and its entry's new state together.
func (s *Store) Visit(_ context.Context, f *crawler.Fetched) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Visits = append(s.Visits, f)
	s.seed(f.Entry.Site, f.Found)
	e := f.Entry
	if e.Kind != sites.KindCourse {
		s.wake(e.Site, f.Found)
	}
	s.seed(e.Site, []schema.Found{{URL: e.URL, Kind: e.Kind, Parent: e.Parent, Depth: e.Depth}})
	r := s.entries[e.Site+" "+e.URL]
	r.run, r.State, r.NextTry, r.LastOutcome = f.Run, f.Next.State, f.Next.NextTry, f.Outcome
	r.Attempts, r.LedTo = f.Entry.Attempts+1, ""
	if f.FinalURL != f.Entry.URL {
		r.LedTo = f.FinalURL
	}
	switch {
	case f.Outcome == schema.OutcomeGone:
		r.GoneCount++
	case f.Outcome.Good():
		r.GoneCount = 0
		r.LastFetched = f.Page.FetchedAt
		r.ETag, r.LastModified, r.SHA256, r.ContentHash = f.ETag, f.LastModified, f.Page.SHA256, f.ContentHash
		if f.Outcome != schema.OutcomeNotModified && r.Kind != sites.KindCourse {
			r.ListingLinks = courses(f.Found)
		}
	}
	return nil
}

func courses(found []schema.Found) (n int) {
	for _, f := range found {
		if f.Kind == sites.KindCourse {
			n++
		}
	}
	return n
}

// Seed implements schema.Frontier.
func (s *Store) Seed(_ context.Context, site string, _ int64, found []schema.Found) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.seed(site, found)
	s.wake(site, found)
	return n, nil
}

// Resting implements schema.Rester.
func (s *Store) Resting(_ context.Context, site string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.order, func(r *row) bool {
		return r.Site == site && r.State == schema.StateGone && !r.LastFetched.IsZero()
	}), nil
}

// wake makes entries due that rest because they were gone, from the next run on where this one has dealt with them.
func (s *Store) wake(site string, found []schema.Found) {
	for _, f := range found {
		if r := s.entries[site+" "+f.URL]; r != nil && r.State == schema.StateGone {
			r.State = schema.StateDone
		}
	}
}

func (s *Store) seed(site string, found []schema.Found) (added int) {
	for _, f := range found {
		key := site + " " + f.URL
		if r := s.entries[key]; r != nil {
			if f.LastMod != "" {
				r.LastMod = f.LastMod
			}
			continue
		}
		r := &row{seq: len(s.order), Entry: schema.Entry{Site: site, URL: f.URL, Kind: f.Kind, State: schema.StateFresh,
			Depth: f.Depth, Parent: f.Parent, LastMod: f.LastMod}}
		s.entries[key] = r
		s.order = append(s.order, r)
		added++
	}
	return added
}

// due tells whether a row is to be asked in a run, now or later in it.
func (r *row) due(run int64) bool {
	return r.State != schema.StateGone && r.State != schema.StateClaimed && (r.run != run || r.State == schema.StateFresh)
}

// Claim implements schema.Frontier.
func (s *Store) Claim(_ context.Context, site string, run int64, _ string, now time.Time) (schema.Entry,
	time.Duration, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var best *row
	var wait time.Duration
	for _, r := range s.order {
		if r.Site != site || !r.due(run) {
			continue
		}
		if r.run == run && r.NextTry.After(now) {
			if w := r.NextTry.Sub(now); wait == 0 || w < wait {
				wait = w
			}
			continue
		}
		if best == nil || before(r, best) {
			best = r
		}
	}
	if best == nil {
		return schema.Entry{}, wait, false, nil
	}
	if best.run != run {
		best.run, best.Attempts, best.NextTry = run, 0, time.Time{}
	}
	best.State = schema.StateClaimed
	return best.Entry, 0, true, nil
}

// Take implements schema.Taker.
func (s *Store) Take(_ context.Context, site string, run int64, _, url string) (schema.Entry, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.entries[site+" "+url]
	switch {
	case r == nil:
		return schema.Entry{}, false, nil
	case r.State == schema.StateClaimed, r.run == run && r.State != schema.StateFresh:
		return r.Entry, false, nil
	}
	if r.run != run {
		r.run, r.Attempts, r.NextTry = run, 0, time.Time{}
	}
	r.State = schema.StateClaimed
	return r.Entry, true, nil
}

// ClaimAhead implements schema.Ahead.
func (s *Store) ClaimAhead(ctx context.Context, site string, run int64, owner string, now time.Time,
	n int) (list []schema.Entry, wait time.Duration, err error) {
	for len(list) < n {
		e, w, ok, err := s.Claim(ctx, site, run, owner, now)
		if err != nil || !ok {
			return list, w, err
		}
		if list = append(list, e); e.Kind != sites.KindCourse {
			break
		}
	}
	return list, 0, nil
}

func before(a, b *row) bool {
	if x, y := a.LastFetched.IsZero(), b.LastFetched.IsZero(); x != y {
		return x
	}
	if x, y := a.Kind != sites.KindCourse, b.Kind != sites.KindCourse; x != y {
		return x
	}
	if !a.LastFetched.Equal(b.LastFetched) {
		return a.LastFetched.Before(b.LastFetched)
	}
	return a.seq < b.seq
}

// Unclaim implements schema.Frontier.
func (s *Store) Unclaim(_ context.Context, e schema.Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.entries[e.Site+" "+e.URL]; r != nil && r.State == schema.StateClaimed {
		r.State = schema.StateFresh
	}
	return nil
}

// Left implements schema.Frontier.
func (s *Store) Left(_ context.Context, site string, run int64) (due, total int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.order {
		if r.Site == site {
			if total++; r.due(run) {
				due++
			}
		}
	}
	return due, total, nil
}

// SkipKnown implements schema.Skipper.
func (s *Store) SkipKnown(_ context.Context, site string, run int64, since time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.order {
		if r.Site == site && r.Kind == sites.KindCourse && !r.LastFetched.IsZero() && !r.LastFetched.Before(since) &&
			r.due(run) {
			r.run, r.State = run, schema.StateDone
			n++
		}
	}
	return n, nil
}

// Entries lists the frontier of a site, by URL.
func (s *Store) Entries(site string) []schema.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []schema.Entry
	for _, r := range s.order {
		if r.Site == site {
			out = append(out, r.Entry)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].URL < out[j].URL })
	return out
}

// Blank implements schema.Unreader.
func (s *Store) Blank(_ context.Context, site string, run int64) (list []schema.Entry, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	named := map[string]bool{}
	for _, r := range s.order {
		named[r.Parent] = true
	}
	for _, r := range s.order {
		if r.Site != site || r.run != run || r.State == schema.StateFresh || r.Kind == sites.KindSitemap {
			continue
		}
		bare := r.Kind == sites.KindListing && r.LastOutcome == schema.OutcomeOK && r.ListingLinks == 0 && !named[r.URL]
		if bare || r.LastOutcome == schema.OutcomeEmpty {
			list = append(list, r.Entry)
		}
	}
	return list, nil
}

// Unread implements schema.Unreader.
func (s *Store) Unread(_ context.Context, site string, run int64) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.order {
		idle := r.Kind == sites.KindSitemap && r.LastFetched.IsZero() && strings.HasSuffix(r.Parent, "/robots.txt")
		dealt := r.Site == site && r.run == run && r.Kind != sites.KindCourse && r.State != schema.StateFresh
		if dealt && !r.LastOutcome.Good() && r.LastOutcome != schema.OutcomeRefused && !idle {
			n++
		}
	}
	return n, nil
}
