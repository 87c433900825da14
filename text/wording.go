package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FoldWording brings a printed wording to the form in which wordings are compared: words in lower case without
// accents, punctuation, small linking words, plural endings or feminine forms in brackets. It never drops a
// word that tells one value from another: numbers, "non", "sans" and roman numerals stay.
func FoldWording(s string) string { return string(AppendFoldWording(make([]byte, 0, len(s)+8), s)) }

// AppendFoldWording is FoldWording into a buffer: matching folds every value of every page, and does it without
// allocating.
func AppendFoldWording(dst []byte, s string) []byte {
	from := len(dst)
	dst = AppendFold(dst, dropInclusive(s))
	plain := dst[from:]
	to := 0 // the words that stay move down over those that go
	for i := 0; i < len(plain); {
		j := i
		for j < len(plain) && plain[j] != ' ' {
			j++
		}
		if word := plain[i:j]; !linking(word) {
			if to > 0 {
				plain[to] = ' '
				to++
			}
			to += copy(plain[to:], word[:singular(word)])
		}
		i = j + 1
	}
	if to == 0 { // "DE", "L": a wording of linking words alone is what it is
		return dst
	}
	return dst[:from+to]
}

// linking tells the words that say nothing by themselves: "Demandeur d'emploi" and "Demandeurs emploi" are one.
func linking(w []byte) bool {
	switch string(w) {
	case "l", "le", "la", "les", "d", "de", "du", "des", "un", "une", "the", "aux", "au", "a", "en":
		return true
	}
	return false
}

// singular gives the length of a word without a plural ending and the second e of a feminine past participle.
// Short words are left alone: "bts", "dus" and "bis" are no plurals.
func singular(w []byte) int {
	n := len(w)
	if n > 3 && (w[n-1] == 's' || w[n-1] == 'x') && w[n-2] != 's' {
		n--
	}
	if n > 4 && w[n-1] == 'e' && w[n-2] == 'e' {
		n--
	}
	return n
}

// dropInclusive takes the feminine and plural forms written beside a word out of it: "salarié(e)s",
// "actif(ve)", "apprenti·e·s", "demandeur/se", "salarié-e".
func dropInclusive(s string) string {
	var out []byte // nil until a first ending is found: most texts have none
	first := 0
	for first < len(s) && !endingMarks[s[first]] {
		first++
	}
	for i := first; i < len(s); {
		switch s[i] {
		case '(', '/', '-', '.', 0xC2, 0xE2: // 0xC2 and 0xE2 begin · and •
			if n := inclusive(s, i); n > 0 {
				if out == nil {
					out = append(make([]byte, 0, len(s)), s[:i]...)
				}
				i += n
				continue
			}
		}
		if out != nil {
			out = append(out, s[i])
		}
		i++
	}
	if out == nil {
		return s
	}
	return string(out)
}

// endingMarks are the bytes that the ending of a feminine form may begin with.
var endingMarks = [256]bool{'(': true, '/': true, '-': true, '.': true, 0xC2: true, 0xE2: true}

// inclusive gives the length of a written-out ending that starts at i, 0 when there is none.
func inclusive(s string, i int) int {
	if i == 0 {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if !unicode.IsLower(before) {
		return 0
	}
	mark := 1
	closing := byte(0)
	switch {
	case s[i] == '(':
		closing = ')'
	case s[i] == '/' || s[i] == '-' || s[i] == '.':
	case strings.HasPrefix(s[i:], "·"):
		mark = len("·")
	case strings.HasPrefix(s[i:], "•"):
		mark = len("•")
	default:
		return 0
	}
	j := i + mark
	for j < len(s) && j-i <= mark+6 && s[j] >= 'a' && s[j] <= 'z' {
		j++
	}
	if !ending(s[i+mark : j]) {
		return 0
	}
	if closing != 0 {
		if j < len(s) && s[j] == closing {
			return j + 1 - i
		}
		return 0
	}
	if j < len(s) { // the ending must end there: "l'emploi.se" is one, "e-mail" is none
		if r, _ := utf8.DecodeRuneInString(s[j:]); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return 0
		}
	}
	return j - i
}

// ending tells the feminine and plural endings that are written beside a word.
func ending(s string) bool {
	switch s {
	case "e", "s", "es", "x", "ne", "nne", "nes", "le", "lle", "ve", "ves", "se", "euse", "euses", "rice", "trice",
		"trices",
		"ere", "iere", "re", "ice", "aux", "ante", "nt", "te", "fe":
		return true
	}
	return false
}
