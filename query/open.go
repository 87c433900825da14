package query

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"carif/schema"
	"carif/storage/sqlite"
)

// ErrSQL means that a statement is wrong or does what it may not: wrong use.
var ErrSQL = errors.New("query")

// Options say how a database is asked.
type Options struct {
	// People lets statements read the tables and columns of people, which exports leave out unless asked for.
	People bool
	// Clean makes a text fit to be shown; nil shows all as it is.
	Clean func(text string) string
	// Near gives ": did you mean …?" with the words of a list that a mistyped one is close to, or ""; nil for none.
	Near func(word string, list []string) string
}

// DB is a database that is only read.
type DB struct {
	db    *sql.DB
	o     Options
	guard *guard
}

// longest is how many bytes a text or statement may have: it bounds what a statement can make of nothing.
const longest = 64 << 20

// Open opens a database for reading. The caller has made sure that it is one of carif.
func Open(path string, o Options) (*DB, error) {
	g := newGuard(o.People)
	d := &DB{db: sql.OpenDB(connector{sqlite.ReadDSN(path), g, o.Clean}), o: o, guard: g}
	d.db.SetMaxOpenConns(1) // so that what the guard saw is of the statement in hand
	if err := d.db.Ping(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), d.db.Close())
	}
	return d, nil
}

// Close gives the file back.
func (d *DB) Close() error { return d.db.Close() }

// connector makes connections that can only read.
type connector struct {
	dsn   string
	guard *guard
	clean func(string) string
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	return c.Driver().Open(c.dsn)
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		conn.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
		conn.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
		if err := addFunctions(conn); err != nil {
			return err
		}
		if err := c.guard.learn(conn); err != nil {
			return err
		}
		if err := c.guard.shade(conn, c.clean); err != nil {
			return err
		}
		conn.RegisterAuthorizer(c.guard.may)
		return nil
	}}
}

// guard decides what a statement may do and remembers what it kept from it.
type guard struct {
	people  bool
	tables  map[string]bool // that may be read, lower case
	persons map[string]bool // table, or table and column, of people
	known   map[string]bool // all tables, views and modules there are: what else a statement names is its own
	shaded  map[string]bool // tables and views over which lies one without people (shade)
	refused string          // what the last statement may not, in words; "" for nothing
	hidden  map[string]bool // columns of people that the last statement reads as null
}

// open are the tables that may be read beside those of schema and the views: what stands beside the records, without
// bytes of pages.
var open = []string{"site", "region", "department", "commune", "old_region", "reference", "course_alias", "course_link",
	"provider_link", "publication", "as_of", "sighting", "json_each", "json_tree", "sqlite_schema", "sqlite_master",
	"course_text"}

// parts are tables that SQLite reads by itself in order to search.
const parts = "course_fts"

// searched are the columns of parts.
var searched = []string{"title", "objective", "programme", "provider"}

// told are the pragmas that only tell of tables.
var told = []string{"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list",
	"function_list", "data_version"} // the last is asked for by full-text search

func newGuard(people bool) *guard {
	g := &guard{people: people, tables: map[string]bool{}, persons: map[string]bool{}, hidden: map[string]bool{},
		known: map[string]bool{}, shaded: map[string]bool{}}
	for _, t := range schema.Columns() {
		g.tables[t.Name] = true
		g.persons[t.Name] = t.Person
		for _, c := range t.Columns {
			g.persons[t.Name+"."+c.Name] = c.Person
		}
	}
	for _, name := range open {
		g.tables[name] = true
	}
	for _, name := range told {
		g.tables["pragma_"+name] = true
	}
	return g
}

// learn finds what a database has.
func (g *guard) learn(conn *sqlite3.SQLiteConn) error {
	names, err := firsts(conn, "SELECT lower(name) FROM sqlite_schema UNION SELECT lower(name) FROM pragma_module_list")
	for _, name := range names {
		g.known[name] = true
	}
	return err
}

// may is SQLite's authorizer: it is asked for everything a statement does while the statement is prepared.
func (g *guard) may(op int, a, b, in string) int {
	switch op {
	case sqlite3.SQLITE_SELECT, recursive:
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_TRANSACTION: // database/sql begins and ends one; a statement of a user begins otherwise
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_FUNCTION:
		switch name := strings.ToLower(b); {
		case name == "load_extension", name == "fts3_tokenizer":
			return g.refuse("may not call " + name)
		case len(g.shaded) > 0 && (name == "snippet" || name == "highlight"):
			return g.refuse("may not call " + name + ", which may show people: --with-contacts allows it")
		}
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_PRAGMA:
		if slices.Contains(told, strings.ToLower(a)) {
			return sqlite3.SQLITE_OK
		}
		return g.refuse("may not use pragma " + a)
	case sqlite3.SQLITE_READ:
		return g.read(strings.ToLower(a), strings.ToLower(b), in)
	}
	return g.refuse("only reads: no statement may change the database or open another file")
}

