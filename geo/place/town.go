package place

import (
	"strings"

	"carif/geo"
	"carif/geo/fold"
	"carif/text"
)

// Nowhere tells words that stand where a town should and name none: distance courses, the whole country.
func Nowhere(s string) bool {
	if len(s) > 40 {
		return false
	}
	return nowhere[text.FoldWording(s)]
}

// SameTown compares two printings of a town: one may have more words ("LYON", "Lyon 8e").
func SameTown(a, b string) bool {
	x, y := text.Fold(a), text.Fold(b)
	return x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ")
}

// Department gives the code of a department printed as "37", "Tarn" or "Tarn (81)", "" for other words.
func Department(index *geo.Index, s string) string {
	if len(s) > 40 {
		return ""
	}
	name, code, bracket := strings.Cut(s, "(")
	if bracket {
		if d, ok := index.Department(strings.Trim(code, "() ")); ok {
			return d.Code
		}
	}
	if d, ok := index.Department(strings.TrimSpace(name)); ok {
		return d.Code
	}
	return ""
}

// Names gives the question whether a short text is a town of the gazetteer by its whole name, alone or with its code:
// what a classifier of kinds asks. A name that several communes bear is one.
func Names(index *geo.Index) func(string) bool {
	return func(s string) bool {
		p := Split(s)
		if p.City == "" || len(p.City) > 60 || p.Address != "" || text.HasDigit(p.City) {
			return false
		}
		r := index.Resolve(geo.Query{City: p.City, Postal: p.Postal, Department: p.Department})
		return !strings.Contains(r.How, "part of") && (r.Commune != "" || len(r.Candidates) > 0)
	}
}

// ShortNames gives the question whether a short text is what people call a place beside its whole name: a well-known
// town by the first words of its name ("Brive", "Châlons"), a department. Words that begin many names, or name other
// things, are none.
func ShortNames(index *geo.Index) func(string) bool {
	return func(s string) bool {
		if len(s) < 4 || len(s) > 30 || text.HasDigit(s) {
			return false
		}
		key := fold.Key(s)
		if firstWords[key] {
			return false
		}
		_, known := shortNames(index)[key]
		return known || Department(index, s) != ""
	}
}

// firstWords begin the names of many towns and name none.
var firstWords = text.Set(strings.Fields("saint sainte saints grand grande petit petite mont bois champ champs ville " +
	"val vieux vieille belle beau pont port pierre roche fort font fontaine chateau neuf neuve haut haute bas basse " +
	"bonne plan croix sables cap iles trois deux"))
