package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tails finds what the site adds to the values of a label, in brackets: "(à titre indicatif)". Digits and single words
// are the course's: a department, a unit.
func (b *builder) tails() {
	if !b.t.uses(IdeaTails) {
		return
	}
	type use struct {
		groups map[string]bool
		heads  map[string]bool
	}
	all := map[string]map[string]bool{} // label → groups that print a value
	ends := map[string]map[string]*use{}
	for _, s := range b.c.pages {
		for i := range s.Slots {
			x := &s.Slots[i]
			if x.Value == "" || b.empty[x.Value] {
				continue
			}
			if all[x.Label] == nil {
				all[x.Label], ends[x.Label] = map[string]bool{}, map[string]*use{}
			}
			all[x.Label][s.Group] = true
			first, _, _ := strings.Cut(x.Value, "\n")
			head, tail := bracketed(first)
			if tail == "" {
				continue
			}
			u := ends[x.Label][tail]
			if u == nil {
				u = &use{map[string]bool{}, map[string]bool{}}
				ends[x.Label][tail] = u
			}
			u.groups[s.Group], u.heads[head] = true, true
		}
	}
	for _, label := range slices.Sorted(maps.Keys(ends)) {
		for _, tail := range slices.Sorted(maps.Keys(ends[label])) {
			u := ends[label][tail]
			if len(u.heads) >= 3 && wilson(len(u.groups), len(all[label])) >= b.t.Chrome {
				b.m.Tails = append(b.m.Tails, Tail{Text: tail, Under: label, Seen: fmt.Sprintf("%d/%d", len(u.groups), len(all[label]))})
			}
		}
	}
}

// bracketed parts the remark in brackets that a value ends in, where it is words and no number.
func bracketed(v string) (head, tail string) {
	i := strings.LastIndex(v, " (")
	if i < 1 || !strings.HasSuffix(v, ")") || strings.ContainsAny(v[i:], "0123456789") || strings.Count(v[i+1:], " ") == 0 {
		return v, ""
	}
	return v[:i], v[i:]
}
