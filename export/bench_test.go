package export

import (
	"path/filepath"
	"testing"

	"carif/export/scrub"
)

// BenchmarkWrite exports a thousand courses with 2 500 sessions in each format.
func BenchmarkWrite(b *testing.B) {
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			dir := b.TempDir()
			b.ReportAllocs()
			for b.Loop() {
				o := Options{Format: f.Name, Out: filepath.Join(dir, "export"+f.Extensions[len(f.Extensions)-1]),
					Geo: everywhere{}}
				if _, err := Write(b.Context(), fake{n: 1000, make: many}, o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "µs/course")
		})
	}
}

// BenchmarkScrub is what taking people out costs a record.
func BenchmarkScrub(b *testing.B) {
	r := many(1)
	s := scrub.Scrubber{Warn: new(warnings).add}
	for b.Loop() {
		s.Record(r)
	}
}
