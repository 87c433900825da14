package phone

import (
	"strings"

	"carif/text"
)

// Paired gives the French phone numbers of a text printed as five pairs ("01 99 00 12 34", one mark throughout),
// each with the word before it: in prose other digits are years, hours and prices.
func Paired(t string) []string {
	const n = len("01 99 00 12 34")
	var out []string
	for i := 0; i+n <= len(t); i++ {
		if t[i] != '0' || i > 0 && (text.IsDigit(t[i-1]) || t[i-1] == t[i+2] && i > 1 && text.IsDigit(t[i-2])) ||
			!paired(t[i:i+n]) || i+n < len(t) && text.IsDigit(t[i+n]) {
			continue
		}
		from := max(strings.LastIndexAny(t[:max(i-2, 0)], " \n(")+1, 0)
		out = append(out, t[from:i+n])
		i += n - 1
	}
	return out
}

// paired reports five pairs of digits with one mark between them.
func paired(t string) bool {
	mark := t[2]
	if mark != ' ' && mark != '.' && mark != '-' || t[1] == '0' {
		return false
	}
	for i := range len(t) {
		if i%3 == 2 && t[i] != mark || i%3 != 2 && !text.IsDigit(t[i]) {
			return false
		}
	}
	return true
}

// Only reports whether a text is telephone numbers and what parts them, and nothing else.
func Only(t string) bool {
	if len(t) < 8 || len(t) > 80 {
		return false
	}
	t = asciiDigits(t)
	for i := 0; i < len(t); i++ {
		if c := t[i]; !text.IsDigit(c) && strings.IndexByte(" .-+()/", c) < 0 {
			return false
		}
	}
	p := Read("", t)
	return len(p.Phones) > 0 && len(p.Bad) == 0
}
