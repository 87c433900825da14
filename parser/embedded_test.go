package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestEmbedded: printed words count for texts, dates for machines for dates, and what is not used is listed.
func TestEmbedded(t *testing.T) {
	const block = `<script type="application/ld+json">{"@type":"Course","name":"Vannerie","provider":{"@type":"Organization","name":"Atelier Osier"},` +
		`"offers":{"price":350,"priceCurrency":"EUR"},"educationalLevel":"CAP","hasCourseInstance":[{"startDate":"2027-03-04","endDate":"2027-03-06","location":"Brest"}]}</script>`
	checkPages(t, []pageCase{
		{"nothing printed", block + basket(""), []string{"provider.name Atelier Osier", "price 350 EUR", "sessions 1", "1 session.start 2027-03-04",
			"1 session.city Brest", "unclaimed schema.org educationalLevel CAP"}, nil},
		{"words printed", block + basket(`<h2>Organisme</h2><p>Centre des osiers</p><h2>Tarif</h2><p>350 €</p>`),
			[]string{"price 350 €", "unclaimed schema.org provider Atelier Osier"}, []string{"provider.name"}},
		{"the same session printed", block + basket(`<h2>Sessions</h2><p>Brest (29) : du 4 au 6 mars 2027</p>`), []string{"sessions 1"}, []string{"2027-03-04"}},
		{"the same twice", block + block + basket(""), []string{"sessions 1", "provider.name Atelier Osier"}, nil},
		{"an unreadable block", `<script type="application/ld+json">{"@type":</script>` + basket(""), []string{"sessions 0"}, []string{"provider"}},
	})
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Parse(schema.Page{Body: []byte(block + basket(`<h2>Sessions</h2><p>Brest (29) : du 8 au 10 mars 2027</p>`))}, nil)
	if err != nil || len(res.Drafts) != 1 || len(res.Drafts[0].Sessions) != 1 {
		t.Fatalf("%v, %d drafts", err, len(res.Drafts))
	}
	d := res.Drafts[0]
	if startOf(&d.Sessions[0]) != "2027-03-04" || len(d.Issues) != 1 || !strings.Contains(d.Issues[0].Raw, "2027-03-08 printed, 2027-03-04 embedded") {
		t.Errorf("session from %s, issues %v", startOf(&d.Sessions[0]), d.Issues)
	}
}
