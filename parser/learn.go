package parser

import (
	"strings"

	"golang.org/x/net/html/atom"
)

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
	known := r.drawn()
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		p := &r.pieces[r.firstOf[li]]
		if p.label != "" || p.skip || l.text == "" {
			continue
		}
		d := known[r.drawnAs(l)]
		if d == nil || len(d.labels) < 3 || len(d.labels)*2 < d.lines {
			continue
		}
		end := firstRun(l)
		if d.colons*2 > len(d.labels) && !colonAt(l, end) {
			continue
		}
		if lab := trimLabel(l.text[:end]); len(lab) < 3 || len(lab) > 90 {
			continue
		}
		r.learnt(l, p, end)
	}
}

// drawnLabels is what a page prints in one style.
type drawnLabels struct {
	labels map[string]bool // distinct known ones
	colons int             // how many of them end in a colon
	lines  int             // all lines of the style
}

// drawn counts what stands in each style of a line's beginning.
func (r *reader) drawn() map[learntStyle]*drawnLabels {
	out := map[learntStyle]*drawnLabels{}
	for li := range r.lay.lines {
		l := &r.lay.lines[li]
		if l.text == "" {
			continue
		}
		k := r.drawnAs(l)
		if k.box == "" && k.run == "" {
			continue
		}
		d := out[k]
		if d == nil {
			d = &drawnLabels{labels: map[string]bool{}}
			out[k] = d
		}
		d.lines++
		p := &r.pieces[r.firstOf[li]]
		if end := firstRun(l); p.label != "" && p.known && int(p.from) >= end && !d.labels[p.key] {
			d.labels[p.key] = true
			if colonAt(l, end) {
				d.colons++
			}
		}
	}
	return out
}

// colonAt reports whether a label that ends at a place in a line has a colon there.
func colonAt(l *line, end int) bool {
	return strings.HasSuffix(strings.TrimRight(l.text[:end], " "), ":") || strings.HasPrefix(strings.TrimLeft(l.text[end:], " "), ":")
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
