package draft

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"carif/parser"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// pages are authored pages of one site: some labels that no list knows, a row of pictograms, sessions as boxes.
func pages() (out []schema.Page) {
	for n := range 12 {
		out = append(out, schema.Page{File: fmt.Sprintf("www.osier.example.org/%d.html", n), URL: fmt.Sprintf("https://www.osier.example.org/stages/vannerie-%d", 100+n), Body: fmt.Appendf(nil,
			`<title>Vannerie %[1]d</title><body><main><h1>Vannerie, cours %[1]d</h1><div class="prix-barre">%[2]d €</div><h2>Objectifs</h2><p>Savoir tresser le panier numéro %[1]d</p>
<h2>Programme</h2><p>Osier, montage, finition du modèle %[1]d</p><h3>Pour les doigts de</h3><p>%[3]s</p><h2>Sessions</h2><div class="liste"><div class="date-osier">Du 0%[4]d/03/2027 au 2%[4]d/03/2027 Brest</div></div>
<aside><h3>Une question</h3><p>Odile Inventée, 01 99 00 00 %02[1]d</p></aside></main></body>`, n, 300+10*n, []string{"Salariés", "Demandeurs d'emploi", "Tout public"}[n%3], 1+n%8)})
	}
	return out
}

// oracle knows nothing: the draft stands on the pages alone.
type oracle struct{}

func (oracle) Knows(string) bool           { return false }
func (oracle) Means(string) []schema.Field { return nil }
func (oracle) Town(string) bool            { return false }

// TestDraft: a draft is a valid profile, says nobody's name, and what it leaves on reads more of the pages, not less.
func TestDraft(t *testing.T) {
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	var sketches []*site.Sketch
	for _, pg := range pages() {
		res, err := p.Sketching().Parse(pg, nil)
		if err != nil || res.Sketch == nil {
			t.Fatal(err)
		}
		sketches = append(sketches, res.Sketch)
	}
	m, _ := site.Build("www.osier.example.org", sketches, site.Default(), oracle{})
	d := Of("www.osier.example.org", append(sketches, nil), m)
	if _, err := sites.Parse([]byte(d.YAML()), "draft.yaml"); err != nil {
		t.Fatalf("%v\n%s", err, d.YAML())
	}
	before, err := d.gain(context.Background(), p, pages())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Try(context.Background(), p, pages()); err != nil {
		t.Fatal(err)
	}
	after, err := d.gain(context.Background(), p, pages())
	if err != nil {
		t.Fatal(err)
	}
	text := d.YAML()
	if before.over(after) || after.unclaimed > before.unclaimed {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if _, err := sites.Parse([]byte(text), "draft.yaml"); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	for _, want := range []string{"id: osier-example", `hosts: [www.osier.example.org]`, `course: ['^/stages/[^/?]*?(?P<id>\d+)(?:\.[a-z]+)?$']`, `"Pour les doigts de"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Odile") || strings.Contains(text, "01 99") {
		t.Errorf("somebody is named in\n%s", text)
	}
}

// TestPattern finds the address of courses.
func TestPattern(t *testing.T) {
	for name, tt := range map[string]struct {
		urls []string
		want string
	}{
		"a number":        {[]string{"/f/12", "/f/345"}, `^/f/(?P<id>\d+)$`},
		"a number ahead":  {[]string{"/f/12/abc", "/f/345/d"}, `^/f/(?P<id>\d+)/[^/?]+$`},
		"words":           {[]string{"/f/abc/", "/f/d-e/"}, `^/f/[^/?]+/$`},
		"a number behind": {[]string{"/f/abc-12.html", "/f/d-345.html"}, `^/f/[^/?]*?(?P<id>\d+)(?:\.[a-z]+)?$`},
		"a parameter":     {[]string{"/f.php?lang=fr&no=12", "/f.php?lang=fr&no=345"}, `^/f\.php\?(?:.*&)?no=(?P<id>\d+)`},
	} {
		d := &Draft{}
		var list []*site.Sketch
		for _, u := range tt.urls {
			list = append(list, &site.Sketch{URL: "https://www.example.org" + u})
		}
		if d.address(list); d.Course != tt.want {
			t.Errorf("%s: %q, want %q", name, d.Course, tt.want)
		}
	}
}

// TestQuoted: words of pages stay words in the YAML, whatever they hold.
func TestQuoted(t *testing.T) {
	d := &Draft{Host: "x.example.org", ID: "x", Pages: 2, Labels: []Label{{Text: "a\": b\n# c\u2028\\", Field: schema.FieldPrice, Pages: 2, Examples: []string{"x\ny: z"}, On: true}},
		Fields: []Place{{CSS: `div.a[b="c"]`, Field: schema.FieldDuration, Pages: 2, Example: "1\n2", On: true}}, Course: `^/it's/(?P<id>\d+)$`}
	s, err := sites.Parse([]byte(d.YAML()), "x.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, d.YAML())
	}
	if len(s.Page.Labels) != 1 || s.Page.Fields["duration"].CSS != `div.a[b="c"]` {
		t.Errorf("%+v", s.Page)
	}
}
