package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// Table is a table with a header row: every other row is a record.
type Table struct {
	Key    int32 // box of the header row
	To     int32 // one past its last line
	Heads  []Column
	Rows   [][]CellRef
	Kind   schema.Field // sessions, funding, or "" for rows that speak of the course itself
	RowBox []int32
	Width  int
	Done   bool
	Across bool  // its records are its columns
	Bare   bool  // it has no heads: its columns are told by what stands in them
	Towns  bool  // its heads are towns, or groups, and each cell is a session there
	Months bool  // its first column tells months, which stand in its cells by now
	Under  int32 // the row of heads below the first, 0 where there is one row of heads
}

// Column is the head of a table column: what is printed and what it means, nil for nothing known.
type Column struct {
	Label  string
	E      *lexicon.Entry
	course *lexicon.Entry // what the head means outside a table of sessions
	span   int
}

// CellRef is a cell: its box and how many columns it spans.
type CellRef struct {
	Box  int32
	Span int
}

// FindTables finds the record tables of the page.
func (r *Regions) findTables() {
	rows := map[int32][]int32{} // table box → its rows
	for i := range r.Lay.Boxes {
		if r.Lay.Boxes[i].Tag != atom.Tr {
			continue
		}
		if t := r.tableOf(int32(i)); t >= 0 {
			rows[t] = append(rows[t], int32(i))
		}
	}
	cells := map[int32][]CellRef{}
	for i := range r.Lay.Boxes {
		bx := &r.Lay.Boxes[i]
		if (bx.Tag == atom.Td || bx.Tag == atom.Th) && bx.Parent >= 0 && r.Lay.Boxes[bx.Parent].Tag == atom.Tr {
			row := cells[bx.Parent]
			if row == nil {
				row = make([]CellRef, 0, 4)
			}
			cells[bx.Parent] = append(row, CellRef{int32(i), int(bx.Span)})
		}
	}
	for _, trs := range rows {
		if r.underTowns(trs, cells) || r.transposed(trs, cells) {
			continue
		}
		found := len(r.Tables)
		if r.recordTables(trs, cells); len(r.Tables) == found {
			r.headless(trs, cells)
		}
		for _, tr := range trs {
			if t := r.Tables[tr]; t != nil && !t.Bare {
				r.nameColumns(t)
			}
		}
	}
}

func (r *Regions) tableOf(b int32) int32 {
	for b = r.Lay.Boxes[b].Parent; b >= 0; b = r.Lay.Boxes[b].Parent {
		switch r.Lay.Boxes[b].Tag {
		case atom.Table:
			return b
		case atom.Thead, atom.Tbody, atom.Tfoot:
		default:
			return -1
		}
	}
	return -1
}

// newTable begins a table at its row of heads.
func newTable(tr int32, heads []Column, to int32) *Table {
	tb := &Table{Key: tr, Heads: heads, Kind: kindOf(heads), To: to}
	for k := range heads {
		tb.Width += heads[k].span
		if tb.Kind == "" && heads[k].course != nil {
			heads[k].E = heads[k].course
		}
	}
	return tb
}

// endsTable reports whether a row is no record of a table but a label and its value.
func (r *Regions) endsTable(tb *Table, cs []CellRef) bool {
	if len(cs) < 2 && tb.Kind != schema.FieldSessions {
		return true
	}
	return len(cs) > 0 && !tb.detail(cs) && r.pairUnderHead(cs) && (len(cs) != len(tb.Heads) || r.drawnAsPair(cs))
}

