package spool

import (
	"bytes"
	"io"
)

// PieceBytes is the most bytes of a piece: of a size in which a page may be, too.
const PieceBytes = 8 << 20

// Pieces cuts a feed into pieces, where a formation ends: put together they are the feed, byte for byte. fn gets each
// with the number of formations that end in it; the bytes are its own until it returns.
func Pieces(r io.Reader, most int, fn func(piece []byte, formations int) error) error {
	buf := make([]byte, 0, most)
	for {
		n, err := io.ReadFull(r, buf[len(buf):most])
		buf = buf[:len(buf)+n]
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return err
		}
		ends, at := Formations(buf)
		if last || at == 0 {
			at = len(buf)
		}
		if at > 0 {
			if err := fn(buf[:at], ends); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
		buf = buf[:copy(buf, buf[at:])]
	}
}

// Formations counts the end tags of formations, with or without a prefix; at is where the last one ends.
func Formations(b []byte) (n, at int) {
	const name = "formation"
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte(name))
		if i < 0 {
			return n, at
		}
		i += from
		from = i + len(name)
		end := from
		for end < len(b) && (b[end] == ' ' || b[end] == '\n' || b[end] == '\t' || b[end] == '\r') {
			end++
		}
		if end < len(b) && b[end] == '>' && closes(b[:i]) {
			n, at = n+1, end+1
		}
	}
}

// closes tells whether what stands before a name makes an end tag of it: "</" or "</prefix:".
func closes(before []byte) bool {
	if bytes.HasSuffix(before, []byte(":")) {
		before = before[:len(before)-1]
		for len(before) > 0 && before[len(before)-1] != '/' && before[len(before)-1] != '<' && before[len(before)-1] > ' ' {
			before = before[:len(before)-1]
		}
	}
	return bytes.HasSuffix(before, []byte("</"))
}
