package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/site"
)

// placeOf names the innermost boxes of a line with what their classes say, and how its beginning is drawn: the place
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

func (r *Sheet) PlaceOfBox(b int32) string {
	if r.places == nil {
		r.places = make([]string, len(r.Lay.Boxes))
	}
	if r.places[b] != "" {
		return r.places[b]
	}
	var steps []string
	for n := 0; b >= 0 && n < 4; n++ {
		bx := &r.Lay.Boxes[b]
		s := bx.Tag.String()
		if c := site.StableClass(layout.Attr(bx.Attrs, "class")); c != "" {
			s += "." + c
		}
		steps = append(steps, s)
		b = bx.Parent
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return strings.Join(steps, ">")
}
