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

func BenchmarkReadPeriod(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ReadPeriod("du 01/01/2025 au 31/12/2026 Entrée / sortie à date fixe")
	}
}

func BenchmarkReadPhones(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		readPhones("", "Tél : 01 99 00 12 34 Fax : 01 99 00 12 35")
	}
}
