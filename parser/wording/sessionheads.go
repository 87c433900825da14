package wording

import (
	"strings"

	"carif/text"
	"carif/text/date"
)

// sessionHeading reports whether a heading opens a session: "Session du 4 mai au 6 juin", "Détail de la session 2".
func SessionHeading(lab string) bool {
	if len(lab) < 9 || len(lab) > 140 || !strings.Contains(lab, "ession") && !strings.Contains(lab, "ESSION") {
		return false
	}
	f := text.FoldLabel(lab)
	for _, p := range [...]string{"session du ", "session de ", "session n ", "session no ", "session numero ", "detail de la session ", "session 1", "session 2", "session 3", "session 4",
		"session 5", "session 6", "session 7", "session 8", "session 9"} {
		if rest, ok := strings.CutPrefix(f, p); ok {
			return strings.HasPrefix(p, "session ") && len(p) == 9 || strings.ContainsAny(rest, "0123456789") || len(p) > 11
		}
	}
	return false
}

// dropBrackets drops a remark in brackets at the end.
func DropBrackets(t string) string {
	if i := strings.IndexByte(t, '('); i > 0 {
		return t[:i]
	}
	return t
}

func WhenHeading(t string) bool {
	return len(t) < 160 && (date.HoldsPeriod(t) && (strings.ContainsAny(t, "-àA") || len(date.Spans(t)) == 2) || strings.Contains(t, " - ") && Permanent(t) || strings.HasPrefix(t, "Du ") && strings.Contains(t, " - "))
}
