package outline

import (
	"slices"
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// nameColumns gives the columns whose heads no list knows the field that their cells tell: catalogues have words of their
// own for what every table of sessions says, and days, towns, states and ways to enter are known by their form. A table
// of which the known heads told nothing becomes one of sessions only where its rows have a beginning and an end, or say
// where or in what state they are.
func (r *Regions) nameColumns(t *Table) {
	if len(t.Rows) == 0 || t.Across {
		return
	}
	unknown := slices.ContainsFunc(t.Heads, unknownHead)
	if !unknown && t.Kind != schema.FieldFunding {
		return
	}
	cells := r.columnsOf(t)
	if t.Kind == schema.FieldFunding {
		nameSchemes(t, cells, -1)
		return
	}
	if t.Kind == "" && nameFunders(t, cells) {
		return
	}
	kinds := r.knownColumns(t)
	told := r.toldColumns(t, kinds, cells)
	for k, f := range told {
		kinds[k] = f
	}
	if t.Kind == "" && !tellsSessions(kinds) {
		return
	}
	for k, f := range kinds {
		if f != "" && (told[k] != "" || t.Kind == "") {
			t.Heads[k].E = &lexicon.Entry{Field: f, Guess: told[k] != ""}
		}
	}
	if t.Kind == "" {
		t.Kind = schema.FieldSessions
	}
}

// knownColumns gives what the heads mean in a table of sessions, "" for one that no list knows.
func (r *Regions) knownColumns(t *Table) []schema.Field {
	kinds := make([]schema.Field, len(t.Heads))
	for k := range t.Heads {
		h := &t.Heads[k]
		e := h.E
		if t.Kind == "" && h.Label != "" {
			e = lexicon.Find(r.Lx.Column, wording.LabelKey(wording.TrimLabel(h.Label)))
		}
		if e != nil {
			kinds[k] = e.Field
		}
	}
	return kinds
}

// toldColumns gives the columns that their cells tell, where one column tells it: two of days are the first and the last.
func (r *Regions) toldColumns(t *Table, kinds []schema.Field, cells [][]string) map[int]schema.Field {
	count := map[schema.Field]int{}
	for _, f := range kinds {
		switch f {
		case schema.FieldSessionStart, schema.FieldValidation, schema.FieldUpdatedOn:
			count[schema.FieldSessionDates]++ // its days have a column
		}
		count[f]++
	}
	had := count[schema.FieldSessionDates] > 0
	told := map[int]schema.Field{}
	for k := range t.Heads {
		if h := t.Heads[k].Label; kinds[k] != "" || h == "" || r.Lx.OtherDates(h) || session.OtherDays(h) {
			continue
		}
		if f := r.cellsTell(cells[k]); f != "" && !(f == schema.FieldSessionDates && had) {
			told[k] = f
			count[f]++
		}
	}
	if count[schema.FieldSessionID] == 0 && len(kinds) > 0 && kinds[0] == "" && told[0] == "" && t.Heads[0].Label != "" && numbers(cells[0]) {
		told[0] = schema.FieldSessionID
		count[schema.FieldSessionID]++
	}
	days, ordered := 0, inOrder(cells, told)
	for k := range t.Heads {
		switch f := told[k]; {
		case f == "" || count[f] == 1:
		case f == schema.FieldSessionDates && count[f] == 2 && ordered:
			told[k] = [...]schema.Field{schema.FieldSessionStart, schema.FieldSessionEnd}[days]
			days++
		default:
			delete(told, k)
		}
	}
	return told
}

// nameFunders makes a table of funding of one that has a column of funders and of which the heads told nothing.
func nameFunders(t *Table, cells [][]string) bool {
	for k := range t.Heads {
		if h := &t.Heads[k]; h.Label != "" && (h.E == nil || h.E.Guess) && payers(cells[k]) {
			t.Kind, h.E = schema.FieldFunding, &lexicon.Entry{Field: schema.FieldFunder, Guess: true}
			nameSchemes(t, cells, k)
			return true
		}
	}
	return false
}

// nameSchemes names the first other column of words of a table of funding what is paid under, if no list knows its head.
func nameSchemes(t *Table, cells [][]string, payer int) {
	named := slices.ContainsFunc(t.Heads, func(h Column) bool { return h.E != nil && h.E.Field == schema.FieldScheme })
	for k := range t.Heads {
		h := &t.Heads[k]
		switch {
		case k == payer || h.E != nil && (!h.E.Guess || strings.HasPrefix(string(h.E.Field), string(schema.FieldFunding))):
		case !named && h.Label != "" && words(cells[k]):
			named = true
			h.E = &lexicon.Entry{Field: schema.FieldScheme, Guess: true}
		default:
			h.E = nil
		}
	}
}

// mostNamed is the number of rows by which a table's columns are told.
const mostNamed = 50

// columnsOf gives the words of the cells under each head that reach over no other, of the first rows, a cell a row.
func (r *Regions) columnsOf(t *Table) [][]string {
	first := *t
	first.Rows = t.Rows[:min(len(t.Rows), mostNamed)]
	rows, _ := r.Carry(&first)
	out := make([][]string, len(t.Heads))
	for n, row := range rows {
		for k := range out {
			out[k] = append(out[k], "")
		}
		col := 0
		for _, c := range row {
			if k := ColumnAt(t.Heads, col); k >= 0 && c.Span == 1 {
				out[k][n] = r.CellText(c.Box)
			}
			col += c.Span
		}
	}
	return out
}

// payers reports a column of which at least half the cells are funders, and none is a number.
func payers(cells []string) bool {
	n, all := 0, 0
	for _, txt := range cells {
		if txt == "" {
			continue
		}
		if len(txt) > 80 || text.HasDigit(txt) {
			return false
		}
		if all++; lexicon.KindsOf(txt)&site.KindFunder != 0 {
			n++
		}
	}
	return n > 0 && 2*n >= all
}

// words reports a column of which no cell is a number.
func words(cells []string) bool {
	return !slices.ContainsFunc(cells, func(txt string) bool { return txt != "" && !wording.Letter(txt) })
}

// unknownHead reports a head that no list knows, or that only its words tell.
func unknownHead(h Column) bool { return (h.E == nil || h.E.Guess) && h.Label != "" }

// tellsSessions reports whether columns are those of a table of sessions: a beginning and an end, days and where or how one
// enters, or places and how one enters there.
func tellsSessions(kinds []schema.Field) bool {
	has := func(f schema.Field) bool { return slices.Contains(kinds, f) }
	if has(schema.FieldValidation) || has(schema.FieldUpdatedOn) {
		return false
	}
	when := has(schema.FieldSessionStart) || has(schema.FieldSessionDates)
	beside := has(schema.FieldSessionCity) || has(schema.FieldSessionState) || has(schema.FieldSessionEntryExit)
	return when && (beside || has(schema.FieldSessionEnd)) || has(schema.FieldSessionCity) && has(schema.FieldSessionEntryExit)
}

// cellsTell gives the field that the cells of a column tell by their form: all of them but the empty ones, of states most
// (each is worded by whoever runs the course); "" for none.
func (r *Regions) cellsTell(cells []string) (f schema.Field) {
	n, said, filled := 0, 0, 0
	for _, txt := range cells {
		if txt != "" {
			filled++
		}
		if len(text.FoldLabel(txt)) < 2 {
			continue
		}
		said++
		switch g := r.cellTells(txt); {
		case g == "":
		case f != "" && g != f:
			return ""
		default:
			f = g
			n++
		}
	}
	if 2*n < filled || n < said && (f != schema.FieldSessionState || 3*n < 2*said) {
		return ""
	}
	return f
}

// numbers reports a column in which each filled cell is a number or code of its own.
func numbers(cells []string) bool {
	seen := map[string]bool{}
	for _, txt := range cells {
		if txt == "" {
			continue
		}
		if seen[txt] || len(txt) < 4 || !wording.IsID(txt) || !text.HasDigit(txt) || date.Only(txt) {
			return false
		}
		seen[txt] = true
	}
	return len(seen) > 0
}

// cellTells gives the field of a session that one cell tells by its form.
func (r *Regions) cellTells(txt string) schema.Field {
	switch {
	case len(txt) > 80:
	case date.Only(txt):
		return schema.FieldSessionDates
	case session.EntryExitText(txt):
		return schema.FieldSessionEntryExit
	case r.State(txt):
		return schema.FieldSessionState
	case wording.PostalLine(txt), r.Town(txt):
		return schema.FieldSessionCity
	}
	return ""
}

// inOrder reports whether of two columns of days the second is never before the first.
func inOrder(cells [][]string, told map[int]schema.Field) bool {
	var days [][]string
	for k := range cells {
		if told[k] == schema.FieldSessionDates {
			days = append(days, cells[k])
		}
	}
	if len(days) != 2 {
		return false
	}
	for n := range min(len(days[0]), len(days[1])) {
		first, last := date.ReadPeriod(days[0][n]).Start(), date.ReadPeriod(days[1][n]).Start()
		if first != "" && last != "" && last < first {
			return false
		}
	}
	return true
}
