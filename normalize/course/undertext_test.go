package course

import (
	"testing"

	"carif/schema"
)

// TestUnderLabel: a session's words keep their label once.
func TestUnderLabel(t *testing.T) {
	for _, c := range []struct{ label, words, want string }{
		{"Date limite d'inscription", "14/09/2012", "Date limite d'inscription : 14/09/2012"},
		{"Effectif conventionné", "Effectif conventionné : NC", "Effectif conventionné : NC"},
		{"Commentaires", "Contacter l'organisme", "Contacter l'organisme"},
		{"", "14/09/2012", "14/09/2012"},
	} {
		if got := underLabel(&schema.Value{Label: c.label, Text: c.words}); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestExempts: who needs no selection is no way to select.
func TestExempts(t *testing.T) {
	for words, want := range map[string]bool{
		"Sont dispensés de l'épreuve écrite :":       true,
		"Est dispensée des épreuves la personne qui": true,
		"Seront exemptés les candidats bacheliers":   true,
		"Entretien": false, "Sont requis": false, "Dispense possible sur dossier": false,
	} {
		if exempts(words) != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}
