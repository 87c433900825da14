package parser

import (
	"strings"

	"carif/parser/site"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// maxSketchText bounds the text a sketch keeps of one line: a model learns from short ones.
const maxSketchText = 400

// sketch notes for the site's model what the page's lines are and what the reading made of them.
func (r *reader) sketch(page schema.Page, res *Result) *site.Sketch {
	s := &site.Sketch{URL: page.URL, Name: page.URL, Hash: res.ContentHash, Course: res.Refusal == nil}
	if s.Name == "" {
		s.Name = page.File
	}
	s.Givers = r.givers()
	s.Fields = map[schema.Field]string{}
	for _, list := range append([][]schema.Value{r.draft.Values}, sessionValues(&r.draft)...) {
		for _, v := range list {
			if _, had := s.Fields[v.Field]; !had && (v.Label != "" || v.Field == schema.FieldTitle) {
				s.Fields[v.Field] = clip(v.Text, 40)
			}
		}
	}
	if ids := r.draft.Get(schema.FieldNativeID); len(ids) > 0 && ids[0].Where.Path != "" {
		s.ID = ids[0].Text
	}
	under := ""
	for li := range r.lay.lines {
		if l := &r.lay.lines[li]; l.text != "" {
			x := r.sketchLine(li, l)
			p := &r.pieces[r.firstOf[li]]
			if p.label != "" {
				under = ""
				if p.known {
					under = p.key
				}
			} else if x.Role == site.RoleValue {
				x.Under = under
			}
			s.Lines = append(s.Lines, x)
			s.Bits = r.bits(s.Bits, int32(li), l)
		}
	}
	s.Slots = r.columnSlots(r.slots())
	s.Units = r.units()
	return s
}

// givers names who may give the course: labelled providers, then others, then the first word of the title.
func (r *reader) givers() []string {
	var labelled, others []string
	for _, v := range r.draft.Values {
		if v.Field != schema.FieldProviderName && v.Field != schema.FieldProvider {
			continue
		}
		first, _, _ := strings.Cut(v.Text, "\n")
		if g := text.FoldLabel(clip(first, 80)); g != "" && v.Label != "" {
			labelled = append(labelled, g)
		} else if g != "" {
			others = append(others, g)
		}
	}
	out := append(labelled, others...)
	if vs := r.draft.Get(schema.FieldTitle); len(vs) > 0 {
		w, _, _ := strings.Cut(text.FoldLabel(clip(vs[0].Text, 80)), " ")
		out = append(out, "title "+w)
	}
	return out[:min(len(out), 4)]
}

// sketchLine tells one line's place and role.
func (r *reader) sketchLine(li int, l *line) site.Line {
	p := &r.pieces[r.firstOf[li]]
	out := site.Line{At: r.placeOf(l), Text: clip(l.text, maxSketchText), Kind: kindsOf(l.text), Role: r.roleOf(p), Whole: p.label != "" && p.whole}
	out.Hole = onlyDate(out.Text)
	if p.label == "" && out.Role == site.RoleValue && len(l.text) < 60 && li > 0 {
		q := &r.pieces[r.firstOf[li]-1]
		next := int(r.firstOf[li+1])
		out.Only = q.whole && q.known && (next >= len(r.pieces) || r.pieces[next].label != "" || r.pieces[next].claim != p.claim)
	}
	return out
}

func (r *reader) roleOf(p *piece) site.Role {
	switch {
	case p.skip || p.claim == "chrome":
		return site.RoleChrome
	case p.claim == string(schema.FieldTitle):
		return site.RoleTitle
	case p.label != "" && (p.known || r.guessed[p.key] != nil):
		return site.RoleLabel
	case p.label != "" && p.sure >= styled:
		return site.RoleMaybe
	case p.claim == "session" || p.claim == "table" || isSession(schema.Field(p.claim)):
		return site.RoleSession
	case p.claim == "unclaimed" || p.claim == "":
		return site.RoleUnclaimed
	}
	return site.RoleValue
}

// slots lists the labels of the page with the words behind each.
func (r *reader) slots() []site.Slot {
	var out []site.Slot
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.label == "" || p.skip || p.key == "" || p.rank == 1 || p.sure < styled && !p.known {
			continue
		}
		v := r.slotValue(i)
		s := site.Slot{Label: p.key, Text: p.label, At: r.placeOf(&r.lay.lines[p.line]), Known: p.known || r.guessed[p.key] != nil,
			Value: v}
		if e := r.lookup(p, inCourse); e != nil {
			s.Field = e.field
		}
		s.Kind = kindsOf(s.Value)
		out = append(out, s)
	}
	return out
}

