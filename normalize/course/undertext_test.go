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
