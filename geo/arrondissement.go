package geo

import (
	"strconv"
	"strings"
)

// arrondissements gives how many arrondissements a city has, by its key.
func arrondissements(key string) int {
	switch key {
	case "paris":
		return 20
	case "lyon":
		return 9
	case "marseille":
		return 16
	}
	return 0
}

// arrondissement reads a folded number: "12", "03", "12e", "1er", "12eme
// arrondissement", "xii e"; 0 when the words are no such number.
func arrondissement(key string) int {
	words := strings.Fields(key)
	if n := len(words); n > 1 && (strings.HasPrefix(words[n-1], "arr") || words[n-1] == "ardt") {
		words = words[:n-1]
	}
	if n := len(words); n > 1 && (words[n-1] == "e" || words[n-1] == "eme" || words[n-1] == "er") {
		words[n-2] += words[n-1]
		words = words[:n-1]
	}
	if len(words) != 1 {
		return 0
	}
	w := words[0]
	for _, ending := range []string{"ieme", "eme", "me", "ere", "er", "nd", "e"} {
		if cut, ok := strings.CutSuffix(w, ending); ok && cut != "" {
			w = cut
			break
		}
	}
	if digits(w) && len(w) <= 2 {
		n, err := strconv.Atoi(w)
		if err != nil {
			return 0
		}
		return n
	}
	return roman(w)
}

// roman reads i to xx.
func roman(w string) int {
	tens := 0
	for strings.HasPrefix(w, "x") && w != "" {
		tens += 10
		w = w[1:]
	}
	for i, r := range []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if w == r && tens+i <= 20 {
			return tens + i
		}
	}
	return 0
}

// cityAndNumber parts the key of a city with arrondissements from its number:
// "paris 12e arrondissement", "12e arrondissement de paris". n is 0 without one.
func cityAndNumber(key string) (city string, n int) {
	first, rest, _ := strings.Cut(key, " ")
	if most := arrondissements(first); most > 0 {
		if first == "marseille" && rest == "13" {
			return first, 0 // as likely the department as the arrondissement
		}
		if n := arrondissement(rest); n > 0 && n <= most {
			return first, n
		}
		return key, 0
	}
	at := strings.LastIndexByte(key, ' ')
	if at < 0 {
		return key, 0
	}
	last := key[at+1:]
	if most := arrondissements(last); most > 0 {
		head := strings.TrimSuffix(key[:at], " de")
		if n := arrondissement(head); n > 0 && n <= most {
			return last, n
		}
	}
	return key, 0
}
