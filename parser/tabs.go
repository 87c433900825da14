package parser

import "golang.org/x/net/html/atom"

// tabLabels gives, by the id of the panel it opens, each tab of the page whose words are a known label.
func (r *reader) tabLabels() map[string]string {
	var tabs map[string]string
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
				tabs = map[string]string{}
			}
			tabs[a.href[1:]] = lab
		}
	}
	return tabs
}

// tabLabel gives the first line of a panel the label that only its tab prints.
func (r *reader) tabLabel(tabs map[string]string, li int32, p *piece) {
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		bx := &r.lay.boxes[b]
		if bx.tag != atom.Div && bx.tag != atom.Section && bx.tag != atom.Article {
			continue
		}
		lab := tabs[attr(bx.attrs, "id")]
		if lab == "" {
			continue
		}
		p.label, p.key, p.known, p.sure, p.rank, p.reach = lab, labelKey(lab), true, structural, 6, b
		return
	}
}
