package region

import (
	"golang.org/x/net/html"

	"carif/parser/wording"
)

// Where ids of sessions stand when no text prints them: in attributes, calls and the targets of links.

// attrID looks for a session's id in the attributes of a piece's line and of the boxes around it.
func (r *Regions) AttrID(i int) string {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	if id := wording.IdIn(l.Attrs); id != "" {
		return id
	}
	for b, n := l.Box, 0; b > 0 && n < 5; b, n = r.Lay.Boxes[b].Parent, n+1 {
		if id := wording.IdIn(r.Lay.Boxes[b].Attrs); id != "" {
			return id
		}
	}
	return ""
}

// rowID looks for a session's id in a row: its own attributes, its cells', its lines' and links'.
func (r *Regions) RowID(row int32, a, b int) string {
	if id := wording.IdIn(r.Lay.Boxes[row].Attrs); id != "" {
		return id
	}
	for k := row + 1; int(k) < len(r.Lay.Boxes) && r.Lay.Boxes[k].Depth > r.Lay.Boxes[row].Depth; k++ {
		if id := wording.IdIn(r.Lay.Boxes[k].Attrs); id != "" {
			return id
		}
	}
	for j := a; j < b; j++ {
		l := &r.Lay.Lines[r.Pieces[j].Line]
		if id := wording.IdIn(l.Attrs); id != "" {
			return id
		}
		for _, an := range l.Anchors {
			if id := wording.IdIn([]html.Attribute{{Key: "href", Val: an.Href}}); id != "" {
				return id
			}
			if id := wording.IdInText(an.Href, true); id != "" {
				return id
			}
		}
	}
	return ""
}
