package region

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/shape"
)

func (r *Regions) styleOf(p *shape.Piece) shape.StyleKey {
	l := &r.Lay.Lines[p.Line]
	k := shape.StyleKey{Tag: r.Lay.Boxes[l.Box].Tag, Colon: strings.Contains(l.Text[p.Lfrom:p.From], ":")}
	if k.Tag != atom.Td && k.Tag != atom.Li && k.Tag != atom.Div && k.Tag != atom.P {
		return k
	}
	for i := range l.Runs {
		if l.Runs[i].At <= p.Lfrom {
			k.Style, k.Class = l.Runs[i].Style&(layout.StyleBold|layout.StyleUnder|layout.StyleLabel), l.Runs[i].Class
		}
	}
	if k.Tag == atom.Div || k.Tag == atom.P {
		k.Tag = atom.Div
		if k.Style == 0 {
			k.Class = layout.Attr(r.Lay.Boxes[l.Box].Attrs, "class")
			if i := strings.IndexByte(k.Class, ' '); i > 0 {
				k.Class = k.Class[:i]
			}
		}
	}
	return k
}
