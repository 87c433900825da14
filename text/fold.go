package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces printed words to what they say: lower case, no accents, letters and digits only, one blank between
// words. "Niveau d'entrée requis :" gives "niveau d entree requis". It keeps every word and every ending.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	return string(AppendFold(make([]byte, 0, 96), s))
}

// FoldLabel is Fold for the words of a label, in which a plus sign is a word: "Les + de la formation".
func FoldLabel(s string) string {
	if folded(s) {
		return s
	}
	return string(appendFold(make([]byte, 0, 96), s, "plus"))
}

// AppendFold is Fold into a buffer, for those who fold every value of every page.
func AppendFold(dst []byte, s string) []byte { return appendFold(dst, s, "") }

// AppendFoldLabel is FoldLabel into a buffer.
func AppendFoldLabel(dst []byte, s string) []byte { return appendFold(dst, s, "plus") }

// Unaccent lowers the case and drops accents, and leaves everything else where it stands: marks, blanks, ligatures.
// Hashes of people's names are kept in databases, so what it gives must stay as it is.
func Unaccent(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// folded reports whether folding would change nothing.
func folded(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ' && last != ' ') {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// appendFold is the one folding; plus is the word for a plus sign, "" where it is a mark like any other.
func appendFold(dst []byte, s, plus string) []byte {
	from, gap := len(dst), false
	for i := 0; i < len(s); {
		c := s[i]
		if plainBytes[c] != 0 { // a run of letters and digits at once: most of all text
			if gap && len(dst) > from {
				dst = append(dst, ' ')
			}
			gap = false
			j := i + 1
			for j < len(s) && plainBytes[s[j]] != 0 {
				j++
			}
			n := len(dst)
			dst = append(dst, s[i:j]...)
			for k := range dst[n:] {
				dst[n+k] |= 0x20 // lower case; digits stay as they are
			}
			i = j
			continue
		}
		var w string
		if c < utf8.RuneSelf {
			i++
			gap = true
			if c != '+' || plus == "" {
				continue
			}
			w = plus
		} else {
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			if w = foldRune(r); w == "" {
				gap = gap || !Unseen(r)
				continue
			}
		}
		if gap && len(dst) > from {
			dst = append(dst, ' ')
		}
		gap = c == '+'
		dst = append(dst, w...)
	}
	return dst
}

// FoldByte gives the folded form of an ASCII letter or digit, 0 for every other byte.
func FoldByte(c byte) byte { return plainBytes[c] }

// plainBytes gives the folded form of ASCII letters and digits, 0 for every other byte.
var plainBytes = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	return t
}()

// latin holds the folded forms of the accented letters of French and its neighbours, U+00C0 to U+017F.
var latin = func() (t [0x180 - 0xC0]string) {
	for i := range t {
		t[i] = foldAny(rune(i + 0xC0))
	}
	return t
}()

// foldRune gives the plain letters of a rune outside ASCII, "" when it is no letter or digit.
func foldRune(r rune) string {
	if r >= 0xC0 && r < 0x180 {
		return latin[r-0xC0]
	}
	return foldAny(r)
}

// foldAny decomposes a rune and keeps its letters and digits.
func foldAny(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case 'ß':
		return "ss"
	case '°', 'º': // "n°" is no word of two letters
		return ""
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	var b []byte
	for _, d := range norm.NFKD.String(string(unicode.ToLower(r))) {
		switch d = unicode.ToLower(d); { // a letter of its own case may be made of capitals
		case d == 'æ': // under an accent
			b = append(b, "ae"...)
		case unicode.IsLetter(d) || unicode.IsDigit(d):
			b = utf8.AppendRune(b, d)
		}
	}
	return string(b)
}

// Unseen reports a rune that stands inside a word without parting it: combining marks and invisible ones.
func Unseen(r rune) bool { return Invisible(r) && !unicode.IsControl(r) || unicode.Is(unicode.Mn, r) }
