package parser

import (
	"golang.org/x/net/html"

	"carif/schema"
)

// carry gives the rows of a record table the cells that reach down into them (rowspan): "ALBI" beside two periods
// stands for both. more tells the rows that only add to the record above: no cell of their own says when or where.
func (r *reader) carry(t *table) (rows [][]cellRef, more []bool) {
	type span struct {
		cell cellRef
		left int
	}
	active := map[int]*span{}
	for _, row := range t.rows {
		var out []cellRef
		own, carried := false, false
		for k, col := 0, 0; k < len(row) || active[col] != nil; {
			if s := active[col]; s != nil {
				if s.left--; s.left == 0 {
					delete(active, col)
				}
				out = append(out, s.cell)
				carried = true
				col += s.cell.span
				continue
			}
			c := row[k]
			k++
			if n := columnAt(t.heads, col); n >= 0 && t.heads[n].e != nil && tellsSession(t.heads[n].e.field) {
				own = true
			}
			if n := rowspan(r.lay.boxes[c.box].attrs); n > 1 {
				active[col] = &span{c, n - 1}
			}
			out = append(out, c)
			col += c.span
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

// rowspan reads a cell's rowspan, 1 to 1000.
func rowspan(as []html.Attribute) int {
	n := 0
	for _, c := range attr(as, "rowspan") {
		if c < '0' || c > '9' || n > 1000 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return min(max(n, 1), 1000)
}
