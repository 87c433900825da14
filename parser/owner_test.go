package parser

import (
	"strings"
	"testing"

	"carif/parser/site"
	"carif/schema"
)

// TestOwnerOfABodysSite: a training body's own site tells by its foot whose it is, and a catalogue's does not.
func TestOwnerOfABodysSite(t *testing.T) {
	page := func(title, header, facts, foot string) string {
		return `<title>` + title + `</title><body><header><a href="/">` + header + `</a></header><main><h1>Vannerie</h1>` + aSheet + facts +
			`</main><footer><p>` + foot + `</p></footer>`
	}
	const nda = "Déclaration d'activité enregistrée sous le numéro 99 99 12345 99, ne vaut pas agrément de l'État"
	checkPages(t, []pageCase{
		{"a declaration", page("Vannerie - Les Osiers du Port", "Les Osiers du Port", "", nda), []string{"provider Les Osiers du Port"}, nil},
		{"a certificate", page("Les Osiers du Port | Vannerie", "Les Osiers du Port", "",
			"La certification qualité a été délivrée au titre de la catégorie : actions de formation"), []string{"provider Les Osiers du Port"}, nil},
		{"no mark", page("Vannerie - Les Osiers du Port", "Les Osiers du Port", "", "Mentions légales"), nil, []string{"provider"}},
		{"a name that no header prints", page("Vannerie - Les Osiers du Port", "Accueil", "", nda), nil, []string{"provider"}},
		{"a title that names the course alone", page("Vannerie", "Vannerie", "", nda), nil, []string{"provider"}},
		{"a provider of its own", page("Vannerie - Les Osiers du Port", "Les Osiers du Port", `<h2>Organisme de formation</h2><p>Maison des paniers</p>`, nda),
			nil, []string{"Les Osiers du Port"}},
	})
}

// TestUpdatedInFurniture: the sheet's date may stand at the foot of the page, but there stands the site's, too.
func TestUpdatedInFurniture(t *testing.T) {
	page := func(foot string) string { return basket(`</main><footer><p>` + foot + `</p></footer>`) }
	checkPages(t, []pageCase{
		{"the sheet's", page("Fiche mise à jour le 3 mars 2027"), []string{"updated_on 3 mars 2027"}, nil},
		{"the page's", page("Dernière mise à jour : 03/03/2027"), []string{"updated_on 03/03/2027"}, nil},
		{"the site's", page("Site mis à jour le 3 mars 2027"), nil, []string{"updated_on"}},
		{"the terms'", page("Mentions légales modifiées le 3 mars 2027"), nil, []string{"updated_on"}},
		{"no change", page("Depuis le 3 mars 2027"), nil, []string{"updated_on"}},
		{"told before", basket(`<p>Mis à jour le 5 mai 2027</p></main><footer><p>Fiche mise à jour le 3 mars 2027</p></footer>`),
			[]string{"updated_on 5 mai 2027"}, []string{"3 mars"}},
	})
}

// TestNameUnderProposedBy: the heading right under who gives a course is their name, unless it is one of the sheet's.
func TestNameUnderProposedBy(t *testing.T) {
	checkPages(t, []pageCase{
		{"a name", basket(`<aside><h3>Proposée par</h3><h4>Les Osiers du Port</h4><p>3 rue du Port, 29200 Brest</p></aside>`),
			[]string{"provider Les Osiers du Port / 3 rue du Port, 29200 Brest"}, nil},
		{"a question", basket(`<aside><h3>Proposée par</h3><h4>Une question ?</h4><p>01 99 00 21 04</p></aside>`), nil, []string{"provider Une question", "provider.name"}},
		{"a label", basket(`<aside><h3>Proposée par</h3><h4>Durée</h4><p>21 heures</p></aside>`), []string{"duration 21 heures"}, []string{"provider Durée"}},
	})
}

