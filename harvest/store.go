package harvest

import (
	"context"

	"carif/normalize/identity"
	"carif/schema"
	"carif/storage"
)

// Store is what runs need of a database; storage says what each method promises.
type Store interface {
	schema.CrawlStore
	runStore
	pageStore
	linkStore
	modelStore
}

// runStore keeps runs, and what a gate compares.
type runStore interface {
	BeginRun(ctx context.Context, run schema.Run) (id int64, resumed bool, err error)
	SaveRun(ctx context.Context, run schema.Run) error
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
	CloseMissing(ctx context.Context, site string, run int64, k int) ([]schema.Change, error)
	Pages(ctx context.Context, site string, fn func(storage.Page) error) error
	Captures(ctx context.Context, site, url string) ([]storage.Capture, error)
	Courses(ctx context.Context, f storage.Filter, fn func(schema.Record) error) error
	Spellings(ctx context.Context, site string, canonical func(string) string) (map[string]string, error)
}

// linkStore keeps which providers and courses are the same thing seen twice.
type linkStore interface {
	Providers(ctx context.Context, fn func(identity.Provider) error) error
	LinkCourses(ctx context.Context, fn func(identity.Course) error) error
	SaveLinks(ctx context.Context, providers, courses []identity.Link) error
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
