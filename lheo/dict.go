package lheo

// The dictionaries of LHÉO 2.3 an export gives codes of: a code that is not in its dictionary would make the whole
// document invalid. Source: the dict-* types of the XSD, lheo/lheo-schema at bdb4cc8.
var dicts = map[string]string{
	"modalites-enseignement":    "0 1 2",
	"modalites-entrees-sorties": "0 1",
	"etat-recrutement":          "1 2 3",
	"objectif-general":          "1 2 3 4 5 6 7 8 9",
	"code-financeur":            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
	"parcours-de-formation":     "1 2 3 4",
	"modalite-recrutement":      "0 1 2 3 4 5 6 7 8 9",
	"niveau":                    "0 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18",
}

// contactTypes is dict-type-contact.
var contactTypes = []string{"Autre", "Référent handicap", "Référent mobilité internationale", "Référent pédagogique",
	"Accueil", "Direction",
	"Référent qualité", "Référent entreprise", "Référent commercial", "Gestionnaire financier",
	"Direction Déléguée aux Formations Professionnelles et Techniques (DDFPT)", "Communication", "Référent FOAD",
	"Référent VAE", "Référent Apprentissage"}

// inDict reports whether a dictionary has a code.
func inDict(dict, code string) bool {
	rest := dicts[dict]
	for rest != "" {
		word := rest
		if i := index(rest, ' '); i >= 0 {
			word, rest = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		if word == code {
			return true
		}
	}
	return false
}

func index(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}
