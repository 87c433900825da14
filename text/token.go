package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word, a number or a mark of a printed value: what the readers of dates, hours and prices look at.
type Token struct {
	Word string // folded word ("fevrier", "1er" gives the number 1 and the word "er")
	Num  string // digits as printed
	Mark rune   // any other visible rune
	Gap  bool   // blank before it
	Line int32  // lines before it
	Pos  int32  // byte where it starts
	End  int32  // one past its last byte
}

// LongestRead is the most bytes of a value that are searched for dates and numbers: what is longer is no value but a
// page that went wrong, and its text is kept all the same.
const LongestRead = 20_000

// Tokens splits a text. Letters and digits that touch ("49h", "1er") are separate tokens without a gap.
func Tokens(s string) []Token { return AppendTokens(make([]Token, 0, len(s)/4+4), s) }

// AppendTokens is Tokens into a buffer, for those who look at every line of every page.
func AppendTokens(out []Token, s string) []Token {
	if len(s) > LongestRead {
		s = strings.ToValidUTF8(s[:LongestRead], "")
	}
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
		case Invisible(r):
			i += n
			continue
		case r >= '0' && r <= '9':
			j := i
			for j < len(s) && IsDigit(s[j]) {
				j++
			}
			out = append(out, Token{Num: s[i:j], Gap: gap, Line: line, Pos: int32(i), End: int32(j)})
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
			t := Token{Word: Fold(s[i:j]), Gap: gap, Line: line, Pos: int32(i), End: int32(j)}
			if t.Word == "" { // the º of "nº" is a letter to Unicode and a mark to the reader
				t.Mark = r
			}
			out = append(out, t)
			i = j
		default:
			out = append(out, Token{Mark: r, Gap: gap, Line: line, Pos: int32(i), End: int32(i + n)})
			i += n
		}
		gap = false
	}
	return out
}

// At gives token i, or an empty one outside the list.
func At(ts []Token, i int) Token {
	if i < 0 || i >= len(ts) {
		return Token{}
	}
	return ts[i]
}
