package parser

import (
	"carif/parser/session"
	"carif/parser/shape"
	"carif/schema"
	"carif/text"
)

// finish puts the draft together once all pieces are read.
func (r *reader) finish() {
	r.dropOutside()
	r.dropTwins()
	r.providerByName()
	r.providerFromContact()
	r.yieldWeak()
	r.mergeSessions()
	r.applyLoose()
	r.settleLater()
	r.dropBare()
	r.statedCodes()
	r.keepHeads()
	r.markAside()
	for _, s := range r.found {
		if s.Id != "" && !s.Has(schema.FieldSessionID) {
			s.Values = append(s.Values, schema.Value{Field: schema.FieldSessionID, Text: s.Id, Where: s.Where})
		}
		if len(s.Values) > 0 {
			r.draft.Sessions = append(r.draft.Sessions, schema.DraftSession{Values: s.Values, Where: s.Where})
		}
	}
}

// later is a value of the course that stands in one session.
type later struct {
	f     schema.Field
	label string
	pr    shape.Printed
	s     *session.Session
}

func perSession(f schema.Field) bool {
	return f == schema.FieldCentreHours || f == schema.FieldCompanyHours || f == schema.FieldWeeklyHours
}

// saysAlready reports whether the course has a value of a field that says the same.
func (r *reader) saysAlready(f schema.Field, words string) bool {
	for _, v := range r.draft.Get(f) {
		if text.FoldLabel(v.Text) == text.FoldLabel(words) {
			return true
		}
	}
	return false
}

// settleLater gives the course what all its sessions say alike, and each session what they say otherwise.
func (r *reader) settleLater() {
	for _, s := range r.found {
		for _, v := range s.Values {
			if v.Field == schema.FieldSessionHours {
				r.later = append(r.later, later{schema.FieldDuration, v.Label, shape.Printed{Text: v.Text, Links: v.Links, Where: v.Where}, nil})
			}
		}
	}
	said := map[schema.Field]string{} // what all sessions say alike, "" once two differ
	for _, l := range r.later {
		if old, ok := said[l.f]; !ok {
			said[l.f] = text.FoldLabel(l.pr.Text)
		} else if old != text.FoldLabel(l.pr.Text) {
			said[l.f] = ""
		}
	}
	done := map[schema.Field]bool{}
	for _, l := range r.later {
		switch {
		case said[l.f] != "" && !done[l.f] && len(r.draft.Get(l.f)) == 0:
			r.put(l.f, l.label, l.pr, nil, 0)
		case l.s != nil && !r.saysAlready(l.f, l.pr.Text):
			q := l.pr
			q.Text, q.Items = l.label+" : "+q.Text, nil
			l.s.Add(r.SessionValue(schema.FieldSessionText, l.label, q))
		}
		done[l.f] = true
	}
}

// yieldWeak turns values under weak labels into "other" where a plain label of the same field stands on the page.
func (r *reader) yieldWeak() {
	strong := map[schema.Field]int{}
	weak := map[int]bool{}
	for _, n := range r.weak {
		if n < len(r.draft.Values) {
			weak[n] = true
		}
	}
	row := map[int]bool{}
	for _, n := range r.rowWeak {
		row[n] = true
	}
	for n, v := range r.draft.Values {
		if !weak[n] && !row[n] {
			strong[v.Field]++
		}
	}
	taken := map[schema.Field]bool{}
	for n := range r.draft.Values {
		v := &r.draft.Values[n]
		if row[n] && strong[v.Field] > 0 {
			v.Field, v.Also = schema.FieldOther, nil
		}
		if !weak[n] {
			continue
		}
		if strong[v.Field] > 0 || taken[v.Field] {
			v.Field, v.Also = schema.FieldOther, nil
			if or := r.weakOr[n]; or != "" && strong[or] == 0 {
				v.Field = or
			}
			continue
		}
		taken[v.Field] = true
	}
}

// maxJoined is the number of sessions up to which details are looked for: every one is compared with every other,
// and a page with more is a dump, whose rows have none.
const maxJoined = 2000
