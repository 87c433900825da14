package parser

import "testing"

// TestHouseWords: a site's own words, told by the heading and the text under it together.
func TestHouseWords(t *testing.T) {
	house := func(heading, text string) string {
		return `<title>Vannerie</title><main><h1>Vannerie</h1><h2>Durée</h2><p>21 heures</p><h2>Programme</h2><p>Le fond et l'anse.</p><h2>Tarif</h2><p>300 €</p>` +
			`<div class="b"><h2>` + heading + `</h2><div class="t">` + text + `</div></div></main>`
	}
	checkPages(t, []pageCase{
		{"what one can do at the end", house("À la sortie, tu sauras", `<ul><li>tresser un fond</li><li>préparer les brins</li><li>concevoir une anse</li></ul>`),
			[]string{"objective - tresser un fond / - préparer les brins / - concevoir une anse"}, nil},
		{"what one must bring along", house("Ton bagage de départ", `<p>Savoir lire et compter, être à l'aise de ses mains.</p>`), []string{"prerequisites Savoir lire et compter, être à l'aise de ses mains."}, nil},
		{"the paper", house("Le papier que vous emportez", `<p>Attestation de fin de stage</p>`), []string{"validation Attestation de fin de stage"}, nil},
		{"how it is marked", house("Comment vous êtes noté", `<p>Un QCM, puis une épreuve devant un jury.</p>`), []string{"assessment Un QCM, puis une épreuve devant un jury."}, nil},
		{"who pays", house("Qui règle la note ?", `<p>Votre OPCO ou le CPF.</p>`), []string{"funding Votre OPCO ou le CPF."}, nil},
		{"a text that does not agree", house("Ton bagage de départ", `<p>Le marché de Noël ouvre samedi.</p>`), nil, []string{"prerequisites Le marché"}},
		{"a heading that does not", house("Le petit mot de l'atelier", `<p>Savoir lire et compter, être à l'aise de ses mains.</p>`), nil, []string{"prerequisites Savoir lire"}},
		{"who teaches", house("Qui anime ?", `<p>Une vannière et deux formateurs, dix ans d'expérience.</p>`), nil, []string{"audience", "prerequisites"}},
		{"how long before", house("Combien de temps avant ?", `<p>Inscription possible jusqu'à 8 jours avant le début.</p>`), nil, []string{"duration Inscription"}},
	})
}

// TestShortLabels: labels printed short keep the point that says so, wherever they stand.
func TestShortLabels(t *testing.T) {
	checkPages(t, []pageCase{
		{"bold before a colon", basket(`<p><b>Obj.</b> : tresser l'osier<br><b>Cont.</b> : <b>Module 1</b> : le fond<br><b>Niv. req.</b> : CAP<br>` +
			`<b>Publ.</b> : salariés<br><b>Nb h. entr.</b> : 70<br><b>Valid.</b> : attestation</p>`),
			[]string{"objective tresser l'osier", "programme Module 1 : le fond", "entry_level CAP", "audience salariés", "duration.company_hours 70", "validation attestation"}, nil},
		{"heads of a table and the legend below", basket(`<h2>Sessions</h2><table><tr><th>N° sess.</th><th>Déb.</th><th>Fin</th><th>Lieu</th><th>Insc.</th></tr>` +
			`<tr><td>27S01</td><td>04/01/2027</td><td>08/01/2027</td><td>Brest</td><td>Compl.</td></tr></table>` +
			`<p>Déb. : date de début - Insc. : inscriptions (Compl. = complet)</p>`),
			[]string{"sessions 1", "1 session.start 04/01/2027", "1 session.city Brest", "1 session.state Compl."}, []string{"date de début", "inscriptions"}},
		{"a glossary", basket(`<p><b>Adr.</b> : adresse<br><b>Cont.</b> : contenu du stage<br><b>Organ.</b> : organisme de formation<br><b>Publ.</b> : publics visés</p>`),
			nil, []string{"audience", "programme contenu", "provider organisme"}},
	})
}

// TestBadges: items of a row that look alike name no values of one another.
func TestBadges(t *testing.T) {
	checkPages(t, []pageCase{
		{"a row of badges", basket(`<ul class="b"><li class="x">Diplôme</li><li class="x">Niveau 4</li><li class="x">Filière bois</li></ul>`), nil, []string{"validation Niveau 4"}},
		{"a value as a heading", basket(`<div class="c"><h4>14 heures</h4><p>soit 2 jours</p></div><div class="c"><h4>6 à 8 stagiaires</h4><p>et deux formatrices</p></div>`),
			[]string{"duration 14 heures / soit 2 jours", "group_size 6 à 8 stagiaires / et deux formatrices"}, []string{"audience"}},
	})
}

