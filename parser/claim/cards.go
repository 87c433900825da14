package claim

import (
	"cmp"
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
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
		if len(g) < 2 && (!outline.NamesSession(k.Class) || !r.OwnOnly(g[0])) || r.unitAround(k.Parent) > 0 || r.Skipped(g[0]) {
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
			if r.cards == nil {
				r.cards, r.holders = map[int32]bool{}, map[int32]bool{}
			}
			for _, b := range g {
				r.cards[b] = true
			}
		}
	}
	if r.Model != nil && r.Model.HasUnits() {
		r.markUnits()
	}
	r.findHolders(groups, order)
	r.findTowns()
}

// findTowns takes the boxes that tell a town over units for holders of them.
func (r *Reader) findTowns() {
	var tops []int32
	for b := range int32(len(r.Lay.Boxes)) {
		if r.cards[b] && !r.holders[b] && r.unitAround(r.Lay.Boxes[b].Parent) == 0 {
			tops = append(tops, b)
		}
	}
	r.holdTowns(tops)
}

// holdTowns makes holders of the boxes that tell the town of units.
func (r *Reader) holdTowns(units []int32) {
	seen := map[int32]townLines{}
	for _, b := range units {
		if r.unitAround(r.Lay.Boxes[b].Parent) > 0 {
			continue // the town of one before is its own, too
		}
		if up := r.placeOver(seen, b); up > 0 {
			r.cards[up], r.holders[up] = true, true
			clear(seen) // its own lines are a unit's now
		}
	}
}

// markUnits takes the boxes that are sessions by the site's model for units, whatever the page shows by itself.
func (r *Reader) markUnits() {
	var tops []int32
	for b := 1; b < len(r.Lay.Boxes); b++ {
		bx := &r.Lay.Boxes[b]
		around := r.unitAround(int32(b))
		if bx.First == bx.Last || around > 0 && !r.holders[around] || r.Model.Unit(r.PlaceOfBox(int32(b))) == nil || !r.SaysWhenOrWhere(int32(b)) {
			continue
		}
		if r.cards == nil {
			r.cards, r.holders = map[int32]bool{}, map[int32]bool{}
		}
		if r.cards[int32(b)] = true; around == 0 {
			tops = append(tops, int32(b))
		}
	}
	r.holdTowns(tops)
}

// placeOver gives the box that a unit lies in with a line that tells a town, and little else: the town is that of each
// unit in it. 0 when there is none.
func (r *Reader) placeOver(seen map[int32]townLines, b int32) int32 {
	bx := &r.Lay.Boxes[b]
	return r.boxOfTown(seen, bx.Parent, bx.First, func(li int32) bool { return r.cards[r.unitAround(r.Lay.Lines[li].Box)] })
}

// boxOfTown is placeOver for the unit that begins on a line, in box up or one of those around it. Boxes that were looked through
// for another unit are in seen.
func (r *Reader) boxOfTown(seen map[int32]townLines, up, first int32, inUnit func(li int32) bool) int32 {
	const mostLines = 4
	for n := 0; n < 3 && up > 0; n++ {
		box := &r.Lay.Boxes[up]
		if box.Last-box.First > mostTownLines {
			return 0
		}
		towns, ok := seen[up]
		if !ok {
			towns = r.townsIn(box, inUnit)
			seen[up] = towns
		}
		switch {
		case towns.others >= mostLines, towns.last > first: // another town begins
			return 0
		case towns.any:
			return up
		}
		up = box.Parent
	}
	return 0
}

// mostTownLines is the most lines of a town and all its sessions.
const mostTownLines = 3000

// townLines is what the lines of a box outside its units are: the last that is a town, and how many are none.
type townLines struct {
	any    bool
	last   int32
	others int
}

func (r *Reader) townsIn(box *layout.Box, inUnit func(li int32) bool) (t townLines) {
	for li := box.First; li < box.Last; li++ {
		switch words := r.Lay.Lines[li].Text; {
		case inUnit(li):
		case r.Town(words) || wording.PostalLine(words):
			t.any, t.last = true, li
		default:
			t.others++
		}
	}
	return t
}

// findHolders finds the units that hold several of their own, as a town holds the dates of each of its sessions: those are
// the sessions then, and what else the box says is said of all of them.
func (r *Reader) findHolders(groups map[outline.UnitKey][]int32, order []outline.UnitKey) {
	inner := map[int32][]int32{}          // of each unit
	several := map[outline.UnitKey]bool{} // groups of units of which one holds two or more
	for _, k := range order {
		in := groups[k]
		b := r.unitAround(k.Parent)
		if b == 0 || inner[b] != nil && !r.wrapped(inner[b], in) || !r.allDated(in) {
			continue
		}
		inner[b] = in
		if len(in) > 1 {
			several[r.UnitKey(b)] = true
		}
	}
	for b, in := range inner {
		if several[r.UnitKey(b)] {
			r.holders[b] = true
			for _, c := range in {
				r.cards[c] = true
			}
		}
	}
}

