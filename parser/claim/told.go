package claim

import (
	"slices"
	"strings"
	"unicode"

	"carif/parser/layout"
	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/amount"
	"carif/text/date"
)

// fillTemplates takes what stands in the holes of lines that are else the same on all pages of the site.
func (r *Reader) fillTemplates() {
	if r.Model == nil {
		return
	}
	for _, x := range r.Filled {
		r.put(x.Field, x.Label, x.Pr, nil, 0)
	}
	for li := range r.Lay.Lines {
		l := &r.Lay.Lines[li]
		for _, h := range r.Model.Fill(l.Text) {
			if len(r.Draft.Get(h.Field)) > 0 {
				continue
			}
			i := int(r.FirstOf[li])
			pr := r.CollectLine(i)
			pr.Text = wording.Clean(l.Text[h.From:h.To])
			r.put(h.Field, wording.TrimLabel(l.Text[:h.From]), pr, nil, 0)
			r.claim(i, int(r.FirstOf[li+1]), string(h.Field), "template")
		}
	}
}

// unit reads a box that is one session: its parts by what they are on all pages, the rest as words of a session.
func (r *Reader) unit(i int, b int32, u *site.Region) int {
	if r.holders[b] {
		return r.holder(b)
	}
	_, to := r.PieceRange(b)
	s := r.open(i)
	s.Detail, s.Own, s.Holder = true, true, r.Lay.Boxes[b].Parent
	if id := r.PanelID(b); id != "" {
		s.Id = id
	}
	r.IconFacts(i, to, s)
	for j := i; j < to; j++ {
		p := &r.Pieces[j]
		if p.Skip || p.Claim != "" || p.Label != "" && p.Known && (p.Sure >= shape.Styled || !p.Whole) && !wording.TellsState(p.Label) || int(r.FirstOf[p.Line]) != j {
			continue
		}
		r.unitLine(j, b, u, s)
	}
	r.parse(i, to, shape.InSession, s)
	return to
}

// unitLine gives a session the parts of one line.
func (r *Reader) unitLine(j int, b int32, u *site.Region, s *session.Session) {
	li := r.Pieces[j].Line
	parts := r.LineParts(b, li)
	known := false
	for _, x := range parts {
		known = known || u.Columns[x.Col] != ""
	}
	if !known {
		return
	}
	for _, x := range parts {
		pr := r.CollectLine(j)
		pr.Text = wording.Clean(x.Text)
		f := u.Columns[x.Col]
		switch {
		case f == "" && date.Only(x.Text) && !s.Dated():
			f = schema.FieldSessionDates
		case f == "", f != schema.FieldSessionDates && !r.agrees(f, pr.Text) && r.otherwise(pr.Text):
			pr.Items = nil
			r.sessionWords(&r.Pieces[j], pr, s)
			continue
		case f == schema.FieldSessionDates && session.EntryExitText(x.Text) && len(date.Spans(x.Text)) == 0:
			f = schema.FieldSessionEntryExit
		}
		s.Add(r.SessionValue(f, "", pr))
	}
	r.claim(j, int(r.FirstOf[li+1]), "session", "unit")
}

// otherwise reports whether words tell by themselves what they are of a session: then no column's field stands against it.
func (r *Reader) otherwise(t string) bool {
	return session.EntryExitText(t) || r.State(t) || date.HoldsPeriod(t) || r.Town(t)
}

// behindUnits reports whether the session read last was one of the boxes in which the site shows its sessions: words
// behind them are none.
func (r *Reader) behindUnits() bool {
	n := len(r.found)
	return n > 0 && r.found[n-1].Own
}

// takeSelected gives fields the words that a profile's selectors name, and reads the elements that it calls sessions. Words
// whose kind contradicts the field stay for the generic reading.
func (r *Reader) takeSelected() {
	marks := r.Lay.Marks
	values := map[*layout.Mark]int{} // where the value of a mark is, and one
	for i := range marks {
		m := &marks[i]
		if m.Sel == nil || m.Session {
			continue
		}
		if pr, ok := r.selectedWords(m); ok {
			r.addSelected(values, marks[:i], m, pr)
		}
	}
	if first, none := r.undatedRows(); none {
		r.Notes.Add(&r.Pieces[first], "the profile's selector of sessions names it, but no element that it names has a date")
		return
	}
	for i := range marks {
		if m := &marks[i]; m.Sel == nil && m.Lines[1] > m.Lines[0] {
			r.selectedSession(m, marks[i+1:])
		}
	}
}

