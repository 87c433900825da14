package data

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"carif/text"
)

// literal reads a value as JavaScript writes it: JSON, or with bare keys, single quotes, void 0, !0 and names that are
// given their values beforehand. It runs nothing: a call or a sum is an error.
type literal struct {
	s     string
	at    int
	nodes int
	names map[string]any
}

var errLiteral = errors.New("no value as JavaScript writes it")

func (l *literal) value(level int) (any, error) {
	if l.nodes--; l.nodes < 0 || level > mostDepth {
		return nil, errDeep
	}
	l.space()
	if l.at >= len(l.s) {
		return nil, errLiteral
	}
	switch c := l.s[l.at]; {
	case c == '{':
		return l.object(level)
	case c == '[':
		return l.list(level)
	case c == '"' || c == '\'' || c == '`':
		return l.text(c)
	case c == '!':
		l.at++
		v, err := l.value(level + 1)
		return v == float64(0), err
	case c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9':
		return l.number()
	}
	return l.name(level)
}

// space passes over blanks and comments.
func (l *literal) space() {
	for l.at < len(l.s) {
		switch c := l.s[l.at]; {
		case c <= ' ':
			l.at++
		case strings.HasPrefix(l.s[l.at:], "/*"):
			end := strings.Index(l.s[l.at:], "*/")
			if end < 0 {
				l.at = len(l.s)
				return
			}
			l.at += end + 2
		case strings.HasPrefix(l.s[l.at:], "//"):
			end := strings.IndexByte(l.s[l.at:], '\n')
			if end < 0 {
				l.at = len(l.s)
				return
			}
			l.at += end + 1
		default:
			return
		}
	}
}

// take passes over one letter where it comes next.
func (l *literal) take(c byte) bool {
	l.space()
	if l.at < len(l.s) && l.s[l.at] == c {
		l.at++
		return true
	}
	return false
}

func (l *literal) object(level int) (any, error) {
	l.at++
	out := object{}
	for !l.take('}') {
		l.space()
		if l.at >= len(l.s) {
			return nil, errLiteral
		}
		key := ""
		if c := l.s[l.at]; c == '"' || c == '\'' {
			k, err := l.text(c)
			if err != nil {
				return nil, err
			}
			key, _ = k.(string)
		} else {
			key = l.word()
		}
		if key == "" || !l.take(':') {
			return nil, errLiteral
		}
		v, err := l.value(level + 1)
		if err != nil {
			return nil, err
		}
		out[key] = v
		if !l.take(',') && (l.at >= len(l.s) || l.s[l.at] != '}') {
			return nil, errLiteral
		}
	}
	return out, nil
}

func (l *literal) list(level int) (any, error) {
	l.at++
	out := []any{}
	for !l.take(']') {
		if l.take(',') { // a hole
			continue
		}
		v, err := l.value(level + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		if !l.take(',') && (l.at >= len(l.s) || l.s[l.at] != ']') {
			return nil, errLiteral
		}
	}
	return out, nil
}

// text reads a quoted text.
func (l *literal) text(quote byte) (any, error) {
	var b strings.Builder
	for l.at++; l.at < len(l.s); {
		c := l.s[l.at]
		switch c {
		case quote:
			l.at++
			return b.String(), nil
		case '\\':
			if l.at+1 >= len(l.s) {
				return nil, errLiteral
			}
			l.escape(&b)
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	return nil, errLiteral
}

// escape reads what a backslash begins.
func (l *literal) escape(b *strings.Builder) {
	c := l.s[l.at+1]
	l.at += 2
	switch c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r', 'b', 'f', 'v', '0':
		b.WriteByte(' ')
	case 'u', 'x':
		n := 4
		if c == 'x' {
			n = 2
		}
		code, err := strconv.ParseUint(l.s[l.at:min(l.at+n, len(l.s))], 16, 32)
		if err != nil {
			return
		}
		l.at += n
		r := rune(code)
		if r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(l.s[l.at:], `\u`) { // two halves of one letter
			if low, err := strconv.ParseUint(l.s[l.at+2:min(l.at+6, len(l.s))], 16, 32); err == nil && low >= 0xDC00 {
				r = (r-0xD800)<<10 + rune(low) - 0xDC00 + 0x10000
				l.at += 6
			}
		}
		if !utf8.ValidRune(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	case '\n':
	default:
		b.WriteByte(c)
	}
}

func (l *literal) number() (any, error) {
	from := l.at
	for l.at < len(l.s) && strings.IndexByte("+-.0123456789eE", l.s[l.at]) >= 0 {
		l.at++
	}
	f, err := strconv.ParseFloat(l.s[from:l.at], 64)
	if err != nil {
		return nil, errLiteral
	}
	return f, nil
}

// word is a name, "" where none comes next.
func (l *literal) word() string {
	from := l.at
	for l.at < len(l.s) {
		if c := l.s[l.at]; !text.IsLetter(c) && !text.IsDigit(c) && c != '_' && c != '$' {
			break
		}
		l.at++
	}
	return l.s[from:l.at]
}

// name reads a word that stands for a value, and the few calls that only wrap one.
func (l *literal) name(level int) (any, error) {
	switch w := l.word(); w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null", "undefined", "NaN", "Infinity":
		return nil, nil
	case "void":
		return nil, second(l.value(level + 1))
	case "new": // Date, Map, Set, URL
		l.space()
		l.word()
		return l.wrapped(level)
	case "":
		return nil, errLiteral
	default:
		if v, ok := l.names[w]; ok {
			return v, nil
		}
		for l.at < len(l.s) && l.s[l.at] == '.' { // Object.freeze, Symbol.for, JSON.parse
			l.at++
			w += "." + l.word()
		}
		v, err := l.wrapped(level)
		if s, ok := v.(string); ok && err == nil && w == "JSON.parse" {
			return parseJSON(s)
		}
		return v, err
	}
}

// wrapped reads the only argument of a call.
func (l *literal) wrapped(level int) (any, error) {
	if !l.take('(') {
		return nil, errLiteral
	}
	if l.take(')') {
		return nil, nil
	}
	v, err := l.value(level + 1)
	if err != nil || !l.take(')') {
		return nil, errLiteral
	}
	return v, nil
}

func second(_ any, err error) error { return err }

// called reads "(function(a,b){…return {…}}(1,2))": what a function gives that does nothing but name values.
func (l *literal) called() (any, error) {
	l.take('(')
	if l.word() != "function" || !l.take('(') {
		return nil, errLiteral
	}
	var params []string
	for !l.take(')') {
		l.space()
		w := l.word()
		if w == "" {
			return nil, errLiteral
		}
		params = append(params, w)
		l.take(',')
	}
	if !l.take('{') {
		return nil, errLiteral
	}
	ret := strings.Index(l.s[l.at:], "return")
	if ret > 0 && strings.TrimSpace(l.s[l.at:l.at+ret]) != "" {
		return nil, errLiteral // it does more than give a value
	}
	call := max(strings.LastIndex(l.s, "}("), strings.LastIndex(l.s, "})("))
	if ret < 0 || call < l.at+ret {
		return nil, errLiteral
	}
	args := &literal{s: l.s, at: call, nodes: l.nodes}
	args.at += strings.IndexByte(l.s[call:], '(') + 1
	l.names = make(map[string]any, len(params))
	for _, p := range params {
		if args.take(')') {
			break
		}
		v, err := args.value(1)
		if err != nil {
			return nil, err
		}
		l.names[p] = v
		args.take(',')
	}
	l.at += ret + len("return")
	l.nodes = args.nodes
	return l.value(0)
}
