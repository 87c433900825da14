package shape

import (
	"golang.org/x/net/html/atom"
)

// ownBox climbs to the largest box in which piece i's line is the only one.
func (r *Sheet) OwnBox(i int, b int32) int32 {
	for b > 0 {
		up := r.Lay.Boxes[b].Parent
		if up < 0 || r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First != 1 {
			break
		}
		if t := r.Lay.Boxes[b].Tag; (t == atom.Td || t == atom.Th) && r.EmptyCellAfter(b) && !r.valueBelow(i) {
			break // its value is the empty cell
		}
		b = up
	}
	if r.Lay.Boxes[b].Last-r.Lay.Boxes[b].First == 1 {
		return b
	}
	return b
}

// valueBelow reports whether what follows a label alone in its row is no label: its value stands in the next row.
func (r *Sheet) valueBelow(i int) bool {
	for j := i + 1; j < len(r.Pieces); j++ {
		if q := &r.Pieces[j]; !q.Skip && (q.Label != "" || q.To > q.From) {
			return q.Label == "" && r.BoxOf(j) > r.BoxOf(i)
		}
	}
	return false
}