// undatedRows reports that the profile's selector of sessions found elements of which none says when it takes place, and gives
// the first piece of them: they are something else, and the page is read as if the selector were not there.
func (r *Reader) undatedRows() (first int, none bool) {
	first = -1
	for i := range r.Lay.Marks {
		m := &r.Lay.Marks[i]
		switch {
		case m.Sel == nil && m.Lines[1] > m.Lines[0]:
			if r.saysWhen(m) {
				return first, false
			}
			if first < 0 {
				first = int(r.FirstOf[m.Lines[0]])
			}
		case m.Sel != nil && m.Session && m.Sel.Attr != "" && saysWhen(m.Sel.Words(wording.Clean(m.Attr))):
			return first, false // told by an attribute alone
		}
	}
	return first, first >= 0 && first < len(r.Pieces)
}

// saysWhen reports whether the lines of an element say when a session takes place, each by itself or, as on the leaf of a
// calendar, together.
func (r *Reader) saysWhen(m *layout.Mark) bool {
	var all strings.Builder
	for li := m.Lines[0]; li < m.Lines[1]; li++ {
		t := r.Lay.Lines[li].Text
		if saysWhen(t) {
			return true
		}
		all.WriteString(t + " ")
	}
	return saysWhen(all.String())
}

func saysWhen(t string) bool {
	return date.HoldsPeriod(t) || date.Only(t) || len(date.Spans(t)) > 0 || session.EntryExitText(t)
}

// addSelected puts the words of one element: further elements of one selector are further items of one value.
func (r *Reader) addSelected(values map[*layout.Mark]int, before []layout.Mark, m *layout.Mark, pr shape.Printed) {
	f := m.Sel.Field
	for i := range before {
		if o := &before[i]; o.Sel == m.Sel && values[o] > 0 {
			v := &r.Draft.Values[values[o]-1]
			if len(v.Items) == 0 {
				v.Items = []string{v.Text}
			}
			more := pr.Items
			if len(more) == 0 {
				more = []string{pr.Text}
			}
			v.Items, v.Text, v.Links = append(v.Items, more...), v.Text+"\n"+pr.Text, append(v.Links, pr.Links...)
			return
		}
	}
	n := len(r.Draft.Values)
	r.surely = 1
	r.put(f, r.labelBefore(m, f), pr, nil, 0)
	r.surely = 0
	if len(r.Draft.Values) == n {
		return
	}
	if r.selected == nil {
		r.selected = map[schema.Field]int{}
	}
	values[m], r.selected[f] = n+1, n+1
}

// selectedWords gives the words of an element that a selector names; ok is false where they are none, or of another kind.
func (r *Reader) selectedWords(m *layout.Mark) (pr shape.Printed, ok bool) {
	from, to := int(r.FirstOf[m.Lines[0]]), int(r.FirstOf[m.Lines[1]])
	if m.Sel.Attr != "" {
		at := min(m.Lines[0], int32(len(r.Lay.Lines))-1)
		if at < 0 {
			return pr, false
		}
		r.Place(&pr, &r.Lay.Lines[at])
		pr.Text = wording.Clean(strings.TrimSpace(m.Attr))
	} else {
		for j := from; j < to; j++ { // whatever the generic reader thinks of it
			if p := &r.Pieces[j]; p.Skip && p.Claim == "chrome" {
				p.Skip, p.Claim, p.Rule = false, "", ""
			}
		}
		pr = r.Collect(from, to, to > from && r.ownWordsOf(&r.Pieces[from], m.Sel.Field))
		pr.Text = strings.TrimPrefix(pr.Text, "- ")
	}
	if pr.Text = m.Sel.Words(pr.Text); pr.Text == "" {
		return pr, false
	}
	if m.Sel.Split != "" {
		pr.Items = nil
		for part := range strings.SplitSeq(pr.Text, m.Sel.Split) {
			if part = strings.TrimSpace(part); part != "" {
				pr.Items = append(pr.Items, part)
			}
		}
		pr.Text = strings.Join(pr.Items, "\n")
	}
	f := m.Sel.Field
	if !r.mayBe(m, pr.Text, from) {
		return pr, false
	}
	if r.took == nil {
		r.took = map[*layout.Mark]bool{}
	}
	r.took[m] = true
	if m.Sel.Attr == "" {
		r.claim(from, to, string(f), "selector")
		for j := from; j < to; j++ {
			r.Notes.Add(&r.Pieces[j], "the profile's selector %q", m.Sel.CSS)
		}
	}
	return pr, true
}

