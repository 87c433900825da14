package normalize

import "strings"

// romanValue gives the value of a roman numeral from I to IX, in capitals; 0 for anything else.
func romanValue(w string) int {
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

// romanLevels gives the codes of the roman numerals of a text: the nomenclature of 1969. Only numerals before
// the first bracket count, or those a bracket calls a level ("Fin de scolarité (niveau V bis)").
func romanLevels(s string, ts []token) []string {
	var out []string
	depth := 0
	for i, t := range ts {
		switch t.mark {
		case '(':
			depth++
		case ')':
			depth--
		}
		if t.word == "" {
			continue
		}
		word := s[t.pos:t.end]
		glued := strings.HasSuffix(word, "bis") && len(word) > 3 // "Vbis"
		value := romanValue(strings.TrimSuffix(word, "bis"))
		named := at(ts, i-1).word == "niveau"
		if value == 0 && named {
			value = romanValue(strings.ToUpper(strings.TrimSuffix(word, "bis")))
		}
		if value == 0 || depth > 0 && !named && len(out) == 0 || depth > 0 && len(out) > 0 {
			continue
		}
		if n := at(ts, i+1); n.mark == '\'' || n.mark == '’' {
			continue
		}
		out = append(out, oldCode(value, glued || at(ts, i+1).word == "bis"))
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

// arabicLevel finds "Niveau 5", "Niveau 5 bis", "5 - V": the number of a level in digits; 0 for none. "Bac + 3",
// "3ème" and years are none.
func arabicLevel(ts []token) (number int, bis bool) {
	for i, t := range ts {
		if len(t.num) != 1 || t.num == "0" || t.num == "9" {
			continue
		}
		prev, next := at(ts, i-1), at(ts, i+1)
		named := prev.word == "niveau" || prev.word == "niv" || prev.mark == '.' && at(ts, i-2).word == "niv"
		if !named && (i > 0 || next.word != "" && next.gap == false || len(ts) > 1 && next.mark != '(' && next.mark != '-' && next.word != "bis") {
			continue
		}
		return atoi(t.num), next.word == "bis" && t.num == "5"
	}
	return 0, false
}

// diplomas gives the ranks of the diplomas a text names, each once, in order: 1 end of compulsory schooling, 2
// before CAP, 3 CAP, 4 baccalauréat, 5 bac+2, 6 bac+3 or 4, 7 bac+5, 8 doctorate. "BEPC, CAP, BEP" is rank 3: a
// brevet beside a CAP is the older meaning of the level, not another one.
func diplomas(ts []token) []int {
	var out []int
	add := func(r int) {
		for _, have := range out {
			if have == r {
				return
			}
		}
		out = append(out, r)
	}
	for i, t := range ts {
		switch t.word {
		case "bac", "baccalaureat":
			ranks := bacPlus(ts, i)
			for _, r := range ranks {
				add(r)
			}
		case "cap":
			if at(ts, i+1).word != "emploi" && at(ts, i+1).word != "metiers" { // Cap Emploi is an agency
				add(3)
			}
		case "bep", "bpa", "cfpa", "bepa", "capa":
			add(3)
		case "bp", "bt", "btn", "bta", "bpjeps":
			add(4)
		case "bts", "dut", "deust", "deug", "btsa", "dejeps":
			add(5)
		case "licence", "but", "maitrise":
			if t.word == "maitrise" && at(ts, i-1).word == "la" { // "supérieur à la maîtrise"
				add(7)
			} else {
				add(6)
			}
		case "master", "ingenieur", "dess", "dea", "mastere":
			add(7)
		case "doctorat":
			add(8)
		case "segpa", "cfg", "cep", "prequalification":
			add(2)
		case "brevet", "bepc", "dnb":
			add(2)
		case "scolarite":
			if at(ts, i-2).word == "fin" {
				add(1)
			}
		case "illettrisme", "analphabetisme":
			add(1)
		}
	}
	if len(out) > 1 { // a brevet or the end of school beside a real level only says where that level begins
		kept := out[:0]
		for _, r := range out {
			if r > 2 {
				kept = append(kept, r)
			}
		}
		if len(kept) > 0 {
			out = kept
		}
	}
	return out
}

// bacPlus reads "Bac", "Bac +2", "Bac + 3 et 4", "Bac+3/4", "Bac +5 et plus" at token i.
func bacPlus(ts []token, i int) []int {
	if at(ts, i+1).mark != '+' || at(ts, i+2).num == "" {
		return []int{4}
	}
	rank := func(years string) int {
		switch y := atoi(years); {
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
	out := []int{rank(ts[i+2].num)}
	if sep := at(ts, i+3); (sep.mark == '/' || sep.word == "et" || sep.word == "ou" || sep.word == "a" || sep.mark == '-') && at(ts, i+4).num != "" {
		if r := rank(ts[i+4].num); r != out[0] {
			out = append(out, r)
		}
	}
	return out
}
