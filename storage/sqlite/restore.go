package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/jmoiron/sqlx"

	"carif/storage"
	"carif/storage/aside"
)

// Restoring is a backup that lies beside a database, ready to take its place. The database is locked until Close.
type Restoring struct {
	Store *Store // the backup, with tables of today
	Newer []int64
	// Forgotten is how many values of forgotten people the database knows and the backup did not: Place adds them.
	Forgotten int

	path, from string
	part       *aside.Part
	lock       *fileLock
	salt       string
	hashes     []suppressed
}

type suppressed struct {
	HMAC  []byte `db:"hmac"`
	Since string `db:"since"`
}

// Restore copies a backup beside the database at path and opens it; Newer are the runs of the database that it has not.
// Nothing of the database is changed before Place. Close ends it.
func Restore(ctx context.Context, from, path string) (r *Restoring, err error) {
	if err := checkTarget(path); err != nil {
		return nil, err
	}
	if _, err := inspect(from, true); err != nil {
		return nil, err
	}
	if info, err := os.Stat(from + "-wal"); err == nil && info.Size() > 0 {
		return nil, refuse(storage.ErrNotADatabase, "%s: is no backup but a database in use, or one that was not closed: "+
			"copy it with `carif backup`", from)
	}
	lock, holder, err := tryLock(path + ".lock")
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("%s: %w: %s: wait for it to end or stop it", path, storage.ErrInUse, holderName(holder))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r = &Restoring{path: path, from: from, lock: lock}
	if err := r.prepare(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Restoring) prepare(ctx context.Context) (err error) {
	aside.Sweep(r.path)
	if r.part, err = aside.File(r.path, 0o600); err != nil {
		return fmt.Errorf("restore %s: %w", r.path, err)
	}
	if err := copyFile(r.from, r.part.Path); err != nil {
		return fmt.Errorf("restore %s: %w", r.path, err)
	}
	if r.Store, err = Open(r.part.Path, Options{}); err != nil {
		return fmt.Errorf("%s cannot be restored: its copy is refused: %w", r.from, err)
	}
	return r.compare(ctx)
}

// compare looks at the database that is there. One that cannot be read has nothing to lose;
// another program's is refused.
func (r *Restoring) compare(ctx context.Context) error {
	info, err := os.Stat(r.path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	if _, err := inspect(r.path, true); err != nil {
		return err
	}
	db, err := sqlx.Open("sqlite3", fileURI(r.path)+"?mode=ro&_busy_timeout=10000")
	if err != nil {
		return fmt.Errorf("read %s: %w", r.path, err)
	}
	defer db.Close()
	var now, then []struct {
		ID      int64  `db:"id"`
		Site    string `db:"site"`
		Started string `db:"started"`
	}
	const runs = "SELECT id, site, started FROM run ORDER BY id"
	if err := r.Store.r.SelectContext(ctx, &then, runs); err != nil {
		return explain(r.from, err)
	}
	if db.SelectContext(ctx, &now, runs) != nil {
		return nil // damaged: that is why it is restored
	}
	for _, n := range now {
		if i := len(then); i < 1 || n.ID > then[i-1].ID || then[i-1].ID == n.ID && then[i-1] != n {
			r.Newer = append(r.Newer, n.ID)
		}
	}
	if db.SelectContext(ctx, &r.hashes, "SELECT hmac, since FROM suppression") != nil ||
		db.GetContext(ctx, &r.salt, "SELECT value FROM meta WHERE name = 'salt'") != nil {
		r.hashes = nil // nobody was forgotten, or it cannot be read
	}
	var known [][]byte
	if err := r.Store.r.SelectContext(ctx, &known, "SELECT hmac FROM suppression"); err != nil {
		return explain(r.from, err)
	}
	for _, h := range r.hashes {
		if !containsBytes(known, h.HMAC) {
			r.Forgotten++
		}
	}
	return nil
}

func containsBytes(list [][]byte, b []byte) bool {
	for _, x := range list {
		if bytes.Equal(x, b) {
			return true
		}
	}
	return false
}

// Place puts the backup in the place of the database, which is kept under the name given back; "" where there was none.
func (r *Restoring) Place(ctx context.Context) (kept string, err error) {
	if err := r.settle(ctx); err != nil {
		return "", err
	}
	if err := quiet(ctx, r.path); err != nil {
		return "", err
	}
	if info, err := os.Lstat(r.path); err == nil && info.Size() > 0 {
		kept = r.path + ".before-restore-" + time.Now().UTC().Format("20060102T150405.000Z")
	}
	// a log that is left is of a database too damaged to be closed: it must never be taken for the backup's, and a
	// database of no size ignores it. Without one there is a database at every moment.
	logged := exists(r.path + "-wal")
	for _, end := range []string{"", "-wal", "-shm"} {
		switch {
		case kept == "" || !exists(r.path+end):
			continue
		case logged || os.Link(r.path, kept) != nil:
			if err := os.Rename(r.path+end, kept+end); err != nil {
				return "", fmt.Errorf("keep %s: %w", r.path+end, err)
			}
		}
	}
	if err := os.Rename(r.part.Path, r.path); err != nil {
		return kept, fmt.Errorf("restore %s: %w", r.path, err)
	}
	return kept, syncFile(filepath.Dir(r.path))
}

// settle makes a whole file of the copy: it is a backup no longer, and forgets whom the database forgot.
func (r *Restoring) settle(ctx context.Context) error {
	err := r.Store.write(ctx, "settle the copy", func(t *tx) error {
		if err := t.exec("DELETE FROM meta WHERE name = 'copy'"); err != nil || r.Forgotten == 0 {
			return err
		}
		if err := t.exec("INSERT INTO meta (name, value) VALUES ('salt', ?) ON CONFLICT (name) DO NOTHING",
			r.salt); err != nil {
			return err
		}
		for _, h := range r.hashes {
			if err := t.exec("INSERT INTO suppression (hmac, since) VALUES (?, ?) ON CONFLICT (hmac) DO NOTHING", h.HMAC,
				h.Since); err != nil {
				return err
			}
		}
		return t.resealIfSealed()
	})
	err = errors.Join(err, r.Store.Close())
	if r.Store = nil; err != nil {
		return fmt.Errorf("restore %s: %w", r.path, err)
	}
	return syncFile(r.part.Path)
}

// Close removes the copy, unless it was put in place, and gives the database free.
func (r *Restoring) Close() error {
	var errs []error
	if r.Store != nil {
		errs = append(errs, r.Store.Close())
	}
	if r.part != nil {
		_ = os.Remove(r.part.Path) // it is not there once it was put in place
		errs = append(errs, r.part.Release())
	}
	return errors.Join(append(errs, r.lock.release())...)
}

// quiet takes the write-ahead log into a database and away, which nobody else may have open for that: two files of one
// name with one log would spoil each other. One that is damaged is left as it is.
func quiet(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil
	}
	db, err := sqlx.Open("sqlite3", fileURI(path)+"?_busy_timeout=2000")
	if err != nil {
		return fmt.Errorf("close %s: %w", path, err)
	}
	defer db.Close()
	var mode string
	err = explain(path, db.GetContext(ctx, &mode, "PRAGMA journal_mode = DELETE"))
	switch {
	case errors.Is(err, storage.ErrInUse):
		return fmt.Errorf("%s: %w: a program reads it: wait for it to end or stop it", path, storage.ErrInUse)
	case errors.Is(err, storage.ErrDamaged), errors.Is(err, storage.ErrNotADatabase):
		return nil
	}
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
