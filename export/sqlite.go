package export

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"carif/schema"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// batch is how many rows stand in one transaction.
const batch = 20_000

// sqliteSink writes a fresh database: STRICT tables, indexes, views, the dictionary and what the export is.
type sqliteSink struct {
	j     *job
	db    *sql.DB
	tx    *sql.Tx
	stmts []string
	ready []*sql.Stmt
	n     int
}

func openSQLite(j *job, st *stage) (sink, error) {
	// No journal and no syncs while writing: the file is nobody's before it is synced and renamed.
	dsn := "file:" + (&url.URL{Path: st.path("")}).EscapedPath() +
		"?_journal_mode=OFF&_synchronous=OFF&_foreign_keys=0&_cache_size=-16000"
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // PRAGMAs are of a connection
	st.open = append(st.open, db)
	s := &sqliteSink{j: j, db: db}
	if _, err := db.Exec("PRAGMA page_size = 8192; PRAGMA encoding = 'UTF-8';"); err != nil {
		return nil, err
	}
	for _, t := range j.tables {
		if _, err := db.Exec(createTable(t, j.chosen)); err != nil {
			return nil, fmt.Errorf("create table %s: %w", t.Name, err)
		}
		marks := strings.Repeat(",?", len(t.Columns))
		s.stmts = append(s.stmts, fmt.Sprintf("INSERT INTO %s VALUES (%s)", quote(t.Name), marks[1:]))
	}
	return &flattener{j: j, out: s}, s.begin()
}

// quote makes a name of the column list an SQL name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// sqlTypes gives the STRICT type of each column type; dates and times stay ISO text, which SQLite's own functions read.
var sqlTypes = map[schema.ColumnType]string{schema.TypeText: "TEXT", schema.TypeInteger: "INTEGER",
	schema.TypeReal:    "REAL",
	schema.TypeBoolean: "INTEGER", schema.TypeDate: "TEXT", schema.TypeTime: "TEXT"}

