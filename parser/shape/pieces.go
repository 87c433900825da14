package shape

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
)

// How sure it is that a piece begins with a label.
const (
	NotLabel   uint8 = iota
	PlainLabel       // a known wording and nothing else says so
	Lone             // a known wording that is all of its block
	Styled           // bold, underlined or followed by a colon on a line of its own
	Structural       // a heading, dt, label cell: the page's structure says so
)

// Piece is a line, or a part of one, that has at most one label at its start.
type Piece struct {
	Line     int32
	From, To int32  // its value text in the line
	Lfrom    int32  // where the label starts
	Label    string // as printed, without the colon; "" for none
	Key      string // labelKey of label
	Sure     uint8
	Known    bool  // some map of the lexicon knows it
	Whole    bool  // the label is the whole line: its value follows
	Rank     uint8 // 1–6 headings, 7 lines and cells, 8 inside a line
	Claim    string
	Rule     string
	Skip     bool  // chrome
	Tail     int32 // where a link at its end begins that only does something with the page; 0 for none
	Reach    int32 // box the label governs, where only a tab prints it
	Learnt   bool  // a label only because the page draws its labels so
}

// Text gives the piece's value text.
func (r *Sheet) Text(p *Piece) string {
	return strings.TrimSpace(r.Lay.Lines[p.Line].Text[p.From:p.To])
}

// StyleKey tells two labels of one style.
type StyleKey struct {
	Style uint8
	Class string
	Tag   atom.Atom
	Colon bool
}

// knownKey reports whether any part of the lexicon knows a label.
func (r *Sheet) knownKey(key, printed string) bool {
	if key == "" || len(key) > 100 {
		return false
	}
	if k, ok := r.known[key]; ok {
		return k
	}
	k := r.site[key] != "" || r.Model.Field(key) != "" || r.Lx.Knows(key) ||
		len(printed) < 80 && lexicon.FindTwo(r.Lx.Course, printed) != nil
	if !k && wording.Shortened(printed) {
		if e := r.Lx.Abridged(printed); e != nil {
			k, r.Guessed[key] = true, e
		}
	}
	r.known[key] = k
	return k
}

// split cuts a line into pieces and finds their labels.
func (r *Sheet) split(li int32) {
	l := &r.Lay.Lines[li]
	if l.Text == "" {
		p := Piece{Line: li}
		if bx := &r.Lay.Boxes[l.Box]; r.pictureHead(l) && (bx.Last-bx.First == 1 || r.drawnHeads()) {
			p.Label, p.Key, p.Known, p.Whole, p.Sure, p.Rank = wording.TrimLabel(l.Icons[0].Alt), wording.LabelKey(l.Icons[0].Alt), true, true, Structural, 6
		}
		r.Pieces = append(r.Pieces, p)
		return
	}
	p := Piece{Line: li, To: int32(len(l.Text))}
	if r.elsewhere(l) {
		r.Pieces = append(r.Pieces, p)
		return
	}
	r.first(l, &p)
	if p.Whole || len(l.Runs) > layout.MaxRuns {
		r.Pieces = append(r.Pieces, p)
		return
	}
	r.rest(l, p)
}

// pictureHead reports whether a line is a heading drawn as a picture: an image alone whose words are a label, and no link.
func (r *Sheet) pictureHead(l *layout.Line) bool {
	if r.Plain || l.Text != "" || len(l.Icons) != 1 || len(l.Icons[0].Alt) < 5 || len(l.Icons[0].Alt) > 60 {
		return false
	}
	for _, a := range l.Anchors {
		if a.Href != "" && a.Href[0] != '#' && !strings.HasPrefix(a.Href, "javascript:") {
			return false
		}
	}
	e := r.Lx.Course[wording.LabelKey(l.Icons[0].Alt)]
	return e != nil && !e.Cell
}

// drawnHeads reports whether the page draws its headings as pictures: three or more.
func (r *Sheet) drawnHeads() bool {
	if r.pictures == 0 {
		r.pictures = 1
		for i := range r.Lay.Lines {
			if r.pictureHead(&r.Lay.Lines[i]) {
				r.pictures++
			}
		}
	}
	return r.pictures > 3
}

// cellAround gives the cell that holds nothing but a box, else the box itself.
func (r *Sheet) cellAround(b int32) int32 {
	for up, n := b, 0; up > 0 && n < 4 && r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First == 1; up, n = r.Lay.Boxes[up].Parent, n+1 {
		if t := r.Lay.Boxes[up].Tag; t == atom.Td || t == atom.Th {
			return up
		}
	}
	return b
}

// HeadingOver gives the heading level of a box that stands alone inside a heading.
func (r *Sheet) HeadingOver(b int32) uint8 {
	for i := 0; i < 3 && b > 0; i++ {
		if n := layout.HeadingLevel(r.Lay.Boxes[b].Tag); n > 0 {
			return n
		}
		b = r.Lay.Boxes[b].Parent
	}
	return 0
}

// valueCell reports whether the row of a cell goes on with a cell that says something.
func (r *Sheet) valueCell(cell int32) bool {
	row := r.Lay.Boxes[cell].Parent
	if row < 0 {
		return false
	}
	return r.Lay.Boxes[row].Last > r.Lay.Boxes[cell].Last || r.EmptyCellAfter(cell)
}

// EmptyCellAfter reports whether an empty cell follows: a label whose value is blank.
func (r *Sheet) EmptyCellAfter(cell int32) bool {
	row := r.Lay.Boxes[cell].Parent
	for i := int(cell) + 1; i < len(r.Lay.Boxes); i++ {
		if r.Lay.Boxes[i].Parent == row {
			return true
		}
		if r.Lay.Boxes[i].Depth <= r.Lay.Boxes[cell].Depth {
			return false
		}
	}
	return false
}

// followed reports whether something follows the block inside its parent.
func (r *Sheet) followed(b int32) bool {
	for i := 0; i < 3; i++ {
		p := r.Lay.Boxes[b].Parent
		if p < 0 {
			return false
		}
		if r.Lay.Boxes[p].Last > r.Lay.Boxes[b].Last {
			return true
		}
		if r.Lay.Boxes[p].Last-r.Lay.Boxes[p].First > 1 {
			return false
		}
		b = p
	}
	return false
}

// OwnBox climbs to the largest box in which piece i's line is the only one.
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
