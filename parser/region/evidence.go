package region

import (
	"carif/parser/session"
	"carif/schema"
)

// evident reports whether something speaks for a session.
func (r *Regions) Evident(s *session.Session) bool {
	for n := range s.Values {
		v := &s.Values[n]
		switch v.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionEntryExit, schema.FieldSessionPostal, schema.FieldSessionID:
			if !r.Lx.SaysNone(v.Text) {
				return true
			}
		case schema.FieldSessionCity:
			if !r.Lx.SaysNone(v.Text) && r.Lx.Misfit(v.Field, v.Text) == nil {
				return true
			}
		}
	}
	return s.Id != ""
}
