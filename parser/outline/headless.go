package outline

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/amount"
	"carif/text/date"
)

// headless reads a table without heads whose columns tell by the kind of their cells that each row is a session: one or two
// dates, and a town or a state beside them: "10/01/2027 | 04/02/2027 | complet". It reports whether the table is one.
func (r *Regions) headless(trs []int32, cells map[int32][]CellRef) bool {
	t := &Table{Kind: schema.FieldSessions, Bare: true}
	width := 0
	for _, tr := range trs {
		bx, cs := &r.Lay.Boxes[tr], cells[tr]
		if bx.First == bx.Last {
			continue
		}
		if width == 0 {
			width, t.Key = len(cs), tr
		}
		if len(cs) != width || width < 2 || width > 6 {
			return false
		}
		t.Rows, t.RowBox, t.To = append(t.Rows, cs), append(t.RowBox, tr), bx.Last
	}
	if len(t.Rows) < 2 || len(t.Rows) > 500 {
		return false
	}
	dates, beside := 0, 0
	for k := range width {
		f := r.columnKind(t, k)
		switch f {
		case "":
			return false
		case schema.FieldSessionDates:
			dates++
		case schema.FieldSessionCity, schema.FieldSessionState:
			beside++
		}
		t.Heads = append(t.Heads, Column{E: &lexicon.Entry{Field: f}, span: 1})
		t.Width++
	}
	if dates == 0 || dates > 2 || dates == 1 && beside == 0 {
		return false
	}
	if dates == 2 {
		r.nameEnds(t)
	}
	r.Tables[t.Key] = t
	return true
}

// columnKind gives the field of a column without a head by the kind of its cells, "" where a cell tells that the table is of
// something else.
func (r *Regions) columnKind(t *Table, k int) schema.Field {
	count := map[schema.Field]int{}
	all := 0
	for _, row := range t.Rows {
		txt := strings.TrimSpace(r.CellText(row[k].Box))
		if txt == "" {
			continue
		}
		all++
		switch {
		case len(txt) > 80, lexicon.Find(r.Lx.Course, wording.LabelKey(wording.TrimLabel(txt))) != nil && !r.State(txt), session.OtherDates(txt):
			return ""
		case len(date.Spans(txt)) > 0 && (date.Only(txt) || date.HoldsPeriod(txt)):
			count[schema.FieldSessionDates]++
		case r.State(txt):
			count[schema.FieldSessionState]++
		case r.MaybeTown(txt) && wording.TownLike(txt) || wording.PostalLine(txt):
			count[schema.FieldSessionCity]++
		case amount.OnlyHours(txt):
			count[schema.FieldSessionHours]++
		default:
			count[schema.FieldSessionText]++
		}
	}
	for f, n := range count {
		if 10*n >= 7*all {
			return f
		}
	}
	return schema.FieldSessionText
}

// nameEnds names two columns of dates start and end.
func (r *Regions) nameEnds(t *Table) {
	ends := [...]schema.Field{schema.FieldSessionStart, schema.FieldSessionEnd}
	n := 0
	for k := range t.Heads {
		if t.Heads[k].E.Field == schema.FieldSessionDates {
			t.Heads[k].E = &lexicon.Entry{Field: ends[n]}
			n++
		}
	}
}

// underTowns finds a table whose heads are towns over nothing but days and periods: each filled cell is a session there.
func (r *Regions) underTowns(trs []int32, cells map[int32][]CellRef) bool {
	var t *Table
	for _, tr := range trs {
		bx, cs := &r.Lay.Boxes[tr], cells[tr]
		if bx.First == bx.Last {
			continue
		}
		if t == nil {
			if t = r.rowOfTowns(tr, cs); t == nil {
				return false
			}
			continue
		}
		for _, c := range cs {
			if txt := strings.TrimSpace(r.CellText(c.Box)); txt != "" && (len(txt) > 80 || !date.Only(txt) && !date.HoldsPeriod(txt) || session.OtherDates(txt)) {
				return false
			}
		}
		if len(cs) != len(t.Heads) {
			return false
		}
		t.Rows, t.RowBox, t.To = append(t.Rows, cs), append(t.RowBox, tr), bx.Last
	}
	if t == nil || len(t.Rows) == 0 {
		return false
	}
	r.Tables[t.Key] = t
	return true
}

// rowOfTowns begins a table at a row of two towns or more, nil for other rows.
func (r *Regions) rowOfTowns(tr int32, cs []CellRef) *Table {
	t := &Table{Key: tr, Kind: schema.FieldSessions, Towns: true, To: r.Lay.Boxes[tr].Last}
	for _, c := range cs {
		txt := strings.TrimSpace(r.CellText(c.Box))
		if len(txt) > 60 || !r.Town(txt) {
			return nil
		}
		t.Heads = append(t.Heads, Column{Label: txt, E: &lexicon.Entry{Field: schema.FieldSessionDates}, span: c.Span})
		t.Width += c.Span
	}
	if len(t.Heads) < 2 {
		return nil
	}
	return t
}
