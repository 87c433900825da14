package shape

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/text"
)

// learntStyle is how a page draws its labels: the box a line stands in, its place in its row, and the style of its
// beginning.
type learntStyle struct {
	tag      atom.Atom
	box, run string // what the box's attributes say of its look; class of the inline element
	style    uint8
	first    bool // an odd cell of a row of two or four filled cells: where labels stand
	over     bool // a bold or underlined line over a plain one of its box
}

// drawnLabels is what a page prints in one style.
type drawnLabels struct {
	labels  map[string]bool // distinct known ones
	colons  int             // how many of them end in a colon
	guesses int             // lines whose words alone tell a field
	lines   int             // all lines of the style
	long    int             // those too long for a label
}

// trusted reports whether a style is one of labels: three known ones, and half of its lines known or readable by
// their words; short lines that all stand before something else need less.
func (d *drawnLabels) trusted(pairs bool) bool {
	n := len(d.labels)
	return d != nil && n >= 3 && (2*(n+d.guesses) >= d.lines || pairs && d.long == 0 && 4*(n+d.guesses) >= d.lines)
}

// learn finds the styles in which the page prints its known labels and takes every line drawn alike as a label
// too, whether a list knows its words or not: otherwise an unknown label's words run into the value before it.
func (r *Sheet) learn() {
	if r.Plain {
		return
	}
	drawn := r.drawn()
	for li := range r.Lay.Lines {
		l := &r.Lay.Lines[li]
		p := &r.Pieces[r.FirstOf[li]]
		if p.Skip || l.Text == "" || p.Label != "" && (!p.Known || p.Sure >= Styled) {
			continue
		}
		d := drawn[li]
		if d == nil || !d.trusted(r.drawnKeys[li].first || r.paired(l)) {
			continue
		}
		end := firstRun(l)
		if d.colons*2 > len(d.labels) && !colonAt(l, end) {
			continue
		}
		lab := wording.TrimLabel(l.Text[:end])
		if known := r.knownKey(wording.LabelKey(lab), lab); known || len(lab) > 2 && len(lab) <= 90 {
			r.learnt(l, p, end, known)
		}
	}
	r.learnLines()
}

// learnLines takes "Diplôme obtenu : CAP" for a label and its value where every line of a paragraph is of that form
// and one of its labels is known: an unknown one is taken when its words tell a field.
func (r *Sheet) learnLines() {
	for li := 0; li < len(r.Lay.Lines); {
		to := li
		known, told, plain := 0, 0, false
		for ; to < len(r.Lay.Lines) && r.Lay.Lines[to].Box == r.Lay.Lines[li].Box; to++ {
			p := &r.Pieces[r.FirstOf[to]]
			switch c := strings.Index(r.Lay.Lines[to].Text, " : "); {
			case p.Label != "" && p.Known && !p.Whole:
				known++
			case c < 3 || c > 50 || p.Label != "" || strings.ContainsAny(r.Lay.Lines[to].Text[:c], "0123456789.,;"):
				plain = true
			case r.Guess(r.Lay.Lines[to].Text[:c]) != nil:
				told++
			}
		}
		if told > 2 && told == to-li {
			known++ // no list knows any, and the words of all tell fields
		}
		for ; li < to; li++ {
			l := &r.Lay.Lines[li]
			p := &r.Pieces[r.FirstOf[li]]
			if plain || known == 0 || p.Label != "" {
				continue
			}
			c := strings.Index(l.Text, " : ")
			if e := r.Guess(l.Text[:c]); e != nil && !lexicon.Long(e.Field) {
				r.learnt(l, p, c, false)
			}
		}
	}
}

// paired reports whether a line fills a box that another box follows.
func (r *Sheet) paired(l *layout.Line) bool {
	bx := &r.Lay.Boxes[l.Box]
	return bx.Last-bx.First == 1 && r.followed(l.Box)
}

// drawn counts what stands in each style of a line's beginning, and gives it line by line; nil for
// lines drawn like any text.
func (r *Sheet) drawn() []*drawnLabels {
	styles := map[learntStyle]*drawnLabels{}
	out := make([]*drawnLabels, len(r.Lay.Lines))
	r.drawnKeys = make([]learntStyle, len(r.Lay.Lines))
	for li := range r.Lay.Lines {
		l := &r.Lay.Lines[li]
		k := r.drawnAs(li)
		r.drawnKeys[li] = k
		if l.Text == "" || k.box == "" && k.run == "" && !k.over {
			continue
		}
		d := styles[k]
		if d == nil {
			d = &drawnLabels{}
			styles[k] = d
		}
		out[li] = d
		d.lines++
		end := firstRun(l)
		if end > 70 {
			d.long++
		}
		p := &r.Pieces[r.FirstOf[li]]
		switch {
		case p.Label != "" && p.Known && int(p.From) >= end:
			if !d.labels[p.Key] && colonAt(l, end) {
				d.colons++
			}
			if d.labels[p.Key] {
				d.guesses++ // known, only not another one
			}
			if d.labels == nil {
				d.labels = map[string]bool{}
			}
			d.labels[p.Key] = true
		}
	}
	for li := range r.Lay.Lines { // the words of the others are looked at only in styles that may be of labels
		d := out[li]
		if d == nil || len(d.labels) < 3 {
			continue
		}
		l := &r.Lay.Lines[li]
		end := firstRun(l)
		if p := &r.Pieces[r.FirstOf[li]]; l.Text == "" || p.Label != "" && p.Known && int(p.From) >= end {
			continue
		}
		if r.Guess(wording.TrimLabel(l.Text[:end])) != nil {
			d.guesses++
		}
	}
	return out
}

