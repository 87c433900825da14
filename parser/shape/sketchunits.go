package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/site"
)

// linePart is a stretch of a line that is drawn in one way.
type linePart struct {
	Col, Text string
	from, to  int
}

// lineParts cuts a line of a unit where the class of its inline elements changes.
func (r *Sheet) LineParts(unit, li int32) []linePart {
	l := &r.Lay.Lines[li]
	base := r.below(unit, l.Box)
	var out []linePart
	add := func(class string, from, to int) {
		if t := strings.Trim(l.Text[from:to], " -–·|,"); t != "" {
			col := base
			if class != "" {
				col += ">span." + class
			}
			out = append(out, linePart{col, t, from, to})
		}
	}
	class, from := "", 0
	for i := range l.Runs {
		at := min(int(l.Runs[i].At), len(l.Text))
		if c := site.StableClass(l.Runs[i].Class); c != class {
			add(class, from, at)
			class, from = c, at
		}
	}
	add(class, from, len(l.Text))
	return out
}

// below names the boxes between a unit and one inside it.
func (r *Sheet) below(unit, b int32) string {
	s := ""
	for ; b != unit && b > 0; b = r.Lay.Boxes[b].Parent {
		bx := &r.Lay.Boxes[b]
		step := bx.Tag.String()
		if c := site.StableClass(layout.Attr(bx.Attrs, "class")); c != "" {
			step += "." + c
		}
		s = ">" + step + s
	}
	return s
}
