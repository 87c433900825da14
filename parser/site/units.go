package site

import (
	"fmt"
	"slices"
	"strings"

	"carif/schema"
)

// region is all that is seen of one place of repeated boxes.
type region struct {
	pages   map[string]map[int]int // page → parent → boxes below it
	groups  map[string]bool        // groups that show more than one below a parent
	units   int
	alike   int            // boxes drawn alike, those that are no units too
	inner   map[string]int // units of other places inside
	dated   int
	placed  int
	read    int
	linked  int
	links   map[string]bool
	columns map[string]*column
}

// column is one part of the units of a region.
type column struct {
	n                                 int
	date, town, state, entry, address int
	texts                             map[string]bool
}

// regions finds the boxes that are one session each, and those that show other courses.
func (b *builder) regions() {
	if len(b.c.groups) < b.t.Some {
		b.rep.add("%d groups: no sessions are learnt, %d at least", len(b.c.groups), b.t.Some)
		return
	}
	all := map[string]*region{}
	for _, s := range b.c.pages {
		for i := range s.Units {
			u := &s.Units[i]
			g := all[u.At]
			if g == nil {
				g = &region{pages: map[string]map[int]int{}, groups: map[string]bool{}, inner: map[string]int{}, links: map[string]bool{}, columns: map[string]*column{}}
				all[u.At] = g
			}
			b.see(g, s, u)
			for in := u.In; in >= 0; in = s.Units[in].In {
				if out := all[s.Units[in].At]; out != nil {
					out.inner[u.At]++
				}
			}
		}
	}
	found := map[string]*region{}
	for at, g := range all {
		switch {
		case !g.varies():
		case b.t.uses(IdeaOthers) && g.others():
			b.m.Others = append(b.m.Others, Region{At: at, Pages: len(g.pages), Records: g.units})
		case b.t.uses(IdeaUnits) && g.sessions():
			found[at] = g
		}
	}
	for at, g := range found {
		if r := (Region{At: at, Pages: len(g.pages), Records: g.units, Columns: g.fields()}); whenOrWhere(r.Columns) && !around(at, g, found) {
			b.m.Sessions = append(b.m.Sessions, r)
		}
	}
}

// whenOrWhere reports whether columns tell when a session is, or where: lines that only say how one enters are parts of
// sessions, each beside its days.
func whenOrWhere(columns map[string]schema.Field) bool {
	for _, f := range columns {
		if f == schema.FieldSessionDates || f == schema.FieldSessionCity {
			return true
		}
	}
	return false
}

// around reports whether a region is the wrong one of two that lie in each other: several inner units in one are the
// sessions, one inner unit is a part of the session.
func around(at string, g *region, found map[string]*region) bool {
	for other, h := range found {
		if n := g.inner[other]; other != at && n > 0 && 5*n >= 6*g.units {
			return true
		}
		if n := h.inner[at]; other != at && n > 0 && 5*n < 6*h.units {
			return true
		}
	}
	return false
}

func (b *builder) see(g *region, s *Sketch, u *Unit) {
	if g.pages[s.Name] == nil {
		g.pages[s.Name] = map[int]int{}
	}
	g.pages[s.Name][u.Of]++
	if g.pages[s.Name][u.Of] > 1 {
		g.groups[s.Group] = true
	}
	g.units++
	if g.pages[s.Name][u.Of] == 1 {
		g.alike += u.Alike
	}
	placed, stated := false, false
	for i := range u.Parts {
		p := &u.Parts[i]
		c := g.columns[p.Col]
		if c == nil {
			c = &column{texts: map[string]bool{}}
			g.columns[p.Col] = c
		}
		b.seePart(c, p)
		placed = placed || p.Kind&KindPostal != 0 || b.town(p.Text)
		stated = stated || slices.Contains(b.means(p.Text), schema.FieldSessionState)
	}
	if u.Dated {
		g.dated++
	}
	if placed && (u.Dated || stated) {
		g.placed++
	}
	if u.Read {
		g.read++
	}
	if u.Link != "" && !b.town(u.Link) && !strings.ContainsAny(u.Link, "0123456789") {
		g.linked++
		g.links[u.Link] = true
	}
}