// mayBe reports whether words can be of the field that a selector names them as; a note tells where they cannot.
func (r *Reader) mayBe(m *layout.Mark, t string, at int) bool {
	f := m.Sel.Field
	if m.Sel.Attr != "" && (f == schema.FieldPrice || f == schema.FieldSessionPrice) && bareAmount(t) {
		return true
	}
	kind := r.Lx.KindAgainst(f, t)
	if kind == "" && (!exact(f) || r.agrees(f, t)) {
		return true
	}
	why := "by their kind (" + kind + ")"
	if kind == "" {
		why = "by their form"
	}
	if at < len(r.Pieces) {
		r.Notes.Add(&r.Pieces[at], "the profile's selector %q names it as %s, which the words %.60q are not %s", m.Sel.CSS, f,
			t, why)
	}
	return false
}

// bareAmount reports a number alone that is a price where an attribute for machines gives it: euros need no saying there.
// Nought is how catalogues say that they know none.
func bareAmount(t string) bool {
	p := amount.ReadPrice(t)
	return !strings.ContainsFunc(t, unicode.IsLetter) && p.Amount != nil && *p.Amount > 0
}

// ownWordsOf reports whether a piece begins with a label of the field itself: the words are what stands behind it.
func (r *Reader) ownWordsOf(p *shape.Piece, f schema.Field) bool {
	if p.Label == "" || p.Whole {
		return false
	}
	for _, sc := range [...]shape.Scope{shape.InCourse, shape.InSession} {
		if e := r.Lookup(p, sc); e != nil && e.Field == f {
			return true
		}
	}
	return false
}

// exact reports fields whose words have a form that leaves no doubt.
func exact(f schema.Field) bool {
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours, schema.FieldPrice, schema.FieldSessionPrice,
		schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionDates, schema.FieldROME, schema.FieldRNCP, schema.FieldRS, schema.FieldFormacode:
		return true
	}
	return false
}

// labelBefore claims the label that stands right before an element, whose words it is, and gives it: one that the lexicon
// reads as the same field, or one that is alone with the element in their box. The label of a block is not that of
// its parts.
func (r *Reader) labelBefore(m *layout.Mark, f schema.Field) string {
	i := int(r.FirstOf[m.Lines[0]]) - 1
	if i < 0 || m.Lines[1] == m.Lines[0] || strings.HasPrefix(string(f), "provider") || strings.HasPrefix(string(f), "contacts") {
		return ""
	}
	p := &r.Pieces[i]
	if !p.Whole || p.Claim != "" || p.Skip || p.Rank <= 6 || !r.ShareBox(i, i+1) {
		return ""
	}
	b := r.BoxOf(i)
	for b > 0 && r.Lay.Boxes[b].Last < m.Lines[1] {
		b = r.Lay.Boxes[b].Parent
	}
	from, to := r.PieceRange(b)
	e := r.Lookup(p, shape.InCourse)
	if alone := from == i && to == int(r.FirstOf[m.Lines[1]]); !alone && (e == nil || e.Field != f) {
		return ""
	}
	r.claim(i, i+1, string(f), "selector")
	return p.Label
}

// selectedSession reads an element that is one session: its selected parts, and the rest as words of a session.
func (r *Reader) selectedSession(m *layout.Mark, after []layout.Mark) {
	from, to := int(r.FirstOf[m.Lines[0]]), int(r.FirstOf[m.Lines[1]])
	for j := from; j < to; j++ {
		if p := &r.Pieces[j]; p.Skip && p.Claim == "chrome" && p.Rule != "chrome:words" && p.Rule != "chrome:action" {
			p.Skip, p.Claim, p.Rule = false, "", ""
		}
	}
	had := len(r.found)
	s := r.open(from)
	for i := range after {
		x := &after[i]
		if x.Lines[0] > m.Lines[1] || x.Sel == nil {
			break
		}
		if !x.Session || x.Lines[0] < m.Lines[0] {
			continue
		}
		if pr, ok := r.selectedWords(x); ok {
			s.Add(r.SessionValue(x.Sel.Field, "", pr))
		}
	}
	r.restOfRow(from, to, s)
	r.overRow(m, r.found[had:])
	for _, s := range r.found[had:] {
		s.Detail, s.Own, s.Selected = true, true, true
	}
}

