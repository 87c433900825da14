package wording

import (
	"strings"

	"carif/text"
)

// PostalLine reports whether a line holds a postal code and a town.
func PostalLine(t string) bool {
	for i := 0; i+6 < len(t); i++ {
		if !Digit(t[i]) || i > 0 && (Digit(t[i-1]) || t[i-1] == '.') || i > 1 && t[i-1] == '-' && Digit(t[i-2]) || i > 2 && t[i-1] == '-' && letterByte(t[i-2]) && letterByte(t[i-3]) { // "LR-08841" is a reference
			continue
		}
		n := 0
		for i+n < len(t) && Digit(t[i+n]) {
			n++
		}
		if n == 5 && i+7 < len(t) && t[i+5] == ' ' && Letter(strings.TrimLeft(t[i+5:], " -(")) && !codeWord(t[:i]) && t[i:i+2] != "00" && !unitWord(t[i+6:]) {
			return true
		}
		i += n
	}
	return false
}

// codeWord reports whether words end in the name of a list of codes: the number after them is no postal code.
func codeWord(before string) bool {
	w := strings.Fields(text.FoldLabel(before))
	if len(w) == 0 {
		return false
	}
	switch last := strings.TrimRight(w[len(w)-1], "0123456789"); last {
	case "rncp", "rs", "n", "no", "numero", "formacode", "code", "certifinfo", "fiche", "ref", "reference", "cpf", "nsf", "siret", "nda", "pole":
		return last != "n" || len(w) > 1 || strings.Contains(before, "°")
	}
	return false
}

// unitWord reports whether a number's next word counts something: "12500 euros", "10000 stagiaires".
func unitWord(after string) bool {
	w, _, _ := strings.Cut(text.FoldLabel(after[:min(len(after), 24)]), " ")
	switch w {
	case "euro", "euros", "eur", "h", "heure", "heures", "stagiaire", "stagiaires", "personne", "personnes", "apprenant", "apprenants", "jours", "avis", "entreprises", "habitants":
		return true
	}
	return false
}

// Letter reports whether a text begins with a letter.
func Letter(s string) bool {
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z' || s[0] >= 0x80)
}

// TownLike reports whether a line may be a town: short, no digits but a department in brackets, not a sentence.
func TownLike(t string) bool {
	if len(t) > 60 || len(t) < 2 || strings.ContainsAny(t, ":@€/;?!") {
		return false
	}
	if i := strings.IndexByte(t, '('); i > 0 {
		t = t[:i]
	}
	t = DropOrdinal(BeforeCode(t))
	if strings.EqualFold(t, "du au") { // what a template prints around dates that it does not have
		return false
	}
	return !strings.ContainsAny(t, "0123456789") && len(strings.Fields(t)) <= 6 && Letter(t)
}

// Region reports whether a folded label is nothing but a region's name, of today or before 2016 (INSEE, Code officiel
// géographique): a value wherever it stands, and no label.
func Region(folded string) bool {
	return len(folded) <= 34 && regions[strings.TrimPrefix(folded, "region ")]
}

var regions = text.Set([]string{
	"auvergne rhone alpes", "bourgogne franche comte", "bretagne", "centre val de loire", "corse", "grand est", "hauts de france",
	"ile de france", "normandie", "nouvelle aquitaine", "occitanie", "pays de la loire", "provence alpes cote d azur", "guadeloupe",
	"martinique", "guyane", "la reunion", "mayotte", "alsace", "aquitaine", "auvergne", "basse normandie", "bourgogne",
	"champagne ardenne", "franche comte", "haute normandie", "languedoc roussillon", "limousin", "lorraine", "midi pyrenees",
	"nord pas de calais", "picardie", "poitou charentes", "rhone alpes",
})

// BeforeCode drops the department or postal code printed behind a town: "Manosque - 04".
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

// DropOrdinal drops the number of an arrondissement: "Marseille 8e", "Lyon 3ème".
func DropOrdinal(t string) string {
	w := strings.Fields(t)
	if n := len(w); n > 1 && Digit(w[n-1][0]) && len(w[n-1]) <= 6 && (strings.HasSuffix(w[n-1], "e") || strings.HasSuffix(w[n-1], "er")) {
		return strings.Join(w[:n-1], " ")
	}
	return t
}
