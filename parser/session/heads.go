package session

import (
	"strings"

	"carif/parser/wording"
	"carif/text"
)

// SplitDash splits at " - " except between two dates.
func SplitDash(t string) []string {
	var out []string
	rest := strings.ReplaceAll(t, " · ", " - ")
	from := 0
	for {
		i := strings.Index(rest[from:], " - ")
		if i < 0 {
			return append(out, rest)
		}
		i += from
		if i > 0 && wording.Digit(rest[i-1]) && i+3 < len(rest) && wording.Digit(rest[i+3]) {
			from = i + 3
			continue
		}
		out = append(out, rest[:i])
		rest, from = rest[i+3:], 0
	}
}

// SessionNumber gives the number of "Session n° 90331", "" for the ordinals of a list.
func SessionNumber(t string) string {
	_, after, ok := strings.Cut(t, "°")
	if !ok {
		after = t[strings.LastIndexByte(t, ' ')+1:]
	}
	id := strings.TrimSpace(after)
	if i := strings.LastIndexByte(id, ' '); i > 0 && Numbered(t) { // "N° de session 68386"
		id = id[i+1:]
	}
	year := len(id) == 4 && (id[:2] == "19" || id[:2] == "20")
	if len(id) > 3 && wording.IsID(id) && (ok || Numbered(t) && !year) {
		return id
	}
	return ""
}

// Numbered reports a line that numbers its session: "N° de session 68386", "Session n° 90331", "Réf. S-61463".
func Numbered(t string) bool {
	f := text.FoldLabel(t)
	return strings.HasPrefix(f, "n ") || strings.HasPrefix(f, "numero") || strings.HasPrefix(f, "session") ||
		strings.HasPrefix(f, "ref") || strings.HasPrefix(f, "code")
}

// TownState parts a town and the state printed behind it: "Agen (47) Complet".
func TownState(t string) (town, state string) {
	i := strings.IndexByte(t, ')')
	if i < 0 || i+2 >= len(t) {
		return t, ""
	}
	if rest := strings.Trim(t[i+1:], " -–,:"); wording.TellsState(rest) {
		return t[:i+1], rest
	}
	return t, ""
}