// colonAt reports whether a label that ends at a place in a line has a colon there.
func colonAt(l *layout.Line, end int) bool {
	return strings.HasSuffix(strings.TrimRight(l.Text[:end], " "), ":") || strings.HasPrefix(strings.TrimLeft(l.Text[end:], " "), ":")
}

func (r *Sheet) drawnAs(li int) learntStyle {
	l := &r.Lay.Lines[li]
	b := l.Box
	k := learntStyle{tag: r.Lay.Boxes[b].Tag, box: looks(r.Lay.Boxes[b].Attrs)}
	for r.Lay.Boxes[b].Last-r.Lay.Boxes[b].First == 1 { // a paragraph that fills its cell is drawn as the cell
		if t := r.Lay.Boxes[b].Tag; t == atom.Td || t == atom.Th {
			k.first = r.labelPlace(b)
			break
		}
		up := r.Lay.Boxes[b].Parent
		if up <= 0 || r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First != 1 {
			break
		}
		b = up
		k.tag, k.box = r.Lay.Boxes[b].Tag, looks(r.Lay.Boxes[b].Attrs)+" "+k.box
	}
	if k.first && k.box == "" {
		k.box = "cell"
	}
	if len(l.Runs) > 0 {
		k.run, k.style = layout.FirstClass(l.Runs[0].Class), l.Runs[0].Style&(layout.StyleBold|layout.StyleUnder|layout.StyleItalic|layout.StyleLink)
	}
	k.over = k.style&(layout.StyleBold|layout.StyleUnder) != 0 && layout.Lead(l) >= len(l.Text) && r.overPlain(li)
	return k
}

// overPlain reports whether the next line of a line's box is drawn without its weight.
func (r *Sheet) overPlain(li int) bool {
	if li+1 >= len(r.Lay.Lines) {
		return false
	}
	n := &r.Lay.Lines[li+1]
	return n.Box == r.Lay.Lines[li].Box && len(n.Runs) > 0 && n.Runs[0].Style&(layout.StyleBold|layout.StyleUnder) == 0
}

// looks sums up the attributes that tell how a box is drawn.
func looks(as []html.Attribute) string {
	s := ""
	for i := range as {
		switch as[i].Key {
		case "class":
			s += layout.FirstClass(as[i].Val)
		case "align", "bgcolor", "width":
			s += ";" + as[i].Val
		}
	}
	return s
}

// labelPlace reports whether a cell is the first or third of a row of two or four filled cells.
func (r *Sheet) labelPlace(cell int32) bool {
	row := r.Lay.Boxes[cell].Parent
	if row < 0 || r.Lay.Boxes[row].Tag != atom.Tr {
		return false
	}
	n, at := 0, -1
	for i := row + 1; int(i) < len(r.Lay.Boxes) && r.Lay.Boxes[i].Depth > r.Lay.Boxes[row].Depth; i++ {
		bx := &r.Lay.Boxes[i]
		if bx.Parent != row || bx.First == bx.Last && i < cell {
			continue
		}
		if i == cell {
			at = n
		}
		if n++; n > 4 {
			return false
		}
	}
	return (n == 2 || n == 4) && at%2 == 0
}

// firstRun gives where the style of a line's beginning ends.
func firstRun(l *layout.Line) int {
	for i := 1; i < len(l.Runs); i++ {
		if l.Runs[i].Class != l.Runs[0].Class || l.Runs[i].Style != l.Runs[0].Style {
			return min(int(l.Runs[i].At), len(l.Text))
		}
	}
	return len(l.Text)
}

// learnt makes a label of a line's beginning, or a surer one of a known one.
func (r *Sheet) learnt(l *layout.Line, p *Piece, end int, known bool) {
	if p.Label == "" && end < 40 && wording.Region(text.FoldLabel(l.Text[:end])) {
		return
	}
	if p.Label == "" {
		p.Label = wording.TrimLabel(l.Text[:end])
		p.Key, p.Rank, p.Learnt = wording.LabelKey(p.Label), 8, true
		for end < len(l.Text) && (l.Text[end] == ' ' || l.Text[end] == ':') {
			end++
		}
		p.From = int32(end)
		p.To = max(p.To, p.From)
		if end == len(l.Text) {
			p.Whole, p.Rank = true, 7
		}
	}
	p.Known, p.Sure = known, Styled
	if tag := r.Lay.Boxes[r.OwnBox(int(r.FirstOf[p.Line]), l.Box)].Tag; p.Whole && (tag == atom.Td || tag == atom.Th) {
		p.Sure = Structural
	}
}
