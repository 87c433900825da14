package parser

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
func (r *reader) learn() {
	if r.plain {
		return
	}
	drawn := r.drawn()
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		p := &r.pieces[r.firstOf[li]]
		if p.skip || l.text == "" || p.label != "" && (!p.known || p.sure >= styled) {
			continue
		}
		k := r.drawnKeys[li]
		d := drawn[k]
		if d == nil || !d.trusted(k.first || r.paired(l)) {
			continue
		}
		end := firstRun(l)
		if d.colons*2 > len(d.labels) && !colonAt(l, end) {
			continue
		}
		lab := trimLabel(l.text[:end])
		if known := r.knownKey(labelKey(lab), lab); known || len(lab) > 2 && len(lab) <= 90 {
			r.learnt(l, p, end, known)
		}
	}
	r.learnLines()
}

// learnLines takes "Diplôme obtenu : CAP" for a label and its value where every line of a paragraph is of that form
// and one of its labels is known: an unknown one is taken when its words tell a field.
func (r *reader) learnLines() {
	for li := 0; li < len(r.lay.lines); {
		to := li
		known, told, plain := 0, 0, false
		for ; to < len(r.lay.lines) && r.lay.lines[to].box == r.lay.lines[li].box; to++ {
			p := &r.pieces[r.firstOf[to]]
			switch c := strings.Index(r.lay.lines[to].text, " : "); {
			case p.label != "" && p.known && !p.whole:
				known++
			case c < 3 || c > 50 || p.label != "" || strings.ContainsAny(r.lay.lines[to].text[:c], "0123456789.,;"):
				plain = true
			case r.guess(r.lay.lines[to].text[:c]) != nil:
				told++
			}
		}
		if told > 2 && told == to-li {
			known++ // no list knows any, and the words of all tell fields
		}
		for ; li < to; li++ {
			l := &r.lay.lines[li]
			p := &r.pieces[r.firstOf[li]]
			if plain || known == 0 || p.label != "" {
				continue
			}
			c := strings.Index(l.text, " : ")
			if e := r.guess(l.text[:c]); e != nil && !long(e.field) {
				r.learnt(l, p, c, false)
			}
		}
	}
}

// paired reports whether a line fills a box that another box follows.
func (r *reader) paired(l *line) bool {
	bx := &r.lay.boxes[l.box]
	return bx.last-bx.first == 1 && r.followed(l.box)
}

// drawn counts what stands in each style of a line's beginning.
func (r *reader) drawn() map[learntStyle]*drawnLabels {
	out := map[learntStyle]*drawnLabels{}
	r.drawnKeys = make([]learntStyle, len(r.lay.lines))
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		k := r.drawnAs(li)
		r.drawnKeys[li] = k
		if l.text == "" || k.box == "" && k.run == "" && !k.over {
			continue
		}
		d := out[k]
		if d == nil {
			d = &drawnLabels{labels: map[string]bool{}}
			out[k] = d
		}
		d.lines++
		end := firstRun(l)
		if end > 70 {
			d.long++
		}
		p := &r.pieces[r.firstOf[li]]
		switch {
		case p.label != "" && p.known && int(p.from) >= end:
			if !d.labels[p.key] && colonAt(l, end) {
				d.colons++
			}
			if d.labels[p.key] {
				d.guesses++ // known, only not another one
			}
			d.labels[p.key] = true
		}
	}
	for li := range r.lay.lines { // the words of the others are looked at only in styles that may be of labels
		d := out[r.drawnKeys[li]]
		if d == nil || len(d.labels) < 3 {
			continue
		}
		l := &r.lay.lines[li]
		end := firstRun(l)
		if p := &r.pieces[r.firstOf[li]]; l.text == "" || p.label != "" && p.known && int(p.from) >= end {
			continue
		}
		if r.guess(trimLabel(l.text[:end])) != nil {
			d.guesses++
		}
	}
	return out
}

