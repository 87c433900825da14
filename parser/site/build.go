package site

import (
	"fmt"
	"slices"

	"carif/schema"
)

// Report tells what a build learnt and refused to learn, a line each.
type Report []string

func (r *Report) add(format string, args ...any) { *r = append(*r, fmt.Sprintf(format, args...)) }

// Oracle knows what words mean: the vocabularies and the gazetteer, which stand above this package.
type Oracle interface {
	Knows(text string) bool           // a vocabulary codes the text
	Means(text string) []schema.Field // the coded fields it may be a value of
	Town(text string) bool            // it is a town's name
}

// Build learns a site from sketches of its pages. The model is never nil; where the pages are too few it is empty, and
// the report says so.
func Build(name string, all []*Sketch, t Thresholds, oracle Oracle) (*Model, Report) {
	var rep Report
	pages := sample(all, t)
	m := &Model{Site: name, Algorithm: Version, ID: modelID(name, pages, t)}
	groups := map[string]bool{}
	for _, s := range pages {
		groups[s.Group] = true
	}
	m.BuiltFrom = BuiltFrom{Pages: len(pages), Groups: len(groups)}
	if len(groups) < t.Few {
		rep.add("%d pages of %d groups: too few to learn from, %d groups at least", len(pages), len(groups), t.Few)
		m.compile()
		return m, rep
	}
	for n, c := range classes(pages, t) {
		if len(c.groups) < t.Few {
			rep.add("class %d: %d pages of %d groups: too few to learn from", n+1, len(c.pages), len(c.groups))
			continue
		}
		m.BuiltFrom.Classes++
		b := &builder{m: m, c: c, t: t, rep: &rep, oracle: oracle, towns: map[string]bool{}, empty: map[string]bool{}, meant: map[string][]schema.Field{}}
		b.learn()
	}
	m.tidy()
	m.compile()
	return m, rep
}

// builder learns from one class of pages.
type builder struct {
	m      *Model
	c      *class
	t      Thresholds
	rep    *Report
	oracle Oracle
	empty  map[string]bool // the site's placeholders
	towns  map[string]bool // what the oracle said
	meant  map[string][]schema.Field
}

func (b *builder) learn() {
	b.chrome()
	b.templates()
	b.nativeID()
	b.empties()
	b.tails()
	b.places()
	b.regions()
	if b.t.uses(IdeaKinds) {
		b.labels()
	}
}

// tidy sorts what was learnt and drops what two classes said alike, so that equal models are equal texts.
func (m *Model) tidy() {
	slices.SortFunc(m.Tails, func(a, b Tail) int { return compare(a.Under, b.Under, a.Text, b.Text, a.Seen, b.Seen) })
	m.Tails = slices.CompactFunc(m.Tails, func(a, b Tail) bool { return a.Under == b.Under && a.Text == b.Text })
	slices.SortFunc(m.Places, func(a, b Place) int { return compare(a.At, b.At, a.Seen, b.Seen) })
	m.Places = slices.CompactFunc(m.Places, func(a, b Place) bool { return a.At == b.At })
	slices.SortFunc(m.Placeholders, func(a, b Constant) int { return compare(a.Text, b.Text, a.Seen, b.Seen) })
	m.Placeholders = slices.CompactFunc(m.Placeholders, func(a, b Constant) bool { return a.Text == b.Text })
	slices.SortFunc(m.Anchors, func(a, b Anchor) int { return compare(a.Text, b.Text, a.Seen, b.Seen, b.After, a.After) })
	m.Anchors = slices.CompactFunc(m.Anchors, func(a, b Anchor) bool { return a.Text == b.Text })
	slices.SortStableFunc(m.Labels, func(a, b Label) int { return compare(a.Key, b.Key) })
	m.Labels = slices.CompactFunc(m.Labels, func(a, b Label) bool { return a.Key == b.Key })
	m.outermost()
	slices.SortFunc(m.Chrome, func(a, b Constant) int { return compare(a.Text, b.Text, a.At, b.At, a.Seen, b.Seen) })
	m.Chrome = slices.CompactFunc(m.Chrome, func(a, b Constant) bool { return a.Text == b.Text && a.At == b.At })
	slices.SortFunc(m.Templates, func(a, b Template) int { return compare(a.Line, b.Line, a.Seen, b.Seen) })
	m.Templates = slices.CompactFunc(m.Templates, func(a, b Template) bool { return a.Line == b.Line })
}

func compare(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != pairs[i+1] {
			if pairs[i] < pairs[i+1] {
				return -1
			}
			return 1
		}
	}
	return 0
}
