package parser

import (
	"testing"
)

// TestPairsSideBySide: a label and its value beside it, without any mark of a label.
func TestPairsSideBySide(t *testing.T) {
	checkPages(t, []pageCase{
		{"a side panel of spans", basket(`<div><h3>En bref</h3><div><span>Durée</span> <span>21 heures</span></div><div><span>Lieu</span> <span>Brest (29)</span></div>` +
			`<div><span>Tarif</span> <span>350 €</span></div></div>`), []string{"duration 21 heures", "1 session.city Brest (29)", "price 350 €"}, nil},
		{"rows of blocks", basket(`<div><div><p class="a">Durée</p><p class="b">21 heures</p></div><div><p class="a">Tarif</p><p class="b">350 €</p></div></div>`),
			[]string{"duration 21 heures", "price 350 €"}, nil},
		{"a label of no list among others", basket(`<div><div><span>Durée</span> <span>21 heures</span></div><div><span>Tarif</span> <span>350 €</span></div>` +
			`<div><span>Langue parlée</span> <span>Breton</span></div></div>`), []string{"duration 21 heures", "unclaimed Langue parlée Breton"}, nil},
		{"words alone", basket(`<div><span>Zorglub</span> <span>Trucmuche</span></div>`), []string{"unclaimed Zorglub Trucmuche"}, nil},
		{"a sentence", basket(`<div><span>Durée et tarif se discutent.</span> <span>Écrivez au centre.</span></div>`), nil, []string{"duration", "price"}},
	})
}
