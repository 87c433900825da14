package outline

import (
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// transposed reads a table whose heads stand in its first column and whose sessions are its other columns: "Début |
// 09/09/2013 | 13/01/2014" over "Fin | …". It reports whether the table is one.
func (r *Regions) transposed(trs []int32, cells map[int32][]CellRef) bool {
	t := &Table{Kind: schema.FieldSessions, Across: true}
	width, when := 0, 0
	var rows [][]CellRef
	for _, tr := range trs {
		bx, cs := &r.Lay.Boxes[tr], cells[tr]
		if bx.First == bx.Last {
			continue
		}
		if width == 0 {
			width, t.Key = len(cs), tr
		}
		if len(cs) != width || width < 3 || len(rows) > 20 {
			return false
		}
		lab := wording.TrimLabel(r.CellText(cs[0].Box))
		e := lexicon.Find(r.Lx.Column, wording.LabelKey(lab))
		if len(rows) == 0 && e != nil && e.Field != schema.FieldSessionCity && e.Field != schema.FieldSessionID && len(date.Spans(r.CellText(cs[1].Box))) == 0 {
			e = &lexicon.Entry{Field: schema.FieldSessionText} // "Session | A | B" names the columns
		}
		if e != nil && (e.Field == schema.FieldSessionStart || e.Field == schema.FieldSessionEnd || e.Field == schema.FieldSessionDates) {
			for _, c := range cs[1:] {
				if txt := r.CellText(c.Box); txt != "" && len(date.Spans(txt)) == 0 {
					return false
				}
			}
			when++
		} else if e == nil && len(rows) > 0 {
			return false
		}
		t.Heads = append(t.Heads, Column{Label: lab, E: e, span: 1})
		t.Width++
		rows, t.To = append(rows, cs), bx.Last
	}
	if when < 2 {
		return false
	}
	for k := 1; k < width; k++ {
		var row []CellRef
		for _, cs := range rows {
			row = append(row, CellRef{cs[k].Box, 1})
		}
		t.Rows, t.RowBox = append(t.Rows, row), append(t.RowBox, row[0].Box)
	}
	r.Tables[t.Key] = t
	return true
}
