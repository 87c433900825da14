package parser

import (
	"net/url"
	"strings"

	"carif/parser/site"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// With gives a parser that reads the pages of one site with what is known of them. p stays as it is; nil gives one
// that reads page by page.
func (p *Parser) With(m *site.Model) *Parser {
	q := *p
	q.model = m
	return &q
}

// Sketching gives a parser whose results carry a sketch of the page, which a model of its site is built from.
func (p *Parser) Sketching() *Parser {
	q := *p
	q.sketching = true
	return &q
}

// ask takes over from the model what its labels mean; what a profile says stands first.
func (r *reader) ask(m *site.Model) {
	r.model = m
	if m == nil {
		return
	}
	r.draft.Model = m.ID
	for l, f := range m.Override.Labels {
		if r.site == nil {
			r.site = map[string]schema.Field{}
		}
		r.site[labelKey(l)] = f
	}
}

// annotated makes chrome of a line that the site prints on all its pages; it reports whether it did.
func (r *reader) annotated(li int32) bool {
	if r.model == nil {
		return false
	}
	l := &r.lay.lines[li]
	if len(l.runs) > 1 && r.model.MayFill(l.text) {
		r.fillBits(li, l)
	}
	if l.text == "" || r.model.Line(l.text, func() string { return r.placeOf(l) }) != site.NoteChrome {
		return false
	}
	r.pieces = append(r.pieces, piece{line: li, to: int32(len(l.text)), skip: true, claim: "chrome", rule: "chrome:model"})
	return true
}

// fillTemplates takes what stands in the holes of lines that are else the same on all pages of the site.
func (r *reader) fillTemplates() {
	if r.model == nil {
		return
	}
	for _, x := range r.filled {
		r.put(x.field, x.label, x.pr, nil, 0)
	}
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		for _, h := range r.model.Fill(l.text) {
			if len(r.draft.Get(h.Field)) > 0 {
				continue
			}
			i := int(r.firstOf[li])
			pr := r.collectLine(i)
			pr.text = clean(l.text[h.From:h.To])
			r.put(h.Field, trimLabel(l.text[:h.From]), pr, nil, 0)
			r.claim(i, int(r.firstOf[li+1]), string(h.Field), "template")
		}
	}
}

// modelID gives the native id that stands in the page's URL where the site prints none.
func (r *reader) modelID(page schema.Page) string {
	if r.model == nil || page.URL == "" {
		return ""
	}
	u, err := url.Parse(page.URL)
	if err != nil {
		return ""
	}
	return r.model.URLID(u)
}

// unitBox gives the box that begins at piece i and is one session by the site's model, 0 where none does.
func (r *reader) unitBox(i int) (int32, *site.Region) {
	if r.model == nil || !r.model.HasUnits() {
		return 0, nil
	}
	li := r.pieces[i].line
	if int(r.firstOf[li]) != i {
		return 0, nil
	}
	var best int32
	var found *site.Region
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		if u := r.model.Unit(r.placeOfBox(b)); u != nil {
			best, found = b, u
		}
	}
	if found != nil && !r.saysWhenOrWhere(best) {
		return 0, nil
	}
	return best, found
}

// saysWhenOrWhere reports whether a line of a box may be a date, a town or a state: other lists stand in places like those
// of sessions.
func (r *reader) saysWhenOrWhere(b int32) bool {
	for i := r.lay.boxes[b].first; i < r.lay.boxes[b].last; i++ {
		if l := &r.lay.lines[i]; text.HasDigit(l.text) || permanent(l.text) || r.placeOrState(l) {
			return true
		}
	}
	return false
}

// unit reads a box that is one session: its parts by what they are on all pages, the rest as words of a session.
func (r *reader) unit(i int, b int32, u *site.Region) int {
	_, to := r.pieceRange(b)
	s := r.open(i)
	s.detail, s.own, s.holder = true, true, r.lay.boxes[b].parent
	if id := r.panelID(b); id != "" {
		s.id = id
	}
	r.iconFacts(i, to, s)
	for j := i; j < to; j++ {
		p := &r.pieces[j]
		if p.skip || p.claim != "" || p.label != "" && p.known && (p.sure >= styled || !p.whole) || int(r.firstOf[p.line]) != j {
			continue
		}
		r.unitLine(j, b, u, s)
	}
	r.parse(i, to, inSession, s)
	return to
}

