package date

import "carif/text"

// At reads the date that starts at token i and tells the token after it; ok is false when none does. A date
// that is written as one but cannot be has its reason in bad.
func At(ts []text.Token, i int) (d Date, next int, ok bool) {
	t := text.At(ts, i)
	switch {
	case t.Num != "":
		if d, next, ok = numericDate(ts, i); ok {
			return d, next, true
		}
		d, next, ok = wordDate(ts, i)
	case t.Word != "":
		d, next, ok = monthDate(ts, i)
	}
	if ok && d.year != 0 {
		d, next = schoolYear(ts, d, next)
	}
	return d, next, ok
}

// schoolYear reads the second year of "30 juin 2025-2026": from January to July a date is of that year.
func schoolYear(ts []text.Token, d Date, i int) (Date, int) {
	link, y := text.At(ts, i), text.At(ts, i+1)
	if link.Mark != '-' && link.Mark != '/' && link.Mark != '–' || y.Num == "" {
		return d, i
	}
	whole := len(y.Num) == 4 && text.Atoi(y.Num) == d.year+1
	short := len(y.Num) == 2 && text.Atoi(y.Num) == (d.year+1)%100 && !link.Gap && !y.Gap
	after := text.At(ts, i+2)
	dateNext := after.Word != "" || after.Mark == '/' || after.Mark == '-' || after.Mark == '.' && short
	if !whole && !short || dateNext {
		return d, i
	}
	switch {
	case ts[i-1].Num != "" && len(ts[i-1].Num) != 4: // 3-mars-14
		return d, i
	case d.last-d.month == 2 || d.last-d.month == 5: // the first quarter of a school year is not that of a year
		if d.month%3 == 1 {
			d.bad = "a part of a school year"
		}
	}
	if d.month < 8 {
		d.year++
	}
	return d, i + 2
}

// numericDate reads dd/mm/yyyy with / - or . between, dd/mm/yy, mm/yyyy, dd/mm, yyyy-mm-dd and yyyymmdd.
func numericDate(ts []text.Token, i int) (Date, int, bool) {
	a, sep, b := text.At(ts, i), text.At(ts, i+1), text.At(ts, i+2)
	if len(a.Num) == 8 {
		return compactDate(a.Num), i + 1, true
	}
	if sep.Mark != '/' && sep.Mark != '-' && sep.Mark != '.' || b.Num == "" {
		return Date{}, i, false
	}
	sep2, c := text.At(ts, i+3), text.At(ts, i+4)
	if month, _ := monthAt(ts, i+5); month != 0 && len(a.Num) <= 2 && len(c.Num) <= 2 && c.Num != "" {
		// "18-19-20 janvier": three days
		return Date{}, i, false
	}
	if sep2.Mark == sep.Mark && c.Num != "" && (sep2.Gap == sep.Gap || !c.Gap) {
		d, ok := threeNumbers(a.Num, b.Num, c.Num, sep.Mark)
		return d, i + 5, ok
	}
	if b.Gap || sep.Gap {
		return Date{}, i, false
	}
	d, ok := twoNumbers(a.Num, b.Num, sep.Mark)
	if month, _ := monthAt(ts, i+3); d.form == dayMonth && month != 0 { // "3/10 mars": two days
		return Date{}, i, false
	}
	return d, i + 3, ok
}

// threeNumbers reads day, month and year, or year, month and day.
func threeNumbers(a, b, c string, sep rune) (d Date, ok bool) {
	switch {
	case len(a) == 4 && len(b) <= 2 && len(c) <= 2:
		d = Date{year: text.Atoi(a), month: text.Atoi(b), day: text.Atoi(c)}
	case len(a) <= 2 && len(b) <= 2 && (len(c) == 4 || len(c) == 2):
		d = Date{day: text.Atoi(a), month: text.Atoi(b), year: fullYear(c)}
	case len(a) <= 2 && len(b) <= 2 && sep == '/':
		d.bad = "impossible year"
	default:
		return Date{}, false
	}
	if d.bad == "" && (d.day == 0 || d.month == 0) {
		d.bad = "a date of zeros"
	}
	d.form = inNumbers
	return d, true
}

