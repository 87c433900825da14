package claim

import (
	"strings"

	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// findCards finds the units of the page and makes chrome of the lists of other courses.
func (r *Reader) findCards() {
	if r.Plain {
		return
	}
	groups, order := r.UnitGroups()
	for _, k := range order {
		g := groups[k]
		if len(g) < 2 && (!outline.NamesSession(k.Class) || !r.OwnOnly(g[0])) || r.insideUnit(k.Parent) || r.Skipped(g[0]) {
			continue
		}
		dated, linked := r.unitFacts(g)
		if dated == 0 || dated*2 < len(g) {
			continue
		}
		firsts := map[string]bool{}
		for _, b := range g {
			firsts[r.Lay.Lines[r.Lay.Boxes[b].First].Text] = true
		}
		switch {
		case linked*10 >= 6*len(g) && dated > 0 && dated*2 >= len(g):
			for _, b := range g {
				r.SkipBox(b, "chrome:others")
			}
		case dated*10 >= 6*len(g) && (len(firsts) > 1 || len(g) == 1) && r.Composed(g):
			for _, b := range g {
				if r.cards == nil {
					r.cards = map[int32]bool{}
				}
				r.cards[b] = true
			}
		}
	}
}

// unitFacts counts the boxes of a group that say when a session is and, where some do, those that lead to a page of
// their own.
func (r *Reader) unitFacts(g []int32) (dated, linked int) {
	units := make([]int32, 0, len(g))
	for i, b := range g {
		d, unit := r.UnitDated(b)
		if d && (i == 0 || r.Lay.Boxes[g[i-1]].Last == r.Lay.Boxes[b].First) { // nothing stands between them
			dated++
		}
		if unit {
			units = append(units, b)
		}
	}
	if dated == 0 {
		return 0, 0
	}
	for _, b := range units {
		if r.UnitLinked(b) {
			linked++
		}
	}
	return dated, linked
}

// insideUnit reports whether a box stands in a unit found before: the outermost is the session.
func (r *Reader) insideUnit(b int32) bool {
	for ; b > 0; b = r.Lay.Boxes[b].Parent {
		if r.cards[b] {
			return true
		}
	}
	return false
}

// cardAt gives the unit that begins at piece i, 0 when none does.
func (r *Reader) cardAt(i int) int32 {
	if len(r.cards) == 0 {
		return 0
	}
	li := r.Pieces[i].Line
	if int(r.FirstOf[li]) != i {
		return 0
	}
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if r.cards[b] {
			return b
		}
	}
	return 0
}

// card reads one unit as a session: its heading and its lines by their words, its labels as a session's.
func (r *Reader) card(b int32) int {
	from, to := r.PieceRange(b)
	s := r.open(from)
	s.Id, s.Holder, s.Detail = r.PanelID(b), r.Lay.Boxes[b].Parent, true
	if s.Id == "" {
		s.Id = r.AttrID(from)
	}
	for i := from; i < to; i++ {
		p := &r.Pieces[i]
		if p.Label == "" || p.Skip || r.IsSessionHead(p) && len(r.Lay.Lines[p.Line].Parts) < 2 {
			continue
		}
		e := r.Lookup(p, shape.InSession)
		switch {
		case r.IsSessionHead(p), p.Whole && wording.TellsState(p.Label) && !r.CountBelow(i, to), e == nil && (p.Whole || session.TownName(p.Label) && (date.HoldsPeriod(r.Text(p)) || wording.Permanent(r.Text(p)))),
			e != nil && e.Field == schema.FieldSessions:
			if id := session.SessionNumber(p.Label); e != nil && id == "" {
				if _, after, ok := strings.Cut(p.Label, " "); ok && wording.IsID(strings.TrimSpace(after)) {
					s.Id = strings.TrimSpace(after)
				}
			}
			p.Label, p.Key, p.Whole, p.Known, p.Sure, p.From, p.Lfrom = "", "", false, false, shape.NotLabel, 0, 0
		}
	}
	r.parse(from, to, shape.InSession, s)
	return to
}
