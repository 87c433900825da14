package parser

import "testing"

// TestSectionsAtLast: a field that is missing takes the section whose heading no list knows, where its words tell it; one
// that the page has told does not, and a page of another kind is no course for it.
func TestSectionsAtLast(t *testing.T) {
	page := func(facts string) string {
		return "<title>Vannerie - Centre Essai</title><body><main><h1>Stage de vannerie</h1><h2>Durée</h2><p>21 heures</p><h2>Tarif</h2><p>300 €</p>" +
			"<h2>Public</h2><p>Salariés</p>" + facts + "</main>"
	}
	checkPages(t, []pageCase{
		{"an aim", page(`<h2>L'idée</h2><p>Identifier les brins, concevoir un panier et réaliser ses finitions.</p><h2>Programme</h2><p>Osier</p>`),
			[]string{"objective Identifier les brins, concevoir un panier et réaliser ses finitions."}, nil},
		{"what is taught", page(`<h2>Objectifs</h2><p>Tresser.</p><h2>Le fil de la matinée</h2><ul><li>Les notions de base</li><li>Techniques du fond</li><li>Atelier de montage</li></ul>`),
			[]string{"programme - Les notions de base / - Techniques du fond / - Atelier de montage"}, nil},
		{"nobody's", page(`<h2>Objectifs</h2><p>Tresser.</p><h2>Programme</h2><p>Osier</p><h2>L'idée</h2><p>Identifier les brins et concevoir un panier.</p>`),
			[]string{"objective Tresser."}, []string{"objective Identifier"}},
		{"who teaches", page(`<h2>Objectifs</h2><p>Tresser.</p><h2>Qui encadre</h2><p>Une vannière de métier, dix ans d'expérience.</p>`), nil, []string{"programme", "prerequisites"}},
	})
}

// TestSessionsAtLast: where a page tells no session, a line that says when the course runs and nothing else is one.
func TestSessionsAtLast(t *testing.T) {
	checkPages(t, []pageCase{
		{"under an unknown heading", basket(`<h2>En atelier</h2><ul><li>du lundi 8 au vendredi 12 février 2027, de 10h à 18h</li><li>12 stagiaires</li></ul>`),
			[]string{"sessions 1"}, nil},
		{"announced", basket(`<h2>Pour commencer</h2><p>Rentrée le 6 septembre 2027</p>`), []string{"sessions 1"}, nil},
		{"a day of praise", basket(`<h2>Paroles</h2><p>Par Odile K. le 14/10/2026</p><p>Une belle semaine.</p>`), []string{"sessions 0"}, nil},
		{"works", basket(`<h2>Prochainement</h2><p>Du 2 mars au 5 juin 2026, travaux.</p>`), []string{"sessions 0"}, nil},
		{"news", basket(`<h2>Actualités</h2><p>Du 2 mars au 5 juin 2026</p>`), []string{"sessions 0"}, nil},
	})
}

// TestColumnsOfTheHouse: heads that no list knows are told by the cells below them: days, states, ways to enter, towns,
// funders.
func TestColumnsOfTheHouse(t *testing.T) {
	const heads = `<table><tr><th>N° d'action</th><th>Démarre le</th><th>S'achève le</th><th>Endroit</th><th>Arrivées</th><th>Candidatures</th></tr>`
	checkPages(t, []pageCase{
		{"sessions", basket(heads + `<tr><td>27-01</td><td>04/01/2027</td><td>26/03/2027</td><td>29200 BREST</td><td>à date fixe</td><td>acceptées</td></tr>` +
			`<tr><td colspan="6"><dl><dt>Adresse de l'endroit</dt><dd>Maison des métiers</dd></dl></td></tr>` +
			`<tr><td>27-02</td><td>01/03/2027</td><td>28/05/2027</td><td>29000 QUIMPER</td><td>à date fixe</td><td>-</td></tr></table>`),
			[]string{"sessions 2", "1 session.start 04/01/2027", "1 session.end 26/03/2027", "1 session.city 29200 BREST", "1 session.state acceptées", "2 session.start 01/03/2027", "2 session.city 29000 QUIMPER"}, nil},
		{"a number over two rows", basket(heads + `<tr><td rowspan="2">27-01</td><td>04/01/2027</td><td>26/03/2027</td><td>29200 BREST</td><td>à date fixe</td><td>acceptées</td></tr>` +
			`<tr><td>01/03/2027</td><td>28/05/2027</td><td>29200 BREST</td><td>à date fixe</td><td>acceptées</td></tr></table>`),
			[]string{"sessions 2", "1 session.end 26/03/2027", "2 session.start 01/03/2027", "2 session.end 28/05/2027"}, nil},
		{"who pays", basket(`<table><tr><th>Qui paie</th><th>À quel titre</th><th>Parcours payés</th></tr><tr><td>Région Bretagne</td><td>QUALIF Emploi</td><td>14</td></tr>` +
			`<tr><td>Employeur</td><td>Plan de développement</td><td></td></tr></table>`), []string{"funding.scheme QUALIF Emploi"}, []string{"validation"}},
		{"versions of a sheet", basket(`<table><tr><th>Version</th><th>Revue le</th><th>Publiée le</th></tr><tr><td>A</td><td>04/01/2026</td><td>05/01/2026</td></tr></table>`), []string{"sessions 0"}, nil},
	})
}

