package identity

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/fixtures"
)

func TestProviders(t *testing.T) {
	ps := []Provider{
		{Key: "a/1", Name: "Association Les Trois Clochers", Commune: "33063"},
		{Key: "b/1", Name: "LES TROIS CLOCHERS (SARL)", Commune: "33063"},
		{Key: "b/2", Name: "Les trois clochers", Commune: "64445"}, // elsewhere, nothing shared but the name
		{Key: "c/1", Name: "Trois Clochers Formation", SIRET: "73282932000074"},
		{Key: "d/1", Name: "3C", SIRET: "73282932000074", Commune: "33063"},
		{Key: "e/1", Name: "Atelier du Port", Phones: []string{"+33199000101"}, SIRET: "82422814201874"},
		{Key: "f/1", Name: "Atelier du Port", Phones: []string{"+33199000101"}, SIRET: "35600000000048"}, // another establishment
		{Key: "g/1", Name: "Institut Vert", Emails: []string{"contact@institut-vert.example"}},
		{Key: "h/1", Name: "INSTITUT VERT", Website: "http://www.institut-vert.example/accueil"},
		{Key: "i/1", Name: "Cap Nord", Emails: []string{"capnord@orange.fr"}},
		{Key: "j/1", Name: "Cap Nord", Emails: []string{"cap.nord@orange.fr"}}, // a shared host proves nothing
	}
	want := []Link{
		{"a/1", "b/1", "name+commune", strong},
		{"c/1", "d/1", "siret", sure},
		{"g/1", "h/1", "name+domain", fair},
	}
	if d := cmp.Diff(want, Providers(ps)); d != "" {
		t.Errorf("Providers (-want +got):\n%s", d)
	}
}

func TestCourses(t *testing.T) {
	cs := []Course{
		{Key: "a/1", Site: "a", RCO: "02_1", Title: "Soudage"},
		{Key: "b/9", Site: "b", RCO: "02_1", Title: "Souder"},
		{Key: "b/8", Site: "b", Title: "Soudage"}, // the title alone is no evidence
		{Key: "a/2", Site: "a", Title: "Anglais", ProviderKey: "a/p", Sessions: []Session{{Start: "2025-01-06", Commune: "33063"}}},
		{Key: "b/2", Site: "b", Title: "ANGLAIS", ProviderKey: "b/p", Sessions: []Session{{Start: "2025-01-06", Commune: "33063"}}},
		{Key: "a/3", Site: "a", Title: "Anglais", ProviderKey: "a/p", Sessions: []Session{{Start: "2025-01-06", Commune: "33063"}}}, // same site as a/2
		{Key: "c/1", Site: "c", Sessions: []Session{{RCO: "02_77"}}},
		{Key: "d/1", Site: "d", Sessions: []Session{{RCO: "02_77"}}},
		// one certification, taught by one body from one day on, under two titles
		{Key: "e/1", Site: "e", Title: "TP Soudeur", ProviderKey: "a/p", Numbers: []string{"rncp:77"}, Sessions: []Session{{Start: "2026-02-02"}}},
		{Key: "f/1", Site: "f", Title: "Soudure", ProviderKey: "b/p", Numbers: []string{"rncp:77"}, Sessions: []Session{{Start: "2026-02-02", Commune: "33063"}}},
		// one title and body, but no day that both tell: enough, as each site has one only
		{Key: "g/1", Site: "g", Title: "Taille de pierre", ProviderKey: "a/p"},
		{Key: "h/1", Site: "h", Title: "TAILLE DE PIERRE", ProviderKey: "b/p", Sessions: []Session{{Start: "2026-03-02"}}},
		// here a site has two: which is meant nobody can tell
		{Key: "g/2", Site: "g", Title: "Vannerie", ProviderKey: "a/p"},
		{Key: "g/3", Site: "g", Title: "Vannerie", ProviderKey: "a/p"},
		{Key: "h/2", Site: "h", Title: "Vannerie", ProviderKey: "b/p"},
		// another body, or none
		{Key: "g/4", Site: "g", Title: "Reliure", ProviderKey: "a/p"},
		{Key: "h/4", Site: "h", Title: "Reliure", ProviderKey: "b/other"},
		{Key: "i/4", Site: "i", Title: "Reliure"},
	}
	want := []Link{
		{"a/1", "b/9", "rco", sure},
		{"a/2", "b/2", "title+provider+session", fair},
		{"c/1", "d/1", "session rco", strong},
		{"e/1", "f/1", "certification+provider+day", fair},
		{"g/1", "h/1", "title+provider", weak},
	}
	if d := cmp.Diff(want, Courses(cs, []Link{{A: "a/p", B: "b/p"}})); d != "" {
		t.Errorf("Courses (-want +got):\n%s", d)
	}
}

