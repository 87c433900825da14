package parser

import (
	"fmt"
	"strings"
	"testing"

	"carif/parser/session"
	"carif/parser/wording"
	"carif/schema"
)

// TestHolders: a box of a town that holds several dated boxes is no session but says where each of them is.
func TestHolders(t *testing.T) {
	town := func(name string, dates ...string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<div class="lieu"><h3>%s</h3><ul>`, name)
		for _, d := range dates {
			fmt.Fprintf(&b, `<li class="depart"><p>%s</p><p>Places disponibles</p></li>`, d)
		}
		return b.String() + `</ul></div>`
	}
	checkPages(t, []pageCase{
		{"two towns", basket(`<h2>Sessions</h2><div>` + town("Brest (29)", "Du 4 au 8 janvier 2027", "Du 1 au 5 mars 2027") +
			town("Quimper (29)", "Du 3 au 7 mai 2027") + `</div>`),
			[]string{"sessions 3", "1 session.city Brest (29)", "1 session.dates Du 4 au 8 janvier 2027", "2 session.city Brest (29)",
				"2 session.dates Du 1 au 5 mars 2027", "3 session.city Quimper (29)", "3 session.dates Du 3 au 7 mai 2027"}, []string{"4 session"}},
		{"what an item says itself stays", basket(`<h2>Sessions</h2><div>` + town("Brest (29)", "Du 4 au 8 janvier 2027", "Du 1 au 5 mars 2027</p><p>Quimper (29)") +
			town("Sète (34)", "Du 3 au 7 mai 2027") + `</div>`),
			[]string{"sessions 3", "1 session.city Brest (29)", "2 session.city Quimper (29)"}, []string{"2 session.city Brest"}},
		{"parts of one session hold none", basket(`<h2>Sessions</h2><div><div class="lieu"><h3>Brest (29)</h3><div class="quand"><p>Du 4 au 8 janvier 2027</p><p>Matin</p></div>` +
			`<div class="etat"><p>Places disponibles</p><p>Salle 4</p></div></div><div class="lieu"><h3>Quimper (29)</h3><div class="quand"><p>Du 1 au 5 mars 2027</p><p>Matin</p></div>` +
			`<div class="etat"><p>Complet</p><p>Salle 5</p></div></div></div>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "1 session.state Places disponibles", "2 session.city Quimper (29)", "2 session.state Complet"}, nil},
	})
}

// TestHoldersOfAModel: so too with the boxes that a site's model takes for sessions, and one that holds no dated boxes is one.
func TestHoldersOfAModel(t *testing.T) {
	m, rep := build(t, manyPages(30, plain))
	if len(m.Sessions) != 1 {
		t.Fatalf("sessions %v\n%s", m.Sessions, strings.Join(rep, "\n"))
	}
	generic, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	item := func(town, more string) string {
		return `<li class="depart"><span class="ville">` + town + `</span> ` + more + `</li>`
	}
	one := modelPage(30, providerOf(30), plain)
	head, _, _ := strings.Cut(string(one.Body), "<li class")
	const when = `<span class="quand">du 05/05/2025 au 06/06/2025</span> <span class="etat">Complet</span>`
	for _, c := range []struct {
		name, items string
		want        []string
	}{
		{"a holder", item("Valmont", `<div><p>du 01/05/2025 au 02/06/2025</p><p>Complet</p></div><div><p>du 03/09/2025 au 04/10/2025</p><p>Complet</p></div>`) + item("Brissac", when),
			[]string{"sessions 3", "1 session.city Valmont", "1 session.dates du 01/05/2025 au 02/06/2025", "2 session.city Valmont",
				"2 session.dates du 03/09/2025 au 04/10/2025", "3 session.city Brissac", "3 session.dates du 05/05/2025 au 06/06/2025"}},
		{"a holder alone", item("Valmont", `<div><p>du 01/05/2025 au 02/06/2025</p><p>Complet</p></div><div><p>du 03/09/2025 au 04/10/2025</p><p>Complet</p></div>`),
			[]string{"sessions 2", "1 session.city Valmont", "2 session.city Valmont", "2 session.dates du 03/09/2025 au 04/10/2025"}},
		{"boxes without dates", item("Valmont", `<div><p>Le matin</p><p>Complet</p></div><div><p>Le soir</p><p>Complet</p></div>`) + item("Brissac", when),
			[]string{"sessions 2", "2 session.city Brissac", "2 session.dates du 05/05/2025 au 06/06/2025"}},
		{"none", item("Valmont", when) + item("Brissac", when), []string{"sessions 2", "1 session.city Valmont", "2 session.city Brissac"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := printResult(t, generic.With(m), schema.Page{File: one.File, Body: []byte(head + c.items + `</ul></body></html>`)})
			for _, w := range c.want {
				if !strings.Contains("\n"+got, "\n"+w+"\n") {
					t.Errorf("no line %q in\n%s", w, got)
				}
			}
		})
	}
}

