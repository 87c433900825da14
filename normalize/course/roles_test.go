package course

import "testing"

// TestNameRole parts a person from what they do.
func TestNameRole(t *testing.T) {
	for words, want := range map[string][2]string{
		"Madame Camille EXEMPLE - Responsable de formation":      {"Madame Camille EXEMPLE", "Responsable de formation"},
		"Camille EXEMPLE, référente handicap":                    {"Camille EXEMPLE", "référente handicap"},
		"Mme EXEMPLE réferente administrative - Site Inventé":    {"Mme EXEMPLE", "réferente administrative - Site Inventé"},
		"Camille EXEMPLE (secrétaire)":                           {"Camille EXEMPLE", "secrétaire"},
		"Camille de l'Exemple":                                   {"Camille de l'Exemple", ""},
		"Le service responsable des inscriptions":                {"Le service responsable des inscriptions", ""},
		"Camille EXEMPLE, 12 rue Inventée":                       {"Camille EXEMPLE, 12 rue Inventée", ""},
		"Camille EXEMPLE ; Claude FICTIVE conseillère en emploi": {"Camille EXEMPLE ; Claude FICTIVE conseillère en emploi", ""},
	} {
		if name, role := nameRole(words); name != want[0] || role != want[1] {
			t.Errorf("%q: %q, %q; want %q", words, name, role, want)
		}
	}
	for label, want := range map[string]string{"Responsable pédagogique :": "Responsable pédagogique", "Contact": "", "Responsable": "", "Accueil du public": "",
		"Référent handicap": "Référent handicap"} {
		got := ""
		if r := roleOfLabel(label); r != nil {
			got = *r
		}
		if got != want {
			t.Errorf("label %q: %q, want %q", label, got, want)
		}
	}
}
