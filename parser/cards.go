package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// A unit is one of several boxes drawn alike below one parent of which most tell a date: the sessions of a course as cards,
// list items or rows that are no table. Boxes drawn alike that each lead to a page of its own are other courses.

// maxCardLines is the number of lines up to which a box may be one session.
const maxCardLines = 60

// unitKey tells boxes drawn alike.
type unitKey struct {
	parent int32
	tag    atom.Atom
	class  string
}

// unitGroups gathers the boxes that may be units: children of one box, of one tag and class, in the page's order.
func (r *reader) unitGroups() (map[unitKey][]int32, []unitKey) {
	groups := map[unitKey][]int32{}
	var order []unitKey
	for i := 1; i < len(r.lay.boxes); i++ {
		bx := &r.lay.boxes[i]
		if bx.parent < 0 || bx.last-bx.first > maxCardLines || bx.first == bx.last {
			continue
		}
		switch bx.tag {
		case atom.Div, atom.Li, atom.Article, atom.Section, atom.Details, atom.A, atom.Dd, atom.P:
		default:
			continue
		}
		k := unitKey{bx.parent, bx.tag, firstClass(attr(bx.attrs, "class"))}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], int32(i))
	}
	return groups, order
}

// findCards finds the units of the page and makes chrome of the lists of other courses.
func (r *reader) findCards() {
	if r.plain {
		return
	}
	groups, order := r.unitGroups()
	for _, k := range order {
		g := groups[k]
		if len(g) < 2 && (!namesSession(k.class) || !r.ownOnly(g[0])) || r.insideUnit(k.parent) || r.skipped(g[0]) {
			continue
		}
		dated, linked, firsts := 0, 0, map[string]bool{}
		for i, b := range g {
			d, l := r.unitFacts(b)
			if d && (i == 0 || r.lay.boxes[g[i-1]].last == r.lay.boxes[b].first) { // nothing stands between them
				dated++
			}
			if l {
				linked++
			}
			firsts[r.lay.lines[r.lay.boxes[b].first].text] = true
		}
		switch {
		case linked*10 >= 6*len(g) && dated > 0 && dated*2 >= len(g):
			for _, b := range g {
				r.skipBox(b, "chrome:others")
			}
		case dated*10 >= 6*len(g) && (len(firsts) > 1 || len(g) == 1) && r.composed(g):
			for _, b := range g {
				if r.cards == nil {
					r.cards = map[int32]bool{}
				}
				r.cards[b] = true
			}
		}
	}
}

// composed reports whether most boxes of a group hold several lines or parts: a list of single lines is read line by line.
func (r *reader) composed(g []int32) bool {
	n := 0
	for _, b := range g {
		bx := &r.lay.boxes[b]
		if bx.last-bx.first > 1 || len(r.lay.lines[bx.first].parts) > 1 {
			n++
		}
	}
	return n*2 > len(g)
}

// ownOnly reports whether a box has no labels but those of a session.
func (r *reader) ownOnly(b int32) bool {
	from, to := r.pieceRange(b)
	for i := from; i < to; i++ {
		if p := &r.pieces[i]; p.known && !p.skip && !r.isSessionHead(p) {
			if e := r.lookup(p, inSession); e != nil && !isSession(e.field) && e.field != schema.FieldSessions && e.field != schema.FieldContact {
				return false
			}
		}
	}
	return true
}

// namesSession reports whether a class says that a box is one session: "session-card", "carte-session", not "sessions".
func namesSession(class string) bool {
	for w := range strings.FieldsFuncSeq(strings.ToLower(class), func(c rune) bool { return c == '-' || c == '_' || c == ' ' }) {
		if w == "session" {
			return true
		}
	}
	return false
}

// insideUnit reports whether a box stands in a unit found before: the outermost is the session.
func (r *reader) insideUnit(b int32) bool {
	for ; b > 0; b = r.lay.boxes[b].parent {
		if r.cards[b] {
			return true
		}
	}
	return false
}

// skipped reports whether a box is chrome already.
func (r *reader) skipped(b int32) bool {
	from, to := r.pieceRange(b)
	for i := from; i < to; i++ {
		if !r.pieces[i].skip {
			return false
		}
	}
	return true
}

// skipBox makes chrome of all that stands in a box.
func (r *reader) skipBox(b int32, rule string) {
	from, to := r.pieceRange(b)
	for i := from; i < to; i++ {
		if p := &r.pieces[i]; p.claim == "" {
			p.skip, p.claim, p.rule = true, "chrome", rule
		}
	}
}

// unitFacts tells whether a box says when a session is, and whether it leads to the page of a course of its own. A box that
// holds a label of a course's text is no unit.
func (r *reader) unitFacts(b int32) (dated, linked bool) {
	bx := &r.lay.boxes[b]
	if p := &r.pieces[r.firstOf[bx.first]]; p.whole && p.known && p.sure >= styled && r.lookup(p, inSession) != nil && !r.sessionLabel(p) && !r.isSessionHead(p) {
		return false, false // a section of the sheet
	}
	dated, section := r.unitDated(bx)
	if section {
		return false, false
	}
	return dated, r.unitLinked(bx)
}

