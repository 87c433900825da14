package skim

import (
	"strings"
	"testing"
)

func hashOf(body string) string { return Read([]byte(body)).Hash() }

// What changes on every answer is no change; what a reader would want to know is one.
func TestHash(t *testing.T) {
	base := `<html><head><title>Fiche</title></head><body><nav>Menu</nav><main><header><h1>Titre</h1></header><p>Le 12/10/2026 de 9h00 à 17h00</p>` +
		`<img src="/i/ouvert.png?v=1" alt="Ouverte"><a href="mailto:a@example.org">Écrire</a></main><div id="footer">Il est 10:22</div></body></html>`
	same := map[string][2]string{
		"footer":         {"Il est 10:22", "Il est 10:23"},
		"navigation":     {"Menu", "Autre menu"},
		"class":          {"<main>", `<main class="x">`},
		"cache buster":   {"?v=1", "?v=2"},
		"white space":    {"<p>Le 12", "<p>\n  Le  12"},
		"script":         {"</head>", "<script>t=1</script></head>"},
		"comment":        {"</main>", "<!-- 0.12 --></main>"},
		"clock":          {"</main>", "<p>10:22:33</p></main>"},
		"generated in":   {"</main>", "<p>0,123 s</p></main>"},
		"ticking number": {"</main>", `<p class="compteur">123 visites</p></main>`},
	}
	for name, c := range same {
		a, b := hashOf(base), hashOf(strings.Replace(base, c[0], c[1], 1))
		if name == "clock" || name == "generated in" || name == "ticking number" {
			other := strings.NewReplacer("33", "59", "123", "456").Replace(strings.Replace(base, c[0], c[1], 1))
			a = hashOf(other)
		}
		if a != b {
			t.Errorf("%s: a change", name)
		}
	}
	changed := map[string][2]string{
		"a block of data": {"</head>", `<script type="application/ld+json">{"startDate":"2027-03-04T09:00"}</script></head>`},
		"title":           {"Titre", "Autre"}, "hours": {"9h00", "9h30"}, "date": {"12/10", "13/10"},
		"icon's words": {"Ouverte", "Fermée"},
		"icon's file":  {"ouvert.png", "ferme.png"}, "mail": {"a@example.org", "b@example.org"},
		"seconds of a course": {"17h00", "35 h"},
	}
	for name, c := range changed {
		if hashOf(base) == hashOf(strings.Replace(base, c[0], c[1], 1)) {
			t.Errorf("%s: no change", name)
		}
	}
}

// TestHashOfData: a day that only a script of data tells is a change, a token of the answer is none.
func TestHashOfData(t *testing.T) {
	page := func(day, token string) string {
		return hashOf(`<html><head><script id="__NEXT_DATA__">{"token":"` + token + `","debut":"` + day + `T09:00:00"}</script></head><body><p>Soudage</p></body></html>`)
	}
	const one, two = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	if page("2027-03-04", one) == page("2027-03-05", one) {
		t.Error("another day: no change")
	}
	if page("2027-03-04", one) != page("2027-03-04", two) {
		t.Error("another token: a change")
	}
}

// TestHashIgnoresStamps: when a page was made is no change of it; what it says is.
func TestHashIgnoresStamps(t *testing.T) {
	const base = "<html><body><h1>Soudage</h1><p>du 12/01/2026 au 16/01/2026, 9h00 - 17h00</p>"
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"time", "<p>Page générée à 03:00:00</p>", "<p>Page générée à 04:11:12</p>", true},
		{"date and time", "<p>Page générée le 24/11/2026 à 03:00:00</p>", "<p>Page générée le 25/11/2026 à 04:11:12</p>",
			true},
		{"latin-1", "<p>le 24/11/2026 \xe0 03:00:00</p>", "<p>le 25/11/2026 \xe0 04:11:12</p>", true},
		{"ISO", "<p>2026-11-24T03:00:00</p>", "<p>2026-11-25T04:11:12</p>", true},
		{"ISO with a blank", "<p>2026-11-24 03:00:00</p>", "<p>2026-11-25 04:11:12</p>", true},
		{"date alone", "<p>du 12/02/2026</p>", "<p>du 13/02/2026</p>", false},
		{"date and hour", "<p>le 12/02/2026 à 9h00</p>", "<p>le 13/02/2026 à 9h00</p>", false},
		{"words", "<p>Un</p>", "<p>Deux</p>", false},
	} {
		got := hashOf(base+c.a) == hashOf(base+c.b)
		if got != c.same {
			t.Errorf("%s: got same %v, want %v", c.name, got, c.same)
		}
	}
}

// TestLeads: another link, base or word to crawlers is another lead; other words are not.
func TestLeads(t *testing.T) {
	const base = `<head><meta name="robots" content="all"></head><a href="/a">Un</a><a href="/b">Deux</a><p class="x">Mot</p>`
	leads := func(s string) string { return Read([]byte(s)).Leads() }
	for from, to := range map[string]string{"/a": "/c", `"all"`: `"noindex"`, `"/a">Un</a><a href="/b"`: `"/a/b"`,
		"<head>": `<head><base href="/x">`} {
		if leads(strings.Replace(base, from, to, 1)) == leads(base) {
			t.Errorf("%s for %s: the same leads", to, from)
		}
	}
	if leads(strings.NewReplacer("Un", "1", "Mot", "Autre", "x", "y").Replace(base)) != leads(base) {
		t.Error("other words: other leads")
	}
}
