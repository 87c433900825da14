package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"carif/storage"
)

// tx is the transaction of the one writer, over statements that stay prepared.
type tx struct {
	s       *Store
	dirtied bool     // the manifest is known to be out of date
	last    int64    // number of the row that was inserted last
	upto    *int64   // meta.fts_upto, once it was read
	named   []string // communes that are named once it is saved
}

// How long a transaction waits for the disk. None of them can be lost by the death of the process; what differs is
// a power cut.
const (
	syncNow  = "FULL"   // on the disk when it returns
	syncSoon = "NORMAL" // undone by a power cut until a later transaction reaches the disk
)

// syncEvery is how old the last transaction on the disk may be when pages are saved in quick succession.
const syncEvery = time.Second

// write runs fn in one transaction that is on the disk when it returns.
func (s *Store) write(ctx context.Context, what string, fn func(*tx) error) error {
	return s.transact(ctx, func() string { return syncNow }, what, fn)
}

// soft is write for what a restart gives back anyway (claims, leases).
func (s *Store) soft(ctx context.Context, what string, fn func(*tx) error) error {
	return s.transact(ctx, func() string { return syncSoon }, what, fn)
}

// paced is write for pages: all of a page is one transaction, so that a power cut only takes whole pages back, which
// are then fetched again. It goes to the disk once a second; a polite harvest is slower than that anyway.
func (s *Store) paced(ctx context.Context, what string, fn func(*tx) error) error {
	return s.transact(ctx, func() string {
		if time.Since(s.synced) < syncEvery {
			return syncSoon
		}
		return syncNow
	}, what, fn)
}

// transact never lets a context cut a transaction: an interrupted statement can leave it half open or hit the
// next one (go-sqlite3 #681, #745), so the context is looked at once, before.
func (s *Store) transact(ctx context.Context, mode func() string, what string, fn func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.readOnly {
		return fmt.Errorf("%s: %s: %w", s.path, what, storage.ErrReadOnly)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, sync := &tx{s: s}, mode()
	if s.sync != sync {
		if err := t.exec("PRAGMA synchronous = " + sync); err != nil {
			return explain(s.path, fmt.Errorf("%s: %w", what, err))
		}
		s.sync = sync
	}
	if err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return explain(s.path, fmt.Errorf("%s: %w", what, err))
	}
	done := false
	defer func() {
		if !done {
			_ = t.exec("ROLLBACK") // fails when SQLite has already rolled back: the first error is the one to tell
		}
	}()
	err := fn(t)
	if err == nil {
		err = t.exec("COMMIT")
	}
	if err != nil {
		return explain(s.path, fmt.Errorf("%s: %w", what, err))
	}
	done = true
	for _, code := range t.named {
		s.named[code] = true
	}
	if sync == syncNow {
		s.synced = time.Now()
	}
	return nil
}

func (t *tx) stmt(q string) (*sqlx.Stmt, error) {
	if st, ok := t.s.stmts[q]; ok {
		return st, nil
	}
	if t.s.stmts == nil {
		return nil, sql.ErrConnDone // closed
	}
	st, err := t.s.conn.PreparexContext(context.Background(), q)
	if err != nil {
		return nil, err
	}
	t.s.stmts[q] = st
	return st, nil
}

func (t *tx) exec(q string, args ...any) error {
	_, err := t.count(q, args...)
	return err
}

// count is exec that tells how many rows were touched.
func (t *tx) count(q string, args ...any) (int, error) {
	st, err := t.stmt(q)
	if err != nil {
		return 0, err
	}
	res, err := st.Exec(args...)
	if err != nil {
		return 0, err
	}
	if t.last, err = res.LastInsertId(); err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// insert is exec that tells the new row's number.
func (t *tx) insert(q string, args ...any) (int64, error) {
	st, err := t.stmt(q)
	if err != nil {
		return 0, err
	}
	res, err := st.Exec(args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// get reads one row; ok is false when there is none.
func (t *tx) get(dest any, q string, args ...any) (ok bool, err error) {
	st, err := t.stmt(q)
	if err != nil {
		return false, err
	}
	err = st.Get(dest, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// all reads every row.
func (t *tx) all(dest any, q string, args ...any) error {
	st, err := t.stmt(q)
	if err != nil {
		return err
	}
	return st.Select(dest, args...)
}

// timeLayout is how times stand in the database: UTC, sorting as text.
const timeLayout = "2006-01-02T15:04:05Z"

func stamp(t time.Time) string { return t.UTC().Format(timeLayout) }

// stampOrNull is nil for the zero time.
func stampOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t)
}

// parseTime reads what stamp wrote; anything else is the zero time.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// null is nil for an empty text: absent is null.
func null(s string) any {
	if s == "" {
		return nil
	}
	return plainText(s)
}
