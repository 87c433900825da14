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

// TestStateOfOthers: what a state says of other courses, of certificates and open days, and of people is not the course's.
func TestStateOfOthers(t *testing.T) {
	state := func(s string) string {
		return `<script type="application/json">{"formation":{"intitule":"Vannerie",` + s + `}}</script>`
	}
	checkPages(t, []pageCase{
		{"the next course", state(`"suivante":{"intitule":"Poterie","prix":900,"dureeHeures":70}`) + basket(""), nil, []string{"900", "70 heures"}},
		{"a course like it", state(`"prix":350,"parent":{"intitule":"Poterie","prix":900}`) + basket(""), []string{"price 350 EUR"}, []string{"900"}},
		{"certificates", state(`"certifications":[{"libelle":"Qualité","dateDebut":"2023-01-01","dateFin":"2028-01-01"}]`) + basket(""), []string{"sessions 0"}, []string{"2023"}},
		{"approvals", state(`"agrements":[{"dateDebut":"2023-01-01","dateFin":"2028-01-01"}]`) + basket(""), []string{"sessions 0"}, []string{"2023"}},
		{"open days", state(`"evenements":[{"nom":"Portes ouvertes","dateDebut":"2027-02-01","dateFin":"2027-02-01","ville":"Brest"}]`) + basket(""), []string{"sessions 0"}, nil},
		{"sessions behind courses like it", state(`"formationsLiees":[{"intitule":"Poterie","prix":900}],"sessions":[{"dateDebut":"2027-04-01","ville":"Brest"}]`) + basket(""),
			[]string{"sessions 1", "1 session.start 2027-04-01"}, []string{"900"}},
		{"called off", state(`"sessions":[{"dateDebut":"2027-02-01","ville":"Brest","annulee":true},{"dateDebut":"2027-03-01","statut":"Annulée"},{"dateDebut":"2027-04-01"}]`) +
			basket(""), []string{"sessions 1", "1 session.start 2027-04-01", "unclaimed state sessions 2027-02-01 Brest : annulée"}, nil},
		{"people", state(`"nomContact":"Odile Inventée","animateur":"Odile Inventée","equipe":[{"prenom":"Odile","bio":"Odile tresse"}],
"infos":"Écrire à odile@example.org","organisme":{"description":"Dirigé par une artisane","nom":"Atelier Osier"}`) + basket(""),
			[]string{"provider.name Atelier Osier"}, []string{"Odile", "odile"}},
		{"places not filled", state(`"prix":"-1","niveauSortie":"{{niveau}}"`) + basket(""), nil, []string{"price", "exit_level"}},
		{"a counter of visits", `<script>dataLayer = [{"title":"Vannerie","price":1,"hours":12}]; window.x = {}</script>` + basket(""), nil, []string{"1 EUR", "12 heures"}},
	})
}

// TestBlocksOfOthers: a block is the page's where its name is; the same said twice is said once, and what differs is told.
func TestBlocksOfOthers(t *testing.T) {
	block := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	const offer = `"offers":{"price":490,"priceCurrency":"EUR"}}`
	checkPages(t, []pageCase{
		{"another course", block(`{"@type":"Course","name":"Anglais débutant",`+offer) + basket(""), []string{"unclaimed schema.org Course Anglais débutant"}, []string{"490"}},
		{"an article in common", block(`{"@type":"Course","name":"Gestion de paie",`+offer) + strings.ReplaceAll(basket(""), "Vannerie", "Conduite de ligne"),
			[]string{"unclaimed schema.org Course Gestion de paie"}, []string{"490"}},
		{"a longer name", block(`{"@type":"Course","name":"Stage de vannerie",`+offer) + basket(""), []string{"price 490 EUR"}, nil},
		{"a meeting about it", block(`{"@type":"Event","name":"Vannerie : réunion d'information","startDate":"2027-02-01"}`) + basket(""), []string{"sessions 0"}, nil},
		{"another price", block(`{"@type":"Course","name":"Vannerie",`+offer) + basket("<h2>Tarif</h2><p>1 490 €</p>"),
			[]string{"price 1 490 €", "unclaimed schema.org price 490 EUR"}, nil},
		{"the same price", block(`{"@type":"Course","name":"Vannerie",`+offer) + basket("<h2>Tarif</h2><p>490,00 € net</p>"), nil, []string{"unclaimed schema.org price"}},
		{"forgotten dates", block(`{"@type":"Course","name":"Vannerie","hasCourseInstance":[{"startDate":"2021-01-04"}]}`) +
			basket("<h2>Sessions</h2><p>Brest (29) : du 8 au 10 mars 2027</p>"), []string{"sessions 1", "unclaimed schema.org hasCourseInstance 2021-01-04"}, []string{"1 session.start 2021"}},
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
