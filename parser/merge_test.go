package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestSessionsOfAModel: where a site's model knows the boxes of its sessions, a heading over them hands down its town, and
// what the head of the page announces is one of them.
func TestSessionsOfAModel(t *testing.T) {
	m, rep := build(t, manyPages(30, plain))
	if len(m.Sessions) != 1 {
		t.Fatalf("the model knows no sessions: %v", rep)
	}
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	const list = `<h2>Sessions</h2><ul class="dates">`
	page := string(modelPage(32, providerOf(32), plain).Body) // three sessions
	bare := strings.NewReplacer(`<span class="ville">Orsenne</span>`, "", `<span class="ville">Tremolat</span>`, "", `<span class="ville">Carnoux</span>`, "").Replace(page)
	for _, c := range []struct {
		name, page string
		want, not  []string
	}{
		{"as they are", page, []string{"sessions 3", "1 session.city Orsenne", "3 session.city Carnoux"}, nil},
		{"announced", strings.Replace(page, `<h2>Sessions</h2>`, `<p>Prochaine session : du 05/05/2025 au 05/06/2025</p><h2>Sessions</h2>`, 1),
			[]string{"sessions 3", "1 session.city Orsenne", "1 session.dates du 05/05/2025 au 05/06/2025"}, nil},
		{"another is announced", strings.Replace(page, `<h2>Sessions</h2>`, `<p>Prochaine session : du 09/09/2025 au 12/09/2025</p><h2>Sessions</h2>`, 1),
			[]string{"sessions 4"}, nil},
		{"a town over them", strings.Replace(bare, list, `<h2>Sessions</h2><p>Brest (29)</p><ul class="dates">`, 1),
			[]string{"sessions 3", "1 session.city Brest (29)", "2 session.city Brest (29)", "3 session.city Brest (29)"}, nil},
		{"a town over towns", strings.Replace(page, list, `<h2>Sessions</h2><p>Brest (29)</p><ul class="dates">`, 1), nil, []string{"2 session.city Brest"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := printResult(t, p.With(m), schema.Page{File: "exemple.fr/32.html", Body: []byte(c.page)})
			for _, w := range c.want {
				if !strings.Contains("\n"+got, "\n"+w+"\n") {
					t.Errorf("no line %q in\n%s", w, got)
				}
			}
			for _, n := range c.not {
				if strings.Contains(got, n) {
					t.Errorf("%q in\n%s", n, got)
				}
			}
		})
	}
}
