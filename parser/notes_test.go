package parser

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
)

// TestWhy: a parser that explains says of a block who decided and what lost; one that does not says nothing, and reads the same.
func TestWhy(t *testing.T) {
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	foot := `<title>Vannerie - Les Osiers du Port</title><header><p>Les Osiers du Port</p></header><main><h1>Vannerie</h1>` + aSheet + `</main><footer>Organisme certifié Qualiopi</footer>`
	two := `<title>Vannerie</title><body><main><h1>Centre des osiers</h1><h1>Vannerie</h1>` + aSheet
	for _, c := range []struct{ name, page, of, want string }{
		{"who decided", basket(`<h2>Durée</h2><p>21 heures</p>`), "Durée", "duration by course.yaml"},
		{"what lost", basket(`<h2>Statut du public</h2><p>Artisans</p>`), "Statut du public", "audience by course.yaml; not other (words.yaml)"},
		{"a session taken back", basket(`<h2>Sessions</h2><p>Inscrivez-vous tôt, le groupe est petit.</p>`), "Inscrivez-vous tôt, le groupe est petit.",
			"no session: neither a date nor a way to enter nor a place that is one"},
		{"the kind of its value", basket(`<h2>Public visé</h2><p>350 €</p>`), "Public visé", "not audience: its value is of the kind euros"},
		{"the next one, too", basket(`<h2>Sessions</h2><p>Inscrivez-vous tôt, le groupe est petit.</p><h2>Session</h2><p>Apportez un couteau bien affûté.</p>`),
			"Apportez un couteau bien affûté.",
			"no session"},
		{"whose the site is", foot, "Les Osiers du Port", "Les Osiers du Port is the provider: the site is a training body's"},
		{"the only h1", basket(``), "Vannerie", "title: the only h1"},
		{"points of the title", two + `</main>`, "Vannerie", "title by "},
		{"points of another", two + `</main>`, "Centre des osiers", "not the title: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := schema.Page{Body: []byte(c.page)}
			res, err := p.Explaining().Parse(page, nil)
			if err != nil {
				t.Fatal(err)
			}
			said := ""
			for _, b := range res.Outline.Blocks {
				if b.Label == c.of || b.Text == c.of {
					said += strings.Join(b.Why, "; ") + "\n"
				}
			}
			if !strings.Contains(said, c.want) {
				t.Errorf("of %q: %q, want %q", c.of, said, c.want)
			}
			plain, err := p.Parse(page, nil)
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(plain.Outline.Blocks, func(b Block) bool { return b.Why != nil }) {
				t.Error("a parser that does not explain has notes")
			}
			if plain.Outline.Evidence != "" || !strings.Contains(res.Outline.Evidence, "programme 2.0") {
				t.Errorf("evidence %q, explained %q", plain.Outline.Evidence, res.Outline.Evidence)
			}
			if a, b := printPage(t, page), printResult(t, p.Explaining(), page); a != b {
				t.Errorf("explained, a page is read otherwise:\n%s\n%s", a, b)
			}
		})
	}
}

// TestWhyOfRows: the reason of a rule is said once of all it holds: lines of a session are the same blocks as without it.
func TestWhyOfRows(t *testing.T) {
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	page := schema.Page{Body: []byte(basket(`<h2>Sessions</h2><p>Du 2 mars 2027 au 5 mars 2027</p><p>29200 BREST</p><p>Inscriptions ouvertes</p>`))}
	sessions := func(p *Parser, explained bool) (texts []string) {
		res, err := p.Parse(page, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range res.Outline.Blocks {
			if b.Claim != "session" {
				continue
			}
			texts = append(texts, b.Text)
			if explained && !slices.Equal(b.Why, []string{"words beside a session's date or town"}) {
				t.Errorf("reason of %q: %q", b.Text, b.Why)
			}
		}
		return texts
	}
	plain, why := sessions(p, false), sessions(p.Explaining(), true)
	if len(plain) == 0 || !slices.Equal(plain, why) {
		t.Errorf("blocks of the session: %q, explained %q", plain, why)
	}
}
