package parser

import (
	"testing"

	"carif/parser/session"
	"carif/parser/wording"
)

func TestTellsDates(t *testing.T) {
	for s, want := range map[string]bool{"du 4 au 8 janvier 2027": true, "Lundi 8 avril 2027": true, "Groupe 2 : 8 et 9 avril 2027": true, "le 12/03/2027 à 9h": true,
		"Entrées et sorties permanentes": true, "Brest (29) : avril 2027": true,
		"Jury : 12 mars 2027": false, "Brest": false, "": false, "12": false} {
		if got := session.TellsDates(s); got != want {
			t.Errorf("tellsDates(%q) = %v", s, got)
		}
	}
}

func TestCutOrdinal(t *testing.T) {
	for s, want := range map[string]string{"Groupe 2 : 8 et 9 avril 2027": "8 et 9 avril 2027", "Session n° 1 - Brest": "Brest", "- Promo A (mars 2027)": "(mars 2027)",
		"Cycle 3": "", "Groupe de 8": "", "Session 2027": "", "Stage 4 jours": "", "Brest 2 : 8 avril": "", "Groupe": "", "": ""} {
		got, cut := wording.CutOrdinal(s)
		if wantCut := want != "" || s == "Cycle 3"; cut != wantCut || cut && got != want || !cut && got != s {
			t.Errorf("cutOrdinal(%q) = %q, %v, want %q, %v", s, got, cut, want, wantCut)
		}
	}
}

// TestDatedLines: lines under no label of sessions are sessions where most of them say when and where.
func TestDatedLines(t *testing.T) {
	checkPages(t, []pageCase{
		{"when and where", basket(`<h2>Prochainement</h2><p>Du 5 janvier au 3 avril 2026 à Brest, il reste des places</p><p>Du 2 mars au 5 juin 2026 à Quimper, complet</p>`),
			[]string{"sessions 2", "1 session.city Brest", "1 session.state il reste des places", "2 session.city Quimper", "2 session.state complet",
				"2 session.dates Du 2 mars au 5 juin 2026"}, nil},
		{"when alone", basket(`<h2>Prochainement</h2><p>Les chantiers du 5 janvier au 3 avril 2026 ont plu.</p><p>Du 2 mars au 5 juin 2026, travaux.</p>`),
			[]string{"sessions 0"}, nil},
		{"groups", basket(`<h2>Sessions</h2><ul><li>Groupe 1 : 8 et 9 avril 2027</li><li>Groupe 2 : 12 et 13 mai 2027</li></ul>`),
			[]string{"sessions 2", "1 session.dates 8 et 9 avril 2027", "2 session.dates 12 et 13 mai 2027"}, nil},
	})
}
