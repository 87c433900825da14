package claim

import (
	"strings"

	"carif/parser/session"
	"carif/schema"
)

// dropBare takes back the sessions that nothing on the page speaks for: a session has a date, a way to enter, a number of its
// own, or a place that is one. What stood there stays listed, as absent where the page says that there is none.
func (r *Reader) dropBare() {
	kept := r.found[:0]
	for _, s := range r.found {
		if r.Evident(s) {
			kept = append(kept, s)
			continue
		}
		r.noteNoSession(s)
		for _, v := range s.Values {
			v.Items = nil
			if r.Lx.SaysNone(v.Text) {
				r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: schema.FieldSessions, Raw: v.Text})
				continue
			}
			if v.Field == schema.FieldSessionContact {
				v.Field = schema.FieldContact
			} else {
				v.Field = schema.FieldOther
			}
			r.Draft.Values = append(r.Draft.Values, v)
		}
	}
	r.found = kept
}

// noteNoSession notes, where one asks, that a session was taken back.
func (r *Reader) noteNoSession(s *session.Session) {
	if r.Notes == nil {
		return
	}
	for i := range r.Pieces {
		if p := &r.Pieces[i]; p.Claim == "session" || strings.HasPrefix(p.Claim, "session.") {
			if t := r.Text(p); t != "" && len(s.Values) > 0 && strings.Contains(s.Values[0].Text, t) {
				r.Notes.Add(p, "no session: neither a date nor a way to enter nor a place that is one")
				return
			}
		}
	}
}
