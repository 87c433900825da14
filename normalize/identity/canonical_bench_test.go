package identity

import (
	"fmt"
	"testing"
)

// BenchmarkCanonical: 40,000 rows, of which a third print a SIRET and a third no place.
func BenchmarkCanonical(b *testing.B) {
	ps := make([]Provider, 40_000)
	for i := range ps {
		ps[i] = Provider{Key: fmt.Sprintf("s%d/%d", i%30, i), Site: fmt.Sprint("s", i%30), Name: fmt.Sprint("Centre de formation ", i/3)}
		switch i % 3 {
		case 0:
			ps[i].SIRET = fmt.Sprintf("%014d", i)
			ps[i].Commune = fmt.Sprintf("%05d", i%999)
		case 1:
			ps[i].Commune = fmt.Sprintf("%05d", (i-1)%999)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := Canonical(ps, Rules{}); len(got) != len(ps) {
			b.Fatal(len(got))
		}
	}
}
