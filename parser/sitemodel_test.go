package parser

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"carif/parser/site"
	"carif/schema"
)

// words stands for the vocabularies and the gazetteer, which stand above the parser.
type words struct{}

func (words) Knows(t string) bool { return len(words{}.Means(t)) > 0 }
func (words) Town(t string) bool {
	return slices.Contains([]string{"Valmont", "Brissac", "Orsenne", "Tremolat", "Carnoux"}, t)
}

func (words) Means(t string) []schema.Field {
	switch t {
	case "Complet", "Ouvert":
		return []schema.Field{schema.FieldSessionState}
	case "Présentiel", "À distance":
		return []schema.Field{schema.FieldTeachingMode}
	}
	return nil
}

// modelPage is one page of an invented site that words everything its own way.
func modelPage(n int, provider string, class func(string) string) schema.Page {
	towns := []string{"Valmont", "Brissac", "Orsenne", "Tremolat", "Carnoux"}
	titles := []string{"Cuisine", "Soudage", "Bureautique", "Couture", "Jardinage", "Menuiserie"}
	var b strings.Builder
	fmt.Fprintf(&b, `<html><body><div class="%s"><p>Appelez le 01 99 00 00 07</p><p>Tous les jours</p></div>`, class("bandeau"))
	fmt.Fprintf(&b, `<h1>%s %s %c</h1><p class="%s">Fiche n° F%05d, mise à jour le %02d/03/2024</p>`, titles[n%len(titles)], provider, 'A'+n%26, class("pied"), 10000+n, 1+n%28)
	row := func(label, value string) {
		fmt.Fprintf(&b, `<div class="%s"><h3>%s</h3><p>%s</p></div>`, class("rubrique"), label, value)
	}
	row("Objectifs", fmt.Sprintf("Savoir faire la chose numéro %d sans aide et sans délai", n))
	row("Programme", fmt.Sprintf("Matière %d, puis exercices", n*3))
	row("Organisme", provider)
	row("Ça coûte combien en tout", fmt.Sprintf("%d euros", 100+7*n))
	row("Combien d'heures y passer", fmt.Sprintf("%d heures", 20+n))
	row("Comment ça se passe", []string{"Présentiel", "À distance"}[n%2])
	fmt.Fprintf(&b, `<h2>Sessions</h2><ul class="%s">`, class("dates"))
	for k := 0; k < 1+n%3; k++ {
		fmt.Fprintf(&b, `<li class="%s"><span class="%s">%s</span> <span class="%s">du %02d/05/2025 au %02d/06/2025</span> <span class="%s">Complet</span></li>`,
			class("depart"), class("ville"), towns[(n+k)%5], class("quand"), 1+(n+k)%28, 1+(n+k)%28, class("etat"))
	}
	b.WriteString(`</ul><p>Conditions générales du catalogue</p><p>Plan du catalogue</p></body></html>`)
	return schema.Page{File: fmt.Sprintf("exemple.fr/%d.html", n), Body: []byte(b.String())}
}

func plain(c string) string { return c }

func providerOf(n int) string { return "Organisme " + string(rune('A'+n%26)) + string(rune('a'+n/26)) }

func sketchesOf(t testing.TB, pages []schema.Page) []*site.Sketch {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var out []*site.Sketch
	for _, pg := range pages {
		res, err := p.Sketching().Parse(pg, nil)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, res.Sketch)
	}
	return out
}

func manyPages(n int, class func(string) string) []schema.Page {
	var out []schema.Page
	for i := range n {
		out = append(out, modelPage(i, providerOf(i), class))
	}
	return out
}

func build(t testing.TB, pages []schema.Page) (*site.Model, site.Report) {
	t.Helper()
	return site.Build("exemple.fr", sketchesOf(t, pages), site.Default(), words{})
}

