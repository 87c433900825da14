package geo

import (
	"runtime"
	"testing"
)

// BenchmarkResolve reads every official name with its department, then with a
// postal code; "lookups/s" is the figure of docs/accuracy.md.
func BenchmarkResolve(b *testing.B) {
	x := index(b)
	var queries []Query
	x.Communes(func(c Commune) bool {
		if c.Parent == "" {
			queries = append(queries, Query{City: spellings[1].write(c.Name), Department: c.Department})
			if len(c.Postal) > 0 {
				queries = append(queries, Query{City: c.Postal[0] + " " + c.Name + " Cedex 2"})
			}
		}
		return true
	})
	x.weak()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x.Resolve(queries[i%len(queries)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lookups/s")
}

// BenchmarkResolveUnknown is the worst case: words that every spelling is tried for.
func BenchmarkResolveUnknown(b *testing.B) {
	x := index(b)
	x.weak()
	b.ReportAllocs()
	for b.Loop() {
		x.Resolve(Query{City: "Maison de la formation professionnelle", Department: "59"})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lookups/s")
}

// BenchmarkNew loads the tables; "live-MB" is what they hold afterwards.
func BenchmarkNew(b *testing.B) {
	var x *Index
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		var err error
		if x, err = New(); err != nil {
			b.Fatal(err)
		}
	}
	x.weak()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "live-MB")
	runtime.KeepAlive(x)
}
