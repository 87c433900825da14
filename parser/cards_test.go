package parser

import (
	"testing"

	"carif/parser/outline"
)

// TestSessionCards: boxes drawn alike that tell when and where are one session each, and those that lead to pages of their own
// are other courses.
func TestSessionCards(t *testing.T) {
	checkPages(t, []pageCase{
		{"boxes of sessions", basket(`<h2>Sessions</h2><div class="s"><article><h3>Brest (29)</h3><p>Du 4 au 8 janvier 2027</p><p>Session complète</p></article>` +
			`<article><h3>Quimper (29)</h3><p>Du 1 au 5 mars 2027</p><p>Places disponibles</p></article></div>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "1 session.dates Du 4 au 8 janvier 2027", "1 session.state Session complète",
				"2 session.city Quimper (29)", "2 session.dates Du 1 au 5 mars 2027", "2 session.state Places disponibles"}, nil},
		{"without a heading over them", basket(`<div class="s"><div class="c"><b>Brest (29)</b><p>Du 4 au 8 janvier 2027</p></div>` +
			`<div class="c"><b>Quimper (29)</b><p>Du 1 au 5 mars 2027</p></div></div>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "2 session.dates Du 1 au 5 mars 2027"}, nil},
		{"other courses", basket(`<div class="g"><div class="c"><a href="/f/poterie.html">Poterie : tourner un bol</a><p>Du 4 au 8 janvier 2027</p><p>Brest (29)</p></div>` +
			`<div class="c"><a href="/f/tissage.html">Tissage : monter un métier</a><p>Du 1 au 5 mars 2027</p><p>Quimper (29)</p></div></div>`),
			[]string{"sessions 0"}, []string{"Brest", "Poterie", "unclaimed"}},
		{"testimonies", basket(`<div class="g"><div class="t"><p>Odile K.</p><p>12 mars 2026</p><p>Une belle semaine, on apprend vite.</p></div>` +
			`<div class="t"><p>Yann B.</p><p>3 avril 2026</p><p>Je recommande ce stage.</p></div></div>`), []string{"sessions 0", "unclaimed Odile K."}, nil},
		{"days of registration", basket(`<div class="g"><div class="t"><p>Dossier</p><p>Date limite : 12 mars 2027</p></div>` +
			`<div class="t"><p>Entretien</p><p>Date limite : 3 avril 2027</p></div></div>`), []string{"sessions 0"}, nil},
	})
}

func TestNamesSession(t *testing.T) {
	for s, want := range map[string]bool{"session-card": true, "carte_session": true, "Session": true, "sessions": false, "obsession": false, "": false} {
		if got := outline.NamesSession(s); got != want {
			t.Errorf("namesSession(%q) = %v", s, got)
		}
	}
}
