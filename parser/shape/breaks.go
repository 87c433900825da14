package shape

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/parser/layout"
	"carif/parser/wording"
	"carif/text"
)

// breakParts makes lines of their own of inline elements that stand side by side and say each something else: "Réf. : 24_17"
// beside "Fiche mise à jour le 3 mai", a button beside a state. It goes once over the lines.
func (r *Sheet) breakParts() {
	if r.Plain {
		return
	}
	var out []layout.Line
	moved := make([]int32, len(r.Lay.Lines)+1) // where each line begins now
	for i := range r.Lay.Lines {
		l := &r.Lay.Lines[i]
		moved[i] = int32(len(r.Lay.Lines))
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
			out = append(make([]layout.Line, 0, len(r.Lay.Lines)+len(cuts)+8), r.Lay.Lines[:i]...)
		}
		moved[i] = int32(len(out))
		out = append(out, splitLine(l, cuts)...)
	}
	if out == nil {
		return
	}
	moved[len(r.Lay.Lines)] = int32(len(out))
	for b := range r.Lay.Boxes {
		bx := &r.Lay.Boxes[b]
		bx.First, bx.Last = moved[bx.First], moved[bx.Last]
	}
	for _, span := range [...]*[2]int32{&r.Lay.TitleLines, &r.Lay.UpdatedLines} {
		span[0], span[1] = moved[span[0]], moved[span[1]]
	}
	for i := range r.Lay.Marks {
		m := &r.Lay.Marks[i]
		m.Lines = [2]int32{moved[m.Lines[0]], moved[m.Lines[1]]}
	}
	r.Lay.Lines = out
}

// cuts gives where a line is to be broken: before a part that begins with a label of its own, before and behind a button.
func (r *Sheet) cuts(l *layout.Line) []int32 {
	if len(l.Parts) < 2 || !r.Covers(l) {
		return nil
	}
	var cuts []int32
	if r.pairsInLine(l) {
		for _, p := range l.Parts[1:] {
			cuts = append(cuts, p.From)
		}
		return cuts
	}
	for k, p := range l.Parts {
		t := strings.TrimSpace(l.Text[p.From:min(int(p.To), len(l.Text))])
		first, _ := utf8.DecodeRuneInString(t)
		label := k > 0 && unicode.IsUpper(first) && r.ownLabel(t)
		action := r.action(l, p, t) && !(k > 0 && strings.HasSuffix(strings.TrimRight(l.Text[:p.From], " "), ":"))
		alone := standsAlone(t)
		if (label || action || alone) && k > 0 {
			cuts = append(cuts, p.From)
		}
		if (action || alone || k == 0 && r.ownLabel(t) && valued(t)) && k+1 < len(l.Parts) {
			cuts = append(cuts, l.Parts[k+1].From)
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// standsAlone reports a part of a line that speaks of the sheet itself: its number, when it was last changed.
func standsAlone(t string) bool {
	if len(t) < 4 || len(t) > 80 {
		return false
	}
	label, id := wording.SheetID(t)
	return wording.UpdateDate(t) != "" || id != "" && !strings.Contains(text.FoldLabel(label), "session")
}

// pairsInLine reports whether the parts of a line are labels and values by turns: a bar of facts.
func (r *Sheet) pairsInLine(l *layout.Line) bool {
	if len(l.Parts) < 4 || len(l.Parts)%2 > 0 {
		return false
	}
	for k, p := range l.Parts {
		t := strings.TrimSpace(l.Text[p.From:min(int(p.To), len(l.Text))])
		if t == "" || (k%2 == 0) != r.knownKey(wording.LabelKey(wording.TrimLabel(t)), t) {
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
func (r *Sheet) action(l *layout.Line, p layout.Stretch, t string) bool {
	for _, a := range l.Anchors {
		if a.From <= p.From+1 && a.To >= p.To && a.From < a.To && !strings.HasPrefix(a.Href, "mailto:") && !strings.HasPrefix(a.Href, "tel:") {
			return r.Lx.Chrome[text.FoldLabel(t)] || r.Lx.Invites(t)
		}
	}
	return false
}

// splitLine breaks a line at some places of its text, in order.
func splitLine(l *layout.Line, cuts []int32) []layout.Line {
	var out []layout.Line
	from := int32(0)
	for _, to := range append(cuts, int32(len(l.Text))) {
		t := l.Text[from:to]
		lead := int32(len(t) - len(strings.TrimLeft(t, " ")))
		n := *l
		n.Text = strings.TrimSpace(t)
		start, end := from+lead, from+lead+int32(len(n.Text))
		n.Runs, n.Icons, n.Anchors, n.Parts = nil, nil, nil, nil
		for i, x := range l.Runs {
			next := int32(len(l.Text))
			if i+1 < len(l.Runs) {
				next = l.Runs[i+1].At
			}
			if next > start && x.At < end {
				x.At = max(x.At-start, 0)
				n.Runs = append(n.Runs, x)
			}
		}
		for _, x := range l.Icons {
			if x.At >= from && (x.At < to || to == int32(len(l.Text))) {
				x.At = min(max(x.At-start, 0), int32(len(n.Text)))
				n.Icons = append(n.Icons, x)
			}
		}
		for _, x := range l.Anchors {
			if x.To > start && x.From < end {
				x.From, x.To = max(x.From-start, 0), min(x.To-start, int32(len(n.Text)))
				n.Anchors = append(n.Anchors, x)
			}
		}
		for _, x := range l.Parts {
			if x.From+1 >= from && x.To <= to {
				n.Parts = append(n.Parts, layout.Stretch{From: max(x.From-start, 0), To: min(x.To-start, int32(len(n.Text)))})
			}
		}
		if len(n.Parts) < 2 {
			n.Parts = nil
		}
		if n.Text != "" || len(n.Icons) > 0 {
			out = append(out, n)
		}
		from = to
	}
	return out
}
