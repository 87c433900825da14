package parser

import "testing"

// TestSheetWords: the number of a sheet and the day of its last change stand side by side, and end a programme.
func TestSheetWords(t *testing.T) {
	checkPages(t, []pageCase{
		{"side by side", basket(`<div><span>Réf. X-12</span><span>Fiche mise à jour le 3 mars 2027</span></div>`),
			[]string{"native_id X-12", "updated_on 3 mars 2027"}, []string{"unclaimed"}},
		{"behind a programme", `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p><h2>Programme</h2><p>L'osier, puis l'anse.</p>` +
			`<p>Réf. X-12</p><p>Fiche mise à jour le 3 mars 2027</p></main>`,
			[]string{"programme L'osier, puis l'anse.", "native_id X-12", "updated_on 3 mars 2027"}, nil},
		{"beside other words", basket(`<div><span>Vannerie du port</span> <span>Réf. X-12</span> <span>Fiche mise à jour le 3 mars 2027</span></div>`),
			[]string{"native_id X-12", "updated_on 3 mars 2027"}, nil},
		{"words of a programme", `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p><h2>Programme</h2><p>L'osier, puis l'anse.</p>` +
			`<p>Référence aux maîtres</p><p>Mettre à jour son carnet</p></main>`,
			[]string{"programme L'osier, puis l'anse. / Référence aux maîtres / Mettre à jour son carnet"}, []string{"native_id", "updated_on"}},
	})
}

// TestOtherNumbers: a hotline, a postal code and a registration are not the number of a sheet.
func TestOtherNumbers(t *testing.T) {
	for _, line := range []string{"Numéro vert 0 800 11 22 33", "N° Azur : 0 810 20 30 40", "Numéro unique 39 49", "Code postal 69001",
		"N° de déclaration 11 75 12345 75", "Identifiant Qualiopi 123456"} {
		checkPages(t, []pageCase{{line, `<header><p>` + line + `</p></header>` + basket(""), nil, []string{"native_id"}}})
	}
}

// TestOtherDates: a table under a heading of open days, juries or holidays is kept as it stands, and is no session.
func TestOtherDates(t *testing.T) {
	table := func(over string) string {
		return basket(`<h2>` + over + `</h2><table><tr><th>Date</th><th>Lieu</th></tr><tr><td>15/06/2027</td><td>Lyon</td></tr></table>`)
	}
	for _, over := range []string{"Journées portes ouvertes", "Jurys", "Vacances scolaires", "Réunions d'information"} {
		checkPages(t, []pageCase{{over, table(over), []string{"other Date / Lieu / 15/06/2027 / Lyon"}, []string{"session.start", "session.city"}}})
	}
	checkPages(t, []pageCase{{"sessions", table("Sessions d'examen et de formation"), nil, []string{"other"}}})
}

// TestFiguresOverCaptions: a figure drawn over its caption has it for its label, where the two tell one thing of the course.
func TestFiguresOverCaptions(t *testing.T) {
	strip := func(figure, caption string) string {
		return basket(`<div class="chiffres"><div class="c"><div>` + figure + `</div><div>` + caption + `</div></div><div class="c"><div>12</div><div>places au plus</div></div></div>`)
	}
	checkPages(t, []pageCase{
		{"hours", strip("805 h", "de formation"), []string{"duration 805 h"}, nil},
		{"a price", strip("1 200 €", "tout compris"), []string{"price 1 200 €"}, nil},
		{"a price by the month", strip("120 €", "par mois"), nil, []string{"price"}},
		{"a fee", strip("50 €", "de frais de dossier"), nil, []string{"price"}},
		{"hours of something else", strip("48 h", "pour vous répondre"), nil, []string{"duration"}},
		{"hours of a week", strip("35 h", "par semaine"), []string{"duration.weekly_hours 35 h"}, nil},
		{"a number", strip("805", "de formation"), nil, []string{"duration", "price"}},
	})
}

