package vocab

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNoCode(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, raw string
		want      bool
	}{
		{Audiences, "Public éligible au CIF", true},
		{Audiences, "Être âgé(e) de 18 ans au moins", true},
		{Audiences, "Titulaires du BAFA", true},
		{Audiences, "Marin pêcheur", false},
		{Audiences, "", false},
		{Pathways, "Non modulaire", true},
		{Pathways, "Modulaire", false},
		{Selection, "Visite médicale", true},
		{Levels, "Niveau en fonction des acquis", true},
		{"hats", "x", false},
		{Audiences, "Avoir " + strings.Repeat("réussi un test et ", 40), true}, // long: judged by how it begins
	} {
		reason, ok := s.NoCode(tt.name, tt.raw)
		if ok != tt.want || ok != (reason != "") {
			t.Errorf("NoCode(%s, %q) = %q, %v, want %v", tt.name, tt.raw, reason, ok, tt.want)
		}
		if _, found := s.Find(tt.name, tt.raw); ok && found {
			t.Errorf("%s: %q has a code and is declared to have none", tt.name, tt.raw)
		}
	}
}

// TestNoneWordingsHaveNoCode: what a file declares to have no code must not get one from a rule.
func TestNoneWordingsHaveNoCode(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.Names() {
		for _, n := range s.NoCodes(name) {
			for _, w := range n.Wordings {
				if h, ok := s.Find(name, w); ok {
					t.Errorf("%s: %q (%s) gets code %q by %q", name, w, n.Reason, h.Code, h.By)
				}
			}
		}
	}
}

func TestNoneLayers(t *testing.T) {
	s := loadYAML(t, "name: audience\nentries:\n  - code: \"82044\"\n    wordings: [\"Public éligible au CIF\"]\nnone:\n  - reason: too vague\n    wordings: [Jeune]\n    start: [marin]\n")
	if h, _ := s.Find(Audiences, "Public éligible au CIF"); h.Code != "82044" {
		t.Errorf("a layered wording over none gives %q, want 82044", h.Code)
	}
	if h, ok := s.Find(Audiences, "Jeunes"); ok {
		t.Errorf("a layered none over a wording gives code %q, want none", h.Code)
	}
	if reason, _ := s.NoCode(Audiences, "Marins pêcheurs"); reason != "too vague" {
		t.Errorf("NoCode = %q, want the layered reason", reason)
	}
}

func TestNoneRefuses(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"name: audience\nnone:\n  - wordings: [x]\n", "line 3: an entry of none gives no reason"},
		{"name: audience\nnone:\n  - reason: because\n", "line 3: none (because) names no words"},
		{"name: audience\nentries:\n  - code: \"80006\"\n    wordings: [Zouave]\nnone:\n  - reason: because\n    wordings: [zouaves]\n", `line 7: "zouaves" is already a wording of code "80006" (line 4)`},
		{"name: audience\nnone:\n  - reason: because\n    wordings: [\"…\"]\n", "has no word to match"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(tt.yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Load() = %v, want %q", err, tt.want)
		}
	}
}

func loadYAML(t *testing.T, yaml string) *Set {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