func TestFoldName(t *testing.T) {
	for _, none := range []string{"", "CMA", "SARL"} {
		if got := FoldName(none); got != "" {
			t.Errorf("FoldName(%q): got %q, want none", none, got)
		}
	}
	for a, b := range map[string]string{
		"Maison de l'Emploi": "MAISON DE L’EMPLOI", "Association Les Trois Clochers": "les trois clochers", "École d'été": "Ecole d'ete"} {
		if FoldName(a) == "" || FoldName(a) != FoldName(b) {
			t.Errorf("FoldName: %q gives %q, %q gives %q: want the same", a, FoldName(a), b, FoldName(b))
		}
	}
}

// TestLinearInABucket: what is looked at doubles when the providers, or the courses, of one name double.
func TestLinearInABucket(t *testing.T) {
	for name, work := range map[string]func(n int) int{
		"providers of one name": func(n int) int { return providers(crowd(n)).compared },
		"courses of one number": func(n int) int {
			cs := make([]Course, n)
			for i := range cs {
				cs[i] = Course{Key: fmt.Sprintf("s/%d", i), Site: fmt.Sprint(i), RCO: "02_1", Title: "Soudage",
					ProviderKey: "a", Sessions: []Session{{"02_7", "2026-01-05", "33063"}, {"02_8", "2026-01-05", "33063"}}}
			}
			return courses(cs, nil).compared
		},
	} {
		once, twice, four := work(2_000), work(4_000), work(8_000)
		if once == 0 || twice > 2*once+100 || four > 4*once+100 {
			t.Errorf("%s: %d, %d, %d keys looked at for 1, 2 and 4 times as many: want them in proportion", name, once, twice, four)
		}
	}
	if got := len(Providers(crowd(2_000))); got != 1_999 {
		t.Errorf("2,000 providers of one name: %d links, want each with the first", got)
	}
}

// crowd are providers of one name, in one commune, with one telephone.
func crowd(n int) []Provider {
	ps := make([]Provider, n)
	for i := range ps {
		ps[i] = Provider{Key: fmt.Sprintf("s/%d", i), Name: "Greta du Port", Commune: "33063", Phones: []string{"+33199000101"},
			Emails: []string{"accueil@greta.example.org"}, Website: "https://greta.example.org/"}
	}
	return ps
}

// TestLinksOfTheDemo: on the authored catalogue, and in whatever order it is met, the links are those that comparing
// every provider with every other gives: each group's members with the smallest of their keys.
func TestLinksOfTheDemo(t *testing.T) {
	var ps []Provider
	for i, c := range fixtures.DemoOf(200).Truth() {
		o := c.Provider
		ps = append(ps, Provider{Key: fmt.Sprintf("demo/%03d", (i*37)%200), Name: o.Name, Commune: o.PostalCode,
			Emails: []string{o.Email}, Website: o.Website})
		if o.Phone != "" {
			ps[i].Phones = []string{o.Phone}
		}
	}
	want := everyPair(ps)
	if len(want) < 100 {
		t.Fatalf("%d links only: the catalogue shows nothing", len(want))
	}
	for range 3 {
		if d := cmp.Diff(want, Providers(ps)); d != "" {
			t.Fatalf("Providers (-want +got):\n%s", d)
		}
		slices.Reverse(ps)
		ps = append(ps[50:], ps[:50]...)
	}
}

// everyPair is Providers without SIRETs, in the plainest way.
func everyPair(ps []Provider) []Link {
	l := &links{seen: map[[2]string]int{}}
	for _, rule := range []struct {
		evidence   string
		confidence float64
		of         func(Provider) []string
	}{
		{"name+commune", strong, func(p Provider) []string { return []string{p.Commune} }},
		{"name+phone", strong, func(p Provider) []string { return p.Phones }},
		{"name+domain", fair, domains},
	} {
		for _, a := range ps {
			for _, w := range rule.of(a) {
				first := a.Key
				for _, b := range ps {
					if w != "" && FoldName(b.Name) != "" && FoldName(b.Name) == FoldName(a.Name) && slices.Contains(rule.of(b), w) {
						first = min(first, b.Key)
					}
				}
				l.add(first, a.Key, rule.evidence, rule.confidence)
			}
		}
	}
	return l.sorted()
}