// TestCentresOfSessions: cards that lead to the page of a centre are no other courses, and each date in them is a session.
func TestCentresOfSessions(t *testing.T) {
	card := func(name, town, dates string) string {
		return `<div class="card"><div class="h"><h3><a href="/centres/x/">` + name + `</a></h3><p>` + town + `</p></div><ul class="d">` + dates + `</ul></div>`
	}
	date := func(s, state string) string {
		return `<li class="r"><span>` + s + `</span><span>` + state + `</span><a href="/candidater/">Je candidate</a></li>`
	}
	checkPages(t, []pageCase{{"by centre", basket(`<h2>Où et quand ?</h2><div>` +
		card("Centre des osiers de la rade", "Brest (29)", date("du 4 au 8 janvier 2027", "Complet")+date("du 1 au 5 mars 2027", "Places disponibles")) +
		card("Centre des osiers du Steir", "Quimper (29)", date("du 3 au 7 mai 2027", "Places disponibles")) + `</div>`),
		[]string{"sessions 3", "1 session.city Brest (29)", "2 session.city Brest (29)", "3 session.city Quimper (29)", "1 session.state Complet"}, nil}})
}

// TestOrganisationUnderAnyHeading: a name over an address with its own number is who gives the course, whatever heading
// stands over it, and not the owner of the site.
func TestOrganisationUnderAnyHeading(t *testing.T) {
	checkPages(t, []pageCase{{"a campus of a network", `<title>Vannerie | Osiers Formation</title><header><a href="/">Osiers Formation</a></header><main><h1>Vannerie</h1>` +
		`<h2>Objectifs</h2><p>Tresser l'osier.</p><h2>Programme</h2><p>Le fond et l'anse.</p><aside><h2>La maison qui vous reçoit</h2><p>Maison des osiers<br>3 rue du Port<br>29200 BREST</p>` +
		`<p>01 99 00 12 34<br>maison@example.org</p></aside></main><footer><p>Osiers Formation</p><p>1 quai Sud, 35000 Rennes</p><p>01 99 00 00 10</p></footer>`,
		[]string{"provider Maison des osiers / 3 rue du Port / 29200 BREST"}, []string{"01 99 00 00 10", "unclaimed"}}})
}

// TestFactsWithoutLabels reads what short lines say by their kind, where they agree and no heading stands over them.
func TestFactsWithoutLabels(t *testing.T) {
	cards := func(facts ...string) string {
		out := `<p class="lead">Trois jours les mains dans l'osier.</p>`
		for _, f := range facts {
			out += `<section class="k"><p>` + f + `</p><p>Les brins viennent de la rade, les mains de partout ailleurs.</p></section>`
		}
		return basket(out + `<h2>Objectifs</h2><p>Tresser un panier.</p>`)
	}
	checkPages(t, []pageCase{
		{"cards", cards("21 heures", "6 à 8 personnes", "590 € net"), []string{"duration 21 heures", "group_size 6 à 8 personnes", "price 590 € net"}, []string{"unclaimed 21 heures"}},
		{"dots", cards("21 heures • 8 personnes maximum • 590 € (repas compris)"), []string{"duration 21 heures", "price 590 € (repas compris)"}, nil},
		{"two lengths", cards("21 heures", "35 heures"), nil, []string{"duration"}},
		{"a part beside", cards("21 heures", "14 h de tressage"), nil, []string{"duration"}},
		{"what a caption counts", cards("48 h</p><p>pour vous répondre", "120 €</p><p>par mois"), nil, []string{"duration", "price"}},
		{"another offer", cards("7 h – 260 €"), nil, []string{"duration"}},
		{"badges in a line", cards(`<span class="b">21 h</span><span class="b">à Brest</span><span class="b">590 €</span>`), []string{"duration 21 h", "price 590 €"}, nil},
		{"under a label", cards("21 heures", "590 €") + `<p>Prix : 700 €</p>`, []string{"duration 21 heures"}, []string{"price 590 €"}},
	})
}

