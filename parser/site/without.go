package site

import (
	"maps"
	"slices"

	"carif/schema"
)

// Without gives the model without every entry in which words would change a text: what words change there are those
// of a person who is to be forgotten, and the pages no longer say them. changed is false where there was none.
func (m *Model) Without(words func(string) string) (out *Model, changed bool) {
	names := func(s string) bool {
		if s == "" || words(s) == s {
			return false
		}
		changed = true
		return true
	}
	out = m.With(Override{Labels: maps.Clone(m.Override.Labels), Chrome: drop(m.Override.Chrome, names),
		Keep: drop(m.Override.Keep, names)})
	maps.DeleteFunc(out.Override.Labels, func(l string, _ schema.Field) bool { return names(l) })
	constant := func(c Constant) bool { return names(c.Text) }
	out.Chrome, out.Placeholders = drop(m.Chrome, constant), drop(m.Placeholders, constant)
	out.Tails = drop(m.Tails, func(t Tail) bool { return names(t.Text) || names(t.Under) })
	out.Templates = drop(m.Templates, func(t Template) bool { return names(t.Line) })
	out.Anchors = drop(m.Anchors, func(a Anchor) bool { return names(a.Text) || names(a.After) })
	out.Labels = drop(m.Labels, func(l Label) bool { return names(l.Text) || names(l.Key) || names(l.Why) })
	for i := range out.Labels {
		out.Labels[i].Examples = drop(out.Labels[i].Examples, names)
	}
	out.compile()
	return out, changed
}

// drop gives a copy of a list without some of its entries.
func drop[T any](list []T, gone func(T) bool) []T { return slices.DeleteFunc(slices.Clone(list), gone) }
