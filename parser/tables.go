package parser

import (
	"golang.org/x/net/html/atom"

	"carif/schema"
)

// table is a table with a header row: every other row is a record.
type table struct {
	key    int32 // box of the header row
	to     int32 // one past its last line
	heads  []column
	rows   [][]cellRef
	kind   schema.Field // sessions, funding, or "" for rows that speak of the course itself
	rowBox []int32
	width  int
	done   bool
}

type column struct {
	label string
	e     *entry
	span  int
}

type cellRef struct {
	box  int32
	span int
}

// findTables finds the record tables of the page.
func (r *reader) findTables() {
	rows := map[int32][]int32{} // table box → its rows
	for i := range r.lay.boxes {
		if r.lay.boxes[i].tag != atom.Tr {
			continue
		}
		if t := r.tableOf(int32(i)); t >= 0 {
			rows[t] = append(rows[t], int32(i))
		}
	}
	cells := map[int32][]cellRef{}
	for i := range r.lay.boxes {
		bx := &r.lay.boxes[i]
		if (bx.tag == atom.Td || bx.tag == atom.Th) && bx.parent >= 0 && r.lay.boxes[bx.parent].tag == atom.Tr {
			cells[bx.parent] = append(cells[bx.parent], cellRef{int32(i), int(bx.span)})
		}
	}
	for _, trs := range rows {
		r.recordTables(trs, cells)
	}
}

func (r *reader) tableOf(b int32) int32 {
	for b = r.lay.boxes[b].parent; b >= 0; b = r.lay.boxes[b].parent {
		switch r.lay.boxes[b].tag {
		case atom.Table:
			return b
		case atom.Thead, atom.Tbody, atom.Tfoot:
		default:
			return -1
		}
	}
	return -1
}

// recordTables finds the header rows of one table and the rows each is over. A table may begin with one, or hold
// one in its middle where all cells are known heads.
func (r *reader) recordTables(trs []int32, cells map[int32][]cellRef) {
	var tb *table
	var heads string
	first := true
	for _, tr := range trs {
		bx := &r.lay.boxes[tr]
		if bx.first == bx.last {
			continue
		}
		cs := cells[tr]
		if h, ok := r.header(cs); ok && (first || tb != nil && r.rowText(cs) != heads || allKnown(h)) && (tb == nil || r.rowText(cs) != heads) {
			tb = &table{key: tr, heads: h, kind: kindOf(h)}
			for _, c := range h {
				tb.width += c.span
			}
			tb.to = bx.last
			heads = r.rowText(cs)
			r.tables[tr] = tb
			first = false
			continue
		}
		first = false
		if tb == nil {
			continue
		}
		if r.rowText(cs) == heads {
			tb.to = bx.last
			continue
		}
		if len(cs) > 0 && r.labelRow(cs) || len(cs) < 2 && tb.kind != schema.FieldSessions {
			tb = nil
			continue
		}
		tb.to = bx.last
		tb.rows = append(tb.rows, cs)
		tb.rowBox = append(tb.rowBox, tr)
	}
}

func allKnown(h []column) bool {
	n := 0
	for _, c := range h {
		if c.label != "" && c.e == nil {
			return false
		}
		if c.e != nil {
			n++
		}
	}
	return n >= 3
}

// labelRow reports whether a row under a header is no record but a label and its value.
func (r *reader) labelRow(cs []cellRef) bool {
	n := 0
	for _, c := range cs {
		if r.lay.boxes[c.box].first == r.lay.boxes[c.box].last {
			continue
		}
		if n++; n > 1 {
			break
		}
		a, _ := r.pieceRange(c.box)
		if p := &r.pieces[a]; !p.known || !p.whole || p.sure < styled {
			return false
		}
	}
	return n > 0
}

func (r *reader) rowText(cs []cellRef) string {
	s := ""
	for _, c := range cs {
		s += r.cellText(c.box) + "|"
	}
	return s
}

// cellText is a cell's text in one line.
func (r *reader) cellText(b int32) string {
	s := ""
	for i := r.lay.boxes[b].first; i < r.lay.boxes[b].last; i++ {
		if s != "" && r.lay.lines[i].text != "" {
			s += " "
		}
		s += r.lay.lines[i].text
	}
	return s
}

// header reads a row as column heads: two or more known heads, most of the filled cells, or all cells th.
func (r *reader) header(cs []cellRef) ([]column, bool) {
	var cols []column
	filled, known, th := 0, 0, 0
	for _, c := range cs {
		txt := r.cellText(c.box)
		col := column{label: txt, span: c.span}
		if len(txt) > 60 {
			return nil, false
		}
		if txt != "" {
			filled++
			if e := find(r.lx.column, labelKey(trimLabel(txt))); e != nil {
				col.e = e
				known++
			} else if e := find(r.lx.course, labelKey(trimLabel(txt))); e != nil && !e.weak {
				col.e = e
				known++
			}
			if r.lay.boxes[c.box].tag == atom.Th || r.inHead(c.box) {
				th++
			}
		}
		cols = append(cols, col)
	}
	only := true // "nom | valeur" heads a table of labels, not of records
	for _, c := range cols {
		only = only && (c.e == nil || c.e.field == fieldIgnore)
	}
	switch {
	case filled < 2 || only:
		return nil, false
	case known >= 2 && known*2 >= filled && (th == filled || known == filled || known >= 3):
		return cols, true
	case th == filled && filled >= 3 && known >= 1:
		return cols, true
	}
	return nil, false
}

func (r *reader) inHead(b int32) bool {
	for i := 0; i < 3 && b >= 0; i++ {
		if r.lay.boxes[b].tag == atom.Thead {
			return true
		}
		b = r.lay.boxes[b].parent
	}
	return false
}

// kindOf tells what the rows of a table are by its heads.
func kindOf(cols []column) schema.Field {
	when, where, money, other := 0, 0, 0, 0
	for _, c := range cols {
		if c.e == nil {
			continue
		}
		switch c.e.field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
			when++
		case schema.FieldSessionPlace, schema.FieldSessionID, schema.FieldSessionPostal:
			where++
		case schema.FieldFunding, schema.FieldFunder, schema.FieldScheme:
			money++
		case schema.FieldValidation, schema.FieldExitLevel, schema.FieldRNCP:
			other++
		}
	}
	switch {
	case when > 0 && other < 2, where > 1:
		return schema.FieldSessions
	case money > 0:
		return schema.FieldFunding
	case where > 0 && other == 0:
		return schema.FieldSessions
	}
	return ""
}
