package parser

import "testing"

// TestTeasers: what the head of a page says before the course's own facts is none of them: of what kind it is, when the next
// session begins, links to the parts of the page.
func TestTeasers(t *testing.T) {
	card := `<article class="s"><h3><span class="d">Du <time>04/01/2027</time> au <time>08/01/2027</time></span> <span class="p">Brest (29)</span></h3>` +
		`<dl><dt>Lieu de formation</dt><dd>2 quai du Port<br>29200 Brest</dd></dl></article>`
	checkPages(t, []pageCase{
		{"the kind of course over the title", `<title>Vannerie</title><body><main><header><p>Certification</p><h1>Vannerie</h1><p>Proposée par l'Atelier</p></header><section>` +
			aSheet + `</section></main>`, []string{"title Vannerie"}, []string{"validation Vannerie", "validation Proposée"}},
		{"the next session", basket(`<ul><li><span>Prochaine session</span> <strong>4 janv. 2027 à Brest</strong></li></ul><section><h2>Sessions</h2>` + card + `</section>`),
			[]string{"sessions 1", "1 session.city 2 quai du Port / 29200 Brest"}, nil},
		{"the next one of two", basket(`<ul><li><span>Prochaine session</span> <strong>4 janv. 2027</strong></li></ul><section><h2>Sessions</h2>` + card +
			`<article class="s"><h3><span class="d">Du <time>01/03/2027</time> au <time>05/03/2027</time></span> <span class="p">Quimper (29)</span></h3></article></section>`),
			[]string{"sessions 2"}, nil},
		{"links to the parts of the page", `<title>Vannerie</title><body><ul class="skip"><li><a href="#main">Contenu</a></li><li><a href="#foot">Pied de page</a></li></ul><main id="main">` +
			`<h1>Vannerie</h1><section>` + aSheet + `</section></main>`, []string{"title Vannerie"}, []string{"programme Pied"}},
		{"a list of courses", `<title>Trouver</title><body><main><h1>Nos cours du moment</h1>` + aListed("Vannerie") + aListed("Poterie") + aListed("Tissage") + aListed("Reliure") + `</main>`,
			nil, []string{"title"}},
	})
}

func aListed(name string) string {
	return `<article><h2><a href="/` + name + `">` + name + `</a></h2><dl><dt>Prochaine session</dt><dd>11/01/2027</dd><dt>En centre</dt><dd>560 h</dd><dt>Objectif</dt><dd>Savoir la ` +
		name + `.</dd></dl></article>`
}

// TestHeadsOfSessions: a day and its town, a region's name and an address stand over the sessions they are of.
func TestHeadsOfSessions(t *testing.T) {
	two := `<div class="g"><div class="c"><p>Du 4 janvier 2027 au 8 janvier 2027</p><p>Entrées et sorties permanentes</p><span class="b">Places disponibles</span><p>Session n° 21_155F_1</p></div>` +
		`<div class="c"><p>Du 1er mars 2027 au 5 mars 2027</p><p>Entrées et sorties permanentes</p><span class="b">Complet</span><p>Session n° 21_155F_2</p></div></div>`
	checkPages(t, []pageCase{
		{"a region and an address", basket(`<h2>Dates et lieux</h2><section><h3>Tours <span>(37)</span></h3><p class="up">Centre-Val de Loire</p><p>9 rue du Port, 37100 Tours</p>` + two + `</section>`),
			[]string{"sessions 2", "1 session.city Tours (37)", "1 session.city 9 rue du Port, 37100 Tours", "2 session.city 9 rue du Port, 37100 Tours",
				"1 session.state Places disponibles", "2 session.state Complet", "1 session.entry_exit Entrées et sorties permanentes", "1 session.native_id 21_155F_1"},
			[]string{"session.provider"}},
		{"a label and its words among sessions", basket(`<h2>Sessions</h2><div class="k"><h4>Du 4 au 8 janvier 2027 - Brest (29)</h4><p><b>Moyens matériels</b></p><p>Pas de moyens particuliers.</p></div>`),
			[]string{"sessions 1"}, []string{"unclaimed Moyens"}},
		{"a day and a town", basket(`<h2>Sessions</h2><article><h3>Le 12/01/2027 Issoudun (36)</h3><p>N° de session : 405510</p></article><article><h3>Le 13/02/2027 Bourges (18)</h3><p>N° de session : 405511</p></article>`),
			[]string{"sessions 2", "1 session.native_id 405510", "2 session.native_id 405511"}, []string{"unclaimed Le 12"}},
		{"a place that a script tells is no session", basket(`<h2>Sessions</h2><p>Aucune session programmée pour le moment.</p><script type="application/ld+json">` +
			`{"@context":"https://schema.org","@type":"Course","name":"Vannerie","hasCourseInstance":[{"@type":"CourseInstance","location":{"@type":"Place","address":{"addressLocality":"Brest"}}}]}</script>`),
			[]string{"sessions 0"}, nil},
	})
}

// TestUnitHeads: the headings of numbered parts are the programme's, whatever their words suggest; a sentence before a list is
// no label of two things.
func TestUnitHeads(t *testing.T) {
	checkPages(t, []pageCase{
		{"numbered parts", basket(`<h2>Contenu</h2><h3>Pôle 1 : organisation de la production</h3><ul><li>Trier les brins</li></ul><h3>Pôle 2 : préparation</h3><ul><li>Tresser</li></ul>`),
			nil, []string{"pace Trier"}},
		{"opinions are no audience", basket(`<h2>Avis des anciens stagiaires</h2><p>4,1/5</p><p>56 avis</p>`), nil, []string{"audience 4,1"}},
		{"the centre that takes one in", basket(`<h2>Le centre qui vous accueille</h2><p>Centre de Metz</p><p>8 rue des Ateliers</p><p>57070 Metz</p>`), nil, []string{"audience Centre"}},
		{"a word before a colon in a sentence", basket(`<h2>Remarques</h2><p>Réunions, mails, téléphone : gagnez en aisance.</p>`), nil, []string{"phones"}},
		{"at the end, you will", basket(`<h2>À la fin du cours, vous serez capable de</h2><ul><li>tresser un fond</li></ul>`), nil, []string{"session.end"}},
		{"conditions under modalities", basket(`<h2>Modalités</h2><p>Être titulaire d'un diplôme de niveau 4 ou justifier de trois ans d'activité</p>`), nil, []string{"teaching_mode"}},
	})
}
