package shape

import (
	"slices"
	"strings"

	"carif/parser/layout"
	"carif/parser/site"
	"carif/text"
	"carif/text/date"
)

// PlaceOf names the innermost boxes of a line with what their classes say, and how its beginning is drawn: the place
// of a line among the site's pages.
func (r *Sheet) PlaceOf(l *layout.Line) string {
	at := r.PlaceOfBox(l.Box)
	if len(l.Runs) > 0 {
		x := &l.Runs[0]
		if c := site.StableClass(x.Class); c != "" {
			return at + ">span." + c
		}
		if x.Style&layout.StyleBold != 0 {
			return at + ">b"
		}
	}
	return at
}

// PlaceOfBox gives where a box stands among the site's pages, as a model names it.
func (r *Sheet) PlaceOfBox(b int32) string {
	if r.places == nil {
		r.places = make([]string, len(r.Lay.Boxes))
	}
	if r.places[b] == "" {
		steps := make([]string, 0, 12)
		for up, n := b, 0; up >= 0 && n < 4; n++ {
			bx := &r.Lay.Boxes[up]
			if c := site.StableClass(layout.Attr(bx.Attrs, "class")); c != "" {
				steps = append(steps, c, ".")
			}
			steps = append(steps, bx.Tag.String(), ">")
			up = bx.Parent
		}
		steps = steps[:len(steps)-1]
		slices.Reverse(steps)
		r.places[b] = strings.Join(steps, "")
	}
	return r.places[b]
}

// linePart is a stretch of a line that is drawn in one way.
type linePart struct {
	Col, Text string
	from, to  int
}

// LineParts cuts a line of a unit where the class of its inline elements changes.
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
	return joinDates(l.Text, out)
}

// joinDates makes one part of the days of a line and the small words around them, each drawn in its own way: "Du <time>…</time>
// au <time>…</time>". It is found under what its first word is drawn as.
func joinDates(line string, parts []linePart) []linePart {
	out := parts[:0]
	for i := 0; i < len(parts); {
		j, day := i, false
		for j < len(parts) && (date.Only(parts[j].Text) || ofDates[parts[j].Text]) {
			day = day || !ofDates[parts[j].Text]
			j++
		}
		if !day || j < i+2 {
			out = append(out, parts[i])
			i++
			continue
		}
		p := parts[i]
		p.to = parts[j-1].to
		p.Text = strings.Trim(line[p.from:p.to], " -–·|,")
		out = append(out, p)
		i = j
	}
	return out
}

// ofDates are the words that stand before a day.
var ofDates = text.Set([]string{"du", "au", "le", "les", "de", "à", "et", "jusqu'au", "Du", "Le", "Les", "De", "Au"})

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
