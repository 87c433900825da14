package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// disk is what the writer needs of a file; tests put a failing one in its place.
type disk interface {
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Close() error
}

// current is the file being written.
type current struct {
	name   string
	f      disk
	buf    []byte // whole records not yet written
	disk   int64  // bytes in the file, whole records
	synced int64  // of those, on stable storage
}

func (c *current) size() int64 { return c.disk + int64(len(c.buf)) }

// Append writes the records of one exchange and returns the reference of its response (or revisit)
// record. They are buffered: only Sync makes them last, so Sync before committing a transaction
// that names them. When x.RevisitOf can't be read, or x.Body is there and differs from it, a full
// response is written instead: a revisit of nothing would lose the page.
// After a failed write or sync the archive takes no more (ErrFailed); reopen it to go on.
func (a *Archive) Append(ctx context.Context, x Exchange) (Ref, error) {
	if err := ctx.Err(); err != nil {
		return Ref{}, fmt.Errorf("append to archive: %w", err)
	}
	if err := a.resolveRevisit(&x); err != nil {
		return Ref{}, fmt.Errorf("append to archive: %w", err)
	}
	ids, err := a.newIDs()
	if err != nil {
		return Ref{}, fmt.Errorf("append to archive: %w", err)
	}
	e := a.encoders.Get().(*encoder)
	defer a.giveBack(e)
	e.out.Reset()
	ref, err := e.exchange(&x, ids) // outside the lock: sites side by side compress side by side
	if err != nil {
		return Ref{}, fmt.Errorf("append to archive: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if ref.File, ref.Offset, err = a.put(e.out.Bytes()); err != nil {
		return Ref{}, fmt.Errorf("append to archive: %w", err)
	}
	return ref, nil
}

// giveBack keeps an encoder for the next page, unless one huge page has blown it up.
func (a *Archive) giveBack(e *encoder) {
	if e.out.Cap() <= 4*flushAt {
		a.encoders.Put(e)
	}
}

// resolveRevisit replaces x.RevisitOf by the record that holds the bytes (never a revisit of a
// revisit: a page unchanged for a year stays one step away), or drops it when that can't be used.
func (a *Archive) resolveRevisit(x *Exchange) error {
	if x.RevisitOf == nil {
		return nil
	}
	g, err := a.readGroup(*x.RevisitOf, true)
	for hop := 0; err == nil && g.refersTo() != nil && hop < maxHops; hop++ {
		g, err = a.readGroup(*g.refersTo(), true)
	}
	if err != nil {
		if len(x.Body) == 0 {
			return fmt.Errorf("revisit of %s without a body: %w", x.RevisitOf, err)
		}
		x.RevisitOf = nil
		return nil
	}
	ref := g.ref()
	if len(x.Body) > 0 && ref.Digest != digestOf(x.Body) {
		x.RevisitOf = nil
		return nil
	}
	x.RevisitOf = &ref
	return nil
}

// put appends whole members to the file in use, beginning a new one where due. a.mu is held.
func (a *Archive) put(members []byte) (file string, offset int64, err error) {
	if err := a.writable(); err != nil {
		return "", 0, err
	}
	if a.cur != nil && a.cur.size() >= a.o.MaxFileBytes {
		if err := a.closeFile(); err != nil {
			return "", 0, err
		}
		a.resume = ""
	}
	if a.cur == nil {
		if err := a.openFile(); err != nil {
			return "", 0, err
		}
	}
	offset = a.cur.size()
	a.cur.buf = append(a.cur.buf, members...)
	if len(a.cur.buf) >= flushAt {
		if err := a.flush(); err != nil {
			return "", 0, err
		}
	}
	return a.cur.name, offset, nil
}

// openFile goes on in the last file when it is ours and not full, else begins the next one.
func (a *Archive) openFile() error {
	if a.resume != "" {
		f, err := a.root.OpenFile(a.resume, os.O_RDWR, 0o600)
		if err != nil {
			return a.fail(fmt.Errorf("open archive file: %w", err))
		}
		info, err := f.Stat()
		if err != nil {
			return a.fail(errors.Join(fmt.Errorf("open archive file: %w", err), f.Close()))
		}
		if info.Size() < a.o.MaxFileBytes {
			a.cur = &current{name: a.resume, f: f, disk: info.Size(), synced: info.Size()}
			return a.begin()
		}
		if err := f.Close(); err != nil {
			return a.fail(fmt.Errorf("close archive file: %w", err))
		}
	}
	name := fileName(a.o.Prefix, a.o.Now(), a.seq+1)
	f, err := a.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return a.fail(fmt.Errorf("create archive file: %w", err))
	}
	a.seq++
	a.cur = &current{name: name, f: f}
	if err := a.syncDir(); err != nil {
		return a.fail(err)
	}
	return a.begin()
}

