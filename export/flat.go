package export

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"carif/schema"
)

// flatNames are the flat tables.
var flatNames = namesOf(schema.Flat())

// viewsRead are the tables that the flat views read, beside as_of.
var viewsRead = []string{"course", "session", "provider", "provider_canonical",
	"course_audience", "course_validation", "course_code",
	schema.NameSites, schema.NameCommunes, schema.NameDepartments, schema.NameRegions, schema.NameOldRegions}

// flatBatch is how many records the flat tables are made of at a time: it bounds their memory.
const flatBatch = 256

// flat makes the rows of the flat tables as everything else makes them: by the views of schema.ViewsSQL. The records
// go, a few hundred at a time, into a database in memory that has the tables and the views, and their rows come out of
// it.
type flat struct {
	db    *sql.DB
	tx    *sql.Tx
	bases []*table        // those of viewsRead that records fill
	put   []*sql.Stmt     // one a base, in tx
	known map[string]bool // table and code of the look-up rows it has
	n     int             // records in it
}

// tablesNamed gives some of the tables, without people.
func tablesNamed(names []string) []*table {
	return slices.DeleteFunc(tables(false), func(t *table) bool { return !slices.Contains(names, t.Name) })
}

func newFlat(j *job) (*flat, error) {
	db, err := sql.Open("sqlite3", ":memory:?_foreign_keys=0")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	f := &flat{db: db, known: map[string]bool{}}
	if err := f.prepare(j); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return f, nil
}

// prepare makes tables and views, and fills the look-up tables that are whole.
func (f *flat) prepare(j *job) error {
	for _, t := range tablesNamed(viewsRead) {
		if _, err := f.db.Exec(createTable(t, func(string) bool { return false })); err != nil {
			return fmt.Errorf("create table %s: %w", t.Name, err)
		}
		switch {
		case !t.lookup:
			f.bases = append(f.bases, t)
		case t.Name == schema.NameSites || t.Name == schema.NameCommunes: // as they are met
		default:
			for _, row := range j.look.rows(t.Name) {
				if _, err := f.db.Exec(insertInto(t), row...); err != nil {
					return fmt.Errorf("fill table %s: %w", t.Name, err)
				}
			}
		}
	}
	if err := createViews(f.db, j.AsOf); err != nil {
		return err
	}
	return f.begin()
}

// close throws the database away.
func (f *flat) close() {
	if f != nil {
		_ = f.tx.Rollback() // it is in memory, and nobody's
		_ = f.db.Close()
	}
}

func insertInto(t *table) string {
	return fmt.Sprintf("INSERT OR IGNORE INTO %s VALUES (%s)", quote(t.Name), strings.Repeat(",?", len(t.Columns))[1:])
}

func (f *flat) begin() (err error) {
	if f.tx, err = f.db.Begin(); err != nil {
		return err
	}
	f.put = make([]*sql.Stmt, len(f.bases))
	for i, t := range f.bases {
		if f.put[i], err = f.tx.Prepare(insertInto(t)); err != nil {
			return err
		}
	}
	return nil
}

// take puts the rows of a record into the database.
func (f *flat) take(look *lookups, r *schema.Record) error {
	for i, t := range f.bases {
		err := t.flatten(r, func(row []any) error {
			for _, l := range t.links {
				if err := f.name(look, l, row); err != nil {
					return err
				}
			}
			_, err := f.put[i].Exec(row...)
			return err
		})
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	f.n++
	return nil
}

// name adds the look-up row of a site or commune that a row names.
func (f *flat) name(look *lookups, l link, row []any) error {
	code, ok := row[l.column].(string)
	if !ok || l.target != schema.NameSites && l.target != schema.NameCommunes || f.known[l.target+" "+code] {
		return nil
	}
	f.known[l.target+" "+code] = true
	cells := look.row(l.target, code)
	marks := strings.Repeat(",?", len(cells))[1:]
	_, err := f.tx.Exec(fmt.Sprintf("INSERT OR IGNORE INTO %s VALUES (%s)", quote(l.target), marks), cells...)
	return err
}

// rows gives the rows of a flat table, in the order of its key. fn may not keep a row.
func (f *flat) rows(t *table, fn func(row []any) error) error {
	rows, err := f.tx.Query("SELECT * FROM " + quote(t.Name) + " ORDER BY " + strings.Join(t.Key, ", "))
	if err != nil {
		return err
	}
	defer rows.Close()
	cells, to := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range cells {
		to[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		for i, v := range cells {
			if n, ok := v.(int64); ok && t.Columns[i].Type == schema.TypeBoolean {
				cells[i] = n != 0
			}
		}
		if err := fn(cells); err != nil {
			return err
		}
	}
	return rows.Err()
}

// empty makes room for the next records.
func (f *flat) empty() error {
	for _, t := range f.bases {
		if _, err := f.tx.Exec("DELETE FROM " + quote(t.Name)); err != nil {
			return err
		}
		clear(t.seen)
	}
	f.n = 0
	if err := f.tx.Commit(); err != nil {
		return err
	}
	return f.begin()
}

// flatten takes a record for the flat tables, where one was chosen.
func (f *flattener) flatten(r *schema.Record) error {
	if !f.j.chosen(schema.NameCourses) && !f.j.chosen(schema.NameSessions) {
		return nil
	}
	if f.j.flat == nil {
		var err error
		if f.j.flat, err = newFlat(f.j); err != nil {
			return fmt.Errorf("make flat tables: %w", err)
		}
	}
	if err := f.j.flat.take(f.j.look, r); err != nil {
		return fmt.Errorf("make flat tables: %w", err)
	}
	if f.j.flat.n < flatBatch {
		return nil
	}
	return f.flush()
}

// flush writes the rows of the flat tables that were not written yet.
func (f *flattener) flush() error {
	if f.j.flat == nil || f.j.flat.n == 0 {
		return nil
	}
	for i, t := range f.j.tables {
		if !t.flat {
			continue
		}
		if err := f.j.flat.rows(t, func(row []any) error { return f.put(i, row) }); err != nil {
			return fmt.Errorf("write table %s: %w", t.Name, err)
		}
	}
	return f.j.flat.empty()
}
