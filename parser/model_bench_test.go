package parser

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"carif/parser/site"
	"carif/schema"
)

// BenchmarkWithModel compares parsing with a model to html.Parse of the same bytes, on the real pages where they are at
// hand, else on invented ones.
func BenchmarkWithModel(b *testing.B) {
	pages := realPages(b)
	m, _ := site.Build("exemple.fr", sketchesOf(b, pages), site.Default(), words{})
	p, err := New()
	if err != nil {
		b.Fatal(err)
	}
	with := p.With(m)
	b.Run("html.Parse", func(b *testing.B) {
		for b.Loop() {
			for i := range pages {
				if _, err := html.Parse(strings.NewReader(string(pages[i].Body))); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	for name, p := range map[string]*Parser{"alone": p, "with model": with} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for i := range pages {
					if _, err := p.Parse(pages[i], nil); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkBuild builds a model from 500 pages, beyond the parse.
func BenchmarkBuild(b *testing.B) {
	real := realPages(b)
	var pages []schema.Page
	for len(pages) < 500 {
		pages = append(pages, real...)
	}
	sketches := sketchesOf(b, pages[:500])
	for i, s := range sketches {
		s.Name, s.URL = s.Name+string(rune('a'+i/26))+string(rune('a'+i%26)), ""
		s.Givers = append([]string{string(rune('a'+i/26)) + string(rune('a'+i%26))}, s.Givers...)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		site.Build("exemple.fr", sketches, site.Default(), words{})
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(before.HeapAlloc)/(1<<20), "sketches-MB")
}

func realPages(tb testing.TB) []schema.Page {
	files, err := filepath.Glob("../../shared/corpus/www.defi-metiers.fr/*.html")
	if err != nil || len(files) == 0 {
		return manyPages(60, plain)
	}
	var out []schema.Page
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, schema.Page{File: "exemple.fr/" + filepath.Base(f), Body: body})
	}
	return out
}
