package query

import (
	"strings"
	"unicode/utf8"
)

// token is a piece of a statement: a word, a name between quotes, a text between single quotes, or any other sign.
// Comments and blanks are none.
type token struct {
	text       string // as written; of a name between quotes, what is between them
	word       bool   // a name or keyword
	start, end int    // bytes
}

// scan cuts a statement into tokens. open is where a text, name or comment begins that never ends, -1 where all do.
func scan(sql string) (tokens []token, open int) {
	for i := 0; i < len(sql); {
		c := sql[i]
		switch {
		case c <= ' ':
			i++
		case strings.HasPrefix(sql[i:], "--"):
			i = after(sql, i, "\n")
		case strings.HasPrefix(sql[i:], "/*"):
			end := strings.Index(sql[i+2:], "*/")
			if end < 0 {
				return tokens, i
			}
			i += end + 4
		case c == '\'', c == '"', c == '`', c == '[':
			end := closing(sql, i)
			if end < 0 {
				return tokens, i
			}
			if c == '\'' {
				tokens = append(tokens, token{sql[i:end], false, i, end})
			} else {
				tokens = append(tokens, token{sql[i+1 : end-1], true, i, end})
			}
			i = end
		case wordly(c):
			start := i
			for i < len(sql) && wordly(sql[i]) {
				i++
			}
			tokens = append(tokens, token{sql[start:i], c > '9' || c == '_', start, i})
		default:
			tokens = append(tokens, token{sql[i : i+1], false, i, i + 1})
			i++
		}
	}
	return tokens, -1
}

// ends tells whether a token ends a statement.
func ends(t token) bool { return t.text == ";" && !t.word }

// wordly tells the bytes of names, keywords and numbers; those of letters beyond ASCII are among them.
func wordly(c byte) bool {
	return c == '_' || c >= utf8.RuneSelf || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// after is the place behind the next mark, or the end.
func after(sql string, i int, mark string) int {
	if n := strings.Index(sql[i:], mark); n >= 0 {
		return i + n + len(mark)
	}
	return len(sql)
}

// closing is the place behind the quote that ends what begins at i; -1 where there is none. A quote that is doubled is
// part of the text.
func closing(sql string, i int) int {
	quote := sql[i]
	if quote == '[' {
		quote = ']'
	}
	for j := i + 1; j < len(sql); j++ {
		if sql[j] != quote {
			continue
		}
		if quote != ']' && j+1 < len(sql) && sql[j+1] == quote {
			j++
			continue
		}
		return j + 1
	}
	return -1
}

// place is the line and column, from 1, of a byte of the statement; columns count letters.
func place(sql string, at int) (line, column int) {
	before := sql[:min(at, len(sql))]
	line = 1 + strings.Count(before, "\n")
	return line, 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}
