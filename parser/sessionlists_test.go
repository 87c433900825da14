package parser

import (
	"strings"
	"testing"

	"carif/schema"
	"carif/text/date"
)

// lists are the untidy shapes in which catalogues print several sessions; each says which sessions, as date words,
// town and state, are there.
var lists = []struct {
	name, page string
	want       []string
}{
	{"runs in one cell, each with a table of its own",
		`<table><tr><td align="right"><font><b>Dates et lieux :</b></font></td><td><font><b>VIRE</b><br>Du 06/09/2021 au 30/06/2022<br>Inscription permanente : Non<br>Places disponibles : non<br>Dispositifs :<br><table><tr><td><font>- </font></td><td><font>Financement privé</font></td></tr><tr><td><font>- </font></td><td><font>Plan régional</font></td></tr></table><br>
<b>VIRE</b><br>Du 05/09/2022 au 30/06/2023<br>Inscription permanente : Non<br>Places disponibles : oui<br>Dispositifs :<br><table><tr><td><font>- </font></td><td><font>Financement privé</font></td></tr></table></font></td></tr></table>`,
		[]string{"06/09/2021 30/06/2022 VIRE non", "05/09/2022 30/06/2023 VIRE oui"}},
	{"list items over tables of labels, dated and not",
		`<strong>Dates et lieux de formation</strong><div><table><tr><td><ul><li><strong>VIRE</strong> - Du 06/09/2021 au 30/06/2022<div><table><tr><td><b>Date limite d'inscription : </b></td><td>17/12/2020</td></tr><tr><td><b>Dispositif(s) : </b></td><td>Financement privé</td></tr></table></div></li></ul></td></tr>
<tr><td><ul><li><strong>FALAISE</strong><div><table><tr><td><b>Dispositif(s) : </b></td><td>Financement privé</td></tr></table></div></li></ul></td></tr><tr><td><ul><li><strong>ORNANS</strong><div><table><tr><td><b>Entrées/Sorties permanentes</b></td><td>&nbsp;</td></tr></table></div></li></ul></td></tr></table></div>`,
		[]string{"06/09/2021 30/06/2022 VIRE", "FALAISE", "ORNANS Entrées/Sorties permanentes"}},
	{"headings that name the town of the place beneath",
		`<div class="bloc"><h3>VIRE</h3><strong>Organisme formateur : </strong>LES JARDINS<br><strong>Lieu : </strong>3 rue du Port - 14500 VIRE<table><tr><th>Financement</th><th>Public</th><th>Recrutement</th></tr><tr><td><a href="/c">Contrat de professionnalisation</a></td><td>Tout public</td><td>Ouvert</td></tr></table></div>
<div class="bloc"><h3>FALAISE</h3><strong>Organisme formateur : </strong>LES JARDINS<br><strong>Lieu : </strong>9 rue Basse - 14700 FALAISE<table><tr><th>Financement</th><th>Public</th><th>Recrutement</th></tr><tr><td><a href="/c">Contrat de professionnalisation</a></td><td>Tout public</td><td>Fermé</td></tr></table></div>`,
		[]string{"VIRE Ouvert", "FALAISE Fermé"}},
	{"dates of tests and meetings are no sessions",
		`<h3>Sessions</h3><div><strong>Dates</strong> : De septembre 2021 à juin 2022<br><strong>Dates d'information et d'inscription :</strong><br>Inscriptions : jusqu'au 18 décembre 2020<br>Epreuve écrite : le 19 mars 2021<br>Epreuves orales : du 29 mars au 24 mai 2021<br><strong>Public visé :</strong><br>• Salariés<br></div>`,
		[]string{"septembre 2021 juin 2022"}},
	{"rows without dates and their details",
		`<h3>Sessions</h3><strong>Liste des sessions : </strong><table><tr><th>Dates prévisionnelles</th><th>Publics</th></tr><tr><td>Consulter l'organisme de formation</td><td>Salariés</td></tr><tr><td>Consulter l'organisme de formation</td><td></td></tr></table>
<div><b>Détail de la session 1 : </b><a name="sess1"></a><div><b>Dates</b> : consulter l'organisme de formation.<br><b>Commentaires sur la session :</b><br>Le soir.</div></div><div><b>Détail de la session 2 : </b><a name="sess2"></a><div><b>Dates</b> : consulter l'organisme de formation.</div></div>`,
		[]string{"", ""}},
	{"a state under the rows",
		`<table><tr><th>Date de début</th><th>Date de fin</th><th>Nombre de places ouvertes</th></tr><tr><td>03-09-2021</td><td>31-08-2022</td><td>10</td></tr></table><div>Recrutement clos</div>`,
		[]string{"03-09-2021 31-08-2022 Recrutement clos"}},
}

// around is what stands before the sessions of every page.
const around = `<p><strong>Objectifs</strong><br>Savoir tailler sans blesser l'arbre et choisir la saison.</p><p><strong>Programme</strong><br>Lire un arbre, affûter ses outils, tailler, soigner les plaies.</p>
<p><strong>Validation</strong><br>Attestation de fin de formation</p><p><strong>Pré-requis</strong><br>Être apte au travail en hauteur.</p>`

func TestSessionLists(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lists {
		t.Run(l.name, func(t *testing.T) {
			page := "<html><head><title>Catalogue</title></head><body><h1>Tailler les arbres d'ornement</h1>" + around + l.page + "</body></html>"
			res, err := p.Parse(schema.Page{Body: []byte(page)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if res.Refusal != nil {
				t.Fatalf("refused: %+v", *res.Refusal)
			}
			var got []string
			for _, s := range res.Drafts[0].Sessions {
				got = append(got, brief(s))
			}
			if strings.Join(got, "\n") != strings.Join(l.want, "\n") {
				t.Errorf("sessions:\ngot  %q\nwant %q", got, l.want)
			}
		})
	}
}

// brief is a session's dates, town, state and way of entry in one line.
func brief(s schema.DraftSession) string {
	var dates, town, state, entry []string
	for _, v := range s.Values {
		switch v.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
			for _, sp := range date.Spans(v.Text) {
				dates = append(dates, v.Text[sp[0]:sp[1]])
			}
		case schema.FieldSessionCity:
			w := strings.Fields(v.Text)
			town = w[len(w)-1:]
		case schema.FieldSessionState:
			state = append(state, v.Text)
		case schema.FieldSessionEntryExit:
			if v.Label != "Inscription permanente" {
				entry = append(entry, v.Text)
			}
		}
	}
	var all []string
	for _, part := range [][]string{dates, town, state, entry} {
		all = append(all, part...)
	}
	return strings.Join(all, " ")
}
