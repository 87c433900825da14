package claim

import (
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// nextLoose closes the session that labels of the course level speak of when the same label comes again with other
// words: a page may list its sessions as rows of labels under no heading.
func (r *Reader) nextLoose(f schema.Field, text string) {
	if f != schema.FieldSessionDates && f != schema.FieldSessionStart && f != schema.FieldSessionCity {
		return
	}
	if had := r.loose.Get(f); had == "" || had == text || !r.loose.Dated() || f == schema.FieldSessionCity && !r.loose.Has(schema.FieldSessionEnd) {
		return
	}
	s := r.loose
	r.found = append(r.found, &s)
	r.loose = session.Session{}
}

// applyLoose gives what the course level says of sessions to the only session, or makes one of it.
func (r *Reader) applyLoose() {
	if len(r.loose.Values) == 0 {
		return
	}
	if r.splitLoose() {
		return
	}
	if len(r.found) == 0 {
		s := r.loose
		if s.Dated() || s.Has(schema.FieldSessionCity, schema.FieldSessionEntryExit) {
			r.found = append(r.found, &s)
			return
		}
		for _, v := range s.Values {
			r.looseValue(v)
		}
		return
	}
	for _, v := range r.loose.Values {
		if v.Field == schema.FieldSessionCity && (severalPlaces(v.Text) || r.Lx.Misfit(v.Field, v.Text) != nil) {
			r.looseValue(v) // whose of them, the page does not tell
			continue
		}
		used := false
		for _, s := range r.found {
			if !s.Has(v.Field) && !(s.Own && session.Opener(v.Field)) && (len(r.found) == 1 || v.Field == schema.FieldSessionCity) {
				s.Add(v)
			}
			used = used || s.Get(v.Field) == v.Text
		}
		if !used {
			r.looseValue(v)
		}
	}
}

// severalPlaces reports whether a text prints the addresses of several places.
func severalPlaces(t string) bool {
	n := 0
	for l := range strings.SplitSeq(t, "\n") {
		if wording.PostalLine(l) {
			n++
		}
	}
	return n > 1
}

// splitLoose makes one session of each line of dates where the course level prints several.
func (r *Reader) splitLoose() bool {
	if len(r.found) > 0 {
		return false
	}
	for n, v := range r.loose.Values {
		lines := strings.Split(v.Text, "\n")
		if v.Field != schema.FieldSessionDates || len(lines) < 2 {
			continue
		}
		for _, t := range lines {
			if !date.HoldsPeriod(strings.TrimPrefix(t, "- ")) {
				return false
			}
		}
		for _, t := range lines {
			s := &session.Session{Where: r.loose.Where}
			r.HeadingDates(strings.TrimPrefix(t, "- "), s, shape.Printed{Links: v.Links, Where: v.Where})
			for m, o := range r.loose.Values {
				if m != n && !s.Has(o.Field) {
					s.Add(o)
				}
			}
			r.found = append(r.found, s)
		}
		return true
	}
	return false
}

func (r *Reader) looseValue(v schema.Value) {
	v.Field = schema.FieldOther
	r.Draft.Values = append(r.Draft.Values, v)
}

// sessionsInMenus takes the choices of menus for sessions where the page tells none with its dates: one enrols in a session by
// choosing it, and no other words of the page tell when it is.
func (r *Reader) sessionsInMenus() {
	for _, s := range r.found {
		if s.Dated() {
			return
		}
	}
	said := map[string]bool{}
	for _, m := range r.Lay.Menus {
		at := min(int(m.Line), len(r.Lay.Lines)-1)
		if at < 0 {
			return
		}
		i := int(r.FirstOf[at])
		for _, t := range m.Choices {
			if said[t] {
				continue // the same menu again, at the foot of the page
			}
			said[t] = true
			s := r.open(i)
			s.Own, s.Id = true, ""
			pr := r.CollectLine(i)
			pr.Items, pr.Links = nil, nil
			days, state := session.DaysAndState(t)
			pr.Text = days
			r.sessionWords(&r.Pieces[i], pr, s)
			if pr.Text = state; state != "" {
				s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
			}
		}
	}
	if len(said) > 0 {
		r.Notes.Add(&r.Pieces[0], "%d sessions are choices of a menu: %s", len(said), strings.Join(r.Lay.Menus[0].Choices[:1], ""))
	}
}
