package region

import (
	"strings"

	"carif/parser/session"
	"carif/parser/wording"
	"carif/text"
)

// town reports whether a text is a town by the gazetteer, alone or with its department or postal code. Words that only look
// like one ("Participation", "Dates à venir") are none.
func (r *Regions) Town(t string) bool {
	t = strings.TrimSpace(strings.TrimPrefix(t, "- "))
	if !wording.TownLike(t) && !wording.PostalLine(t) {
		return false
	}
	if yes, ok := r.Towns[t]; ok {
		return yes
	}
	yes := r.Lx.IsTown(t) || r.Lx.IsTown(wording.DropOrdinal(wording.DropBrackets(t)))
	if r.Towns == nil {
		r.Towns = map[string]bool{}
	}
	r.Towns[t] = yes
	return yes
}

// maybeTown reports whether a line of a session that looks like a town may be one: the gazetteer knows it, or a code in
// brackets says so.
func (r *Regions) MaybeTown(t string) bool {
	if r.Town(t) || wording.BeforeCode(t) != t && r.Town(wording.BeforeCode(t)) {
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
	town, _ := session.TownState(t)
	for _, part := range strings.FieldsFunc(town, func(c rune) bool { return c == ',' || c == '/' || c == '–' }) {
		if r.Town(part) {
			return true
		}
	}
	return false
}
