package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

const maxHops = 8 // revisit of revisit, as other tools may write them; ours are one hop

// Read returns the exchange ref names, request and metadata included; a revisit comes with the
// body of the record it refers to. The body is checked against the record's digest: ErrDigest. A
// ref that names no record, or another one than its ID or Digest (when given) say: ErrRef.
func (a *Archive) Read(ref Ref) (Exchange, error) {
	g, err := a.readGroup(ref, false)
	if err != nil {
		return Exchange{}, fmt.Errorf("read archive: %w", err)
	}
	x, err := g.exchange()
	if err != nil {
		return Exchange{}, fmt.Errorf("read archive %s: %w", ref, err)
	}
	if err := a.resolveBody(&x); err != nil {
		return Exchange{}, fmt.Errorf("read archive %s: %w", ref, err)
	}
	if err := checkPayload(g, &x); err != nil {
		return Exchange{}, fmt.Errorf("read archive %s: %w", ref, err)
	}
	return x, nil
}

// Holds tells whether the record that ref names stands in the archive.
func (a *Archive) Holds(ref Ref) bool {
	_, err := a.readGroup(ref, true)
	return err == nil
}

// checkPayload compares the body with the digest written beside it. A 304 carries no payload of
// its own, so there is nothing to compare when it names none.
func checkPayload(g *group, x *Exchange) error {
	want := g.main.header.get("WARC-Payload-Digest")
	if holds, known := digestHolds(want, x.Body); known && !holds {
		return fmt.Errorf("%w: %s was written", ErrDigest, want)
	}
	return nil
}

// resolveBody fetches the body of a revisit.
func (a *Archive) resolveBody(x *Exchange) error {
	to := x.RevisitOf
	for hop := 0; to != nil; hop++ {
		if hop == maxHops {
			return fmt.Errorf("revisits lead on after %d records: %w", maxHops, ErrRef)
		}
		if to.File == "" {
			return fmt.Errorf("revisit of %s does not say where that stands: %w", to.ID, ErrRef)
		}
		g, err := a.readGroup(*to, false)
		if err != nil {
			return fmt.Errorf("follow revisit: %w", err)
		}
		y, err := g.exchange()
		if err != nil {
			return fmt.Errorf("follow revisit to %s: %w", to, err)
		}
		x.Body, to = y.Body, y.RevisitOf
	}
	return nil
}

// readGroup reads the record at ref and those that belong to it; with heads only the record's
// own header.
func (a *Archive) readGroup(ref Ref, heads bool) (*group, error) {
	if sequence(ref.File) == 0 || ref.Offset < 0 {
		return nil, fmt.Errorf("%q: %w", ref.String(), ErrRef)
	}
	if err := a.flushFor(ref); err != nil {
		return nil, err
	}
	f, err := a.root.Open(ref.File)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) { // which names the file again
			err = pe.Err
		}
		return nil, fmt.Errorf("%s: %w", ref.File, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", ref.File, err)
	}
	if ref.Offset >= info.Size() {
		return nil, fmt.Errorf("%s lies beyond the end of the file: %w", ref, ErrRef)
	}
	s := a.readers.Get().(*scanner)
	defer a.readers.Put(s)
	s.heads = heads
	g, err := s.group(ref.File, f, ref.Offset, info.Size())
	if errors.Is(err, ErrNotWARC) || errors.Is(err, io.EOF) {
		err = fmt.Errorf("no record at %s: %w", ref, ErrRef)
	}
	if err != nil {
		return nil, err
	}
	if got := g.ref(); ref.ID != "" && got.ID != ref.ID || ref.Digest != "" && got.Digest != ref.Digest {
		return nil, fmt.Errorf("%s no longer names the same record: %w", ref, ErrRef)
	}
	return g, nil
}

// group reads one exchange from an offset.
func (s *scanner) group(file string, r io.ReaderAt, offset, size int64) (*group, error) {
	if err := s.open(file, r, offset, size); err != nil {
		return nil, err
	}
	rec, err := s.next()
	if err != nil {
		return nil, err
	}
	if !isMain(rec) {
		return nil, fmt.Errorf("%s record at %s#%d: %w", rec.header.get("WARC-Type"), file, offset, ErrRef)
	}
	g := &group{file: file, main: rec, end: rec.end}
	for !s.heads {
		rec, err := s.next()
		if err != nil || !g.take(rec) {
			break // what follows is another's; damage there is Verify's to tell
		}
	}
	return g, nil
}

// flushFor makes a record that is still buffered readable.
func (a *Archive) flushFor(ref Ref) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return ErrClosed
	}
	if c := a.cur; c != nil && a.failed == nil && ref.File == c.name && ref.Offset >= c.disk {
		return a.flush()
	}
	return nil
}
