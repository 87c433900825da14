package text

import "testing"

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Niveau d'entrée requis :", "niveau d entree requis"},
		{"  Cœur — d’ŒUVRE  ", "coeur d oeuvre"},
		{"N° 12", "n 12"},
		{"e\u0301te\u0301", "ete"},
		{"for\u00admation\u200b", "formation"},
		{"Straße", "strasse"},
		{"Bac +2", "bac 2"},
		{"a\tb\u00a0c\u0000d", "a b c d"},
		{"ﬁn", "fin"},
		{"", ""},
		{" ... ", ""},
	} {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if again := Fold(tt.want); again != tt.want {
			t.Errorf("Fold(%q) = %q: folding twice must change nothing", tt.want, again)
		}
	}
}

func TestFoldLabel(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Les + de la formation", "les plus de la formation"},
		{"Bac+2", "bac plus 2"},
		{"+", "plus"},
		{"++", "plus plus"},
	} {
		if got := FoldLabel(tt.in); got != tt.want {
			t.Errorf("FoldLabel(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestUnaccent(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Éric d'Œuvre", "eric d'œuvre"}, {"PLAIN - text", "plain - text"}, {"e\u0301", "e"},
	} {
		if got := Unaccent(tt.in); got != tt.want {
			t.Errorf("Unaccent(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
