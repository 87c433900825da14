package sqlite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"carif/schema"
	"carif/vocab/scale"
)

// insertChunk is how many rows one statement takes: a call into SQLite costs more than a row.
const insertChunk = 8

// tidyTable is a table that records fill, with the statements that write and read it. Its rows and cells are those of
// schema.
type tidyTable struct {
	schema.Table
	insert [insertChunk + 1]string // by number of rows
	read   string                  // the rows of one course in the order of their columns; "" for table provider
}

// tidyTables lists the tables that records fill, by name.
func tidyTables() map[string]*tidyTable {
	m := map[string]*tidyTable{}
	for _, table := range schema.Columns() {
		switch below := isChild(table); {
		case table.Name == "course":
			m[table.Name] = newTidyTable(table, " ON CONFLICT (key) DO UPDATE SET "+updates(table.Columns),
				" WHERE key = ?")
		case table.Shared:
			m[table.Name] = newTidyTable(table, " ON CONFLICT (key) DO NOTHING", "")
		case below:
			m[table.Name] = newTidyTable(table, "", " WHERE course_key = ? ORDER BY position")
		}
	}
	return m
}

func newTidyTable(table schema.Table, onConflict, where string) *tidyTable {
	table.Columns = slices.DeleteFunc(table.Columns, func(c schema.Column) bool { return c.Unstored })
	names := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		names[i] = c.Name
	}
	list := strings.Join(names, ", ")
	t := &tidyTable{Table: table}
	row := "(?" + strings.Repeat(", ?", len(names)-1) + ")"
	for n := 1; n <= insertChunk; n++ {
		t.insert[n] = "INSERT INTO " + table.Name + " (" + list + ") VALUES " + row + strings.Repeat(", "+row, n-1) +
			onConflict
	}
	if where != "" {
		t.read = "SELECT " + list + " FROM " + table.Name + where
	}
	return t
}

func updates(columns []schema.Column) string {
	var sets []string
	for _, c := range columns {
		if c.Name != "search_id" && c.Name != "key" && !c.Unstored {
			sets = append(sets, c.Name+" = excluded."+c.Name)
		}
	}
	return strings.Join(sets, ", ")
}

// isChild tells the tables below course.
func isChild(t schema.Table) bool { return t.Key[0] == "course_key" }

// childTables names the tables below course that show one of its versions. Contacts are always those of the newest
// version, which is not always the one shown, and are no part of them.
func childTables() []string {
	var names []string
	for _, t := range schema.Columns() {
		if isChild(t) && t.Name != contactTable {
			names = append(names, t.Name)
		}
	}
	return names
}

// contactTable holds the people.
const contactTable = "contact"

// cells are the cells of the rows a record has in the table, row after row, and the number of rows.
func (t *tidyTable) cells(rec *schema.Record, h *schema.History) (cells []any, rows int) {
	if t.Name == "course" && h != nil {
		known := *h
		known.Scales = scale.Of(rec.Course)
		h = &known
	}
	for x := range t.Rows(rec, h) {
		if rows == 0 {
			cells = make([]any, 0, len(t.Columns))
		}
		for i := range t.Columns {
			cells = append(cells, t.Columns[i].Cell(x))
		}
		rows++
	}
	return cells, rows
}

// fill inserts the rows that a record has in a tidy table.
func (t *tx) fill(table string, rec *schema.Record, h *schema.History) error {
	tidy := t.s.tidy[table]
	cells, rows := tidy.cells(rec, h)
	for rows > 0 {
		n := min(rows, insertChunk)
		width := n * len(tidy.Columns)
		if err := t.exec(tidy.insert[n], cells[:width]...); err != nil {
			return fmt.Errorf("write table %s: %w", table, err)
		}
		cells, rows = cells[width:], rows-n
	}
	return nil
}

// jsonList writes a list as JSON; nil is [].
func jsonList(items []string) string {
	if len(items) == 0 {
		return "[]"
	}
	b, err := json.Marshal(items)
	if err != nil {
		return "[]" // unreachable: strings
	}
	return string(b)
}
