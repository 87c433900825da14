// Package archive keeps the raw bytes of every fetch in WARC/1.1 files: append-only, one
// gzip member per record, so that warcio, pywb, jwat and the like read them whole.
//
// It is for writing exchanges, reading them back by reference, walking, verifying, and for the one
// edit a person may ask for: forgetting (Rewrite). It is NOT an index (the database holds the
// references), NOT a cache, and knows neither the parser nor the database.
//
// Records, their encoding and the files they stand in have no rooms of their own: where a record begins, which
// member of the file holds it and what is damaged around it is one question, asked by reading, recovery and
// rewriting alike.
//
// One process writes to a directory, any number may read it. What Sync has acknowledged survives
// a crash; what came after is cut back to the last whole record when the directory is next opened.
package archive

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Decisions a caller may have to take, for errors.Is.
var (
	ErrInUse    = errors.New("archive is in use")                            // another process writes to the directory
	ErrDigest   = errors.New("payload digest mismatch")                      // the bytes are not those that were written
	ErrReadOnly = errors.New("archive is open for reading only")             // Append, Sync or Rewrite after OpenRead
	ErrClosed   = errors.New("archive is closed")                            // any use after Close
	ErrRef      = errors.New("reference does not name a record")             // malformed, stale, or of another archive
	ErrTooBig   = errors.New("too big")                                      // over a limit; nothing was cut to fit
	ErrEncoding = errors.New("content encoding not readable")                // unknown coding, or bytes that are not in it
	ErrNotWARC  = errors.New("not a WARC file")                              // neither WARC/1.x nor gzip of it
	ErrFailed   = errors.New("archive stopped after a failed write or sync") // reopen it to go on
)

const (
	defaultMaxFile = 1 << 30
	defaultLevel   = 3
	maxBlock       = 64 << 20 // bytes of one record's block that are ever held
	flushAt        = 1 << 20  // bytes buffered before they are written, without waiting for Sync
)

// Options of Open; the zero value is good for production.
type Options struct {
	MaxFileBytes int64            // a file that has reached this is followed by a new one; 0 = 1 GiB
	Software     string           // goes into each file's warcinfo record, e.g. "carif/1.2 (+https://example.org)"
	Now          func() time.Time // names files and dates warcinfo records; nil = time.Now
	Level        int              // gzip level 1–9; 0 = 3 (half the time of 6 for 4 % more bytes on course pages)
	Prefix       string           // first part of file names, e.g. "carif-bretagne"; "" = "carif"
	Rand         io.Reader        // source of record ids; nil = crypto/rand. Tests inject a seeded one
}

// Archive is a directory of WARC files. Its methods may be called from several goroutines.
type Archive struct {
	o        Options
	root     *os.Root // everything is opened below it: no name can leave the directory
	dir      string
	readOnly bool
	lock     *os.File // held flock, and the place of the state; nil when reading only
	recs     []Recovery

	encoders sync.Pool // *encoder
	readers  sync.Pool // *scanner

	randMu sync.Mutex

	mu        sync.Mutex
	closed    bool
	rewriting bool
	failed    error
	cur       *current // the file being written; nil until the first Append
	seq       int      // highest sequence number in the directory
	resume    string   // the last file, when the next Append may go on in it
}

// Recovery tells what Open did about the end of the last file.
type Recovery struct {
	File  string // the WARC file
	Kept  int64  // its length now: all whole records
	Cut   int64  // bytes after them that were taken off; 0 when the file was left as it was
	Saved string // file in the same directory that holds the cut bytes
	Note  string // what happened, for people
}

// Open opens dir for writing, creating it (0700) when missing, and recovers the end of the last
// file. It fails with ErrInUse, naming the process, when another one writes to dir.
func Open(dir string, o Options) (*Archive, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create archive folder: %w", err)
	}
	a, err := newArchive(dir, o)
	if err != nil {
		return nil, err
	}
	st, err := a.takeLock()
	if err == nil {
		err = a.finishRewrite()
	}
	if err == nil {
		err = a.recoverTail(st)
	}
	if err != nil {
		return nil, errors.Join(err, a.release())
	}
	return a, nil
}

// OpenRead opens an existing directory for reading, beside a writer or without one; it changes
// nothing there. Records written later are seen too.
func OpenRead(dir string) (*Archive, error) {
	a, err := newArchive(dir, Options{})
	if err != nil {
		return nil, err
	}
	a.readOnly = true
	return a, nil
}

func newArchive(dir string, o Options) (*Archive, error) {
	if o.MaxFileBytes <= 0 {
		o.MaxFileBytes = defaultMaxFile
	}
	if o.Level == 0 {
		o.Level = defaultLevel
	}
	if o.Level < 1 || o.Level > 9 {
		return nil, fmt.Errorf("archive level %d: want 1 to 9", o.Level)
	}
	if o.Prefix == "" {
		o.Prefix = "carif"
	}
	if !prefixPattern.MatchString(o.Prefix) {
		return nil, fmt.Errorf("archive prefix %q: want letters, digits, '.', '_' and '-'", o.Prefix)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open archive folder: %w", err)
	}
	a := &Archive{o: o, root: root, dir: dir}
	a.encoders.New = func() any { return newEncoder(o.Level) }
	a.readers.New = func() any { return new(scanner) }
	return a, nil
}

// Dir is the archive's folder.
func (a *Archive) Dir() string { return a.dir }

// Recovered lists what Open had to do about a file that did not end with a whole record, or an
// interrupted Rewrite; empty after a clean stop.
func (a *Archive) Recovered() []Recovery { return a.recs }

// Close syncs what is buffered and gives the directory free. Closing twice is harmless.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return nil
	}
	var err error
	if !a.readOnly {
		err = a.closeFile()
	}
	a.closed = true
	return errors.Join(err, a.release())
}

// release closes what Open opened; the lock goes last.
func (a *Archive) release() error {
	err := a.root.Close()
	if a.lock != nil {
		err = errors.Join(err, a.lock.Close())
	}
	return err
}

// writable says why the archive can't be written to. a.mu is held.
func (a *Archive) writable() error {
	switch {
	case a.closed:
		return ErrClosed
	case a.readOnly:
		return ErrReadOnly
	case a.failed != nil:
		return fmt.Errorf("%w: %w", ErrFailed, a.failed)
	case a.rewriting:
		return fmt.Errorf("%w: it is being rewritten", ErrInUse)
	}
	return nil
}
