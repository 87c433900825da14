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
	across bool  // its records are its columns
	under  int32 // the row of heads below the first, 0 where there is one row of heads
}

type column struct {
	label  string
	e      *entry
	course *entry // what the head means outside a table of sessions
	span   int
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
		if !r.transposed(trs, cells) {
			r.recordTables(trs, cells)
		}
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
	skip := int32(-1) // the second of two rows of heads
	for n, tr := range trs {
		bx := &r.lay.boxes[tr]
		if bx.first == bx.last || tb != nil && tr == tb.under {
			continue
		}
		cs := cells[tr]
		var next []cellRef
		if n+1 < len(trs) {
			next = cells[trs[n+1]]
		}
		var two []cellRef
		if n+2 < len(trs) && n < 3 {
			if two = r.twoHeads(cs, next); two != nil {
				skip, cs, next = trs[n+1], two, cells[trs[n+2]]
			}
		}
		if h, ok := r.header(cs, next); ok && (first || tb != nil && r.rowText(cs) != heads || allKnown(h)) && (tb == nil || r.rowText(cs) != heads) {
			tb = &table{key: tr, heads: h, kind: kindOf(h)}
			if two != nil {
				tb.under = skip
			}
			for k := range h {
				tb.width += h[k].span
				if tb.kind == "" && h[k].course != nil {
					h[k].e = h[k].course
				}
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
		if len(cs) == len(tb.heads) && r.rowText(cs) == heads {
			tb.to = bx.last
			continue
		}
		if len(cs) > 0 && !tb.detail(cs) && r.labelRow(cs) && (len(cs) != len(tb.heads) || r.drawnAsPair(cs)) || len(cs) < 2 && tb.kind != schema.FieldSessions {
			tb = nil
			continue
		}
		tb.to = bx.last
		tb.rows = append(tb.rows, cs)
		tb.rowBox = append(tb.rowBox, tr)
	}
}

// twoHeads gives the heads of two rows as one: a head over several columns is told by those below it, one that reaches
// down (rowspan) stands for itself. It is nil for other rows.
func (r *reader) twoHeads(cs, next []cellRef) []cellRef {
	var out []cellRef
	under, over := 0, 0
	for _, c := range cs {
		if rowspan(r.lay.boxes[c.box].attrs) == 2 {
			out = append(out, c)
			continue
		}
		if under+c.span > len(next) || c.span < 2 {
			return nil
		}
		out = append(out, next[under:under+c.span]...)
		under += c.span
		over++
	}
	if over == 0 || over == len(cs) || under != len(next) {
		return nil
	}
	return out
}

// detail reports whether a row is one cell as wide as a table of sessions: it tells more of the row above, in labels of
// its own or not.
func (tb *table) detail(cs []cellRef) bool {
	return tb.kind == schema.FieldSessions && len(cs) == 1 && cs[0].span > 1 && cs[0].span >= tb.width
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

// drawnAsPair reports whether the first filled cell of a row is drawn as a label and the second is not.
func (r *reader) drawnAsPair(cs []cellRef) bool {
	var filled []int32
	for _, c := range cs {
		if r.lay.boxes[c.box].first < r.lay.boxes[c.box].last {
			filled = append(filled, c.box)
		}
	}
	return len(filled) > 1 && labelLike(r, filled[0]) && !labelLike(r, filled[1])
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
	if bx := &r.lay.boxes[b]; bx.last-bx.first == 1 {
		return r.lay.lines[bx.first].text
	}
	for i := r.lay.boxes[b].first; i < r.lay.boxes[b].last && len(s) < 1000; i++ {
		if s != "" && r.lay.lines[i].text != "" {
			s += " "
		}
		s += r.lay.lines[i].text
	}
	return s
}

// readHead finds what a column's head stands for, in a table of sessions and in one of courses.
func (r *reader) readHead(col *column, box int32) {
	key := labelKey(trimLabel(col.label))
	col.e = find(r.lx.column, key)
	if ce := find(r.lx.course, key); ce != nil && ce.field != fieldIgnore {
		col.course = ce
	} else if ce == nil && labelLike(r, box) {
		col.course = r.guess(trimLabel(col.label))
	}
	if col.e == nil {
		col.e = col.course
	}
	if f := r.modelColumn(key); f != "" && col.e == nil {
		col.e = &entry{field: f}
		if !isSession(f) {
			col.course = col.e
		}
	}
}

// header reads a row as column heads: two or more known heads, most of the filled cells, or all cells th. Two cells
// alone are heads only where they look alike and unlike the row below.
func (r *reader) header(cs, next []cellRef) ([]column, bool) {
	if !r.mayHead(cs) {
		return nil, false
	}
	cols := make([]column, 0, len(cs))
	filled, known, th := 0, 0, 0
	only := true // "nom | valeur" heads a table of labels, not of records
	for _, c := range cs {
		txt := r.cellText(c.box)
		col := column{label: txt, span: c.span}
		if len(txt) > 60 {
			return nil, false
		}
		if txt != "" {
			filled++
			r.readHead(&col, c.box)
			if col.e != nil {
				known++
				only = only && col.e.field == fieldIgnore
			}
			if r.lay.boxes[c.box].tag == atom.Th || r.inHead(c.box) {
				th++
			}
		}
		cols = append(cols, col)
	}
	if known > 0 && known < filled { // durations by their words, beside one that is known
		for k := range cols {
			if cols[k].e == nil && cols[k].label != "" {
				if g := r.guess(trimLabel(cols[k].label)); g != nil && duration(g.field) {
					cols[k].e, cols[k].course = g, g
					known++
				}
			}
		}
	}
	if filled < 2 || only || known == 0 {
		return nil, false
	}
	if filled == 2 && th < 2 {
		return cols, known == 2 && r.unlike(cs, next)
	}
	return cols, known >= 2 && known*2 >= filled && (th == filled || known == filled || known >= 3) || th == filled && filled >= 3
}

// mayHead reports whether a row has two filled cells or more, all of one short line or two.
func (r *reader) mayHead(cs []cellRef) bool {
	filled := 0
	for _, c := range cs {
		bx := &r.lay.boxes[c.box]
		if bx.last-bx.first > 2 {
			return false
		}
		if bx.last > bx.first {
			filled++
			if len(r.lay.lines[bx.first].text) > 60 {
				return false
			}
		}
	}
	return filled >= 2
}

// labelLike reports whether a cell is styled or named as a head.
func labelLike(r *reader, b int32) bool {
	bx := &r.lay.boxes[b]
	if bx.tag == atom.Th || labelBox(bx) || r.inHead(b) {
		return true
	}
	l := &r.lay.lines[bx.first]
	return lead(l) == len(l.text)
}

// unlike reports whether all cells of a row are of one class or style and the row below is of another.
func (r *reader) unlike(cs, next []cellRef) bool {
	if len(next) != len(cs) {
		return false
	}
	look := func(b int32) string {
		bx := &r.lay.boxes[b]
		k := attr(bx.attrs, "class") + attr(bx.attrs, "bgcolor")
		if bx.first < bx.last {
			if l := &r.lay.lines[bx.first]; lead(l) == len(l.text) {
				k += " bold"
			}
		}
		return k
	}
	first := look(cs[0].box)
	for n := range cs {
		if look(cs[n].box) != first || look(next[n].box) == first {
			return false
		}
	}
	return first != ""
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
	when, where, id, more, money, other := 0, 0, 0, 0, 0, 0
	for _, c := range cols {
		if c.e == nil {
			continue
		}
		switch c.e.field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
			when++
		case schema.FieldSessionPlace:
			where++
		case schema.FieldSessionID:
			id++
		case schema.FieldSessionPostal, schema.FieldSessionSeats, schema.FieldSessionState, schema.FieldSessionProvider:
			more++
		case schema.FieldFunding, schema.FieldFunder, schema.FieldScheme:
			money++
		case schema.FieldValidation, schema.FieldExitLevel, schema.FieldRNCP, schema.FieldUpdatedOn:
			other++
		}
	}
	switch {
	case when > 0 && other < 2, where > 0 && id+more > 0 && other == 0:
		return schema.FieldSessions
	case money > 0:
		return schema.FieldFunding
	}
	return ""
}
