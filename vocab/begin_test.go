package vocab

import (
	"strings"
	"testing"

	"carif/text"
)

// TestMayBegin: the look at the first letters never turns a listed wording away, however it is printed.
func TestMayBegin(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.Names() {
		for _, e := range s.Entries(name) {
			for _, w := range append(append([]string{e.Label}, e.Wordings...), e.Near...) {
				for _, raw := range []string{w, strings.ToUpper(w), strings.ToLower(w), "Les " + w, "« " + w + " »", "L'" + w, "de " + w} {
					if _, ok := s.Get(name).index[text.FoldWording(raw)]; ok && !s.Get(name).mayBegin(raw) {
						t.Errorf("%s: %q is turned away", name, raw)
					}
				}
			}
		}
	}
}

func TestKnows(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	state := s.Knows(States)
	if !state("Complet") || state("Rennes") {
		t.Errorf("Knows(state): Complet %v, Rennes %v; want true, false", state("Complet"), state("Rennes"))
	}
}
