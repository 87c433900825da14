package lheo

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/schema"
)

// encoder makes the formation of one record.
type encoder struct {
	note func(kind Note, where string, n int)
	r    *schema.Record
	c    *schema.Course
	more []*node // extras of the formation for texts that were cut

	withheld bool // contacts were taken out of the record
}

// clean takes out what XML forbids; where is the element, for the report.
func (e *encoder) clean(where, s string) string {
	bad := 0
	for _, r := range s {
		if !xmlChar(r) {
			bad++
		}
	}
	if utf8.ValidString(s) && bad == 0 {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	out := strings.Map(func(r rune) rune {
		if !xmlChar(r) {
			return -1
		}
		return r
	}, s)
	if bad == 0 { // invalid bytes only
		bad = 1
	}
	e.note(NoteRemoved, where, bad)
	return out
}

// fit cleans a text and cuts it to a number of characters; whole tells that nothing was cut.
func (e *encoder) fit(where, s string, max int) (text string, whole bool) {
	s = e.clean(where, s)
	if len(s) <= max || utf8.RuneCountInString(s) <= max {
		return s, true
	}
	e.note(NoteCut, where, 1)
	r := []rune(s)
	return string(r[:max-1]) + "…", false
}

// must is a compulsory text of the formation: filled and marked where there is none. A text that was cut stands whole
// among the formation's extras.
func (e *encoder) must(name string, s *string, max int) *node {
	n := e.may(name, s, max)
	if n == nil {
		return e.filler(leaf(name, "-"))
	}
	return n
}

// may is an optional text of the formation.
func (e *encoder) may(name string, s *string, max int) *node {
	if blank(s) {
		return nil
	}
	text, whole := e.fit(name, *s, max)
	if !whole {
		e.more = append(e.more, e.extra(name, *s))
	}
	return leaf(name, text)
}

// blank tells whether nothing visible that XML allows stands in a text.
func blank(s *string) bool {
	if s == nil {
		return true
	}
	for _, r := range *s {
		if xmlChar(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// filler marks an element as filled.
func (e *encoder) filler(n *node) *node {
	e.note(NoteFiller, n.name, 1)
	return n.set("info", Filler)
}

// extra is one extra element; any text that XML allows fits.
func (e *encoder) extra(name, text string) *node {
	return leaf("extra", e.clean("extra["+name+"]", text)).set("info", e.clean("@info", name))
}

// group wraps extras under a name; nil when there are none.
func group(name string, kids []*node) *node {
	if len(kids) == 0 {
		return nil
	}
	return el("extras", kids...).set("info", name)
}

// extraList adds extras to a group as long as there is something to say.
type extraList struct {
	e    *encoder
	kids []*node
}

func (l *extraList) add(name string, s *string) {
	if !blank(s) {
		l.e.note(NoteExtra, name, 1)
		l.kids = append(l.kids, l.e.extra(name, *s))
	}
}

func (l *extraList) say(name, s string) { l.add(name, &s) }

func (l *extraList) flag(name string, b *bool) {
	if b != nil {
		l.say(name, ouiNon(*b))
	}
}

// code is a compulsory coded element: its filler code is used, and marked, where the record has none that the
// dictionary knows. The words of the source stand in @info.
func (e *encoder) code(name, dict, filler string, v *schema.Coded, i info) *node {
	c, i := codeInfo(v, dict, i)
	if c == "" {
		i.filler, c = true, filler
		e.note(NoteFiller, name, 1)
	}
	return leaf(name, c).set("info", e.clean(name+"/@info", i.String()))
}

// mayCode is an optional coded element, nil where there is no code.
func (e *encoder) mayCode(name, dict string, v *schema.Coded) *node {
	c, i := codeInfo(v, dict, info{})
	if c == "" {
		return nil
	}
	return leaf(name, c).set("info", e.clean(name+"/@info", i.String()))
}

// codeInfo gives the code of a value where the dictionary has it, and adds its words to what @info says.
func codeInfo(v *schema.Coded, dict string, i info) (string, info) {
	if v == nil {
		return "", i
	}
	code := ""
	if v.Code != nil && inDict(dict, *v.Code) {
		code = *v.Code
	}
	if v.Raw != code {
		i.raw = v.Raw
	}
	i.near = code != "" && v.Fit == "near"
	if i.near && i.raw == "" {
		i.raw = code
	}
	return code, i
}

// uncoded gives the words of a value that has no code in a dictionary, nil when it has one.
func uncoded(v *schema.Coded, dict string) *string {
	if v == nil || v.Code != nil && inDict(dict, *v.Code) {
		return nil
	}
	return &v.Raw
}

// join puts the words of coded values in one text.
func join(vs []schema.Coded, sep string) *string {
	var parts []string
	for _, v := range vs {
		if !blank(&v.Raw) {
			parts = append(parts, v.Raw)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	s := strings.Join(parts, sep)
	return &s
}
