package date

import (
	"strings"

	"carif/text"
)

// months are the folded names of the months.
var months = [...]string{"janvier", "fevrier", "mars", "avril", "mai", "juin",
	"juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// monthOf gives the number of a folded month name or abbreviation, 0 for any other word. "mar" is left out: it
// is a Tuesday as often as March.
func monthOf(w string) int {
	switch w {
	case "janvier", "janv", "jan":
		return 1
	case "fevrier", "fevr", "fev":
		return 2
	case "mars":
		return 3
	case "avril", "avr":
		return 4
	case "mai":
		return 5
	case "juin":
		return 6
	case "juillet", "juill", "juil":
		return 7
	case "aout", "aou":
		return 8
	case "septembre", "sept", "sep":
		return 9
	case "octobre", "oct":
		return 10
	case "novembre", "nov":
		return 11
	case "decembre", "dec":
		return 12
	}
	return 0
}

// monthAt gives the month at token i and the token after it, past the dot of an abbreviation; 0 for none. With a dot
// any beginning that only one month has is an abbreviation: "octob.", "novem.".
func monthAt(ts []text.Token, i int) (month, next int) {
	w := text.At(ts, i).Word
	dot := text.At(ts, i+1)
	dotted := dot.Mark == '.' && !dot.Gap
	month = monthOf(w)
	if month == 0 && dotted && len(w) >= 3 && w != "mar" {
		month = monthBegun(w)
	}
	if month != 0 && dotted {
		return month, i + 2
	}
	return month, i + 1
}

// monthBegun gives the one month whose name begins with w, 0 for none or several.
func monthBegun(w string) int {
	found := 0
	for i, m := range months {
		if strings.HasPrefix(m, w) {
			if found != 0 {
				return 0
			}
			found = i + 1
		}
	}
	return found
}

// seasonOf gives the first and last month of a season by the weather calendar. "rentrée" is September.
func seasonOf(w string) (first, last int) {
	switch w {
	case "rentree":
		return 9, 9
	case "printemps":
		return 3, 5
	case "ete":
		return 6, 8
	case "automne":
		return 9, 11
	case "hiver":
		return 12, 2
	}
	return 0, 0
}

// partLength gives the months of the parts of a year that are numbered, 0 for any other word.
func partLength(w string) int {
	switch w {
	case "trimestre", "trim":
		return 3
	case "semestre":
		return 6
	}
	return 0
}

func weekday(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
		"lun", "mar", "mer", "jeu", "ven", "sam", "dim":
		return w != "mars"
	}
	return false
}

// Weekday reports whether a folded word is a day of the week, in full, in the plural or cut short.
func Weekday(w string) bool { return weekday(w) }

// ordinal gives the token after the ending of a first: "1er", "1 er", "1re", "1°". It is i where none stands.
func ordinal(ts []text.Token, number, i int) int {
	t := text.At(ts, i)
	switch {
	case number != 1:
		return i
	case t.Word == "er" || t.Word == "ere" || t.Word == "re" || t.Mark == '°' || t.Mark == 'º':
		return i + 1
	}
	return i
}
