package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"carif/schema"
)

// table is one tidy table as it is exported: the columns of schema.Columns that a record can fill, without those that
// hold people unless they were asked for. A cell is nil or, by its column's type, a string (text, date, time), an int64,
// a float64 or a bool.
type table struct {
	schema.Table
	get  []func(*item) any // one for each column
	rows func(r *schema.Record, emit func(*item) error) error
	// once tells that records repeat its rows: a row is written when its key is met first.
	once bool
	seen map[string]bool
	row  []any // the row in hand, used again for the next
}

// item is what a cell is read from: the record, and the thing of it that the row is about.
type item struct {
	r    *schema.Record
	c    *schema.Course
	pos  int // the row's place in the course's list, from 0
	kind string
	sess *int // the session a contact belongs to

	session  *schema.Session
	provider *schema.Organisation
	contact  *schema.Contact
	coded    *schema.Coded
	code     *schema.Code
	funding  *schema.Funding
	heading  int
	text     [2]string // label and text, heading and item, field and raw …
	issue    *schema.Issue
	run      *schema.Run
	where    string
}

// flatten gives the rows of one table for a record. fn may not keep a row.
func (t *table) flatten(r *schema.Record, fn func(row []any) error) error {
	return t.rows(r, func(x *item) error {
		x.r, x.c = r, r.Course
		row := t.row
		for i, get := range t.get {
			row[i] = get(x)
		}
		if t.once {
			key, ok := row[0].(string)
			if !ok || t.seen[key] { // no key: nothing is said of the thing
				return nil
			}
			t.seen[key] = true
		}
		return fn(row)
	})
}

// Tables lists the tables exports can hold, with and without those of people.
func Tables(contacts bool) []schema.Table {
	var out []schema.Table
	for _, t := range tables(contacts) {
		out = append(out, t.Table)
	}
	return out
}

// tables builds the list from the one in schema.
func tables(contacts bool) []*table {
	var out []*table
	for _, st := range schema.Columns() {
		filler, ok := fillers[st.Name]
		if !ok || filler.person && !contacts {
			continue
		}
		t := &table{Table: st, rows: filler.rows, once: filler.once, seen: map[string]bool{}}
		t.Columns = nil
		for _, c := range st.Columns {
			if get := filler.columns[c.Name]; get != nil && (!c.Person || contacts) {
				t.Columns, t.get = append(t.Columns, c), append(t.get, get)
			}
		}
		t.row = make([]any, len(t.Columns))
		out = append(out, t)
	}
	return out
}

// chooseTables picks the named tables, in the order of the list; no name means all but, without contacts, people.
func chooseTables(wanted []string, contacts bool) ([]*table, error) {
	all := tables(contacts)
	if len(wanted) == 0 {
		return all, nil
	}
	want := map[string]bool{}
	for _, w := range wanted {
		if f, ok := fillers[w]; !ok {
			return nil, fmt.Errorf("%w %q (known: %s)", ErrTable, w, strings.Join(tableNames(tables(true)), " "))
		} else if f.person && !contacts {
			return nil, fmt.Errorf("%w: %q holds people and needs --with-contacts", ErrTable, w)
		}
		want[w] = true
	}
	var out []*table
	for _, t := range all {
		if want[t.Name] {
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

// sound makes every text of a row valid UTF-8 without NUL: codes and ids pass the scrubber as they are, and no format can
// hold either.
func (f *flattener) sound(t *table, row []any) {
	for i, v := range row {
		if s, ok := v.(string); ok && (!utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0) {
			f.j.warn.add(WarnInvalid, t.Name+"."+t.Columns[i].Name, 1)
			row[i] = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
		}
	}
}

func (f *flattener) close() error { return f.out.close() }
