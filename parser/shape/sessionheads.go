package shape

import (
	"golang.org/x/net/html/atom"
)

// onlyHead reports whether a box is a dt, a legend or a head cell that is all of its row.
func (r *Sheet) onlyHead(b int32) bool {
	switch bx := &r.Lay.Boxes[b]; bx.Tag {
	case atom.Dt, atom.Legend, atom.Summary:
		return true
	case atom.Th:
		return bx.Parent >= 0 && r.Lay.Boxes[bx.Parent].Last-r.Lay.Boxes[bx.Parent].First == 1
	}
	return false
}
