package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/text"
)

// attrLabel takes the label of a line that prints only its value: <h3 title="Organisme responsable">, <td data-label="Ville">,
// <div aria-label="Durée">, a picture of a clock called "Durée".
func (r *Sheet) attrLabel(l *layout.Line, p *Piece) bool {
	li := p.Line
	for b, n := l.Box, 0; b > 0 && n < 3 && r.Lay.Boxes[b].First == li; b, n = r.Lay.Boxes[b].Parent, n+1 {
		bx := &r.Lay.Boxes[b]
		lines := bx.Last - bx.First
		for i := range bx.Attrs {
			lab := bx.Attrs[i].Val
			if lab == "" || len(lab) > 60 {
				continue
			}
			switch bx.Attrs[i].Key {
			case "title":
				if lines != 1 || len(l.Text) > 200 {
					continue
				}
				key := wording.LabelKey(lab)
				if e := r.Lx.Course[key]; e == nil || e.Weak {
					continue
				}
				p.Label, p.Key, p.Known, p.Sure, p.Rank = lab, key, true, Styled, 8
				return true
			case "data-label", "data-title", "data-th", "aria-label":
				key := wording.LabelKey(lab)
				if e := r.Lx.Course[key]; r.knownKey(key, lab) && (lines == 1 || e != nil && !e.Weak && !e.Cell) && !r.printsLabel(lab, bx) {
					p.Label, p.Key, p.Known, p.Sure, p.Rank = lab, key, true, Structural, 8
					if lines > 1 {
						p.Reach = b
					}
					return true
				}
			}
		}
	}
	return r.namedLine(l, p)
}

// printsLabel reports whether one of the first lines of a box prints the words of its attribute.
func (r *Sheet) printsLabel(lab string, bx *layout.Box) bool {
	f := text.FoldLabel(lab)
	for i := bx.First; i < min(bx.Last, bx.First+2); i++ {
		if strings.HasPrefix(text.FoldLabel(r.Lay.Lines[i].Text), f) {
			return true
		}
	}
	return false
}

// namedLine takes as label what the element or the picture is called that begins a line.
func (r *Sheet) namedLine(l *layout.Line, p *Piece) bool {
	if len(l.Text) > 200 || len(l.Names) == 0 && len(l.Icons) == 0 || l.Text == "" {
		return false
	}
	if c := strings.IndexByte(l.Text, ':'); c > 0 && c < 60 || r.knownKey(wording.LabelKey(l.Text), l.Text) {
		return false // it prints a label of its own
	}
	names := make([]layout.Name, 0, 4)
	names = append(names, l.Names...)
	for _, ic := range l.Icons {
		names = append(names, layout.Name{Text: ic.Alt, At: ic.At}, layout.Name{Text: ic.Title, At: ic.At})
	}
	for _, n := range names {
		if n.At > 0 || len(n.Text) < 3 || len(n.Text) > 60 || r.State(n.Text) {
			continue
		}
		key := wording.LabelKey(n.Text)
		e := lexicon.Find(r.Lx.Course, key)
		if e == nil {
			e = lexicon.Find(r.Lx.Session, key)
		}
		if e == nil {
			e = r.Lx.Block[key]
		}
		if e == nil || e.Field == lexicon.FieldIgnore || e.Field == lexicon.FieldSection || e.Weak || strings.HasPrefix(text.FoldLabel(l.Text), text.FoldLabel(n.Text)) {
			continue
		}
		p.Label, p.Key, p.Known, p.Sure, p.Rank = n.Text, key, true, Styled, 8
		return true
	}
	return false
}