// createTable writes the table with the dictionary's words as comments, so that ".schema" explains it.
func createTable(t *table, chosen func(string) bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s ( -- %s\n", quote(t.Name), comment(t.Meaning))
	for _, c := range t.Columns {
		check := ""
		if c.Type == schema.TypeBoolean {
			check = fmt.Sprintf(" CHECK (%s IN (0, 1))", quote(c.Name))
		}
		if target, field := refers(t, c.Name); target != "" && chosen(target) {
			check = fmt.Sprintf(" REFERENCES %s (%s)", quote(target), quote(field))
		}
		fmt.Fprintf(&b, "  %s %s%s, -- %s\n", quote(c.Name), sqlTypes[c.Type], check, comment(describe(c)))
	}
	keys := make([]string, len(t.Key))
	for i, k := range t.Key {
		keys[i] = quote(k)
	}
	fmt.Fprintf(&b, "  PRIMARY KEY (%s)\n) STRICT", strings.Join(keys, ", "))
	return b.String()
}

func comment(s string) string { return strings.Join(strings.Fields(s), " ") }

// describe is the dictionary's line of a column with its French term, unit and LHÉO element.
func describe(c schema.Column) string {
	s := c.Meaning
	if c.Unit != "" {
		s += " (" + c.Unit + ")"
	}
	if c.French != "" {
		s += "; " + c.French
	}
	if c.LHEO != "" {
		s += "; LHÉO " + c.LHEO
	}
	if c.Derived {
		s += "; derived"
	}
	return s
}

func (s *sqliteSink) begin() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	s.tx, s.ready = tx, make([]*sql.Stmt, len(s.stmts))
	for i, q := range s.stmts {
		if s.ready[i], err = tx.Prepare(q); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqliteSink) row(table int, row []any) error {
	if _, err := s.ready[table].Exec(row...); err != nil {
		return err
	}
	if s.n++; s.n%batch != 0 {
		return nil
	}
	if err := s.tx.Commit(); err != nil {
		return err
	}
	return s.begin()
}

func (s *sqliteSink) close() error {
	if err := s.tx.Commit(); err != nil {
		return err
	}
	steps := []func() error{s.dictionary, s.about, s.indexes, s.views,
		func() error { _, err := s.db.Exec("ANALYZE"); return err }}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return s.db.Close()
}

func (s *sqliteSink) dictionary() error {
	if _, err := s.db.Exec(`CREATE TABLE dictionary ( -- One row is one column of this file.
  "table" TEXT NOT NULL, position INTEGER NOT NULL, "column" TEXT NOT NULL, type TEXT NOT NULL, meaning TEXT NOT NULL,
  french TEXT NOT NULL, lheo TEXT NOT NULL, unit TEXT NOT NULL, derived INTEGER NOT NULL, ` +
		`PRIMARY KEY ("table", "column")) STRICT`); err != nil {
		return err
	}
	explained := slices.Clone(s.j.tables)
	if s.viewed() {
		explained = slices.Concat(explained, tablesNamed(flatNames))
	}
	for _, t := range explained {
		for i, c := range t.Columns {
			if _, err := s.db.Exec("INSERT INTO dictionary VALUES (?,?,?,?,?,?,?,?,?)", t.Name, i, c.Name,
				string(c.Type), c.Meaning, c.French, c.LHEO, c.Unit, c.Derived); err != nil {
				return err
			}
		}
	}
	return nil
}

// about keeps the manifest in the file.
func (s *sqliteSink) about() error {
	m, err := json.Marshal(s.j.manifest(nil))
	if err != nil {
		return err
	}
	_, err = s.db.Exec(`CREATE TABLE export (manifest TEXT NOT NULL) STRICT;
-- What this file is: sources, licence, runs, filter (JSON).
INSERT INTO export VALUES (?)`, string(m))
	return err
}

// sqlIndexes are the look-ups analysts make; those of tables that were not chosen are skipped.
var sqlIndexes = []struct{ table, columns string }{
	{"course", "site"}, {"course", "provider_key"}, {"session", "commune"}, {"session", "department"},
	{"session", "region"},
	{"session", "start_on"}, {"session", "provider_key"}, {"provider", "siret"}, {"provider", "department"},
	{"course_code", "list, code"}, {"course_audience", "code"}, {"funding", "funder_code"},
}

func (s *sqliteSink) indexes() error {
	for _, ix := range sqlIndexes {
		if !s.has(ix.table) {
			continue
		}
		name := ix.table + "_" + strings.ReplaceAll(ix.columns, ", ", "_")
		if _, err := s.db.Exec(fmt.Sprintf("CREATE INDEX %s ON %s (%s)", quote(name), quote(ix.table),
			ix.columns)); err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
	}
	return nil
}

// has reports whether all these tables were chosen.
func (s *sqliteSink) has(names ...string) bool {
	for _, n := range names {
		if !s.j.chosen(n) {
			return false
		}
	}
	return true
}

// viewed tells whether the file has the flat tables as views: it has all that they read, and no table of the name.
func (s *sqliteSink) viewed() bool {
	return s.has(viewsRead...) && !s.j.chosen(schema.NameCourses) && !s.j.chosen(schema.NameSessions)
}

// views are the flat tables, as in carif.db; what is in the export is in them, closed or not.
func (s *sqliteSink) views() error {
	if !s.viewed() {
		return nil
	}
	return createViews(s.db, s.j.AsOf)
}

// createViews makes the flat views of a database that holds the tables they read. An empty day is one nobody knows.
func createViews(db *sql.DB, day string) error {
	_, err := db.Exec(`CREATE TABLE as_of ( -- The day that open_on is for.
  date TEXT, with_closed INTEGER NOT NULL) STRICT;
INSERT INTO as_of VALUES (nullif(?, ''), 1)`, day)
	if err != nil {
		return err
	}
	for _, v := range schema.Views() {
		if _, err := db.Exec(v.SQL); err != nil {
			return fmt.Errorf("create view %s: %w", v.Name, err)
		}
	}
	return nil
}
