// Package normalize types what the parser found: a Draft, in the page's own words, becomes a Record of dates,
// hours, euros, telephone numbers, places and LHÉO codes. What it cannot read stays in its raw words, as an
// issue; what a page does not say stays absent.
//
// It is not for finding words on a page (parser), for fetching, or for storing, and it has no clock: "today"
// never becomes a value. Vocabularies live in vocab, places in geo.
package normalize

import (
	"fmt"

	"carif/geo"
	"carif/schema"
	"carif/sites"
	"carif/vocab"
)

// Normalizer turns drafts into records. It is read-only after New and safe for concurrent use.
type Normalizer struct {
	vocab *vocab.Set
}

// Options tell New where to look.
type Options struct {
	// VocabDir is a folder of YAML vocabularies layered over the embedded ones; "" for none.
	VocabDir string
}

// New loads the vocabularies. One with a mistake is an error that names its file, line and reason.
func New(o Options) (*Normalizer, error) {
	v, err := vocab.Load(o.VocabDir)
	if err != nil {
		return nil, err
	}
	return &Normalizer{vocab: v}, nil
}

// places gives the tables of places. They are read at the first record, since a night in which nothing changed has
// none. They stand in the program: a mistake in them is a mistake of the build.
func (n *Normalizer) places() *geo.Index {
	g, err := geo.Default()
	if err != nil {
		panic(fmt.Sprintf("load places: %v", err))
	}
	return g
}

// VocabularyVersion is a hash over the vocabularies in use, stored with records so that a change of coding can
// be told from a change of the page.
func (n *Normalizer) VocabularyVersion() string { return n.vocab.Version() }

// Vocabularies gives the vocabularies in use.
func (n *Normalizer) Vocabularies() *vocab.Set { return n.vocab }

// Record types a draft. It is pure: the same draft, page and site give the same record, and neither is changed.
// A nil site is the generic one.
func (n *Normalizer) Record(d schema.Draft, page schema.Page, site *sites.Site) schema.Record {
	if site == nil {
		site = sites.Generic()
	}
	b := newBuilder(n, d, page, site)
	b.identity()
	b.texts()
	b.coded()
	b.codes()
	b.durations()
	b.prices()
	b.funding()
	b.contacts()
	b.provider()
	b.sessions()
	b.leftovers()
	b.afterwards()
	return b.rec
}