// slotValue is what stands behind a label up to the next one, at most maxSketchText bytes of it. Words below a heading
// may begin as labels do; several labels of their own below it make it the heading of a section, which has no value.
func (r *reader) slotValue(i int) string {
	p := &r.pieces[i]
	v := append([]byte(nil), r.text(p)...)
	inner := 0
	for j := i + 1; j < len(r.pieces) && len(v) < maxSketchText; j++ {
		q := &r.pieces[j]
		if q.skip {
			continue
		}
		if q.label != "" {
			if p.rank > 6 || !p.whole || q.rank <= 6 || q.sure >= structural && q.known {
				break
			}
			if inner++; inner > 2 {
				return ""
			}
		}
		if t := strings.TrimSpace(r.lay.lines[q.line].text[q.lfrom:q.to]); t != "" {
			v = append(append(v, '\n'), t...)
		}
	}
	return clip(strings.TrimLeft(string(v), "\n"), maxSketchText)
}

// placeOf names the innermost boxes of a line with what their classes say, and how its beginning is drawn: the place
// of a line among the site's pages.
func (r *reader) placeOf(l *line) string {
	at := r.placeOfBox(l.box)
	if len(l.runs) > 0 {
		x := &l.runs[0]
		if c := site.StableClass(x.class); c != "" {
			return at + ">span." + c
		}
		if x.style&styleBold != 0 {
			return at + ">b"
		}
	}
	return at
}

func (r *reader) placeOfBox(b int32) string {
	if r.places == nil {
		r.places = make([]string, len(r.lay.boxes))
	}
	if r.places[b] != "" {
		return r.places[b]
	}
	var steps []string
	for n := 0; b >= 0 && n < 4; n++ {
		bx := &r.lay.boxes[b]
		s := bx.tag.String()
		if c := site.StableClass(attr(bx.attrs, "class")); c != "" {
			s += "." + c
		}
		steps = append(steps, s)
		b = bx.parent
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return strings.Join(steps, ">")
}

// onlyDate gives where the one date of a short text stands.
func onlyDate(t string) (at [2]int) {
	if spans := date.Spans(t); len(spans) == 1 && len(t) < 200 {
		return spans[0]
	}
	return at
}

// bits adds the stretches of a line that speak of the sheet: a date or a number among other words.
func (r *reader) bits(out []site.Line, li int32, l *line) []site.Line {
	if len(l.runs) < 2 || len(l.text) > maxSketchText || digits(l.text) < 4 {
		return out
	}
	parts := r.lineParts(l.box, li)
	if len(parts) < 2 {
		return out
	}
	for _, x := range parts {
		if digits(x.text) > 3 {
			out = append(out, site.Line{At: x.col, Text: x.text, Kind: kindsOf(x.text), Hole: onlyDate(x.text)})
		}
	}
	return out
}

func sessionValues(d *schema.Draft) (out [][]schema.Value) {
	for i := range d.Sessions {
		out = append(out, d.Sessions[i].Values)
	}
	return out
}

// columnSlots lists the heads of the page's tables with the words of their columns.
func (r *reader) columnSlots(out []site.Slot) []site.Slot {
	for _, t := range r.tables {
		for n, row := range t.rows {
			if n > 20 {
				break
			}
			col := 0
			for _, c := range row {
				k := columnAt(t.heads, col)
				col += c.span
				if k < 0 || t.heads[k].label == "" {
					continue
				}
				h := &t.heads[k]
				v := clip(r.cellText(c.box), maxSketchText)
				out = append(out, site.Slot{Label: labelKey(trimLabel(h.label)), Text: h.label, Known: h.e != nil, Value: v, Kind: kindsOf(v)})
			}
		}
	}
	return out
}
