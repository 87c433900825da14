package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// sample chooses the pages a model is built from: those with the smallest hashes of their names, a few a group. It is
// the same whatever the order of pages, and moves slowly as pages come and go.
func sample(all []*Sketch, t Thresholds) []*Sketch {
	group(all)
	type hashed struct {
		s *Sketch
		h [sha256.Size]byte
	}
	list := make([]hashed, 0, len(all))
	for _, s := range all {
		if s != nil && len(s.Lines) > 0 {
			list = append(list, hashed{s, sha256.Sum256([]byte(s.Name))})
		}
	}
	slices.SortFunc(list, func(a, b hashed) int {
		return cmp.Or(slices.Compare(a.h[:], b.h[:]), cmp.Compare(a.s.Hash, b.s.Hash))
	})
	var out []*Sketch
	per, last := map[string]int{}, ""
	for _, x := range list {
		if len(out) == t.Pages {
			break
		}
		if x.s.Name != "" && x.s.Name == last || per[x.s.Group] >= t.PerGroup {
			continue
		}
		last = x.s.Name
		per[x.s.Group]++
		out = append(out, x.s)
	}
	return out
}

// modelID is a hash of all that a model depends on.
func modelID(name string, pages []*Sketch, t Thresholds) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%+v\n", Version, name, t)
	lines := make([]string, 0, len(pages))
	for _, s := range pages {
		lines = append(lines, s.Name+"\t"+s.Hash+"\n")
	}
	sort.Strings(lines)
	for _, l := range lines {
		h.Write([]byte(l))
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// class is a set of pages made alike.
type class struct {
	pages  []*Sketch
	paths  map[string]bool
	groups map[string]int // group → its number
}

// classes joins pages whose sets of places overlap. Pages come in the order of their hashes, so the order in which
// they were read does not matter.
func classes(pages []*Sketch, t Thresholds) []*class {
	var out []*class
	for _, s := range pages {
		set := map[string]bool{}
		for i := range s.Lines {
			set[s.Lines[i].At] = true
		}
		best, at := 0.0, -1
		for i, c := range out {
			if j := jaccard(set, c.paths); j > best {
				best, at = j, i
			}
		}
		if best < t.Class {
			out = append(out, &class{pages: []*Sketch{s}, paths: set, groups: map[string]int{s.Group: 0}})
			continue
		}
		c := out[at]
		c.pages = append(c.pages, s)
		if _, ok := c.groups[s.Group]; !ok {
			c.groups[s.Group] = len(c.groups)
		}
	}
	return out
}

func jaccard(a, b map[string]bool) float64 {
	both := 0
	for k := range a {
		if b[k] {
			both++
		}
	}
	return float64(both) / float64(max(len(a)+len(b)-both, 1))
}

// group chooses who gives each page's course: the surest name, unless half of the pages print it beside another one,
// which is then the site's own.
func group(all []*Sketch) {
	count, pages := map[string]int{}, 0
	for _, s := range all {
		if s == nil {
			continue
		}
		pages++
		for i, g := range s.Givers {
			if !slices.Contains(s.Givers[:i], g) {
				count[g]++
			}
		}
	}
	for _, s := range all {
		if s == nil {
			continue
		}
		s.Group = ""
		for _, g := range s.Givers {
			if s.Group == "" || 2*count[s.Group] > pages && 2*count[g] <= pages && !strings.HasPrefix(g, "title ") {
				s.Group = g
			}
		}
	}
}
