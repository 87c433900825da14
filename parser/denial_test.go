package parser

import "testing"

// TestDenials: a picture that is called the contrary of the words before it is printed, whatever stands beside it.
func TestDenials(t *testing.T) {
	const cross, tick = `<img src="x.gif" alt="Pas de restauration sur le site">`, `<img src="x.gif" alt="Restauration sur le site">`
	checkPages(t, []pageCase{
		{"a cross", basket(`<h2>Accueil</h2><p><b>Restauration</b> ` + cross + ` <b>Hébergement</b> <img src="x.gif" alt="Hébergement sur le site"></p>`),
			[]string{"other non"}, nil},
		{"a tick", basket(`<h2>Accueil</h2><p><b>Restauration</b> ` + tick + `</p>`), nil, []string{"other non", ": non"}},
		{"a picture of the same words", basket(`<h2>Tarif</h2><p>Sans frais <img alt="Sans frais de dossier"></p>`), nil, []string{": non"}},
	})
}

// TestCalledAfter: a box that is called after its label is a part of the sheet, whatever part of a site its name calls up.
func TestCalledAfter(t *testing.T) {
	box := func(id string) string {
		return basket(`<div id="` + id + `"><div class="t">Méthodes et outils pédagogiques</div><div>Cours et travaux dirigés.</div></div><h2>Tarif</h2><p>350 €</p>`)
	}
	checkPages(t, []pageCase{
		{"its label", box("PanelMethodeOutilsPedago"), []string{"methods Cours et travaux dirigés."}, nil},
		{"the site's tools", basket(`<div id="outils"><a href="/p">Imprimer</a> <a href="/e">Envoyer</a></div>`), nil, []string{"Imprimer"}},
	})
}
