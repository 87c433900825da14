package region

import (
	"strings"

	"carif/parser/shape"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// byKind gives the field of a value whose label is in no list and whose words tell none: "" unless the kind of the value
// leaves no doubt. Such a value gives way to what a known label says.
func (r *Regions) ByKind(label string, pr shape.Printed) schema.Field {
	if pr.Text == "" || pr.Icon || len(pr.Text) > 300 || label == "" || len(label) > 60 {
		return ""
	}
	for w := range strings.FieldsSeq(text.FoldLabel(label)) {
		if r.Lx.NotKind[w] || r.Lx.NotKind[strings.TrimSuffix(w, "s")] {
			return ""
		}
	}
	return r.Lx.ByKind[r.kindOf(pr)]
}

// kindOf names the kind of a value as lexicon/kinds.yaml does, "" where it has none for sure.
func (r *Regions) kindOf(pr shape.Printed) string {
	t := strings.TrimPrefix(pr.Text, "- ")
	f := text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
	one := !strings.Contains(t, "\n")
	switch {
	case one && len(t) < 60 && amount.OnlyHours(t):
		return "hours"
	case one && r.Lx.IsKind("mode", t, f):
		return "mode"
	}
	return r.codedKind(pr)
}

// codedKind names the vocabulary that knows all items of a value.
func (r *Regions) codedKind(pr shape.Printed) string {
	items := pr.Items
	if len(items) == 0 {
		items = strings.FieldsFunc(pr.Text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' })
	}
	if len(items) > 12 {
		return ""
	}
	for _, v := range [...]struct {
		kind string
		is   func(string) bool
	}{{"audience", r.Lx.IsAudience}, {"selection", r.Lx.IsSelection}} {
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
