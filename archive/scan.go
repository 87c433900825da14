package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// scanner reads records in order from plain or gzipped WARC, one or many members. It holds one
// record at a time and believes no length it reads.
type scanner struct {
	file   string
	r      io.ReaderAt
	size   int64
	sec    *io.SectionReader
	raw    *bufio.Reader // stored bytes
	gz     *gzip.Reader
	text   *bufio.Reader // record bytes: over gz, or raw itself
	zipped bool
	inside bool  // within a gzip member
	member int64 // where it began
	first  bool
	heads  bool // read the header of the first record and no more
}

// damage is a place where no record can be read; scanning may go on after resync.
type damage struct {
	offset int64
	cut    bool // the data ends in the middle of a record
	err    error
}

func (d *damage) Error() string { return fmt.Sprintf("offset %d: %v", d.offset, d.err) }
func (d *damage) Unwrap() error { return d.err }

// open sets the scanner on r at offset; the form is told by the first bytes there.
func (s *scanner) open(file string, r io.ReaderAt, offset, size int64) error {
	s.file, s.r, s.size = file, r, size
	if s.raw == nil {
		s.raw = bufio.NewReaderSize(nil, lineSize)
	}
	s.seek(offset)
	magic, err := s.raw.Peek(5)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", file, err)
	}
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		s.zipped = true
	case string(magic) == "WARC/", len(magic) == 0:
		s.zipped = false
	default:
		return fmt.Errorf("read %s at %d: %w", file, offset, ErrNotWARC)
	}
	return nil
}

func (s *scanner) seek(offset int64) {
	s.sec = io.NewSectionReader(s.r, offset, max(0, s.size-offset))
	s.raw.Reset(s.sec)
	s.inside = false
}

// pos is the offset of the next stored byte that nothing has read yet.
func (s *scanner) pos() int64 {
	_, base, _ := s.sec.Outer()
	read, err := s.sec.Seek(0, io.SeekCurrent)
	if err != nil {
		read = 0 // SectionReader.Seek fails for bad arguments only
	}
	return base + read - int64(s.raw.Buffered())
}

// next returns the next record, io.EOF after the last, or *damage.
func (s *scanner) next() (record, error) {
	for {
		if err := s.enter(); err != nil {
			return record{}, err
		}
		start := s.member
		if !s.zipped {
			start = s.pos()
		}
		done, err := s.blank()
		switch {
		case err != nil:
			return record{}, s.damaged(start, err)
		case done && s.zipped:
			s.inside = false // an empty member, or the end of one that held several records
			continue
		case done:
			return record{}, io.EOF
		}
		if !s.zipped {
			start = s.pos()
		}
		rec, err := s.parse()
		if err != nil {
			return record{}, s.damaged(start, err)
		}
		rec.offset, rec.alone = start, s.first || !s.zipped
		if s.heads {
			return rec, nil
		}
		if done, err = s.blank(); err != nil {
			return record{}, s.damaged(start, err) // a bad checksum shows here, at the member's end
		}
		s.first = false
		if done || !s.zipped {
			rec.end, s.inside = s.pos(), false
		}
		if !done {
			if b, err := s.text.Peek(5); err != nil || string(b) != "WARC/" {
				return record{}, s.damaged(start, errors.New("record is longer than its Content-Length"))
			}
		}
		return rec, nil
	}
}

// enter begins the next gzip member when none is open.
func (s *scanner) enter() error {
	if !s.zipped {
		s.text, s.first = s.raw, true
		return nil
	}
	if s.inside {
		return nil
	}
	s.member, s.first = s.pos(), true
	if _, err := s.raw.Peek(1); errors.Is(err, io.EOF) {
		return io.EOF
	}
	if s.gz == nil {
		s.gz = new(gzip.Reader)
	}
	if err := s.gz.Reset(s.raw); err != nil {
		return s.damaged(s.member, err)
	}
	s.gz.Multistream(false)
	if s.text == nil || s.text == s.raw {
		s.text = bufio.NewReaderSize(nil, lineSize)
	}
	s.text.Reset(s.gz)
	s.inside = true
	return nil
}

// blank skips line ends between records; done is true where the member or the file ends.
func (s *scanner) blank() (done bool, err error) {
	for {
		b, err := s.text.Peek(1)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if b[0] != '\r' && b[0] != '\n' {
			return false, nil
		}
		if _, err := s.text.Discard(1); err != nil {
			return false, err
		}
	}
}

func (s *scanner) damaged(offset int64, err error) error {
	s.inside = false
	cut := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	if cut {
		err = errors.New("ends in the middle of a record")
	}
	return &damage{offset: offset, cut: cut, err: err}
}

// resync looks for the next record after a damage and sets the scanner on it; false = there is none.
func (s *scanner) resync(after int64) bool {
	magic := []byte{0x1f, 0x8b, 8}
	if !s.zipped {
		magic = []byte("WARC/1.")
	}
	buf := make([]byte, lineSize)
	for from := after + 1; from < s.size; {
		n, err := s.r.ReadAt(buf, from)
		if n < len(magic) || (err != nil && !errors.Is(err, io.EOF)) {
			return false
		}
		for at := 0; ; at++ {
			i := bytes.Index(buf[at:n], magic)
			if i < 0 {
				break
			}
			at += i
			if s.begins(from + int64(at)) {
				s.seek(from + int64(at))
				return true
			}
		}
		from += int64(n - len(magic) + 1)
	}
	return false
}

// begins reports whether a record starts at offset.
func (s *scanner) begins(offset int64) bool {
	sec := io.NewSectionReader(s.r, offset, s.size-offset)
	var head [5]byte
	var src io.Reader = sec
	if s.zipped {
		gz, err := gzip.NewReader(bufio.NewReaderSize(sec, 512))
		if err != nil {
			return false
		}
		src = gz
	}
	_, err := io.ReadFull(src, head[:])
	return err == nil && string(head[:]) == "WARC/"
}