// TestDaysUnderTowns: a table whose heads are towns has a session in each filled cell.
func TestDaysUnderTowns(t *testing.T) {
	checkPages(t, []pageCase{
		{"two centres", basket(`<h2>Dates</h2><table><tr><td><b>CHAMBERY</b></td><td><b>ALBERTVILLE</b></td></tr><tr><td>du 11/01/2027 au 15/01/2027</td><td>du 25/01/2027 au 29/01/2027</td></tr>` +
			`<tr><td>du 08/02/2027 au 12/02/2027</td><td>&nbsp;</td></tr></table>`),
			[]string{"sessions 3", "1 session.city CHAMBERY", "2 session.city ALBERTVILLE", "2 session.dates du 25/01/2027 au 29/01/2027", "3 session.city CHAMBERY"}, nil},
	})
}

// TestRowsOfChips: in a row of short items that look alike, labels that follow each other name nothing.
func TestRowsOfChips(t *testing.T) {
	checkPages(t, []pageCase{
		{"whom it is for", basket(`<h2>À qui s'adresse cette formation ?</h2><ul><li class="chip">Demandeur d'emploi</li><li class="chip">Personne en situation de handicap</li><li class="chip">Salarié</li></ul><h2>Durée</h2><p>21 heures</p>`),
			[]string{"duration 21 heures"}, []string{"disability_access", "unclaimed"}},
	})
}

// TestPanelsUnderHeadings: the label that only a tab prints stands over the headings of its panel.
func TestPanelsUnderHeadings(t *testing.T) {
	checkPages(t, []pageCase{
		{"a programme in parts", "<title>Vannerie - Centre Essai</title><body><main><h1>Vannerie</h1><div class=\"tabs-menu\"><a href=\"#p1\">Objectifs</a><a href=\"#p2\">Programme</a></div>" +
			"<h2>Durée</h2><p>21 heures</p><h2>Public</h2><p>Salariés</p><div id=\"p1\"><p>Savoir tresser un panier.</p></div><div id=\"p2\"><h4>Le fond</h4><p>Croisée, premiers tours.</p><h4>L'anse</h4><p>Torsade, arrêt.</p></div></main>",
			[]string{"programme Le fond / Croisée, premiers tours. / L'anse / Torsade, arrêt."}, nil},
	})
}

// TestPeriodsUnderDates: a label of dates over several stretches of days is over as many sessions; lines of one day each may be
// the days of one.
func TestPeriodsUnderDates(t *testing.T) {
	checkPages(t, []pageCase{
		{"stretches", basket(`<h2>Dates</h2><ul><li>18, 19 et 20 janvier 2027 (complet)</li><li>22, 23 et 24 mars 2027</li></ul>`), []string{"sessions 2", "1 session.state complet"}, nil},
		{"days", basket(`<h2>Dates</h2><ul><li>18 janvier 2027</li><li>25 janvier 2027</li></ul>`), nil, []string{"sessions 0"}},
	})
}

// TestSeatUnderOthers: the list of other courses ends where a heading of its rank stands over the site's seat.
func TestSeatUnderOthers(t *testing.T) {
	checkPages(t, []pageCase{
		{"a menu", "<title>Vannerie - Centre Essai</title><body><div id=\"top\"><strong>Centre Essai</strong></div><main><h1>Vannerie</h1>" + aSheet + "</main><div id=\"nav2\"><div><h2>Dans la même rubrique</h2><ul><li><a href=\"2\">Osier</a></li><li><a href=\"3\">Rotin</a></li></ul></div>" +
			"<div><h2>Nous contacter</h2><p>Centre Essai<br>4 rue Haute<br>29200 BREST</p><p>Tél. 01 99 00 12 34</p></div></div>",
			[]string{"provider Centre Essai / 4 rue Haute / 29200 BREST / Tél. 01 99 00 12 34"}, nil},
	})
}
