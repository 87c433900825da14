package parser

import (
	"cmp"
	"strings"

	"carif/schema"
	"carif/text/date"
)

// session is one session being read.
type session struct {
	values []schema.Value
	where  schema.Where
	id     string // an id that stands only in an attribute
	detail bool   // read from a block of its own, not from a row of a list
	merged bool   // a detail was joined to it
	own    bool   // one of the boxes in which the site shows its sessions: never joined to another
	table  int32
	holder int32 // the box around a detail block
	item   int   // how deep the list item lies that opens it
}

func (s *session) add(v schema.Value) {
	if v.Text == "" {
		return
	}
	for _, o := range s.values {
		if o.Field == v.Field && o.Text == v.Text && (o.Label == v.Label || v.Field != schema.FieldSessionText) {
			return
		}
	}
	s.values = append(s.values, v)
}

func (s *session) has(fs ...schema.Field) bool {
	for _, v := range s.values {
		for _, f := range fs {
			if v.Field == f {
				return true
			}
		}
	}
	return false
}

// again reports whether a dated session has a place under the same label already: a place opens the next one.
func (s *session) again(f schema.Field, label string) bool {
	if s == nil || f != schema.FieldSessionPlace || s.detail || !s.dated() {
		return false
	}
	for _, v := range s.values {
		if v.Field == f && v.Label == label {
			return true
		}
	}
	return false
}

func (s *session) get(f schema.Field) string {
	for _, v := range s.values {
		if v.Field == f {
			return v.Text
		}
	}
	return ""
}

func (s *session) dated() bool {
	return s.has(schema.FieldSessionDates, schema.FieldSessionStart)
}

func (r *reader) sessionValue(f schema.Field, label string, pr printed) schema.Value {
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && len(pr.text) < 20 && isID(pr.text) && len(date.Spans(pr.text)) == 0 {
		f = schema.FieldSessionID // "Session : S1301"
	}
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && entryExitText(pr.text) && len(date.Spans(pr.text)) == 0 {
		f = schema.FieldSessionEntryExit
	}
	if f == schema.FieldSessionEntryExit && pr.text == "" && entryExitText(label) {
		pr.text = label // the label is the whole fact: "Entrées/sorties permanentes"
	}
	if f == schema.FieldSessionSeats && !strings.ContainsAny(pr.text, "0123456789?") {
		f = schema.FieldSessionState // "Places restantes : Complet"
	}
	return schema.Value{Field: f, Label: cmp.Or(label, pr.label), Text: pr.text, Items: pr.items, Links: pr.links, Icon: pr.icon,
		Empty: r.model.SaysNothing(pr.text), Where: pr.where}
}

// sessions reads everything under a sessions label.
func (r *reader) sessions(i, ext int) int {
	p := &r.pieces[i]
	r.claim(i, i+1, "section", "sessions")
	was := r.opener
	defer func() { r.opener = was }()
	r.opener = i
	if !p.whole { // "Session : du … au …"
		p.claim = ""
		if r.text(p) == "" {
			p.claim = "section"
			return r.sessionRun(i+1, ext, nil)
		}
		s := r.open(i)
		if t := r.text(p); date.HoldsPeriod(t) || permanent(t) {
			r.sessionText(i, i+1, s)
		} else { // words where dates should stand
			s.add(r.sessionValue(schema.FieldSessionDates, p.label, r.collect(i, i+1, true)))
			r.claim(i, i+1, "session", "label")
		}
		return r.sessionRun(i+1, ext, s)
	}
	for k := i + 1; k < ext; k++ { // a heading or label of the same rank ends it
		if q := &r.pieces[k]; q.whole && !q.skip && q.rank <= p.rank && q.sure >= styled && (q.rank <= 6 || r.beside(i, k) || r.organiser(p, q)) && !r.isSessionHead(q) && !r.sessionLabel(q) && r.tableOver(k) == nil {
			ext = k
			break
		}
	}
	return r.sessionRun(i+1, ext, nil)
}

// organiser reports whether q, drawn as the label p over sessions and no deeper in the page, is the label of who offers
// the course.
func (r *reader) organiser(p, q *piece) bool {
	e := r.lookup(q, inCourse)
	if e == nil || e.field != schema.FieldProvider && e.field != schema.FieldContact || !r.alike(p, q) {
		return false
	}
	a, b := r.lay.lines[p.line].box, r.lay.lines[q.line].box
	return a != b && r.lay.boxes[b].depth <= r.lay.boxes[a].depth
}

// sessionLabel reports whether a label speaks of sessions and of nothing else.
func (r *reader) sessionLabel(q *piece) bool {
	e := r.lookup(q, inSession)
	return e != nil && (tight(e.field) || e.field == schema.FieldSessions)
}

// tight reports the fields that only a session has.
func tight(f schema.Field) bool {
	switch f {
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionPlace, schema.FieldSessionEntryExit, schema.FieldSessionSeats,
		schema.FieldSessionState, schema.FieldSessionID, schema.FieldSessionPostal, schema.FieldSessionPublished:
		return true
	}
	return false
}

// tableOver gives the record table that piece k stands in, nil when it stands in none.
func (r *reader) tableOver(k int) *table {
	for b := r.boxOf(k); b > 0; b = r.lay.boxes[b].parent {
		if t := r.tables[b]; t != nil {
			return t
		}
	}
	return nil
}

func (r *reader) collectLine(i int) printed {
	var pr printed
	l := &r.lay.lines[r.pieces[i].line]
	r.place(&pr, l)
	pr.text = clean(l.text)
	return pr
}

