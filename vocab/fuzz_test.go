package vocab

import (
	"testing"
	"unicode/utf8"
)

// FuzzFold: folding twice is folding once, in valid UTF-8.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Salarié(e)s", "Actif(ve) non salarié(e)", "DE", "l'État", "apprenti·e·s", "BEP/CAP", "\xff", "Ééé", "((((", "œuvre", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Fold(%q) = %q", s, got)
		}
		if plain := Plain(Plain(s)); plain != Plain(s) {
			t.Fatalf("Plain(%q) = %q, then %q", s, Plain(s), plain)
		}
	})
}
