// Package charset reads the bytes of a feed of any size as UTF-8: by evidence first and by declaration second, as pages
// are read, but as it goes, since nobody has all of a gigabyte before reading it.
package charset

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"carif/parser/page"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// chunk is how much is weighed at once: about one formation, so that one from elsewhere is read by its own bytes.
const chunk = 4 << 10

// few is the number of letters beyond ASCII that tell nothing by themselves: such a chunk goes with what was before it.
const few = 3

// Reader gives what it reads as UTF-8.
type Reader struct {
	in       *bufio.Reader
	whole    io.Reader        // of a charset that is no matter of evidence; nil for all others
	name     string           // of the charset, where it is no matter of evidence
	said     string           // what is declared
	letters  *charmap.Charmap // what bytes are that are no UTF-8
	asUTF8   bool             // UTF-8 is what is declared, or nothing is
	asBytes  bool             // letters is what is declared
	out      []byte           // decoded and not read yet
	n        int64            // bytes decoded
	good     int              // well-formed sequences so far
	bad      int              // bytes beyond ASCII that are in none
	guessed  []span
	lastUTF8 bool
}

// span is a part of the text.
type span struct{ from, to int64 }

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([0-9A-Za-z._:-]+)["']`)

// NewReader begins to read. No declaration is an error: bytes that are not what is declared are something.
func NewReader(r io.Reader) *Reader {
	d := &Reader{in: bufio.NewReaderSize(r, 1<<16), letters: charmap.Windows1252, lastUTF8: true}
	head, _ := d.in.Peek(1 << 10) // what is wrong with the rest, reading it tells
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		_, _ = d.in.Discard(3) // peeked: they are there
		head = head[3:]
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("<\x00?\x00")):
		return d.utf16(unicode.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\x00<\x00?")):
		return d.utf16(unicode.BigEndian)
	}
	m := declared.FindSubmatch(head)
	if m == nil {
		d.asUTF8 = true
		return d
	}
	label := strings.ToLower(string(m[1]))
	d.said = label
	e, err := htmlindex.Get(label)
	cm := page.Charmap(label)
	switch {
	case cm != nil:
		d.letters, d.asBytes = cm, true
	case label == "utf-8" || label == "utf8":
		d.asUTF8 = true
	case err == nil && !strings.HasPrefix(label, "utf-16"): // which these bytes are not
		d.whole, d.name = e.NewDecoder().Reader(d.in), label
	}
	return d
}

func (d *Reader) utf16(order unicode.Endianness) *Reader {
	d.whole, d.name = unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(d.in), "utf-16"
	return d
}

// Declared names what the feed says it is in, as it says it; UTF-8 where it says nothing.
func (d *Reader) Declared() string {
	if d.said == "" {
		return "utf-8"
	}
	return d.said
}

// Charset names what the newest bytes were read with.
func (d *Reader) Charset() string {
	if d.whole != nil || d.lastUTF8 {
		if d.name != "" {
			return d.name
		}
		return "utf-8"
	}
	name, _ := htmlindex.Name(d.letters)
	return name
}

// Guessed reports whether letters of a part of the text, from byte to byte, were not what is declared. Parts are asked
// for in their order.
func (d *Reader) Guessed(from, to int64) bool {
	for len(d.guessed) > 0 && d.guessed[0].to <= from {
		d.guessed = d.guessed[1:]
	}
	return len(d.guessed) > 0 && d.guessed[0].from < to
}

// Read implements io.Reader.
func (d *Reader) Read(p []byte) (int, error) {
	if d.whole != nil {
		return d.whole.Read(p)
	}
	for len(d.out) == 0 {
		if err := d.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fill decodes a chunk. It ends where a sequence does, however many letters beyond ASCII stand there.
func (d *Reader) fill() error {
	b, err := d.in.Peek(chunk) // it holds until the next peek
	if len(b) == 0 {
		return err
	}
	if len(b) == chunk {
		last := len(b) - 1
		for last > len(b)-utf8.UTFMax && !utf8.RuneStart(b[last]) {
			last--
		}
		if !utf8.FullRune(b[last:]) {
			b = b[:last]
		}
	}
	d.out = d.decode(b)
	d.n += int64(len(d.out))
	_, err = d.in.Discard(len(b)) // peeked: they are there
	return err
}

// decode gives a chunk as UTF-8; what it gives holds until the next one.
func (d *Reader) decode(b []byte) []byte {
	good, bad := page.UTF8Evidence(b)
	if good+bad == 0 {
		return b
	}
	d.good, d.bad = d.good+good, d.bad+bad
	d.lastUTF8 = good >= 4*bad
	if good+bad <= few {
		d.lastUTF8 = d.good >= 4*d.bad
	}
	if d.lastUTF8 && bad == 0 {
		if !d.asUTF8 {
			d.guess(b, 0, len(b))
		}
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		asByte := r == utf8.RuneError && size == 1 || !d.lastUTF8 && size > 1
		if asByte {
			if r, size = d.letters.DecodeByte(b[0]), 1; r == utf8.RuneError {
				r = rune(b[0])
			}
		}
		from := len(out)
		out = utf8.AppendRune(out, r)
		if r >= utf8.RuneSelf && (asByte && !d.asBytes || !asByte && !d.asUTF8) {
			d.guess(out, from, len(out))
		}
		b = b[size:]
	}
	return out
}

// guess notes that a part of the chunk being decoded is not what is declared: the letters beyond ASCII of it.
func (d *Reader) guess(b []byte, from, to int) {
	high := func(c rune) bool { return c >= utf8.RuneSelf }
	first, last := bytes.IndexFunc(b[from:to], high), bytes.LastIndexFunc(b[from:to], high)
	s := span{d.n + int64(from+first), d.n + int64(from+last+1)}
	if k := len(d.guessed) - 1; k >= 0 && d.guessed[k].from >= d.n { // of the same chunk
		d.guessed[k].to = s.to
		return
	}
	d.guessed = append(d.guessed, s)
}
