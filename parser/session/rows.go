package session

import (
	"strings"

	"carif/parser/wording"
)

// openOrShut reports a cell that says whether one may still come, whatever its head is called.
func OpenOrShut(f string) bool {
	switch f {
	case "ouvert", "ouverte", "ferme", "fermee", "clos", "close", "complet", "complete":
		return true
	}
	return wording.StateText(f)
}

// entryWords gives where "Entrée / sortie à date fixe" begins in t, len(t) when it does not stand there.
func EntryWords(t string) int {
	for _, w := range [...]string{"Entrée", "entrée", "Entrées", "ENTREE", "Entree"} {
		if i := strings.Index(t, w); i >= 0 && wording.Permanent(t[i:]) {
			return i
		}
	}
	return len(t)
}
