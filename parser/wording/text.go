package wording

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Glued reports whether two words meet at a place of a text with nothing between: "milieu rural<b>Niveau requis</b>".
func Glued(t string, at int) bool {
	return at > 0 && at < len(t) && letterByte(t[at-1]) && letterByte(t[at])
}

// Clean gives NFC text.
func Clean(s string) string { return norm.NFC.String(s) }

// Bullet strips a bullet from the start of a line and tells whether there was one.
func Bullet(t string) (string, bool) {
	for _, b := range [...]string{"•", "·", "▪", "►", "■", "●", "◦", "‣", "\uf0b7", "–", "—", "-", "*", ">", "»"} {
		if rest, ok := strings.CutPrefix(t, b); ok {
			if trimmed := strings.TrimLeft(rest, " "); trimmed != "" && (len(trimmed) < len(rest) || b[0] > 0x7f || b == "-" && !Digit(trimmed[0])) {
				return trimmed, true
			}
		}
	}
	return t, false
}

// Digit reports whether a byte is a digit.
func Digit(c byte) bool { return c >= '0' && c <= '9' }

// DropTwins removes the short version of a text that stands in full below it.
func DropTwins(lines []string) []string {
	for i := 0; i < len(lines); i++ {
		t := strings.TrimSpace(lines[i])
		head := strings.TrimRight(strings.TrimSuffix(t, "Lire la suite"), " .…[]")
		if len(head) == len(t) || len(head) < 30 {
			continue
		}
		if !strings.HasSuffix(t, "...") && !strings.HasSuffix(t, "…") && !strings.HasSuffix(t, "Lire la suite") && !strings.HasSuffix(t, "[...]") {
			continue
		}
		head = head[:len(head)*9/10]
		for j := i + 1; j < len(lines); j++ {
			if strings.HasPrefix(lines[j], head) {
				return DropTwins(append(lines[:i:i], lines[j:]...))
			}
		}
	}
	return lines
}

// WordAlone reports one plain word. "Accueil" and "Ouvrir" are chrome where they are links; without one they may be
// a line of a programme.
func WordAlone(t string) bool { return Letter(t) && !strings.ContainsAny(t, " \u00a0+-/") }

// Upper reports whether a byte begins a word in capitals; letters with an accent count.
func Upper(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 0x80 }

// Digits counts the digits of a text.
func Digits(t string) (n int) {
	for i := range len(t) {
		if Digit(t[i]) {
			n++
		}
	}
	return n
}

// Prose is the length from which text outside the course is no menu, and worth a person's look.
const Prose = 150
