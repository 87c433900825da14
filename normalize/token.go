package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/vocab"
)

// token is a word, a number or a mark of a printed value: what the readers of dates, hours and prices look at.
type token struct {
	word string // folded word ("fevrier", "1er" gives the number 1 and the word "er")
	num  string // digits as printed
	mark rune   // any other visible rune
	gap  bool   // blank before it
	line int32  // lines before it
	pos  int32  // byte where it starts
	end  int32  // one past its last byte
}

// longestRead is the most bytes of a value that are searched for dates and numbers: what is longer is no value but a
// page that went wrong, and its text is kept all the same.
const longestRead = 20_000

// tokens splits a text. Letters and digits that touch ("49h", "1er") are separate tokens without a gap.
func tokens(s string) []token {
	if len(s) > longestRead {
		s = strings.ToValidUTF8(s[:longestRead], "")
	}
	out := make([]token, 0, len(s)/4+4)
	gap, line := false, int32(0)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			gap = true
			if r == '\n' {
				line++
			}
			i += n
			continue
		case invisible(r):
			i += n
			continue
		case r >= '0' && r <= '9':
			j := i
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			out = append(out, token{num: s[i:j], gap: gap, line: line, pos: int32(i), end: int32(j)})
			i = j
		case unicode.IsLetter(r):
			j := i + n
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
					break
				}
				j += n
			}
			out = append(out, token{word: vocab.Plain(s[i:j]), gap: gap, line: line, pos: int32(i), end: int32(j)})
			i = j
		default:
			out = append(out, token{mark: r, gap: gap, line: line, pos: int32(i), end: int32(i + n)})
			i += n
		}
		gap = false
	}
	return out
}

// at gives token i, or an empty one outside the list.
func at(ts []token, i int) token {
	if i < 0 || i >= len(ts) {
		return token{}
	}
	return ts[i]
}
