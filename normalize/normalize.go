// Package normalize types what the parser found: a Draft, in the page's own words, becomes a Record of dates,
// hours, euros, telephone numbers, places and LHÉO codes. What it cannot read stays in its raw words, as an
// issue; what a page does not say stays absent.
//
// It is not for finding words on a page (parser), for fetching, or for storing, and it has no clock: "today"
// never becomes a value. Vocabularies live in normalize/vocab, places in normalize/geo.
package normalize

import (
	"carif/schema"
	"carif/sites"
)

// Normalizer turns drafts into records. It is safe for concurrent use.
type Normalizer struct {
}

// Options tell New where to look.
type Options struct {
	// VocabDir is a folder of YAML vocabularies layered over the embedded ones; "" for none.
	VocabDir string
}

// New loads the vocabularies and the reference data.
func New(o Options) (*Normalizer, error) { return &Normalizer{}, nil }

// Record types a draft. It is pure: the same draft, page and site give the same record.
func (n *Normalizer) Record(d schema.Draft, page schema.Page, site *sites.Site) schema.Record {
	return schema.Record{}
}

// Value reads one printed value by the rules of a field; see Fields. The answer is a JSON-able object that
// holds "raw"; an unreadable value gives nulls and a "reason". The error is for an unknown field only.
func (n *Normalizer) Value(field, raw string) (any, error) { return nil, nil }

// Fields lists the names Value knows.
func Fields() []string { return nil }

// VocabularyVersion is a hash over the vocabularies in use, stored with records so that a change of coding can
// be told from a change of the page.
func (n *Normalizer) VocabularyVersion() string { return "" }
