package parser

import "golang.org/x/net/html/atom"

// learntStyle is how a page draws its labels: the box a line stands in and the style of its beginning.
type learntStyle struct {
	tag      atom.Atom
	box, run string // first class of the box, class of the inline element
	style    uint8
}

// learn finds the styles in which the page prints its known labels and takes every line drawn alike as a label
// too, whether a list knows its words or not: otherwise an unknown label's words run into the value before it.
func (r *reader) learn() {
	if r.plain {
		return
	}
	known, all := r.drawn()
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		p := &r.pieces[r.firstOf[li]]
		if p.label != "" || p.skip || l.text == "" {
			continue
		}
		k := r.drawnAs(l)
		if n := len(known[k]); n < 3 || n*2 < all[k] {
			continue
		}
		end := firstRun(l)
		if lab := trimLabel(l.text[:end]); len(lab) < 3 || len(lab) > 90 {
			continue
		}
		r.learnt(l, p, end)
	}
}

// drawn counts, for each style of a line's beginning, the distinct known labels and all lines.
func (r *reader) drawn() (known map[learntStyle]map[string]bool, all map[learntStyle]int) {
	known, all = map[learntStyle]map[string]bool{}, map[learntStyle]int{}
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		if l.text == "" {
			continue
		}
		k := r.drawnAs(l)
		if k.box == "" && k.run == "" {
			continue
		}
		all[k]++
		p := &r.pieces[r.firstOf[li]]
		if p.label != "" && p.known && int(p.from) >= firstRun(l) {
			if known[k] == nil {
				known[k] = map[string]bool{}
			}
			known[k][p.key] = true
		}
	}
	return known, all
}

func (r *reader) drawnAs(l *line) learntStyle {
	bx := &r.lay.boxes[l.box]
	k := learntStyle{tag: bx.tag, box: firstClass(attr(bx.attrs, "class"))}
	for p := bx.parent; p > 0 && bx.last-bx.first == 1; { // a paragraph that fills its cell is drawn as the cell
		up := &r.lay.boxes[p]
		if up.last-up.first != 1 || up.tag != atom.Td && up.tag != atom.Th && up.tag != atom.Div && up.tag != atom.Li {
			break
		}
		k.tag, k.box = up.tag, firstClass(attr(up.attrs, "class"))+" "+k.box
		bx, p = up, up.parent
	}
	if len(l.runs) > 0 {
		k.run, k.style = firstClass(l.runs[0].class), l.runs[0].style&(styleBold|styleUnder|styleItalic|styleLink)
	}
	return k
}

func firstClass(c string) string {
	for i := 0; i < len(c); i++ {
		if c[i] == ' ' {
			return c[:i]
		}
	}
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

// learnt makes a label of a line's beginning.
func (r *reader) learnt(l *line, p *piece, end int) {
	p.label = trimLabel(l.text[:end])
	p.key, p.known, p.sure, p.rank, p.learnt = labelKey(p.label), false, styled, 8, true
	for end < len(l.text) && (l.text[end] == ' ' || l.text[end] == ':') {
		end++
	}
	p.from = int32(end)
	if end == len(l.text) {
		p.whole, p.rank = true, 7
		if tag := r.lay.boxes[r.alone(int(r.firstOf[p.line]), l.box)].tag; tag == atom.Td || tag == atom.Th {
			p.sure = structural
		}
	}
	p.to = max(p.to, p.from)
}
