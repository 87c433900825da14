package outline

import (
	"golang.org/x/net/html/atom"

	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/schema"
)

// Extent gives the end (exclusive) of what piece i's label may govern, within end, and whether the value stands in
// a container of its own, where other labels are only words.
func (r *Regions) Extent(i, end int) (int, bool) {
	p := &r.Pieces[i]
	if r.Plain {
		return end, false
	}
	b := r.BoxOf(i)
	if p.Reach > 0 {
		_, stop := r.PieceRange(p.Reach)
		return min(stop, end), true
	}
	if !p.Whole {
		return r.inlineExtent(i, end, b)
	}
	top := r.OwnBox(i, b)
	bx := &r.Lay.Boxes[top]
	parent := bx.Parent
	if parent < 0 {
		return end, false
	}
	switch bx.Tag {
	case atom.Td, atom.Th:
		if _, stop := r.PieceRange(top); bx.Last-bx.First > 1 && stop > i+1 { // one of several labels in its cell
			return min(stop, end), false
		}
		if e, ok := r.rowExtent(top, end); ok {
			return e, true
		}
	case atom.Dt:
		return r.ddExtent(top, end)
	}
	_, stop := r.PieceRange(parent)
	closed := true
	for n := 0; stop <= i+1 && n < 4 && parent > 0; n++ { // nothing follows inside: the value follows the parent
		parent = r.Lay.Boxes[parent].Parent
		if parent < 0 {
			break
		}
		_, stop = r.PieceRange(parent)
		closed = false
	}
	if r.Lay.Boxes[top].Tag == atom.Tr {
		closed = false
	}
	if whole := r.opened(parent, i, end); whole > stop {
		return whole, false
	}
	return min(stop, end), closed && r.pairBox(parent, i)
}

// opened gives the end of the largest box that a heading opens, up to the next heading of its rank: a heading may stand in a
// box of its own or with a first line, and what it heads in the boxes beside it.
func (r *Regions) opened(b int32, i, end int) int {
	p := &r.Pieces[i]
	if e := r.Lookup(p, shape.InCourse); p.Rank > 6 || b <= 0 || e == nil || !lexicon.Long(e.Field) || e.Field == schema.FieldOther {
		return 0
	}
	stop := 0
	for up := r.Lay.Boxes[b].Parent; up > 0; up = r.Lay.Boxes[up].Parent {
		from, to := r.PieceRange(up)
		if from != i {
			break
		}
		stop = to
	}
	for j := i + 1; j < stop; j++ {
		if q := &r.Pieces[j]; !q.Skip && r.HeadingOver(r.BoxOf(j)) > 0 && r.HeadingOver(r.BoxOf(j)) <= p.Rank {
			return j
		}
	}
	return min(stop, end)
}

// pairBox reports whether a box holds one label and its value only: the label opens it.
func (r *Regions) pairBox(b int32, i int) bool {
	from, to := r.PieceRange(b)
	if from != i {
		return false
	}
	for j := i + 1; j < to; j++ {
		if q := &r.Pieces[j]; q.Known && q.Sure >= shape.Styled && q.Rank <= r.Pieces[i].Rank {
			return false
		}
	}
	return true
}

// rowExtent is the value of a label cell: the cells after it in its row, up to the next label cell.
func (r *Regions) rowExtent(cell int32, end int) (int, bool) {
	row := r.Lay.Boxes[cell].Parent
	if row < 0 || r.Lay.Boxes[row].Tag != atom.Tr {
		return 0, false
	}
	_, stop := r.PieceRange(row)
	_, from := r.PieceRange(cell)
	if stop <= from {
		if !r.EmptyCellAfter(cell) {
			return 0, false
		}
		return min(from, end), true
	}
	for j := from; j < stop; j++ {
		q := &r.Pieces[j]
		if q.Whole && q.Sure == shape.Structural && (q.Known || r.Guessed[q.Key] != nil) && r.Lay.Boxes[r.OwnBox(j, r.BoxOf(j))].Parent == row {
			return min(j, end), true
		}
	}
	return min(stop, end), true
}

// ddExtent is the value of a dt: all up to the next dt of its list.
func (r *Regions) ddExtent(dt int32, end int) (int, bool) {
	list := r.Lay.Boxes[dt].Parent
	_, stop := r.PieceRange(list)
	_, from := r.PieceRange(dt)
	for j := from; j < stop; j++ {
		for b := r.BoxOf(j); b > list; b = r.Lay.Boxes[b].Parent {
			if r.Lay.Boxes[b].Tag == atom.Dt && r.Lay.Boxes[b].Parent == list {
				return min(j, end), true
			}
		}
	}
	if stop <= from {
		return min(r.After(list), end), false
	}
	return min(stop, end), true
}

// After is the end of the box that holds b.
func (r *Regions) After(b int32) int {
	if p := r.Lay.Boxes[b].Parent; p >= 0 {
		_, e := r.PieceRange(p)
		return e
	}
	return len(r.Pieces)
}

// inlineExtent is the reach of a label that stands in the line of its value.
func (r *Regions) inlineExtent(i, end int, b int32) (int, bool) {
	_, stop := r.PieceRange(b)
	p := &r.Pieces[i]
	if r.Text(p) == "" && stop == i+1 {
		return min(r.After(b), end), false
	}
	// "<p><b>Programme :</b> first paragraph</p><p>second</p>": running text goes on in the blocks that follow
	if e := r.Lookup(p, shape.InCourse); e != nil && lexicon.Long(e.Field) && p.Sure == shape.Styled {
		tag := r.Lay.Boxes[b].Tag
		if tag == atom.P || tag == atom.Li && stop == i+1 {
			return min(r.After(b), end), false
		}
	}
	return min(stop, end), false
}