// recordTables finds the header rows of one table and the rows each is over. A table may begin with one, or hold
// one in its middle where all cells are known heads.
func (r *Regions) recordTables(trs []int32, cells map[int32][]CellRef) {
	var tb *Table
	var heads string
	first := true
	skip := int32(-1) // the second of two rows of heads
	for n, tr := range trs {
		bx := &r.Lay.Boxes[tr]
		if bx.First == bx.Last || tb != nil && tr == tb.Under {
			continue
		}
		cs := cells[tr]
		var next []CellRef
		if n+1 < len(trs) {
			next = cells[trs[n+1]]
		}
		var two []CellRef
		if n+2 < len(trs) && n < 3 {
			if two = r.twoHeads(cs, next); two != nil {
				skip, cs, next = trs[n+1], two, cells[trs[n+2]]
			}
		}
		if h, ok := r.header(cs, next); ok && (first || tb != nil && r.RowText(cs) != heads || allKnown(h)) && (tb == nil || r.RowText(cs) != heads) {
			tb = newTable(tr, h, bx.Last)
			if two != nil {
				tb.Under = skip
			}
			heads = r.RowText(cs)
			r.Tables[tr] = tb
			first = false
			continue
		}
		first = false
		if tb == nil {
			continue
		}
		if len(cs) == len(tb.Heads) && r.RowText(cs) == heads {
			tb.To = bx.Last
			continue
		}
		if len(cs) == 1 && tb.Kind == "" {
			r.nameColumns(tb) // a row of one cell is a detail only among sessions
		}
		if r.endsTable(tb, cs) {
			tb = nil
			continue
		}
		tb.To = bx.Last
		tb.Rows = append(tb.Rows, cs)
		tb.RowBox = append(tb.RowBox, tr)
	}
}

// twoHeads gives the heads of two rows as one: a head over several columns is told by those below it, one that reaches
// down (rowspan) stands for itself. It is nil for other rows.
func (r *Regions) twoHeads(cs, next []CellRef) []CellRef {
	var out []CellRef
	under, over := 0, 0
	for _, c := range cs {
		if layout.Rowspan(r.Lay.Boxes[c.Box].Attrs) == 2 {
			out = append(out, c)
			continue
		}
		if under+c.Span > len(next) || c.Span < 2 {
			return nil
		}
		out = append(out, next[under:under+c.Span]...)
		under += c.Span
		over++
	}
	if over == 0 || over == len(cs) || under != len(next) {
		return nil
	}
	return out
}

// detail reports whether a row is one cell as wide as a table of sessions: it tells more of the row above, in labels of
// its own or not.
func (tb *Table) detail(cs []CellRef) bool {
	return tb.Kind == schema.FieldSessions && len(cs) == 1 && cs[0].Span > 1 && cs[0].Span >= tb.Width
}

func allKnown(h []Column) bool {
	n := 0
	for _, c := range h {
		if c.Label != "" && c.E == nil {
			return false
		}
		if c.E != nil {
			n++
		}
	}
	return n >= 3
}

// drawnAsPair reports whether the first filled cell of a row is drawn as a label and the second is not.
func (r *Regions) drawnAsPair(cs []CellRef) bool {
	var filled []int32
	for _, c := range cs {
		if r.Lay.Boxes[c.Box].First < r.Lay.Boxes[c.Box].Last {
			filled = append(filled, c.Box)
		}
	}
	return len(filled) > 1 && labelLike(r, filled[0]) && !labelLike(r, filled[1])
}

// pairUnderHead reports whether a row under a header is no record but a label and its value.
func (r *Regions) pairUnderHead(cs []CellRef) bool {
	n := 0
	for _, c := range cs {
		if r.Lay.Boxes[c.Box].First == r.Lay.Boxes[c.Box].Last {
			continue
		}
		if n++; n > 1 {
			break
		}
		a, _ := r.PieceRange(c.Box)
		if p := &r.Pieces[a]; !p.Known || !p.Whole || p.Sure < shape.Styled {
			return false
		}
	}
	return n > 0
}

// RowText gives the words of a row, each cell closed by a bar.
func (r *Regions) RowText(cs []CellRef) string {
	var s strings.Builder
	for _, c := range cs {
		s.WriteString(r.CellText(c.Box))
		s.WriteByte('|')
	}
	return s.String()
}

