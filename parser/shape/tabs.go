package shape

import (
	"slices"
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
			if !r.tabWords(lab, false) {
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
		if !r.tabWords(lab, layout.Attr(bx.Attrs, "role") == "tab") {
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

// tabWords reports whether the words on a tab name a field of the panel behind it, as a label or, on one that the markup calls
// a tab, by their words.
func (r *Sheet) tabWords(lab string, marked bool) bool {
	key := wording.LabelKey(lab)
	e := lexicon.Find(r.Lx.Course, key)
	if e == nil && marked {
		if e = r.Guess(lab); e == nil || !lexicon.Long(e.Field) {
			return false
		}
		r.known[key], r.Guessed[key] = true, e
	}
	return e != nil && e.Field != lexicon.FieldIgnore && e.Field != lexicon.FieldSection
}

// tabsByPlace gives, by its box, the panel of each tab that nothing but its place tells: a row of as many tabs as the box
// behind it has panels, both named after tabs.
func (r *Sheet) tabsByPlace() map[int32]tab {
	var out map[int32]tab
	children := func(b int32) (in []int32) {
		for c := int(b) + 1; c < min(len(r.Lay.Boxes), int(b)+mostTabBoxes) && r.Lay.Boxes[c].Depth > r.Lay.Boxes[b].Depth; c++ {
			if cb := &r.Lay.Boxes[c]; cb.Parent == b && cb.First < cb.Last {
				in = append(in, int32(c))
			}
		}
		return in
	}
	for b := 1; b < len(r.Lay.Boxes); b++ {
		bx := &r.Lay.Boxes[b]
		n := bx.Last - bx.First
		if n < 2 || n > 8 || !namesTabs(bx) {
			continue
		}
		row := children(int32(b))
		known := 0
		for _, c := range row {
			l := &r.Lay.Lines[r.Lay.Boxes[c].First]
			if lab := wording.TrimLabel(l.Text); r.Lay.Boxes[c].Last-r.Lay.Boxes[c].First == 1 && len(lab) < 60 && r.knownKey(wording.LabelKey(lab), lab) {
				known++
			}
		}
		if len(row) != int(n) || 2*known < len(row) {
			continue
		}
		for p := b + 1; p < min(len(r.Lay.Boxes), b+mostTabBoxes) && r.Lay.Boxes[p].First <= bx.Last; p++ {
			if pb := &r.Lay.Boxes[p]; pb.First != bx.Last || !namesTabs(pb) {
				continue
			}
			panels := children(int32(p))
			if len(panels) != len(row) {
				continue
			}
			for i, c := range row {
				if out == nil {
					out = map[int32]tab{}
				}
				l := r.Lay.Boxes[c].First
				out[panels[i]] = tab{wording.TrimLabel(r.Lay.Lines[l].Text), l}
			}
			break
		}
	}
	return out
}

// mostTabBoxes is how many boxes of a row of tabs, or of its panels, are looked at.
const mostTabBoxes = 1000

// namesTabs reports whether a box is named after tabs.
func namesTabs(bx *layout.Box) bool {
	return strings.Contains(strings.ToLower(layout.Attr(bx.Attrs, "class")), "tab") || layout.Attr(bx.Attrs, "role") == "tablist"
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

// tabLabel gives the first line of a panel the label that only its tab prints; one that is a heading itself has the tab's
// label over it.
func (r *Sheet) tabLabel(tabs map[string]tab, placed map[int32]tab, li int32) {
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		bx := &r.Lay.Boxes[b]
		if bx.Tag != atom.Div && bx.Tag != atom.Section && bx.Tag != atom.Article {
			continue
		}
		lab := tabs[layout.Attr(bx.Attrs, "id")]
		if by := layout.Attr(bx.Attrs, "aria-labelledby"); lab.text == "" && by != "" {
			lab = tabs[labelledBy+by]
		}
		if lab.text == "" {
			lab = placed[b]
		}
		if lab.text == "" || lab.line == li || lab.line == li-1 { // a heading right over its panel needs no help
			continue
		}
		p := &r.Pieces[r.FirstOf[li]]
		if p.Label != "" {
			if e := lexicon.Find(r.Lx.Course, wording.LabelKey(lab.text)); e == nil || !lexicon.Long(e.Field) || p.Rank > 6 {
				return
			}
			over := Piece{Line: li, Label: lab.text, Key: wording.LabelKey(lab.text), Known: true, Whole: true, Sure: Structural, Rank: p.Rank - 1, Reach: b}
			r.Pieces = slices.Insert(r.Pieces, int(r.FirstOf[li]), over)
			return
		}
		p.Label, p.Key, p.Known, p.Sure, p.Rank, p.Reach = lab.text, wording.LabelKey(lab.text), true, Structural, 6, b
		return
	}
}
