package parser

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/claim"
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// sketch notes for the site's model what the page's lines are and what the reading made of them.
func (r *reading) sketch(page schema.Page, res *Result) *site.Sketch {
	s := &site.Sketch{URL: page.URL, Name: page.URL, Hash: res.ContentHash, Course: res.Refusal == nil}
	if s.Name == "" {
		s.Name = page.File
		if u := r.address(page); u != nil {
			s.URL = u.String()
		}
	}
	s.Givers = r.givers()
	s.Fields = map[schema.Field]string{}
	for _, list := range append([][]schema.Value{r.Draft.Values}, claim.SessionValues(&r.Draft)...) {
		for _, v := range list {
			if _, had := s.Fields[v.Field]; !had && (v.Label != "" || v.Field == schema.FieldTitle) {
				s.Fields[v.Field] = wording.Clip(v.Text, 40)
			}
		}
	}
	if ids := r.Draft.Get(schema.FieldNativeID); len(ids) > 0 && ids[0].Where.Path != "" {
		s.ID = ids[0].Text
	}
	under := ""
	for li := range r.Lay.Lines {
		if l := &r.Lay.Lines[li]; l.Text != "" {
			x := r.sketchLine(li, l)
			p := &r.Pieces[r.FirstOf[li]]
			if p.Label != "" {
				under = ""
				if p.Known {
					under = p.Key
				}
			} else if x.Role == site.RoleValue {
				x.Under = under
			}
			s.Lines = append(s.Lines, x)
			s.Bits = r.bits(s.Bits, int32(li), l)
		}
	}
	s.Slots = r.stateSlots(r.columnSlots(r.slots()))
	s.Units = r.units()
	s.Root, s.Icons = r.root(), r.unknownIcons()
	return s
}

// givers names who may give the course: labelled providers, then others, then the first word of the title.
func (r *reading) givers() []string {
	var labelled, others []string
	for _, v := range r.Draft.Values {
		if v.Field != schema.FieldProviderName && v.Field != schema.FieldProvider {
			continue
		}
		first, _, _ := strings.Cut(v.Text, "\n")
		if g := text.FoldLabel(wording.Clip(first, 80)); g != "" && v.Label != "" {
			labelled = append(labelled, g)
		} else if g != "" {
			others = append(others, g)
		}
	}
	out := append(labelled, others...)
	if vs := r.Draft.Get(schema.FieldTitle); len(vs) > 0 {
		w, _, _ := strings.Cut(text.FoldLabel(wording.Clip(vs[0].Text, 80)), " ")
		out = append(out, "title "+w)
	}
	return out[:min(len(out), 4)]
}

// sketchLine tells one line's place and role.
func (r *reading) sketchLine(li int, l *layout.Line) site.Line {
	p := &r.Pieces[r.FirstOf[li]]
	out := site.Line{At: r.PlaceOf(l), Text: wording.Clip(l.Text, lexicon.MaxSketchText), Kind: lexicon.KindsOf(l.Text), Role: r.roleOf(p), Whole: p.Label != "" && p.Whole}
	out.Hole = onlyDate(out.Text)
	if p.Label == "" && out.Role == site.RoleValue && len(l.Text) < 60 && li > 0 {
		q := &r.Pieces[r.FirstOf[li]-1]
		next := int(r.FirstOf[li+1])
		out.Only = q.Whole && q.Known && (next >= len(r.Pieces) || r.Pieces[next].Label != "" || r.Pieces[next].Claim != p.Claim)
	}
	return out
}

func (r *reading) roleOf(p *shape.Piece) site.Role {
	switch {
	case p.Skip || p.Claim == "chrome":
		return site.RoleChrome
	case p.Claim == string(schema.FieldTitle):
		return site.RoleTitle
	case p.Label != "" && (p.Known || r.Guessed[p.Key] != nil):
		return site.RoleLabel
	case p.Label != "" && p.Sure >= shape.Styled:
		return site.RoleMaybe
	case p.Claim == "session" || p.Claim == "table" || lexicon.IsSession(schema.Field(p.Claim)):
		return site.RoleSession
	case p.Claim == "unclaimed" || p.Claim == "":
		return site.RoleUnclaimed
	}
	return site.RoleValue
}

// slots lists the labels of the page with the words behind each.
func (r *reading) slots() []site.Slot {
	var out []site.Slot
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Label == "" || p.Skip || p.Key == "" || p.Rank == 1 || p.Sure < shape.Styled && !p.Known {
			continue
		}
		v := r.slotValue(i)
		s := site.Slot{Label: p.Key, Text: p.Label, At: r.PlaceOf(&r.Lay.Lines[p.Line]), Known: p.Known || r.Guessed[p.Key] != nil,
			Value: v}
		if e := r.Lookup(p, shape.InCourse); e != nil {
			s.Field = e.Field
			if s.Cued = e.Cued; e.Cued {
				s.Known = false
			}
		}
		if !s.Known {
			s.Hint = r.Lx.Heading(p.Label)
		}
		s.Kind = lexicon.KindsOf(s.Value)
		out = append(out, s)
	}
	return out
}

