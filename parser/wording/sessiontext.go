package wording

import (
	"strings"
)

// townLike reports whether a line may be a town: short, no digits but a department in brackets, not a sentence.
func TownLike(t string) bool {
	if len(t) > 60 || len(t) < 2 || strings.ContainsAny(t, ":@€/;") {
		return false
	}
	if i := strings.IndexByte(t, '('); i > 0 {
		t = t[:i]
	}
	t = DropOrdinal(BeforeCode(t))
	return !strings.ContainsAny(t, "0123456789") && len(strings.Fields(t)) <= 6 && Letter(t)
}

// beforeCode drops the department or postal code printed behind a town: "Manosque - 04".
func BeforeCode(t string) string {
	head := strings.TrimRight(t, "0123456789")
	if n := len(t) - len(head); n != 2 && n != 5 && n != 3 {
		return t
	}
	town := strings.TrimRight(head, " -–")
	if len(town) == len(head) || strings.TrimRight(head, " ") == town && len(t)-len(head) != 5 {
		return t
	}
	return town
}

// dropOrdinal drops the number of an arrondissement: "Marseille 8e", "Lyon 3ème".
func DropOrdinal(t string) string {
	w := strings.Fields(t)
	if n := len(w); n > 1 && Digit(w[n-1][0]) && len(w[n-1]) <= 6 && (strings.HasSuffix(w[n-1], "e") || strings.HasSuffix(w[n-1], "er")) {
		return strings.Join(w[:n-1], " ")
	}
	return t
}