// recursive is the authorizer's code of a recursive query, for which the driver has no name.
const recursive = 33

func (g *guard) read(table, column, in string) int {
	switch {
	case column == "" && !g.own(table): // rows of a part of the statement itself, of which no column is read
		return sqlite3.SQLITE_OK
	case g.people && g.tables[table]:
		return sqlite3.SQLITE_OK
	case g.persons[table]:
		return g.refuse("table " + table + " holds people: --with-contacts shows it")
	case g.persons[table+"."+column]:
		if in == "temp" || !g.shaded[table] { // else a view of shade reads it, not the statement
			g.hidden[table+"."+column] = true
		}
		return sqlite3.SQLITE_IGNORE
	case table == parts && len(g.shaded) > 0 && slices.Contains(searched, column):
		return g.refuse(parts + " only searches: read " + column + " of course, by search_id")
	case g.tables[table], strings.HasPrefix(table, "v_"), strings.HasPrefix(table, parts), table == "":
		return sqlite3.SQLITE_OK
	}
	return g.refuse("table " + table + " is carif's own: what is in it is not for reading")
}

// own tells the names of the database from those that a statement made.
func (g *guard) own(table string) bool {
	return g.known[table] || strings.HasPrefix(table, "pragma_") || strings.HasPrefix(table, "sqlite_")
}

func (g *guard) refuse(why string) int {
	if g.refused == "" {
		g.refused = why
	}
	return sqlite3.SQLITE_DENY
}

// Hidden lists the columns of people that the last statement named and that read as null.
func (d *DB) Hidden() []string {
	var out []string
	for name := range d.guard.hidden {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Answer is what a statement gives.
type Answer struct {
	Columns []string // each name once
	db      *DB
	rows    *sql.Rows
}

// Ask runs one statement that reads. An error that wraps ErrSQL is one line that says what is wrong, where, and what
// was probably meant. Close the answer before the next question.
func (d *DB) Ask(ctx context.Context, statement string) (*Answer, error) {
	d.guard.refused = ""
	clear(d.guard.hidden)
	statement, err := d.check(ctx, statement)
	if err != nil {
		return nil, err
	}
	rows, err := d.db.QueryContext(ctx, statement)
	if err != nil {
		return nil, d.ran(ctx, err)
	}
	names, err := rows.Columns()
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return &Answer{Columns: unlike(names), db: d, rows: rows}, nil
}

// unlike makes each name of columns differ from the others.
func unlike(names []string) []string {
	seen := map[string]bool{}
	out := make([]string, len(names))
	for i, name := range names {
		if name == "" {
			name = "column"
		}
		out[i] = name
		for n := 2; seen[out[i]]; n++ {
			out[i] = fmt.Sprintf("%s_%d", name, n)
		}
		seen[out[i]] = true
	}
	return out
}

// Each gives the rows: cells are nil, int64, float64 or string. fn may not keep a row; with an error it stops. A
// statement that goes wrong in a later row is an ErrSQL, too.
func (a *Answer) Each(ctx context.Context, fn func(row []any) error) error {
	row, to := make([]any, len(a.Columns)), make([]any, len(a.Columns))
	for i := range row {
		to[i] = &row[i]
	}
	for a.rows.Next() {
		if err := a.rows.Scan(to...); err != nil {
			return err
		}
		for i, v := range row {
			row[i] = a.cell(v)
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	if err := a.rows.Err(); err != nil {
		return a.db.ran(ctx, err)
	}
	return stopped(ctx, nil)
}

func (a *Answer) cell(v any) any {
	switch v := v.(type) {
	case nil, int64, float64:
		return v
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case []byte:
		return fmt.Sprintf("%x", v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	s := fmt.Sprint(v)
	if clean := a.db.o.Clean; clean != nil {
		s = clean(s)
	}
	return s
}

// Close ends the answer.
func (a *Answer) Close() error { return a.rows.Close() }

// ErrTime means that a statement took longer than it may.
var ErrTime = errors.New("the statement takes too long")

// stopped tells a statement that was stopped for the time it took from one that failed.
func stopped(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ErrTime
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
