// Package outline finds what stands together on a sheet of pieces: the title, the furniture of the site, tables and what
// their columns hold, boxes that are one session each, and how far a label reaches.
//
// It gives no value to a field: claim does, asking the regions.
package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/shape"
	"carif/schema"
)

// Regions is what stands together on a sheet: its title, tables and chrome, and what heads a session.
type Regions struct {
	*shape.Sheet
	styles    map[shape.StyleKey]int
	drawn     map[shape.StyleKey][2]int // first and last piece of each style's known labels; nil until looked for
	beside    map[schema.Field]int      // labels of each field that the page has; nil until counted
	section   struct{ head, end int }   // the last heading whose end was looked for
	Tables    map[int32]*Table          // record tables by box
	townHeads map[int32]bool            // lines of headings that name a session by its town
	TitleAt   int                       // piece of the title, -1
	h1        int32                     // line of the first h1 and one, -1 for none; 0 until looked for
	TitleEnd  int                       // end of the title's pieces, where it has several
	Note      *string                   // see legend; nil until looked for
	whens     []uint8                   // how each line says when a session may be, as asked for
	others    lastHead                  // the line last asked for
	Listing   bool                      // inside a run of sessions that have no box of their own
}

// lastHead is whether a line, counted from 1, heads other courses.
type lastHead struct {
	line  int32
	heads bool
}

// Find finds what stands together on a sheet: first what is no course's, so that nothing else is looked for in it.
func Find(sh *shape.Sheet) *Regions {
	r := &Regions{Sheet: sh, Tables: map[int32]*Table{}, TitleAt: -1}
	r.findTownHeads()
	if !r.Plain {
		r.markOthers()
		r.markChrome()
	}
	r.findTables()
	r.markLegends()
	r.countStyles()
	r.findTitle()
	return r
}

// GuessLabels reads the labels no list knows by their words, below the title.
func (r *Regions) GuessLabels() {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Label == "" || p.Known && r.Lookup(p, shape.InCourse) != nil || p.Sure < shape.Styled || p.Rank == 1 || i <= r.TitleAt || r.IsSessionHead(p) {
			continue
		}
		if p.Whole && strings.HasSuffix(r.Lay.Lines[p.Line].Text, ".") && strings.Count(p.Label, " ") > 2 {
			continue // a sentence
		}
		if e := r.Guess(p.Label); e != nil {
			r.Guessed[p.Key] = e
		}
	}
}

// CountStyles counts, for each style, the distinct known labels that stand in it.
func (r *Regions) countStyles() {
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

// PieceRange gives the pieces of a box.
func (r *Regions) PieceRange(b int32) (int, int) {
	bx := &r.Lay.Boxes[b]
	return int(r.FirstOf[bx.First]), int(r.FirstOf[bx.Last])
}

func (r *Regions) styleOf(p *shape.Piece) shape.StyleKey {
	l := &r.Lay.Lines[p.Line]
	k := shape.StyleKey{Tag: r.Lay.Boxes[l.Box].Tag, Colon: strings.Contains(l.Text[p.Lfrom:p.From], ":")}
	if k.Tag != atom.Td && k.Tag != atom.Li && k.Tag != atom.Div && k.Tag != atom.P {
		return k
	}
	for i := range l.Runs {
		if l.Runs[i].At <= p.Lfrom {
			k.Style, k.Class = l.Runs[i].Style&(layout.StyleBold|layout.StyleUnder|layout.StyleLabel), l.Runs[i].Class
		}
	}
	if k.Tag == atom.Div || k.Tag == atom.P {
		k.Tag = atom.Div
		if k.Style == 0 {
			k.Class = layout.Attr(r.Lay.Boxes[l.Box].Attrs, "class")
			if i := strings.IndexByte(k.Class, ' '); i > 0 {
				k.Class = k.Class[:i]
			}
		}
	}
	return k
}
