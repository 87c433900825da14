package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/klauspost/compress/zstd"
	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
	"github.com/pressly/goose/v3"

	"carif/storage"
	"carif/storage/redact"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is PRAGMA user_version after the last migration.
const schemaVersion = 22

// readers is how many queries may read side by side.
const readers = 8

// Options say how a database is opened.
type Options struct {
	// ReadOnly opens an existing database for reading: nothing is created, migrated or written.
	ReadOnly bool
	// Now is the clock of tests. Without it times are the system's, and leases go by SQLite's own clock.
	Now func() time.Time
}

// Store is a database file. It implements storage.Store.
type Store struct {
	path     string
	readOnly bool
	now      func() time.Time
	fakeTime bool // leases go by now instead of the database's clock

	mu     sync.Mutex            // one writer at a time; guards what follows
	w      *sqlx.DB              // holds the one connection below
	conn   *sqlx.Conn            // the writer
	stmts  map[string]*sqlx.Stmt // prepared on conn, by SQL
	sync   string                // PRAGMA synchronous of conn as it is now
	synced time.Time             // last transaction that waited for the disk, by the machine's clock
	lock   *fileLock             // held while this process harvests
	begun  map[int64]bool        // runs that this process began
	named  map[string]bool       // communes whose names are known to be in the file

	redactor *redact.List // who is never stored again; nil until it is read
	salt     string       // key of redactor

	r        *sqlx.DB // read-only pool
	enc      *zstd.Encoder
	dec      *zstd.Decoder
	tidy     map[string]*tidyTable // by name
	children []string              // childTables
}

var _ storage.Store = (*Store)(nil)

// Open opens the database at path, creating it and bringing its tables up to date unless o.ReadOnly. Errors are
// one line that says what, where and what to do, and wrap a sentinel of package storage; a refused file is left
// as it was.
func Open(path string, o Options) (*Store, error) {
	if err := checkFTS5(); err != nil {
		return nil, err
	}
	stale, err := inspect(path, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, readOnly: o.ReadOnly, now: time.Now, stmts: map[string]*sqlx.Stmt{}, sync: "FULL",
		begun: map[int64]bool{}, named: map[string]bool{},
		tidy: tidyTables(), children: childTables()}
	if o.Now != nil {
		s.now, s.fakeTime = o.Now, true
	}
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(1)); err != nil {
		return nil, fmt.Errorf("start compression: %w", err)
	}
	if s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0)); err != nil {
		return nil, fmt.Errorf("start decompression: %w", err)
	}
	if err := s.connect(stale); err != nil {
		_ = s.Close() // the reason it could not be opened is what the caller must hear
		return nil, explain(path, err)
	}
	return s, nil
}

