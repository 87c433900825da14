package parser

import (
	"slices"

	"carif/parser/session"
	"carif/schema"
)

// partRow makes as many sessions of a row as its cell of dates holds whole periods, a line each: what else the row says is
// of all of them. A row that carries a number of its own is one session, however many stretches it has.
func (r *reader) partRow(at int, s *session.Session) {
	if s == nil || s.Id != "" || s.Has(schema.FieldSessionID, schema.FieldSessionStart, schema.FieldSessionEnd) {
		return
	}
	var periods, others []schema.Value
	for _, v := range s.Values {
		switch {
		case v.Field != schema.FieldSessionDates:
			others = append(others, v)
		case session.OnePeriod(v.Text):
			periods = append(periods, v)
		default:
			return // a day more, or words
		}
	}
	if len(periods) < 2 {
		return
	}
	s.Values = append(others, periods[0])
	for _, v := range periods[1:] {
		next := r.open(at)
		next.Table, next.Id = s.Table, ""
		next.Values = append(slices.Clone(others), v)
	}
}
