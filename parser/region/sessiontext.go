package region

import (
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// nextOpens reports whether the piece after i opens a session by its dates: i is its town.
func (r *Regions) NextOpens(i, ext int) bool {
	if i+1 >= ext || len(r.Text(&r.Pieces[i])) > 60 || r.Nearer(i) {
		return false
	}
	q := &r.Pieces[i+1]
	return q.Label == "" && session.TellsDates(r.Text(q))
}

// datedBelow reports whether dates stand in one of the lines right below piece i.
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

// nearer reports whether piece i shares a smaller box with the piece before it than with the one after it.
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

// sideBySide gives the parts of a line that is nothing but inline elements beside each other: the town, the dates and the
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
			out[n-1] = wording.Clean(strings.TrimSpace(l.Text[from:end])) // "<time>6 octobre</time> → <time>26 juin</time>"
			continue
		}
		from = int(s.From)
		out = append(out, wording.Clean(t))
	}
	return out
}

// replacePlace takes a postal line as the place; what stood there before is the name of the place or provider.
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
