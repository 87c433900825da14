package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

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

// TestPageBehind: under a label whose words only say where to click stands the page behind them.
func TestPageBehind(t *testing.T) {
	checkPages(t, []pageCase{
		{"a page", basket(`<p><b>+ d'infos :</b> <a href="http://www.example.org/vannerie">Cliquez ici</a></p>`), []string{"other http://www.example.org/vannerie"}, nil},
		{"an action", basket(`<p><b>+ d'infos :</b> <a href="javascript:print()">Cliquez ici</a></p>`), nil, []string{"javascript"}},
	})
}

// TestNumberOfPlace: a number under a place is not that of the person named before it, one under the person is.
func TestNumberOfPlace(t *testing.T) {
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	const person, phone = `<p><b>Responsable pédagogique :</b> Odile Inventée</p>`, `<p><b>Téléphone :</b> 01 99 00 11 22</p>`
	for between, together := range map[string]bool{"": true, `<p><b>Lieu de déroulement :</b> 12 rue Inventée 29200 Brest</p>`: false} {
		res, err := p.Parse(schema.Page{Body: []byte(basket(person + between + phone))}, nil)
		if err != nil || len(res.Drafts) != 1 {
			t.Fatalf("%v, %d drafts", err, len(res.Drafts))
		}
		groups := map[int]int{}
		for _, v := range res.Drafts[0].Values {
			if strings.HasPrefix(string(v.Field), string(schema.FieldContact)) {
				groups[v.Group]++
			}
		}
		if len(groups) == 1 != together {
			t.Errorf("%q between: contacts of %d groups, together %v", between, len(groups), together)
		}
	}
}
