package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// IsSessionHead reports whether a piece is the heading of one session: by its words, or a heading that says when.
func (r *Regions) IsSessionHead(p *shape.Piece) bool {
	return p.Whole && (wording.SessionHeading(p.Label) || p.Sure == shape.Structural && !p.Known && (wording.WhenHeading(p.Label) || r.townHeads[p.Line]))
}

// FindTownHeads finds the headings that name the town of a place labelled beneath them: each opens a session, with
// dates or without.
func (r *Regions) findTownHeads() {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if !p.Whole || p.Known || p.Sure != shape.Structural || p.Rank > 6 || p.Rank == 1 || p.Skip || !wording.TownLike(p.Label) {
			continue
		}
		town := text.FoldLabel(strings.TrimSpace(wording.DropBrackets(p.Label)))
		for j := i + 1; j < len(r.Pieces) && j < i+12 && len(town) > 1; j++ {
			q := &r.Pieces[j]
			if q.Whole && q.Sure == shape.Structural && q.Rank <= p.Rank {
				break
			}
			if e := r.Lookup(q, shape.InSession); e == nil || e.Field != schema.FieldSessionCity {
				continue
			}
			if t := r.Text(q); wording.PostalLine(t) && strings.HasSuffix(text.FoldLabel(t), " "+town) {
				if r.townHeads == nil {
					r.townHeads = map[int32]bool{}
				}
				r.townHeads[p.Line] = true
			}
			break
		}
	}
}

// Beside reports whether the labels i and k stand in one box or in two of one parent: a label further inside (a row
// of a session's own table) is that session's.
func (r *Regions) Beside(i, k int) bool {
	a, b := r.BoxOf(i), r.BoxOf(k)
	if a == b {
		return true
	}
	a, b = r.OwnBox(i, a), r.OwnBox(k, b)
	return r.Lay.Boxes[a].Parent == r.Lay.Boxes[b].Parent && r.Lay.Boxes[b].Last-r.Lay.Boxes[b].First == 1
}

// SessionBox gives the box that begins at piece i and whose class or id names one session, 0 when none does.
func (r *Regions) SessionBox(i int) int32 {
	li := r.Pieces[i].Line
	if int(r.FirstOf[li]) != i {
		return 0
	}
	best := int32(0)
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if bx := &r.Lay.Boxes[b]; bx.Last-bx.First > 1 && bx.Tag != atom.Tr && bx.Tag != atom.Table && r.PanelID(b) != "" {
			best = b
		}
	}
	return best
}

