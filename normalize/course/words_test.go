package course

import "testing"

// TestWords: every list of words.yaml is there and names parts that are known.
func TestWords(t *testing.T) {
	if len(inlineLabels) == 0 || len(words.Headings) == 0 || len(words.BesideValidation) == 0 || len(words.Roles) == 0 {
		t.Errorf("words.yaml lacks a list: %+v", words)
	}
	for _, l := range inlineLabels {
		if l.part == partText || l.word == "" {
			t.Errorf("words.yaml: %q is the label of no known part", l.word)
		}
	}
}
