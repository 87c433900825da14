package claim

import (
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// fillTemplates takes what stands in the holes of lines that are else the same on all pages of the site.
func (r *Reader) fillTemplates() {
	if r.Model == nil {
		return
	}
	for _, x := range r.Filled {
		r.put(x.Field, x.Label, x.Pr, nil, 0)
	}
	for li := range r.Lay.Lines {
		l := &r.Lay.Lines[li]
		for _, h := range r.Model.Fill(l.Text) {
			if len(r.Draft.Get(h.Field)) > 0 {
				continue
			}
			i := int(r.FirstOf[li])
			pr := r.CollectLine(i)
			pr.Text = wording.Clean(l.Text[h.From:h.To])
			r.put(h.Field, wording.TrimLabel(l.Text[:h.From]), pr, nil, 0)
			r.claim(i, int(r.FirstOf[li+1]), string(h.Field), "template")
		}
	}
}

// unit reads a box that is one session: its parts by what they are on all pages, the rest as words of a session.
func (r *Reader) unit(i int, b int32, u *site.Region) int {
	if r.holders[b] {
		return r.holder(b)
	}
	_, to := r.PieceRange(b)
	s := r.open(i)
	s.Detail, s.Own, s.Holder = true, true, r.Lay.Boxes[b].Parent
	if id := r.PanelID(b); id != "" {
		s.Id = id
	}
	r.IconFacts(i, to, s)
	for j := i; j < to; j++ {
		p := &r.Pieces[j]
		if p.Skip || p.Claim != "" || p.Label != "" && p.Known && (p.Sure >= shape.Styled || !p.Whole) && !wording.TellsState(p.Label) || int(r.FirstOf[p.Line]) != j {
			continue
		}
		r.unitLine(j, b, u, s)
	}
	r.parse(i, to, shape.InSession, s)
	return to
}

// unitLine gives a session the parts of one line.
func (r *Reader) unitLine(j int, b int32, u *site.Region, s *session.Session) {
	li := r.Pieces[j].Line
	parts := r.LineParts(b, li)
	known := false
	for _, x := range parts {
		known = known || u.Columns[x.Col] != ""
	}
	if !known {
		return
	}
	for _, x := range parts {
		pr := r.CollectLine(j)
		pr.Text = wording.Clean(x.Text)
		f := u.Columns[x.Col]
		switch {
		case f == "" && date.Only(x.Text) && !s.Dated():
			f = schema.FieldSessionDates
		case f == "", f != schema.FieldSessionDates && !r.agrees(f, pr.Text) && r.otherwise(pr.Text):
			pr.Items = nil
			r.sessionWords(&r.Pieces[j], pr, s)
			continue
		case f == schema.FieldSessionDates && session.EntryExitText(x.Text) && len(date.Spans(x.Text)) == 0:
			f = schema.FieldSessionEntryExit
		}
		s.Add(r.SessionValue(f, "", pr))
	}
	r.claim(j, int(r.FirstOf[li+1]), "session", "unit")
}

// otherwise reports whether words tell by themselves what they are of a session: then no column's field stands against it.
func (r *Reader) otherwise(t string) bool {
	return session.EntryExitText(t) || r.State(t) || date.HoldsPeriod(t) || r.Town(t)
}

// behindUnits reports whether the session read last was one of the boxes in which the site shows its sessions: words
// behind them are none.
func (r *Reader) behindUnits() bool {
	n := len(r.found)
	return n > 0 && r.found[n-1].Own
}
