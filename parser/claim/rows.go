package claim

import (
	"cmp"
	"slices"
	"strings"

	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// table reads a record table: sessions, funding rows, or rows that speak of the course.
func (r *Reader) table(t *outline.Table, sc shape.Scope, s *session.Session) int {
	t.Done = true
	from, head := r.PieceRange(t.Key)
	if sc == shape.InCourse && r.ListsCourses(t) {
		r.list = true
		r.claim(from, int(r.FirstOf[t.To]), "chrome", "chrome:others")
		return int(r.FirstOf[t.To])
	}
	if label := r.OtherDates(t, from); label != "" {
		to := int(r.FirstOf[t.To])
		r.put(schema.FieldOther, label, r.Collect(from, to, false), nil, 0)
		r.claim(from, to, string(schema.FieldOther), "other dates")
		return to
	}
	if t.Towns && sc != shape.InBlock {
		return r.underTowns(t, from)
	}
	if t.Bare {
		head = from
	}
	if t.Under > 0 {
		_, head = r.PieceRange(t.Under)
	}
	to := int(r.FirstOf[t.To])
	sessions := t.Kind == schema.FieldSessions && sc != shape.InBlock && !(sc == shape.InSession && s != nil && s.Detail && s.Dated())
	r.claim(from, head, "table", "heads")
	var cur *session.Session
	if sessions {
		r.PlaceColumn(t)
		r.EndColumn(t)
	}
	rows, more := r.Carry(t)
	for n, row := range rows {
		a, b := r.PieceRange(t.RowBox[n])
		if len(row) == 1 && cur != nil && sessions { // a detail panel under its row
			r.IconFacts(a, b, cur)
			r.parse(a, b, shape.InSession, cur)
			r.claim(a, b, "session", "detail row")
			continue
		}
		if sessions && !(more[n] && cur != nil) {
			cur = r.open(a)
			cur.Table = t.Key
			cur.Id = r.RowID(t.RowBox[n], a, b)
		}
		if cur != nil {
			r.IconFacts(a, b, cur)
		}
		r.row(t, row, cur, s, sc)
		r.claim(a, b, "table", "row")
		if sessions && outline.StandsAlone(rows, more, n) {
			r.partRow(a, cur)
		}
	}
	if sessions {
		r.claimHeads(head, to)
	}
	if t.Across {
		r.claim(from, to, "table", "columns")
	}
	return to
}

// underTowns reads a table whose heads are towns or groups: each filled cell tells when a session is held there, in each of its
// lines one or more.
func (r *Reader) underTowns(t *outline.Table, from int) int {
	to := int(r.FirstOf[t.To])
	a, b := r.PieceRange(t.Key)
	heads := r.Collect(a, b, false)
	for _, row := range t.Rows {
		for k, c := range row {
			if k == 0 && t.Months {
				continue
			}
			heads.Text, heads.Items = t.Heads[k].Label, nil
			r.daysUnder(t, c, heads)
		}
	}
	r.claim(from, to, "table", "days under towns")
	return to
}

// daysUnder reads a cell of days under the town or group of its column.
func (r *Reader) daysUnder(t *outline.Table, c outline.CellRef, head shape.Printed) {
	i, end := r.PieceRange(c.Box)
	var s *session.Session
	for ; i < end; i++ {
		pr := r.Collect(i, i+1, false)
		when, state := session.DaysAndState(strings.Trim(pr.Text, " -–—/"))
		pr.Items = nil
		if when != "" {
			s = r.open(i)
			s.Table = t.Key
			pr.Text = when
			s.Add(r.SessionValue(schema.FieldSessionDates, "", pr))
			f := schema.FieldSessionCity
			if !r.Town(head.Text) {
				f = schema.FieldSessionText
			}
			s.Add(r.SessionValue(f, "", head))
		}
		if s != nil && state != "" {
			pr.Text = state
			s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
		}
	}
}

// claimHeads claims the labels left in a table of sessions: a row that repeats the heads is none.
func (r *Reader) claimHeads(from, to int) {
	for i := from; i < to; i++ {
		if p := &r.Pieces[i]; p.Label != "" && p.Claim == "" {
			r.claim(i, i+1, "table", "heads")
		}
	}
}

// row maps the cells of one row to their columns by the header; a row of another width is flagged.
func (r *Reader) row(t *outline.Table, row []outline.CellRef, cur, outer *session.Session, sc shape.Scope) {
	width := 0
	for _, c := range row {
		width += c.Span
	}
	if width != t.Width {
		a, _ := r.PieceRange(row[0].Box)
		r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueTableShape, Raw: wording.Clip(r.RowText(row), 200), Where: r.CollectLine(min(a, len(r.Pieces)-1)).Where.Path})
	}
	r.group++
	col := 0
	for _, c := range row {
		a, b := r.PieceRange(c.Box)
		k := outline.ColumnAt(t.Heads, col)
		col += c.Span
		if a == b {
			continue
		}
		if k < 0 {
			if cur != nil {
				cur.Add(r.SessionValue(schema.FieldSessionText, "", r.Collect(a, b, false)))
			} else {
				r.leave(a, b, "", r.Collect(a, b, false))
			}
			continue
		}
		r.cell(t.Heads[k], c, a, b, cur, outer, sc)
	}
}

