package wording

import (
	"strings"

	"carif/text"
)

// postalLine reports whether a line holds a postal code and a town.
func PostalLine(t string) bool {
	for i := 0; i+6 < len(t); i++ {
		if !Digit(t[i]) || i > 0 && (Digit(t[i-1]) || t[i-1] == '.') || i > 2 && t[i-1] == '-' && letterByte(t[i-2]) && letterByte(t[i-3]) { // "LR-08841" is a reference
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

func Letter(s string) bool {
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z' || s[0] >= 0x80)
}
