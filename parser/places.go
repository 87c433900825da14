package parser

import (
	"strings"

	"carif/text"
)

// town reports whether a text is a town by the gazetteer, alone or with its department or postal code. Words that only look
// like one ("Participation", "Dates à venir") are none.
func (r *reader) town(t string) bool {
	t = strings.TrimSpace(strings.TrimPrefix(t, "- "))
	if !townLike(t) && !postalLine(t) {
		return false
	}
	if yes, ok := r.towns[t]; ok {
		return yes
	}
	yes := r.p.isTown(t) || r.p.isTown(dropOrdinal(dropBrackets(t)))
	if r.towns == nil {
		r.towns = map[string]bool{}
	}
	r.towns[t] = yes
	return yes
}

// state reports whether a short text tells a session's state: by the vocabulary, whose wordings a user may add to.
func (r *reader) state(t string) bool {
	t = strings.Trim(t, " -–,:()")
	return tellsState(t) || len(t) < 60 && len(t) > 2 && !text.HasDigit(t) && r.p.isState(t)
}

// maybeTown reports whether a line of a session that looks like a town may be one: the gazetteer knows it, or a code in
// brackets says so.
func (r *reader) maybeTown(t string) bool {
	if r.town(t) || beforeCode(t) != t && r.town(beforeCode(t)) {
		return true
	}
	i, j := strings.IndexByte(t, '('), strings.IndexByte(t, ')')
	code := ""
	if i > 0 && j > i {
		code = strings.TrimSpace(t[i+1 : j])
	}
	if n := len(code); n >= 2 && n <= 5 && text.HasDigit(code) {
		return true
	}
	if name := strings.TrimPrefix(t, "- "); strings.ToUpper(name) == name && strings.Contains(strings.TrimSpace(name), " ") {
		return true // towns of a database stand in capitals, spelt as somebody typed them
	}
	town, _ := townState(t)
	for _, part := range strings.FieldsFunc(town, func(c rune) bool { return c == ',' || c == '/' || c == '–' }) {
		if r.town(part) {
			return true
		}
	}
	return false
}