// unitLine gives a session the parts of one line.
func (r *reader) unitLine(j int, b int32, u *site.Region, s *session) {
	li := r.pieces[j].line
	parts := r.lineParts(b, li)
	known := false
	for _, x := range parts {
		known = known || u.Columns[x.col] != ""
	}
	if !known {
		return
	}
	for _, x := range parts {
		pr := r.collectLine(j)
		pr.text = clean(x.text)
		f := u.Columns[x.col]
		switch {
		case f == "" && (date.HoldsPeriod(x.text) || date.Only(x.text)) && !s.dated():
			f = schema.FieldSessionDates
		case f == "":
			f = schema.FieldSessionText
		case f == schema.FieldSessionDates && entryExitText(x.text) && len(date.Spans(x.text)) == 0:
			f = schema.FieldSessionEntryExit
		}
		s.add(r.sessionValue(f, "", pr))
	}
	r.claim(j, int(r.firstOf[li+1]), "session", "unit")
}

// markOthers makes chrome of the boxes that show other courses on all pages of the site.
func (r *reader) markOthers() {
	if !r.model.HasUnits() {
		return
	}
	for b := range r.lay.boxes {
		if bx := &r.lay.boxes[b]; bx.chrome == "" && bx.first < bx.last && r.model.Other(r.placeOfBox(int32(b))) {
			bx.chrome = "chrome:others"
		}
	}
}

// fillBits takes what stands in the holes of a stretch of a line, and the stretch out of the line: it is a line by
// itself among others.
func (r *reader) fillBits(li int32, l *line) {
	parts := r.lineParts(l.box, li)
	if len(parts) < 2 {
		return
	}
	for _, x := range parts {
		holes := r.model.Fill(x.text)
		if len(holes) == 0 {
			continue
		}
		at := x.from + strings.Index(l.text[x.from:x.to], x.text)
		for _, h := range holes {
			pr := printed{text: clean(x.text[h.From:h.To])}
			r.place(&pr, l)
			r.filled = append(r.filled, holeValue{h.Field, trimLabel(x.text[:h.From]), pr})
		}
		l.text = l.text[:at] + strings.Repeat(" ", len(x.text)) + l.text[at+len(x.text):]
	}
	l.text = strings.TrimRight(l.text, " ")
}

// holeValue is a value that stood in the hole of a template.
type holeValue struct {
	field schema.Field
	label string
	pr    printed
}

// modelColumn gives the field of a table's column by its head.
func (r *reader) modelColumn(key string) schema.Field {
	if r.model == nil {
		return ""
	}
	if f := r.model.SessionField(key); f != "" {
		return f
	}
	return r.model.Field(key)
}

// noTitle reports whether a line is the title of no course by the site's model: many pages print it, or it is a
// template.
func (r *reader) noTitle(line string) bool {
	return r.model != nil && (r.model.Everywhere(line) || r.model.Fill(line) != nil)
}

// placed makes a label of a short line that stands where the site prints its labels, and cuts what the site adds to
// every value of a label.
func (r *reader) placed(li int32) {
	if r.model == nil {
		return
	}
	l := &r.lay.lines[li]
	p := &r.pieces[r.firstOf[li]]
	if p.label == "" && !p.skip && !r.awaited(li) && len(l.text) > 2 && len(l.text) <= 60 && len(l.anchors) == 0 && r.model.LabelPlaces() && r.model.LabelPlace(r.placeOf(l)) {
		r.learnt(l, p, len(l.text), r.knownKey(labelKey(trimLabel(l.text)), l.text))
		return
	}
	key := p.key
	if prev := int(r.firstOf[li]) - 1; p.label == "" && prev >= 0 && r.pieces[prev].whole {
		key = r.pieces[prev].key
	}
	last := &r.pieces[len(r.pieces)-1]
	if n := r.model.Tail(key, l.text); key != "" && n > 0 && n < len(l.text) && last == p {
		p.to = int32(len(l.text) - n)
	}
}

// awaited reports whether the line before is a known label of a short value that has none yet: what follows is its value,
// though the site prints labels at its place too.
func (r *reader) awaited(li int32) bool {
	prev := int(r.firstOf[li]) - 1
	if prev < 0 {
		return false
	}
	p := &r.pieces[prev]
	if !p.whole || !p.known {
		return false
	}
	l := &r.lay.lines[li]
	e := r.lookup(p, inCourse)
	return e != nil && !e.weak && (blockField(e.field) || e.field == schema.FieldProvider || e.field == schema.FieldContact) && !r.knownKey(labelKey(trimLabel(l.text)), l.text)
}

// behindUnits reports whether the session read last was one of the boxes in which the site shows its sessions: words
// behind them are none.
func (r *reader) behindUnits() bool {
	n := len(r.found)
	return n > 0 && r.found[n-1].own
}
