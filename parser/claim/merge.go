package claim

import (
	"slices"

	"carif/parser/session"
	"carif/schema"
)

// mergeSessions joins what a page says of one session in several places: a row and its detail, or blocks of one id.
func (r *Reader) mergeSessions() {
	var out []*session.Session
	r.townsOver()
	r.announced()
	for _, s := range r.found {
		if len(s.Values) == 0 {
			continue
		}
		if len(out) <= maxJoined && !s.Own {
			if m := session.Partner(out, s); m != nil {
				m.Take(s)
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
func (r *Reader) townsOver() {
	for i, s := range r.found {
		if s.Own || s.Dated() || !s.Has(schema.FieldSessionCity) || s.Has(schema.FieldSessionID, schema.FieldSessionText) {
			continue
		}
		given := false
		for _, o := range r.found[i+1:] {
			if !o.Own || o.Has(schema.FieldSessionCity) {
				break
			}
			for _, v := range s.Values {
				o.Add(v)
			}
			given = true
		}
		if given {
			s.Values = nil
		}
	}
}

// announced drops the sessions before the boxes in which the site shows its own that give the dates of one of them: the
// head of the page says when the next one is.
func (r *Reader) announced() {
	first := slices.IndexFunc(r.found, func(s *session.Session) bool { return s.Own })
	if first < 1 {
		return
	}
	own := map[string]bool{}
	for _, s := range r.found[first:] {
		if s.Own {
			own[session.DatesOf(s)] = true
		}
	}
	for _, s := range r.found[:first] {
		if when := session.DatesOf(s); when != "" && own[when] && s.Dated() && !s.Has(schema.FieldSessionID) {
			s.Values = nil
		}
	}
}

// moveLater hands on what a session said for the course when it is joined to another.
func (r *Reader) moveLater(from, to *session.Session) {
	for n := range r.later {
		if r.later[n].s == from {
			r.later[n].s = to
		}
	}
}

// byOrder joins details that tell no dates to the rows of a list, one to one in page order, where their numbers agree.
func (r *Reader) byOrder(in []*session.Session) []*session.Session {
	var rows, bare []*session.Session
	for _, s := range in {
		if s.Own {
			return in
		}
		if s.Detail && session.DateWords(s) == "" && s.Id != "" {
			bare = append(bare, s)
		} else {
			rows = append(rows, s)
		}
	}
	if len(bare) == 0 || len(rows) != len(bare) {
		return in
	}
	for n, s := range bare {
		rows[n].Take(s)
		r.moveLater(s, rows[n])
	}
	return rows
}
