package amount

import "testing"

func TestTariffs(t *testing.T) {
	type row struct {
		amount    float64
		tax, kind string
	}
	for _, c := range []struct {
		label, text string
		want        []row
	}{
		{"Tarif", "590 € TTC", []row{{590, "ttc", ""}}},
		{"Prix HT", "1 200 €", []row{{1200, "ht", ""}}},
		{"Tarif", "590 € net de taxe (exonéré art. 261-4-4° du CGI)", []row{{590, "exempt", ""}}},
		{"Tarif", "Inter : 590 € HT / Intra : 1 200 € HT", []row{{590, "ht", "inter"}, {1200, "ht", "intra"}}},
		{"Tarif intra-entreprise", "1 500 euros", []row{{1500, "", "intra"}}},
		{"Tarif", "590 €\nfrais de dossier : 30 €", []row{{590, "", ""}}},
		{"Tarif", "Nous consulter", nil},
		{"Tarif", "500 € HT soit 600 € TTC", nil},
	} {
		got := Tariffs(c.label, c.text)
		if len(got) != len(c.want) {
			t.Errorf("%q: %d prices, want %d", c.text, len(got), len(c.want))
			continue
		}
		for i, w := range c.want {
			if g := got[i]; *g.Amount != w.amount || g.Tax != w.tax || g.Kind != w.kind {
				t.Errorf("%q: %v %q %q, want %v", c.text, *g.Amount, g.Tax, g.Kind, w)
			}
		}
	}
}
