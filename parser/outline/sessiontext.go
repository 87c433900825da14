package outline

import (
	"cmp"
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// NextOpens reports whether the piece after i opens a session by its dates: i is its town.
func (r *Regions) NextOpens(i, ext int) bool {
	if i+1 >= ext || len(r.Text(&r.Pieces[i])) > 60 || r.Nearer(i) {
		return false
	}
	q := &r.Pieces[i+1]
	return q.Label == "" && session.TellsDates(r.Text(q))
}

// DatedBelow reports whether dates stand in one of the lines right below piece i.
func (r *Regions) DatedBelow(i, ext int) bool {
	for j := i + 1; j < min(i+4, ext); j++ {
		if q := &r.Pieces[j]; session.TellsDates(r.Text(q)) || r.SessionLabel(q) {
			return true
		} else if q.Whole {
			return false
		}
	}
	return false
}

// Nearer reports whether piece i shares a smaller box with the piece before it than with the one after it.
func (r *Regions) Nearer(i int) bool {
	return i > 0 && i+1 < len(r.Pieces) && r.shared(i, i-1) > r.shared(i, i+1)
}

// shared is the depth of the smallest box that holds two pieces.
func (r *Regions) shared(i, j int) int16 {
	a, b := r.BoxOf(i), r.BoxOf(j)
	for a != b {
		if r.Lay.Boxes[a].Depth >= r.Lay.Boxes[b].Depth {
			a = r.Lay.Boxes[a].Parent
		} else {
			b = r.Lay.Boxes[b].Parent
		}
		if a < 0 || b < 0 {
			return 0
		}
	}
	return r.Lay.Boxes[a].Depth
}

// SideBySide gives the parts of a line that is nothing but inline elements beside each other: the town, the dates and the
// state of a session's head.
func (r *Regions) SideBySide(p *shape.Piece, whole string) []string {
	l := &r.Lay.Lines[p.Line]
	if p.Label != "" || len(l.Parts) < 2 || p.From > 0 || int(p.To) < len(l.Text) || !r.Covers(l) || len(whole) > 250 {
		return nil
	}
	var out []string
	from := 0 // of the last one
	for _, s := range l.Parts {
		end := min(int(s.To), len(l.Text))
		t := strings.Trim(l.Text[s.From:end], " •·|-–—→/,")
		if t == "" {
			continue
		}
		c := t[0]
		if c >= 'a' && c <= 'z' && len(date.Spans(t)) == 0 && !wording.TellsState(t) {
			return nil // a word in the middle of a sentence
		}
		if n := len(out); n > 0 && len(date.Spans(t)) > 0 && len(date.Spans(out[n-1])) == 1 && (c >= 'a' && c <= 'z' || wording.Digit(c)) {
			whole := wording.Clean(strings.TrimSpace(l.Text[from:end])) // "<time>6 octobre</time> → <time>26 juin</time>"
			if c != 'a' && whole == out[n-1]+" "+wording.Clean(t) && later(out[n-1], t) {
				whole = out[n-1] + " au " + wording.Clean(t) // an arrow drawn as a picture
			}
			out[n-1] = whole
			continue
		}
		from = int(s.From)
		out = append(out, wording.Clean(t))
	}
	return out
}

// ReplacePlace takes a postal line as the place; what stood there before is the name of the place or provider.
func (r *Regions) ReplacePlace(s *session.Session, pr shape.Printed) {
	for n := range s.Values {
		if s.Values[n].Field == schema.FieldSessionCity {
			s.Values[n].Field = schema.FieldSessionText
		}
	}
	s.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
}

// keepSentence keeps a whole sentence of a session where the values taken out of it, those from one on, say less.
func (r *Regions) keepSentence(t string, from int, pr shape.Printed, s *session.Session) {
	if s.Lacks(t, from) {
		pr.Text, pr.Items, pr.Icon = t, nil, false
		s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
	}
}

// remark takes how one enters out of the brackets at the end of a heading: "VILLE (Atelier permanent)".
func (r *Regions) remark(part string, s *session.Session, pr shape.Printed) string {
	i := strings.LastIndexByte(part, '(')
	if i < 1 || !strings.HasSuffix(part, ")") || !wording.Permanent(part[i+1:len(part)-1]) {
		return part
	}
	pr.Text, pr.Items, pr.Icon = part[i+1:len(part)-1], nil, false
	s.Add(r.SessionValue(schema.FieldSessionEntryExit, "", pr))
	return strings.TrimSpace(part[:i])
}

// SessionValue makes the value of a session from what is printed.
func (r *Regions) SessionValue(f schema.Field, label string, pr shape.Printed) schema.Value {
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && len(pr.Text) < 20 && wording.IsID(pr.Text) && len(date.Spans(pr.Text)) == 0 {
		f = schema.FieldSessionID // "Session : S1301"
	}
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && session.EntryExitText(pr.Text) && len(date.Spans(pr.Text)) == 0 {
		f = schema.FieldSessionEntryExit
	}
	if f == schema.FieldSessionEntryExit && pr.Text == "" && session.EntryExitText(label) {
		pr.Text = label // the label is the whole fact: "Entrées/sorties permanentes"
	}
	if f == schema.FieldSessionSeats && !strings.ContainsAny(pr.Text, "0123456789?") {
		f = schema.FieldSessionState // "Places restantes : Complet"
	}
	return schema.Value{Field: f, Label: cmp.Or(label, pr.Label), Text: pr.Text, Items: pr.Items, Links: pr.Links, Icon: pr.Icon,
		Empty: r.Model.SaysNothing(pr.Text), Where: pr.Where}
}

// Organiser reports whether q, drawn as the label p over sessions and no deeper in the page, is the label of who offers
// the course.
func (r *Regions) Organiser(p, q *shape.Piece) bool {
	e := r.Lookup(q, shape.InCourse)
	if e == nil || e.Field != schema.FieldProvider && e.Field != schema.FieldContact || !r.alike(p, q) {
		return false
	}
	a, b := r.Lay.Lines[p.Line].Box, r.Lay.Lines[q.Line].Box
	return a != b && r.Lay.Boxes[b].Depth <= r.Lay.Boxes[a].Depth
}

// SessionLabel reports whether a label speaks of sessions and of nothing else.
func (r *Regions) SessionLabel(q *shape.Piece) bool {
	e := r.Lookup(q, shape.InSession)
	return e != nil && (session.Tight(e.Field) || e.Field == schema.FieldSessions)
}

// TableOver gives the record table that piece k stands in, nil when it stands in none.
func (r *Regions) TableOver(k int) *Table {
	for b := r.BoxOf(k); b > 0; b = r.Lay.Boxes[b].Parent {
		if t := r.Tables[b]; t != nil {
			return t
		}
	}
	return nil
}

// CollectLine gives the whole line of a piece as it is printed.
func (r *Regions) CollectLine(i int) shape.Printed {
	var pr shape.Printed
	l := &r.Lay.Lines[r.Pieces[i].Line]
	r.Place(&pr, l)
	pr.Text = wording.Clean(l.Text)
	return pr
}

// LabelledDates reports whether piece i is the label of a session's dates.
func (r *Regions) LabelledDates(i, ext int) bool {
	if i >= ext || r.Pieces[i].Sure < shape.Styled {
		return false
	}
	e := r.Lookup(&r.Pieces[i], shape.InSession)
	return e != nil && (e.Field == schema.FieldSessionDates || e.Field == schema.FieldSessionStart)
}

// Belongs reports whether a line that numbers a session stands below the dates of the session being read, nearer to
// them than to what follows: it is that session's number.
func (r *Regions) Belongs(i int, p *shape.Piece, s *session.Session) bool {
	return s.Dated() && !s.Detail && !s.Has(schema.FieldSessionID) && len(date.Spans(p.Label)) == 0 && r.Nearer(i)
}

// later reports whether a text is one day and another one is a later day.
func later(a, b string) bool {
	from, to := date.ReadPeriod(a), date.ReadPeriod(b)
	return date.Only(a) && date.Only(b) && from.Start() != "" && from.Start() < to.Start()
}