func (b *builder) seePart(c *column, p *Part) {
	c.n++
	if len(c.texts) < 50 {
		c.texts[p.Text] = true
	}
	switch means := b.means(p.Text); {
	case p.Kind&(KindDate|KindPeriod) != 0 && len(p.Text) < 60:
		c.date++
	case slices.Contains(means, schema.FieldSessionState):
		c.state++
	case slices.Contains(means, schema.FieldEntryExit):
		c.entry++
	case p.Kind&KindPostal != 0:
		c.address++
	case b.town(p.Text):
		c.town++
	}
}

// varies reports whether the number below one parent is not the same on all pages.
func (g *region) varies() bool {
	if len(g.groups) < 3 {
		return false
	}
	counts := map[int]bool{}
	for _, parents := range g.pages {
		for _, n := range parents {
			counts[n] = true
		}
	}
	return len(counts) > 1
}

// sessions reports whether the units are sessions: most hold a date, or a town and a state, and the reader takes some
// of them for sessions as well.
func (g *region) sessions() bool {
	n := float64(max(g.units, g.alike))
	return (float64(g.dated) >= 0.6*n || float64(g.placed) >= 0.6*n) && float64(g.read) >= 0.5*n && float64(g.linked) < 0.3*n
}

// others reports whether the units are other courses: each opens with a link in other words, and tells when or where.
func (g *region) others() bool {
	n := float64(g.units)
	return float64(g.linked) >= 0.8*n && float64(len(g.links)) >= 0.3*n && float64(max(g.dated, g.placed)) >= 0.3*n
}

// fields tells what the parts of the units are, where the kinds of their words agree.
func (g *region) fields() map[string]schema.Field {
	out := map[string]schema.Field{}
	for col, c := range g.columns {
		n := float64(c.n)
		if c.n < 3 || float64(c.n) < 0.05*float64(g.units) {
			continue
		}
		for _, k := range [...]struct {
			n int
			f schema.Field
		}{{c.date, schema.FieldSessionDates}, {c.state, schema.FieldSessionState}, {c.entry, schema.FieldSessionEntryExit}, {c.town, schema.FieldSessionCity},
			{c.address, schema.FieldSessionCity}} {
			if float64(k.n) >= 0.6*n {
				out[col] = k.f
			}
		}
		if out[col] == "" && float64(c.date) >= 0.3*n && float64(c.date+c.entry+c.state) >= 0.5*n && c.town+c.address == 0 {
			out[col] = schema.FieldSessionDates // beside them "dates to be told", "all the year"
		}
	}
	return out
}

// town and means ask the oracle once for each text.
func (b *builder) town(text string) bool {
	if len(text) > 50 {
		return false
	}
	v, ok := b.towns[text]
	if !ok {
		v = b.oracle.Town(text)
		b.towns[text] = v
	}
	return v
}

func (b *builder) means(text string) []schema.Field {
	if len(text) > 90 {
		return nil
	}
	v, ok := b.meant[text]
	if !ok {
		v = b.oracle.Means(text)
		b.meant[text] = v
	}
	return v
}

// outermost drops regions that lie inside another one of the model.
func (m *Model) outermost() {
	slices.SortFunc(m.Sessions, func(a, b Region) int { return compare(a.At, b.At, fmt.Sprint(a.Records), fmt.Sprint(b.Records)) })
	m.Sessions = slices.CompactFunc(m.Sessions, func(a, b Region) bool { return a.At == b.At })
	slices.SortFunc(m.Others, func(a, b Region) int { return compare(a.At, b.At, fmt.Sprint(a.Records), fmt.Sprint(b.Records)) })
	m.Others = slices.CompactFunc(m.Others, func(a, b Region) bool { return a.At == b.At })
}
