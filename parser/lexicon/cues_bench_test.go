package lexicon

import "testing"

// BenchmarkLoadCues reads the weights of words: what each start costs.
func BenchmarkLoadCues(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var c cues
		if err := c.load(cueWeights); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCue tells the field of a text under an unknown heading.
func BenchmarkCue(b *testing.B) {
	lx, err := LoadLexicon()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		lx.Cue("Ce que vous emportez", "Tresser un panier\nChoisir ses brins selon l'ouvrage\nPréparer l'osier et l'entretenir")
	}
}
