package site

import (
	"fmt"
	"strings"
)

type lineKey struct{ at, text string }

// lineStat counts one line over the pages of a class.
type lineStat struct {
	groups  []int16 // pages of each group that print it
	pages   int
	before  map[string]int // what stands on the line before, by page
	follow  map[string]int // what stands on the next line, by page
	chrome  int            // pages whose own reading says chrome already
	label   bool           // a known label somewhere
	only    int            // pages on which it may be all that a label says
	title   bool
	under   string // the known label whose value it is part of
	kind    Kind
	session int
	maybe   int // pages whose reading takes it for a label: it parts what stands around it
}

// chrome finds the lines the site prints on its pages whatever the course: those on nearly all groups' pages that the
// same line follows.
func (b *builder) chrome() {
	if !b.t.uses(IdeaChrome) {
		return
	}
	if len(b.c.groups) < b.t.Some {
		b.rep.add("%d groups: no chrome is learnt, %d at least", len(b.c.groups), b.t.Some)
		return
	}
	stats := b.count()
	same := b.constantLabels()
	per := b.pagesOf()
	for k, s := range stats {
		n := 0
		for g, pages := range s.groups {
			if 2*int(pages) >= per[g] {
				n++
			}
		}
		of := len(per)
		sure := wilson(n, of) >= b.t.Chrome
		if of < b.t.Many {
			sure = n == of
		}
		if len(k.text) < 100 && wilson(n, of) >= 0.3 && !b.oracle.Knows(k.text) {
			b.m.Anchors = append(b.m.Anchors, Anchor{Text: k.text, After: usual(s.before, s.pages), Seen: fmt.Sprintf("%d/%d", n, of)})
		}
		if !sure || !b.constant(s) || s.label || s.title || same[s.under] || itemOf(k.at, s) || b.oracle.Knows(k.text) {
			continue
		}
		b.m.Chrome = append(b.m.Chrome, Constant{Text: k.text, At: k.at, Seen: fmt.Sprintf("%d/%d", n, of)})
	}
}

// itemOf reports whether a line is an item of a list below a known label, behind items that differ: what all these courses
// have in common, not what the site prints.
func itemOf(at string, s *lineStat) bool {
	box := at[strings.LastIndexByte(at, '>')+1:]
	if s.under == "" || box != "li" && !strings.HasPrefix(box, "li.") {
		return false
	}
	best := 0
	for _, n := range s.before {
		best = max(best, n)
	}
	return 2*best < s.pages
}

// constant reports whether the same line follows nearly always, and the line may not be a label's only value.
func (b *builder) constant(s *lineStat) bool {
	best := 0
	for _, n := range s.follow {
		best = max(best, n)
	}
	return float64(best) >= b.t.Follow*float64(s.pages) && s.only*10 < s.pages && s.session*10 < s.pages && s.maybe*10 < s.pages
}

// pagesOf counts the pages of each group.
func (b *builder) pagesOf() []int {
	per := make([]int, len(b.c.groups))
	for _, s := range b.c.pages {
		per[b.c.groups[s.Group]]++
	}
	return per
}

// count goes over the pages twice: what few pages print is not worth a count of what follows.
func (b *builder) count() map[lineKey]*lineStat {
	seen := map[lineKey]int{}
	for _, s := range b.c.pages {
		for k := range keysOf(s) {
			seen[k]++
		}
	}
	out := map[lineKey]*lineStat{}
	for _, s := range b.c.pages {
		done := map[lineKey]bool{}
		for i := range s.Lines {
			l := &s.Lines[i]
			k := lineKey{l.At, l.Text}
			if seen[k]*2 < len(b.c.pages) {
				continue
			}
			st := out[k]
			if st == nil {
				st = &lineStat{groups: make([]int16, len(b.c.groups)), follow: map[string]int{}, before: map[string]int{}, kind: l.Kind}
				out[k] = st
			}
			if !done[k] {
				done[k] = true
				st.pages++
				st.groups[b.c.groups[s.Group]]++
				next := ""
				if i+1 < len(s.Lines) {
					next = s.Lines[i+1].Text
				}
				st.follow[next]++
				if i > 0 {
					st.before[s.Lines[i-1].Text]++
				}
				if l.Role == RoleChrome {
					st.chrome++
				}
				if l.Only {
					st.only++
				}
				if l.Role == RoleSession {
					st.session++
				}
				if l.Role == RoleMaybe {
					st.maybe++
				}
			}
			if l.Under != "" {
				st.under = l.Under
			}
			st.label = st.label || l.Role == RoleLabel
			st.title = st.title || l.Role == RoleTitle
		}
	}
	return out
}

func keysOf(s *Sketch) map[lineKey]bool {
	keys := make(map[lineKey]bool, len(s.Lines))
	for i := range s.Lines {
		if len(s.Lines[i].Text) < maxText {
			keys[lineKey{s.Lines[i].At, s.Lines[i].Text}] = true
		}
	}
	return keys
}

// usual gives the line that stands there on most pages, "" where none does: what stands there once is a course's, and
// may be a person's.
func usual(count map[string]int, pages int) string {
	for line, n := range count {
		if 2*n > pages {
			return line
		}
	}
	return ""
}

// constantLabels are the labels that have the same value on nearly all pages: it is theirs, however often it stands there.
func (b *builder) constantLabels() map[string]bool {
	values, n := map[string]map[string]int{}, map[string]int{}
	for _, s := range b.c.pages {
		for i := range s.Slots {
			x := &s.Slots[i]
			if x.Value == "" {
				continue
			}
			if values[x.Label] == nil {
				values[x.Label] = map[string]int{}
			}
			values[x.Label][x.Value]++
			n[x.Label]++
		}
	}
	out := map[string]bool{}
	for label, vs := range values {
		for _, k := range vs {
			if 2*k > n[label] {
				out[label] = true
			}
		}
	}
	return out
}
