package lexicon

import (
	"regexp"
	"slices"
	"testing"
)

// TestHoldsOf: of a sequence the part with the longest words is needed, of alternatives one of each, and nothing of what may
// be left out.
func TestHoldsOf(t *testing.T) {
	for pattern, want := range map[string]holds{
		`ne vaut pas agrement`:                  {"ne vaut pas agrement"},
		`\bqualiopi\b.{0,40}\b(au titre|agree)`: {"qualiopi"},
		`^(centre|agence) de`:                   {"centre", "agence"},
		`\d+ resultats?$`:                       {" resultat"},
		`(abc)?`:                                nil,
		`(abc|d*)x?`:                            nil,
		`(?i)abc`:                               nil,
		`[ab]c`:                                 {"c"},
	} {
		if got := holdsOf(pattern); !slices.Equal(got, want) {
			t.Errorf("holdsOf(%q) = %q, want %q", pattern, got, want)
		}
	}
}

// FuzzHolds: a text in which a pattern of the lists matches has one of the words that the pattern needs.
func FuzzHolds(f *testing.F) {
	lx, err := LoadLexicon()
	if err != nil {
		f.Fatal(err)
	}
	for _, t := range []string{"", "declaration d activite 11 75 00", "certifie qualiopi au titre", "pole emploi"} {
		f.Add(t)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, list := range [][]pattern{lx.owners, lx.offices, lx.Proof.others, lx.Proof.events, lx.Proof.courses} {
			for _, p := range list {
				if p.words.MatchString(text) && !p.holds.in(text) {
					t.Errorf("%q matches %s and has none of %q", text, p.words, p.holds)
				}
			}
		}
	})
}

// TestHoldsPrefix: beginnings that alternatives share are no words of their own.
func TestHoldsPrefix(t *testing.T) {
	for _, list := range []string{`n(umero|da| da)\b`, `^(a|ab)c`, `x(y|z)+`} {
		re := regexp.MustCompile(list)
		for _, text := range []string{"numero", "nda", "n da", "abc", "ac", "xyz", "xzzy"} {
			if re.MatchString(text) && !holdsOf(list).in(text) {
				t.Errorf("%q matches %s without %q", text, list, holdsOf(list))
			}
		}
	}
}