// TestAnnouncedFacts: short facts under a heading that only announces them go where their kind tells.
func TestAnnouncedFacts(t *testing.T) {
	checkPages(t, []pageCase{
		{"in short", basket(`<aside><h3>En bref</h3><ul><li>21 heures</li><li>Présentiel</li><li>350 €</li></ul></aside>`),
			[]string{"duration 21 heures", "teaching_mode Présentiel", "price 350 €"}, nil},
		{"beside pictures", basket(`<aside><h3>L'essentiel</h3><div><p>595 h en centre</p><p>Brest</p><p>Niveau 5</p><p>7 200 €</p></div></aside>`),
			[]string{"duration 595 h en centre", "1 session.city Brest", "exit_level Niveau 5", "price 7 200 €"}, nil},
		{"a text", basket(`<aside><h3>En bref</h3><p>Tresser l'osier demande de la patience.</p><p>On y prend goût en 21 heures, dit-on au bord du fleuve.</p></aside>`),
			nil, []string{"duration", "teaching_mode"}},
		{"one fact among others", basket(`<aside><h3>L'essentiel</h3><div><p>Brest</p><p>Un port</p><p>Un verger</p><p>Un moulin</p></div></aside>`),
			nil, []string{"session.city"}},
		{"a heading that says more", basket(`<aside><h3>En bref, un métier</h3><ul><li>Un port</li><li>Présentiel</li><li>350 €</li></ul></aside>`),
			nil, []string{"price"}},
	})
}

// TestChips: words drawn side by side under the label of a list are its items.
func TestChips(t *testing.T) {
	checkPages(t, []pageCase{
		{"an audience", basket(`<h2>Public</h2><div><span>Salariés</span> <span>Bénéficiaires du RSA</span> <span>Artisans</span></div>`),
			[]string{"audience Salariés / Bénéficiaires du RSA / Artisans"}, nil},
		{"a sentence with words drawn apart", basket(`<h2>Public</h2><div>Les <span>Salariés</span> et les <span>Artisans</span> du port</div>`),
			[]string{"audience Les Salariés et les Artisans du port"}, nil},
		{"a sentence of words drawn apart", basket(`<h2>Public</h2><div><span>Salariés</span> <span>et artisans</span> <span>du port</span></div>`),
			[]string{"audience Salariés et artisans du port"}, nil},
		{"numbers", basket(`<h2>Public</h2><div><span>Salariés</span> <span>Plus de 18 ans</span></div>`), []string{"audience Salariés Plus de 18 ans"}, nil},
		{"no list", basket(`<h2>Admission</h2><div><span>Dossier</span> <span>Entretien</span></div>`), nil, []string{"Dossier / Entretien"}},
	})
}

// TestSuggestedHeadings: a heading whose words only suggest a field is a part of the programme over it.
func TestSuggestedHeadings(t *testing.T) {
	const head = `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p><h2>Programme</h2>`
	checkPages(t, []pageCase{
		{"parts", head + `<h3>Le temps du trempage</h3><p>Une nuit.</p><h3>Combien de brins pour un fond</h3><p>Huit, puis seize.</p></main>`,
			[]string{"programme Le temps du trempage / Une nuit. / Combien de brins pour un fond / Huit, puis seize."}, []string{"duration", "pace", "price"}},
		{"parts drawn like labels", `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><h3>Public</h3><p>Artisans</p><h3>Durée</h3><p>21 heures</p><h3>Tarif</h3><p>350 €</p>` +
			`<h2>Programme</h2><p>L'osier.</p><h3>Le temps du trempage</h3><p>Une nuit.</p></main>`,
			[]string{"programme L'osier. / Le temps du trempage / Une nuit.", "duration 21 heures"}, []string{"pace"}},
		{"a label that is known", head + `<p>L'osier, puis l'anse.</p><h2>Durée</h2><p>21 heures</p><h2>Tarif</h2><p>350 €</p></main>`,
			[]string{"programme L'osier, puis l'anse.", "duration 21 heures", "price 350 €"}, nil},
	})
}

// TestTabsByPlace: tabs that nothing but their place joins to panels label them, as many as there are.
func TestTabsByPlace(t *testing.T) {
	const tabs = `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><div class="tabs"><div>Objectifs</div><div>Public</div><div>Tarif</div></div>`
	const panels = `<div class="p"><p>Tresser un panier rond.</p></div><div class="p"><p>Artisans</p></div>`
	const more = `</div><h2>Durée</h2><p>21 heures</p></main>`
	checkPages(t, []pageCase{
		{"as many panels", tabs + `<div class="tab-content">` + panels + `<div class="p"><p>350 €</p></div>` + more,
			[]string{"objective Tresser un panier rond.", "audience Artisans", "price 350 €", "duration 21 heures"}, nil},
		{"fewer panels", tabs + `<div class="tab-content">` + panels + more + `<h2>Programme</h2><p>L'osier.</p><h2>Prérequis</h2><p>Aucun</p>`,
			nil, []string{"objective Tresser", "audience Artisans"}},
		{"boxes of no tabs", tabs + `<div class="cartes">` + panels + `<div class="p"><p>350 €</p></div>` + more + `<h2>Programme</h2><p>L'osier.</p><h2>Prérequis</h2><p>Aucun</p>`,
			nil, []string{"objective Tresser", "audience Artisans"}},
	})
}
