package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	maxHead   = 256 << 10 // bytes of one record's header
	maxLines  = 2000      // lines of it
	lineSize  = 64 << 10  // bytes of one header line
	bombRatio = 250       // inflated : stored beyond which a record too big to keep is not even skipped through
)

// record is one WARC record as it stands in a file.
type record struct {
	offset int64 // of its gzip member, or of the record itself in a plain file
	end    int64 // first byte after it; 0 while its member goes on
	alone  bool  // first in its member (or plain): offset can be read from
	header fields
	block  []byte
	size   int64 // Content-Length; above maxBlock the block was skipped and is nil
}

// fields are header lines in their order.
type fields []struct{ name, value string }

func (f fields) get(name string) string {
	for i := range f {
		if strings.EqualFold(f[i].name, name) {
			return f[i].value
		}
	}
	return ""
}

// parse reads version line, header and block.
func (s *scanner) parse() (record, error) {
	var rec record
	if b, _ := s.text.Peek(5); len(b) == 5 && string(b) != "WARC/" {
		return rec, fmt.Errorf("no WARC version line: %w", ErrNotWARC)
	}
	if _, err := s.line(); err != nil {
		return rec, err
	}
	total := 0
	for lines := 0; ; lines++ {
		line, err := s.line()
		if err != nil {
			return rec, err
		}
		if len(line) == 0 {
			break
		}
		if total += len(line); total > maxHead || lines > maxLines {
			return rec, errors.New("header is too long")
		}
		rec.header.add(line)
	}
	var err error
	rec.size, err = strconv.ParseInt(rec.header.get("Content-Length"), 10, 64)
	if err != nil || rec.size < 0 {
		return rec, errors.New("no Content-Length")
	}
	if s.heads {
		return rec, nil
	}
	if rec.size > maxBlock {
		return rec, s.skip(rec.size)
	}
	rec.block, err = readBlock(s.text, rec.size)
	return rec, err
}

func (s *scanner) line() ([]byte, error) {
	b, err := s.text.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, errors.New("header line is too long")
	}
	if err != nil {
		return nil, err
	}
	return bytes.TrimRight(b, "\r\n"), nil
}

// add takes one header line; a line that begins with a blank continues the one before.
func (f *fields) add(line []byte) {
	if (line[0] == ' ' || line[0] == '\t') && len(*f) > 0 {
		last := &(*f)[len(*f)-1]
		last.value += "\n" + string(bytes.TrimSpace(line))
		return
	}
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		return // no header line; nothing here needs it
	}
	*f = append(*f, struct{ name, value string }{string(bytes.TrimSpace(name)), string(bytes.TrimSpace(value))})
}

// readBlock reads n bytes without trusting n: a short file never makes it allocate what it claims.
func readBlock(r io.Reader, n int64) ([]byte, error) {
	if n <= 1<<20 {
		b := make([]byte, n)
		_, err := io.ReadFull(r, b)
		return b, err
	}
	var buf bytes.Buffer
	buf.Grow(1 << 20)
	if got, err := io.CopyN(&buf, r, n); err != nil || got != n {
		return nil, cmpErr(err, io.ErrUnexpectedEOF)
	}
	return buf.Bytes(), nil
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// skip passes over a block too big to hold, unless it inflates like a bomb.
func (s *scanner) skip(n int64) error {
	for done := int64(0); done < n; {
		step := min(n-done, 1<<20)
		got, err := s.text.Discard(int(step))
		done += int64(got)
		if err != nil {
			return err
		}
		if s.zipped && done > maxBlock && done > bombRatio*(s.pos()-s.member) {
			return fmt.Errorf("record inflates more than %d times: %w", bombRatio, ErrTooBig)
		}
	}
	return nil
}
