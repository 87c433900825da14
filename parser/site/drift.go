package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// gone is the share of groups below which a line that nearly all of them printed counts as gone.
const gone = 0.5

// Lost is a line that nearly all groups printed and few do now.
type Lost struct {
	Text  string   // the line
	Seen  string   // groups that printed it when the model was built, of all
	On    int      // pages that still do
	Of    int      // pages that were looked at
	New   string   // the line that stands in its place, "" for none
	NewOn int      // pages it stands on
	Pages []string // URLs, or files, of a few pages that lack the old line, and have the new one where there is one
}

// String says it in one line.
func (l Lost) String() string {
	line := fmt.Sprintf("%q stood on %s groups and stands on %d of %d pages", l.Text, l.Seen, l.On, l.Of)
	if l.New != "" {
		line += fmt.Sprintf("; %q stands in its place, on %d: renamed?", l.New, l.NewOn)
	}
	return line
}

// stand is where a line stands: on how many pages, and on those of whom. A site may have several layouts, so that groups,
// which have pages of each, tell what the site prints, and pages do not.
type stand struct {
	pages  int
	groups map[string]bool
}

// on counts a line of a page.
func on(lines map[string]*stand, line, group string) {
	s := lines[line]
	if s == nil {
		s = &stand{groups: map[string]bool{}}
		lines[line] = s
	}
	s.pages++
	s.groups[group] = true
}

// drift is what pages print today.
type drift struct {
	pages, groups int
	all           map[string]*stand            // by line
	fresh         map[string]*stand            // what looks like a label, and neither the lexicon nor the model knows
	familiar      map[string]*stand            // labels of the lexicon that are new to the model
	next          map[string]map[string]*stand // by the line before
}

// Drift tells where pages no longer look as the model says: lines that nearly all groups printed and few do now, and what
// came in their place. It is empty while the site stays as it was, and where there are too few pages to tell.
func (m *Model) Drift(pages []*Sketch, t Thresholds) []Lost {
	group(pages)
	known := map[string]bool{}
	for _, a := range m.Anchors {
		known[a.Text] = true
	}
	d := drift{all: map[string]*stand{}, fresh: map[string]*stand{}, familiar: map[string]*stand{},
		next: map[string]map[string]*stand{}}
	groups := map[string]bool{}
	for _, s := range pages {
		if s != nil {
			d.pages++
			groups[s.Group] = true
			d.read(s, known)
		}
	}
	if d.groups = len(groups); d.groups < t.Few {
		return nil
	}
	var out []Lost
	for _, a := range m.Anchors {
		if share(a.Seen) < 0.8 || d.common(d.all[a.Text]) {
			continue
		}
		l := Lost{Text: a.Text, Seen: a.Seen, Of: d.pages}
		if s := d.all[a.Text]; s != nil {
			l.On = s.pages
		}
		for _, x := range slices.Sorted(maps.Keys(d.next[a.After])) {
			if s := d.next[a.After][x]; d.common(s) && !known[x] {
				l.New, l.NewOn = x, d.all[x].pages
				break
			}
		}
		out = append(out, l)
	}
	d.pair(out)
	for i := range out {
		out[i].Pages = examples(pages, out[i])
	}
	return out
}

// common tells a line that many groups print.
func (d *drift) common(s *stand) bool {
	return s != nil && float64(len(s.groups)) >= gone*float64(d.groups)
}

// read counts the lines of a page, each once.
func (d *drift) read(s *Sketch, known map[string]bool) {
	seen := map[string]bool{}
	for i := range s.Lines {
		x := &s.Lines[i]
		if i > 0 {
			before := s.Lines[i-1].Text
			if d.next[before] == nil {
				d.next[before] = map[string]*stand{}
			}
			on(d.next[before], x.Text, s.Group)
		}
		if seen[x.Text] {
			continue
		}
		seen[x.Text] = true
		on(d.all, x.Text, s.Group)
	}
	clear(seen)
	for i := range s.Slots {
		x := &s.Slots[i]
		switch {
		case known[x.Text] || seen[x.Text]:
		case x.Known && !x.Cued:
			on(d.familiar, x.Text, s.Group)
		default:
			on(d.fresh, x.Text, s.Group)
		}
		seen[x.Text] = true
	}
}

// pair puts the one new label that is left in the place of the one lost line that is: what stands before it does not
// always tell, for that may be a value. Labels of the lexicon come second, for pages have those that they print or not.
func (d *drift) pair(lost []Lost) {
	at := -1
	for i, l := range lost {
		delete(d.fresh, l.New)
		delete(d.familiar, l.New)
		switch {
		case l.New != "":
		case at >= 0:
			return
		default:
			at = i
		}
	}
	if at < 0 {
		return
	}
	for _, list := range []map[string]*stand{d.fresh, d.familiar} {
		maps.DeleteFunc(list, func(_ string, s *stand) bool { return !d.common(s) })
		if len(list) == 1 {
			for x, s := range list {
				lost[at].New, lost[at].NewOn = x, s.pages
			}
		}
		if len(list) > 0 {
			return
		}
	}
}

// mostExamples is how many pages are named of a lost line.
const mostExamples = 3

// examples are the names of a few pages that lack a line, and have the one in its place.
func examples(pages []*Sketch, l Lost) (out []string) {
	for _, s := range pages {
		if len(out) == mostExamples {
			break
		}
		if s == nil || s.Name == "" {
			continue
		}
		has := func(line string) bool {
			return slices.ContainsFunc(s.Lines, func(x Line) bool { return x.Text == line })
		}
		if !has(l.Text) && (l.New == "" || has(l.New)) {
			out = append(out, s.Name)
		}
	}
	return out
}

// share reads "88/97".
func share(seen string) float64 {
	var k, n int
	if _, err := fmt.Sscanf(strings.Replace(seen, "/", " ", 1), "%d %d", &k, &n); err != nil || n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}
