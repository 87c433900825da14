package lexicon

import "testing"

// BenchmarkLoadCues reads the weights of words: what each start costs.
func BenchmarkLoadCues(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readWeights(cueWeights); err != nil {
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

// TestCuesFile holds the weights to what they are read with: broken lines are refused, and each class is a field or one of
// the names that stand for several.
func TestCuesFile(t *testing.T) {
	for _, bad := range []string{"fields\ta b\nh:x\t2:5\n", "fields\ta b\nh:x\t0\n", "fields\ta b\nh:x\t0:y\n"} {
		if _, err := readWeights(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	c, err := readWeights(cueWeights)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.of) < 1000 || len(c.bias) != len(c.fields) {
		t.Errorf("%d words, %d fields, %d biases", len(c.of), len(c.fields), len(c.bias))
	}
}
