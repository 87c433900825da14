package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/mattn/go-sqlite3"
)

// plainDriver is SQLite with what its program has beside the library: the natural logarithm.
const plainDriver = "sqlite3_plain"

func init() {
	sql.Register(plainDriver, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("ln", math.Log, true)
	}})
}

// Plain opens a handle for plain SQL over the file: nothing of it can be written, temporary tables can be made.
// Close it.
func (s *Store) Plain() (*sql.DB, error) {
	db, err := sql.Open(plainDriver, fileURI(s.path)+"?mode=ro&_busy_timeout=10000"+s.immutable())
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("open database: %w", err))
	}
	return db, nil
}

// Extract writes a new SQLite file by statements that read this database, which they know as source, all in one
// snapshot of it.
func (s *Store) Extract(ctx context.Context, path string, statements []string) (err error) {
	db, err := sql.Open("sqlite3", fileURI(path)+"?mode=rwc&_synchronous=FULL")
	if err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	defer conn.Close()
	from := fileURI(s.path) + "?mode=ro" + s.immutable()
	if _, err := conn.ExecContext(ctx, "ATTACH ? AS source", from); err != nil {
		return explain(s.path, err)
	}
	all := append(append([]string{"BEGIN"}, statements...), "COMMIT", "DETACH source")
	for _, q := range all {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("make %s: %w", path, err)
		}
	}
	return nil
}

// OpenPlain opens any SQLite file for plain SQL, whoever made it: nothing of it can be written, temporary tables can be
// made. Close it.
func OpenPlain(path string) (*sql.DB, error) {
	db, err := sql.Open(plainDriver, fileURI(path)+"?mode=ro&immutable=1&_trusted_schema=0")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}
