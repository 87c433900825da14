package parser

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// tab is the words of a tab and the line that prints them.
type tab struct {
	text string
	line int32
}

// tabLabels gives, by the id of the panel it opens, each tab of the page whose words are a known label.
func (r *reader) tabLabels() map[string]tab {
	var tabs map[string]tab
	for i := range r.lay.lines {
		l := &r.lay.lines[i]
		for _, a := range l.anchors {
			if len(a.href) < 2 || a.href[0] != '#' || int(a.to) > len(l.text) || a.to-a.from > 60 {
				continue
			}
			lab := trimLabel(l.text[a.from:a.to])
			if e := find(r.lx.course, labelKey(lab)); e == nil || e.field == fieldIgnore || e.field == fieldSection {
				continue
			}
			if tabs == nil {
				tabs = map[string]tab{}
			}
			tabs[a.href[1:]] = tab{lab, int32(i)}
		}
	}
	for b := range r.lay.boxes { // buttons that say what they open
		bx := &r.lay.boxes[b]
		if bx.last-bx.first != 1 || len(bx.attrs) == 0 {
			continue
		}
		lab := trimLabel(r.lay.lines[bx.first].text)
		if len(lab) > 60 {
			continue
		}
		e := find(r.lx.course, labelKey(lab))
		if e == nil || e.field == fieldIgnore || e.field == fieldSection {
			continue
		}
		for i := range bx.attrs {
			switch bx.attrs[i].Key {
			case "aria-controls", "data-bs-target", "data-target", "data-tab":
				if tabs == nil {
					tabs = map[string]tab{}
				}
				tabs[strings.TrimPrefix(bx.attrs[i].Val, "#")] = tab{lab, bx.first}
			case "id":
				if tabs == nil {
					tabs = map[string]tab{}
				}
				tabs[labelledBy+bx.attrs[i].Val] = tab{lab, bx.first}
			}
		}
	}
	return tabs
}

// labelledBy marks the ids that a panel may name as its label's.
const labelledBy = "by "

// tabLabel gives the first line of a panel the label that only its tab prints.
func (r *reader) tabLabel(tabs map[string]tab, li int32, p *piece) {
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		bx := &r.lay.boxes[b]
		if bx.tag != atom.Div && bx.tag != atom.Section && bx.tag != atom.Article {
			continue
		}
		lab := tabs[attr(bx.attrs, "id")]
		if by := attr(bx.attrs, "aria-labelledby"); lab.text == "" && by != "" {
			lab = tabs[labelledBy+by]
		}
		if lab.text == "" || lab.line == li || lab.line == li-1 { // a heading right over its panel needs no help
			continue
		}
		p.label, p.key, p.known, p.sure, p.rank, p.reach = lab.text, labelKey(lab.text), true, structural, 6, b
		return
	}
}
