package lheo

import (
	"strconv"
	"strings"
)

// Filler marks, in @info, a value that LHÉO makes compulsory and the source does not give.
const Filler = "valeur par défaut : absente de la source"

// Withheld marks a contact that LHÉO makes compulsory and that is not given away, whether the source has one or not.
const Withheld = "valeur par défaut : contact non diffusé"

// filled reports the note of a value that is none of the source.
func filled(note string) bool { return note == Filler || note == Withheld }

// The notes that stand in @info, in this order, joined by " ; ". The words of the source come last because they may
// hold anything.
const (
	noteCourse = "de la formation"
	noteExact  = "valeur exacte : "
	noteNear   = "approchant : "
	noteRaw    = "mots de la source : "
	notePerso  = "Parcours de formation personnalisable ? "
	noteSeason = "saison"
	noteLevel  = "déduit du niveau d'entrée"
	// noteProvider marks what is the provider's, written again where readers look for it.
	noteProvider = "de l'organisme"
	// noteKept marks what no field of the record holds: it was put back as the source had it.
	noteKept = "repris tel quel"
	noteSep  = " ; "
)

// info is what the @info of one element says about its value.
type info struct {
	filler bool
	course bool     // the value is the course's, repeated in each action because LHÉO has it there
	exact  *float64 // LHÉO holds whole numbers only
	near   bool     // the code is a declared approximation
	raw    string   // the words of the source
	season bool
	perso  *bool // the code was derived from "personalisable"
}

func (i info) String() string {
	var parts []string
	if i.filler {
		parts = append(parts, Filler)
	}
	if i.course {
		parts = append(parts, noteCourse)
	}
	if i.season {
		parts = append(parts, noteSeason)
	}
	if i.exact != nil {
		parts = append(parts, noteExact+number(*i.exact))
	}
	if i.perso != nil {
		parts = append(parts, notePerso+ouiNon(*i.perso))
	}
	if i.raw != "" && i.near {
		parts = append(parts, noteNear+i.raw)
	} else if i.raw != "" {
		parts = append(parts, noteRaw+i.raw)
	}
	return strings.Join(parts, noteSep)
}

// parseInfo reads an @info back. Notes it does not know, as other producers write, are no notes.
func parseInfo(s string) info {
	var i info
	for s != "" {
		part, rest, _ := strings.Cut(s, noteSep)
		switch {
		case filled(part) || part == noteKept: // nothing a field could take
			i.filler = true
		case part == noteCourse:
			i.course = true
		case part == noteSeason:
			i.season = true
		case strings.HasPrefix(part, noteExact):
			if f, err := strconv.ParseFloat(part[len(noteExact):], 64); err == nil {
				i.exact = &f
			}
		case strings.HasPrefix(part, notePerso):
			yes := strings.HasSuffix(part, "Oui")
			i.perso = &yes
		case strings.HasPrefix(s, noteNear):
			i.near, i.raw = true, s[len(noteNear):]
			return i
		case strings.HasPrefix(s, noteRaw):
			i.raw = s[len(noteRaw):]
			return i
		}
		s = rest
	}
	return i
}

func ouiNon(b bool) string {
	if b {
		return "Oui"
	}
	return "Non"
}

// number prints a number as XML and LHÉO's price texts have it: no exponent, a point.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// The dictionaries of LHÉO 2.3 an export gives codes of: a code that is not in its dictionary would make the whole
// document invalid. Source: the dict-* types of the XSD, lheo/lheo-schema at bdb4cc8.
var dicts = map[string]string{
	"modalites-enseignement":    "0 1 2",
	"modalites-entrees-sorties": "0 1",
	"etat-recrutement":          "1 2 3",
	"objectif-general":          "1 2 3 4 5 6 7 8 9",
	"code-financeur":            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
	"parcours-de-formation":     "1 2 3 4",
	"perimetre-recrutement":     "0 1 2 3 4 5 6",
	"type-positionnement":       "1 2",
	"modalite-recrutement":      "0 1 2 3 4 5 6 7 8 9",
	"niveau":                    "0 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18",
}

// contactTypes is dict-type-contact.
var contactTypes = []string{"Autre", "Référent handicap", "Référent mobilité internationale", "Référent pédagogique",
	"Accueil", "Direction",
	"Référent qualité", "Référent entreprise", "Référent commercial", "Gestionnaire financier",
	"Direction Déléguée aux Formations Professionnelles et Techniques (DDFPT)", "Communication", "Référent FOAD",
	"Référent VAE", "Référent Apprentissage"}

// perimeters is dict-perimetre-recrutement.
var perimeters = []string{"Autres", "Commune", "Département", "Région", "Interrégion", "Pays", "International"}

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
