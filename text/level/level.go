package level

import (
	_ "embed"
	"slices"
	"strings"

	"carif/text"
)

// RomanValue gives the value of a roman numeral from I to IX, in capitals; 0 for anything else.
func RomanValue(w string) int {
	switch w {
	case "I":
		return 1
	case "II":
		return 2
	case "III":
		return 3
	case "IV":
		return 4
	case "V":
		return 5
	case "VI":
		return 6
	}
	return 0
}

// Romans gives the codes of the roman numerals of a text: the nomenclature of 1969. Only numerals before
// the first bracket count, or those a bracket calls a level ("Fin de scolarité (niveau V bis)").
func Romans(s string, ts []text.Token) []string {
	var out []string
	depth := 0
	for i, t := range ts {
		switch t.Mark {
		case '(':
			depth++
		case ')':
			depth--
		}
		if t.Word == "" {
			continue
		}
		word := s[t.Pos:t.End]
		glued := strings.HasSuffix(word, "bis") && len(word) > 3 // "Vbis"
		value := RomanValue(strings.TrimSuffix(word, "bis"))
		named := text.At(ts, i-1).Word == "niveau"
		if value == 0 && named {
			value = RomanValue(strings.ToUpper(strings.TrimSuffix(word, "bis")))
		}
		if value == 0 || depth > 0 && !named && len(out) == 0 || depth > 0 && len(out) > 0 {
			continue
		}
		if n := text.At(ts, i+1); n.Mark == '\'' || n.Mark == '’' {
			continue
		}
		out = append(out, oldCode(value, glued || text.At(ts, i+1).Word == "bis"))
	}
	return out
}

// oldCode gives the LHÉO code of a roman level. V bis has a code of its own; IV bis and III bis (the last year
// without the diploma) are coded as the level they are a part of.
func oldCode(value int, bis bool) string {
	if value == 5 && bis {
		return "3"
	}
	return [...]string{"", "8", "7", "6", "5", "4", "2"}[value]
}

// Arabic finds "Niveau 5", "Niveau 5 bis", "5 - V": the number of a level in digits; 0 for none. "Bac + 3",
// "3ème" and years are none.
func Arabic(ts []text.Token) (number int, bis bool) {
	for i, t := range ts {
		if len(t.Num) != 1 || t.Num == "0" || t.Num == "9" {
			continue
		}
		prev, next := text.At(ts, i-1), text.At(ts, i+1)
		if next.Word != "" && !next.Gap { // 3ème
			continue
		}
		named := prev.Word == "niveau" || prev.Word == "niv" || prev.Mark == '.' && text.At(ts, i-2).Word == "niv"
		if !named && (i > 0 || next.Word != "" && !next.Gap ||
			len(ts) > 1 && next.Mark != '(' && next.Mark != '-' && next.Word != "bis") {
			continue
		}
		return text.Atoi(t.Num), next.Word == "bis" && t.Num == "5"
	}
	return 0, false
}

//go:embed diplomas.yaml
var diplomasYAML []byte

// diplomaRanks are the diplomas that name a level by themselves, with their rank from 1 to 8.
var diplomaRanks = func() map[string]int {
	ranks := map[string]int{}
	for rank, names := range text.Embedded[map[int][]string](diplomasYAML) {
		for _, name := range names {
			ranks[name] = rank
		}
	}
	return ranks
}()

// Diplomas gives the ranks of the diplomas a text names, each once, in order. "BEPC, CAP, BEP" is rank 3: a brevet
// beside a CAP only says where the level begins.
func Diplomas(ts []text.Token) []int {
	var out []int
	for i := range ts {
		for _, r := range ranksAt(ts, i) {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	if len(out) > 1 && slices.Max(out) > 2 {
		out = slices.DeleteFunc(out, func(r int) bool { return r <= 2 })
	}
	return out
}

// ranksAt gives the ranks that the word at token i names, none for any other word.
func ranksAt(ts []text.Token, i int) []int {
	word := ts[i].Word
	switch word {
	case "":
		return nil
	case "bac", "baccalaureat":
		return bacPlus(ts, i)
	case "cap":
		if next := text.At(ts, i+1).Word; next == "emploi" || next == "metiers" { // agencies, not the diploma
			return nil
		}
	case "maitrise":
		if text.At(ts, i-1).Word == "la" { // "supérieur à la maîtrise"
			return []int{7}
		}
	case "scolarite":
		if text.At(ts, i-2).Word == "fin" {
			return []int{1}
		}
	}
	if r := diplomaRanks[word]; r != 0 {
		return []int{r}
	}
	return nil
}

// bacPlus reads "Bac", "Bac +2", "Bac + 3 et 4", "Bac+3/4", "Bac +5 et plus" at token i.
func bacPlus(ts []text.Token, i int) []int {
	if text.At(ts, i+1).Mark != '+' || text.At(ts, i+2).Num == "" {
		return []int{4}
	}
	rank := func(years string) int {
		switch y := text.Atoi(years); {
		case y >= 8:
			return 8
		case y >= 5:
			return 7
		case y >= 3:
			return 6
		case y >= 1:
			return 5
		}
		return 4
	}
	out := []int{rank(ts[i+2].Num)}
	if sep := text.At(ts, i+3); (sep.Mark == '/' || sep.Word == "et" || sep.Word == "ou" || sep.Word == "a" ||
		sep.Mark == '-') && text.At(ts, i+4).Num != "" {
		if r := rank(ts[i+4].Num); r != out[0] {
			out = append(out, r)
		}
	}
	return out
}

// Named reports whether a short text is the name of a level and little else: "Niveau V (CAP, BEP)", "Bac +2", "BTS".
func Named(s string) bool {
	if len(s) > 60 {
		return false
	}
	ts := text.Tokens(s)
	first := text.At(ts, 0).Word
	if first == "niveau" || first == "niv" {
		n, _ := Arabic(ts)
		return n != 0 || len(Romans(s, ts)) > 0 || len(Diplomas(ts)) > 0
	}
	words, named := 0, 0
	for i, t := range ts {
		if t.Word != "" {
			words++
			if len(ranksAt(ts, i)) > 0 {
				named++
			}
		}
	}
	return named > 0 && words <= named+1
}
