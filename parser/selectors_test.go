package parser

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/sites"
)

// TestSelectors: a profile's selectors give fields and sessions their words, and the kind of the words is asked all the same.
func TestSelectors(t *testing.T) {
	const page = `<title>Vannerie</title><body><main><h1>Vannerie</h1>` + aSheet + `<div class="x1">21 h</div><div class="x2" data-prix="350 € TTC"></div><dl><dt>Qui</dt><dd class="x3">Salariés|Artisans</dd></dl>
<p class="x4">Venez nous voir</p><div class="l"><div class="k vert">4 mars 2027 <b>Brest</b><img alt="x" class="i"></div><div class="k noir">8 avril 2027 <b>Quimper</b></div></div>
<p>Prochaine session : 4 mars 2027</p></main>`
	const profile = `id: osier
name: Osier
historic: true
hosts: [osier.example.org]
page:
  fields:
    duration: .x1
    price: {css: .x2, attr: data-prix}
    audience: {css: .x3, split: "|"}
    duration.centre_hours: .x4
  sessions:
    rows: .k
    fields:
      session.city: b
      session.state: {css: .k, attr: class, map: {vert: Inscriptions ouvertes, noir: Complet}}
`
	site, err := sites.Parse([]byte(profile), "osier.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Explaining().Parse(schema.Page{Body: []byte(page)}, site)
	if err != nil || len(res.Drafts) != 1 {
		t.Fatalf("%v, %d drafts", err, len(res.Drafts))
	}
	d := res.Drafts[0]
	for f, want := range map[schema.Field]string{schema.FieldDuration: "21 h", schema.FieldPrice: "350 € TTC", schema.FieldAudience: "Salariés\nArtisans"} {
		if got := d.Get(f); len(got) != 1 || got[0].Text != want {
			t.Errorf("%s is %v, want %q", f, got, want)
		}
	}
	if got := d.Get(schema.FieldAudience); len(got) != 1 || !slices.Equal(got[0].Items, []string{"Salariés", "Artisans"}) || got[0].Label != "Qui" {
		t.Errorf("audience is %+v", got)
	}
	if got := d.Get(schema.FieldCentreHours); len(got) > 0 {
		t.Errorf("words of another kind became %v", got)
	}
	if len(d.Sessions) != 2 {
		t.Fatalf("%d sessions, want 2: %v", len(d.Sessions), d.Sessions)
	}
	var said []string
	for _, v := range d.Sessions[1].Values {
		said = append(said, string(v.Field)+" "+v.Text)
	}
	for _, want := range []string{"session.city Quimper", "session.state Complet", "session.dates 8 avril 2027"} {
		if !slices.Contains(said, want) {
			t.Errorf("no %q in %q", want, said)
		}
	}
	why := ""
	for _, b := range res.Outline.Blocks {
		why += strings.Join(b.Why, "\n")
	}
	if !strings.Contains(why, `the profile's selector ".x1"`) || !strings.Contains(why, `the profile's selector ".x4" names it as duration.centre_hours`) {
		t.Errorf("explained as %q", why)
	}
}

// TestRowsUnderACentre: what stands over the elements of sessions beside their town is said of each of them, and labels of a
// profile name the columns of tables too.
func TestRowsUnderACentre(t *testing.T) {
	read := func(profile, page string) *schema.Draft {
		t.Helper()
		site, err := sites.Parse([]byte("id: osier\nname: Osier\nhistoric: true\nhosts: [osier.example.org]\npage:\n"+profile), "osier.yaml")
		if err != nil {
			t.Fatal(err)
		}
		p, err := theParser()
		if err != nil {
			t.Fatal(err)
		}
		res, err := p.Parse(schema.Page{Body: []byte(`<title>Vannerie</title><main><h1>Vannerie</h1>` + aSheet + page + `</main>`)}, site)
		if err != nil || len(res.Drafts) != 1 {
			t.Fatalf("%v, %d drafts", err, len(res.Drafts))
		}
		return &res.Drafts[0]
	}
	says := func(d *schema.Draft, n int, f schema.Field) string {
		for _, v := range d.Sessions[n].Values {
			if v.Field == f {
				return v.Text
			}
		}
		return ""
	}
	card := func(name, town string, days ...string) string {
		return `<div class="c"><h3>` + name + `</h3><p>` + town + `</p><ul><li class="r">` + strings.Join(days, `</li><li class="r">`) + `</li></ul></div>`
	}
	d := read("  sessions: {rows: li.r}\n", `<h2>Où et quand ?</h2>`+card("GRETA de la rade", "Brest (29)", "du 4 au 8 janvier 2027", "du 1 au 5 mars 2027")+
		card("GRETA du Steir", "Quimper (29)", "du 3 au 7 mai 2027"))
	if len(d.Sessions) != 3 || len(d.Unclaimed) > 0 {
		t.Fatalf("%d sessions, unclaimed %v", len(d.Sessions), d.Unclaimed)
	}
	for n, want := range []string{"Brest (29)", "Brest (29)", "Quimper (29)"} {
		if got := says(d, n, schema.FieldSessionCity); got != want {
			t.Errorf("session %d is in %q, want %q", n, got, want)
		}
	}
	d = read(`  labels: {"Dép.": session.start, "Ret.": session.end}`+"\n", `<h2>Sessions</h2><table><tr><th>Dép.</th><th>Ret.</th><th>Lieu</th></tr>`+
		`<tr><td>04/01/2027</td><td>08/01/2027</td><td>Brest</td></tr></table>`)
	if len(d.Sessions) != 1 || says(d, 0, schema.FieldSessionStart) != "04/01/2027" || says(d, 0, schema.FieldSessionEnd) != "08/01/2027" {
		t.Errorf("%+v", d.Sessions)
	}
}
