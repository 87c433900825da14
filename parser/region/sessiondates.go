package region

import (
	"strings"

	"carif/parser/session"
	"carif/text/date"
)

// saysWhere reports whether a town or a session's state stands before or behind the dates of a line.
func (r *Regions) SaysWhere(t string) bool {
	spans := date.Spans(t)
	for _, part := range [...]string{t[:spans[0][0]], t[spans[len(spans)-1][1]:]} {
		for q := range strings.FieldsFuncSeq(part, func(c rune) bool { return c == ',' || c == ':' || c == '–' || c == '.' || c == ';' }) {
			if q = session.PlaceWords(strings.TrimSpace(q)); q != "" && (r.Town(q) || r.State(q)) {
				return true
			}
		}
	}
	return false
}
