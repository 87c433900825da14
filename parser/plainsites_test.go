package parser

import "testing"

// TestMarkup: what the markup of today's sites tells beside their words.
func TestMarkup(t *testing.T) {
	checkPages(t, []pageCase{
		{"short labels", basket(`<dl><dt>Publ.</dt><dd>Salariés</dd><dt>Dom.</dt><dd>45538 Vannerie</dd><dt>Éval.</dt><dd>Un panier devant jury</dd></dl>`),
			[]string{"audience Salariés", "codes.formacode 45538 Vannerie", "assessment Un panier devant jury"}, nil},
		{"a class names its words", basket(`<h2>Sessions</h2><div class="carte"><span class="s-debut">4 mars 2027</span><i class="fleche"></i><span class="s-fin">6 mars 2027</span>
<div class="s-ville">Brest</div><div class="s-of">Atelier Osier</div></div><div class="carte"><span class="s-debut">8 avril 2027</span><i class="fleche"></i><span class="s-fin">10 avril 2027</span>
<div class="s-ville">Quimper</div><div class="s-of">Atelier Osier</div></div>`),
			[]string{"sessions 2", "1 session.dates 4 mars 2027 au 6 mars 2027", "2 session.city Quimper"}, nil},
		{"two days in boxes of their own", basket(`<h3>Sessions</h3><div><div class="r"><p>04/03/2027</p><p>06/03/2027</p><p>Brest</p></div><div class="r"><p>08/04/2027</p><p>10/04/2027</p><p>Quimper</p></div></div>`),
			[]string{"sessions 2", "1 session.end 06/03/2027", "2 session.end 10/04/2027"}, nil},
		{"a list of days", basket(`<h3>Sessions</h3><ul><li>04/03/2027</li><li>06/03/2027</li></ul>`), []string{"sessions 2"}, []string{"session.end"}},
		{"a picture before the days", basket(`<h3>Sessions</h3><div><div class="r"><div><img alt="Complet"></div><div>04/03/2027</div><div>Brest</div></div><div class="r"><div><img alt="Inscription possible"></div>
<div>08/04/2027</div><div>Quimper</div></div></div>`), []string{"1 session.state Complet", "2 session.state Inscription possible"}, nil},
		{"a dot with a name", basket(`<h3>Sessions</h3><ul><li><span class="d">4 mars 2027</span> <span>Brest</span> <i class="p" title="Complet"></i></li><li><span class="d">8 avril 2027</span> <span>Quimper</span></li></ul>`),
			[]string{"1 session.state Complet"}, []string{"2 session.state"}},
		{"the day for machines has the year", basket(`<h3>Sessions</h3><p>Du <time datetime="2027-03-04">4 mars</time> au <time datetime="2027-03-06">6 mars</time> à Brest</p>`),
			[]string{"sessions 1", "1 session.dates Du 4 mars 2027 au 6 mars 2027"}, nil},
		{"a card that enrols", basket(`<h2>Où et quand ?</h2><ul><li class="c"><p>Du 4 au 6 mars 2027</p><p>Brest</p><p>Places libres <a href="/demande?s=1">Se positionner</a></p></li>
<li class="c"><p>Du 8 au 10 avril 2027</p><p>Quimper</p><p>Places libres <a href="/demande?s=2">Se positionner</a></p></li></ul>`), []string{"sessions 2"}, nil},
	})
}

// TestYearOnce: a year that stands once over its days is theirs.
func TestYearOnce(t *testing.T) {
	checkPages(t, []pageCase{
		{"a list below its year", basket(`<h2>Sessions</h2><div><div>2027</div><ul><li>12 janv. → 14 janv. <span>Brest</span></li><li>30 mars → 1er avril <span>Quimper</span></li></ul></div>`),
			[]string{"sessions 2"}, nil},
		{"a year at its end", basket(`<h2>Calendrier 2027</h2><p>du 20 décembre au 5 janvier à Brest</p>`), []string{"1 session.dates du 20 décembre 2027 au 5 janvier 2028"}, nil},
		{"another year", basket(`<div><h3>Sessions</h3><p>2026</p><p>du 4 au 6 mars 2027 à Brest</p></div>`), []string{"sessions 1"}, []string{"2027 2026"}},
		{"no year", basket(`<p>2027</p><h2>Programme détaillé</h2><p>Le 4 mars, fête de l'osier</p>`), nil, []string{"mars 2027"}},
	})
}

