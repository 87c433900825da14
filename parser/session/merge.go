package session

import (
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// DatesOf gives the dates a session prints, in one spelling.
func DatesOf(s *Session) string {
	var out strings.Builder
	for _, v := range s.Values {
		if v.Field == schema.FieldSessionDates || v.Field == schema.FieldSessionStart || v.Field == schema.FieldSessionEnd {
			for _, sp := range date.Spans(v.Text) {
				out.WriteString(text.FoldLabel(v.Text[sp[0]:sp[1]]) + "|")
			}
		}
	}
	return out.String()
}

// Take adds what s says to m.
func (m *Session) Take(s *Session) {
	for _, v := range s.Values {
		if v.Field == schema.FieldSessionText || v.Field == schema.FieldSessionCity || v.Field == schema.FieldSessionContact || !m.Has(v.Field) {
			m.Add(v)
			continue
		}
		if !strings.Contains(text.FoldLabel(m.All(v.Field)), text.FoldLabel(v.Text)) { // said otherwise: kept in its words
			if v.Label != "" {
				v.Text = v.Label + " : " + v.Text
			}
			v.Field, v.Items = schema.FieldSessionText, nil
			m.Add(v)
		}
	}
	if m.Id == "" {
		m.Id = s.Id
	}

	if m.Detail || m.Holder == 0 {
		m.Holder = s.Holder
	}
}

// All is everything a session says under a field.
func (m *Session) All(f schema.Field) string {
	var b strings.Builder
	for _, v := range m.Values {
		if v.Field == f {
			b.WriteString(v.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Partner finds the session that s speaks of again.
func Partner(out []*Session, s *Session) *Session {
	for _, o := range out {
		if s.Table != 0 && o.Table == s.Table {
			continue // two rows of one table are two sessions
		}
		if s.Id != "" && s.Id == o.Id {
			return o
		}
	}
	if n := len(out); n > 0 && len(out[n-1].Values) == 1 && out[n-1].Detail && same(out[n-1], s) {
		return out[n-1] // a heading twice
	}
	for _, o := range out {
		if s.Table != 0 && o.Table == s.Table || !s.Detail && !(o.Detail && s.Table != 0) {
			continue
		}
		if o.merged || s.Detail && o.Detail && s.Holder == o.Holder || o.Id != "" && s.Id != "" && o.Id != s.Id || !same(o, s) {
			continue
		}
		o.merged = o.Table != 0
		return o
	}
	return nil
}

// Teases reports whether the session is nothing but the days on which another takes place, or the first of them, or that one may
// enter it at any time, with its town or without, told outside the list that the other stands in.
func (s *Session) Teases(o *Session) bool {
	if s.Table != 0 || s.Holder == o.Holder && s.Holder != 0 || len(o.Values) <= len(s.Values) {
		return false
	}
	for _, v := range s.Values {
		switch v.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionCity, schema.FieldSessionEntryExit:
		default:
			return false
		}
	}
	mine, its := whenWords(s), whenWords(o)
	if len(mine) > len(its) || !slices.Equal(mine, its[:len(mine)]) || len(mine) == 0 && !(s.Has(schema.FieldSessionEntryExit) && o.Has(schema.FieldSessionEntryExit)) {
		return false
	}
	a, b := text.FoldLabel(s.Get(schema.FieldSessionCity)), text.FoldLabel(o.All(schema.FieldSessionCity))
	return a == "" || b == "" || strings.Contains(b, a)
}

// whenWords gives the days of a session's dates in order, and the words of those that are no days: "novembre 2027".
func whenWords(s *Session) []string {
	var out []string
	for _, v := range s.Values {
		if v.Field == schema.FieldSessionDates || v.Field == schema.FieldSessionStart || v.Field == schema.FieldSessionEnd {
			for _, sp := range date.Spans(v.Text) {
				words := v.Text[sp[0]:sp[1]]
				if day, bad := date.ReadDay(words); day != "" && !bad {
					words = day
				}
				out = append(out, text.FoldLabel(words))
			}
		}
	}
	return out
}

// same reports whether two sessions print the same dates and no other town.
func same(a, b *Session) bool {
	da, db := DateWords(a), DateWords(b)
	if da != db || da == "" {
		return false
	}
	pa, pb := text.FoldLabel(a.Get(schema.FieldSessionCity)), text.FoldLabel(b.Get(schema.FieldSessionCity))
	return pa == "" || pb == "" || strings.Contains(pa, pb) || strings.Contains(pb, pa)
}

// DateWords is the digits and months of a session's dates, however joined.
func DateWords(s *Session) string {
	t := s.Get(schema.FieldSessionDates)
	if t == "" {
		t = s.Get(schema.FieldSessionStart) + " " + s.Get(schema.FieldSessionEnd)
	}
	var b strings.Builder
	for _, sp := range date.Spans(t) {
		b.WriteString(strings.NewReplacer("-", "/", ".", "/").Replace(strings.ToLower(t[sp[0]:sp[1]])))
		b.WriteByte(' ')
	}
	return b.String()
}
