package identity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
	}
	want := []Link{
		{"a/1", "b/9", "rco", sure},
		{"a/2", "b/2", "title+provider+session", fair},
		{"c/1", "d/1", "session rco", strong},
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
