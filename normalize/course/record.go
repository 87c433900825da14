// Package course puts a record together: the values of a Draft, typed one by one by package value, become a course,
// its provider, contacts and sessions. What could not be read is an issue, what no field took stays under its label.
//
// It is not for reading a value's words: that is package value and the recognisers in text.
package course

import (
	"carif/normalize/value"
	"carif/schema"
	"carif/sites"
)

// Record types a draft with the vocabularies of r. A nil site is the generic one.
func Record(r *value.Reader, d schema.Draft, page schema.Page, site *sites.Site) schema.Record {
	if site == nil {
		site = sites.Generic()
	}
	b := newBuilder(r, d, page, site)
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
