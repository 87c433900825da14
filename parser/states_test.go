package parser

import (
	"strings"
	"testing"

	"carif/parser/wording"
)

func TestTellsState(t *testing.T) {
	for s, want := range map[string]bool{
		"Complet": true, "COMPLÈTE": true, "(complet)": true, "Candidatures closes": true, "Session ouverte": true, "Inscriptions sont closes": true,
		"Recrutement clos": true, "Formation annulée": true, "Session déjà complète": true, "Session reportée": true, "– fermé": true, "Suspendue": true,
		"": false, "Session": false, "Inscription": false, "Est complet": false, "Complet session": false, "Le dossier complet": false,
		"Ouvert aux salariés de la région": false, "Brest": false, "Programme complet": false, "Session ouverte encore ouverte encore ouverte": false,
		strings.Repeat("complet ", 12): false,
	} {
		if got := wording.TellsState(s); got != want {
			t.Errorf("tellsState(%q) = %v", s, got)
		}
	}
}

// TestStateBesideDates: what is said behind the dates of a session, in brackets or between commas, is its state.
func TestStateBesideDates(t *testing.T) {
	checkPages(t, []pageCase{
		{"in brackets", basket(`<h2>Sessions</h2><ul><li>BREST du 04/01/2027 au 08/01/2027 (candidatures closes)</li></ul>`),
			[]string{"1 session.city BREST", "1 session.dates du 04/01/2027 au 08/01/2027", "1 session.state candidatures closes"}, nil},
		{"between commas", basket(`<h2>Sessions</h2><ul><li>du 01/03/2027 au 05/03/2027, 12 places, complet</li></ul>`),
			[]string{"1 session.dates du 01/03/2027 au 05/03/2027", "1 session.state complet", "1 session.text 12 places"}, nil},
	})
}
