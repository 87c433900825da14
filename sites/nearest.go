package sites

import (
	"cmp"
	"slices"
	"strings"

	"carif/schema"
)

// meant names the fields that a name which is none may have been meant for, as ": is session.city or provider.city
// meant?"; "" where nothing is near. A field is near where it ends as the name does behind its point ("city"), or where
// few letters are other ones ("prerequisite").
func meant(name string) string {
	last := func(s string) string { return s[strings.LastIndexByte(s, '.')+1:] }
	name = strings.ToLower(name)
	if name == "" || len(name) > longestName {
		return ""
	}
	type near struct {
		field string
		off   int
	}
	var found []near
	for _, f := range schema.Fields() {
		field := string(f)
		whole, end := edits(name, field), edits(last(name), last(field))
		if min(whole, end)*3 <= len(last(name)) {
			found = append(found, near{field, min(whole, end+2)}) // what stands before the point is a hint, too
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.off, b.off) })
	var names []string
	for _, n := range found {
		if n.off == found[0].off && len(names) < mostMeant {
			names = append(names, n.field)
		}
	}
	return ": is " + strings.Join(names, " or ") + " meant?"
}

const (
	longestName = 60 // bytes: no field's name is longer, and nothing that long is compared
	mostMeant   = 3
)

// edits counts the letters to add, to leave out or to change between two names (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
