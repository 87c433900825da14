package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
)

// annotated makes chrome of a line that the site prints on all its pages; it reports whether it did.
func (r *Sheet) annotated(li int32) bool {
	if r.Model == nil {
		return false
	}
	l := &r.Lay.Lines[li]
	if len(l.Runs) > 1 && r.Model.MayFill(l.Text) {
		r.fillBits(li, l)
	}
	if l.Text == "" || r.Model.Line(l.Text, func() string { return r.PlaceOf(l) }) != site.NoteChrome {
		return false
	}
	if r.site[wording.LabelKey(wording.TrimLabel(l.Text))] != "" { // a person says that it is a label
		return false
	}
	r.Pieces = append(r.Pieces, Piece{Line: li, To: int32(len(l.Text)), Skip: true, Claim: "chrome", Rule: "chrome:model"})
	return true
}

// fillBits takes what stands in the holes of a stretch of a line, and the stretch out of the line: it is a line by
// itself among others.
func (r *Sheet) fillBits(li int32, l *layout.Line) {
	parts := r.LineParts(l.Box, li)
	if len(parts) < 2 {
		return
	}
	for _, x := range parts {
		holes := r.Model.Fill(x.Text)
		if len(holes) == 0 {
			continue
		}
		at := x.from + strings.Index(l.Text[x.from:x.to], x.Text)
		for _, h := range holes {
			pr := Printed{Text: wording.Clean(x.Text[h.From:h.To])}
			r.Place(&pr, l)
			r.Filled = append(r.Filled, holeValue{h.Field, wording.TrimLabel(x.Text[:h.From]), pr})
		}
		l.Text = l.Text[:at] + strings.Repeat(" ", len(x.Text)) + l.Text[at+len(x.Text):]
	}
	l.Text = strings.TrimRight(l.Text, " ")
}

// holeValue is a value that stood in the hole of a template.
type holeValue struct {
	Field schema.Field
	Label string
	Pr    Printed
}

// placed makes a label of a short line that stands where the site prints its labels, and cuts what the site adds to
// every value of a label.
func (r *Sheet) placed(li int32) {
	if r.Model == nil {
		return
	}
	l := &r.Lay.Lines[li]
	p := &r.Pieces[r.FirstOf[li]]
	if p.Label == "" && !p.Skip && !r.awaited(li) && len(l.Text) > 2 && len(l.Text) <= 60 && len(l.Anchors) == 0 && r.Model.LabelPlaces() && r.Model.LabelPlace(r.PlaceOf(l)) {
		r.learnt(l, p, len(l.Text), r.knownKey(wording.LabelKey(wording.TrimLabel(l.Text)), l.Text))
		return
	}
	key := p.Key
	if prev := int(r.FirstOf[li]) - 1; p.Label == "" && prev >= 0 && r.Pieces[prev].Whole {
		key = r.Pieces[prev].Key
	}
	last := &r.Pieces[len(r.Pieces)-1]
	if n := r.Model.Tail(key, l.Text); key != "" && n > 0 && n < len(l.Text) && last == p {
		p.To = int32(len(l.Text) - n)
	}
}

// awaited reports whether the line before is a known label of a short value that has none yet: what follows is its value,
// though the site prints labels at its place too.
func (r *Sheet) awaited(li int32) bool {
	prev := int(r.FirstOf[li]) - 1
	if prev < 0 {
		return false
	}
	p := &r.Pieces[prev]
	if !p.Whole || !p.Known {
		return false
	}
	l := &r.Lay.Lines[li]
	e := r.Lookup(p, InCourse)
	return e != nil && !e.Weak && (lexicon.BlockField(e.Field) || e.Field == schema.FieldProvider || e.Field == schema.FieldContact) && !r.knownKey(wording.LabelKey(wording.TrimLabel(l.Text)), l.Text)
}
