package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Walk calls fn for every response and revisit record, oldest file first, with its body (revisits
// included) as Read would give it. Memory does not grow with the archive. What can't be read is
// passed over, and told in the error at the end (Finding, joined); an error of fn ends the walk.
// A reader beside a writer sees what has been written so far. fn may use the archive.
func (a *Archive) Walk(ctx context.Context, fn func(Ref, Exchange) error) error {
	var bad findings
	err := a.walk(ctx, &bad, func(g *group, x *Exchange) error { return fn(g.ref(), *x) }, nil)
	if err != nil {
		return err
	}
	return bad.err()
}

// walk goes over all files; every, when not nil, sees each record of any type first.
func (a *Archive) walk(ctx context.Context, bad *findings, fn func(*group, *Exchange) error,
	every func(string, record)) error {
	names, err := a.settled()
	if err != nil {
		return fmt.Errorf("walk archive: %w", err)
	}
	s := a.readers.Get().(*scanner)
	defer a.readers.Put(s)
	s.heads = false
	for i, name := range names {
		err := a.walkFile(ctx, s, name, i == len(names)-1, bad, fn, every)
		if err != nil {
			return fmt.Errorf("walk archive: %w", err)
		}
	}
	return nil
}

// settled flushes what is buffered and lists the files.
func (a *Archive) settled() ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return nil, ErrClosed
	}
	if a.failed == nil {
		if err := a.flush(); err != nil {
			return nil, err
		}
	}
	return a.files()
}

func (a *Archive) walkFile(ctx context.Context, s *scanner, name string, last bool, bad *findings,
	fn func(*group, *Exchange) error, every func(string, record)) error {
	f, err := a.root.Open(name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	seen := bad
	if whole, ok := a.acknowledged(name); ok && a.readOnly && every == nil {
		seen = new(findings) // a writer may be in the middle of what follows whole: no fault of the file
		defer func() { bad.merge(seen, func(f Finding) bool { return f.Do == adviceTail && f.Offset >= whole }) }()
	}
	p := grouper{file: name, emit: func(g *group) error {
		x, err := g.exchange()
		if err == nil {
			err = a.resolveBody(&x)
		}
		if err == nil {
			err = checkPayload(g, &x)
		}
		if err != nil {
			seen.add(Finding{File: name, Offset: g.main.offset, What: err.Error(), Do: adviceFetch, err: err})
			return nil
		}
		return fn(g, &x)
	}}
	return s.each(ctx, name, f, info.Size(), last, seen, func(r record) error {
		if every != nil {
			every(name, r)
		}
		return p.add(r)
	}, p.flush)
}

// each reads all records of a file, passing over damage; end is called where a sequence of
// records ends, at damage and at the end of the file.
func (s *scanner) each(ctx context.Context, name string, r io.ReaderAt, size int64, last bool, bad *findings,
	fn func(record) error, end func() error) error {
	if err := s.open(name, r, 0, size); err != nil {
		if !errors.Is(err, ErrNotWARC) {
			return err
		}
		bad.add(Finding{File: name, What: err.Error(), Do: adviceRestore, err: ErrNotWARC})
		return nil
	}
	for damages := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := s.next()
		if err == nil {
			err = fn(rec)
		}
		var d *damage
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF):
			return end()
		case !errors.As(err, &d):
			return err
		}
		if err := end(); err != nil {
			return err
		}
		again := s.resync(d.offset)
		bad.add(ofDamage(name, d, last && !again))
		if damages++; again && damages == maxFindings { // each costs a search: a file of nothing else must end too
			bad.add(Finding{File: name, Offset: s.pos(), What: "too much damage: what follows was not read", Do: adviceRestore})
			again = false
		}
		if !again {
			return nil
		}
	}
}
