package parser

import (
	"carif/schema"
	"carif/text/date"
)

// transposed reads a table whose heads stand in its first column and whose sessions are its other columns: "Début |
// 09/09/2013 | 13/01/2014" over "Fin | …". It reports whether the table is one.
func (r *reader) transposed(trs []int32, cells map[int32][]cellRef) bool {
	t := &table{kind: schema.FieldSessions, across: true}
	width, when := 0, 0
	var rows [][]cellRef
	for _, tr := range trs {
		bx, cs := &r.lay.boxes[tr], cells[tr]
		if bx.first == bx.last {
			continue
		}
		if width == 0 {
			width, t.key = len(cs), tr
		}
		if len(cs) != width || width < 3 || len(rows) > 20 {
			return false
		}
		lab := trimLabel(r.cellText(cs[0].box))
		e := find(r.lx.column, labelKey(lab))
		if len(rows) == 0 && e != nil && e.field != schema.FieldSessionPlace && e.field != schema.FieldSessionID && len(date.Spans(r.cellText(cs[1].box))) == 0 {
			e = &entry{field: schema.FieldSessionText} // "Session | A | B" names the columns
		}
		if e != nil && (e.field == schema.FieldSessionStart || e.field == schema.FieldSessionEnd || e.field == schema.FieldSessionDates) {
			for _, c := range cs[1:] {
				if txt := r.cellText(c.box); txt != "" && len(date.Spans(txt)) == 0 {
					return false
				}
			}
			when++
		} else if e == nil && len(rows) > 0 {
			return false
		}
		t.heads = append(t.heads, column{label: lab, e: e, span: 1})
		t.width++
		rows, t.to = append(rows, cs), bx.last
	}
	if when < 2 {
		return false
	}
	for k := 1; k < width; k++ {
		var row []cellRef
		for _, cs := range rows {
			row = append(row, cellRef{cs[k].box, 1})
		}
		t.rows, t.rowBox = append(t.rows, row), append(t.rowBox, row[0].box)
	}
	r.tables[t.key] = t
	return true
}