// twoHours takes a cell of two durations apart where a note on the page tells which is which.
func (r *Reader) twoHours(pr shape.Printed, cur *session.Session) bool {
	a, b, ok := strings.Cut(pr.Text, "/")
	if !ok || strings.Contains(b, "/") {
		return false
	}
	if r.Note == nil {
		n := r.Legend()
		r.Note = &n
	}
	la, lb, ok := strings.Cut(*r.Note, " / ")
	if !ok {
		return false
	}
	for _, x := range [...][2]string{{la, a}, {lb, b}} {
		q := pr
		q.Text, q.Items = strings.TrimSpace(x[1]), nil
		if q.Text == "" {
			continue
		}
		if f := lexicon.Find(r.Lx.Course, wording.LabelKey(x[0])).Field; f == schema.FieldDuration {
			cur.Add(r.SessionValue(schema.FieldSessionHours, x[0], q))
		} else {
			r.later = append(r.later, later{f, x[0], q, cur})
		}
	}
	return true
}

// cell gives one cell's words to the field of its column.
func (r *Reader) cell(h outline.Column, c outline.CellRef, a, b int, cur, outer *session.Session, sc shape.Scope) {
	pr := r.Collect(a, b, false)
	if h.E != nil && h.E.Field == schema.FieldSessionHours && cur != nil && r.twoHours(pr, cur) {
		return
	}
	if h.E != nil && h.E.Field == lexicon.FieldIgnore || pr.Text == "" {
		return
	}
	if cur == nil && outer != nil && h.E != nil && lexicon.IsSession(h.E.Field) {
		cur = outer
	}
	if s := cmp.Or(cur, outer); s != nil && session.OpenOrShut(text.FoldLabel(pr.Text)) {
		s.Add(r.SessionValue(schema.FieldSessionState, h.Label, pr))
		return
	}
	if cur == nil || !r.ofSession(h, pr, a, b, cur) {
		r.ofCourse(h, pr, a, b)
	}
}

// ofSession gives a cell of a session's row to the session; it reports false for one of the course.
func (r *Reader) ofSession(h outline.Column, pr shape.Printed, a, b int, cur *session.Session) bool {
	switch {
	case h.E == nil:
		cur.Add(r.SessionValue(schema.FieldSessionText, h.Label, pr))
	case h.E.Field == schema.FieldTeachingMode && session.EntryExitText(pr.Text):
		cur.Add(r.SessionValue(schema.FieldSessionEntryExit, h.Label, pr))
	case lexicon.IsSession(h.E.Field) || h.E.Field == schema.FieldSessionContact:
		r.SessionCell(h, pr, a, b, cur)
	default:
		return false
	}
	return true
}

// ofCourse gives a cell to the field of the course that its column tells.
func (r *Reader) ofCourse(h outline.Column, pr shape.Printed, a, b int) {
	switch {
	case h.E == nil:
		r.leave(a, b, h.Label, pr)
	case h.E.Field == schema.FieldOther && h.Label == "":
		r.leave(a, b, "", pr)
	case lexicon.IsSession(h.E.Field):
		f := map[schema.Field]schema.Field{schema.FieldSessionHours: schema.FieldDuration, schema.FieldSessionPrice: schema.FieldPrice}[h.E.Field]
		if f == "" {
			f = schema.FieldOther
		}
		r.put(f, h.Label, pr, nil, r.group)
	case h.E.Field == schema.FieldContact && wording.LabelKey(h.Label) == "coordonnee" && r.named(r.group):
		r.putCoordinates(h.Label, pr, r.group)
	default:
		if h.E.Field == schema.FieldAudience {
			r.rowWeak = append(r.rowWeak, len(r.Draft.Values))
		}
		r.put(h.E.Field, h.Label, pr, h.E.Also, r.group)
		if h.E.Field == schema.FieldAudience { // gives way to the course's own, which may say the same words
			delete(r.seen, saying{h.E.Field, h.Label, pr.Text})
		}
	}
}

// partRow makes as many sessions of a row as its cell of dates holds whole periods, a line each: what else the row says is
// of all of them. A row that carries a number of its own is one session, however many stretches it has.
func (r *Reader) partRow(at int, s *session.Session) {
	if s == nil || s.Id != "" || s.Has(schema.FieldSessionID, schema.FieldSessionStart, schema.FieldSessionEnd) {
		return
	}
	var periods, others []schema.Value
	for _, v := range s.Values {
		switch {
		case v.Field != schema.FieldSessionDates:
			others = append(others, v)
		case session.OnePeriod(v.Text):
			periods = append(periods, v)
		default:
			return // a day more, or words
		}
	}
	if len(periods) < 2 {
		return
	}
	s.Values = append(others, periods[0])
	for _, v := range periods[1:] {
		next := r.open(at)
		next.Table, next.Id = s.Table, ""
		next.Values = append(slices.Clone(others), v)
	}
}