// TestSeatOwner takes the owner of a site by the seat at its foot where the page names no provider, and no catalogue.
func TestSeatOwner(t *testing.T) {
	site := func(title, foot, more string) string {
		return `<title>Vannerie | ` + title + `</title><header><a href="/">` + title + `</a></header><main><h1>Vannerie</h1>` + aSheet + more + `</main><footer>` + foot + `</footer>`
	}
	checkPages(t, []pageCase{
		{"in one line", site("Osiers Formation", "<p>Osiers Formation – 3 rue du Port – 29200 BREST – Tél. 01 99 00 00 10</p>", ""), []string{"provider Osiers Formation", "provider.address 3 rue du Port – 29200 BREST"}, nil},
		{"above its address", site("Osiers Formation", "<h4>Osiers Formation</h4><p>Quai des brins<br>3 rue du Port<br>29200 BREST</p>", ""), []string{"provider Osiers Formation"}, nil},
		{"with its legal form", site("Osiers Formation", "<p>OSIERS FORMATION SAS – 3 rue du Port – 29200 BREST – Tél. 01 99 00 00 10</p>", ""), []string{"provider OSIERS FORMATION SAS"}, nil},
		{"with one word more", site("Maison Osiers", "<p>Maison Osiers Formation<br>3 rue du Port<br>29200 BREST</p>", ""), []string{"provider Maison Osiers Formation"}, nil},
		{"behind its rights", site("Osiers Formation", "<p>© 2027 OSIERS FORMATION - 3 rue du Port - 29200 BREST - Tél. 01 99 00 00 10</p>", ""), []string{"provider OSIERS FORMATION"}, nil},
		{"a catalogue", site("Répertoire des osiers", "<p>Répertoire des osiers – 3 rue du Port – 29200 BREST</p>", ""), nil, []string{"provider"}},
		{"an office", site("Carif Osiers", "<p>Carif Osiers – 3 rue du Port – 29200 BREST</p>", ""), nil, []string{"provider"}},
		{"somebody else's seat", site("Osiers Formation", "<p>Agence Zorglub – 3 rue du Port – 29200 BREST</p>", ""), nil, []string{"provider"}},
		{"the page names one", site("Osiers Formation", "<p>Osiers Formation – 3 rue du Port – 29200 BREST</p>", "<h2>Organisme</h2><p>Maison des brins</p>"), []string{"provider Maison des brins"}, []string{"provider Osiers"}},
	})
}

// TestTownsBesideDays reads lines of a town and a day under a label of dates, each a session; numbers of sessions are no days.
func TestTownsBesideDays(t *testing.T) {
	lines := func(label string, ls ...string) string {
		out := `<h2>` + label + `</h2>`
		for _, l := range ls {
			out += `<div>` + l + `</div>`
		}
		return basket(out)
	}
	checkPages(t, []pageCase{
		{"under a label of dates", lines("Rentrées", "Brest – 1<sup>er</sup> février 2027", "Brest – 6 septembre 2027", "Quimper – 13 septembre 2027 (complet)"),
			[]string{"sessions 3", "1 session.city Brest", "2 session.dates 6 septembre 2027", "3 session.city Quimper", "3 session.state complet"}, nil},
		{"in lines of their own", lines("Prochaines rentrées", "<div>Mardi 2 février 2027</div><div>Brest</div><div>Places disponibles</div>", "<div>Jeudi 4 mars 2027</div><div>Quimper</div><div>Complet</div>"),
			[]string{"sessions 2", "1 session.city Brest", "2 session.city Quimper", "2 session.state Complet"}, nil},
		{"sentences", lines("Dates", "à Brest, du 1er au 5 février 2027", "à Quimper, du 6 au 10 septembre 2027."),
			[]string{"sessions 2", "1 session.city Brest", "2 session.city Quimper"}, nil},
		{"numbers of sessions", lines("Prochaines sessions", "Session 1 – 6 septembre 2027", "Session 2 – 13 septembre 2027"),
			[]string{"sessions 2", "1 session.dates 6 septembre 2027", "2 session.dates 13 septembre 2027"}, nil},
		{"each from day to day", basket(`<h2>Les dates</h2><p>Du lundi 8 au vendredi 12 mars 2027 (complet), du 10 au 14 mai 2027 et du 5 au 9 juillet 2027. On commence à 9 h 30.</p>`),
			[]string{"sessions 3", "1 session.state complet", "2 session.dates du 10 au 14 mai 2027"}, nil},
		{"days of something else", lines("Prochaines sessions", "Réunion – 6 septembre 2027", "Examen – 13 septembre 2027"), []string{"sessions 0"}, nil},
	})
}

