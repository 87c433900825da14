package export

import (
	"fmt"
	"slices"
	"strings"

	"carif/export/scrub"
	"carif/schema"
)

// table is one tidy table as it is exported: without the columns that only a database can fill, and without those that
// hold people unless they were asked for. Rows and cells are those of schema.
type table struct {
	schema.Table
	seen map[string]bool // keys of the rows written, where records share rows
	row  []any           // the row in hand, used again for the next
}

// flatten gives the rows of one table for a record. fn may not keep a row.
func (t *table) flatten(r *schema.Record, fn func(row []any) error) error {
	for x := range t.Rows(r, r.History) {
		row := t.cells(x)
		if t.Shared {
			key, _ := row[0].(string)
			if t.seen[key] {
				continue
			}
			t.seen[key] = true
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// cells spreads a row over the columns.
func (t *table) cells(x *schema.Row) []any {
	for i := range t.Columns {
		t.row[i] = t.Columns[i].Cell(x)
	}
	return t.row
}

// Tables lists the tables exports can hold, with and without those of people.
func Tables(contacts bool) []schema.Table {
	var out []schema.Table
	for _, t := range tables(contacts) {
		out = append(out, t.Table)
	}
	return out
}

// tables makes the list from the one in schema.
func tables(contacts bool) []*table {
	var out []*table
	for _, st := range schema.Exported() {
		t := &table{Table: st, seen: map[string]bool{}}
		t.Columns = nil
		for _, c := range st.Columns {
			if c.Filled() && !c.Internal && !c.Stored && (!c.Person || contacts) {
				t.Columns = append(t.Columns, c)
			}
		}
		if len(t.Columns) == 0 || t.Person && !contacts {
			continue
		}
		t.row = make([]any, len(t.Columns))
		out = append(out, t)
	}
	return out
}

// chooseTables picks the named tables, in the order of the list; no name means all but the panel and, without contacts,
// people.
func chooseTables(wanted []string, contacts bool) ([]*table, error) {
	all := tables(contacts)
	if len(wanted) == 0 {
		return slices.DeleteFunc(all, func(t *table) bool { return t.Name == panelTable }), nil
	}
	known, allowed := tableNames(tables(true)), tableNames(all)
	for _, w := range wanted {
		if !slices.Contains(known, w) {
			return nil, fmt.Errorf("%w %q (known: %s)", ErrTable, w, strings.Join(known, " "))
		} else if !slices.Contains(allowed, w) {
			return nil, fmt.Errorf("%w: %q holds people and needs --with-contacts", ErrTable, w)
		}
	}
	var out []*table
	for _, t := range all {
		if slices.Contains(wanted, t.Name) {
			out = append(out, t)
		}
	}
	return out, nil
}

func tableNames(ts []*table) []string {
	names := make([]string, len(ts))
	for i, t := range ts {
		names[i] = t.Name
	}
	return names
}

// tableSink writes rows of tables; every tabular format has one.
type tableSink interface {
	row(table int, row []any) error
	close() error
}

// flattener is the sink of every tabular format: one pass over the records, rows into a tableSink.
type flattener struct {
	j   *job
	out tableSink
}

func (f *flattener) record(r *schema.Record) error {
	for i, t := range f.j.tables {
		err := t.flatten(r, func(row []any) error {
			f.j.rep.Rows[t.Name]++
			f.sound(t, row)
			return f.out.row(i, row)
		})
		if err != nil {
			return fmt.Errorf("write table %s: %w", t.Name, err)
		}
	}
	return nil
}

// sound makes every text of a row valid UTF-8 without NUL: codes and ids pass the scrubber as they are, and no format
// can hold either.
func (f *flattener) sound(t *table, row []any) {
	for i, v := range row {
		s, isText := v.(string)
		if !isText {
			continue
		}
		if valid, ok := scrub.Valid(s); !ok {
			f.j.warn.add(WarnInvalid, t.Name+"."+t.Columns[i].Name, 1)
			row[i] = valid
		}
	}
}

func (f *flattener) close() error { return f.out.close() }