// wrapped reports whether boxes of several lines each lie in the only box found before: the grid that is drawn around them.
func (r *Reader) wrapped(grid, in []int32) bool {
	if len(grid) != 1 || len(in) < 2 || !r.Composed(in) {
		return false
	}
	around, first := &r.Lay.Boxes[grid[0]], &r.Lay.Boxes[in[0]]
	return around.First <= first.First && first.Last <= around.Last
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

// allDated reports whether each of some boxes says when a session is.
func (r *Reader) allDated(boxes []int32) bool {
	for _, b := range boxes {
		if d, _ := r.UnitDated(b); !d {
			return false
		}
	}
	return true
}

// unitAround gives the unit found before that a box stands in, or is; 0 for none.
func (r *Reader) unitAround(b int32) int32 {
	for ; b > 0; b = r.Lay.Boxes[b].Parent {
		if r.cards[b] {
			return b
		}
	}
	return 0
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
	at := int32(0)
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if r.cards[b] {
			at = b // the outermost
		}
	}
	return at
}

// cardIn gives the unit inside a box that begins at piece i, 0 when none does.
func (r *Reader) cardIn(i int, holder int32) int32 {
	li := r.Pieces[i].Line
	if int(r.FirstOf[li]) != i {
		return 0
	}
	for b := r.Lay.Lines[li].Box; b > holder && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if r.cards[b] {
			return b
		}
	}
	return 0
}

// unitOf reads a box as the session, or the sessions, that it is.
func (r *Reader) unitOf(b int32) int {
	if r.holders[b] {
		return r.holder(b)
	}
	return r.card(b)
}

// holder reads a box that holds several sessions: what it says outside of them is said of each that says nothing else.
func (r *Reader) holder(b int32) int {
	from, to := r.PieceRange(b)
	first := len(r.found)
	shared := &session.Session{}
	for i := from; i < to; {
		if c := r.cardIn(i, b); c > 0 {
			i = r.card(c)
			continue
		}
		k := i + 1
		for k < to && r.cardIn(k, b) == 0 {
			k++
		}
		r.bareHeads(i, k, shared)
		r.parse(i, k, shape.InSession, shared)
		i = k
	}
	for _, s := range r.found[first:] {
		own := session.Session{Values: s.Values[:len(s.Values):len(s.Values)]}
		for _, v := range shared.Values {
			if v.Field == schema.FieldSessionText || v.Field == schema.FieldSessionContact || !own.Has(v.Field) {
				s.Add(v)
			}
		}
	}
	return to
}

// card reads one unit as a session: its heading and its lines by their words, its labels as a session's.
func (r *Reader) card(b int32) int {
	from, to := r.PieceRange(b)
	s := r.open(from)
	s.Id, s.Holder, s.Detail = r.PanelID(b), r.Lay.Boxes[b].Parent, true
	if s.Id == "" {
		s.Id = cmp.Or(r.AttrID(from), r.linkedID(b))
	}
	r.bareHeads(from, to, s)
	r.parse(from, to, shape.InSession, s)
	return to
}

// nameOverTown takes the heading of a unit that names a centre over its town for who gives the session: "Campus des Osiers" over
// "Brest (29)".
func (r *Reader) nameOverTown(i, to int, e *lexicon.Entry, town string, s *session.Session) bool {
	p := &r.Pieces[i]
	if town == "" && (e == nil || !e.Guess || !isProvider(e.Field)) || !p.Whole || i+1 >= to || !r.Town(r.Text(&r.Pieces[i+1])) {
		return false
	}
	pr := r.CollectLine(i)
	pr.Text, pr.Items = p.Label, nil
	s.Add(r.SessionValue(schema.FieldSessionProvider, "", pr))
	r.claim(i, i+1, "session", "name")
	p.Label, p.Key, p.Whole, p.Known, p.Sure, p.From = "", "", false, false, shape.NotLabel, p.To
	return true
}

func isProvider(f schema.Field) bool {
	return f == schema.FieldProvider || f == schema.FieldProviderName || f == schema.FieldSessionProvider
}

// linkedID gives the id that the only link of a unit to its own session names: "/inscription?session=4460".
func (r *Reader) linkedID(b int32) (id string) {
	dated := 0
	for li := r.Lay.Boxes[b].First; li < r.Lay.Boxes[b].Last; li++ {
		if len(date.Spans(r.Lay.Lines[li].Text)) > 0 {
			if dated++; dated > 1 {
				return "" // it may hold several
			}
		}
		for _, a := range r.Lay.Lines[li].Anchors {
			switch n := wording.SessionParam(a.Href); {
			case n == "":
			case id != "" && id != n:
				return "" // several sessions
			default:
				id = n
			}
		}
	}
	return id
}

// bareHeads takes the headings of a unit for words of its session: a town, a state, a number.
func (r *Reader) bareHeads(from, to int, s *session.Session) {
	for i := from; i < to; i++ {
		p := &r.Pieces[i]
		if p.Label == "" || p.Skip || r.IsSessionHead(p) && len(r.Lay.Lines[p.Line].Parts) < 2 {
			continue
		}
		e, town := r.Lookup(p, shape.InSession), r.placeHead(p)
		if r.nameOverTown(i, to, e, town, s) {
			continue
		}
		if town != "" && !s.Has(schema.FieldSessionCity) {
			s.Add(r.townValue(i, town))
			r.claim(i, i+1, "session", "town")
			continue
		}
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
}
