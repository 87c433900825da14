package outline

import (
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/kind"
)

// PlaceColumn names the place column of a session table whose heads name none: the only unknown column in which
// every filled cell has the look of a town.
func (r *Regions) PlaceColumn(t *Table) {
	at := -1
	for k := range t.Heads {
		switch e := t.Heads[k].E; {
		case e != nil && e.Field == schema.FieldSessionCity:
			return
		case e != nil && (e.Guess || e.Field == schema.FieldProvider || e.Field == schema.FieldSessionProvider || e.Field == schema.FieldOther) && r.onlyTowns(t, k):
			t.Heads[k].E = &lexicon.Entry{Field: schema.FieldSessionCity, Guess: true} // "Centre" over nothing but towns
			return
		case e == nil && t.Heads[k].Label != "" && r.mayHeadPlaces(t.Heads[k].Label) && r.townsUnder(t, k):
			if at >= 0 {
				return // two such columns: nothing tells which
			}
			at = k
		}
	}
	if at >= 0 {
		t.Heads[at].E = &lexicon.Entry{Field: schema.FieldSessionCity, Guess: true}
	}
}

// onlyTowns reports whether the cells under a head are towns of the gazetteer, all of them.
func (r *Regions) onlyTowns(t *Table, k int) bool {
	n := 0
	for _, row := range t.Rows[:min(len(t.Rows), 50)] {
		col := 0
		for _, c := range row {
			if txt := r.CellText(c.Box); ColumnAt(t.Heads, col) == k && txt != "" {
				if !r.Town(txt) {
					return false
				}
				n++
			}
			col += c.Span
		}
	}
	return n > 0
}

// mayHeadPlaces reports whether a head's words do not tell another field: "Responsable" is over names, not towns.
func (r *Regions) mayHeadPlaces(head string) bool {
	e := r.Lx.Guess(head)
	return e == nil || e.Field == schema.FieldSessionCity
}

// townsUnder reports whether the cells under a head all look like towns and say more than one word's length.
func (r *Regions) townsUnder(t *Table, k int) bool {
	n := 0
	for _, row := range t.Rows[:min(len(t.Rows), 50)] {
		col := 0
		for _, c := range row {
			if ColumnAt(t.Heads, col) == k {
				txt := r.CellText(c.Box)
				if txt != "" && !(wording.TownLike(txt) && len(txt) > 2 && wording.Upper(txt[0])) && !wording.PostalLine(txt) || wording.TellsState(txt) || kind.YesNo(text.Fold(txt)) {
					return false
				}
				if txt != "" {
					n++
				}
			}
			col += c.Span
		}
	}
	return n > 0 && n*2 >= len(t.Rows)
}

// allLabelled reports whether every line of a value, two or more, is a known label and its value: a heading over
// labels that stands in a cell.
func (r *Regions) allLabelled(i, end int, sc shape.Scope) bool {
	n := 0
	for j := i; j < end; j++ {
		q := &r.Pieces[j]
		if q.Skip || q.Label == "" && r.Text(q) == "" {
			continue
		}
		if q.Label == "" || q.Whole || r.Lookup(q, sc) == nil {
			return false
		}
		n++
	}
	return n > 1
}

// Carry gives the rows of a record table the cells that reach down into them (rowspan): "ALBI" beside two periods
// stands for both. more tells the rows that only add to the record above: no cell of their own says when or where.
func (r *Regions) Carry(t *Table) (rows [][]CellRef, more []bool) {
	type span struct {
		cell CellRef
		left int
	}
	active := map[int]*span{}
	for _, row := range t.Rows {
		var out []CellRef
		own, carried := false, false
		for k, col := 0, 0; k < len(row) || active[col] != nil; {
			if s := active[col]; s != nil {
				if s.left--; s.left == 0 {
					delete(active, col)
				}
				out = append(out, s.cell)
				carried = true
				col += s.cell.Span
				continue
			}
			c := row[k]
			k++
			if n := ColumnAt(t.Heads, col); n >= 0 && t.Heads[n].E != nil && tellsSession(t.Heads[n].E.Field) {
				own = true
			}
			if n := layout.Rowspan(r.Lay.Boxes[c.Box].Attrs); n > 1 {
				active[col] = &span{c, n - 1}
			}
			out = append(out, c)
			col += c.Span
		}
		rows, more = append(rows, out), append(more, carried && !own)
	}
	return rows, more
}

// tellsSession reports columns by which two rows are two sessions.
func tellsSession(f schema.Field) bool {
	switch f {
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionCity, schema.FieldSessionID:
		return true
	}
	return false
}