// TestHeadingsThatCount: the number of its sessions is no part of a town.
func TestHeadingsThatCount(t *testing.T) {
	checkPages(t, []pageCase{
		{"over their dates", basket(`<h2>Sessions</h2><div><details><summary>Brest (29) <small>2 dates</small></summary><ul><li>Du 4 au 8 janvier 2027</li><li>Du 1 au 5 mars 2027</li></ul></details>` +
			`<details><summary>Quimper (29)<small>1 date</small></summary><ul><li>Du 3 au 7 mai 2027</li></ul></details></div>`),
			[]string{"sessions 3", "1 session.city Brest (29)", "2 session.city Brest (29)", "3 session.city Quimper (29)"}, []string{"2 dates"}},
	})
	for s, want := range map[string]string{"Chartres (28) 2 dates": "Chartres (28)", "Brest - 12 sessions": "Brest", "Brest (3 sessions)": "Brest", "Brest : 1 date": "Brest",
		"Brest 123 dates": "Brest 123 dates", "Brest dates": "Brest dates", "Brest 2 jours": "Brest 2 jours", "2 dates": "2 dates", "dates": "dates", "": "", " )": " )"} {
		if got := wording.CutCount(s); got != want {
			t.Errorf("CutCount(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestSessionsInProse: sentences under a label of sessions tell their days and their town, and those on how to enrol tell none.
func TestSessionsInProse(t *testing.T) {
	checkPages(t, []pageCase{
		{"days and a town", basket(`<h2>Sessions</h2><p>Rendez-vous les 12, 13 et 14 février 2027 au grand atelier de Brest, à deux pas du port.</p>`),
			[]string{"sessions 1", "1 session.dates 12, 13 et 14 février 2027", "1 session.city Brest"}, nil},
		{"two sentences", basket(`<h2>Sessions</h2><p>Le groupe du printemps travaille du 3 au 7 mai 2027 à Brest. Celui de l'automne se retrouve du 4 au 8 octobre 2027 à Quimper.</p>`),
			[]string{"sessions 2", "1 session.city Brest", "2 session.city Quimper"}, nil},
		{"the end of a sentence is no part of a town", basket(`<h2>Sessions</h2><p>Du 4 au 8 janvier 2027 à Quimper.</p>`), []string{"1 session.city Quimper"}, nil},
		{"two towns are none", basket(`<h2>Sessions</h2><p>Rendez-vous les 12, 13 et 14 février 2027 à Brest puis à Quimper, selon les groupes.</p>`),
			[]string{"sessions 1"}, []string{"session.city"}},
		{"registration", basket(`<h2>Sessions</h2><p>Les inscriptions se prennent au centre de Brest avant le 12 février 2027, par courrier.</p>`),
			[]string{"sessions 0"}, []string{"session."}},
		{"a meeting", basket(`<h2>Sessions</h2><p>Une réunion d'information se tient à Brest le 12 février 2027, ouverte à tous.</p>`),
			[]string{"sessions 0"}, []string{"session."}},
	})
	for s, want := range map[string]string{
		"Rendez-vous les 12, 13 et 14 février 2027 au verger.":                        "12, 13 et 14 février 2027",
		"On tresse du 3 au 7 mai 2027 ici. On vanne du 4 au 8 octobre 2027 ailleurs.": "3 au 7 mai 2027|4 au 8 octobre 2027",
		"Les inscriptions se prennent avant le 12 février 2027.":                      "", "Une réunion se tient le 12 février 2027.": "",
		"Portes ouvertes le 12 février 2027.": "", "Selon la loi du 5 septembre 2018, chacun choisit.": "",
		"Le stage commence en mars 2027.": "", "Le stage commence le 12 mars.": "", "Aucune date.": "", "": "",
	} {
		dates, sentences := session.Prose(s)
		if got := strings.Join(dates, "|"); got != want || len(dates) != len(sentences) {
			t.Errorf("Prose(%q) = %q of %q, want %q", s, got, sentences, want)
		}
	}
}

// TestTownsOfSessions: beside a date stands a town only where somebody knows it as one.
func TestTownsOfSessions(t *testing.T) {
	var cases []pageCase
	for name, town := range map[string]bool{"Brest": true, "Brive": true, "Morbihan": true, "Centre d'Arnage": true, "Site de Brest": true, "SAINT-ZORGLUB": true,
		"Session d'automne": false, "Groupe de Zorglub": false, "Zorglub": false} {
		c := pageCase{name, basket(`<h2>Sessions</h2><ul><li>` + name + ` : du 4 au 8 janvier 2027</li><li>` + name + ` : du 1 au 5 mars 2027</li></ul>`), []string{"sessions 2"}, nil}
		if town {
			c.want = append(c.want, "1 session.city "+name, "2 session.city "+name)
		} else {
			c.not = []string{"session.city"}
		}
		cases = append(cases, c)
	}
	checkPages(t, cases)
}

// TestHeadlessTables: rows of dates beside towns or states are sessions without a head over them, and deadlines are none.
func TestHeadlessTables(t *testing.T) {
	checkPages(t, []pageCase{
		{"start, end and state", basket(`<h2>Sessions</h2><table><tr><td>10/01/2027</td><td>04/02/2027</td><td>complet</td></tr><tr><td>07/03/2027</td><td>01/04/2027</td><td>ouvert</td></tr></table>`),
			[]string{"sessions 2", "1 session.start 10/01/2027", "1 session.end 04/02/2027", "1 session.state complet", "2 session.start 07/03/2027"}, nil},
		{"dates and towns", basket(`<table><tr><td>Du 4 au 8 janvier 2027</td><td>Brest</td></tr><tr><td>Du 1 au 5 mars 2027</td><td>Quimper</td></tr></table>`),
			[]string{"sessions 2", "1 session.dates Du 4 au 8 janvier 2027", "1 session.city Brest", "2 session.city Quimper"}, nil},
		{"deadlines", basket(`<h2>Calendrier d'inscription</h2><table><tr><td>Dépôt des dossiers</td><td>10/01/2027</td></tr><tr><td>Date limite d'inscription</td><td>04/02/2027</td></tr>` +
			`<tr><td>Entretiens</td><td>07/02/2027</td></tr></table>`), []string{"sessions 0"}, []string{"session.start", "session.dates"}},
		{"deadlines of towns", basket(`<table><tr><td>Inscriptions avant le 10/01/2027</td><td>Brest</td></tr><tr><td>Inscriptions avant le 04/02/2027</td><td>Quimper</td></tr></table>`),
			[]string{"sessions 0"}, []string{"session."}},
		{"days of a programme", basket(`<table><tr><td>10/01/2027</td><td>Trempage des brins</td></tr><tr><td>11/01/2027</td><td>Montage du fond</td></tr></table>`),
			nil, []string{"session.text Trempage", "2 session."}},
		{"labels and values", basket(`<table><tr><td>Durée</td><td>21 heures</td></tr><tr><td>Public</td><td>Artisans</td></tr></table>`),
			[]string{"sessions 0", "duration 21 heures", "audience Artisans"}, nil},
	})
}

// TestPlacedDatesInOneLine: dates of one line that each say where are several sessions.
func TestPlacedDatesInOneLine(t *testing.T) {
	checkPages(t, []pageCase{
		{"each its town", basket(`<h2>Dates</h2><p>le 17 mai 2027 à Sète, le 24 juin 2027 à Agde</p>`),
			[]string{"sessions 2", "1 session.city Sète", "2 session.city Agde"}, nil},
		{"days alone", basket(`<h2>Dates</h2><p>le 17 mai 2027, le 24 juin 2027</p>`), []string{"sessions 1"}, []string{"session.city"}},
		{"one town for all", basket(`<h2>Dates</h2><p>le 17 mai 2027, le 24 juin 2027 à Agde</p>`), []string{"sessions 1"}, nil},
	})
}
