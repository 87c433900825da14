package region

import (
	"carif/parser/layout"
	"carif/schema"
)

// carry gives the rows of a record table the cells that reach down into them (rowspan): "ALBI" beside two periods
// stands for both. more tells the rows that only add to the record above: no cell of their own says when or where.
func (r *Regions) Carry(t *Table) (rows [][]CellRef, more []bool) {
	type span struct {
		cell CellRef
		left int
	}
	active := map[int]*span{}
	for _, row := range t.Rows {
		var out []CellRef
		own, carried := false, false
		for k, col := 0, 0; k < len(row) || active[col] != nil; {
			if s := active[col]; s != nil {
				if s.left--; s.left == 0 {
					delete(active, col)
				}
				out = append(out, s.cell)
				carried = true
				col += s.cell.Span
				continue
			}
			c := row[k]
			k++
			if n := ColumnAt(t.Heads, col); n >= 0 && t.Heads[n].E != nil && tellsSession(t.Heads[n].E.Field) {
				own = true
			}
			if n := layout.Rowspan(r.Lay.Boxes[c.Box].Attrs); n > 1 {
				active[col] = &span{c, n - 1}
			}
			out = append(out, c)
			col += c.Span
		}
		rows, more = append(rows, out), append(more, carried && !own)
	}
	return rows, more
}

// tellsSession reports columns by which two rows are two sessions.
func tellsSession(f schema.Field) bool {
	switch f {
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionCity, schema.FieldSessionID:
		return true
	}
	return false
}
