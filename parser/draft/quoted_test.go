package draft

import (
	"fmt"
	"strings"
	"testing"

	"carif/parser"
	"carif/parser/lexicon"
	"carif/parser/site"
	"carif/schema"
)

// TestQuotable: figures are quoted, and words that courses share; what may be somebody's is not.
func TestQuotable(t *testing.T) {
	for _, c := range []struct {
		value          string
		figure, shared bool
	}{
		{"35 heures", true, false},
		{"490 € HT", true, false},
		{"Du 3 au 7 mai 2027", true, false},
		{"Lundi 3 mai 2027", true, false},
		{"8 à 12 participants", true, false},
		{"Salariés, demandeurs d'emploi", false, true},
		{"Présentiel", false, true},
		{"tests et entretien", false, true},
		{"Odile Kerambrun", false, false},
		{"KERAMBRUN Odile", false, false},
		{"Mme Kerambrun", false, false},
		{"Odile, 35 heures", false, false},
		{"odile 35 heures", false, false},
		{"35 heures avec Odile", false, false},
		{"Salariés, suivis par Odile", false, false},
		{"Odile, demandeur d'emploi", false, false},
		{"odile.kerambrun [at] example.org", false, false},
		{"entretien : odile (at) example.org", false, false},
		{"odile0", false, false},
		{"01 99 00 11 22", false, false},
		{"de 9 h à 12 h, 01 99 00 11 22", false, false},
		{"", false, false},
	} {
		k := lexicon.KindsOf(c.value)
		if f, s := figure(c.value, k), shared(c.value, k); f != c.figure || s != c.shared {
			t.Errorf("%q: figure %v, shared %v", c.value, f, s)
		}
	}
}

// TestNamesAmongLabels: two words written as names are one where no page writes them small.
func TestNamesAmongLabels(t *testing.T) {
	ws := wordsOf([]*site.Sketch{nil, {Lines: []site.Line{{Text: "Le public est visé, dit-elle."}, {Text: "odile kerambrun [at] example.org"}}}})
	for label, want := range map[string]bool{"Public Visé": false, "Pour les doigts de": false, "Zorglub": false, "Odile Kerambrun": true, "ODILE KERAMBRUN": true,
		"Parrainage de Maëlle-Anne Kerambrun": true, "odile@example.org": true, "odile (at) example.org": true, "01 99 00 11 22": true, "": false} {
		if ws.names(label) != want {
			t.Errorf("names(%q) = %v", label, !want)
		}
	}
}

// TestDraftTellsNobody: a site that prints its people under labels nobody knows is drafted without them.
func TestDraftTellsNobody(t *testing.T) {
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	first, last := []string{"Odile", "Yann", "Soizic"}, []string{"Kerambrun", "Bihan"}
	var sketches []*site.Sketch
	for n := range 12 {
		f, l := first[n%3], last[n%2]
		body := fmt.Sprintf(`<title>Vannerie %[1]d</title><body><main><h1>Vannerie, cours %[1]d</h1><h2>Objectifs</h2><p>Savoir tresser le panier numéro %[1]d</p>
<h2>Programme</h2><p>Osier, montage, finition du modèle %[1]d</p><h3>Zorglub</h3><p>%[2]s %[3]s</p><h3>Flurp</h3><p>%[4]s.%[5]s [at] example.org</p><h3>Skype</h3><p>%[4]s%[1]d</p>
<h3>Votre guide</h3><p>Mme %[3]s</p><h3>%[2]s %[3]s</h3><p>Texte %[1]d</p><h3>Tressage quotidien</h3><p>%[6]d heures</p><h3>Pour les doigts de</h3><p>%[7]s</p></main></body>`,
			n, f, l, strings.ToLower(f), strings.ToLower(l), 20+n, []string{"Salariés", "Demandeurs d'emploi"}[n%2])
		res, err := p.Sketching().Parse(schema.Page{File: fmt.Sprintf("www.osier.example.org/%d.html", n), Body: []byte(body)}, nil)
		if err != nil || res.Sketch == nil {
			t.Fatal(err)
		}
		sketches = append(sketches, res.Sketch)
	}
	m, _ := site.Build("www.osier.example.org", sketches, site.Default(), oracle{})
	out := Of("www.osier.example.org", sketches, m).YAML()
	for _, name := range append(first, last...) {
		if strings.Contains(strings.ToLower(out), strings.ToLower(name)) {
			t.Errorf("%s is named", name)
		}
	}
	for _, want := range []string{`"Zorglub"`, "20 heures | 21 heures", "Salariés"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s", want)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}