// twoNumbers reads a month and its year, "09/2013", or a day and its month whose year is to be lent, "10/03".
func twoNumbers(a, b string, sep rune) (d Date, ok bool) {
	switch {
	case len(a) > 2:
		return Date{}, false
	case len(b) == 4 && sep != '.':
		d = Date{month: text.Atoi(a), year: text.Atoi(b), form: monthYear}
		return d, d.month >= 1 && d.month <= 12 && possibleYear(d.year)
	case len(b) == 2 && sep != '-':
		d = Date{day: text.Atoi(a), month: text.Atoi(b), form: dayMonth}
		return d, d.day >= 1 && d.day <= 31 && d.month >= 1 && d.month <= 12
	}
	return Date{}, false
}

// compactDate reads the eight digits of LHÉO: 00000000 and 99999999 say that there is no date, AAAAMM00 a month.
func compactDate(s string) Date {
	if s == "00000000" || s == "99999999" {
		return Date{bad: NoDate, form: compact}
	}
	d := Date{year: text.Atoi(s[:4]), month: text.Atoi(s[4:6]), day: text.Atoi(s[6:]), form: compact}
	d.bad = d.check()
	return d
}

// wordDate reads "3 septembre 2012", "1er avril", "1 er avril", "11 sept. 2014", "3-mars-2014", "1er trimestre 2014".
func wordDate(ts []text.Token, i int) (Date, int, bool) {
	day := text.At(ts, i)
	if len(day.Num) > 2 {
		return Date{}, i, false
	}
	j := ordinal(ts, text.Atoi(day.Num), i+1)
	if d, next, ok := partOfYear(ts, text.Atoi(day.Num), j); ok {
		return d, next, true
	}
	if d, next, ok := earlierPart(ts, i); ok && len(day.Num) == 1 {
		return d, next, true
	}
	if d, ok := threeWithOrdinal(ts, i, j); ok {
		return d, j + 4, true
	}
	sep := text.At(ts, j).Mark
	if sep != '-' && sep != '/' && sep != '.' {
		sep = 0
	}
	if sep != 0 {
		j++
	}
	month, next := monthAt(ts, j)
	if month == 0 {
		return Date{}, i, false
	}
	d := Date{day: text.Atoi(day.Num), month: month}
	if d.day == 0 {
		d.bad = "impossible day"
	}
	if y := text.At(ts, next+1); sep != 0 && text.At(ts, next).Mark == sep && (len(y.Num) == 4 || len(y.Num) == 2) {
		d.year = fullYear(y.Num) // 3-mars-2014
		return d, next + 2, true
	}
	d.year, next = yearAt(ts, next)
	return d, next, true
}

// threeWithOrdinal reads "1er/03/2024": the number at token i, its ending before token j, two numbers behind it.
func threeWithOrdinal(ts []text.Token, i, j int) (Date, bool) {
	a, b, c, d := text.At(ts, j), text.At(ts, j+1), text.At(ts, j+2), text.At(ts, j+3)
	if j == i+1 || a.Mark != '/' && a.Mark != '-' && a.Mark != '.' || c.Mark != a.Mark || b.Num == "" || len(d.Num) != 4 {
		return Date{}, false
	}
	return threeNumbers(ts[i].Num, b.Num, d.Num, a.Mark)
}

// partOfYear reads "trimestre 2014" after the number n, its ending read: "1er trimestre 2014", "2e semestre 2014". The
// year may stand with the next part: "1er trimestre et 2e trimestre 2025".
func partOfYear(ts []text.Token, n, j int) (Date, int, bool) {
	j = afterEnding(ts, j)
	months := partLength(text.At(ts, j).Word)
	if months == 0 || n < 1 || n*months > 12 {
		return Date{}, j, false
	}
	year, next := yearAt(ts, j+1)
	if year == 0 && linkOf(text.At(ts, j+1)) != 0 && text.At(ts, j+2).Num != "" {
		if d, _, ok := partOfYear(ts, text.Atoi(ts[j+2].Num), j+3); ok {
			year = d.year
		}
	}
	return Date{year: year, month: (n-1)*months + 1, last: n * months}, next, year != 0
}

