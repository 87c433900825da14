package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// byKind gives the field of a value whose label is in no list and whose words tell none: "" unless the kind of the value
// leaves no doubt. Such a value gives way to what a known label says.
func (r *reader) byKind(label string, pr printed) schema.Field {
	if pr.text == "" || pr.icon || len(pr.text) > 300 || label == "" || len(label) > 60 {
		return ""
	}
	for w := range strings.FieldsSeq(text.FoldLabel(label)) {
		if r.lx.notKind[w] || r.lx.notKind[strings.TrimSuffix(w, "s")] {
			return ""
		}
	}
	return r.lx.byKind[r.kindOf(pr)]
}

// kindOf names the kind of a value as lexicon/kinds.yaml does, "" where it has none for sure.
func (r *reader) kindOf(pr printed) string {
	t := strings.TrimPrefix(pr.text, "- ")
	f := text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
	one := !strings.Contains(t, "\n")
	switch {
	case one && len(t) < 60 && amount.OnlyHours(t):
		return "hours"
	case one && r.lx.isKind("mode", t, f):
		return "mode"
	}
	return r.codedKind(pr)
}

// codedKind names the vocabulary that knows all items of a value.
func (r *reader) codedKind(pr printed) string {
	items := pr.items
	if len(items) == 0 {
		items = strings.FieldsFunc(pr.text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' })
	}
	if len(items) > 12 {
		return ""
	}
	for _, v := range [...]struct {
		kind string
		is   func(string) bool
	}{{"audience", r.p.isAudience}, {"selection", r.p.isSelection}} {
		n := 0
		for _, it := range items {
			if it = strings.Trim(it, " .-"); len(it) < 3 || len(it) > 60 || !v.is(it) {
				n = -1
				break
			}
			n++
		}
		if n > 0 {
			return v.kind
		}
	}
	return ""
}

// isKind reports whether a text is a value of one of the kinds that patterns tell.
func (lx *lexicon) isKind(name, t, folded string) bool {
	for i := range lx.kinds {
		if k := &lx.kinds[i]; k.name == name {
			return k.is(t, folded)
		}
	}
	return false
}

// putByKind gives a value to the field its kind tells; it reports false where the kind tells none.
func (r *reader) putByKind(i, k int, label string, pr printed) bool {
	f := r.byKind(label, pr)
	if f == "" {
		return false
	}
	r.claim(i, k, string(f), "kind alone")
	if isSession(f) {
		r.giveLoose(f, label, pr)
		return true
	}
	r.weak = append(r.weak, len(r.draft.Values))
	r.surely = r.lx.proof.Suggested
	r.put(f, label, pr, nil, 0)
	r.surely = 0
	return true
}
