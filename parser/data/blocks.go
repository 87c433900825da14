package data

import (
	"encoding/json"
	"errors"
	"strings"

	"carif/text"
)

// block is a script of a page: its start tag and what it holds.
type block struct{ tag, text string }

// blocks gives the scripts whose tag or text is wanted, in their order, as long as they are together no more than most bytes.
func blocks(page string, most int, wanted func(tag, text string) bool) (out []block) {
	for from := 0; ; {
		i := text.IndexFold(page[from:], "<script")
		if i < 0 {
			return out
		}
		from += i
		end := strings.IndexByte(page[from:], '>')
		if end < 0 {
			return out
		}
		tag := page[from : from+end]
		from += end + 1
		stop := text.IndexFold(page[from:], "</script")
		if stop < 0 {
			return out
		}
		b := block{tag, page[from : from+stop]}
		from += stop
		if !wanted(b.tag, b.text) {
			continue
		}
		if most -= len(b.text); most < 0 {
			return out
		}
		out = append(out, b)
	}
}

func isLinked(tag, _ string) bool { return text.IndexFold(tag, "ld+json") >= 0 }

// tidy takes off what people put around JSON, and the control characters that stand in its texts.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	for _, p := range [...][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, p[0]), p[1]))
	}
	s = strings.TrimRight(s, "; \n\t\r")
	return strings.Map(func(c rune) rune {
		if c < ' ' {
			return ' '
		}
		return c
	}, s)
}

var errDeep = errors.New("nested too deep")

// parseJSON reads JSON that is not nested too deep.
func parseJSON(s string) (v any, err error) {
	if depth(s) > mostDepth {
		return nil, errDeep
	}
	err = json.Unmarshal([]byte(s), &v)
	return v, err
}

// depth counts how deep objects and lists stand in one another.
func depth(s string) (most int) {
	n, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			n++
			most = max(most, n)
		case c == '}' || c == ']':
			n--
		}
	}
	return most
}