// PanelID gives the session number that the attributes of a box hold, "" where they hold none.
func (r *Regions) PanelID(b int32) string {
	for _, a := range r.Lay.Boxes[b].Attrs {
		if a.Key == "class" || a.Key == "id" {
			if strings.Contains(strings.ToLower(a.Val), "session") {
				if id := wording.IdInText(a.Val, false); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

// SessionExtent is the reach of a session's heading: the largest box that it opens and that holds no other
// session's heading. holder is the box around it: two sessions of one holder are two.
func (r *Regions) SessionExtent(i, end int) (ext int, holder int32) {
	b := r.OwnBox(i, r.BoxOf(i))
	_, ext = r.PieceRange(b)
	if p := &r.Pieces[i]; p.Rank <= 6 || layout.LabelBox(&r.Lay.Boxes[b]) {
		ext, _ = r.Extent(i, end)
	}
	for {
		up := r.Lay.Boxes[b].Parent
		if up < 0 {
			return ext, b
		}
		from, to := r.PieceRange(up)
		for j := from; j < to; j++ {
			q := &r.Pieces[j]
			if j != i && r.IsSessionHead(q) || j < i && !q.Skip && (q.Label != "" || r.Text(q) != "") {
				return max(ext, i+1), up
			}
			if e := r.Lookup(q, shape.InCourse); j > i && e != nil && q.Sure == shape.Structural && q.Rank <= r.Pieces[i].Rank && lexicon.Long(e.Field) && e.Field != schema.FieldOther {
				return max(ext, i+1), up
			}
		}
		b = up
		ext = max(ext, min(to, end))
	}
}

// HeadingDates takes "VILLE - Du … au … - Durée : 21 heures" apart.
func (r *Regions) HeadingDates(t string, s *session.Session, pr shape.Printed) {
	if rest, cut := wording.CutOrdinal(t); cut && rest != "" && wording.Digit(rest[0]) && !strings.Contains(t[:len(t)-len(rest)], ":") {
		t = rest // "Session 1 – 6 septembre 2027" is no period from the 1st
	}
	t, more := session.Sentence(t)
	if more != "" {
		q := pr
		q.Text, q.Items, q.Icon = more, nil, false
		s.Add(r.SessionValue(schema.FieldSessionText, "", q))
	}
	defer r.keepSentence(t, len(s.Values), pr, s)
	parts := session.SplitDash(t)
	for _, part := range parts {
		part = r.remark(strings.TrimSpace(part), s, pr)
		q := pr
		q.Text, q.Items, q.Icon = part, nil, false
		switch {
		case part == "":
		case len(parts) > 1 && len(part) >= 6 && wording.IsID(part) && strings.Trim(part, "0123456789") == "" && !s.Has(schema.FieldSessionID):
			s.Add(r.SessionValue(schema.FieldSessionID, "", q))
		case date.HoldsPeriod(part) || session.TownDate(part) || !wording.Permanent(part) && session.TellsDates(part):
			r.partDates(part, s, q)
		case wording.TellsState(part):
			s.Add(r.SessionValue(schema.FieldSessionState, "", q))
		case wording.Permanent(part):
			r.partPermanent(part, s, q)
		case strings.Contains(part, ":"):
			r.partLabelled(part, s, q)
		case wording.SessionHeading(part):
			if id := session.SessionNumber(part); id != "" && !s.Has(schema.FieldSessionID) {
				q.Text = id
				s.Add(r.SessionValue(schema.FieldSessionID, "", q))
			}
		case wording.TownLike(part):
			town, state := session.TownState(part)
			if q.Text = state; state != "" {
				s.Add(r.SessionValue(schema.FieldSessionState, "", q))
			}
			q.Text = town
			s.Add(r.SessionValue(schema.FieldSessionCity, "", q))
		default:
			s.Add(r.SessionValue(schema.FieldSessionText, "", q))
		}
	}
}

// partPermanent takes a part that says that one may enter at any time, a town before it.
func (r *Regions) partPermanent(part string, s *session.Session, q shape.Printed) {
	if town, rest, ok := strings.Cut(part, " : "); ok && wording.TownLike(town) && !s.Has(schema.FieldSessionCity) && lexicon.Find(r.Lx.Session, wording.LabelKey(town)) == nil {
		q.Text = town
		s.Add(r.SessionValue(schema.FieldSessionCity, "", q))
		q.Text = rest
	}
	s.Add(r.SessionValue(schema.FieldSessionEntryExit, "", q))
}

// partLabelled takes a part with a colon: a label of sessions and its value, or words.
func (r *Regions) partLabelled(part string, s *session.Session, q shape.Printed) {
	lab, val, _ := strings.Cut(part, ":")
	if e := lexicon.Find(r.Lx.Session, wording.LabelKey(lab)); e != nil && lexicon.IsSession(e.Field) && strings.TrimSpace(val) != "" {
		q.Text = strings.TrimSpace(val)
		s.Add(r.SessionValue(e.Field, wording.TrimLabel(lab), q))
		return
	}
	s.Add(r.SessionValue(schema.FieldSessionText, "", q))
}

// partDates takes the part of a heading that holds the dates: "STRASBOURG du … au … (inscriptions closes)".
func (r *Regions) partDates(part string, s *session.Session, q shape.Printed) {
	if at := session.StateAfter(part); at > 0 {
		q.Text = strings.Trim(part[at:], " ()-–,;:")
		s.Add(r.SessionValue(schema.FieldSessionState, "", q))
		part = strings.TrimRight(part[:at], " (-–,;")
	}
	dates, before, after := session.CutDates(part)
	q.Text = dates
	s.Exact(dates)
	s.Add(r.SessionValue(schema.FieldSessionDates, "", q))
	for _, rest := range [...]string{before, after} {
		if rest == "" {
			continue
		}
		for part := range strings.SplitSeq(rest, ", ") { // "12 places, complet"
			if q.Text = part; wording.TellsState(part) {
				s.Add(r.SessionValue(schema.FieldSessionState, "", q))
				rest = strings.Trim(strings.Replace(rest, part, "", 1), ", ")
			}
		}
		f := schema.FieldSessionText
		if town := strings.TrimSuffix(rest, "."); wording.TownLike(town) && r.MaybeTown(town) { // the end of a sentence is no part of it
			f, rest = schema.FieldSessionCity, town
		}
		q.Text = rest
		s.Add(r.SessionValue(f, "", q))
	}
}

// SaysWhere reports whether a town or a session's state stands before or behind the dates of a line.
func (r *Regions) SaysWhere(t string) bool {
	spans := date.Spans(t)
	for _, part := range [...]string{t[:spans[0][0]], t[spans[len(spans)-1][1]:]} {
		for q := range strings.FieldsFuncSeq(part, func(c rune) bool { return c == ',' || c == ':' || c == '–' || c == '.' || c == ';' }) {
			if q = session.PlaceWords(strings.TrimSpace(q)); q != "" && (r.Town(q) || r.State(q)) {
				return true
			}
		}
	}
	return false
}
