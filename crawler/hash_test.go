package crawler

import (
	"strings"
	"testing"
)

// What changes on every answer is no change; what a reader would want to know is one.
func TestRegionHash(t *testing.T) {
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
		a, b := RegionHash([]byte(base), nil), RegionHash([]byte(strings.Replace(base, c[0], c[1], 1)), nil)
		if name == "clock" || name == "generated in" || name == "ticking number" {
			other := strings.NewReplacer("33", "59", "123", "456").Replace(strings.Replace(base, c[0], c[1], 1))
			a = RegionHash([]byte(other), nil)
		}
		if a != b {
			t.Errorf("%s: a change", name)
		}
	}
	changed := map[string][2]string{
		"title": {"Titre", "Autre"}, "hours": {"9h00", "9h30"}, "date": {"12/10", "13/10"}, "icon's words": {"Ouverte", "Fermée"},
		"icon's file": {"ouvert.png", "ferme.png"}, "mail": {"a@example.org", "b@example.org"}, "seconds of a course": {"17h00", "35 h"},
	}
	for name, c := range changed {
		if RegionHash([]byte(base), nil) == RegionHash([]byte(strings.Replace(base, c[0], c[1], 1)), nil) {
			t.Errorf("%s: no change", name)
		}
	}
}
