package parser

import (
	"slices"

	"carif/schema"
	"carif/text/date"
)

// partRow makes as many sessions of a row as its cell of dates holds whole periods, a line each: what else the row says is
// of all of them. A row that carries a number of its own is one session, however many stretches it has.
func (r *reader) partRow(at int, s *session) {
	if s == nil || s.id != "" || s.has(schema.FieldSessionID, schema.FieldSessionStart, schema.FieldSessionEnd) {
		return
	}
	var periods, others []schema.Value
	for _, v := range s.values {
		switch {
		case v.Field != schema.FieldSessionDates:
			others = append(others, v)
		case len(date.Spans(v.Text)) == 1 && date.HoldsPeriod(v.Text):
			periods = append(periods, v)
		default:
			return // a day more, or words
		}
	}
	if len(periods) < 2 {
		return
	}
	s.values = append(others, periods[0])
	for _, v := range periods[1:] {
		next := r.open(at)
		next.table, next.id = s.table, ""
		next.values = append(slices.Clone(others), v)
	}
}

// endColumn takes the column right of the one of first days for that of last days, where no list knows its head and it
// holds nothing but days: "Démarrage", "Achèvement".
func (r *reader) endColumn(t *table) {
	end := -1
	for k := range t.heads {
		if e := t.heads[k].e; e != nil && e.field == schema.FieldSessionEnd {
			return
		} else if e == nil && k > 0 && t.heads[k].label != "" && t.heads[k-1].e != nil && (t.heads[k-1].e.field == schema.FieldSessionStart || t.heads[k-1].e.field == schema.FieldSessionDates) {
			end = k
		}
	}
	if end < 0 {
		return
	}
	days := 0
	for _, row := range t.rows {
		col := 0
		for _, c := range row {
			if columnAt(t.heads, col) == end {
				if words := r.cellText(c.box); date.Only(words) {
					days++
				} else if digits(words) > 0 {
					return
				}
			}
			col += c.span
		}
	}
	if days > 0 {
		t.heads[end].e = &entry{field: schema.FieldSessionEnd}
	}
}
