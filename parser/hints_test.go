package parser

import (
	"testing"

	"carif/schema"
	"carif/sites"
)

// TestHints tries each hint a profile may give over the generic reading.
func TestHints(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const page = `<html><body><div id="menu2"><h2>Programme</h2><p>Ce portail a un programme.</p></div><div id="c"><h1>Portail</h1><b class="nom">Souder à l'arc</b>
<h3>Objectif</h3><p>Savoir souder.</p><h3>Zorglub</h3><p>Trois cordons.</p><div class="pub2"><h3>Public</h3><p>Tous les lecteurs du portail</p></div><h3>Prérequis</h3><p>Aucun</p>
<p>Le <span class="d">04/03/2025</span></p><h3>Sessions</h3><table><tr><th>Dates</th><th>Ville</th><th>Info</th></tr><tr><td>du 01/04/2025 au 02/04/2025</td><td>Dole</td><td><img src="/i/p7.png"></td></tr></table></div></body></html>`
	site, err := sites.Parse([]byte(`{id: essai, name: Essai, hosts: [h.example.org], start: ["https://h.example.org/"], course: [/c/],
  page: {root: "#c", drop: [.pub2], title: b.nom, updated: .d, labels: {Zorglub: programme}, icons: {p7: "session.state=fermé à la candidature"}}}`), "essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Parse(schema.Page{Body: []byte(page)}, site)
	if err != nil || res.Refusal != nil {
		t.Fatal(err, res.Refusal)
	}
	d := &res.Drafts[0]
	for f, want := range map[schema.Field]string{schema.FieldTitle: "Souder à l'arc", schema.FieldObjective: "Savoir souder.", schema.FieldProgramme: "Trois cordons.",
		schema.FieldAudience: "", schema.FieldUpdatedOn: "04/03/2025"} {
		if got := texts(d.Get(f)); got != want {
			t.Errorf("%s: got %q, want %q", f, got, want)
		}
	}
	if len(d.Sessions) != 1 {
		t.Fatalf("sessions: got %d, want 1", len(d.Sessions))
	}
	var state string
	for _, v := range d.Sessions[0].Values {
		if v.Field == schema.FieldSessionState && v.Icon {
			state = v.Text
		}
	}
	if want := "fermé à la candidature"; state != want {
		t.Errorf("state: got %q, want %q", state, want)
	}
	if d.Site != "essai" {
		t.Errorf("site: got %q", d.Site)
	}
	latin := []byte("<h1>Cr\xe8me</h1><h3>Objectif</h3><p>\xe9</p><h3>Public</h3><p>x</p><h3>Programme</h3><p>y</p>")
	site = &sites.Site{Profile: sites.Profile{ID: "essai", Page: sites.Page{Charset: "iso-8859-1"}}}
	if res, err = p.Parse(schema.Page{Body: latin}, site); err != nil || len(res.Drafts) != 1 || texts(res.Drafts[0].Get(schema.FieldTitle)) != "Crème" {
		t.Errorf("charset hint: got %+v, %v", res.Drafts, err)
	}
}
