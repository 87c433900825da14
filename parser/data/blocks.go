package data

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"

	"carif/text"
)

// block is a script of a page: its start tag and what it holds.
type block struct{ tag, text string }

// blocks gives the scripts of a page that are wanted, in their order, as long as they are together no more than most
// bytes; over counts the others.
func blocks(page string, most int, wanted func(tag, text string) bool) (out []block, over int) {
	for b := range scripts(page) {
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
	return out, over
}

// hidden are the ends of what hides the scripts in it, by its beginning.
var hidden = [...][2]string{{"<!--", "-->"}, {"<textarea", "</textarea"}, {"<template", "</template"}}

// scripts gives the scripts of a page in one pass. What stands in a comment, a text area or a template is no script of
// the page; what does not end hides nothing.
func scripts(page string) iter.Seq[block] {
	return func(yield func(block) bool) {
		var endless [len(hidden)]bool
	next:
		for at := 0; ; at++ {
			if at = indexFrom(page, at, "<"); at < 0 {
				return
			}
			if text.HasPrefixFold(page[at:], "<script") {
				open := indexFrom(page, at, ">")
				if open < 0 {
					return
				}
				end := indexFrom(page, open, "</script")
				if end < 0 || !yield(block{page[at:open], page[open+1 : end]}) {
					return
				}
				at = end
				continue
			}
			for i, h := range hidden {
				if endless[i] || !text.HasPrefixFold(page[at:], h[0]) {
					continue
				}
				if end := indexFrom(page, at+len(h[0]), h[1]); end >= 0 {
					at = end
				} else {
					endless[i] = true
				}
				continue next
			}
		}
	}
}

// indexFrom is text.IndexFold behind a place.
func indexFrom(s string, from int, word string) int {
	if n := text.IndexFold(s[min(from, len(s)):], word); n >= 0 {
		return from + n
	}
	return -1
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
