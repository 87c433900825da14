package wording

import (
	"strings"
)

// abbreviations are words that labels print short, in their folded form. None of them is a word by itself.
var abbreviations = map[string]string{"no": "numero", "num": "numero", "nb": "nombre", "nbre": "nombre", "niv": "niveau", "deb": "debut",
	"ses": "session", "sess": "session", "org": "organisme", "orga": "organisme", "etab": "etablissement", "recrut": "recrutement",
	"dern": "derniere", "cond": "condition", "insc": "inscription", "inscr": "inscription", "prog": "programme", "obj": "objectif",
	"resp": "responsable", "dur": "duree", "ent": "entreprise", "entr": "entreprise", "hebdo": "hebdomadaire", "mod": "modalite",
	"adm": "admission", "certif": "certification", "valid": "validation", "form": "formation", "eff": "effectif", "disp": "disponible",
	"entrep": "entreprise", "ctre": "centre", "hres": "heures", "prev": "prevue", "peda": "pedagogique"}

// shortened reports whether a label prints words short: a point after a letter, or nothing but capitals.
func Shortened(s string) bool {
	capitals := len(s) > 1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.' && i > 1 && letterByte(s[i-1]) && letterByte(s[i-2]):
			return true
		case c >= 'a' && c <= 'z':
			capitals = false
		}
	}
	return capitals
}

func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// unabridge writes the words of a folded label out that are printed short.
func Unabridge(f string) string {
	changed := false
	words := strings.Split(f, " ")
	for i, w := range words {
		if len(w) > 6 {
			continue
		}
		long := abbreviations[w]
		if strings.HasPrefix(long, "entrepr") && i > 0 && words[i-1] == "niveau" {
			long = "entree"
		}
		if long != "" {
			words[i], changed = long, true
		}
	}
	if !changed {
		return f
	}
	return strings.Join(words, " ")
}
