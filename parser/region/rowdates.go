package region

import (
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// endColumn takes the column right of the one of first days for that of last days, where no list knows its head and it
// holds nothing but days: "Démarrage", "Achèvement".
func (r *Regions) EndColumn(t *Table) {
	end := -1
	for k := range t.Heads {
		if e := t.Heads[k].E; e != nil && e.Field == schema.FieldSessionEnd {
			return
		} else if e == nil && k > 0 && t.Heads[k].Label != "" && t.Heads[k-1].E != nil && (t.Heads[k-1].E.Field == schema.FieldSessionStart || t.Heads[k-1].E.Field == schema.FieldSessionDates) {
			end = k
		}
	}
	if end < 0 {
		return
	}
	days := 0
	for _, row := range t.Rows {
		col := 0
		for _, c := range row {
			if ColumnAt(t.Heads, col) == end {
				if words := r.CellText(c.Box); date.Only(words) {
					days++
				} else if wording.Digits(words) > 0 {
					return
				}
			}
			col += c.Span
		}
	}
	if days > 0 {
		t.Heads[end].E = &lexicon.Entry{Field: schema.FieldSessionEnd}
	}
}