// connect opens the pools and, when the file is stale, brings its tables up to date, once even when two processes
// start together.
func (s *Store) connect(stale bool) error {
	var err error
	if s.r, err = sqlx.Open("sqlite3", s.readDSN()); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	s.r.SetMaxOpenConns(readers)
	s.r.SetMaxIdleConns(readers)
	if s.readOnly {
		return s.checkVersion(context.Background())
	}
	if stale {
		guard, err := waitForLock(s.path+".migrate", 30*time.Second)
		if err != nil {
			return err
		}
		defer func() { _ = guard.remove() }()
		if err := createPrivate(s.path); err != nil {
			return err
		}
		if err := s.refuseForeign(context.Background()); err != nil {
			return err
		}
	}
	if s.w, err = sqlx.Open("sqlite3", writeDSN(s.path)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	s.w.SetMaxOpenConns(1)
	if err := s.migrate(context.Background()); err != nil {
		return err
	}
	if err := s.rescale(context.Background()); err != nil {
		return err
	}
	if s.conn, err = s.w.Connx(context.Background()); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	// Fewer, larger checkpoints: a page of the file that many commits touched is written once.
	for _, q := range []string{"PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864"} {
		if _, err := s.conn.ExecContext(context.Background(), q); err != nil {
			return fmt.Errorf("open database: %w", err)
		}
	}
	return s.organise(context.Background())
}

// Close gives the lock and the file back.
func (s *Store) Close() error {
	var errs []error
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	s.stmts = nil
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.r != nil {
		errs = append(errs, s.r.Close())
	}
	if s.w != nil {
		errs = append(errs, s.w.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
		s.lock = nil
	}
	if s.dec != nil {
		s.dec.Close()
	}
	return errors.Join(errs...)
}

// migrate runs what is missing of the migrations.
func (s *Store) migrate(ctx context.Context) error {
	if v, err := userVersion(ctx, s.w); err != nil || v == schemaVersion {
		return err
	} else if v > schemaVersion {
		return newer(s.path, v) // the version stood in the write-ahead log, which inspect does not read
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.w.DB, sub, goose.WithDisableGlobalRegistry(true),
		goose.WithExcludeNames([]string{fieldChangeSQL, flatViewsSQL}),
		goose.WithGoMigrations(s.fillRates(), s.fieldChanges(), s.flatViews()))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring tables up to date: %w", err)
	}
	return nil
}

// refuseForeign refuses another program's database that inspect let pass because its header might have stood in the
// write-ahead log.
func (s *Store) refuseForeign(ctx context.Context) error {
	var app, tables int
	err := s.r.QueryRowxContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'goose%'
		AND name NOT LIKE 'sqlite%')`).Scan(&app, &tables)
	if err != nil {
		return fmt.Errorf("read header: %w", err)
	}
	if app != applicationID && (app != 0 || tables > 0) {
		return refuse(storage.ErrNotADatabase, "%s: is another program's SQLite file: name another with --db", s.path)
	}
	return nil
}

// checkVersion refuses a database that a read-only opening cannot use as it is.
func (s *Store) checkVersion(ctx context.Context) error {
	v, err := userVersion(ctx, s.r)
	switch {
	case err != nil:
		return err
	case v > schemaVersion:
		return newer(s.path, v)
	case v == 0:
		return refuse(errors.Join(storage.ErrNotADatabase, storage.ErrUnfinished), "%s: was only half made when the "+
			"command that made it was stopped: run that command (carif harvest, carif import) again", s.path)
	case v < schemaVersion:
		return refuse(storage.ErrNotADatabase, "%s: its tables are of version %d, this carif needs %d: "+
			"run any command that writes (carif harvest, carif reparse) once", s.path, v, schemaVersion)
	}
	return nil
}

func userVersion(ctx context.Context, db *sqlx.DB) (int, error) {
	var v int
	if err := db.GetContext(ctx, &v, "PRAGMA user_version"); err != nil {
		return 0, fmt.Errorf("read version of tables: %w", err)
	}
	return v, nil
}

// writeDSN names the file as a URI, so that every connection gets the same settings and no character of the path
// is read as one of them.
func writeDSN(path string) string {
	return fileURI(path) +
		"?_journal_mode=WAL&_foreign_keys=1&_busy_timeout=10000&_synchronous=FULL&_txlock=immediate&_secure_delete=1"
}

// ReadDSN names the file for a connection that only reads, to whoever asks it in SQL of their own.
func ReadDSN(path string) string { return (&Store{path: path, readOnly: true}).readDSN() }

// readDSN is the same for reading. A clean database on a disk that cannot be written is opened as immutable,
// because SQLite could not make its shared-memory file there.
func (s *Store) readDSN() string {
	return fileURI(s.path) + "?mode=ro&_query_only=1&_busy_timeout=10000&_foreign_keys=1" + s.immutable()
}

// immutable is the setting of a database that nothing can write beside; "" otherwise.
func (s *Store) immutable() string {
	if s.readOnly && !writable(filepath.Dir(s.path)) && !exists(s.path+"-wal") {
		return "&immutable=1"
	}
	return ""
}

func fileURI(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path // no working directory: SQLite says so when it opens the file
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs)}).String()
}

func checkFTS5() error {
	db, err := sql.Open("sqlite3", "file::memory:")
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer db.Close()
	var has bool
	if err := db.QueryRow("SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&has); err != nil {
		return fmt.Errorf("ask SQLite for its options: %w", err)
	}
	if !has {
		return storage.ErrNoFTS5
	}
	return nil
}

func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return f.Close()
}
