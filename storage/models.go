package storage

import (
	"context"
	"time"
)

// Modeller keeps what was learnt of sites: versions of a model, of which one is in use and one may wait for a
// person's word.
type Modeller interface {
	// AddModel appends a version and gives its number. One that is put in use, or waits, takes the place of the one
	// that did so before, which is past from then on.
	AddModel(ctx context.Context, m SiteModel) (version int, err error)
	// Models gives every version of a site's models (all sites when ""), by site, host and version.
	Models(ctx context.Context, site string) ([]SiteModel, error)
	// UseModel takes a version into use. It is an error when there is no such version.
	UseModel(ctx context.Context, site, host string, version int) error
	// MarkModel notes how the archived pages of a host were last read with its model in use; "" for page by page.
	MarkModel(ctx context.Context, site, host, applied string) error
	// ResampleModel notes which pages a version would be built from now, where they teach nothing new.
	ResampleModel(ctx context.Context, site, host string, version int, sample string) error
}

// ModelState tells what a version of a model is good for.
type ModelState string

// The states of a model.
const (
	ModelInUse   ModelState = "in_use"
	ModelWaiting ModelState = "waiting" // for a person's word
	ModelPast    ModelState = "past"
)

// SiteModel is one version of what was learnt of one host of a site.
type SiteModel struct {
	Site, Host string
	Version    int
	Model      string // its id, as in the records' source.model
	State      ModelState
	Pages      int // it was built from
	Givers     int // of courses, that these pages are of
	BuiltAt    time.Time
	Run        int64  // that built it; 0: a person's command
	Applied    string // how the archived pages were last read with it; "": they were not
	Sample     string // short hashes of the pages it was built from, one a line
	Body       string // YAML
}