// open starts a session at piece i.
func (r *reader) open(i int) *session {
	s := &session{id: r.attrID(i)}
	s.where = r.collectLine(i).where
	s.item = r.itemDepth(r.pieces[i].line)
	r.found = append(r.found, s)
	return s
}

// sessionRun reads the pieces under a sessions label: rows, lines and blocks that open one session after another.
func (r *reader) sessionRun(i, ext int, s *session) int {
	was := r.listing
	defer func() { r.listing = was }()
	for i < ext {
		p := &r.pieces[i]
		if p.skip || p.claim != "" {
			i++
			continue
		}
		if t := r.tableAt(i); t != nil {
			i = r.table(t, inSession, s)
			continue
		}
		if b, u := r.unitBox(i); b > 0 {
			i = r.unit(i, b, u)
			s = nil
			continue
		}
		if b := r.cardAt(i); b > 0 {
			i = r.card(b)
			s = nil
			continue
		}
		if b := r.sessionBox(i); b > 0 {
			i = r.sessionPanel(i, b)
			s = nil
			continue
		}
		if r.isSessionHead(p) && s != nil && r.belongs(i, p, s) {
			r.headingDates(p.label, s, r.collectLine(i))
			r.claim(i, i+1, "session", "session number")
			i++
			continue
		}
		if r.isSessionHead(p) {
			i = r.sessionBlock(i, ext)
			s = nil
			continue
		}
		if !p.whole && p.label != "" && r.lookup(p, inSession) == nil && townName(p.label) && (date.HoldsPeriod(r.text(p)) || permanent(r.text(p)) || date.Only(r.text(p))) {
			p.label, p.from = "", p.lfrom // "Tulle (19000) : du … au …": a line that begins with its town
		}
		if _, group := cutOrdinal(r.lay.lines[p.line].text); group && !p.whole && p.label != "" && tellsDates(r.text(p)) {
			p.label, p.from = "", p.lfrom // "Groupe 2 : 8 et 9 avril 2027"
		}
		var goes bool
		if p.label != "" && r.firesLoose(p, inSession) {
			i, s, goes = r.runLabel(i, ext, s)
		} else {
			i, s, goes = r.runText(i, ext, s)
		}
		if !goes {
			return i
		}
	}
	return i
}

// labelledDates reports whether piece i is the label of a session's dates.
func (r *reader) labelledDates(i, ext int) bool {
	if i >= ext || r.pieces[i].sure < styled {
		return false
	}
	e := r.lookup(&r.pieces[i], inSession)
	return e != nil && (e.field == schema.FieldSessionDates || e.field == schema.FieldSessionStart)
}

// belongs reports whether a line that numbers a session stands below the dates of the session being read, nearer to
// them than to what follows: it is that session's number.
func (r *reader) belongs(i int, p *piece, s *session) bool {
	return s.dated() && !s.detail && !s.has(schema.FieldSessionID) && len(date.Spans(p.label)) == 0 && r.nearer(i)
}

// runLabel reads a label among sessions: it may open the next one, belong to the one being read, or end them all
// (goes is false).
func (r *reader) runLabel(i, ext int, s *session) (next int, cur *session, goes bool) {
	p := &r.pieces[i]
	e := r.lookup(p, inSession)
	if e != nil && e.field == schema.FieldSessions { // the heading again
		r.claim(i, i+1, "section", "sessions")
		return i + 1, s, true
	}
	if s == nil && e != nil && !isSession(e.field) && p.rank <= 6 {
		return i, s, false
	}
	if e == nil && p.whole && townLike(p.label) && r.datedBelow(i, ext) { // a town over its dates
		s = r.open(i)
		pr := r.collectLine(i)
		pr.text = p.label
		s.add(r.sessionValue(schema.FieldSessionPlace, "", pr))
		r.claim(i, i+1, "session", "town")
		return i + 1, s, true
	}
	if o := &r.pieces[r.opener]; !o.whole && e != nil && !tight(e.field) && (s == nil || !s.detail) {
		return i, s, false // the label of one line: what follows is the course's again
	}
	if e != nil && (opener(e.field) && (s == nil || s.has(e.field)) || s.again(e.field, p.label)) || s == nil && e != nil && isSession(e.field) {
		s = r.open(i)
	}
	r.listing = s != nil && !s.detail
	if e == nil {
		return r.unknown(i, ext, inSession, s), s, true
	}
	return r.labelled(i, ext, e, inSession, s), s, true
}

// runText reads a line without a label among sessions.
func (r *reader) runText(i, ext int, s *session) (next int, cur *session, goes bool) {
	p := &r.pieces[i]
	t := r.text(p)
	if updateDate(t) != "" || s == nil && r.behindUnits() {
		return i, s, false
	}
	switch {
	case otherDates(t):
		if s == nil {
			r.leave(i, i+1, "", r.collect(i, i+1, false))
			return i + 1, s, true
		}
	case s != nil && (r.townItem(p, t) || s.item > 0 && s.item == r.itemDepth(p.line) && s.has(schema.FieldSessionPlace) && townLike(t)):
		s = r.open(i)
	case tellsDates(t):
		if s == nil || s.dated() {
			s = r.open(i)
		}
	case s == nil, r.nextOpens(i, ext) && s.dated(), s.dated() && s.has(schema.FieldSessionPlace) && townLike(t) && r.labelledDates(i+1, ext) && !r.nearer(i):
		if r.chromeLine(&r.lay.lines[p.line], t) || t == "" {
			r.claimChrome(i, i+1)
			return i + 1, s, true
		}
		s = r.open(i)
	}
	r.sessionText(i, i+1, s)
	return i + 1, s, true
}

func opener(f schema.Field) bool {
	return f == schema.FieldSessionDates || f == schema.FieldSessionStart || f == schema.FieldSessionID
}
