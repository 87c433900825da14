package normalize

import "carif/normalize/vocab"

// Knows reports whether a vocabulary tells what a short text means: such words are a course's value, even where all
// pages of a site print them.
func (n *Normalizer) Knows(text string) bool {
	if len(text) > longestPlaceholder {
		return false
	}
	for _, name := range [...]string{vocab.Levels, vocab.Objectives, vocab.EntryExit, vocab.Teaching, vocab.Pathways, vocab.Audiences, vocab.Selection,
		vocab.Funders, vocab.States, vocab.YesNo} {
		if _, ok := n.vocab.Find(name, text); ok {
			return true
		}
	}
	return false
}
