package crawler

import (
	"bytes"
	"testing"

	"github.com/klauspost/compress/gzip"

	"carif/crawler/robots"
)

func TestShapes(t *testing.T) {
	same := [][2]string{
		{"http://h/c/12", "http://h/c/3456"}, {"http://h/l?page=1", "http://h/l?page=200"},
		{"http://h/l?a=x&b=y", "http://h/l?b=z&a="},
		{"http://h/s;jsessionid=0A1B2C3D4E5F60718293", "http://h/s;jsessionid=FFEE00112233445566AA"},
		{"http://h/l?f0=a", "http://h/l?f0=a&f1=b"},
	}
	for _, p := range same {
		if shapeOf(p[0]) != shapeOf(p[1]) {
			t.Errorf("%s and %s: %s, %s", p[0], p[1], shapeOf(p[0]), shapeOf(p[1]))
		}
	}
	other := [][2]string{{"http://h/c/12", "http://h/d/12"}, {"http://h/l?page=1", "http://h/l"},
		{"http://h/soudage", "http://h/peinture"}, {"http://h/l?a=1", "http://h/l?b=1"}}
	for _, p := range other {
		if shapeOf(p[0]) == shapeOf(p[1]) {
			t.Errorf("%s and %s: both %s", p[0], p[1], shapeOf(p[0]))
		}
	}
	groups := []string{"http://h/l", "http://h/l?page=2", "http://h/l/2", "http://h/l/page/3", "http://h/l-4",
		"http://h/l/"}
	for _, g := range groups {
		if groupOf(g) != "http://h/l" {
			t.Errorf("%s: group %s", g, groupOf(g))
		}
	}
}

func TestTotals(t *testing.T) {
	tests := map[string]int{"1 234 formations trouvees": 1234, "45 resultats": 45, "1.234.567 offres": 1234567,
		"page 3 sur 12": 0, "aucune formation": 0, "12 formations sur 40 resultats": 12, "2024 2025 formations": 2025}
	for text, want := range tests {
		if got := totalOf(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestProductToken(t *testing.T) {
	for agent, want := range map[string]string{"carif/1.0 (+https://example.org)": "carif", "carif": "carif",
		"My-Bot_x/2": "My-Bot_x", "1carif": "", "": "", "(compatible; carif)": ""} {
		if got := robots.ProductToken(agent); got != want {
			t.Errorf("%q: got %q, want %q", agent, got, want)
		}
		if _, err := New(nil, Options{UserAgent: agent}); (err == nil) != (want != "") {
			t.Errorf("%q: New says %v", agent, err)
		}
	}
	if _, err := New(nil, Options{UserAgent: "carif/1\r\nX: y"}); err == nil {
		t.Error("a line break in the user agent passes")
	}
	if _, err := New(nil, Options{UserAgent: "carif", Recheck: 1.5}); err == nil {
		t.Error("a recheck share over 1 passes")
	}
}

func TestSitemapLimits(t *testing.T) {
	lim := DefaultLimits()
	lim.SitemapBytes = 1000
	for size, fits := range map[int]bool{1000: true, 1001: false} {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(bytes.Repeat([]byte(" "), size)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := sitemapBody(b.Bytes(), lim); (err == nil) != fits {
			t.Errorf("gzip file of %d bytes: %v", size, err)
		}
	}
}