func yamlOf(t testing.TB, m *site.Model) string {
	t.Helper()
	b, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func fieldOf(m *site.Model, label string) schema.Field {
	for _, l := range m.Labels {
		if l.Text == label {
			return l.Field
		}
	}
	return ""
}

func TestModelLearnsASite(t *testing.T) {
	m, rep := build(t, manyPages(30, plain))
	for label, want := range map[string]schema.Field{"Ça coûte combien en tout": schema.FieldPrice, "Comment ça se passe": schema.FieldTeachingMode} {
		if got := fieldOf(m, label); got != want && got != "" {
			t.Errorf("label %q: field %q, want %q", label, got, want)
		}
	}
	if len(m.Sessions) != 1 || len(m.Chrome) == 0 || len(m.Templates) != 1 {
		t.Fatalf("sessions %v, chrome %v, templates %v\n%s", m.Sessions, m.Chrome, m.Templates, strings.Join(rep, "\n"))
	}
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.With(m).Parse(modelPage(30, providerOf(30), plain), nil) // a page with one session
	if err != nil || len(res.Drafts) != 1 {
		t.Fatalf("drafts %d, err %v", len(res.Drafts), err)
	}
	d := res.Drafts[0]
	if d.Model != m.ID {
		t.Errorf("model %q, want %q", d.Model, m.ID)
	}
	if len(d.Sessions) != 1 {
		t.Fatalf("%d sessions, want 1", len(d.Sessions))
	}
	got := map[schema.Field]string{}
	for _, v := range d.Sessions[0].Values {
		got[v.Field] = v.Text
	}
	if got[schema.FieldSessionCity] != "Valmont" || got[schema.FieldSessionState] != "Complet" || !strings.HasPrefix(got[schema.FieldSessionDates], "du 03/05/2025") {
		t.Errorf("session %v", got)
	}
	if id := d.Get(schema.FieldNativeID); len(id) != 1 || id[0].Text != "F10030" {
		t.Errorf("native id %v", id)
	}
	for _, v := range d.Values {
		if strings.Contains(v.Text, "01 99 00 00 07") {
			t.Errorf("the site's own phone went to %s", v.Field)
		}
	}
}

func TestModelDoesNotDependOnTheOrderOfPages(t *testing.T) {
	pages := manyPages(25, plain)
	a, _ := build(t, pages)
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		r.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		if b, _ := build(t, pages); yamlOf(t, a) != yamlOf(t, b) {
			t.Fatalf("another order, another model:\n%s\n%s", yamlOf(t, a), yamlOf(t, b))
		}
	}
}

func TestModelOfOneProviderIsRefused(t *testing.T) {
	var pages []schema.Page
	for i := range 40 {
		pages = append(pages, modelPage(i, "Organisme unique", plain))
	}
	m, rep := build(t, pages)
	if !m.Empty() || len(rep) == 0 {
		t.Errorf("learnt from one provider: %s\n%v", yamlOf(t, m), rep)
	}
}

func TestModelRefusesByNumberOfGroups(t *testing.T) {
	for n, want := range map[int]struct{ chrome, templates bool }{4: {}, 7: {false, true}, 12: {true, true}, 25: {true, true}} {
		m, rep := build(t, manyPages(n, plain))
		if len(m.Chrome) > 0 != want.chrome || len(m.Templates) > 0 != want.templates {
			t.Errorf("%d groups: chrome %v, templates %v; %v", n, m.Chrome, m.Templates, rep)
		}
		if n < 10 && len(rep) == 0 {
			t.Errorf("%d groups: no word of what was not learnt", n)
		}
	}
}

func TestOneMorePageOfAKnownGroupAddsNoChrome(t *testing.T) {
	pages := manyPages(24, plain)
	a, _ := build(t, pages)
	b, _ := build(t, append(pages, modelPage(100, providerOf(3), plain)))
	old := map[string]bool{}
	for _, c := range a.Chrome {
		old[c.Text] = true
	}
	for _, c := range b.Chrome {
		if !old[c.Text] {
			t.Errorf("new chrome %q", c.Text)
		}
	}
}

func TestShuffledValuesGiveTheSameLabels(t *testing.T) {
	a, _ := build(t, manyPages(25, plain))
	var pages []schema.Page
	for i := range 25 { // what each page says moves to the page of another provider
		pages = append(pages, modelPage((i*7)%25, providerOf(i), plain))
		pages[i].File = fmt.Sprintf("exemple.fr/%d.html", i)
	}
	b, _ := build(t, pages)
	if len(a.Labels) != len(b.Labels) {
		t.Fatalf("%v\n%v", a.Labels, b.Labels)
	}
	for i := range a.Labels {
		if a.Labels[i].Key != b.Labels[i].Key || a.Labels[i].Field != b.Labels[i].Field {
			t.Errorf("%v, %v", a.Labels[i], b.Labels[i])
		}
	}
}

