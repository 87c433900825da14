package shape

import (
	"carif/parser/lexicon"
)

// guess is lexicon.guess, remembered for one page.
func (r *Sheet) Guess(label string) *lexicon.Entry {
	if len(label) > 70 || lexicon.Asked(label) {
		return nil
	}
	e, ok := r.Guesses[label]
	if !ok {
		e = r.Lx.Guess(label)
		r.Guesses[label] = e
	}
	return e
}
