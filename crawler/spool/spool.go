// Package spool holds an answer that is too large for memory: its bytes go into a file aside as they come, and are read
// from there as often as needed, unpacked on the way. It is not for choosing where that file stands.
package spool

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"

	"carif/crawler/wire"
	"carif/schema"
)

// Place makes an empty file for one answer; done removes it.
type Place func() (f *os.File, done func() error, err error)

// Body is the body of one answer. It is filled once, and read any number of times until it is closed.
type Body struct {
	Size   int64
	SHA256 string // of the bytes as they were sent
	Coding string // the content coding it was sent with
	Max    int64  // bytes of it, as sent and unpacked
	f      *os.File
	done   func() error
}

// Fill makes a body of what is read from r: more than most bytes are an error. What stood in it goes.
func (b *Body) Fill(r io.Reader, place Place) (err error) {
	if b.f == nil {
		if b.f, b.done, err = place(); err != nil {
			return fmt.Errorf("make a file for the feed: %w", err)
		}
	}
	if err = b.f.Truncate(0); err == nil {
		_, err = b.f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("write the feed aside: %w", err)
	}
	w, h := &failing{w: b.f}, sha256.New()
	b.Size, err = io.Copy(io.MultiWriter(w, h), io.LimitReader(r, b.Max+1))
	b.SHA256 = hex.EncodeToString(h.Sum(nil))
	switch {
	case w.err != nil:
		return fmt.Errorf("write the feed aside: %w", w.err)
	case err != nil:
		return err
	case b.Size > b.Max:
		return b.tooBig()
	}
	return nil
}

// failing keeps the errors of the file apart from those of the server.
type failing struct {
	w   io.Writer
	err error
}

func (f *failing) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	f.err = err
	return n, err
}

// ErrAside tells whether it was our own disk that failed, which is no fault of the server's.
func ErrAside(err error) bool {
	var pe *os.PathError
	return errors.As(err, &pe)
}

func (b *Body) tooBig() error {
	return &wire.Fault{Outcome: schema.OutcomeTooBig, Limit: "feed_bytes",
		Err: fmt.Errorf("the feed has more than %d MiB (feed.max_mib of the profile)", b.Max>>20)}
}

// Open reads the body from its start, unpacked: of its content coding, and of gzip or a zip that holds one file,
// whatever its name. It never gives more than the bound.
func (b *Body) Open() (io.ReadCloser, error) {
	var r io.Reader = io.NewSectionReader(b.f, 0, b.Size)
	switch coding := strings.ToLower(strings.TrimSpace(b.Coding)); coding {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, unreadable(coding, err)
		}
		r = z
	default:
		return nil, unreadable(coding, errors.New("the content coding was not asked for"))
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, unreadable("feed", err)
	}
	r = io.MultiReader(strings.NewReader(string(head[:n])), r)
	close := func() error { return nil }
	switch {
	case strings.HasPrefix(string(head[:n]), "\x1f\x8b"):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, unreadable("gzip", err)
		}
		r = z
	case strings.HasPrefix(string(head[:n]), "PK\x03\x04") && b.Coding == "":
		entry, err := b.zipped()
		if err != nil {
			return nil, err
		}
		r, close = entry, entry.Close
	}
	return &reading{r: r, left: b.Max, over: b.tooBig, close: close}, nil
}

// zipped opens the only file of a zip.
func (b *Body) zipped() (io.ReadCloser, error) {
	z, err := zip.NewReader(b.f, b.Size)
	if err != nil {
		return nil, unreadable("zip", err)
	}
	var only *zip.File
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if only != nil {
			return nil, unreadable("zip", fmt.Errorf("it holds several files (%q, %q, …): a feed is one",
				only.Name, f.Name))
		}
		only = f
	}
	if only == nil {
		return nil, unreadable("zip", errors.New("it holds no file"))
	}
	r, err := only.Open()
	if err != nil {
		return nil, unreadable("zip", err)
	}
	return r, nil
}

func unreadable(what string, err error) error {
	return &wire.Fault{Outcome: schema.OutcomeBroken, Err: fmt.Errorf("unpack %s: %w", what, err)}
}

// reading bounds what is unpacked.
type reading struct {
	r     io.Reader
	left  int64
	over  func() error
	close func() error
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, r.over()
	}
	return n, err
}

func (r *reading) Close() error { return r.close() }

// Close removes the file.
func (b *Body) Close() error {
	if b == nil || b.f == nil {
		return nil
	}
	err := errors.Join(b.f.Close(), b.done())
	b.f = nil
	return err
}
