package normalize

import (
	"strings"
	"testing"

	"carif/parser"
	"carif/schema"
)

// TestDurationToChoose: lengths to choose from are no length; the words stay, with an issue.
func TestDurationToChoose(t *testing.T) {
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Parse(schema.Page{Body: []byte(`<title>Vannerie</title><main><h1>Vannerie</h1><section><h2>Objectifs</h2><p>Tresser un panier.</p><h2>Programme</h2><p>L'osier.</p></section>` +
		`<aside><h4>Durée souple</h4><p>3h / Demi-journée / Journée</p></aside></main>`)}, nil)
	if err != nil || len(res.Drafts) != 1 {
		t.Fatalf("%d drafts, error %v", len(res.Drafts), err)
	}
	rec := newNormalizer(t).Record(res.Drafts[0], schema.Page{}, nil)
	d := rec.Course.Duration
	if d == nil || d.TotalHours != nil || !strings.Contains(str(d.Text), "Demi-journée") {
		t.Errorf("duration = %+v, want the words and no hours", d)
	}
	if !strings.Contains(issuesOf(rec), schema.IssueBadNumber) {
		t.Errorf("issues = %s", issuesOf(rec))
	}
}
