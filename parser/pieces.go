package parser

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// How sure it is that a piece begins with a label.
const (
	notLabel   uint8 = iota
	plainLabel       // a known wording and nothing else says so
	lone             // a known wording that is all of its block
	styled           // bold, underlined or followed by a colon on a line of its own
	structural       // a heading, dt, label cell: the page's structure says so
)

// piece is a line, or a part of one, that has at most one label at its start.
type piece struct {
	line     int32
	from, to int32  // its value text in the line
	lfrom    int32  // where the label starts
	label    string // as printed, without the colon; "" for none
	key      string // labelKey of label
	sure     uint8
	known    bool  // some map of the lexicon knows it
	whole    bool  // the label is the whole line: its value follows
	rank     uint8 // 1–6 headings, 7 lines and cells, 8 inside a line
	claim    string
	rule     string
	skip     bool  // chrome
	tail     int32 // where a link at its end begins that only does something with the page; 0 for none
	reach    int32 // box the label governs, where only a tab prints it
	learnt   bool  // a label only because the page draws its labels so
}

// text gives the piece's value text.
func (r *reader) text(p *piece) string {
	return strings.TrimSpace(r.lay.lines[p.line].text[p.from:p.to])
}

// styleKey tells two labels of one style.
type styleKey struct {
	style uint8
	class string
	tag   atom.Atom
	colon bool
}

func (r *reader) styleOf(p *piece) styleKey {
	l := &r.lay.lines[p.line]
	k := styleKey{tag: r.lay.boxes[l.box].tag, colon: strings.Contains(l.text[p.lfrom:p.from], ":")}
	if k.tag != atom.Td && k.tag != atom.Li && k.tag != atom.Div && k.tag != atom.P {
		return k
	}
	for i := range l.runs {
		if l.runs[i].at <= p.lfrom {
			k.style, k.class = l.runs[i].style&(styleBold|styleUnder|styleLabel), l.runs[i].class
		}
	}
	if k.tag == atom.Div || k.tag == atom.P {
		k.tag = atom.Div
		if k.style == 0 {
			k.class = attr(r.lay.boxes[l.box].attrs, "class")
			if i := strings.IndexByte(k.class, ' '); i > 0 {
				k.class = k.class[:i]
			}
		}
	}
	return k
}

// knownKey reports whether any part of the lexicon knows a label.
func (r *reader) knownKey(key, printed string) bool {
	if key == "" || len(key) > 100 {
		return false
	}
	if k, ok := r.known[key]; ok {
		return k
	}
	k := r.site[key] != "" || r.model.Field(key) != "" || find(r.lx.course, key) != nil || find(r.lx.session, key) != nil || r.lx.block[key] != nil ||
		len(printed) < 80 && findTwo(r.lx.course, printed) != nil
	r.known[key] = k
	return k
}

// lead is how much of a line's start is in a label's style.
func lead(l *line) int {
	n := 0
	for i := range l.runs {
		if l.runs[i].style&(styleBold|styleUnder|styleLabel) == 0 {
			// a colon or blank between two styled runs belongs to the label
			end := len(l.text)
			if i+1 < len(l.runs) {
				end = int(l.runs[i+1].at)
			}
			if strings.Trim(l.text[min(int(l.runs[i].at), len(l.text)):min(end, len(l.text))], " :") == "" && i+1 < len(l.runs) {
				continue
			}
			return n
		}
		n = len(l.text)
		if i+1 < len(l.runs) {
			n = min(int(l.runs[i+1].at), len(l.text))
		}
	}
	return n
}

func trimLabel(s string) string {
	return strings.Trim(s, " :•-–—>»*·\t.|")
}

// split cuts a line into pieces and finds their labels.
func (r *reader) split(li int32) {
	l := &r.lay.lines[li]
	if l.text == "" {
		p := piece{line: li}
		if bx := &r.lay.boxes[l.box]; r.pictureHead(l) && (bx.last-bx.first == 1 || r.drawnHeads()) {
			p.label, p.key, p.known, p.whole, p.sure, p.rank = trimLabel(l.icons[0].alt), labelKey(l.icons[0].alt), true, true, structural, 6
		}
		r.pieces = append(r.pieces, p)
		return
	}
	p := piece{line: li, to: int32(len(l.text))}
	if r.elsewhere(l) {
		r.pieces = append(r.pieces, p)
		return
	}
	r.first(l, &p)
	if p.whole || len(l.runs) > maxRuns {
		r.pieces = append(r.pieces, p)
		return
	}
	r.rest(l, p)
}

