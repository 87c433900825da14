// Package normalize types what the parser found: a Draft, in the page's own words, becomes a Record of dates,
// hours, euros, telephone numbers, places and LHÉO codes. What it cannot read stays in its raw words, as an
// issue; what a page does not say stays absent. Package value below it types one value, course puts a record
// together, identity tells the same thing seen twice.
//
// It is not for finding words on a page (parser), for fetching, or for storing, and it has no clock: "today"
// never becomes a value. Recognisers of dates, numbers and codes live in text, vocabularies in vocab, places in geo.
package normalize

import (
	"carif/normalize/course"
	"carif/normalize/value"
	"carif/schema"
	"carif/sites"
	"carif/vocab"
)

// Normalizer turns drafts into records. It is read-only after New and safe for concurrent use.
type Normalizer struct {
	values *value.Reader
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
	return &Normalizer{values: &value.Reader{Vocab: v}}, nil
}

// VocabularyVersion is a hash over the vocabularies in use, stored with records so that a change of coding can
// be told from a change of the page.
func (n *Normalizer) VocabularyVersion() string { return n.values.Vocab.Version() }

// Vocabularies gives the vocabularies in use.
func (n *Normalizer) Vocabularies() *vocab.Set { return n.values.Vocab }

// Record types a draft. It is pure: the same draft, page and site give the same record, and neither is changed.
// A nil site is the generic one.
func (n *Normalizer) Record(d schema.Draft, page schema.Page, site *sites.Site) schema.Record {
	return course.Record(n.values, d, page, site)
}

// Fields lists the names Value knows, in alphabetical order.
func Fields() []string { return value.Fields() }

// ErrUnknownField is the answer to a field that Value does not know.
var ErrUnknownField = value.ErrUnknownField

// Value reads one printed value by the rules of a field; see Fields. The answer is one of the types of package value:
// it marshals to a JSON object that has "raw", the words as given, first. An unreadable value gives nulls and a
// "reason". The error is ErrUnknownField only.
func (n *Normalizer) Value(field, raw string) (any, error) { return n.values.Value(field, raw) }
