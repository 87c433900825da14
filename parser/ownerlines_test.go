package parser

import "testing"

// TestOwnersOwnDetails: what a foot prints of those who answer for data or disputes, or who made the site, is not the owner's.
func TestOwnersOwnDetails(t *testing.T) {
	page := func(foot string) string {
		return `<title>Vannerie - Les Osiers du Port</title><body><header><a href="/">Les Osiers du Port</a></header><main><h1>Vannerie</h1>` + aSheet +
			`</main><footer><p>Déclaration d'activité enregistrée sous le numéro 99 99 12345 99</p>` + foot + `</footer>`
	}
	const own, agency = "3 rue du Port 29200 Brest, 01 99 00 12 34, port@example.org", "3 quai Sud 75001 Paris, 01 99 00 99 99, hello@zed.example.org"
	none := []string{"provider.address", "provider.phones", "provider.emails"}
	has := []string{"provider.address 3 rue du Port 29200 Brest", "provider.phones +33199001234", "provider.emails port@example.org"}
	checkPages(t, []pageCase{
		{"the owner's", page(`<p>` + own + `</p>`), has, nil},
		{"for data", page(`<p>Données personnelles : odile@example.org, Odile Kerambrun 06 99 00 11 22</p>`), nil, none},
		{"the delegate behind", page(`<p>Odile Kerambrun, 06 99 00 11 22, déléguée à la protection des données</p>`), nil, none},
		{"a mediator", page(`<p>Médiateur de la consommation : Maître Odile Kerambrun, 5 rue Haute 75009 Paris, odile@example.org</p>`), nil, none},
		{"a mediator's block", page(`<div><h4>Médiation</h4><p>Maître Odile Kerambrun</p><p>5 rue Haute 75009 Paris</p><p>odile@example.org</p></div><div><p>` + own + `</p></div>`), has, []string{"Haute", "odile@"}},
		{"lines of one paragraph", page(`<p>` + own + `</p><p>DPO : Odile Kerambrun<br>06 99 00 11 22<br>odile@example.org</p>`), has, []string{"+33699", "odile@"}},
		{"who publishes", page(`<p>Directrice de la publication : Odile Kerambrun, 06 99 00 11 22</p>`), nil, none},
		{"a report", page(`<p>Signaler un contenu : odile@example.org</p>`), nil, none},
		{"an agency", page(`<p>Site réalisé par Zed, ` + agency + `</p>`), nil, none},
		{"a host", page(`<p>Agence Zed, hébergeur, ` + agency + `</p>`), nil, none},
		{"hosted by", page(`<p>Hébergement : Zed, ` + agency + `</p>`), nil, none},
		{"designed by", page(`<p>Conception et réalisation : Zed, ` + agency + `</p>`), nil, none},
		{"both in one line", page(`<p>Les Osiers du Port, ` + own + ` - Site conçu par Zed, 01 99 00 99 99</p>`), []string{"provider.address 3 rue du Port 29200 Brest", "provider.phones +33199001234"}, []string{"+33199009999"}},
		{"to whom one writes of one's rights", page(`<p>Pour exercer vos droits : odile@example.org</p>`), nil, none},
		{"an agency in lines of its own", page(`<div><p>Conception</p><p>Zed</p><p>3 quai Sud 75001 Paris</p><p>01 99 00 99 99</p></div>`), nil, none},
		{"a course in the menu", page(`<div><p><a href="/c">Conception mécanique</a></p><p>` + own + `</p></div>`), has, nil},
		{"a legal page beside", page(`<p>` + own + ` - <a href="/rgpd">Politique de confidentialité</a></p>`), has, nil},
		{"the owner under a maker", page(`<p>Création : Zed</p><p>Les Osiers du Port, ` + own + `</p>`), []string{"provider.address 3 rue du Port 29200 Brest", "provider.phones +33199001234"}, nil},
	})
}

// TestWhoseSite: a catalogue that speaks of bodies is none, and a part of the menu is no owner.
func TestWhoseSite(t *testing.T) {
	page := func(title, menu, foot string) string {
		return `<title>` + title + `</title><body><header>` + menu + `</header><main><h1>Vannerie</h1>` + aSheet + `</main><footer><p>` + foot + `</p></footer>`
	}
	const nda = "Déclaration d'activité enregistrée sous le numéro 99 99 12345 99"
	const home = `<a href="/">Les Osiers du Port</a>`
	checkPages(t, []pageCase{
		{"bodies", page("Vannerie | Catalogue Zorglub", `<a href="/">Catalogue Zorglub</a>`, "Seuls figurent ici les organismes certifiés Qualiopi"), nil, []string{"provider"}},
		{"its places", page("Vannerie | Les Osiers du Port", home, "Tous nos centres sont certifiés Qualiopi"), []string{"provider Les Osiers du Port"}, nil},
		{"a part of the menu", page("Vannerie - Métiers du bois", `<a href="/">Accueil</a><a href="/m">Métiers du bois</a>`, nda), nil, []string{"provider"}},
		{"behind it the owner", page("Les Osiers du Port - Vannerie - Métiers du bois", home+`<a href="/m">Métiers du bois</a>`, nda), []string{"provider Les Osiers du Port"}, nil},
		{"home in other words", page("Vannerie - Les Osiers du Port", `<a href="https://www.example.org/fr/accueil.html">Les Osiers du Port</a>`, nda), []string{"provider Les Osiers du Port"}, nil},
		{"home and a page about it", page("Vannerie - Les Osiers du Port", home+`<a href="/nous">Les Osiers du Port</a>`, nda), []string{"provider Les Osiers du Port"}, nil},
		{"named for those who link", `<meta property="og:site_name" content="Les Osiers du Port">` + page("Vannerie - Les Osiers du Port", `<a href="/nous">Les Osiers du Port</a>`, nda),
			[]string{"provider Les Osiers du Port"}, nil},
	})
}

