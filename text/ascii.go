package text

import (
	"strconv"
	"strings"
)

// IsDigit tells an ASCII digit.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// Digits keeps the ASCII digits of a text.
func Digits(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if IsDigit(s[i]) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// AllDigits reports whether s is digits only, and some.
func AllDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !IsDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// IndexFold finds a lower-case ASCII word in a text whatever its case; -1 when it is not there.
func IndexFold(s, word string) int {
	// has one case only, so it is found fast
	sign := strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' })
	for i := 0; i+len(word) <= len(s); i++ {
		if sign >= 0 {
			n := strings.IndexByte(s[i+sign:], word[sign])
			if n < 0 {
				return -1
			}
			i += n
		}
		if HasPrefixFold(s[i:], word) {
			return i
		}
	}
	return -1
}

// HasPrefixFold is strings.HasPrefix for a lower-case ASCII prefix, whatever the case of s.
func HasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}

func IsLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// HasDigit reports whether an ASCII digit stands in a text.
func HasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if IsDigit(s[i]) {
			return true
		}
	}
	return false
}

// HasLetters reports whether a text has a word longer than the links of a date ("du", "au").
func HasLetters(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if IsLetter(s[i]) {
			if run++; run > 3 {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}

// Compact takes blanks, dots and dashes out of an identifier.
func Compact(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009', '\t', '\n', '.', '-', '\'', '/':
		default:
			if !Invisible(r) {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// Atoi reads digits; a run too long for an int gives -1, which no rule accepts.
func Atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