// slotValue is what stands behind a label up to the next one, at most maxSketchText bytes of it. Words below a heading
// may begin as labels do; several labels of their own below it make it the heading of a section, which has no value.
func (r *reading) slotValue(i int) string {
	p := &r.Pieces[i]
	v := append([]byte(nil), r.Text(p)...)
	inner := 0
	for j := i + 1; j < len(r.Pieces) && len(v) < lexicon.MaxSketchText; j++ {
		q := &r.Pieces[j]
		if q.Skip {
			continue
		}
		if q.Label != "" {
			if p.Rank > 6 || !p.Whole || q.Rank <= 6 || q.Sure >= shape.Structural && q.Known {
				break
			}
			if inner++; inner > 2 {
				return ""
			}
		}
		if t := strings.TrimSpace(r.Lay.Lines[q.Line].Text[q.Lfrom:q.To]); t != "" {
			v = append(append(v, '\n'), t...)
		}
	}
	return wording.Clip(strings.TrimLeft(string(v), "\n"), lexicon.MaxSketchText)
}

// onlyDate gives where the one date of a short text stands.
func onlyDate(t string) (at [2]int) {
	if spans := date.Spans(t); len(spans) == 1 && len(t) < 200 {
		return spans[0]
	}
	return at
}

// bits adds the stretches of a line that speak of the sheet: a date or a number among other words.
func (r *reading) bits(out []site.Line, li int32, l *layout.Line) []site.Line {
	if len(l.Runs) < 2 || len(l.Text) > lexicon.MaxSketchText || wording.Digits(l.Text) < 4 {
		return out
	}
	parts := r.LineParts(l.Box, li)
	if len(parts) < 2 {
		return out
	}
	for _, x := range parts {
		if wording.Digits(x.Text) > 3 {
			out = append(out, site.Line{At: x.Col, Text: x.Text, Kind: lexicon.KindsOf(x.Text), Hole: onlyDate(x.Text)})
		}
	}
	return out
}

// columnSlots lists the heads of the page's tables with the words of their columns.
func (r *reading) columnSlots(out []site.Slot) []site.Slot {
	for _, t := range r.Tables {
		for n, row := range t.Rows {
			if n > 20 {
				break
			}
			col := 0
			for _, c := range row {
				k := outline.ColumnAt(t.Heads, col)
				col += c.Span
				if k < 0 || t.Heads[k].Label == "" {
					continue
				}
				h := &t.Heads[k]
				v := wording.Clip(r.CellText(c.Box), lexicon.MaxSketchText)
				out = append(out, site.Slot{Label: wording.LabelKey(wording.TrimLabel(h.Label)), Text: h.Label, Known: h.E != nil, Value: v, Kind: lexicon.KindsOf(v)})
			}
		}
	}
	return out
}

// stateSlots lists what the page's state says of the course by keys that no list knows.
func (r *reading) stateSlots(out []site.Slot) []site.Slot {
	for _, f := range r.facts {
		if v := wording.Clip(f.Text, lexicon.MaxSketchText); r.Lx.KeyField(f.Name, false) == "" && worded(v) {
			out = append(out, site.Slot{Label: stateKey(f.Name), Text: stateKey(f.Name), Value: v, Kind: lexicon.KindsOf(v)})
		}
	}
	return out
}

// root gives the place of the smallest box that holds the title and all that a field or a session took.
func (r *reading) root() string {
	first, last := int32(-1), int32(-1)
	for i := range r.Pieces {
		switch p := &r.Pieces[i]; r.roleOf(p) {
		case site.RoleTitle, site.RoleValue, site.RoleSession:
			if first < 0 {
				first = p.Line
			}
			last = p.Line
		}
	}
	if first < 0 {
		return ""
	}
	b := r.Lay.Lines[first].Box
	for b > 0 && r.Lay.Boxes[b].Last <= last {
		b = r.Lay.Boxes[b].Parent
	}
	if b <= 0 || r.Lay.Boxes[b].Tag == atom.Body {
		return ""
	}
	return r.PlaceOfBox(b)
}

// unknownIcons names the pictures of the content that no list of words knows, each once.
func (r *reading) unknownIcons() (out []string) {
	for li := range r.Lay.Lines {
		l := &r.Lay.Lines[li]
		if p := &r.Pieces[r.FirstOf[li]]; len(l.Icons) == 0 || p.Skip || p.Claim == "chrome" {
			continue
		}
		for _, ic := range l.Icons {
			w := strings.TrimSpace(ic.Alt)
			if w == "" {
				w = strings.TrimSpace(ic.Title)
			}
			if w != "" && len(w) < 60 && !r.State(w) && !slices.Contains(out, w) && len(out) < 20 {
				out = append(out, w)
			}
		}
	}
	return out
}