// colonAt reports whether a label that ends at a place in a line has a colon there.
func colonAt(l *line, end int) bool {
	return strings.HasSuffix(strings.TrimRight(l.text[:end], " "), ":") || strings.HasPrefix(strings.TrimLeft(l.text[end:], " "), ":")
}

func (r *reader) drawnAs(li int) learntStyle {
	l := &r.lay.lines[li]
	b := l.box
	k := learntStyle{tag: r.lay.boxes[b].tag, box: looks(r.lay.boxes[b].attrs)}
	for r.lay.boxes[b].last-r.lay.boxes[b].first == 1 { // a paragraph that fills its cell is drawn as the cell
		if t := r.lay.boxes[b].tag; t == atom.Td || t == atom.Th {
			k.first = r.labelPlace(b)
			break
		}
		up := r.lay.boxes[b].parent
		if up <= 0 || r.lay.boxes[up].last-r.lay.boxes[up].first != 1 {
			break
		}
		b = up
		k.tag, k.box = r.lay.boxes[b].tag, looks(r.lay.boxes[b].attrs)+" "+k.box
	}
	if k.first && k.box == "" {
		k.box = "cell"
	}
	if len(l.runs) > 0 {
		k.run, k.style = firstClass(l.runs[0].class), l.runs[0].style&(styleBold|styleUnder|styleItalic|styleLink)
	}
	k.over = k.style&(styleBold|styleUnder) != 0 && lead(l) >= len(l.text) && r.overPlain(li)
	return k
}

// overPlain reports whether the next line of a line's box is drawn without its weight.
func (r *reader) overPlain(li int) bool {
	if li+1 >= len(r.lay.lines) {
		return false
	}
	n := &r.lay.lines[li+1]
	return n.box == r.lay.lines[li].box && len(n.runs) > 0 && n.runs[0].style&(styleBold|styleUnder) == 0
}

// looks sums up the attributes that tell how a box is drawn.
func looks(as []html.Attribute) string {
	s := ""
	for i := range as {
		switch as[i].Key {
		case "class":
			s += firstClass(as[i].Val)
		case "align", "bgcolor", "width":
			s += ";" + as[i].Val
		}
	}
	return s
}

// labelPlace reports whether a cell is the first or third of a row of two or four filled cells.
func (r *reader) labelPlace(cell int32) bool {
	row := r.lay.boxes[cell].parent
	if row < 0 || r.lay.boxes[row].tag != atom.Tr {
		return false
	}
	n, at := 0, -1
	for i := row + 1; int(i) < len(r.lay.boxes) && r.lay.boxes[i].depth > r.lay.boxes[row].depth; i++ {
		bx := &r.lay.boxes[i]
		if bx.parent != row || bx.first == bx.last && i < cell {
			continue
		}
		if i == cell {
			at = n
		}
		n++
	}
	return (n == 2 || n == 4) && at%2 == 0
}

func firstClass(c string) string {
	c, _, _ = strings.Cut(c, " ")
	return c
}

// firstRun gives where the style of a line's beginning ends.
func firstRun(l *line) int {
	for i := 1; i < len(l.runs); i++ {
		if l.runs[i].class != l.runs[0].class || l.runs[i].style != l.runs[0].style {
			return min(int(l.runs[i].at), len(l.text))
		}
	}
	return len(l.text)
}

// learnt makes a label of a line's beginning, or a surer one of a known one.
func (r *reader) learnt(l *line, p *piece, end int, known bool) {
	if p.label == "" {
		p.label = trimLabel(l.text[:end])
		p.key, p.rank, p.learnt = labelKey(p.label), 8, true
		for end < len(l.text) && (l.text[end] == ' ' || l.text[end] == ':') {
			end++
		}
		p.from = int32(end)
		p.to = max(p.to, p.from)
		if end == len(l.text) {
			p.whole, p.rank = true, 7
		}
	}
	p.known, p.sure = known, styled
	if tag := r.lay.boxes[r.ownBox(int(r.firstOf[p.line]), l.box)].tag; p.whole && (tag == atom.Td || tag == atom.Th) {
		p.sure = structural
	}
}
