package parser

import (
	"carif/schema"
	"carif/text"
)

// dropBare takes back the sessions that nothing on the page speaks for: a session has a date, a way to enter, a number of its
// own, or a place that is one. What stood there stays listed, as absent where the page says that there is none.
func (r *reader) dropBare() {
	kept := r.found[:0]
	for _, s := range r.found {
		if r.evident(s) {
			kept = append(kept, s)
			continue
		}
		for _, v := range s.values {
			v.Items = nil
			if r.lx.saysNone(v.Text) {
				r.draft.Absent = append(r.draft.Absent, schema.Absent{Field: schema.FieldSessions, Raw: v.Text})
				continue
			}
			if v.Field == schema.FieldSessionContact {
				v.Field = schema.FieldContact
			} else {
				v.Field = schema.FieldOther
			}
			r.draft.Values = append(r.draft.Values, v)
		}
	}
	r.found = kept
}

// evident reports whether something speaks for a session.
func (r *reader) evident(s *session) bool {
	for n := range s.values {
		v := &s.values[n]
		switch v.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionEntryExit, schema.FieldSessionPostal, schema.FieldSessionID:
			if !r.lx.saysNone(v.Text) {
				return true
			}
		case schema.FieldSessionPlace:
			if !r.lx.saysNone(v.Text) && r.lx.misfit(v.Field, v.Text) == nil {
				return true
			}
		}
	}
	return s.id != ""
}

// saysNone reports words that say that there is no session, or none yet.
func (lx *lexicon) saysNone(t string) bool { return lx.isKind("nosession", t, text.FoldLabel(t)) }
