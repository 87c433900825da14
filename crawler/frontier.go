package crawler

import (
	"context"

	"carif/crawler/spool"
	"carif/parser/page"
	"carif/schema"
)

// Fetched is how one fetch ended, with the document that was read from its answer on the way.
type Fetched struct {
	schema.Fetched
	// Doc is the page as it was parsed when its answer came; nil where nothing had to be parsed. Who reads the page
	// reads it from here, for it is parsed once. It is let go when the visit is over.
	Doc *page.Doc

	// Body is the body of a feed, aside, and Page.Body is empty then. It goes when the visit is over.
	Body *spool.Body

	settled bool // an alias of an entry that will not be asked again in this run
}

// Visit receives every fetch, good or bad, and makes it durable: archive first, then in ONE transaction the
// page, its records, its links (Found) and the entry's new state (Next). It may let pages wait for others, where the
// store knows of them before it says that nothing is left. An error ends the walk. It must be able
// to take a page that is done already: at the end of a walk listings and sentinels may be looked at again. Of a feed it
// reads the body itself: it may say what the outcome was, and it is stopped by its context.
type Visit func(ctx context.Context, f *Fetched) error