// unitDated tells whether a box says when a session is, and whether it holds a label of a course's text.
func (r *reader) unitDated(bx *box) (dated, section bool) {
	when, sure := false, false
	theirs := true // what stands here is a session's, and not of a label that speaks of something else
	for i := bx.first; i < bx.last; i++ {
		l := &r.lay.lines[i]
		p := &r.pieces[r.firstOf[i]]
		e := r.lookup(p, inCourse)
		if e != nil && p.sure >= styled && (long(e.field) && e.field != schema.FieldOther || e.field == schema.FieldAudience) {
			return false, true
		}
		if p.label != "" && !r.isSessionHead(p) {
			if e = r.lookup(p, inSession); e == nil {
				theirs = townName(p.label) && !dateOfSomething(p.label)
			} else {
				theirs = isSession(e.field) || e.field == schema.FieldSessions
			}
		}
		if !theirs || len(l.text) > 200 {
			continue
		}
		if !otherDates(l.text) && (date.HoldsPeriod(l.text) || date.Only(l.text) || permanent(l.text) || r.partDate(l)) {
			when = true
			sure = sure || len(date.Spans(l.text)) > 1 || permanent(l.text)
		}
		sure = sure || r.placeOrState(l)
	}
	return when && sure, false
}

// unitLinked tells whether a link in a box has the words of a title.
func (r *reader) unitLinked(bx *box) bool {
	for i := bx.first; i < bx.last; i++ {
		l := &r.lay.lines[i]
		for _, a := range l.anchors {
			if a.from == a.to || !leadsToPage(a.href) {
				continue
			}
			t := l.text[min(int(a.from), len(l.text)):min(int(a.to), len(l.text))]
			if len(t) > 14 && (r.headingOver(l.box) > 0 || strings.Count(t, " ") > 1) && !r.lx.chrome[text.FoldLabel(t)] && r.lx.misfit(schema.FieldContactName, t) == nil {
				return true
			}
		}
	}
	return false
}

// placeOrState reports whether a line, or one of its parts, is a town or a session's state: what stands beside a lone date
// that is a session's. A date beside a name and a sentence is that of a testimony.
func (r *reader) placeOrState(l *line) bool {
	if r.town(l.text) || r.state(l.text) {
		return true
	}
	for _, s := range l.parts {
		if t := strings.TrimSpace(l.text[s.from:min(int(s.to), len(l.text))]); r.town(t) || r.state(t) {
			return true
		}
	}
	return len(l.text) < 60 && postalLine(l.text)
}

// countBelow reports whether a number or a yes or no follows piece i: "Places disponibles" over "12" is a label.
func (r *reader) countBelow(i, to int) bool {
	for j := i + 1; j < to; j++ {
		if t := r.text(&r.pieces[j]); t != "" {
			f := text.FoldLabel(t)
			return digit(t[0]) && (len(t) < 6 || strings.Contains(f, "place") && len(t) < 24) || f == "oui" || f == "non"
		}
	}
	return false
}

// dateOfSomething reports a label whose date is of a registration, a decision, a publication.
func dateOfSomething(label string) bool {
	f := " " + text.FoldLabel(label)
	for _, w := range [...]string{" date", " echeance", " enregistre", " validite", " publi", " decision", " limite", " mise a jour", " depuis", " fin de"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

// partDate reports whether one of the parts of a line says when.
func (r *reader) partDate(l *line) bool {
	for _, s := range l.parts {
		if t := strings.TrimSpace(l.text[s.from:min(int(s.to), len(l.text))]); date.HoldsPeriod(t) || date.Only(t) {
			return true
		}
	}
	return false
}

// cardAt gives the unit that begins at piece i, 0 when none does.
func (r *reader) cardAt(i int) int32 {
	if len(r.cards) == 0 {
		return 0
	}
	li := r.pieces[i].line
	if int(r.firstOf[li]) != i {
		return 0
	}
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		if r.cards[b] {
			return b
		}
	}
	return 0
}

// card reads one unit as a session: its heading and its lines by their words, its labels as a session's.
func (r *reader) card(b int32) int {
	from, to := r.pieceRange(b)
	s := r.open(from)
	s.id, s.holder, s.detail = r.panelID(b), r.lay.boxes[b].parent, true
	if s.id == "" {
		s.id = r.attrID(from)
	}
	for i := from; i < to; i++ {
		p := &r.pieces[i]
		if p.label == "" || p.skip || r.isSessionHead(p) && len(r.lay.lines[p.line].parts) < 2 {
			continue
		}
		e := r.lookup(p, inSession)
		switch {
		case r.isSessionHead(p), p.whole && tellsState(p.label) && !r.countBelow(i, to), e == nil && (p.whole || townName(p.label) && (date.HoldsPeriod(r.text(p)) || permanent(r.text(p)))),
			e != nil && e.field == schema.FieldSessions:
			if id := sessionNumber(p.label); e != nil && id == "" {
				if _, after, ok := strings.Cut(p.label, " "); ok && isID(strings.TrimSpace(after)) {
					s.id = strings.TrimSpace(after)
				}
			}
			p.label, p.key, p.whole, p.known, p.sure, p.from, p.lfrom = "", "", false, false, notLabel, 0, 0
		}
	}
	r.parse(from, to, inSession, s)
	return to
}

// leadsToPage tells whether a link leads to a page: not to a place on this one, a mailbox, a telephone or a script.
func leadsToPage(href string) bool {
	return href != "" && href[0] != '#' && !strings.Contains(href, "mailto:") && !strings.Contains(href, "tel:") &&
		!strings.HasPrefix(href, "javascript")
}
