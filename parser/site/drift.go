package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// gone is the share of pages below which a line that nearly all pages printed counts as gone.
const gone = 0.5

// Drift tells where pages no longer look as the model says: lines that many pages printed and few do now, and what came
// in their place. It is empty while the site stays as it was, and where there are too few pages to tell.
func (m *Model) Drift(pages []*Sketch, t Thresholds) []string {
	group(pages)
	groups := map[string]bool{}
	on := map[string]int{}
	next := map[string]map[string]int{} // line before → line → pages
	n := 0
	for _, s := range pages {
		if s == nil {
			continue
		}
		n++
		groups[s.Group] = true
		seen := map[string]bool{}
		for i := range s.Lines {
			x := s.Lines[i].Text
			if !seen[x] {
				seen[x] = true
				on[x]++
			}
			if i > 0 {
				before := s.Lines[i-1].Text
				if next[before] == nil {
					next[before] = map[string]int{}
				}
				next[before][x]++
			}
		}
	}
	if len(groups) < t.Few {
		return nil
	}
	known := map[string]bool{}
	for _, a := range m.Anchors {
		known[a.Text] = true
	}
	var out []string
	for _, a := range m.Anchors {
		if share(a.Seen) < 0.8 || float64(on[a.Text]) >= gone*float64(n) {
			continue
		}
		line := fmt.Sprintf("%q stood on %s groups and stands on %d of %d pages", a.Text, a.Seen, on[a.Text], n)
		if to := renamed(a.After, next, known, n); to != "" {
			line += fmt.Sprintf("; %q stands in its place: renamed?", to)
		}
		out = append(out, line)
	}
	return out
}

// renamed gives the new line that most pages print where an anchor stood.
func renamed(after string, next map[string]map[string]int, known map[string]bool, n int) string {
	for _, x := range slices.Sorted(maps.Keys(next[after])) {
		if float64(next[after][x]) >= gone*float64(n) && !known[x] {
			return x
		}
	}
	return ""
}

// share reads "88/97".
func share(seen string) float64 {
	var k, n int
	if _, err := fmt.Sscanf(strings.Replace(seen, "/", " ", 1), "%d %d", &k, &n); err != nil || n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}
