package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// draftOf reads a body of a page with the generic profile.
func draftOf(t *testing.T, body string) schema.Draft {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Parse(schema.Page{Body: []byte("<html><head><title>x</title></head><body>" + body + "</body></html>")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Drafts) != 1 {
		t.Fatalf("got %d drafts, want 1: %+v", len(res.Drafts), res.Refusal)
	}
	return res.Drafts[0]
}

func valueOf(d schema.Draft, f schema.Field) string {
	var out []string
	for _, v := range d.Get(f) {
		out = append(out, v.Text)
	}
	return strings.Join(out, " | ")
}

// An unknown label ends the value before it, and its words tell its field, in whatever way the page draws labels.
func TestLabelsAreLearntFromTheirLook(t *testing.T) {
	type pair struct{ label, value string }
	pairs := []pair{{"Objectifs", "Apprendre un métier du soin."}, {"Programme", "Hygiène, soins, relation."}, {"Public visé", "Salariés"}, {"Niveau mini pour entrer", "Niveau V"},
		{"Validation", "Attestation"}, {"Zibeline du parcours", "Rien de connu"}, {"Durée totale", "70 heures"}, {"Coût", "500 €"}}
	for _, tt := range []struct {
		name, open, close string
		row               func(l, v string) string
	}{
		{"spans with classes", "<div>", "</div>", func(l, v string) string {
			return `<div class="r"><span class="k1">` + l + `</span><span class="k2">` + v + `</span></div>`
		}},
		{"paragraph pairs", "<div>", "</div>", func(l, v string) string { return `<p class="q">` + l + `</p><p class="w">` + v + `</p>` }},
		{"grid", "<div>", "</div>", func(l, v string) string {
			return `<div class="row"><div class="c4">` + l + `</div><div class="c8">` + v + `</div></div>`
		}},
		{"two plain columns", "<table>", "</table>", func(l, v string) string { return `<tr><td align="right">` + l + `</td><td>` + v + `</td></tr>` }},
		{"bold over plain", "<div>", "</div>", func(l, v string) string { return `<p><strong>` + l + `</strong><br>` + v + `</p>` }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := "<h1>Aide-soignant</h1>" + tt.open
			for _, p := range pairs {
				body += tt.row(p.label, p.value)
			}
			d := draftOf(t, body+tt.close)
			for f, want := range map[schema.Field]string{schema.FieldAudience: "Salariés", schema.FieldEntryLevel: "Niveau V", schema.FieldValidation: "Attestation",
				schema.FieldObjective: "Apprendre un métier du soin.", schema.FieldProgramme: "Hygiène, soins, relation.", schema.FieldDuration: "70 heures", schema.FieldPrice: "500 €"} {
				if got := valueOf(d, f); got != want {
					t.Errorf("%s: got %q, want %q", f, got, want)
				}
			}
		})
	}
}

func TestCellsReachDown(t *testing.T) {
	d := draftOf(t, `<h1>Aide-soignant</h1><h2>Objectifs</h2><p>Apprendre un métier.</p><h2>Programme</h2><p>Soins.</p><h2>Public visé</h2><p>Salariés</p><h2>Sessions</h2>
<table><tr><th>Lieu</th><th>Début</th><th>Fin</th><th>Financement</th></tr>
<tr><td rowspan="2">ALBI</td><td>16/09/2013</td><td>30/06/2014</td><td>Région</td></tr><tr><td>13/01/2014</td><td>19/12/2014</td><td>Région</td></tr>
<tr><td rowspan="2">CASTRES</td><td rowspan="2">07/10/2013</td><td rowspan="2">18/07/2014</td><td>Région</td></tr><tr><td>OPCA</td></tr></table>`)
	want := []string{"ALBI 16/09/2013", "ALBI 13/01/2014", "CASTRES 07/10/2013"}
	var got []string
	for _, s := range d.Sessions {
		city, start := "", ""
		for _, v := range s.Values {
			switch v.Field {
			case schema.FieldSessionCity:
				city = v.Text
			case schema.FieldSessionStart:
				start = v.Text
			}
		}
		got = append(got, city+" "+start)
	}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestUnknownColumnOfTowns(t *testing.T) {
	d := draftOf(t, `<h1>Aide-soignant</h1><h2>Objectifs</h2><p>Apprendre un métier.</p><h2>Programme</h2><p>Soins.</p><h2>Sessions</h2>
<table><tr><th>Date de début</th><th>Date de fin</th><th>Point de chute</th></tr><tr><td>16/09/2013</td><td>30/06/2014</td><td>TOURS</td></tr><tr><td>13/01/2014</td><td>19/12/2014</td><td>LE MANS</td></tr></table>`)
	if len(d.Sessions) != 2 {
		t.Fatalf("got %d sessions, want 2", len(d.Sessions))
	}
	for n, want := range []string{"TOURS", "LE MANS"} {
		got := ""
		for _, v := range d.Sessions[n].Values {
			if v.Field == schema.FieldSessionCity {
				got = v.Text
			}
		}
		if got != want {
			t.Errorf("session %d: got %q, want %q", n, got, want)
		}
	}
}

func TestAimsAndAnOrganisationAreNoCourse(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"provider": `<h1>Les Ateliers</h1><dl><dt>Adresse</dt><dd>1 rue du Port, 54000 Nancy</dd><dt>Téléphone</dt><dd>01 99 00 13 01</dd><dt>SIRET</dt><dd>12345678900011</dd></dl><h2>Ses formations</h2>`,
		"home":     `<h1>Se former</h1><h2>Objectifs du portail</h2><p>Informer les publics de la région.</p><h2>Contact</h2><p>Tél : 01 99 00 90 03</p>`,
	} {
		res, err := p.Parse(schema.Page{Body: []byte("<html><body>" + body + "</body></html>")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if res.Refusal == nil {
			t.Errorf("%s: got a draft, want a refusal", name)
		}
	}
}
