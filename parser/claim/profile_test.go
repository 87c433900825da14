package claim_test

import (
	"strings"
	"testing"

	"carif/parser"
	"carif/schema"
	"carif/sites"
)

// TestSelectorsYield: a selector is followed where it can be meant so, and else the page is read without it.
func TestSelectorsYield(t *testing.T) {
	const head = "id: osier\nname: Osier\nhistoric: true\nhosts: [osier.example.org]\npage:\n"
	const page = `<title>Vannerie</title><body><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Savoir tresser l'osier.</p>
<h2>Public</h2><p>Salariés</p><h2>Programme</h2><p>Préparation, tressage.</p>`
	const agenda = `<h2>Sessions</h2><p>Du 7 juin 2027 au 11 juin 2027 à Quimper</p>`
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, profile, more string
		price, why          string
		dates               string // of all sessions
	}{
		{"a number in an attribute", `  fields: {price: {css: .t, attr: data-prix}}`, `<p class=t data-prix=1200>Voir</p>`, "1200", "", ""},
		{"no price in an attribute", `  fields: {price: {css: .t, attr: data-prix}}`, `<p class=t data-prix=zorglub>Voir</p>`, "",
			`names it as price, which the words "zorglub" are not by their form`, ""},
		{"a number in the text", `  fields: {price: .t}`, `<p class=t>1200</p>`, "", `names it as price, which`, ""},
		{"a part of the words", `  fields: {price: {css: .t, take: "net (.*€)"}}`, `<p class=t>brut 900 €, net 800 €</p>`, "800 €", "", ""},
		{"dropped", "  drop: [.t]\n  fields: {price: .t}", `<p class=t>490 €</p>`, "", "", ""},
		{"in what is dropped", "  drop: [aside]\n  fields: {price: .t}", `<aside><p class=t>490 €</p></aside>`, "", "", ""},
		{"rows without a date", `  sessions: {rows: .c}`, `<div class=c>Brest</div><div class=c>Quimper</div>` + agenda, "",
			"no element that it names has a date", "Du 7 juin 2027 au 11 juin 2027"},
		{"rows with one", `  sessions: {rows: .c}`, `<div class=c>Brest</div><div class=c>8 avril 2027 Quimper</div>`, "", "",
			"8 avril 2027"},
	} {
		site, err := sites.Parse([]byte(head+tt.profile+"\n"), "osier.yaml")
		if err != nil {
			t.Fatal(err)
		}
		res, err := p.Explaining().Parse(schema.Page{Body: []byte(page + tt.more + "</main>")}, site)
		if err != nil || len(res.Drafts) != 1 {
			t.Fatalf("%s: %v, %d drafts", tt.name, err, len(res.Drafts))
		}
		d := res.Drafts[0]
		price, dates, why := "", "", ""
		for _, v := range d.Get(schema.FieldPrice) {
			price += v.Text
		}
		for _, s := range d.Sessions {
			for _, v := range s.Values {
				if v.Field == schema.FieldSessionDates {
					dates += v.Text
				}
			}
		}
		for _, b := range res.Outline.Blocks {
			why += strings.Join(b.Why, "\n")
		}
		if price != tt.price || dates != tt.dates || !strings.Contains(why, tt.why) {
			t.Errorf("%s: price %q, dates %q, explained as %q", tt.name, price, dates, why)
		}
	}
}
