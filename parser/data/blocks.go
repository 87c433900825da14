package data

import (
	"encoding/json"
	"errors"
	"strings"

	"carif/text"
)

// block is a script of a page: its start tag and what it holds.
type block struct{ tag, text string }

// blocks gives the scripts whose tag or text is wanted, in their order, as long as they are together no more than most
// bytes; over counts the others. What stands in a comment, a text area or a template is no script of the page.
func blocks(page string, most int, wanted func(tag, text string) bool) (out []block, over int) {
	s := opens{page: page}
	for {
		from, what := s.next()
		if from < 0 {
			return out, over
		}
		if what != scriptTag {
			s.pass(what)
			continue
		}
		end := strings.IndexByte(page[from:], '>')
		if end < 0 {
			return out, over
		}
		tag := page[from : from+end]
		from += end + 1
		stop := text.IndexFold(page[from:], "</script")
		if stop < 0 {
			return out, over
		}
		b := block{tag, page[from : from+stop]}
		s.from = from + stop
		if !wanted(b.tag, b.text) {
			continue
		}
		if len(b.text) > most {
			over++
			continue
		}
		most -= len(b.text)
		out = append(out, b)
	}
}

const scriptTag = 0

// pairs are what begins a script, and what hides one, with their ends.
var pairs = [...][2]string{scriptTag: {"<script", "</script"}, {"<!--", "-->"}, {"<textarea", "</textarea"}, {"<template", "</template"}}

// opens finds the next of the pairs; each is looked for once in the whole page.
type opens struct {
	page string
	from int
	at   [len(pairs)]int // where each begins next, one more; 0 is not known, -1 is nowhere
}

func (s *opens) next() (at, what int) {
	at = -1
	for i := range pairs {
		if s.at[i] > 0 && s.at[i]-1 < s.from || s.at[i] == 0 {
			if n := text.IndexFold(s.page[s.from:], pairs[i][0]); n < 0 {
				s.at[i] = -1
			} else {
				s.at[i] = s.from + n + 1
			}
		}
		if s.at[i] > 0 && (at < 0 || s.at[i]-1 < at) {
			at, what = s.at[i]-1, i
		}
	}
	s.from = max(at, s.from)
	return at, what
}

// pass goes behind the end of what begins here; what does not end hides nothing.
func (s *opens) pass(what int) {
	end := text.IndexFold(s.page[s.from:], pairs[what][1])
	if end < 0 {
		s.at[what] = -1
		return
	}
	s.from += end + len(pairs[what][1])
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
