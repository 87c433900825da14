package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestState: the state that a page's scripts start from gives fields nothing printed tells, and dates to printed sessions;
// what no field takes is listed, and people are left alone.
func TestState(t *testing.T) {
	const state = `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"menu":[{"title":"Accueil"}],"formation":{"intitule":"Vannerie","slug":"vannerie",
"dureeHeures":35,"publicVise":"<p>Aux tresseurs</p>","organisme":{"nom":"Atelier Osier","ville":"Quimper"},"referent":{"nom":"Odile Inventée"},"niveauSortie":{"code":3,"libelle":"CAP, BEP"},
"codesRome":["B1802"],"atelierSurRdv":"Le samedi sur rendez-vous","sessions":[{"dateDebut":"2027-03-03T23:00:00Z","dateFin":"2027-03-06","lieu":{"ville":"Brest","codePostal":"29200"}}]},
"similaires":[{"intitule":"Poterie","prerequis":"Aimer la terre","sessions":[{"dateDebut":"2027-05-01"}]}]}}}</script>`
	checkPages(t, []pageCase{
		{"nothing printed", state + basket(""), []string{"duration 35 heures", "audience Aux tresseurs", "provider.name Atelier Osier", "exit_level CAP, BEP",
			"codes.rome B1802", "sessions 1", "1 session.start 2027-03-04", "1 session.end 2027-03-06", "1 session.city 29200 Brest",
			"unclaimed state atelierSurRdv Le samedi sur rendez-vous"}, []string{"Inventée", "Aimer la terre", "codes 3"}},
		{"words printed", state + basket(`<h2>Public</h2><p>Salariés</p><h2>Durée</h2><p>5 jours</p>`), []string{"duration 5 jours", "unclaimed state dureeHeures 35 heures",
			"unclaimed state publicVise Aux tresseurs"}, []string{"audience Aux tresseurs"}},
		{"another page's title", state + `<h1>Poterie</h1><h2>Objectifs</h2><p>Tourner</p><h2>Durée</h2><p>5 jours</p><h2>Prérequis</h2><p>Aucun</p>`,
			[]string{"sessions 1", "1 session.start 2027-05-01"}, []string{"Aux tresseurs"}},
		{"a page that its scripts draw", `<title>Stages</title><div id="app"></div>` + state, []string{"title Vannerie", "duration 35 heures", "sessions 1"}, []string{"Poterie"}},
		{"a list that its scripts draw", `<title>Stages</title><div id="app"></div><script type="application/json">{"formations":[{"intitule":"Vannerie","dureeHeures":35,"prerequis":"Aucun","publicVise":"Tous"},
{"intitule":"Poterie","dureeHeures":14,"prerequis":"Aucun","publicVise":"Tous"}]}</script>`, []string{"refused empty_shell: the page has no content of its own"}, nil},
		{"microdata", `<div itemscope itemtype="https://schema.org/Course">` + basket(`<meta itemprop="name" content="Vannerie"><span itemprop="hasCourseInstance" itemscope
itemtype="https://schema.org/CourseInstance"><meta itemprop="startDate" content="2027-03-04"></span>`) + `</div>`, []string{"sessions 1", "1 session.start 2027-03-04"}, nil},
		{"an event of the course", `<script type="application/ld+json">[{"@type":"Event","name":"Vannerie, session de mars","startDate":"2027-03-04","location":{"name":"Brest"}},
{"@type":"Event","name":"Portes ouvertes","startDate":"2027-04-04"}]</script>` + basket(""), []string{"sessions 1", "1 session.start 2027-03-04", "unclaimed schema.org Event Portes ouvertes 2027-04-04"}, nil},
		{"courses beside it", `<script type="application/ld+json">[{"@type":"Course","name":"Vannerie","offers":{"price":350,"priceCurrency":"EUR"}},{"@type":"Course","name":"Poterie",
"offers":{"price":20,"priceCurrency":"EUR"}}]</script>` + basket(""), []string{"price 350 EUR"}, []string{"20 EUR"}},
	})
}

// TestEmbeddedHash: a page that says something else to machines alone says something else.
func TestEmbeddedHash(t *testing.T) {
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	hash := func(page string) string {
		res, err := p.Parse(schema.Page{Body: []byte(page)}, nil)
		if err != nil || len(res.Drafts) != 1 {
			t.Fatalf("%v, %d drafts", err, len(res.Drafts))
		}
		return res.ContentHash
	}
	const block = `<script type="application/ld+json">{"@type":"Course","name":"Vannerie","hasCourseInstance":[{"startDate":"2027-03-04"}]}</script>`
	page := block + basket("")
	if hash(page) == hash(strings.Replace(page, "2027-03-04", "2027-03-05", 1)) {
		t.Error("the hash does not tell what machines are told")
	}
}
