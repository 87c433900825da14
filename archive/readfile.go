package archive

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"time"
)

// ReadFile calls fn for every response, revisit, resource and conversion record of one WARC file of any
// make: 1.0 or 1.1, plain or gzipped, one member a record or one for all. Chunked transfer coding is taken
// off, Content-Encoding left on. A revisit comes with its body (and, where it has no HTTP header of its own,
// that of the original) when the record it refers to stands earlier in the same file and can be reached;
// otherwise Body is nil and RevisitOf says of what. A resource or conversion comes as if a server had
// answered with it: status 200 and its own Content-Type.
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
			seen.fill(&x)
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

// originals remembers where pages stand, so that revisits of the same file find their bodies: by digest, by
// record id, and by URL and date. It stops at a million pages: later revisits then come without body.
type originals struct {
	name string
	r    io.ReaderAt
	size int64
	n    int
	seed maphash.Seed
	at   map[uint64]int64 // by the sum of a name
	s    scanner
}

const maxOriginals = 1_000_000

func newOriginals(name string, r io.ReaderAt, size int64) *originals {
	return &originals{name: name, r: r, size: size, seed: maphash.MakeSeed(), at: make(map[uint64]int64)}
}

// names are what a revisit may call its original by, the surest first.
func (o *originals) names(ref *Ref) (sums []uint64) {
	for _, n := range []struct{ kind, name string }{{"digest", ref.Digest}, {"id", ref.ID}, {"page", pageAt(ref)}} {
		if n.name != "" {
			sums = append(sums, maphash.String(o.seed, n.kind+" "+n.name))
		}
	}
	return sums
}

func pageAt(ref *Ref) string {
	if ref.URL == "" || ref.At.IsZero() {
		return ""
	}
	return ref.At.Truncate(time.Second).Format(time.RFC3339) + " " + ref.URL
}

func (o *originals) note(g *group) {
	if g.refersTo() != nil || !g.main.alone || o.n >= maxOriginals {
		return
	}
	ref := g.ref()
	o.n++
	for _, sum := range o.names(&ref) {
		if _, ok := o.at[sum]; !ok {
			o.at[sum] = ref.Offset
		}
	}
}

// fill gives a revisit the body of its original, and its header where it has none; nothing when that is not
// within reach.
func (o *originals) fill(x *Exchange) {
	for i, sum := range o.names(x.RevisitOf) {
		offset, ok := o.at[sum]
		if !ok {
			continue
		}
		was, err := o.read(offset)
		if err != nil {
			continue
		}
		named := i == 0 && x.RevisitOf.Digest != ""
		if holds, known := digestHolds(x.RevisitOf.Digest, was.Body); !named && known && !holds && !was.altered() {
			continue // the page was another one than the revisit says
		}
		x.Body = was.Body
		if x.ResponseHeader == nil {
			x.Proto, x.Status, x.StatusText, x.ResponseHeader = was.Proto, was.Status, was.StatusText, was.ResponseHeader
		}
		return
	}
}

// altered tells that a body may not be the bytes that a tool made its digest of.
func (x *Exchange) altered() bool { return x.ResponseHeader.Get(transferKey) != "" }

func (o *originals) read(offset int64) (Exchange, error) {
	if err := o.s.open(o.name, o.r, offset, o.size); err != nil {
		return Exchange{}, err
	}
	rec, err := o.s.next()
	if err != nil {
		return Exchange{}, err
	}
	g := &group{file: o.name, main: rec, end: rec.end}
	return g.exchange()
}