// CellText is a cell's text in one line.
func (r *Regions) CellText(b int32) string {
	s := ""
	if bx := &r.Lay.Boxes[b]; bx.Last-bx.First == 1 {
		return r.Lay.Lines[bx.First].Text
	}
	for i := r.Lay.Boxes[b].First; i < r.Lay.Boxes[b].Last && len(s) < 1000; i++ {
		if s != "" && r.Lay.Lines[i].Text != "" {
			s += " "
		}
		s += r.Lay.Lines[i].Text
	}
	return s
}

// readHead finds what a column's head stands for, in a table of sessions and in one of courses.
func (r *Regions) readHead(col *Column, box int32) {
	key := wording.LabelKey(wording.TrimLabel(col.Label))
	if f := r.Told(key); f != "" { // a person says what the column is
		col.E = &lexicon.Entry{Field: f, Told: true}
		if !lexicon.IsSession(f) {
			col.course = col.E
		}
		return
	}
	col.E = lexicon.Find(r.Lx.Column, key)
	if ce := lexicon.Find(r.Lx.Course, key); ce != nil && ce.Field != lexicon.FieldIgnore {
		col.course = ce
	} else if ce == nil && labelLike(r, box) {
		col.course = r.Guess(wording.TrimLabel(col.Label))
	}
	if col.E == nil {
		col.E = col.course
	}
	if f := r.modelColumn(key); f != "" && col.E == nil {
		col.E = &lexicon.Entry{Field: f}
		if !lexicon.IsSession(f) {
			col.course = col.E
		}
	}
}

// guessDurations reads heads of durations by their words, beside one that is known, and counts them.
func (r *Regions) guessDurations(cols []Column) (n int) {
	for k := range cols {
		if cols[k].E != nil || cols[k].Label == "" {
			continue
		}
		if g := r.Guess(wording.TrimLabel(cols[k].Label)); g != nil && shape.Duration(g.Field) {
			cols[k].E, cols[k].course = g, g
			n++
		}
	}
	return n
}

// header reads a row as column heads: two or more known heads, most of the filled cells, or all cells th. Two cells
// alone are heads only where they look alike and unlike the row below.
func (r *Regions) header(cs, next []CellRef) ([]Column, bool) {
	if !r.mayHead(cs) {
		return nil, false
	}
	if r.labelsBelow(cs, next) {
		return nil, false
	}
	cols := make([]Column, 0, len(cs))
	filled, known, th := 0, 0, 0
	only := true // "nom | valeur" heads a table of labels, not of records
	for _, c := range cs {
		txt := r.CellText(c.Box)
		col := Column{Label: txt, span: c.Span}
		if len(txt) > 60 {
			return nil, false
		}
		if txt != "" {
			filled++
			r.readHead(&col, c.Box)
			if col.E != nil {
				known++
				only = only && col.E.Field == lexicon.FieldIgnore
			}
			if r.Lay.Boxes[c.Box].Tag == atom.Th || r.inHead(c.Box) {
				th++
			}
		}
		cols = append(cols, col)
	}
	if known < filled && filled > 1 && r.hoursBelow(cols, next) {
		return cols, true
	}
	if filled < 2 || only || known == 0 || filled == 2 && th < 2 && !r.unlike(cs, next) {
		return nil, false
	}
	if known < filled {
		known += r.guessDurations(cols)
	}
	if filled == 2 {
		return cols, known == 2 || th == 2 && r.placesBeside(cols, next)
	}
	return cols, headed(filled, known, th)
}

// labelsBelow reports a row of heads over rows that begin with a label each, "Nomenclature | Code" over "Formacode | 44028":
// the rows are labels with their values, and the heads only say so.
func (r *Regions) labelsBelow(cs, next []CellRef) bool {
	if len(cs) < 2 || len(next) != len(cs) {
		return false
	}
	known := func(c CellRef) *lexicon.Entry {
		t := r.CellText(c.Box)
		if t == "" || len(t) > 60 {
			return nil
		}
		return lexicon.Find(r.Lx.Course, wording.LabelKey(wording.TrimLabel(t)))
	}
	e := known(next[0])
	if e == nil || !strings.HasPrefix(string(e.Field), "codes.") {
		return false
	}
	if head := known(cs[0]); head != nil && head.Field != schema.FieldCodes {
		return false
	}
	return text.HasDigit(r.CellText(next[1].Box))
}

