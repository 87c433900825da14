package claim

import (
	"carif/parser/session"
	"carif/schema"
	"carif/text"
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

// announced drops the sessions that only say when another takes place or begins, and where: the head of the page tells when the
// next one is, or a panel at its end that calls it so. Those of one list are sessions, each by itself.
func (r *Reader) announced() {
	n := len(r.found)
	for i, s := range r.found {
		if i >= mostAnnounced && i < n-mostAnnounced || s.Own || !s.Dated() && !s.Has(schema.FieldSessionEntryExit) || s.Has(schema.FieldSessionID) {
			continue
		}
		others := r.found[i+1:]
		if text.HasPrefixFold(s.Values[0].Label, "prochain") {
			others = r.found
		} else if i >= mostAnnounced {
			continue
		}
		for _, o := range others {
			if when := session.DatesOf(s); o != s && (o.Own && when != "" && session.DatesOf(o) == when || s.Teases(o)) {
				s.Values = nil
				break
			}
		}
	}
}

// mostAnnounced is the most sessions that the head of a page, or its end, tells of.
const mostAnnounced = 8

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
