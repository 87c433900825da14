package region

import (
	"carif/parser/shape"
)

// regions is what stands together on a sheet: its title, tables and chrome, and what heads a session.
type Regions struct {
	*shape.Sheet
	styles    map[shape.StyleKey]int
	Tables    map[int32]*Table // record tables by box
	townHeads map[int32]bool   // lines of headings that name a session by its town
	TitleAt   int              // piece of the title, -1
	TitleEnd  int              // end of the title's pieces, where it has several
	Note      *string          // see legend; nil until looked for
	Listing   bool             // inside a run of sessions that have no box of their own
}

// guessLabels reads the labels no list knows by their words, below the title.
func (r *Regions) GuessLabels() {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Label == "" || p.Known && r.Lookup(p, shape.InCourse) != nil || p.Sure < shape.Styled || p.Rank == 1 || i <= r.TitleAt || r.IsSessionHead(p) {
			continue
		}
		if e := r.Guess(p.Label); e != nil {
			r.Guessed[p.Key] = e
		}
	}
}

// countStyles counts, for each style, the distinct known labels that stand in it.
func (r *Regions) CountStyles() {
	r.styles = map[shape.StyleKey]int{}
	type pair struct {
		k shape.StyleKey
		l string
	}
	done := map[pair]bool{}
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || !p.Known || p.Sure < shape.Styled {
			continue
		}
		k := r.styleOf(p)
		if pr := (pair{k, p.Key}); !done[pr] {
			done[pr] = true
			r.styles[k]++
		}
	}
}

// pieceRange gives the pieces of a box.
func (r *Regions) PieceRange(b int32) (int, int) {
	bx := &r.Lay.Boxes[b]
	return int(r.FirstOf[bx.First]), int(r.FirstOf[bx.Last])
}
