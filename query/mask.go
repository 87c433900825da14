package query

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"

	"carif/schema"
)

// shown is the SQL function that makes a text fit to be shown.
const shown = "carif_shown"

// shade lays over every table and view that has texts a temporary view of the same name, of which the texts are fit to
// be shown: people are left out where a column is read, so that no function of SQL sees them. SQLite finds temporary
// views before the tables; main.NAME, which would go past them, is refused (past).
func (g *guard) shade(conn *sqlite3.SQLiteConn, clean func(string) string) error {
	if clean == nil || g.people {
		return nil
	}
	if err := conn.RegisterFunc(shown, cleaned(clean), true); err != nil {
		return err
	}
	// The file is open for reading only, whatever this says: it is for the temporary views.
	for _, q := range []string{"PRAGMA query_only = 0", "PRAGMA temp_store = MEMORY"} {
		if _, err := conn.Exec(q, nil); err != nil {
			return err
		}
	}
	indexed, err := firsts(conn, "SELECT DISTINCT m.name || '.' || i.name FROM main.sqlite_schema m, "+
		"pragma_index_list(m.name) l, pragma_index_info(l.name) i WHERE m.type = 'table'")
	if err != nil {
		return err
	}
	names, err := firsts(conn, "SELECT name FROM main.sqlite_schema WHERE type IN ('table', 'view')")
	if err != nil {
		return err
	}
	for _, name := range names {
		if g.persons[name] || slices.Contains(open, name) && name != "course_text" ||
			!g.tables[name] && !strings.HasPrefix(name, "v_") {
			continue
		}
		if err := g.shadeOne(conn, name, indexed); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	_, err = conn.Exec("PRAGMA query_only = 1", nil)
	return err
}

func (g *guard) shadeOne(conn *sqlite3.SQLiteConn, name string, indexed []string) error {
	columns, err := firsts(conn, "SELECT name FROM pragma_table_info('"+name+"', 'main')")
	if err != nil || len(columns) == 0 {
		return err
	}
	types := map[string]schema.ColumnType{}
	for _, t := range slices.Concat(schema.Columns(), schema.Flat()) {
		if t.Name == name {
			for _, c := range t.Columns {
				types[c.Name] = c.Type
			}
		}
	}
	masked := false
	for i, c := range columns {
		columns[i] = `"` + c + `"`
		known := types[c]
		if known != "" && known != schema.TypeText || slices.Contains(indexed, name+"."+c) || key(c) {
			continue // looked up by its value, or no text
		}
		columns[i], masked = shown+`("`+c+`") AS "`+c+`"`, true
	}
	if !masked {
		return nil
	}
	_, err = conn.Exec(`CREATE TEMP VIEW "`+name+`" AS SELECT `+strings.Join(columns, ", ")+` FROM main."`+name+`"`, nil)
	g.shaded[name] = err == nil
	return err
}

// key tells the columns that records are joined by: they are ids, which no function makes shorter to look up.
func key(column string) bool {
	return column == "key" || column == "site" || column == "code" || column == "id" || strings.HasSuffix(column, "_key")
}

// cleaned is clean for SQL. It remembers short texts: most columns have few different ones.
func cleaned(clean func(string) string) func(any) any {
	known := map[string]string{}
	return func(v any) any {
		switch t := v.(type) {
		case []byte:
			if t == nil { // how the driver hands null over
				return nil
			}
			return t
		case string:
			if len(t) > 100 {
				return clean(t)
			}
			out, ok := known[t]
			if !ok {
				if len(known) > 10_000 {
					clear(known)
				}
				out = clean(t)
				known[t] = out
			}
			return out
		}
		return v
	}
}

// past refuses what would go past the views of shade: main.NAME, and the parts of the full-text index.
func (d *DB) past(statement string, tokens []token) error {
	for i, t := range tokens {
		name := strings.ToLower(strings.Trim(t.text, "'"))
		switch {
		case len(d.guard.shaded) == 0:
		case name == "main" && i+1 < len(tokens) && tokens[i+1].text == ".":
			return wrong(statement, t.start, "main. may not be written: name the table without it", "")
		case strings.HasPrefix(name, parts+"_") && t.word:
			return wrong(statement, t.start, t.text+" is carif's own: what is in it is not for reading", "")
		}
	}
	return nil
}

// firsts reads a list of words with a connection that is being made.
func firsts(conn *sqlite3.SQLiteConn, q string) (out []string, err error) {
	rows, err := conn.Query(q, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		if err := rows.Next(row); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprint(row[0]))
	}
}
