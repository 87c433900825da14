package parser

import (
	"testing"

	"carif/parser/wording"
)

func TestLabelKey(t *testing.T) {
	tests := []struct{ a, b string }{
		{"Durée de la formation", "DUREE FORMATION :"},
		{"Public(s) visé(s)", "publics visés"},
		{"Niveau d’entrée requis", "Niveau d'entree requis :"},
		{"Pré-requis", "pré requis"},
		{"Le + de cette formation", "Le plus de cette formation"},
		{"Modalités d'enseignement (contacter l'organisme)", "Modalité d’enseignement"},
	}
	for _, tt := range tests {
		if a, b := wording.LabelKey(tt.a), wording.LabelKey(tt.b); a != b {
			t.Errorf("%q is %q, %q is %q: want one key", tt.a, a, tt.b, b)
		}
	}
	if a, b := wording.LabelKey("Niveau (entrée)"), wording.LabelKey("Niveau (sortie)"); a == b {
		t.Errorf("one key for two labels: %q", a)
	}
}