// TestGridOfATown reads cards that a grid under their town's heading holds, each with its state beside a button.
func TestGridOfATown(t *testing.T) {
	card := func(dates, state string) string {
		return `<article class="card"><p class="m">` + dates + `</p><p class="x">Entrée à date fixe</p><span class="b">` + state + `</span><button type="button">Être rappelé</button></article>`
	}
	town := func(name, cards string) string {
		return `<div class="mt"><h3>` + name + ` <span>(29)</span></h3><p>Maison des brins, 3 rue du Port</p><div class="grid">` + cards + `</div></div>`
	}
	checkPages(t, []pageCase{{"two towns", basket(`<h2>Où et quand ?</h2>` +
		town("BREST", card("du 11 janvier au 25 juin 2027", "Inscriptions ouvertes")+card("du 6 septembre 2027 au 25 février 2028", "Complet")) +
		town("QUIMPER", card("du 2 novembre 2026 au 16 avril 2027", "Complet"))),
		[]string{"sessions 3", "1 session.city BREST (29)", "2 session.city BREST (29)", "3 session.city QUIMPER (29)", "1 session.state Inscriptions ouvertes", "2 session.state Complet", "3 session.state Complet"}, nil}})
}

// TestLearntCues tells what stands under headings that no list knows by weights of their words and of those below.
func TestLearntCues(t *testing.T) {
	under := func(heading, text string) string {
		return `<main><h1>Vannerie</h1><h2>Durée</h2><p>21 heures</p><h2>Tarif</h2><p>590 €</p><h2>Niveau de sortie</h2><p>CAP</p><h2>` + heading + `</h2>` + text + `</main>`
	}
	checkPages(t, []pageCase{
		{"what one can do", under("L'esprit du stage", "<p>À la fin, chacun sait préparer son osier, tresser un fond rond et monter une petite corbeille.</p>"), []string{"objective À la fin, chacun sait préparer son osier, tresser un fond rond et monter une petite corbeille."}, nil},
		{"what one must have", under("Être prêt", "<ul><li>18 ans révolus</li><li>Certificat médical de moins de 3 mois</li><li>Savoir nager</li></ul>"), []string{"prerequisites - 18 ans révolus / - Certificat médical de moins de 3 mois / - Savoir nager"}, nil},
		{"against the heading", under("Ils recrutent nos stagiaires", "<p>Vannerie du Port, Osiers de la Baie, Chantiers Picards</p>"), nil, []string{"audience"}},
		{"nobody knows", under("Venir au village", "<p>Gare à 20 km, on peut venir vous chercher. Camping et deux chambres d'hôtes.</p>"), nil, []string{"objective", "programme", "prerequisites", "audience", "validation", "provider"}},
	})
}

// TestDayHeadings: a heading that is nothing but days that follow one another opens a session.
func TestDayHeadings(t *testing.T) {
	card := func(days, more string) string {
		return `<div class="col"><div><h4>` + days + `</h4></div><div><p>Brest – 12 rue du Port</p><p><b>` + more + `</b></p></div></div>`
	}
	checkPages(t, []pageCase{
		{"cards", basket(`<h2>Nos prochaines dates</h2><section><div>` + card("11 et 12 mars 2027", "Complet") + card("16 et 17 mai 2027", "Encore 3 places") + `</div></section>`),
			[]string{"sessions 2", "1 session.dates 11 et 12 mars 2027", "1 session.state Complet", "2 session.dates 16 et 17 mai 2027"}, nil},
	})
}

// TestBodyClassIsNoRegion: classes of the whole page say what the site has, and not that its only h1 stands in a menu.
func TestBodyClassIsNoRegion(t *testing.T) {
	checkPages(t, []pageCase{
		{"a theme's classes", `<title>Formation vannerie à Brest – Osiers</title><body class="page et_fixed_nav et_show_nav"><div class="main"><h1>Tresser son premier panier</h1>` + aSheet + `<h2>Pour s'inscrire</h2><p>Un questionnaire en ligne.</p></div></body>`,
			[]string{"title Tresser son premier panier"}, nil},
	})
}
