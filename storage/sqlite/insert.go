package sqlite

import (
	"fmt"
	"strings"

	"carif/schema"
)

// insertChunk is how many rows one statement takes: a call into SQLite costs more than a row.
const insertChunk = 8

// inserter writes rows of one tidy table.
type inserter struct {
	sql     [insertChunk + 1]string // by number of rows
	columns int
}

func inserters(tables []schema.Table) map[string]inserter {
	m := make(map[string]inserter, len(tables))
	for _, t := range tables {
		names := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			names[i] = c.Name
		}
		in := inserter{columns: len(names)}
		row := "(?" + strings.Repeat(", ?", len(names)-1) + ")"
		tail := ""
		switch t.Name {
		case "course":
			tail = " ON CONFLICT (key) DO UPDATE SET " + updates(names)
		case "provider":
			tail = " ON CONFLICT (key) DO NOTHING"
		}
		for n := 1; n <= insertChunk; n++ {
			in.sql[n] = "INSERT INTO " + t.Name + " (" + strings.Join(names, ", ") + ") VALUES " + row + strings.Repeat(", "+row, n-1) + tail
		}
		m[t.Name] = in
	}
	return m
}

func updates(names []string) string {
	var sets []string
	for _, n := range names {
		if n != "search_id" && n != "key" {
			sets = append(sets, n+" = excluded."+n)
		}
	}
	return strings.Join(sets, ", ")
}

// rows inserts rows into a tidy table.
func (t *tx) rows(table string, rows [][]any) error {
	in := t.s.inserts[table]
	for len(rows) > 0 {
		n := min(len(rows), insertChunk)
		args := make([]any, 0, n*in.columns)
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if err := t.exec(in.sql[n], args...); err != nil {
			return fmt.Errorf("write table %s: %w", table, err)
		}
		rows = rows[n:]
	}
	return nil
}
