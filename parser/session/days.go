package session

import (
	"strings"

	"carif/parser/wording"
	"carif/text/date"
)

// DaysAndState parts a line that says when a session is held and whether it has places: "du 8 au 12 février 2027 COMPLET". Words
// that tell no state stay with the days; a line without days is a state, or nothing.
func DaysAndState(t string) (when, state string) {
	if wording.TellsState(t) {
		return "", t
	}
	spans := date.Spans(t)
	if len(spans) == 0 {
		return "", ""
	}
	end := spans[len(spans)-1][1]
	for _, mark := range [...]string{"", "(", " - ", " – ", " — ", ", "} { // "Nantes (complet)": the state ends what stands behind
		at := end
		if mark != "" {
			if at = strings.LastIndex(t, mark); at < end {
				continue
			}
		}
		if rest := strings.Trim(t[at:], " -–—:,;()"); rest != "" && wording.TellsState(rest) {
			return strings.TrimSpace(t[:at]), rest
		}
	}
	return t, ""
}
