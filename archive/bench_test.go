package archive

import (
	"context"
	"testing"
)

// BenchmarkAppend: a 40 kB course page with request and metadata, synced every hundred.
func BenchmarkAppend(b *testing.B) {
	a := openTest(b, b.TempDir(), testOptions())
	x := page(1, 40_000)
	b.SetBytes(int64(len(x.Body)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		mustAppend(b, a, x)
		if i%100 == 99 {
			if err := a.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkAppendRevisit: the same page found unchanged.
func BenchmarkAppendRevisit(b *testing.B) {
	a := openTest(b, b.TempDir(), testOptions())
	x := page(1, 40_000)
	ref := mustAppend(b, a, x)
	x.RevisitOf = &ref
	b.ReportAllocs()
	for b.Loop() {
		mustAppend(b, a, x)
	}
}

// BenchmarkRead: by reference, digest checked.
func BenchmarkRead(b *testing.B) {
	a := openTest(b, b.TempDir(), testOptions())
	x := page(1, 40_000)
	ref := mustAppend(b, a, x)
	b.SetBytes(int64(len(x.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Read(ref); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWalk: in order, as reparse reads.
func BenchmarkWalk(b *testing.B) {
	a := openTest(b, b.TempDir(), testOptions())
	for i := range 200 {
		mustAppend(b, a, page(i, 40_000))
	}
	b.SetBytes(200 * 40_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := a.Walk(context.Background(), func(Ref, Exchange) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
