package layout

import (
	"slices"
	"strings"

	"carif/text"
)

// denials writes behind words what only the picture after them says: that it is so, or is not. "Restauration" with a cross
// that is called "Pas de restauration sur le site" is "Restauration : non", with a tick "Restauration sur le site" it is "oui".
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
		if answer := answered(words[min(from, len(words)):], &l.Icons[i]); answer != "" {
			l.Insert(len(words), " : "+answer)
		}
	}
}

// answered gives the yes or no that a picture's name says of the last words before it: it has the last two of them, or the
// only one, and a word that says no, or it is a tick and says where. "" for any other picture.
func answered(words string, ic *Icon) string {
	if len(ic.Alt) < 6 || len(ic.Alt) > 80 || len(words) > 300 {
		return ""
	}
	said := strings.Fields(text.FoldLabel(ic.Alt))
	before := strings.Fields(text.FoldLabel(words))
	if len(before) == 0 {
		return ""
	}
	for _, w := range before[max(0, len(before)-2):] {
		if denying[w] || !slices.Contains(said, w) {
			return ""
		}
	}
	switch {
	case slices.ContainsFunc(said, func(w string) bool { return denying[w] }):
		return "non"
	case IconWord(ic.Src) == "tick" && strings.HasSuffix(text.FoldLabel(ic.Alt), " sur le site"):
		return "oui"
	}
	return ""
}

var denying = text.Set([]string{"pas", "non", "aucun", "aucune", "sans"})
