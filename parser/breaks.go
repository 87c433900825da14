package parser

import (
	"carif/text"
	"slices"
	"strings"
)

// breakParts makes lines of their own of inline elements that stand side by side and say each something else: "Réf. : 24_17"
// beside "Fiche mise à jour le 3 mai", a button beside a state. It goes once over the lines.
func (r *reader) breakParts() {
	if r.plain {
		return
	}
	var out []line
	moved := make([]int32, len(r.lay.lines)+1) // where each line begins now
	for i := range r.lay.lines {
		l := &r.lay.lines[i]
		moved[i] = int32(len(r.lay.lines))
		cuts := r.cuts(l)
		if len(cuts) == 0 {
			if out != nil {
				moved[i] = int32(len(out))
				out = append(out, *l)
			} else {
				moved[i] = int32(i)
			}
			continue
		}
		if out == nil {
			out = append(make([]line, 0, len(r.lay.lines)+len(cuts)+8), r.lay.lines[:i]...)
		}
		moved[i] = int32(len(out))
		out = append(out, splitLine(l, cuts)...)
	}
	if out == nil {
		return
	}
	moved[len(r.lay.lines)] = int32(len(out))
	for b := range r.lay.boxes {
		bx := &r.lay.boxes[b]
		bx.first, bx.last = moved[bx.first], moved[bx.last]
	}
	for _, span := range [...]*[2]int32{&r.lay.titleLines, &r.lay.updatedLines} {
		span[0], span[1] = moved[span[0]], moved[span[1]]
	}
	r.lay.lines = out
}

// cuts gives where a line is to be broken: before a part that begins with a label of its own, before and behind a button.
func (r *reader) cuts(l *line) []int32 {
	if len(l.parts) < 2 || !r.covers(l) {
		return nil
	}
	var cuts []int32
	if r.pairsInLine(l) {
		for _, p := range l.parts[1:] {
			cuts = append(cuts, p.from)
		}
		return cuts
	}
	for k, p := range l.parts {
		t := strings.TrimSpace(l.text[p.from:min(int(p.to), len(l.text))])
		label := k > 0 && t != "" && (upper(t[0]) || t[0] >= 0x80) && r.ownLabel(t)
		action := r.action(l, p, t) && !(k > 0 && strings.HasSuffix(strings.TrimRight(l.text[:p.from], " "), ":"))
		if (label || action) && k > 0 {
			cuts = append(cuts, p.from)
		}
		if (action || k == 0 && r.ownLabel(t) && valued(t)) && k+1 < len(l.parts) {
			cuts = append(cuts, l.parts[k+1].from)
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// pairsInLine reports whether the parts of a line are labels and values by turns: a bar of facts.
func (r *reader) pairsInLine(l *line) bool {
	if len(l.parts) < 4 || len(l.parts)%2 > 0 {
		return false
	}
	for k, p := range l.parts {
		t := strings.TrimSpace(l.text[p.from:min(int(p.to), len(l.text))])
		if t == "" || (k%2 == 0) != r.knownKey(labelKey(trimLabel(t)), t) {
			return false
		}
	}
	return true
}

// valued reports whether words hold a label and its value.
func valued(t string) bool {
	c := strings.IndexByte(t, ':')
	return c > 0 && strings.TrimSpace(t[c+1:]) != ""
}

// action reports whether a part of a line is a link that does something: "Je candidate", "Voir sur la carte".
func (r *reader) action(l *line, p stretch, t string) bool {
	for _, a := range l.anchors {
		if a.from <= p.from+1 && a.to >= p.to && a.from < a.to && !strings.HasPrefix(a.href, "mailto:") && !strings.HasPrefix(a.href, "tel:") {
			return r.lx.chrome[text.FoldLabel(t)] || r.lx.invites(t)
		}
	}
	return false
}

// splitLine breaks a line at some places of its text, in order.
func splitLine(l *line, cuts []int32) []line {
	var out []line
	from := int32(0)
	for _, to := range append(cuts, int32(len(l.text))) {
		t := l.text[from:to]
		lead := int32(len(t) - len(strings.TrimLeft(t, " ")))
		n := *l
		n.text = strings.TrimSpace(t)
		start, end := from+lead, from+lead+int32(len(n.text))
		n.runs, n.icons, n.anchors, n.parts = nil, nil, nil, nil
		for i, x := range l.runs {
			next := int32(len(l.text))
			if i+1 < len(l.runs) {
				next = l.runs[i+1].at
			}
			if next > start && x.at < end {
				x.at = max(x.at-start, 0)
				n.runs = append(n.runs, x)
			}
		}
		for _, x := range l.icons {
			if x.at >= from && (x.at < to || to == int32(len(l.text))) {
				x.at = min(max(x.at-start, 0), int32(len(n.text)))
				n.icons = append(n.icons, x)
			}
		}
		for _, x := range l.anchors {
			if x.to > start && x.from < end {
				x.from, x.to = max(x.from-start, 0), min(x.to-start, int32(len(n.text)))
				n.anchors = append(n.anchors, x)
			}
		}
		for _, x := range l.parts {
			if x.from+1 >= from && x.to <= to {
				n.parts = append(n.parts, stretch{max(x.from-start, 0), min(x.to-start, int32(len(n.text)))})
			}
		}
		if len(n.parts) < 2 {
			n.parts = nil
		}
		if n.text != "" || len(n.icons) > 0 {
			out = append(out, n)
		}
		from = to
	}
	return out
}
