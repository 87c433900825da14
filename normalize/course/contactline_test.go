package course

import "testing"

// TestBareName: words that lead from a name to its number are no part of it.
func TestBareName(t *testing.T) {
	for in, want := range map[string]string{
		"Z. FICTIVE, ligne directe": "Z. FICTIVE", "Zoé Fictive appeler": "Zoé Fictive", "Zoé Fictive appeler le": "Zoé Fictive",
		"Contacter Zoé FICTIVE au": "Zoé FICTIVE", "Zoé FICTIVE joignable au": "Zoé FICTIVE", "Zoé FICTIVE - tél.": "Zoé FICTIVE",
		"Yann LE": "Yann LE", "Zoé FICTIVE": "Zoé FICTIVE", "de Fictive Zoé": "de Fictive Zoé", "Contact": "", "": "",
	} {
		if got := bareName(in); got != want {
			t.Errorf("bareName(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestNameBeside: a line of numbers and mailboxes names a person, or a desk, which is none.
func TestNameBeside(t *testing.T) {
	for in, want := range map[string]string{
		"Zoé FICTIVE - 01 99 00 12 34 - z@example.org": "Zoé FICTIVE", "Zoé FICTIVE, 01 99 00 12 34": "Zoé FICTIVE",
		"Zoé FICTIVE 01 99 00 12 34 z@example.org": "Zoé FICTIVE", "Mme FICTIVE - z@example.org": "Mme FICTIVE",
		"z@example.org - Zoé FICTIVE": "Zoé FICTIVE", "accueil@example.org / 01 99 00 12 34": "", "Service Formation 01 99 00 12 34": "",
		"Responsable Formation : 01 99 00 12 34": "", "Standard : 01 99 00 12 34": "", "Appelez le 01 99 00 12 34": "",
		"Zoé van FICTIVE 01 99 00 12 34": "Zoé van FICTIVE", "du lundi au vendredi 01 99 00 12 34": "",
	} {
		if got := nameBeside(in); got != want {
			t.Errorf("nameBeside(%q) = %q, want %q", in, got, want)
		}
	}
}
