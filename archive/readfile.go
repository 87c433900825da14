package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ReadFile calls fn for every response and revisit record of one WARC file of any make: 1.0 or
// 1.1, plain or gzipped, one member a record or one for all. Chunked transfer coding is taken off,
// Content-Encoding left on. A revisit comes with its body when the record it refers to stands
// earlier in the same file and can be reached; otherwise Body is nil and RevisitOf says of what.
//
// A file that is no WARC gives ErrNotWARC. What can't be read (damage, records over 64 MiB) is
// passed over and told in the error at the end (Finding, joined); an error of fn ends the reading.
// Ref.File is the file's base name.
func ReadFile(path string, fn func(Ref, Exchange) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read WARC: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read WARC: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("read WARC %s: %w", path, ErrNotWARC)
	}
	if err := readFrom(filepath.Base(path), f, info.Size(), fn); err != nil {
		return fmt.Errorf("read WARC: %w", err)
	}
	return nil
}

func readFrom(name string, r io.ReaderAt, size int64, fn func(Ref, Exchange) error) error {
	var bad findings
	s, seen := new(scanner), newOriginals(name, r, size)
	p := grouper{file: name, emit: func(g *group) error {
		x, err := g.exchange()
		if err != nil {
			bad.add(Finding{File: name, Offset: g.main.offset, What: err.Error(), err: err})
			return nil
		}
		seen.note(g)
		if x.RevisitOf != nil {
			x.Body = seen.body(x.RevisitOf)
		}
		return fn(g.ref(), x)
	}}
	records := 0
	err := s.each(context.Background(), name, r, size, true, &bad, func(rec record) error {
		records++
		if rec.size > maxBlock && !isMain(rec) {
			bad.add(Finding{File: name, Offset: rec.offset, What: fmt.Sprintf("record of %d bytes skipped", rec.size),
				err: ErrTooBig})
		}
		return p.add(rec)
	}, p.flush)
	if err == nil && records == 0 && bad.err() == nil {
		err = ErrNotWARC // an empty file
	}
	return errors.Join(err, bad.err())
}

// originals remembers where responses stand, so that revisits of the same file find their bodies.
// It holds 16 bytes or so a record and stops at a million: later revisits then come without body.
type originals struct {
	name string
	r    io.ReaderAt
	size int64
	at   map[string]int64 // by digest
	s    scanner
}

const maxOriginals = 1_000_000

func newOriginals(name string, r io.ReaderAt, size int64) *originals {
	return &originals{name: name, r: r, size: size, at: make(map[string]int64)}
}

func (o *originals) note(g *group) {
	ref := g.ref()
	if g.refersTo() != nil || !g.main.alone || ref.Digest == "" || len(o.at) >= maxOriginals {
		return
	}
	if _, ok := o.at[ref.Digest]; !ok {
		o.at[ref.Digest] = ref.Offset
	}
}

// body returns nil when the original is not within reach.
func (o *originals) body(to *Ref) []byte {
	offset, ok := o.at[to.Digest]
	if !ok {
		return nil
	}
	g, err := o.s.group(o.name, o.r, offset, o.size)
	if err != nil {
		return nil
	}
	x, err := g.exchange()
	if err != nil {
		return nil
	}
	return x.Body
}