// afterEnding gives the token after the ending of a number: "1er", "2e", "2nd".
func afterEnding(ts []text.Token, j int) int {
	switch w := text.At(ts, j); {
	case w.Word == "er", w.Word == "ere", w.Word == "e", w.Word == "eme", w.Word == "nd", w.Word == "nde", w.Mark == '°':
		return j + 1
	}
	return j
}

// earlierPart reads the number at token i of a part of the year that is named with the next one: "1er et 2e trimestre
// 2025", "1er au 3e trimestre 2025".
func earlierPart(ts []text.Token, i int) (Date, int, bool) {
	j := afterEnding(ts, i+1)
	link, number := text.At(ts, j), text.At(ts, j+1)
	if linkOf(link) == 0 && link.Word != "au" && link.Word != "a" || number.Num == "" || len(number.Num) > 1 {
		return Date{}, i, false
	}
	d, _, ok := partOfYear(ts, text.Atoi(number.Num), j+2)
	n, months := text.Atoi(ts[i].Num), d.last-d.month+1
	if !ok || n < 1 || n*months > 12 {
		return Date{}, i, false
	}
	return Date{year: d.year, month: (n-1)*months + 1, last: n * months}, j, true
}

// monthDate reads "septembre 2013", "septembre" (its year to be lent), "premier mars" and "rentrée 2013".
func monthDate(ts []text.Token, i int) (Date, int, bool) {
	w := text.At(ts, i).Word
	if m, next := monthAt(ts, i); m != 0 {
		return afterMonth(ts, m, next)
	}
	if w == "premier" {
		if m, next := monthAt(ts, i+1); m != 0 {
			year, next := yearAt(ts, next)
			return Date{day: 1, month: m, year: year}, next, true
		}
		return partOfYear(ts, 1, i+1)
	}
	first, last := seasonOf(w)
	if first == 0 || w == "ete" && auxiliary(text.At(ts, i-1).Word) {
		return Date{}, i, false
	}
	if next := text.At(ts, i+1).Word; w == "rentree" && next != "" && monthOf(next) == 0 { // "rentrée scolaire 2013"
		i++
	}
	year, next := yearAt(ts, i+1)
	return Date{year: year, month: first, last: last}, next, year != 0
}

// auxiliary tells the words after which "été" is a verb.
func auxiliary(w string) bool {
	switch w {
	case "a", "ont", "avait", "avaient", "ayant", "avoir", "aura", "auront":
		return true
	}
	return false
}

// afterMonth reads what follows the name of a month: "sept-13", "octobre 3, 2016", "septembre 2013".
func afterMonth(ts []text.Token, month, i int) (Date, int, bool) {
	a, b := text.At(ts, i), text.At(ts, i+1)
	if a.Mark == '-' && !a.Gap && len(b.Num) == 2 && !b.Gap {
		return Date{month: month, year: fullYear(b.Num)}, i + 2, true
	}
	if y := text.At(ts, i+2); b.Mark == ',' && !b.Gap && a.Num != "" && len(a.Num) <= 2 && len(y.Num) == 4 {
		return Date{month: month, day: text.Atoi(a.Num), year: text.Atoi(y.Num)}, i + 3, true
	}
	year, next := yearAt(ts, i)
	return Date{month: month, year: year}, next, true
}

// yearAt reads a four-digit year at token i, past a dot that ends an abbreviation or the word "de"; 0 for none.
func yearAt(ts []text.Token, i int) (year, next int) {
	j := i
	if t := text.At(ts, j); t.Mark == '.' || t.Word == "de" {
		j++
	}
	t := text.At(ts, j)
	if len(t.Num) != 4 {
		return 0, i
	}
	if y := text.Atoi(t.Num); possibleYear(y) {
		return y, j + 1
	}
	return 0, i
}

// fullYear completes a two-digit year: catalogues of courses know 1970 to 2069.
func fullYear(s string) int {
	y := text.Atoi(s)
	switch {
	case len(s) != 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}