// TestPlainPages: what training bodies print on their own pages.
func TestPlainPages(t *testing.T) {
	const foot = `<footer><p>Centre Essai, organisme déclaré sous le n° 53 29 00000 29, cet enregistrement ne vaut pas agrément de l'État</p></footer>`
	checkPages(t, []pageCase{
		{"plain headings", basket(`<h2>Avant de venir</h2><p>Savoir tenir un couteau</p><h2>Comment on est évalué</h2><p>Un panier à finir devant le groupe</p><h2>Notre façon de faire</h2><p>Chacun tresse le sien, à son rythme</p>
<h2>Pensée pour</h2><p>Demandeurs d'emploi</p>`), []string{"assessment Un panier à finir devant le groupe", "methods Chacun tresse le sien, à son rythme", "audience Demandeurs d'emploi"}, nil},
		{"facts beside the title", `<title>Vannerie - Centre Essai</title><body><main><h1>Vannerie</h1><ul><li><span>21 h</span></li><li><span>Brest, Quimper</span></li><li><span>Présentiel</span></li><li><span>De 4 à 8 personnes</span></li></ul>` +
			aSheet + `</main>`, []string{"duration 21 h", "teaching_mode Présentiel", "group_size De 4 à 8 personnes", "sessions 0"}, nil},
		{"a body's places", basket(`<h2>Nos agences</h2><address>Essai Brest<br>3 rue du Port<br>29200 BREST</address>`) + foot, []string{"provider Centre Essai"}, []string{"provider Essai Brest"}},
		{"questions that the line answers", basket(`<h2>En pratique</h2><p>Quand ? Du 4 au 6 mars 2027 à Brest</p><p>Pour qui ? Les salariés de la vannerie</p><p>Une question ? 01 99 00 12 34</p>`),
			[]string{"sessions 1", "audience Les salariés de la vannerie"}, []string{"contacts"}},
		{"other courses", basket(`<h2>Elles pourraient aussi vous plaire</h2><div><h3>Titre professionnel Potier</h3><p>805 h · 8 450 €</p></div>`), nil, []string{"Potier", "8 450"}},
		{"a desk beside the provider", `<title>Vannerie</title><body><main><h1>Vannerie</h1><p><a href="/organismes/osier">Atelier Osier</a></p>` + aSheet +
			`<div><ul><li>Odile Inventée</li><li>01 99 00 12 34</li><li>3 rue du Port 29200 BREST</li></ul></div></main>`, []string{"provider Atelier Osier"}, []string{"provider Odile"}},
	})
}

// TestTablesOfLabels: a table whose rows begin with a label each is no table of records; nor is one of places and dates
// without words for the places.
func TestTablesOfLabels(t *testing.T) {
	checkPages(t, []pageCase{
		{"codes", basket(`<table><thead><tr><th>Nomenclature</th><th>Code</th><th>Libellé</th></tr></thead><tr><td>Formacode</td><td>45538</td><td>Vannerie</td></tr><tr><td>NSF</td><td>233</td><td>Bois</td></tr></table>`),
			[]string{"codes.formacode 45538 / Vannerie", "codes.nsf 233 / Bois"}, nil},
		{"agencies", basket(`<h3>Les dates</h3><table><thead><tr><th>Agence</th><th>Dates</th></tr></thead><tr><td>Brest (29)</td><td>du 4 au 6 mars 2027</td></tr><tr><td>Quimper (29)</td><td>du 8 au 10 avril 2027</td></tr></table>`),
			[]string{"sessions 2", "1 session.city Brest (29)"}, nil},
		{"parts of a length", basket(`<div>Vol. hor.</div><table><thead><tr><th>Tot.</th><th>Ctre</th><th>Entr.</th></tr></thead><tr><td>735 h</td><td>525 h</td><td>210 h</td></tr></table>`),
			[]string{"duration 735 h", "duration.centre_hours 525 h", "duration.company_hours 210 h"}, nil},
		{"towns over dates", basket(`<h2>Où et quand ?</h2><h3>Centre de Metz (57)</h3><p>Du 4 mars 2027 au 6 mars 2027</p><p>Du 8 avril 2027 au 10 avril 2027</p><h3>Centre de Besançon (25)</h3><p>Du 3 mai 2027 au 5 mai 2027</p>`),
			[]string{"sessions 3", "1 session.city Metz (57)", "2 session.city Metz (57)", "3 session.city Besançon (25)"}, nil},
		{"a town in the heading", basket(`<h2>Nos prochaines dates à Brest</h2><ul><li>9, 10 et 11 décembre 2026</li><li>du 3 au 5 février 2027</li></ul>`), []string{"sessions 2", "1 session.city Brest", "2 session.city Brest"}, nil},
		{"a level in the certification", basket(`<h2>Diplôme délivré</h2><p>CAP Vannier, niveau 3</p>`), []string{"exit_level niveau 3"}, nil},
	})
}
