package outline

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
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

// underTowns finds a table whose heads are towns over nothing but days and periods: each filled cell is a session there. Of a
// calendar, whose first column is months, the heads may be groups as well.
func (r *Regions) underTowns(trs []int32, cells map[int32][]CellRef) bool {
	var t *Table
	for n, tr := range trs {
		bx, cs := &r.Lay.Boxes[tr], cells[tr]
		if bx.First == bx.Last {
			continue
		}
		if t == nil {
			if t = r.rowOfTowns(tr, cs, r.monthsBelow(trs[n+1:], cells)); t == nil {
				return false
			}
			continue
		}
		if len(cs) != len(t.Heads) {
			return false
		}
		for k, c := range cs {
			if k == 0 && t.Months {
				if !r.MonthCell(c.Box) {
					return false
				}
			} else if !r.onlyDays(c.Box) {
				return false
			}
		}
		t.Rows, t.RowBox, t.To = append(t.Rows, cs), append(t.RowBox, tr), bx.Last
	}
	if t == nil || len(t.Rows) == 0 {
		return false
	}
	r.Tables[t.Key] = t
	return true
}

// monthsBelow reports whether rows, two or more, begin each with a month.
func (r *Regions) monthsBelow(trs []int32, cells map[int32][]CellRef) bool {
	n := 0
	for _, tr := range trs {
		if cs := cells[tr]; len(cs) > 0 {
			if !r.MonthCell(cs[0].Box) {
				return false
			}
			n++
		}
	}
	return n > 1
}

// onlyDays reports whether a cell holds nothing but days, periods and the state of what takes place then.
func (r *Regions) onlyDays(box int32) bool {
	for i := r.Lay.Boxes[box].First; i < r.Lay.Boxes[box].Last; i++ {
		txt := strings.Trim(r.Lay.Lines[i].Text, " -–—/")
		if txt == "" || wording.TellsState(txt) {
			continue
		}
		if len(txt) > 80 || session.OtherDates(txt) {
			return false
		}
		when, _ := session.DaysAndState(txt)
		if when == "" || !date.Only(when) && !date.HoldsPeriod(when) {
			return false
		}
	}
	return true
}

// rowOfTowns begins a table at a row of two towns or more, nil for other rows. Over months, its first cell is the head of these,
// and what the others name is a group where it is no town.
func (r *Regions) rowOfTowns(tr int32, cs []CellRef, months bool) *Table {
	t := &Table{Key: tr, Kind: schema.FieldSessions, Towns: true, Months: months, To: r.Lay.Boxes[tr].Last}
	for k, c := range cs {
		txt := strings.TrimSpace(r.CellText(c.Box))
		if !(k == 0 && months) && (len(txt) > 60 || txt == "" || !r.Town(txt) && !(months && r.group(txt))) {
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

// group reports whether a head of a calendar may name those whose days stand below it: it is none of the words that tables of
// sessions have for what stands in their columns.
func (r *Regions) group(head string) bool {
	if w := strings.Fields(head); len(w) > 1 && len(w[len(w)-1]) < 3 { // "Groupe A", "Session 2"
		return true
	}
	if r.Lx.IsKind("mode", head, text.FoldLabel(head)) { // "À distance"
		return true
	}
	key := wording.LabelKey(wording.TrimLabel(head))
	return lexicon.Find(r.Lx.Session, key) == nil && lexicon.Find(r.Lx.Course, key) == nil && !text.AllDigits(head)
}