// begin puts the warcinfo record first in an empty file.
func (a *Archive) begin() error {
	if a.cur.size() > 0 {
		return nil
	}
	ids, err := a.newIDs()
	if err != nil {
		return a.fail(err)
	}
	e := a.encoders.Get().(*encoder)
	defer a.encoders.Put(e)
	e.out.Reset()
	if err := e.warcinfo(a.cur.name, a.o.Software, ids[0], a.o.Now()); err != nil {
		return a.fail(err)
	}
	a.cur.buf = append(a.cur.buf, e.out.Bytes()...)
	return nil
}

// flush writes the buffer. When the disk refuses, the file is taken back to the last whole record
// and what was buffered is lost: it was never acknowledged.
func (a *Archive) flush() error {
	c := a.cur
	if c == nil || len(c.buf) == 0 {
		return nil
	}
	if _, err := c.f.WriteAt(c.buf, c.disk); err != nil {
		err = fmt.Errorf("write archive: %w", err)
		if terr := c.f.Truncate(c.disk); terr != nil {
			err = errors.Join(err, fmt.Errorf("cut archive back: %w", terr))
		}
		c.buf = nil
		return a.fail(err)
	}
	c.disk += int64(len(c.buf))
	c.buf = c.buf[:0]
	return nil
}

// fail makes the first failure the last word: offsets given out since the last sync are void, and
// a failed fsync may have dropped pages that a second one would call good.
func (a *Archive) fail(err error) error {
	if a.failed == nil {
		a.failed = err
	}
	return err
}

// Sync writes what is buffered and waits until it is on stable storage. References returned by
// Append before it are good forever once it returns nil.
func (a *Archive) Sync() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.writable(); err != nil {
		return err
	}
	return a.sync()
}

func (a *Archive) sync() error {
	c := a.cur
	if c == nil {
		return nil
	}
	if err := a.flush(); err != nil {
		return err
	}
	if c.synced == c.disk {
		return nil
	}
	if err := c.f.Sync(); err != nil {
		return a.fail(fmt.Errorf("sync archive: %w", err))
	}
	c.synced = c.disk
	// The bytes are safe whatever becomes of this note: without it the next Open reads more.
	_ = a.writeState(state{File: c.name, Whole: c.synced})
	return nil
}

// closeFile syncs and closes the file in use; the next Append may go on in it. a.mu is held.
func (a *Archive) closeFile() error {
	if a.cur == nil {
		return nil
	}
	var err error
	if a.failed == nil {
		err = a.sync()
	}
	if cerr := a.cur.f.Close(); cerr != nil && err == nil {
		err = a.fail(fmt.Errorf("close archive file: %w", cerr))
	}
	a.resume, a.cur = a.cur.name, nil
	return err
}

// syncDir makes names last: creations and renames.
func (a *Archive) syncDir() error {
	d, err := a.root.Open(".")
	if err != nil {
		return fmt.Errorf("sync archive folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync archive folder: %w", err)
	}
	return nil
}
