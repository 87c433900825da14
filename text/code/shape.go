package code

import (
	"strings"

	"carif/text"
)

func ROMEShape(w string) bool {
	return len(w) == 5 && w[0] >= 'A' && w[0] <= 'N' && text.AllDigits(w[1:])
}

func NSFShape(w string) bool {
	return len(w) == 3 && text.AllDigits(w) || len(w) == 4 && text.AllDigits(w[:3]) && w[3] >= 'a' && w[3] <= 'z'
}

// RegisterShape reports whether a text is nothing but a number of the national registers of certifications:
// "RNCP34422".
func RegisterShape(s string) bool {
	s = strings.ToUpper(strings.TrimSpace(s))
	n, ok := strings.CutPrefix(s, "RNCP")
	if !ok {
		n, ok = strings.CutPrefix(s, "RS")
	}
	n = strings.TrimLeft(n, " :°N")
	return ok && len(n) >= 2 && len(n) <= 6 && text.AllDigits(n)
}
