package parser

import (
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// mergeSessions joins what a page says of one session in several places: a row and its detail, or blocks of one id.
func (r *reader) mergeSessions() {
	var out []*session
	r.townsOver()
	r.announced()
	for _, s := range r.found {
		if len(s.values) == 0 {
			continue
		}
		if len(out) <= maxJoined && !s.own {
			if m := partner(out, s); m != nil {
				m.take(s)
				r.moveLater(s, m)
				continue
			}
		}
		out = append(out, s)
	}
	r.found = r.byOrder(out)
}

// townsOver hands the town that stands over the boxes in which the site shows its sessions down to those below it that name
// none: the heading itself is no session.
func (r *reader) townsOver() {
	for i, s := range r.found {
		if s.own || s.dated() || !s.has(schema.FieldSessionCity) || s.has(schema.FieldSessionID, schema.FieldSessionText) {
			continue
		}
		given := false
		for _, o := range r.found[i+1:] {
			if !o.own || o.has(schema.FieldSessionCity) {
				break
			}
			for _, v := range s.values {
				o.add(v)
			}
			given = true
		}
		if given {
			s.values = nil
		}
	}
}

// announced drops the sessions before the boxes in which the site shows its own that give the dates of one of them: the
// head of the page says when the next one is.
func (r *reader) announced() {
	first := slices.IndexFunc(r.found, func(s *session) bool { return s.own })
	if first < 1 {
		return
	}
	own := map[string]bool{}
	for _, s := range r.found[first:] {
		if s.own {
			own[datesOf(s)] = true
		}
	}
	for _, s := range r.found[:first] {
		if when := datesOf(s); when != "" && own[when] && s.dated() && !s.has(schema.FieldSessionID) {
			s.values = nil
		}
	}
}

// datesOf gives the dates a session prints, in one spelling.
func datesOf(s *session) string {
	var out strings.Builder
	for _, v := range s.values {
		if v.Field == schema.FieldSessionDates || v.Field == schema.FieldSessionStart || v.Field == schema.FieldSessionEnd {
			for _, sp := range date.Spans(v.Text) {
				out.WriteString(text.FoldLabel(v.Text[sp[0]:sp[1]]) + "|")
			}
		}
	}
	return out.String()
}

// moveLater hands on what a session said for the course when it is joined to another.
func (r *reader) moveLater(from, to *session) {
	for n := range r.later {
		if r.later[n].s == from {
			r.later[n].s = to
		}
	}
}

// take adds what s says to m.
func (m *session) take(s *session) {
	for _, v := range s.values {
		if v.Field == schema.FieldSessionText || v.Field == schema.FieldSessionCity || v.Field == schema.FieldSessionContact || !m.has(v.Field) {
			m.add(v)
			continue
		}
		if !strings.Contains(text.FoldLabel(m.all(v.Field)), text.FoldLabel(v.Text)) { // said otherwise: kept in its words
			if v.Label != "" {
				v.Text = v.Label + " : " + v.Text
			}
			v.Field, v.Items = schema.FieldSessionText, nil
			m.add(v)
		}
	}
	if m.id == "" {
		m.id = s.id
	}

	if m.detail || m.holder == 0 {
		m.holder = s.holder
	}
}

// all is everything a session says under a field.
func (m *session) all(f schema.Field) string {
	var b strings.Builder
	for _, v := range m.values {
		if v.Field == f {
			b.WriteString(v.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// byOrder joins details that tell no dates to the rows of a list, one to one in page order, where their numbers agree.
func (r *reader) byOrder(in []*session) []*session {
	var rows, bare []*session
	for _, s := range in {
		if s.own {
			return in
		}
		if s.detail && dateWords(s) == "" && s.id != "" {
			bare = append(bare, s)
		} else {
			rows = append(rows, s)
		}
	}
	if len(bare) == 0 || len(rows) != len(bare) {
		return in
	}
	for n, s := range bare {
		rows[n].take(s)
		r.moveLater(s, rows[n])
	}
	return rows
}

// partner finds the session that s speaks of again.
func partner(out []*session, s *session) *session {
	for _, o := range out {
		if s.table != 0 && o.table == s.table {
			continue // two rows of one table are two sessions
		}
		if s.id != "" && s.id == o.id {
			return o
		}
	}
	if n := len(out); n > 0 && len(out[n-1].values) == 1 && out[n-1].detail && same(out[n-1], s) {
		return out[n-1] // a heading twice
	}
	for _, o := range out {
		if s.table != 0 && o.table == s.table || !s.detail && !(o.detail && s.table != 0) {
			continue
		}
		if o.merged || s.detail && o.detail && s.holder == o.holder || o.id != "" && s.id != "" && o.id != s.id || !same(o, s) {
			continue
		}
		o.merged = o.table != 0
		return o
	}
	return nil
}

// same reports whether two sessions print the same dates and no other town.
func same(a, b *session) bool {
	da, db := dateWords(a), dateWords(b)
	if da != db || da == "" {
		return false
	}
	pa, pb := text.FoldLabel(a.get(schema.FieldSessionCity)), text.FoldLabel(b.get(schema.FieldSessionCity))
	return pa == "" || pb == "" || strings.Contains(pa, pb) || strings.Contains(pb, pa)
}

// dateWords is the digits and months of a session's dates, however joined.
func dateWords(s *session) string {
	t := s.get(schema.FieldSessionDates)
	if t == "" {
		t = s.get(schema.FieldSessionStart) + " " + s.get(schema.FieldSessionEnd)
	}
	var b strings.Builder
	for _, sp := range date.Spans(t) {
		b.WriteString(strings.NewReplacer("-", "/", ".", "/").Replace(strings.ToLower(t[sp[0]:sp[1]])))
		b.WriteByte(' ')
	}
	return b.String()
}
