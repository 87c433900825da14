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

	flat, lookup bool   // its rows come from the views, from the look-ups
	links        []link // its columns whose codes a look-up table names
}

// link is a column that points to a look-up table.
type link struct {
	column, label int // label is the column that has the code's label, -1 for none
	target        string
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
		t.flat, t.lookup = slices.Contains(flatNames, t.Name), slices.Contains(lookupNames, t.Name)
		t.link()
		out = append(out, t)
	}
	return out
}

// AllTables stands, among Options.Tables, for every table that is not computed beside the others.
const AllTables = "all"

// chooseTables picks the named tables, in the order of the list. No name means what the format is for: the flat tables
// and the look-ups, or all tables. All are those but the panel, the flat ones and, without contacts, people.
func chooseTables(wanted []string, f Format, contacts bool) ([]*table, error) {
	all := tables(contacts)
	plain := func(t *table) bool { return t.Name != panelTable && !t.flat }
	if len(wanted) == 0 && f.flat {
		return slices.DeleteFunc(all, func(t *table) bool { return !t.flat && !t.lookup }), nil
	}
	if len(wanted) == 0 {
		wanted = []string{AllTables}
	}
	if slices.Contains(wanted, AllTables) {
		wanted = slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return name == AllTables })
		for _, t := range all {
			if plain(t) {
				wanted = append(wanted, t.Name)
			}
		}
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

// link finds the columns that point to look-up tables.
func (t *table) link() {
	for i, c := range t.Columns {
		target, _ := refers(t, c.Name)
		if !slices.Contains(lookupNames, target) {
			continue
		}
		l := link{column: i, label: -1, target: target}
		if target == schema.NameLevels && !t.flat {
			l.label = i + 1
		}
		t.links = append(t.links, l)
	}
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
		if err := t.flatten(r, func(row []any) error { return f.put(i, row) }); err != nil {
			return fmt.Errorf("write table %s: %w", t.Name, err)
		}
	}
	for _, t := range f.j.named {
		err := t.flatten(r, func(row []any) error {
			for _, l := range t.links {
				f.j.look.meet(l, row)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return f.flatten(r)
}

// put writes one row of the i-th table.
func (f *flattener) put(i int, row []any) error {
	t := f.j.tables[i]
	f.j.rep.Rows[t.Name]++
	f.sound(t, row)
	for _, l := range t.links {
		f.j.look.meet(l, row)
	}
	return f.out.row(i, row)
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

func (f *flattener) close() error {
	if err := f.flush(); err != nil {
		return err
	}
	if err := f.lookups(); err != nil {
		return err
	}
	return f.out.close()
}
