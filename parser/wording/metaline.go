package wording

import (
	"strings"

	"carif/text"
	"carif/text/date"
	"carif/text/kind"
)

// updateDate gives the date after words that speak of an update, "" when there are none.
func UpdateDate(t string) string {
	spans := date.Spans(t)
	if len(spans) != 1 || len(t)-spans[0][1] > 2 {
		return ""
	}
	f := text.FoldLabel(t[:spans[0][0]])
	for _, w := range [...]string{"mise a jour", "mis a jour", "modifi", "actualis", "maj ", "revise", "verifie"} {
		if strings.Contains(f+" ", w) {
			return strings.TrimSpace(t[spans[0][0]:spans[0][1]])
		}
	}
	return ""
}

// sheetID gives the id after "Réf.", "Fiche n°", "Numéro de formation" where no colon parts them.
func SheetID(t string) (label, id string) {
	t = strings.TrimSpace(t)
	i := strings.LastIndexByte(t, ' ')
	if j := strings.LastIndex(t, "°"); j > i {
		i = j + len("°") - 1
	}
	if i < 1 {
		return "", ""
	}
	label, id = strings.Trim(t[:i+1], " ("), strings.Trim(t[i+1:], " .)")
	if !IsID(id) && (len(id) < 5 || !strings.ContainsAny(id, "-_/") || kind.NativeID(id) == "") {
		return "", ""
	}
	f := text.FoldLabel(label)
	for _, w := range [...]string{"ref", "reference", "fiche n", "n", "numero", "code", "identifiant", "id", "formation n", "action n", "stage n", "offre n", "no", "fiche", "dossier"} {
		if strings.HasPrefix(f, "fiche ") && strings.HasSuffix(f, " n") && len(f) < 40 { // "Fiche action n° MP11-1331"
			return label, id
		}
		if f == w || w != "fiche" && strings.HasPrefix(f, w+" ") && len(f) < 40 {
			return label, id
		}
	}
	return "", ""
}
