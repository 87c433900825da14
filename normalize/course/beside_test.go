package course

import (
	"strings"
	"testing"
)

// TestBeside: words and numbers of one line go to the person or desk they stand with; a desk is never a name.
func TestBeside(t *testing.T) {
	for line, want := range map[string]string{
		"01 99 00 80 40 (accueil) 01 99 00 80 41 (inscriptions)":      "|accueil|+33199008040; |inscriptions|+33199008041",
		"Suivi par : Claude FICTIF (01 99 00 50 22)":                  "Claude FICTIF|Suivi|+33199005022",
		"01 99 00 34 69 POLE EMPLOI : Mme FICTIVE - g@y.example.org":  "Mme FICTIVE|POLE EMPLOI|g@y.example.org",
		"v.exemple@y.example.org Assistant : Jean FICTIF":             "Jean FICTIF|Assistant|",
		"Mme FICTIVE pôle jeunes 01 99 00 50 22":                      "Mme FICTIVE|pôle jeunes|+33199005022",
		"Contact pour Nantes :Mme Zoé FICTIVE01 99 00 30 13":          "Mme Zoé FICTIVE|Contact pour Nantes|+33199003013",
		"Institut du Val, antenne du port 01 99 00 43 60":             "|Institut du Val, antenne du port|+33199004360",
		"Tél. 01 99 00 14 01 - Télécopie 01 99 00 14 02 a@example.fr": "",
	} {
		var got []string
		for _, c := range beside(line) {
			name, role := "", ""
			if c.Name != nil {
				name = *c.Name
			}
			if c.Role != nil {
				role = *c.Role
			}
			numbers := append(append(c.Phones, c.Faxes...), c.Emails...)
			got = append(got, name+"|"+role+"|"+strings.Join(numbers, " "))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s: got %q, want %q", line, s, want)
		}
	}
}

// TestWordsAreLinear: what stands beside numbers is read once, however long its words are or its digits go on.
func TestWordsAreLinear(t *testing.T) {
	for _, line := range []string{strings.Repeat("a", 1<<20), strings.Repeat("1 ", 1<<19) + "abc", strings.Repeat("a@example.org x ", 1<<16)} {
		k := kept{}
		k.add("greta")
		if people, rest := k.peopleIn(line); len(people) != 0 || len(rest) != 1 || rest[0] != line {
			t.Errorf("%.20q…: %d people, %d lines left, want the line whole", line, len(people), len(rest))
		}
	}
	for label, want := range map[string]bool{"Mailgreta": true, "gretaSite": true, "gretas": false} {
		k := kept{}
		k.add("greta")
		if got := k.glued(strings.ToLower(label)); got != want {
			t.Errorf("%s: glued %v, want %v", label, got, want)
		}
	}
}
