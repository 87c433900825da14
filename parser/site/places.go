package site

import (
	"fmt"
	"maps"
	"slices"
)

// placeStat counts the lines of one place.
type placeStat struct {
	lines, labels int
	texts, groups map[string]bool
}

// places finds where the site prints labels: nearly all lines there are labels, several different ones. A text that
// few pages print at such a place is a label too.
func (b *builder) places() {
	if !b.t.uses(IdeaPlaces) {
		return
	}
	stats := map[string]*placeStat{}
	for _, s := range b.c.pages {
		for i := range s.Lines {
			l := &s.Lines[i]
			if l.Role == RoleChrome || l.Role == RoleTitle {
				continue
			}
			p := stats[l.At]
			if p == nil {
				p = &placeStat{texts: map[string]bool{}, groups: map[string]bool{}}
				stats[l.At] = p
			}
			p.lines++
			if l.Whole {
				p.labels++
				p.groups[s.Group] = true
				if l.Role == RoleLabel {
					p.texts[l.Text] = true
				}
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(stats)) {
		p := stats[at]
		if p.labels < p.lines && float64(p.labels) >= 0.85*float64(p.lines) && len(p.texts) >= 3 && len(p.groups) >= b.t.Few {
			b.m.Places = append(b.m.Places, Place{At: at, Seen: fmt.Sprintf("%d/%d", p.labels, p.lines)})
		}
	}
}
