package parser

import (
	"testing"
)

// TestLabelsInTheirSection: a label that many things have means what its section is about.
func TestLabelsInTheirSection(t *testing.T) {
	checkPages(t, []pageCase{
		{"the name of a diploma", basket(`<h2>Diplôme à la clé</h2><dl><dt>Intitulé</dt><dd>Titre de vannier</dd></dl>`),
			[]string{"title Vannerie", "validation Titre de vannier"}, []string{"title Titre"}},
		{"the number of a certification", basket(`<h2>Fiche RNCP</h2><dl><dt>N°</dt><dd>37275</dd></dl>`),
			[]string{"codes.rncp 37275"}, []string{"native_id"}},
		{"a reference that is words", basket(`<dl><dt>Référence du référentiel</dt><dd>Guide des osiers de pays</dd></dl>`), nil, []string{"native_id"}},
		{"a reference that is one", basket(`<dl><dt>Référence</dt><dd>V-2417</dd></dl>`), []string{"native_id V-2417"}, nil},
	})
}