func TestModelOfHostilePages(t *testing.T) {
	n := 0
	scrambled := func(c string) string { n++; return fmt.Sprintf("x%d-%s%d", n, c, n*7919) }
	same := make([]schema.Page, 30)
	for i := range same {
		same[i] = modelPage(1, providerOf(1), plain)
		same[i].File = fmt.Sprintf("exemple.fr/%d.html", i)
	}
	long := manyPages(20, plain)
	long = append(long, schema.Page{File: "exemple.fr/long.html", Body: []byte("<h1>Longue</h1><p>Organisme : X</p><ul class=\"dates\">" +
		strings.Repeat(`<li class="depart"><span class="ville">Valmont</span> <span class="quand">du 01/05/2025 au 02/06/2025</span></li>`, 10000) + "</ul>")})
	two := manyPages(15, plain)
	for i := range 15 {
		body := fmt.Sprintf(`<html lang="en"><body><main><section><h2>Welding %d</h2><dl><dt>Provider</dt><dd>College %s</dd><dt>Duration</dt><dd>%d hours</dd></dl></section></main></body></html>`, i, providerOf(i), i)
		two = append(two, schema.Page{File: fmt.Sprintf("exemple.fr/en%d.html", i), Body: []byte(body)})
	}
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, pages := range map[string][]schema.Page{"scrambled classes": manyPages(25, scrambled), "all the same": same, "ten thousand sessions": long, "two languages": two} {
		m, _ := build(t, pages)
		for _, pg := range pages[max(0, len(pages)-3):] {
			alone, err := p.Parse(pg, nil)
			if err != nil {
				t.Fatal(err)
			}
			with, err := p.With(m).Parse(pg, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(with.Drafts) != len(alone.Drafts) {
				t.Errorf("%s: %d drafts with the model, %d without", name, len(with.Drafts), len(alone.Drafts))
			}
			for i := range with.Drafts {
				if a, b := len(alone.Drafts[i].Get(schema.FieldObjective)), len(with.Drafts[i].Get(schema.FieldObjective)); a != b {
					t.Errorf("%s: %d objectives with the model, %d without", name, b, a)
				}
			}
		}
		if name == "all the same" && !m.Empty() {
			t.Errorf("%s: learnt from one page: %s", name, yamlOf(t, m))
		}
	}
}

func TestModelSurvivesItsYAML(t *testing.T) {
	m, _ := build(t, manyPages(25, plain))
	text := yamlOf(t, m)
	back, err := site.Unmarshal([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if again := yamlOf(t, back); again != text {
		t.Errorf("written again:\n%s\nwas\n%s", again, text)
	}
	own := back.With(site.Override{Labels: map[string]schema.Field{"Comment ça se passe": schema.FieldPace}, Keep: []string{m.Chrome[0].Text}})
	if own.Line(m.Chrome[0].Text, func() string { return m.Chrome[0].At }) != site.NoteNone {
		t.Error("a line that a person keeps is chrome")
	}
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.With(own).Parse(modelPage(2, providerOf(2), plain), nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := res.Drafts[0].Get(schema.FieldPace); len(v) != 1 {
		t.Errorf("what a person says of a label does not hold: %v", res.Drafts[0].Values)
	}
}

func TestDriftTellsARenamedLabel(t *testing.T) {
	m, _ := build(t, manyPages(25, plain))
	pages := manyPages(25, plain)
	if d := m.Drift(sketchesOf(t, pages), site.Default()); len(d) > 0 {
		t.Errorf("nothing changed, and: %v", d)
	}
	for i := range pages {
		pages[i].Body = []byte(strings.ReplaceAll(string(pages[i].Body), "Programme", "Au menu"))
	}
	d := m.Drift(sketchesOf(t, pages), site.Default())
	i := slices.IndexFunc(d, func(l site.Lost) bool { return l.Text == "Programme" })
	if i < 0 || d[i].New != "Au menu" || d[i].NewOn != 25 || d[i].On != 0 || d[i].Of != 25 || len(d[i].Pages) != 3 {
		t.Errorf("drift does not tell: %v", d)
	}
}

// TestModelKeepsACommonItem: what all courses of a site teach is an item of their lists, not a line of the site.
func TestModelKeepsACommonItem(t *testing.T) {
	var pages []schema.Page
	for i := range 30 {
		pg := modelPage(i, providerOf(i), plain)
		list := fmt.Sprintf(`<h3>Programme détaillé</h3><ul><li>Partie numéro %d</li><li>La sécurité</li></ul><h2>Sessions</h2>`, i)
		pg.Body = []byte(strings.Replace(string(pg.Body), "<h2>Sessions</h2>", list, 1))
		pages = append(pages, pg)
	}
	m, _ := build(t, pages)
	for _, c := range m.Chrome {
		if c.Text == "La sécurité" {
			t.Errorf("%q is taken for the site's own", c.Text)
		}
	}
}
