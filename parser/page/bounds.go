package page

import (
	"bytes"
	"fmt"
)

// What a page may hold and be read. The largest course pages seen have 2,700 elements and 60 kB of words; a page of these
// bounds takes less than 300 MB and two seconds. They count what the bytes hold and never the time, so that a page is read
// the same way everywhere and at any time, and they are held before there is a tree.
const (
	MaxNodes = 300_000 // elements, attributes and texts between them
	MaxText  = 3 << 20 // bytes of words
)

// overBounds tells in words which bound a page goes beyond, "" for none.
func overBounds(slimmed []byte) string {
	nodes, words := count(slimmed)
	switch {
	case nodes > MaxNodes:
		return fmt.Sprintf("%d elements, attributes and texts; at most %d are read", nodes, MaxNodes)
	case words > MaxText:
		return fmt.Sprintf("%d bytes of words; at most %d are read", words, MaxText)
	}
	return ""
}

// count counts the start tags with their attributes, the texts between tags, and the bytes of these, in one pass. It knows
// tags as a browser's first glance does, which is near enough for a bound.
func count(s []byte) (nodes, words int) {
	for len(s) > 0 {
		at := bytes.IndexByte(s, '<')
		if at < 0 {
			return nodes + 1, words + weight(s)
		}
		if at > 0 {
			nodes++
			words += weight(s[:at])
		}
		end := bytes.IndexByte(s[at:], '>')
		if end < 0 {
			return nodes + 1, words + weight(s[at:])
		}
		if at+1 < len(s) && (s[at+1]|0x20) >= 'a' && (s[at+1]|0x20) <= 'z' {
			nodes += 1 + attributes(s[at:at+end])
		}
		s = s[at+end+1:]
	}
	return nodes, words
}

// weight is the bytes of a text, and more for letters of three bytes that are whole phrases when they are folded: U+FDFA is
// one of eighteen letters. They all begin with the same byte.
func weight(s []byte) int { return len(s) + 9*bytes.Count(s, []byte{0xef}) }

// attributes counts those of a tag: what follows blanks, outside quotes.
func attributes(tag []byte) (n int) {
	quote := byte(0)
	blank := false
	for _, c := range tag {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '/':
			blank = true
			continue
		case blank:
			n++
		}
		blank = false
	}
	return n
}