// pictureHead reports whether a line is a heading drawn as a picture: an image alone whose words are a label, and no link.
func (r *reader) pictureHead(l *line) bool {
	if r.plain || l.text != "" || len(l.icons) != 1 || len(l.icons[0].alt) < 5 || len(l.icons[0].alt) > 60 {
		return false
	}
	for _, a := range l.anchors {
		if a.href != "" && a.href[0] != '#' && !strings.HasPrefix(a.href, "javascript:") {
			return false
		}
	}
	e := r.lx.course[labelKey(l.icons[0].alt)]
	return e != nil && !e.cell
}

// drawnHeads reports whether the page draws its headings as pictures: three or more.
func (r *reader) drawnHeads() bool {
	if r.pictures == 0 {
		r.pictures = 1
		for i := range r.lay.lines {
			if r.pictureHead(&r.lay.lines[i]) {
				r.pictures++
			}
		}
	}
	return r.pictures > 3
}

func headingLevel(t atom.Atom) uint8 {
	switch t {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// cellAround gives the cell that holds nothing but a box, else the box itself.
func (r *reader) cellAround(b int32) int32 {
	for up, n := b, 0; up > 0 && n < 4 && r.lay.boxes[up].last-r.lay.boxes[up].first == 1; up, n = r.lay.boxes[up].parent, n+1 {
		if t := r.lay.boxes[up].tag; t == atom.Td || t == atom.Th {
			return up
		}
	}
	return b
}

// headingOver gives the heading level of a box that stands alone inside a heading.
func (r *reader) headingOver(b int32) uint8 {
	for i := 0; i < 3 && b > 0; i++ {
		if n := headingLevel(r.lay.boxes[b].tag); n > 0 {
			return n
		}
		b = r.lay.boxes[b].parent
	}
	return 0
}

// labelBox reports whether a block's class or id says that it holds a label.
func labelBox(bx *box) bool {
	for i := range bx.attrs {
		switch bx.attrs[i].Key {
		case "class", "id":
			v := bx.attrs[i].Val
			if labelClass(v) || strings.Contains(v, "entete") || strings.Contains(v, "title") || strings.Contains(v, "Title") ||
				strings.Contains(v, "heading") || strings.Contains(v, "PanelTab") || strings.Contains(v, "card-header") || strings.Contains(v, "accordion") && !strings.Contains(v, "content") {
				return true
			}
		case "scope":
			if bx.attrs[i].Val == "row" {
				return true
			}
		}
	}
	return false
}

// valueCell reports whether the row of a cell goes on with a cell that says something.
func (r *reader) valueCell(cell int32) bool {
	row := r.lay.boxes[cell].parent
	if row < 0 {
		return false
	}
	return r.lay.boxes[row].last > r.lay.boxes[cell].last || r.emptyCellAfter(cell)
}

// emptyCellAfter reports whether an empty cell follows: a label whose value is blank.
func (r *reader) emptyCellAfter(cell int32) bool {
	row := r.lay.boxes[cell].parent
	for i := int(cell) + 1; i < len(r.lay.boxes); i++ {
		if r.lay.boxes[i].parent == row {
			return true
		}
		if r.lay.boxes[i].depth <= r.lay.boxes[cell].depth {
			return false
		}
	}
	return false
}

// followed reports whether something follows the block inside its parent.
func (r *reader) followed(b int32) bool {
	for i := 0; i < 3; i++ {
		p := r.lay.boxes[b].parent
		if p < 0 {
			return false
		}
		if r.lay.boxes[p].last > r.lay.boxes[b].last {
			return true
		}
		if r.lay.boxes[p].last-r.lay.boxes[p].first > 1 {
			return false
		}
		b = p
	}
	return false
}
