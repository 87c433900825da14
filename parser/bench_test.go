package parser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"carif/parser/page"
	"carif/schema"
)

// benchPage is a page of about 40 kB: a real one where the corpus is there, else an authored layout repeated.
func benchPage(b *testing.B) []byte {
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "*", "*.html"))
	var best []byte
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		if d, e := abs(len(body)-40000), abs(len(best)-40000); d < e {
			best = body
		}
	}
	if best == nil {
		best = []byte(strings.Repeat(layouts[0].page, 1+40000/len(layouts[0].page)))
	}
	return best
}

func abs(n int) int { return max(n, -n) }

func BenchmarkParse(b *testing.B) {
	body := benchPage(b)
	p, err := New()
	if err != nil {
		b.Fatal(err)
	}
	text, _ := page.Decode(body, "")
	b.Run("html", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := html.Parse(strings.NewReader(text)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.Parse(schema.Page{Body: body}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
