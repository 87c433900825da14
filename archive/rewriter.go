package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
)

// rewriter copies files, leaving out and changing what fn says. Bytes it does not change, damaged
// ones included, are copied as they stand.
type rewriter struct {
	a    *Archive
	fn   func(Ref, *Exchange) bool
	enc  *encoder
	res  Rewritten
	bad  findings
	gone map[string]bool // dropped, by old reference
	heir map[string]Ref  // revisit written in full in place of an original that is gone or differs

	name    string
	in      *os.File
	out     *bufio.Writer
	wrote   int64 // bytes given to out
	done    int64 // bytes of in dealt with
	changed bool
	cur     *group
}

func newRewriter(a *Archive, fn func(Ref, *Exchange) bool) *rewriter {
	return &rewriter{
		a: a, fn: fn, enc: newEncoder(a.o.Level), gone: make(map[string]bool), heir: make(map[string]Ref),
		res: Rewritten{Moved: make(map[string]Ref)}, out: bufio.NewWriterSize(nil, 1<<20),
	}
}

// file writes name+".new"; it is removed again when nothing changed.
func (w *rewriter) file(ctx context.Context, name string, last bool) (err error) {
	w.name, w.wrote, w.done, w.changed, w.cur = name, 0, 0, false, nil
	if w.in, err = w.a.root.Open(name); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer w.in.Close()
	info, err := w.in.Stat()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	out, err := w.a.root.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write aside: %w", err)
	}
	w.out.Reset(out)
	var s scanner
	err = s.each(ctx, name, w.in, info.Size(), last, &w.bad, w.record, w.flush)
	if err == nil {
		err = w.copyTo(info.Size())
	}
	if err == nil && w.changed {
		err = errors.Join(w.out.Flush(), out.Sync())
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	if w.changed {
		w.res.Files = append(w.res.Files, name)
		return nil
	}
	return w.a.root.Remove(name + ".new")
}

// record gathers exchanges; whatever else stands in the file is copied with the bytes before the next one.
func (w *rewriter) record(r record) error {
	if r.end == 0 || !r.alone {
		return fmt.Errorf("offset %d: several records in one gzip member", r.offset)
	}
	if w.cur != nil && w.cur.take(r) {
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	if isMain(r) {
		w.cur = &group{file: w.name, main: r, end: r.end}
	}
	return nil
}

// flush decides on the exchange gathered.
func (w *rewriter) flush() error {
	g := w.cur
	if w.cur = nil; g == nil {
		return nil
	}
	if err := w.copyTo(g.main.offset); err != nil {
		return err
	}
	old := g.ref()
	x, err := g.exchange()
	if err == nil {
		err = w.a.resolveBody(&x)
	}
	if err != nil {
		w.bad.add(Finding{File: w.name, Offset: g.main.offset, What: err.Error(), Do: adviceFetch, err: err})
		return w.keep(g, old)
	}
	before, digest := snapshot(&x), digestOf(x.Body)
	if w.fn(old, &x) {
		w.res.Dropped = append(w.res.Dropped, old)
		w.gone[old.String()], w.changed, w.done = true, true, g.end
		return nil
	}
	now := digestOf(x.Body)
	edited := now != digest || !reflect.DeepEqual(before, snapshot(&x))
	if again := w.retarget(&x, now); !edited && !again {
		return w.keep(g, old)
	}
	return w.write(g, old, &x, edited)
}

// snapshot copies what fn may change, but for the body.
func snapshot(x *Exchange) Exchange {
	s := *x
	s.Body = nil
	s.RequestHeader, s.ResponseHeader, s.Metadata = x.RequestHeader.Clone(), x.ResponseHeader.Clone(),
		maps.Clone(x.Metadata)
	return s
}

// retarget points a revisit at where its bytes are now; again is true when the record must be
// written anew for it. Without such a place it becomes a response.
func (w *rewriter) retarget(x *Exchange, digest string) (again bool) {
	if x.RevisitOf == nil {
		return false
	}
	key := x.RevisitOf.String()
	moved, isMoved := w.res.Moved[key]
	heir, hasHeir := w.heir[key]
	switch {
	case isMoved && moved.Digest == digest:
		x.RevisitOf = &moved
	case hasHeir && heir.Digest == digest:
		x.RevisitOf = &heir
	case !isMoved && !w.gone[key] && x.RevisitOf.Digest == digest:
		return false
	default:
		x.RevisitOf = nil
	}
	return true
}

// keep copies an exchange as it stands.
func (w *rewriter) keep(g *group, old Ref) error {
	now := old
	now.Offset = w.wrote
	if now.Offset != old.Offset {
		w.res.Moved[old.String()] = now
	}
	return w.copyTo(g.end)
}

// write puts the changed exchange in place of the old one.
func (w *rewriter) write(g *group, old Ref, x *Exchange, edited bool) error {
	ids, err := w.a.newIDs()
	if err != nil {
		return err
	}
	if edited {
		w.res.Edited++
	} else {
		ids[0] = old.ID // the same capture, only kept elsewhere
	}
	w.enc.out.Reset()
	now, err := w.enc.exchange(x, ids)
	if err != nil {
		return fmt.Errorf("offset %d: %w", old.Offset, err)
	}
	now.File, now.Offset = w.name, w.wrote
	w.res.Moved[old.String()] = now
	if to := g.refersTo(); to != nil && x.RevisitOf == nil {
		w.heir[to.String()] = now
		w.res.Full = append(w.res.Full, now)
	}
	n, err := w.out.Write(w.enc.out.Bytes())
	w.wrote += int64(n)
	if err != nil {
		return fmt.Errorf("write aside: %w", err)
	}
	w.changed, w.done = true, g.end
	return nil
}

// copyTo copies the old file's bytes up to offset end.
func (w *rewriter) copyTo(end int64) error {
	n, err := io.Copy(w.out, io.NewSectionReader(w.in, w.done, end-w.done))
	w.wrote += n
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	w.done = end
	return nil
}