// overRow gives sessions that a selector names what stands over their element, beside its town, and is said of each in the box:
// "Centre des osiers", "Brest (29)".
func (r *Reader) overRow(m *layout.Mark, sessions []*session.Session) {
	placed := func(s *session.Session) bool { return s.Has(schema.FieldSessionCity) }
	if slices.ContainsFunc(sessions, placed) {
		return
	}
	up := r.boxOfTown(map[int32]townLines{}, r.Lay.Lines[m.Lines[0]].Box, m.Lines[0], r.inRow)
	if up == 0 {
		return
	}
	shared := r.rowHeads[up]
	if shared == nil {
		shared = &session.Session{}
		if r.rowHeads == nil {
			r.rowHeads = map[int32]*session.Session{}
		}
		r.rowHeads[up] = shared
		from, to := int(r.FirstOf[r.Lay.Boxes[up].First]), int(r.FirstOf[m.Lines[0]])
		r.bareHeads(from, to, shared)
		r.parse(from, to, shape.InSession, shared)
	}
	for _, s := range sessions {
		for _, v := range shared.Values {
			if v.Field == schema.FieldSessionText || !s.Has(v.Field) {
				s.Add(v)
			}
		}
	}
}

// inRow reports whether a line stands in an element that the profile's selector calls a session.
func (r *Reader) inRow(li int32) bool {
	return slices.ContainsFunc(r.Lay.Marks, func(m layout.Mark) bool { return m.Sel == nil && m.Lines[0] <= li && li < m.Lines[1] })
}

// restOfRow reads what no selector takes of a session's element: the cells of a row by their heads, several dated items as so
// many sessions, all else as words of the one.
func (r *Reader) restOfRow(from, to int, s *session.Session) {
	if t, n := r.rowOf(from); t != nil {
		r.row(t, t.Rows[n], s, nil, shape.InSession)
		r.claim(from, to, "session", "row")
		return
	}
	r.IconFacts(from, to, s)
	r.bareHeads(from, to, s)
	items := 0
	for j := from; j < to; j++ {
		if p := &r.Pieces[j]; p.Claim == "" && !p.Skip && r.OpensItem(p.Line) && date.HoldsPeriod(r.Text(p)) {
			items++
		}
	}
	if items < 2 || s.Dated() {
		r.parse(from, to, shape.InSession, s)
		return
	}
	first := len(r.found)
	r.sessionRun(from, to, nil)
	for _, o := range r.found[first:] {
		for _, v := range s.Values {
			if !o.Has(v.Field) {
				o.Add(v)
			}
		}
	}
	s.Values = nil
}

// rowOf gives the table and the number of the row that begins at a piece; nil for none.
func (r *Reader) rowOf(i int) (*outline.Table, int) {
	for _, t := range r.Tables {
		for n, b := range t.RowBox {
			if from, to := r.PieceRange(b); from == i && to > from {
				return t, n
			}
		}
	}
	return nil, 0
}

// yieldSelected leaves the fields that a profile's selectors name to them: what else was read for one stays as words of
// the page. Where the profile names the sessions, no other box is one.
func (r *Reader) yieldSelected() {
	for n := range r.Draft.Values {
		v := &r.Draft.Values[n]
		if upTo := r.selected[v.Field]; upTo > 0 && n >= upTo && !several(v.Field) {
			v.Field = schema.FieldOther
		}
	}
	var own []*session.Session
	for _, s := range r.found {
		if s.Selected {
			own = append(own, s)
		}
	}
	if len(own) == 0 {
		return
	}
	for _, s := range r.found {
		if s.Selected {
			continue
		}
		for _, v := range s.Values {
			if !r.saidBy(own, v) {
				r.Draft.Unclaimed = append(r.Draft.Unclaimed, schema.Unclaimed{Label: v.Label, Text: v.Text, Where: v.Where.Path})
				r.left = append(r.left, 0)
			}
		}
	}
	r.found = own
}

// SelectedFields are the fields that the profile's selectors gave words, and those for which they only found words of another
// kind.
func (r *Reader) SelectedFields() (given, declined []schema.Field) {
	_, undated := r.undatedRows()
	for i := range r.Lay.Marks {
		f, to := schema.FieldSessions, &given
		if undated {
			to = &declined
		}
		if m := &r.Lay.Marks[i]; m.Sel != nil {
			to = &given
			if f = m.Sel.Field; !r.took[m] {
				to = &declined
			}
		}
		if !slices.Contains(*to, f) {
			*to = append(*to, f)
		}
	}
	return given, declined
}

// several reports fields of which a page prints more than one place may tell.
func several(f schema.Field) bool {
	return strings.HasPrefix(string(f), "contacts") || strings.HasPrefix(string(f), "codes.") || strings.HasPrefix(string(f), "funding") ||
		f == schema.FieldProviderPhone || f == schema.FieldProviderEmail
}

// saidBy reports whether one of some sessions says the same.
func (r *Reader) saidBy(sessions []*session.Session, v schema.Value) bool {
	for _, s := range sessions {
		for _, o := range s.Values {
			if o.Text == v.Text {
				return true
			}
		}
	}
	return false
}
