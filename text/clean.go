package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean is how every text enters a record: valid UTF-8, NFC, no control characters, one blank where the page
// had several, lines trimmed and separated by \n, no empty lines.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = norm.NFC.String(s)
	var b strings.Builder
	b.Grow(len(s))
	blank, lines := false, 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			lines++
			blank = false
			continue
		case unicode.IsSpace(r):
			blank = true
			continue
		case Invisible(r):
			continue
		}
		if b.Len() > 0 {
			switch {
			case lines > 0:
				b.WriteByte('\n')
			case blank:
				b.WriteByte(' ')
			}
		}
		blank, lines = false, 0
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String()) // once more: a mark that stood behind an invisible rune now joins its letter
}

// isClean reports whether clean would change nothing, for the plain texts that most are: it may say no for a
// text that is clean, never yes for one that is not.
func isClean(s string) bool {
	if s == "" {
		return true
	}
	last := byte('\n')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c < 0x7f { // the bulk
			for i+1 < len(s) && s[i+1] > ' ' && s[i+1] < 0x7f {
				i++
			}
			last = c
			continue
		}
		switch {
		case c == ' ' || c == '\n':
			if last == ' ' && c == ' ' || last == '\n' || c == '\n' && last == ' ' {
				return false
			}
		case c < utf8.RuneSelf:
			return false
		case c == 0xC3 && i+1 < len(s) && s[i+1]&0xC0 == 0x80: // À to ÿ, composed
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !plainRune(r) {
				return false
			}
			i += n - 1
		}
		last = c
	}
	return last != ' ' && last != '\n'
}

// plainRune tells the runes outside ASCII that are clean wherever they stand: Latin letters in their composed form, and
// the quotes, dashes and signs that are the bulk of French text.
func plainRune(r rune) bool {
	switch r {
	case '«', '»', '°', '·', '’', '‘', '–', '—', '…', '€', '•', '“', '”':
		return true
	}
	return r >= 0xC0 && r < 0x300
}

// Invisible tells the runes no reader sees and no comparison should: controls, soft hyphens, zero-width marks,
// direction marks, private use.
func Invisible(r rune) bool {
	switch {
	case r == '\u00ad', r == '\ufeff', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e',
		r >= '\u2060' && r <= '\u2064':
		return true
	case r >= 0xE000 && r <= 0xF8FF:
		return true
	}
	return unicode.IsControl(r)
}

// OneLine is clean for values that are one line: names, titles, ids.
func OneLine(s string) string {
	s = Clean(s)
	if strings.Contains(s, "\n") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// CutLabel takes the label off a text that repeats it ("Durée : 35 h" gives "35 h"): everything up to the first
// colon, when that is short and holds no digit.
func CutLabel(s string) string {
	i := strings.IndexByte(s, ':')
	if i < 0 || i > 40 || strings.ContainsAny(s[:i], "0123456789\n") {
		return s
	}
	return strings.TrimSpace(s[i+1:])
}

// Bullet takes the mark off a list item.
func Bullet(s string) string {
	t := strings.TrimSpace(s)
	for _, m := range []string{"- ", "• ", "* ", "– ", "— ", "· ", "▪ ", "◦ ", "•", "▪", "·"} {
		if rest, ok := strings.CutPrefix(t, m); ok {
			return strings.TrimSpace(rest)
		}
	}
	if t == "-" || t == "–" || t == "*" {
		return ""
	}
	return t
}
