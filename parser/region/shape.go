package region

import (
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/kind"
)

// placeColumn names the place column of a session table whose heads name none: the only unknown column in which
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
