package vocab

import (
	"testing"
	"unicode/utf8"

	"carif/text"
)

// FuzzFold: folding twice is folding once, in valid UTF-8.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Salarié(e)s", "Actif(ve) non salarié(e)", "DE", "l'État", "apprenti·e·s", "BEP/CAP", "\xff", "Ééé", "((((", "œuvre", "İ", "Ǣ", "ϓ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.FoldWording(s)
		if !utf8.ValidString(got) {
			t.Fatalf("text.FoldWording(%q) = %q", s, got)
		}
		if plain := text.Fold(text.Fold(s)); plain != text.Fold(s) {
			t.Fatalf("text.Fold(%q) = %q, then %q", s, text.Fold(s), plain)
		}
	})
}
