package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// empties finds the words with which the site says that it does not know: one sentence behind three different labels,
// on pages of several groups, where the same labels have other values on other pages.
func (b *builder) empties() {
	if !b.t.uses(IdeaEmpty) {
		return
	}
	type use struct{ labels, groups, pages map[string]bool }
	uses := map[string]*use{}
	values := map[string]map[string]bool{}
	for _, s := range b.c.pages {
		for i := range s.Slots {
			x := &s.Slots[i]
			if values[x.Label] == nil {
				values[x.Label] = map[string]bool{}
			}
			values[x.Label][x.Value] = true
			if !b.mayBeEmpty(x.Value) {
				continue
			}
			u := uses[x.Value]
			if u == nil {
				u = &use{map[string]bool{}, map[string]bool{}, map[string]bool{}}
				uses[x.Value] = u
			}
			u.labels[x.Label], u.groups[s.Group], u.pages[s.Name] = true, true, true
		}
	}
	for _, v := range slices.Sorted(maps.Keys(uses)) {
		u := uses[v]
		open := 0 // labels that say something elsewhere
		for l := range u.labels {
			if len(values[l]) > 2 {
				open++
			}
		}
		if open >= 3 && len(u.groups) >= 3 {
			b.m.Placeholders = append(b.m.Placeholders, Constant{Text: v, Seen: fmt.Sprintf("%d/%d", len(u.pages), len(b.c.pages))})
			b.empty[v] = true
		}
	}
}

// mayBeEmpty reports whether a value has the form of a sentence that says nothing: words, no digits, no meaning that a
// vocabulary knows.
func (b *builder) mayBeEmpty(v string) bool {
	return len(v) > 4 && len(v) < 90 && strings.Contains(v, " ") && !strings.ContainsAny(v, "0123456789\n@") && !b.oracle.Knows(v) && !b.town(v)
}
