package parser

import (
	"testing"
)

// TestLabelsInAttributes: a label may stand in an attribute, in the name of a picture or in a tab that opens a panel.
func TestLabelsInAttributes(t *testing.T) {
	checkPages(t, []pageCase{
		{"aria-label of a box", basket(`<div aria-label="Durée">21 heures</div>`), []string{"duration 21 heures"}, nil},
		{"title of a line", basket(`<p title="Tarif">350 €</p>`), []string{"price 350 €"}, nil},
		{"data-label of a cell", basket(`<table><tr><td data-label="Public">Artisans</td></tr></table>`), []string{"audience Artisans"}, nil},
		{"alt of a picture", basket(`<p><img src="c.png" alt="Durée"> 21 heures</p>`), []string{"duration 21 heures"}, nil},
		{"name of an icon", basket(`<p><svg role="img" aria-label="Public"></svg> Artisans</p>`), []string{"audience Artisans"}, nil},
		{"words of an icon font", basket(`<p><i class="material-icons">schedule</i> <b>Durée :</b> 21 heures</p>`), []string{"duration 21 heures"}, []string{"schedule"}},
		{"a printed label goes before", basket(`<p><img src="c.png" alt="Public"> Durée : 21 heures</p>`), []string{"duration 21 heures"}, []string{"audience"}},
		{"no label", basket(`<p title="Zorglub">Osier de pays</p>`), []string{"unclaimed Osier de pays"}, nil},
		{"tabs", `<title>Vannerie</title><main><h1>Vannerie</h1><ul><li><a href="#o">Objectifs</a></li><li><a href="#p">Programme</a></li></ul>` +
			`<div id="o"><p>Tresser l'osier.</p></div><div id="p"><p>Le panier rond.</p></div></main>`,
			[]string{"objective Tresser l'osier.", "programme Le panier rond."}, nil},
	})
}
