package harvest

import (
	"context"
	"time"

	"carif/harvest/watch"
	"carif/normalize/identity"
	"carif/schema"
	"carif/storage"
)

// Store is what runs need of a database; storage says what each method promises.
type Store interface {
	schema.CrawlStore
	schema.Ahead
	schema.Taker
	schema.Skipper
	schema.Unreader
	schema.Recoverer
	schema.Rester
	runStore
	pageStore
	linkStore
	modelStore
	watch.Store
}

// runStore keeps runs, and what a gate compares.
type runStore interface {
	BeginRun(ctx context.Context, run schema.Run) (id int64, resumed bool, err error)
	SaveRun(ctx context.Context, run schema.Run) error
	SaveReport(ctx context.Context, run int64, report []byte) error
	Report(ctx context.Context, run int64) (report []byte, ok bool, err error)
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
	Tally(ctx context.Context, id int64) (schema.Run, error)
	Missed(ctx context.Context, site string, run int64) ([]storage.MissedPage, error)
	Publish(ctx context.Context, site string, run int64) error
	Withhold(ctx context.Context, site string, run int64) error
	LastGood(ctx context.Context, site string) (run schema.Run, ok bool, err error)
	FieldRates(ctx context.Context, site string, run int64) (map[schema.Field]float64, error)
}

// pageStore keeps what was read, and knows what is archived.
type pageStore interface {
	Commit(ctx context.Context, p storage.PageResult) ([]schema.Change, error)
	CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error)
	CloseMissing(ctx context.Context, site string, run int64, k int) ([]schema.Change, error)
	Pages(ctx context.Context, site string, fn func(storage.Page) error) error
	Captures(ctx context.Context, site, url string) ([]storage.Capture, error)
	Courses(ctx context.Context, f storage.Filter, fn func(schema.Record) error) error
	Spellings(ctx context.Context, site string, canonical func(string) string) (map[string]string, error)
	ReadOtherwise(ctx context.Context, site, url, sha256 string, now storage.Way) (storage.Page, bool, error)
}

// linkStore keeps which providers and courses are the same thing seen twice.
type linkStore interface {
	Providers(ctx context.Context, fn func(identity.Provider) error) error
	LinkCourses(ctx context.Context, fn func(identity.Course) error) error
	SaveLinks(ctx context.Context, providers, courses []identity.Link) error
	SaveCanonical(ctx context.Context, of map[string]schema.CanonicalProvider) error
	ProviderRules(ctx context.Context) (identity.Rules, error)
}

// modelStore keeps what was learnt of sites.
type modelStore interface {
	AddModel(ctx context.Context, m storage.SiteModel) (version int, err error)
	Models(ctx context.Context, site string) ([]storage.SiteModel, error)
	MarkModel(ctx context.Context, site, host, applied string) error
	ResampleModel(ctx context.Context, site, host string, version int, sample string) error
}

// CaptureLister is what CheckArchive needs of a database.
type CaptureLister interface {
	Archived(ctx context.Context, fn func(c storage.Capture, pages int) error) error
}

// walkStore is the store as the crawler sees it: where it looks for more than its own pages, those that wait in a
// group are saved first.
type walkStore struct {
	Store
	r *Runner
}

// The crawler asks what it is given what else it can: all that a store can, as the harvest sees it, can the walk.
var (
	_ schema.Rester  = walkStore{}
	_ schema.Watcher = walkStore{}
)

// newGroup begins the group of a run. Sites that are walked side by side have one each.
func (r *Runner) newGroup(site string) *group {
	g := &group{store: r.Store, sync: func() error { return r.Archive.Sync() }}
	r.groups.Store(site, g)
	return g
}

// group is that of a site's run.
func (s walkStore) group(site string) *group {
	if g, ok := s.r.groups.Load(site); ok {
		return g.(*group)
	}
	return &group{} // nothing waits
}

// Claim implements schema.Frontier. Links that wait to be saved are no reason to think that the site is walked.
func (s walkStore) Claim(ctx context.Context, site string, run int64, owner string, now time.Time,
) (e schema.Entry, wait time.Duration, ok bool, err error) {
	g := s.group(site)
	more := g.waits() // asked before: what is saved meanwhile may be what is looked for
	e, wait, ok, err = s.Store.Claim(ctx, site, run, owner, now)
	if ok || err != nil || !more {
		return e, wait, ok, err
	}
	if err := g.flush(); err != nil {
		return e, 0, false, err
	}
	return s.Store.Claim(ctx, site, run, owner, now)
}

// ClaimAhead implements schema.Ahead.
func (s walkStore) ClaimAhead(ctx context.Context, site string, run int64, owner string, now time.Time, n int,
) ([]schema.Entry, time.Duration, error) {
	g := s.group(site)
	more := g.waits() // as in Claim
	list, wait, err := s.Store.ClaimAhead(ctx, site, run, owner, now, n)
	if len(list) > 0 || err != nil || !more {
		return list, wait, err
	}
	if err := g.flush(); err != nil {
		return nil, 0, err
	}
	return s.Store.ClaimAhead(ctx, site, run, owner, now, n)
}

// Take implements schema.Taker.
func (s walkStore) Take(ctx context.Context, site string, run int64, owner, url string) (schema.Entry, bool, error) {
	if err := s.group(site).flush(); err != nil {
		return schema.Entry{}, false, err
	}
	return s.Store.Take(ctx, site, run, owner, url)
}

// Reading implements schema.Watcher.
func (s walkStore) Reading(sha256 string, size int) (end func(), why string) {
	return s.r.watched().Begin(sha256, size)
}

// Seed implements schema.Frontier: whoever names a link first is its parent.
func (s walkStore) Seed(ctx context.Context, site string, run int64, found []schema.Found) (int, error) {
	if err := s.group(site).flush(); err != nil {
		return 0, err
	}
	return s.Store.Seed(ctx, site, run, found)
}

// Left implements schema.Frontier.
func (s walkStore) Left(ctx context.Context, site string, run int64) (due, total int, err error) {
	if err := s.group(site).flush(); err != nil {
		return 0, 0, err
	}
	return s.Store.Left(ctx, site, run)
}

// Unread implements schema.Unreader.
func (s walkStore) Unread(ctx context.Context, site string, run int64) (int, error) {
	if err := s.group(site).flush(); err != nil {
		return 0, err
	}
	return s.Store.Unread(ctx, site, run)
}

// Release implements schema.Leases. What the host is owed may stand with pages that wait: it is saved before others get
// the host.
func (s walkStore) Release(ctx context.Context, host, owner string) (err error) {
	s.r.groups.Range(func(_, g any) bool {
		if r := g.(*group).owed(host, owner); r != nil && r.Left() > 0 {
			_, err = s.Store.Stamp(ctx, host, owner, r.Left(), r.TTL)
		}
		return err == nil
	})
	if err != nil {
		return err
	}
	return s.Store.Release(ctx, host, owner)
}
