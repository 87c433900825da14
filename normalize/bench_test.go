package normalize

import (
	"testing"

	"carif/schema"
)

// BenchmarkRecord types one draft with two sessions: the cost of a page after parsing.
func BenchmarkRecord(b *testing.B) {
	n := newNormalizer(b)
	d, site := modern(), modernSite()
	n.Record(d, schema.Page{}, site) // the tables of places are built at their first use
	b.ReportAllocs()
	for b.Loop() {
		n.Record(d, schema.Page{}, site)
	}
}
