package layout

import (
	"slices"
	"strings"

	"carif/text"
)

// denials writes behind words what only the picture after them says: that it is not so. "Restauration" with a cross that is
// called "Pas de restauration sur le site" is "Restauration : non".
func (l *Line) denials() {
	for i := len(l.Icons) - 1; i >= 0; i-- {
		at, from := int(l.Icons[i].At), 0
		if i > 0 {
			from = int(l.Icons[i-1].At)
		}
		if at > len(l.Text) || from >= at {
			continue
		}
		words := strings.TrimRight(l.Text[:at], " ")
		if denied(words[min(from, len(words)):], l.Icons[i].Alt) {
			l.Insert(len(words), " : non")
		}
	}
}

// denied reports whether a picture's name denies the last words before it: it has the last two of them, or the only one,
// and a word that says no.
func denied(words, alt string) bool {
	if len(alt) < 6 || len(alt) > 80 || len(words) > 300 {
		return false
	}
	said := strings.Fields(text.FoldLabel(alt))
	no := slices.ContainsFunc(said, func(w string) bool { return denying[w] })
	before := strings.Fields(text.FoldLabel(words))
	if !no || len(before) == 0 {
		return false
	}
	for _, w := range before[max(0, len(before)-2):] {
		if denying[w] || !slices.Contains(said, w) {
			return false
		}
	}
	return true
}

var denying = text.Set([]string{"pas", "non", "aucun", "aucune", "sans"})
