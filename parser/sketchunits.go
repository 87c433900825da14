package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/site"
	"carif/text/date"
)

// Bounds of what a sketch keeps of repeated boxes.
const (
	maxUnits     = 400
	maxUnitLines = 40
	maxUnitParts = 16
)

// units lists the boxes that may be one of several alike below their parent: those that hold a date, and those that
// open with a link. What holds a table is none: tables are read by their heads.
func (r *reader) units() []site.Unit {
	if r.plain {
		return nil
	}
	var out []site.Unit
	sessions := r.sessionLines()
	alike := r.alikeBoxes()
	at := make([]int, len(r.lay.boxes)) // of each box, the unit around it
	for i := range r.lay.boxes {
		bx := &r.lay.boxes[i]
		at[i] = -1
		if bx.parent >= 0 {
			at[i] = at[bx.parent]
		}
		if !unitTag(bx.tag) || bx.last == bx.first || bx.last-bx.first > maxUnitLines || bx.depth < 2 || len(out) >= maxUnits || r.holdsTable(int32(i)) {
			continue
		}
		u := site.Unit{At: r.placeOfBox(int32(i)), Of: int(bx.parent), In: at[i], Link: r.opensWithLink(bx)}
		u.Alike = alike[alikeKey{bx.parent, u.At}]
		for li := bx.first; li < bx.last; li++ {
			t := r.lay.lines[li].text
			u.Dated = u.Dated || len(t) < 200 && (len(date.Spans(t)) > 0 || permanent(t))
			u.Read = u.Read || sessions[li]
		}
		if u.Dated || u.Link != "" || u.Read {
			u.Parts = r.parts(int32(i))
			at[i] = len(out)
			out = append(out, u)
		}
	}
	return out
}

// alikeKey is a place below one parent.
type alikeKey struct {
	parent int32
	at     string
}

// alikeBoxes counts the boxes that are drawn alike below one parent.
func (r *reader) alikeBoxes() map[alikeKey]int {
	out := map[alikeKey]int{}
	for i := range r.lay.boxes {
		if bx := &r.lay.boxes[i]; unitTag(bx.tag) && bx.first < bx.last {
			out[alikeKey{bx.parent, r.placeOfBox(int32(i))}]++
		}
	}
	return out
}

func (r *reader) holdsTable(b int32) bool {
	for k := b + 1; int(k) < len(r.lay.boxes) && r.lay.boxes[k].depth > r.lay.boxes[b].depth; k++ {
		if r.lay.boxes[k].tag == atom.Tr {
			return true
		}
	}
	return false
}

// sessionLines tells the lines that the reading gave to sessions.
func (r *reader) sessionLines() map[int32]bool {
	out := map[int32]bool{}
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.claim == "session" || strings.HasPrefix(p.claim, "session.") {
			out[p.line] = true
		}
	}
	return out
}

func unitTag(t atom.Atom) bool {
	switch t {
	case atom.Div, atom.Li, atom.Article, atom.Section, atom.P, atom.Details, atom.Dd, atom.Fieldset:
		return true
	}
	return false
}

// opensWithLink gives the words of a link to another page that fills one of the first two lines of a box.
func (r *reader) opensWithLink(bx *box) string {
	for li := bx.first; li < min(bx.last, bx.first+2); li++ {
		l := &r.lay.lines[li]
		for _, a := range l.anchors {
			h := a.href
			if h == "" || h[0] == '#' || strings.Contains(h, ":") && !strings.HasPrefix(h, "http") || int(a.to-a.from)*10 < len(l.text)*8 {
				continue
			}
			return clip(l.text, 80)
		}
	}
	return ""
}

// parts cuts the lines of a box where they are drawn in another way.
func (r *reader) parts(b int32) []site.Part {
	var out []site.Part
	bx := &r.lay.boxes[b]
	for li := bx.first; li < bx.last && len(out) < maxUnitParts; li++ {
		if r.pieces[r.firstOf[li]].label != "" {
			continue
		}
		for _, x := range r.lineParts(b, li) {
			out = append(out, site.Part{Col: x.col, Text: clip(x.text, 80), Kind: kindsOf(x.text)})
		}
	}
	return out
}

// linePart is a stretch of a line that is drawn in one way.
type linePart struct {
	col, text string
	from, to  int
}

// lineParts cuts a line of a unit where the class of its inline elements changes.
func (r *reader) lineParts(unit, li int32) []linePart {
	l := &r.lay.lines[li]
	base := r.below(unit, l.box)
	var out []linePart
	add := func(class string, from, to int) {
		if t := strings.Trim(l.text[from:to], " -–·|,"); t != "" {
			col := base
			if class != "" {
				col += ">span." + class
			}
			out = append(out, linePart{col, t, from, to})
		}
	}
	class, from := "", 0
	for i := range l.runs {
		at := min(int(l.runs[i].at), len(l.text))
		if c := site.StableClass(l.runs[i].class); c != class {
			add(class, from, at)
			class, from = c, at
		}
	}
	add(class, from, len(l.text))
	return out
}

// below names the boxes between a unit and one inside it.
func (r *reader) below(unit, b int32) string {
	s := ""
	for ; b != unit && b > 0; b = r.lay.boxes[b].parent {
		bx := &r.lay.boxes[b]
		step := bx.tag.String()
		if c := site.StableClass(attr(bx.attrs, "class")); c != "" {
			step += "." + c
		}
		s = ">" + step + s
	}
	return s
}
