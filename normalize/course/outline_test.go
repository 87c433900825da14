package course

import (
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	for _, tt := range []struct{ programme, want string }{
		{"I. Un\na\nb\nII. Deux\nIII – Trois\nc", "I. Un[a b] II. Deux[] III – Trois[c]"},
		{"MODULE 1 : Un\na\nMODULE 2 : Deux", "MODULE 1 : Un[a] MODULE 2 : Deux[]"},
		{"UC 1. Un\nUC2 Deux", "UC 1. Un[] UC2 Deux[]"},
		{"1. Un\na\n2. Deux\nb", "1. Un[a] 2. Deux[b]"},
		{"1. Un\n2. Deux", ""},
		{"Des mots\nD'autres mots", ""},
		{"Il y a 1 module\n3 jours", ""},
		{"I. Seul\na", ""},
		{"- UC 1. Un\n- UC 10. Dix\n- UC 2. Deux\n- CS Tennis\nLes unités validées restent acquises.", "UC 1. Un[] UC 10. Dix[] UC 2. Deux[] CS Tennis[]"},
		{"Module 1 : Un\na\nModule 2 : Deux\nb\nModule final : examen", "Module 1 : Un[a] Module 2 : Deux[b] Module final : examen[]"},
		{"Module Accueil (2 jours)\na\nModule 1 Un (3 semaines)\nb\nModule 2 Deux (4 semaines)\nc\nSession de validation (1 semaine)",
			"Module Accueil (2 jours)[a] Module 1 Un (3 semaines)[b] Module 2 Deux (4 semaines)[c] Session de validation (1 semaine)[]"},
	} {
		var got []string
		for _, o := range outline(tt.programme) {
			got = append(got, o.Title+"["+strings.Join(o.Items, " ")+"]")
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("outline(%q) = %s, want %s", tt.programme, strings.Join(got, " "), tt.want)
		}
	}
}
