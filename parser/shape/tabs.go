package shape

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
)

// tab is the words of a tab and the line that prints them.
type tab struct {
	text string
	line int32
}

// tabLabels gives, by the id of the panel it opens, each tab of the page whose words are a known label.
func (r *Sheet) tabLabels() map[string]tab {
	var tabs map[string]tab
	for i := range r.Lay.Lines {
		l := &r.Lay.Lines[i]
		for _, a := range l.Anchors {
			if len(a.Href) < 2 || a.Href[0] != '#' || int(a.To) > len(l.Text) || a.To-a.From > 60 {
				continue
			}
			lab := wording.TrimLabel(l.Text[a.From:a.To])
			if e := lexicon.Find(r.Lx.Course, wording.LabelKey(lab)); e == nil || e.Field == lexicon.FieldIgnore || e.Field == lexicon.FieldSection {
				continue
			}
			if tabs == nil {
				tabs = map[string]tab{}
			}
			tabs[a.Href[1:]] = tab{lab, int32(i)}
		}
	}
	for b := range r.Lay.Boxes { // buttons that say what they open
		bx := &r.Lay.Boxes[b]
		if bx.Last-bx.First != 1 || !mayOpen(bx) {
			continue
		}
		lab := wording.TrimLabel(r.Lay.Lines[bx.First].Text)
		if len(lab) > 60 {
			continue
		}
		e := lexicon.Find(r.Lx.Course, wording.LabelKey(lab))
		if e == nil || e.Field == lexicon.FieldIgnore || e.Field == lexicon.FieldSection {
			continue
		}
		if tabs == nil {
			tabs = map[string]tab{}
		}
		for i := range bx.Attrs {
			switch bx.Attrs[i].Key {
			case "aria-controls", "data-bs-target", "data-target", "data-tab":
				tabs[strings.TrimPrefix(bx.Attrs[i].Val, "#")] = tab{lab, bx.First}
			case "id":
				tabs[labelledBy+bx.Attrs[i].Val] = tab{lab, bx.First}
			}
		}
	}
	return tabs
}

// mayOpen reports whether a box has an attribute by which it may open another: most have none, and their words need no
// looking up.
func mayOpen(bx *layout.Box) bool {
	for i := range bx.Attrs {
		switch bx.Attrs[i].Key {
		case "aria-controls", "data-bs-target", "data-target", "data-tab", "id":
			return true
		}
	}
	return false
}

// labelledBy marks the ids that a panel may name as its label's.
const labelledBy = "by "

// tabLabel gives the first line of a panel the label that only its tab prints.
func (r *Sheet) tabLabel(tabs map[string]tab, li int32, p *Piece) {
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		bx := &r.Lay.Boxes[b]
		if bx.Tag != atom.Div && bx.Tag != atom.Section && bx.Tag != atom.Article {
			continue
		}
		lab := tabs[layout.Attr(bx.Attrs, "id")]
		if by := layout.Attr(bx.Attrs, "aria-labelledby"); lab.text == "" && by != "" {
			lab = tabs[labelledBy+by]
		}
		if lab.text == "" || lab.line == li || lab.line == li-1 { // a heading right over its panel needs no help
			continue
		}
		p.Label, p.Key, p.Known, p.Sure, p.Rank, p.Reach = lab.text, wording.LabelKey(lab.text), true, Structural, 6, b
		return
	}
}
