package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"

	"github.com/jmoiron/sqlx"

	"carif/storage"
)

// maxFindings ends a check of a database that is damaged all over.
const maxFindings = 100

const restore = "restore a backup, or import the archive into a new database " +
	"(carif import ARCHIVE/*.warc.gz --db NEW.db)"

// CheckFile checks a database that may be too damaged to be opened: what stops it from opening is a finding too.
// The error is for a file that is not there, or that is not damaged: one that may not be read, say, or is half made.
func CheckFile(ctx context.Context, path string, deep bool) ([]storage.Finding, error) {
	s, err := Open(path, Options{ReadOnly: true})
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, storage.ErrNoFTS5), errors.Is(err, storage.ErrNewerSchema),
		errors.Is(err, fs.ErrPermission), errors.Is(err, storage.ErrUnfinished):
		return nil, err
	case err != nil:
		return []storage.Finding{{Where: path, What: err.Error(), Do: restore}}, nil
	}
	defer s.Close()
	return s.Check(ctx, deep)
}

// Check implements storage.Keeper.
func (s *Store) Check(ctx context.Context, deep bool) ([]storage.Finding, error) {
	tx, err := s.r.BeginTxx(ctx, nil)
	if err != nil {
		return []storage.Finding{s.broken(err)}, nil
	}
	defer func() { _ = tx.Rollback() }() // it only read
	c := &checker{s: s, ctx: ctx, tx: tx}
	c.pragma(deep)
	c.objects()
	if deep {
		c.versions()
		c.tidy()
		c.rates()
		c.fields()
		c.manifest()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.found, nil
}

// broken is a database that cannot be read on. What the system refuses is not damage.
func (s *Store) broken(err error) storage.Finding {
	if err = explain(s.path, err); errors.Is(err, fs.ErrPermission) || errors.Is(err, storage.ErrInUse) {
		return storage.Finding{Where: s.path, What: "could not be checked: " + err.Error(), Do: "check again then"}
	}
	return storage.Finding{Where: s.path, What: "cannot be read on: " + err.Error(), Do: restore}
}

// checker gathers findings over one snapshot.
type checker struct {
	s      *Store
	ctx    context.Context
	tx     *sqlx.Tx
	course *tidyTable // table course, as far as it is compared
	found  []storage.Finding
}

func (c *checker) full() bool { return len(c.found) >= maxFindings }

func (c *checker) add(where, format string, args ...any) {
	if !c.full() {
		c.found = append(c.found, storage.Finding{Where: where, What: fmt.Sprintf(format, args...), Do: restore})
	}
}

func (c *checker) fail(err error) {
	if err != nil && !c.full() {
		c.found = append(c.found, c.s.broken(err))
	}
}

// pragma asks SQLite itself. A database without any page passes its checks, so the two ids are looked at first.
func (c *checker) pragma(deep bool) {
	var app, version int
	c.fail(c.tx.GetContext(c.ctx, &app, "PRAGMA application_id"))
	c.fail(c.tx.GetContext(c.ctx, &version, "PRAGMA user_version"))
	if app != applicationID || version != schemaVersion {
		c.add(c.s.path, "header says application %#x, tables of version %d; expected %#x and %d", app, version,
			applicationID, schemaVersion)
	}
	q := "PRAGMA quick_check(100)"
	if deep {
		q = "PRAGMA integrity_check(100)"
	}
	var words []string
	c.fail(c.tx.SelectContext(c.ctx, &words, q))
	for _, w := range words {
		if w != "ok" {
			c.add("SQLite", "%s", w)
		}
	}
	var fks []struct {
		Table  string        `db:"table"`
		Row    sql.NullInt64 `db:"rowid"`
		Parent string        `db:"parent"`
		FK     int           `db:"fkid"`
	}
	c.fail(c.tx.SelectContext(c.ctx, &fks, "PRAGMA foreign_key_check"))
	for _, k := range fks {
		c.add(k.Table, "row %d refers to a row of %s that does not exist", k.Row.Int64, k.Parent)
	}
}

// objects compares tables, indexes and views with those a new database has, comments aside: those of an older file may
// be worded in another way.
func (c *checker) objects() {
	want, err := wantedObjects()
	c.fail(err)
	got, err := objectsOf(c.ctx, c.tx)
	c.fail(err)
	for name, sql := range want {
		switch have, ok := got[name]; {
		case !ok:
			c.add(name, "is missing")
		case have != sql:
			c.add(name, "is not defined as it should be")
		}
	}
}

func objectsOf(ctx context.Context, q sqlx.QueryerContext) (map[string]string, error) {
	var rows []struct {
		Name string `db:"name"`
		SQL  string `db:"sql"`
	}
	err := sqlx.SelectContext(ctx, q, &rows,
		`SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_schema
		WHERE name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite_%'`)
	m := make(map[string]string, len(rows))
	for _, r := range rows {
		m[r.Name] = sqlComment.ReplaceAllString(r.SQL, "")
	}
	return m, err
}

var sqlComment = regexp.MustCompile(`[ \t]*--[^\n]*`)

// wantedObjects makes the tables in memory and reads their definitions.
func wantedObjects() (map[string]string, error) {
	db, err := sqlx.Open("sqlite3", "file::memory:")
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	sort.Strings(files)
	for _, f := range files {
		b, err := migrations.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read migrations: %w", err)
		}
		if _, err := db.Exec(strings.TrimSpace(string(b))); err != nil { // goose's own lines are comments to SQL
			return nil, fmt.Errorf("run %s: %w", f, err)
		}
	}
	return objectsOf(context.Background(), db)
}

// manifest compares the tables with what they held when the last run ended.
func (c *checker) manifest() {
	var m manifestRow
	err := c.tx.GetContext(c.ctx, &m, "SELECT run, sealed, tables FROM manifest WHERE id = 1")
	if errors.Is(err, sql.ErrNoRows) || err == nil && !m.Sealed {
		return // no run has ended yet, or one is writing
	}
	c.fail(err)
	want := map[string]sum{}
	if err == nil && json.Unmarshal([]byte(m.Tables), &want) != nil {
		c.add("manifest", "cannot be read")
		return
	}
	for _, table := range sealedTables() {
		w, ok := want[table.name]
		if !ok {
			continue
		}
		got, err := sumTable(c.tx, table)
		c.fail(err)
		switch {
		case err != nil:
		case got.Rows != w.Rows:
			c.add(table.name, "holds %d rows; it held %d when run %d ended", got.Rows, w.Rows, m.Run)
		case got.Digest != w.Digest:
			c.add(table.name, "its values are not those it held when run %d ended", m.Run)
		}
	}
}
