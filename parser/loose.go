package parser

import (
	"strings"

	"carif/schema"
	"carif/text/date"
)

// nextLoose closes the session that labels of the course level speak of when the same label comes again with other
// words: a page may list its sessions as rows of labels under no heading.
func (r *reader) nextLoose(f schema.Field, text string) {
	if f != schema.FieldSessionDates && f != schema.FieldSessionStart && f != schema.FieldSessionPlace {
		return
	}
	if had := r.loose.get(f); had == "" || had == text || !r.loose.dated() || f == schema.FieldSessionPlace && !r.loose.has(schema.FieldSessionEnd) {
		return
	}
	s := r.loose
	r.found = append(r.found, &s)
	r.loose = session{}
}

// applyLoose gives what the course level says of sessions to the only session, or makes one of it.
func (r *reader) applyLoose() {
	if len(r.loose.values) == 0 {
		return
	}
	if r.splitLoose() {
		return
	}
	if len(r.found) == 0 {
		s := r.loose
		if s.dated() || s.has(schema.FieldSessionPlace, schema.FieldSessionEntryExit) {
			r.found = append(r.found, &s)
			return
		}
		for _, v := range s.values {
			r.looseValue(v)
		}
		return
	}
	for _, v := range r.loose.values {
		used := false
		for _, s := range r.found {
			if !s.has(v.Field) && !(s.own && opener(v.Field)) && (len(r.found) == 1 || v.Field == schema.FieldSessionPlace) {
				s.add(v)
			}
			used = used || s.get(v.Field) == v.Text
		}
		if !used {
			r.looseValue(v)
		}
	}
}

// splitLoose makes one session of each line of dates where the course level prints several.
func (r *reader) splitLoose() bool {
	if len(r.found) > 0 {
		return false
	}
	for n, v := range r.loose.values {
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
			s := &session{where: r.loose.where}
			r.headingDates(strings.TrimPrefix(t, "- "), s, printed{links: v.Links, where: v.Where})
			for m, o := range r.loose.values {
				if m != n && !s.has(o.Field) {
					s.add(o)
				}
			}
			r.found = append(r.found, s)
		}
		return true
	}
	return false
}

func (r *reader) looseValue(v schema.Value) {
	v.Field = schema.FieldOther
	r.draft.Values = append(r.draft.Values, v)
}
