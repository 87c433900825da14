package site

import (
	"net/url"
	"strings"
	"testing"
)

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte("site: a\nmodel: b\nchrome: [{text: x, at: p}]\n"), "Fiche n° 12")
	f.Add([]byte("site: a\ntemplates: [{line: 'Fiche n° {native_id} du {updated_on}'}]\nnative_id: {segment: 1, part: last}\n"), "Fiche n° 12 du 3 mai 2024")
	f.Add([]byte("site: a\nsessions: [{at: li, columns: {a: session.city}}]\noverride: {labels: {a: title}}\n"), "x")
	f.Add([]byte("site: [\n"), "")
	f.Fuzz(func(t *testing.T, b []byte, line string) {
		m, err := Unmarshal(b)
		if err != nil {
			return
		}
		m.Line(line, func() string { return "p" })
		for _, h := range m.Fill(line) {
			if h.From < 0 || h.From >= h.To || h.To > len(line) {
				t.Fatalf("hole %v in %q", h, line)
			}
		}
		m.MayFill(line)
		if u, err := url.Parse(line); err == nil {
			m.URLID(u)
		}
		text, err := m.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Unmarshal(text); err != nil && len(text) < maxModel {
			t.Fatalf("cannot read what it wrote: %v\n%s", err, text)
		}
	})
}

func TestIDInURLs(t *testing.T) {
	for _, c := range []struct{ url, part, want string }{
		{"https://x.fr/formation/123456", "whole", "123456"},
		{"https://x.fr/formation/cap-cuisine-98765.html", "last", "98765"},
		{"https://x.fr/formation/98765-cap-cuisine", "first", "98765"},
		{"https://x.fr/formation/cap-cuisine", "last", ""},
	} {
		u, err := url.Parse(c.url)
		if err != nil {
			t.Fatal(err)
		}
		p := URLPart{Segment: 1, Part: c.part}
		if got := p.of(u); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.url, c.part, got, c.want)
		}
	}
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want float64
	}{{5, 5, .57}, {10, 10, .72}, {20, 20, .84}, {50, 50, .93}, {0, 0, 0}} {
		if got := wilson(c.k, c.n); got < c.want-.01 || got > c.want+.01 {
			t.Errorf("wilson(%d, %d) = %.3f, want %.2f", c.k, c.n, got, c.want)
		}
	}
}

func TestStableClass(t *testing.T) {
	for in, want := range map[string]string{"card session-card mb-3": "card", "css-1x2y3z titre": "titre", "sc-bdVaJa": "", "jss42": "", "fiche-sub": "fiche-sub", "": ""} {
		if got := StableClass(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		at, place string
		want      bool
	}{{"div>p", "div.a>p.b", true}, {"div.a>p", "div.b>p", false}, {"div>p", "div>div>p", false}, {"", "", true}, {"div>p", "divx>p", false}} {
		if got := fits(c.at, c.place); got != c.want {
			t.Errorf("fits(%q, %q) = %t", c.at, c.place, got)
		}
	}
}

func TestUnmarshalNamesTheFault(t *testing.T) {
	for text, want := range map[string]string{"model: x\n": "whose model", "site: a\nchrme: []\n": "chrme"} {
		if _, err := Unmarshal([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
