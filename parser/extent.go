package parser

import (
	"golang.org/x/net/html/atom"

	"carif/schema"
)

// extent gives the end (exclusive) of what piece i's label may govern, within end, and whether the value stands in
// a container of its own, where other labels are only words.
func (r *reader) extent(i, end int) (int, bool) {
	p := &r.pieces[i]
	if r.plain {
		return end, false
	}
	b := r.boxOf(i)
	if p.reach > 0 {
		_, stop := r.pieceRange(p.reach)
		return min(stop, end), true
	}
	if !p.whole {
		return r.inlineExtent(i, end, b)
	}
	top := r.alone(i, b)
	bx := &r.lay.boxes[top]
	parent := bx.parent
	if parent < 0 {
		return end, false
	}
	switch bx.tag {
	case atom.Td, atom.Th:
		if _, stop := r.pieceRange(top); bx.last-bx.first > 1 && stop > i+1 { // one of several labels in its cell
			return min(stop, end), false
		}
		if e, ok := r.rowExtent(top, end); ok {
			return e, true
		}
	case atom.Dt:
		return r.ddExtent(top, end)
	}
	_, stop := r.pieceRange(parent)
	closed := true
	for n := 0; stop <= i+1 && n < 4 && parent > 0; n++ { // nothing follows inside: the value follows the parent
		parent = r.lay.boxes[parent].parent
		if parent < 0 {
			break
		}
		_, stop = r.pieceRange(parent)
		closed = false
	}
	if r.lay.boxes[top].tag == atom.Tr {
		closed = false
	}
	if whole := r.opened(parent, i, end); whole > stop {
		return whole, false
	}
	return min(stop, end), closed && r.pairBox(parent, i)
}

// opened gives the end of the largest box that a heading opens, up to the next heading of its rank: a heading may stand in a
// box of its own or with a first line, and what it heads in the boxes beside it.
func (r *reader) opened(b int32, i, end int) int {
	p := &r.pieces[i]
	if e := r.lookup(p, inCourse); p.rank > 6 || b <= 0 || e == nil || !long(e.field) || e.field == schema.FieldOther {
		return 0
	}
	stop := 0
	for up := r.lay.boxes[b].parent; up > 0; up = r.lay.boxes[up].parent {
		from, to := r.pieceRange(up)
		if from != i {
			break
		}
		stop = to
	}
	for j := i + 1; j < stop; j++ {
		if q := &r.pieces[j]; !q.skip && r.headingOver(r.boxOf(j)) > 0 && r.headingOver(r.boxOf(j)) <= p.rank {
			return j
		}
	}
	return min(stop, end)
}

// pairBox reports whether a box holds one label and its value only: the label opens it.
func (r *reader) pairBox(b int32, i int) bool {
	from, to := r.pieceRange(b)
	if from != i {
		return false
	}
	for j := i + 1; j < to; j++ {
		if q := &r.pieces[j]; q.known && q.sure >= styled && q.rank <= r.pieces[i].rank {
			return false
		}
	}
	return true
}

// alone climbs to the largest box in which piece i's line is the only one.
func (r *reader) alone(i int, b int32) int32 {
	for b > 0 {
		up := r.lay.boxes[b].parent
		if up < 0 || r.lay.boxes[up].last-r.lay.boxes[up].first != 1 {
			break
		}
		if t := r.lay.boxes[b].tag; (t == atom.Td || t == atom.Th) && r.emptyCellAfter(b) && !r.valueBelow(i) {
			break // its value is the empty cell
		}
		b = up
	}
	if r.lay.boxes[b].last-r.lay.boxes[b].first == 1 {
		return b
	}
	return b
}

// valueBelow reports whether what follows a label alone in its row is no label: its value stands in the next row.
func (r *reader) valueBelow(i int) bool {
	for j := i + 1; j < len(r.pieces); j++ {
		if q := &r.pieces[j]; !q.skip && (q.label != "" || q.to > q.from) {
			return q.label == "" && r.boxOf(j) > r.boxOf(i)
		}
	}
	return false
}

// rowExtent is the value of a label cell: the cells after it in its row, up to the next label cell.
func (r *reader) rowExtent(cell int32, end int) (int, bool) {
	row := r.lay.boxes[cell].parent
	if row < 0 || r.lay.boxes[row].tag != atom.Tr {
		return 0, false
	}
	_, stop := r.pieceRange(row)
	_, from := r.pieceRange(cell)
	if stop <= from {
		if !r.emptyCellAfter(cell) {
			return 0, false
		}
		return min(from, end), true
	}
	for j := from; j < stop; j++ {
		q := &r.pieces[j]
		if q.whole && q.sure == structural && (q.known || r.guessed[q.key] != nil) && r.lay.boxes[r.alone(j, r.boxOf(j))].parent == row {
			return min(j, end), true
		}
	}
	return min(stop, end), true
}

// ddExtent is the value of a dt: all up to the next dt of its list.
func (r *reader) ddExtent(dt int32, end int) (int, bool) {
	list := r.lay.boxes[dt].parent
	_, stop := r.pieceRange(list)
	_, from := r.pieceRange(dt)
	for j := from; j < stop; j++ {
		for b := r.boxOf(j); b > list; b = r.lay.boxes[b].parent {
			if r.lay.boxes[b].tag == atom.Dt && r.lay.boxes[b].parent == list {
				return min(j, end), true
			}
		}
	}
	if stop <= from {
		return min(r.after(list), end), false
	}
	return min(stop, end), true
}

// after is the end of the box that holds b.
func (r *reader) after(b int32) int {
	if p := r.lay.boxes[b].parent; p >= 0 {
		_, e := r.pieceRange(p)
		return e
	}
	return len(r.pieces)
}

// inlineExtent is the reach of a label that stands in the line of its value.
func (r *reader) inlineExtent(i, end int, b int32) (int, bool) {
	_, stop := r.pieceRange(b)
	p := &r.pieces[i]
	if r.text(p) == "" && stop == i+1 {
		return min(r.after(b), end), false
	}
	// "<p><b>Programme :</b> first paragraph</p><p>second</p>": running text goes on in the blocks that follow
	if e := r.lookup(p, inCourse); e != nil && long(e.field) && p.sure == styled {
		tag := r.lay.boxes[b].tag
		if tag == atom.P || tag == atom.Li && stop == i+1 {
			return min(r.after(b), end), false
		}
	}
	return min(stop, end), false
}