// TestYearTurns: a list of days under one year goes into the next where it comes round, in lines as in one line.
func TestYearTurns(t *testing.T) {
	checkPages(t, []pageCase{
		{"days", basket(`<h2>Sessions 2026</h2><ul><li>15 septembre</li><li>12 janvier</li><li>3 mars</li></ul><p>Portes ouvertes le 20 mars</p>`),
			[]string{"sessions 3", "1 session.dates 15 septembre 2026", "2 session.dates 12 janvier 2027", "3 session.dates 3 mars 2027"}, []string{"20 mars 2026"}},
		{"periods in boxes", basket(`<h2>Sessions 2026</h2><div><p>Du 3 septembre au 7 septembre</p></div><div><p>Du 10 janvier au 14 janvier</p><p>Du 3 mars au 5 mars</p></div>`),
			[]string{"2 session.dates Du 10 janvier 2027 au 14 janvier 2027", "3 session.dates Du 3 mars 2027 au 5 mars 2027"}, nil},
		{"years that overlap", basket(`<h2>Sessions 2026</h2><p>Du 15 septembre au 20 juin</p><p>Du 6 octobre au 3 juillet</p>`),
			[]string{"1 session.dates Du 15 septembre 2026 au 20 juin 2027", "2 session.dates Du 6 octobre 2026 au 3 juillet 2027"}, nil},
		{"in no order", basket(`<h2>Sessions 2026</h2><ul><li>10 mars</li><li>3 février</li><li>5 mai</li><li>2 avril</li></ul>`),
			[]string{"1 session.dates 10 mars 2026", "2 session.dates 3 février 2026", "4 session.dates 2 avril 2026"}, nil},
		{"two lists", basket(`<h2>Sessions 2026</h2><ul><li>10 mars</li><li>3 novembre</li></ul><ul><li>3 février</li><li>6 juin</li></ul>`),
			[]string{"1 session.dates 10 mars 2026", "3 session.dates 3 février 2026", "4 session.dates 6 juin 2026"}, nil},
	})
}

// TestMeetingsAreNoSessions: a day to hear of courses on is none of theirs.
func TestMeetingsAreNoSessions(t *testing.T) {
	checkPages(t, []pageCase{
		{"a meeting", basket(`<h2>Calendrier 2027</h2><p>Le 3 mai, réunion d'information</p>`), []string{"sessions 0"}, nil},
		{"an open day", basket(`<h2>Sessions</h2><p>Journée portes ouvertes le 20 mars 2027</p><p>Du 3 au 7 mai 2027</p>`), []string{"sessions 1", "1 session.dates Du 3 au 7 mai 2027"}, nil},
		{"in a list", basket(`<h2>Sessions</h2><ul><li>3 mai 2027 : information collective</li><li>10 mai 2027 : Brest</li></ul>`), []string{"sessions 1"}, []string{"session.dates 3 mai"}},
		{"several days and a meeting", basket(`<h2>Sessions</h2><ul><li>3 mai 2027 au 7 mai 2027 : réunion d'information</li><li>10 mai 2027 : Brest</li></ul>`), []string{"sessions 2"}, nil},
		{"in a table", basket(`<h2>Sessions</h2><table><tr><td>3 mai 2027</td><td>Portes ouvertes</td></tr><tr><td>10 mai 2027</td><td>Brest</td></tr></table>`), []string{"sessions 1"}, []string{"session.dates 3 mai"}},
		{"a session and its meeting", basket(`<h2>Sessions</h2><p>Du 3 au 7 mai 2027, réunion d'information le 12 avril 2027</p>`), []string{"sessions 1"}, nil},
	})
}

// TestClassesOfContent: what programmers call a value counts in the page's content, and not in what stands around it.
func TestClassesOfContent(t *testing.T) {
	bar := `<div class="topbar"><div class="ville">Brest</div><div class="duree">35 heures</div><div class="prix">490 €</div></div>`
	facts := `<div class="x"><div class="duree">35 heures</div></div>`
	in := func(s string) string { return `<title>Vannerie</title><body>` + s }
	checkPages(t, []pageCase{
		{"over the content", in(bar + `<main><h1>Vannerie</h1>` + aSheet + `</main>`), nil, []string{"duration", "price"}},
		{"over the block", in(bar + `<div><h1>Vannerie</h1>` + aSheet + `</div>`), nil, []string{"duration", "price"}},
		{"in the content", in(`<main><h1>Vannerie</h1>` + facts + aSheet + `</main>`), []string{"duration 35 heures"}, nil},
		{"beside the title over it", in(`<div class="hero"><h1>Vannerie</h1>` + facts + `</div><main>` + aSheet + `</main>`), []string{"duration 35 heures"}, nil},
		{"in an aside", in(`<div><main><h1>Vannerie</h1>` + aSheet + `</main><aside>` + facts + `</aside></div>`), []string{"duration 35 heures"}, nil},
		{"in a column", in(`<div><div><h1>Vannerie</h1>` + aSheet + `</div><div>` + facts + `</div></div>`), []string{"duration 35 heures"}, nil},
	})
}
