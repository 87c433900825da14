package parser

import (
	"testing"
)

// TestLinesOfSeveralParts: inline elements side by side that each say something else are lines of their own.
func TestLinesOfSeveralParts(t *testing.T) {
	checkPages(t, []pageCase{
		{"a bar of labels and values", basket(`<p><strong>Durée</strong> <span>21 heures</span> <strong>Tarif</strong> <span>350 €</span></p>`),
			[]string{"duration 21 heures", "price 350 €"}, nil},
		{"a value and a button", basket(`<p><b>Durée :</b> 21 heures <a href="/i.html">Je candidate</a></p>`),
			[]string{"duration 21 heures"}, []string{"candidate"}},
		{"two labels in one line", basket(`<p><span>Réf. : V-2417</span> <span>Fiche mise à jour le 3 mai 2026</span></p>`),
			[]string{"native_id V-2417", "updated_on 3 mai 2026"}, nil},
		{"words in bold in a sentence", basket(`<h2>Remarques</h2><p>La <b>durée</b> et le <b>prix</b> se discutent avec <b>le centre</b> avant <b>le stage</b>.</p>`),
			nil, []string{"duration", "price"}},
	})
}
