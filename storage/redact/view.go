package redact

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxViews is how often escapes are read that stand within escapes ("%2540").
const maxViews = 3

// view is a text as it reads, and where each of its bytes stands in the text as it is written.
type view struct {
	text string
	at   []int // one more than bytes: the last is the end
}

// views are what a text reads as, other than it is written: behind percent signs, entities and the escapes of scripts,
// in the charset of old servers, without the signs that nobody sees.
func views(s string) []view {
	var all []view
	v := view{text: s}
	for range maxViews {
		next, changed := v.decoded()
		if !changed {
			break
		}
		all = append(all, next)
		v = next
	}
	return all
}

// offset is where the view's byte i stands in what is written.
func (v view) offset(i int) int {
	if v.at == nil {
		return i
	}
	return v.at[i]
}

func (v view) decoded() (view, bool) {
	if !odd(v.text) {
		return v, false
	}
	var out []byte
	var at []int
	changed := false
	for i := 0; i < len(v.text); {
		read, n := escape(v.text[i:])
		if n == 0 {
			read, n = v.text[i:i+1], 1
		} else {
			changed = true
		}
		for range len(read) {
			at = append(at, v.offset(i))
		}
		out = append(out, read...)
		i += n
	}
	end := v.offset(len(v.text))
	next, cleaned := legible(view{string(out), append(at, end)})
	return next, changed || cleaned
}

// odd tells a text that may read otherwise than it is written.
func odd(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%', c == '&', c == '\\':
			return true
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 || unseen(r) {
				return true
			}
			i += n - 1
		}
	}
	return false
}

// legible reads bytes that are no UTF-8 as Windows-1252, and leaves out what nobody sees.
func legible(v view) (view, bool) {
	if !odd(v.text) {
		return v, false
	}
	var b strings.Builder
	var at []int
	for i := 0; i < len(v.text); {
		r, n := utf8.DecodeRuneInString(v.text[i:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(v.text[i])
		}
		if !unseen(r) {
			for range utf8.RuneLen(r) {
				at = append(at, v.at[i])
			}
			b.WriteRune(r)
		}
		i += n
	}
	next := view{b.String(), append(at, v.at[len(v.text)])}
	return next, next.text != v.text
}

// unseen are the soft hyphen, the blanks of no width and the marks of direction.
func unseen(r rune) bool {
	return r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x2060 && r <= 0x2064 || r == 0xFEFF
}

// longestEntity is the most bytes an entity may have that is looked at.
const longestEntity = 12

// escape reads the escape that a text begins with; n is 0 where it begins with none.
func escape(s string) (read string, n int) {
	switch s[0] {
	case '%':
		return hex(s, 1, 2, func(c uint64) string { return string([]byte{byte(c)}) })
	case '\\':
		if strings.HasPrefix(s, `\/`) {
			return "/", 2
		}
		if strings.HasPrefix(s, `\x`) {
			return hex(s, 2, 2, func(c uint64) string { return string(rune(c)) })
		}
		if strings.HasPrefix(s, `\u`) {
			return hex(s, 2, 4, func(c uint64) string { return string(rune(c)) })
		}
	case '&':
		end := 1
		for end < len(s) && end < longestEntity && (s[end] == '#' || alphanumeric(s[end])) {
			end++
		}
		if end < len(s) && s[end] == ';' {
			end++
		}
		if read = html.UnescapeString(s[:end]); read != s[:end] {
			return read, end
		}
	}
	return "", 0
}

// hex reads the digits of an escape after its sign.
func hex(s string, sign, digits int, as func(uint64) string) (string, int) {
	if len(s) < sign+digits {
		return "", 0
	}
	c, err := strconv.ParseUint(s[sign:sign+digits], 16, 32)
	if err != nil {
		return "", 0
	}
	return as(c), sign + digits
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
