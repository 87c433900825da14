package parser

import (
	"carif/parser/lexicon"
	"carif/parser/shape"
)

// putByKind gives a value to the field its kind tells; it reports false where the kind tells none.
func (r *reader) putByKind(i, k int, label string, pr shape.Printed) bool {
	f := r.ByKind(label, pr)
	if f == "" {
		return false
	}
	r.claim(i, k, string(f), "kind alone")
	if lexicon.IsSession(f) {
		r.giveLoose(f, label, pr)
		return true
	}
	r.weak = append(r.weak, len(r.draft.Values))
	r.surely = r.Lx.Proof.Suggested
	r.put(f, label, pr, nil, 0)
	r.surely = 0
	return true
}
