package parser

import (
	"carif/parser/shape"
)

// sessionBlock reads one session that has a heading of its own.
func (r *reader) sessionBlock(i, end int) int {
	ext, holder := r.SessionExtent(i, end)
	s := r.open(i)
	s.Detail, s.Holder = true, holder
	p := &r.Pieces[i]
	r.HeadingDates(p.Label, s, r.CollectLine(i))
	r.claim(i, i+1, "session", "session heading")
	r.Listing = false
	k := i + 1
	for k < ext && !r.IsSessionHead(&r.Pieces[k]) {
		k++
	}
	r.parse(i+1, k, shape.InSession, s)
	return k
}

// sessionPanel reads a box that speaks of one session.
func (r *reader) sessionPanel(i int, b int32) int {
	_, to := r.PieceRange(b)
	s := r.open(i)
	s.Id, s.Detail, s.Holder = r.PanelID(b), true, r.Lay.Boxes[b].Parent
	r.parse(i, to, shape.InSession, s)
	return to
}
