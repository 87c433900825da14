package wording

import (
	"strings"

	"carif/text"
)

// mayBePermanent spares most lines the folding.
func mayBePermanent(t string) bool {
	for _, w := range [...]string{"ntr", "NTR", "fixe", "FIXE", "nnée", "NNÉE", "NNEE", "ermanent", "ERMANENT"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// permanent reports whether a line says how one may enter: permanently or at fixed dates.
func Permanent(t string) bool {
	if len(t) > 120 || !mayBePermanent(t) {
		return false
	}
	f := text.FoldLabel(t)
	return strings.Contains(f, "entree") && (strings.Contains(f, "permanent") || strings.Contains(f, "date fixe") || strings.Contains(f, "dates fixes")) ||
		strings.HasPrefix(f, "a date fixe") || strings.HasPrefix(f, "toute l annee") || strings.HasPrefix(f, "session permanente") ||
		strings.Contains(f, "dispositif permanent") || strings.HasPrefix(f, "atelier permanent")
}

// cutOrdinal drops the number of a group or session at the head of a line: "Groupe 2 : 8 et 9 avril 2027".
func CutOrdinal(t string) (rest string, cut bool) {
	trimmed := strings.TrimLeft(t, "-•* ")
	word, more, ok := strings.Cut(trimmed, " ")
	switch strings.TrimSuffix(text.FoldLabel(word), "s") {
	case "groupe", "session", "promotion", "promo", "cycle", "date", "stage", "rentree", "creneau":
	default:
		return t, false
	}
	more = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(more, "n°"), "N°"), " ")
	n := 0
	for n < len(more) && n < 3 && (Digit(more[n]) || more[n] >= 'A' && more[n] <= 'D') {
		n++
	}
	after := strings.TrimLeft(more[n:], " ")
	if !ok || n == 0 || after != "" && !strings.ContainsAny(after[:1], ":-,(.") && !strings.HasPrefix(after, "–") {
		return t, false
	}
	return strings.TrimLeft(after, " :-–,."), true
}