// headed reports whether a row of three cells or more is one of heads: by how many are filled, known and drawn as heads.
func headed(filled, known, th int) bool {
	return known >= 2 && known*2 >= filled && (th == filled || known == filled || known >= 3) || th == filled
}

// hoursBelow reads heads that only name parts of a length, where the row below holds hours and nothing else: "Tot. | Ctre |
// Entr.".
func (r *Regions) hoursBelow(cols []Column, next []CellRef) bool {
	if len(next) != len(cols) {
		return false
	}
	told := 0
	for k := range cols {
		t := r.CellText(next[k].Box)
		if none := text.FoldLabel(t) == ""; cols[k].Label == "" || !none && !amount.OnlyHours(t) {
			return false
		} else if !none {
			told++
		}
	}
	if told == 0 {
		return false
	}
	for k := range cols { // one that is not told still says what it would count
		e := r.Guess("durée " + wording.TrimLabel(cols[k].Label) + ".")
		if e == nil || !shape.Duration(e.Field) {
			return false
		}
		cols[k].E, cols[k].course = e, e
	}
	return true
}

// placesBeside reads the unknown one of two heads as that of places, where the other heads dates and a town stands in the row
// below: "Agence | Dates".
func (r *Regions) placesBeside(cols []Column, next []CellRef) bool {
	if len(cols) != 2 || len(next) != 2 {
		return false
	}
	for k := range cols {
		other := cols[1-k].E
		if cols[k].E == nil && other != nil && lexicon.IsSession(other.Field) && other.Field != schema.FieldSessionCity && r.Town(r.CellText(next[k].Box)) {
			cols[k].E = &lexicon.Entry{Field: schema.FieldSessionCity, Guess: true}
			return true
		}
	}
	return false
}

// mayHead reports whether a row has two filled cells or more, all of one short line or two.
func (r *Regions) mayHead(cs []CellRef) bool {
	filled := 0
	for _, c := range cs {
		bx := &r.Lay.Boxes[c.Box]
		if bx.Last-bx.First > 2 {
			return false
		}
		if bx.Last > bx.First {
			filled++
			if len(r.Lay.Lines[bx.First].Text) > 60 {
				return false
			}
		}
	}
	return filled >= 2
}

// labelLike reports whether a cell is styled or named as a head.
func labelLike(r *Regions, b int32) bool {
	bx := &r.Lay.Boxes[b]
	if bx.Tag == atom.Th || layout.LabelBox(bx) || r.inHead(b) {
		return true
	}
	l := &r.Lay.Lines[bx.First]
	return layout.Lead(l) == len(l.Text)
}

// unlike reports whether all cells of a row are of one class or style and the row below is of another.
func (r *Regions) unlike(cs, next []CellRef) bool {
	if len(next) != len(cs) {
		return false
	}
	look := func(b int32) string {
		bx := &r.Lay.Boxes[b]
		k := layout.Attr(bx.Attrs, "class") + layout.Attr(bx.Attrs, "bgcolor")
		if bx.First < bx.Last {
			if l := &r.Lay.Lines[bx.First]; layout.Lead(l) == len(l.Text) {
				k += " bold"
			}
		}
		return k
	}
	first := look(cs[0].Box)
	for n := range cs {
		if look(cs[n].Box) != first || look(next[n].Box) == first {
			return false
		}
	}
	return first != ""
}

func (r *Regions) inHead(b int32) bool {
	for i := 0; i < 3 && b >= 0; i++ {
		if r.Lay.Boxes[b].Tag == atom.Thead {
			return true
		}
		b = r.Lay.Boxes[b].Parent
	}
	return false
}

// kindOf tells what the rows of a table are by its heads.
func kindOf(cols []Column) schema.Field {
	when, where, id, more, money, other := 0, 0, 0, 0, 0, 0
	for _, c := range cols {
		if c.E == nil {
			continue
		}
		switch c.E.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
			when++
		case schema.FieldSessionCity:
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