// TestQuestionsAreNoProviders: a question over an address asks, and names nobody.
func TestQuestionsAreNoProviders(t *testing.T) {
	checkPages(t, []pageCase{
		{"a question", basket(`<div><h3>Zorglub ou Bulgroz ?</h3><p>3 rue du Port</p><p>29200 Brest</p></div>`), nil, []string{"provider.name", "provider Zorglub"}},
		{"a name", basket(`<div><h3>Les Osiers du Port</h3><p>3 rue du Port</p><p>29200 Brest</p></div>`), []string{"provider Les Osiers du Port / 3 rue du Port / 29200 Brest"}, nil},
	})
}

// TestOwnContentIsNoFurniture: what the page calls its content does not make it a menu, and numbers are none.
func TestOwnContentIsNoFurniture(t *testing.T) {
	head := `<title>Vannerie - Centre Essai</title><body>`
	checkPages(t, []pageCase{
		{"the goal of a skip link", head + `<main id="skip-content"><h1>Vannerie</h1>` + `<p>Durée : 21 heures</p>` + aSheet + `</main>`, []string{"title Vannerie", "duration 21 heures"}, nil},
		{"with one label", head + `<main id="skip-content"><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p><h2>Prochainement</h2>` +
			`<p>Du 5 janvier au 3 avril 2027 à Brest, il reste des places</p><p>Du 2 mars au 5 juin 2027 à Quimper, complet</p></main>`,
			[]string{"title Vannerie", "objective Tresser.", "sessions 2"}, []string{"refused"}},
		{"a box of that name beside it", head + `<main><h1>Vannerie</h1>` + aSheet + `<h2>Public</h2><p>Tous</p></main><div><div id="skip-links"><p>Zorglub</p><p>Aller au menu</p></div></div>`,
			nil, []string{"Zorglub"}},
		{"numbers and mailboxes", basket(`<h2>Contact</h2><div><p>Odile Kerambrun</p><ul><li><a href="tel:+33199002104">01 99 00 21 04</a></li>` +
			`<li><a href="tel:+33199002105">01 99 00 21 05</a></li><li><a href="mailto:o@example.org">o@example.org</a></li></ul></div>`), []string{"contacts Odile Kerambrun / - 01 99 00 21 04 / - 01 99 00 21 05 / - o@example.org"}, nil},
		{"a menu", basket(`<div><ul><li><a href="/a.html">Zorglub</a></li><li><a href="/b.html">Bulgroz</a></li><li><a href="/c.html">Grozbul</a></li></ul></div>`),
			nil, []string{"Zorglub"}},
	})
}

// TestAddressThatAPageGivesItself: a page without a URL has its number from the one it says it has, where the site's model
// reads numbers there.
func TestAddressThatAPageGivesItself(t *testing.T) {
	generic, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	m := &site.Model{NativeID: &site.URLPart{Segment: 1, Part: "first"}}
	const id = "native_id 4711\n"
	for _, c := range []struct {
		name, url, canonical string
		p                    *Parser
		want                 bool
	}{
		{"canonical", "", "https://example.org/f/4711-vannerie.html", generic.With(m), true},
		{"the page's own URL goes first", "https://example.org/f/4711-vannerie.html", "https://example.org/f/4712-vannerie.html", generic.With(m), true},
		{"no model", "", "https://example.org/f/4711-vannerie.html", generic, false},
		{"no address", "", "/f/4711-vannerie.html", generic.With(m), false},
		{"no web", "", "ftp://example.org/f/4711-vannerie.html", generic.With(m), false},
		{"none", "", "", generic.With(m), false},
		{"broken", "", "https://[4711-", generic.With(m), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<link rel="canonical" href="` + c.canonical + `">` + basket(``)
			if got := printResult(t, c.p, schema.Page{URL: c.url, Body: []byte(body)}); strings.Contains(got, id) != c.want {
				t.Errorf("number from the address: want %v in\n%s", c.want, got)
			}
		})
	}
}
