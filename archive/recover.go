package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// recoverTail looks at the end of the last file, from the place the last writer is known to have
// synced. A record cut by a crash is taken off and kept aside; damage that whole records follow is
// left for Verify to tell and for a person to decide, and a new file is begun.
func (a *Archive) recoverTail(st state) error {
	names, err := a.files()
	if err != nil || len(names) == 0 {
		return err
	}
	last := names[len(names)-1]
	a.seq = sequence(last)
	f, err := a.root.OpenFile(last, os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("recover %s: %w", last, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("recover %s: %w", last, err)
	}
	size, from := info.Size(), int64(0)
	if st.File == last && st.Whole <= size {
		from = st.Whole
	}
	rec := Recovery{File: last, Kept: size}
	if st.File == last && st.Whole > size {
		rec.Note = fmt.Sprintf("%d bytes that had been synced are missing at its end", st.Whole-size)
	}
	whole, again, err := wholeUntil(last, f, from, size)
	if err != nil {
		return fmt.Errorf("recover %s: %w", last, err)
	}
	switch {
	case whole < size && again:
		rec.Note = fmt.Sprintf("damaged at byte %d with whole records after it: "+
			"left as it is, writing goes on in a new file", whole)
	case whole < size:
		rec.Kept, rec.Cut, rec.Note = whole, size-whole, "ended in the middle of a record"
		if rec.Saved, err = a.cutTail(f, last, whole, size); err != nil {
			return fmt.Errorf("recover %s: %w", last, err)
		}
	}
	if rec.Note != "" {
		a.recs = append(a.recs, rec)
	}
	if prefix, _ := parseName(last); !again && prefix == a.o.Prefix {
		a.resume = last
	}
	return nil
}

// wholeUntil reads records from offset and returns where the last whole one ends; again is true
// when more whole records follow the damage there.
func wholeUntil(name string, f *os.File, from, size int64) (whole int64, again bool, err error) {
	var s scanner
	if err := s.open(name, f, from, size); err != nil {
		if !errors.Is(err, ErrNotWARC) {
			return 0, false, err
		}
		if from > 0 {
			return wholeUntil(name, f, 0, size) // the note of the last writer was wrong
		}
	}
	s.zipped = true // our own files are nothing else
	for whole = from; ; {
		rec, err := s.next()
		var d *damage
		switch {
		case err == nil && rec.end > 0:
			whole = rec.end
		case err == nil: // one of several in a member, not of our making
		case errors.Is(err, io.EOF):
			return size, false, nil
		case !errors.As(err, &d):
			return 0, false, err
		default:
			return whole, s.resync(d.offset), nil
		}
	}
}

// cutTail copies what follows offset whole aside, then truncates the file; both are synced.
func (a *Archive) cutTail(f *os.File, name string, whole, size int64) (string, error) {
	saved := fmt.Sprintf("%s.%d.cut", name, whole)
	out, err := a.root.OpenFile(saved, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", fmt.Errorf("keep the tail aside: %w", err)
	}
	_, err = io.Copy(out, io.NewSectionReader(f, whole, size-whole))
	err = errors.Join(err, out.Sync(), out.Close())
	if err != nil {
		return "", fmt.Errorf("keep the tail aside: %w", err)
	}
	if err := f.Truncate(whole); err != nil {
		return "", fmt.Errorf("cut the tail: %w", err)
	}
	return saved, errors.Join(f.Sync(), a.syncDir())
}
