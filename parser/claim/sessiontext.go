package claim

import (
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// townItem reports whether a list item names a town and then something that is no date: a session without one.
func (r *Reader) townItem(p *shape.Piece, t string) bool {
	town, rest, ok := strings.Cut(t, " : ")
	return ok && len(r.found) > 0 && r.OpensItem(p.Line) && wording.TownLike(town) && !date.HoldsPeriod(t) && rest != ""
}

// sessionText reads unlabelled text of a session.
func (r *Reader) sessionText(i, k int, s *session.Session) {
	r.IconFacts(i, k, s)
	for j := i; j < k; j++ {
		p := &r.Pieces[j]
		own := p.Label != "" && p.Claim == "" && j == i && r.Lookup(p, shape.InSession) != nil
		pr := r.Collect(j, j+1, own)
		if own {
			pr.Label = p.Label
		}
		if pr.Text == "" && wording.TellsState(p.Label) { // "Places disponibles", and no number of them
			pr.Text, pr.Label = p.Label, ""
		}
		switch {
		case pr.Text == "" && own && p.Whole:
			s.Label, s.Next = p.Label, j+1
			r.ClaimChrome(j, j+1) // unless words follow
			continue
		case pr.Text == "":
			r.ClaimChrome(j, j+1)
			continue
		case s.Label != "" && s.Next == j:
			r.Pieces[j-1].Claim, r.Pieces[j-1].Rule = "session", "session label"
			pr.Label, s.Label = s.Label, ""
		}
		r.claim(j, j+1, "session", "session text")
		pr.Items = nil
		if !own && r.OpensItem(p.Line) && session.OnePeriod(pr.Text) {
			if s.Listed && s.Id == "" && !s.Has(schema.FieldSessionID) {
				s = r.besides(s, j, pr)
			}
			s.Listed = true
		}
		if parts := session.EachPeriod(pr.Text); parts != nil && (!s.Dated() || r.Listing) {
			r.severally(parts, p, pr, s)
			continue
		}
		if parts := r.SideBySide(p, pr.Text); parts != nil {
			for _, t := range parts {
				pr.Text = t
				r.sessionWords(p, pr, s)
			}
			continue
		}
		r.sessionWords(p, pr, s)
	}
}

// besides opens a session at the place of another.
func (r *Reader) besides(s *session.Session, j int, pr shape.Printed) *session.Session {
	next := r.open(j)
	next.Holder, next.Table, next.Detail = s.Holder, s.Table, s.Detail
	if pr.Text = s.Get(schema.FieldSessionCity); pr.Text != "" {
		next.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
	}
	return next
}

// severally reads the periods of one line as so many sessions; what stands before the first is of all.
func (r *Reader) severally(parts []string, p *shape.Piece, pr shape.Printed, s *session.Session) {
	towns := s.All(schema.FieldSessionCity)
	for n, t := range parts {
		if n > 0 {
			next := r.open(int(r.FirstOf[p.Line]))
			next.Holder, next.Table = s.Holder, s.Table
			place := s.Get(schema.FieldSessionCity)
			if towns != "" {
				place = strings.TrimSpace(towns)
			}
			s = next
			pr.Text = t
			if r.sessionWords(p, pr, s); place != "" && !s.Has(schema.FieldSessionCity) {
				q := pr
				q.Text, q.Items = place, nil
				s.Add(r.SessionValue(schema.FieldSessionCity, "", q))
			}
			continue
		}
		pr.Text = t
		r.sessionWords(p, pr, s)
	}
}

// sessionWords gives a session what some words say of it.
func (r *Reader) sessionWords(p *shape.Piece, pr shape.Printed, s *session.Session) {
	t := strings.TrimPrefix(pr.Text, "- ")
	if cut := wording.CutCount(t); cut != t && r.MaybeTown(cut) {
		t, pr.Text = cut, cut
	}
	switch {
	case session.OtherDates(t):
		s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
	case r.sessionByClass(p, t, pr, s):
	case endsOn(s, t):
		pr.Text, pr.Items = t, nil
		s.Add(r.SessionValue(schema.FieldSessionEnd, "", pr))
	case tellsWhen(t):
		t, _ = wording.CutOrdinal(t)
		r.HeadingDates(t, s, pr)
	case len(t) < 40 && session.SessionNumber(t) != "" && !s.Has(schema.FieldSessionID) && session.Numbered(t):
		pr.Text = session.SessionNumber(t)
		s.Add(r.SessionValue(schema.FieldSessionID, "", pr))
	case session.EntryExitText(t) && len(t) < 60:
		pr.Text = t
		s.Add(r.SessionValue(schema.FieldSessionEntryExit, "", pr))
	case r.townItem(p, t) && len(s.Values) == 0:
		town, rest, _ := strings.Cut(t, " : ")
		pr.Text = town
		s.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
		pr.Text = rest
		s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
	case r.State(t):
		s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
	case (!s.Has(schema.FieldSessionCity) || r.namesNoTown(s, t)) && !pr.Icon && wording.TownLike(t) && r.MaybeTown(t):
		town, state := session.TownState(t)
		if pr.Text = state; state != "" {
			s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
		}
		pr.Text = town
		s.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
	case wording.PostalLine(t) && !strings.ContainsAny(s.Get(schema.FieldSessionCity), "0123456789"):
		pr.Text = t
		r.ReplacePlace(s, pr)
	case wording.PostalLine(t) && endsInTown(s.Get(schema.FieldSessionCity), t): // "Rouen (76)", then "5 quai du Port, 76000 Rouen"
		pr.Text = t
		s.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
	default:
		r.prose(p, t, pr, s)
		s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
	}
}

// endsInTown reports whether a line of an address ends with a town, which was printed before with its department.
func endsInTown(town, line string) bool {
	town = text.FoldLabel(wording.DropOrdinal(strings.TrimSpace(wording.DropBrackets(town))))
	return town != "" && strings.HasSuffix(text.FoldLabel(line), " "+town)
}

// endsOn reports whether a day alone is the last one of a session of which another day alone was read before: it comes
// after that one.
func endsOn(s *session.Session, t string) bool {
	if !date.Only(t) || s.Has(schema.FieldSessionEnd, schema.FieldSessionStart) {
		return false
	}
	first := s.Get(schema.FieldSessionDates)
	if !date.Only(first) {
		return false
	}
	from, to := date.ReadPeriod(first).Start(), date.ReadPeriod(t).Start()
	return from != "" && from < to
}

// tellsWhen reports whether words tell when a session is, or how one enters.
func tellsWhen(t string) bool {
	return date.HoldsPeriod(t) || wording.Permanent(t) && len(t) < 90 || session.TownDate(t) || !wording.Permanent(t) && session.TellsDates(t)
}

// prose takes the days and the town out of sentences: "Rendez-vous les 12, 13 et 14 février 2024 au verger de Lavaudieu".
func (r *Reader) prose(p *shape.Piece, t string, pr shape.Printed, s *session.Session) {
	dates, sentences := session.Prose(t)
	for n, when := range dates {
		if s.Dated() {
			s = r.besides(s, int(r.FirstOf[p.Line]), pr)
		}
		q := pr
		q.Items, q.Text = nil, when
		s.Add(r.SessionValue(schema.FieldSessionDates, "", q))
		if town := r.TownIn(sentences[n]); town != "" && !s.Has(schema.FieldSessionCity) {
			q.Text = town
			s.Add(r.SessionValue(schema.FieldSessionCity, "", q))
		}
	}
}

// namesNoTown reports whether what a session has for its town is a name that only holds one, beside a line that is a town with
// its number: "CFPPA du Pays d'Alençon", "Sées (61)".
func (r *Reader) namesNoTown(s *session.Session, line string) bool {
	if !strings.HasSuffix(line, ")") || !text.HasDigit(line) || !r.Town(line) {
		return false
	}
	for _, v := range s.Values {
		if v.Field == schema.FieldSessionCity && r.Town(v.Text) {
			return false
		}
	}
	return true
}
