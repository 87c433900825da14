package date

import "carif/text"

// The precisions of a date, as Session.DatePrecision has them.
const (
	PrecisionDay    = "day"
	PrecisionMonth  = "month"
	PrecisionSeason = "season"
	PrecisionNone   = "none"
)

// date is one printed date. A month-only date has day 0, a season names its first and last month. Parts that
// the other end of a range must lend ("du 1er au 15 mars 2014") are 0.
type date struct {
	year, month, day int
	last             int // last month of a season, quarter or half-year; 0 for anything else
	bad              string
}

// precision tells how much of the date is printed.
func (d date) precision() string {
	switch {
	case d.last != 0:
		return PrecisionSeason
	case d.day == 0:
		return PrecisionMonth
	}
	return PrecisionDay
}

// first gives the first day the date may mean, ISO.
func (d date) first() string {
	day := d.day
	if day == 0 {
		day = 1
	}
	return iso(d.year, d.month, day)
}

// lastDay gives the last day the date may mean, ISO.
func (d date) lastDay() string {
	switch {
	case d.last != 0:
		year := d.year
		if d.last < d.month { // winter ends in the next year
			year++
		}
		return iso(year, d.last, monthDays(year, d.last))
	case d.day == 0:
		return iso(d.year, d.month, monthDays(d.year, d.month))
	}
	return d.first()
}

// iso writes a date of a four-digit year.
func iso(y, m, d int) string {
	digit := func(n int) byte { return byte('0' + n%10) }
	return string([]byte{digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), '-', digit(m / 10), digit(m), '-', digit(d / 10), digit(d)})
}

// Whole reports whether year and month are known.
func (d date) Whole() bool { return d.year != 0 && d.month != 0 }

// check finds what makes a date impossible; "" when nothing does.
func (d date) check() string {
	switch {
	case d.bad != "":
		return d.bad
	case d.year < 1900 || d.year > 2100:
		return "impossible year"
	case d.month < 1 || d.month > 12:
		return "impossible month"
	case d.day > monthDays(d.year, d.month):
		return "impossible day"
	}
	return ""
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

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
	case "juillet", "juil":
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

// At reads the date that starts at token i and tells the token after it; ok is false when none does. A date
// that is written as one but cannot be has its reason in bad.
func At(ts []text.Token, i int) (d date, next int, ok bool) {
	t := text.At(ts, i)
	switch {
	case t.Num != "":
		if d, next, ok = numericDate(ts, i); ok {
			return d, next, true
		}
		return wordDate(ts, i)
	case t.Word != "":
		return monthDate(ts, i)
	}
	return date{}, i, false
}

// numericDate reads dd/mm/yyyy with / - or . between, dd/mm/yy, mm/yyyy, yyyy-mm-dd and yyyymmdd.
func numericDate(ts []text.Token, i int) (date, int, bool) {
	a, sep, b := text.At(ts, i), text.At(ts, i+1), text.At(ts, i+2)
	if len(a.Num) == 8 {
		return compactDate(a.Num), i + 1, true
	}
	if sep.Mark != '/' && sep.Mark != '-' && sep.Mark != '.' || b.Num == "" {
		return date{}, i, false
	}
	sep2, c := text.At(ts, i+3), text.At(ts, i+4)
	if sep2.Mark != sep.Mark || c.Num == "" || sep2.Gap != sep.Gap && c.Gap {
		if len(a.Num) <= 2 && len(b.Num) == 4 && sep.Mark != '.' && !b.Gap && !sep.Gap { // 09/2013
			d := date{month: text.Atoi(a.Num), year: text.Atoi(b.Num)}
			if d.month >= 1 && d.month <= 12 && d.year >= 1900 && d.year <= 2100 {
				return d, i + 3, true
			}
		}
		if sep.Mark != '-' && len(a.Num) <= 2 && len(b.Num) == 2 && !b.Gap && !sep.Gap { // 10/03, its year to be lent
			d := date{day: text.Atoi(a.Num), month: text.Atoi(b.Num)}
			if d.day >= 1 && d.day <= 31 && d.month >= 1 && d.month <= 12 {
				return d, i + 3, true
			}
		}
		return date{}, i, false
	}
	var d date
	switch {
	case len(a.Num) == 4 && len(b.Num) <= 2 && len(c.Num) <= 2:
		d = date{year: text.Atoi(a.Num), month: text.Atoi(b.Num), day: text.Atoi(c.Num)}
	case len(a.Num) <= 2 && len(b.Num) <= 2 && (len(c.Num) == 4 || len(c.Num) == 2):
		d = date{day: text.Atoi(a.Num), month: text.Atoi(b.Num), year: fullYear(c.Num)}
	case len(a.Num) <= 2 && len(b.Num) <= 2 && sep.Mark == '/':
		d.bad = "impossible year"
	default:
		return date{}, i, false
	}
	if d.bad == "" && (d.day == 0 || d.month == 0) {
		d.bad = "a date of zeros"
	}
	return d, i + 5, true
}

// compactDate reads the eight digits of LHÉO: 00000000 and 99999999 say that there is no date, AAAAMM00 a month.
func compactDate(s string) date {
	if s == "00000000" || s == "99999999" {
		return date{bad: NoDate}
	}
	d := date{year: text.Atoi(s[:4]), month: text.Atoi(s[4:6]), day: text.Atoi(s[6:])}
	d.bad = d.check()
	return d
}

// NoDate marks the fillers that LHÉO writes for "no date": they are no mistake.
const NoDate = "no date"

// wordDate reads "3 septembre 2012", "1er avril", "11 sept. 2014", and a bare day before "au".
func wordDate(ts []text.Token, i int) (date, int, bool) {
	day := text.At(ts, i)
	if len(day.Num) > 2 {
		return date{}, i, false
	}
	j := i + 1
	if w := text.At(ts, j); (w.Word == "er" || w.Word == "ere") && !w.Gap {
		j++
		if w := text.At(ts, j).Word; w == "trimestre" || w == "semestre" {
			return partOfYear(ts, i, j)
		}
	} else if (w.Word == "e" || w.Word == "eme" || w.Word == "nd") && !w.Gap {
		return partOfYear(ts, i, j+1)
	}
	dashed := text.At(ts, j).Mark == '-' && monthOf(text.At(ts, j+1).Word) != 0 // 3-mars-2014
	if dashed {
		j++
	}
	m := monthOf(text.At(ts, j).Word)
	if m == 0 {
		return date{}, i, false
	}
	d := date{day: text.Atoi(day.Num), month: m}
	if d.day == 0 {
		d.bad = "impossible day"
	}
	if y := text.At(ts, j+2); dashed && text.At(ts, j+1).Mark == '-' && (len(y.Num) == 4 || len(y.Num) == 2) {
		d.year = fullYear(y.Num)
		return d, j + 3, true
	}
	d.year, j = yearAt(ts, j+1)
	return d, j, true
}

// partOfYear reads "1er trimestre 2014" and "2e semestre 2014"; i is the number, j the word after it.
func partOfYear(ts []text.Token, i, j int) (date, int, bool) {
	n, months := text.Atoi(text.At(ts, i).Num), 0
	switch text.At(ts, j).Word {
	case "trimestre":
		months = 3
	case "semestre":
		months = 6
	}
	if months == 0 || n < 1 || n*months > 12 {
		return date{}, i, false
	}
	year, next := yearAt(ts, j+1)
	if year == 0 {
		return date{}, i, false
	}
	return date{year: year, month: (n-1)*months + 1, last: n * months}, next, true
}

// monthDate reads "septembre 2013", "septembre" (its year to be lent) and "rentrée 2013".
func monthDate(ts []text.Token, i int) (date, int, bool) {
	w := text.At(ts, i).Word
	if m := monthOf(w); m != 0 {
		if dash, y := text.At(ts, i+1), text.At(ts, i+2); dash.Mark == '-' && !dash.Gap && len(y.Num) == 2 && !y.Gap { // sept-13
			return date{month: m, year: fullYear(y.Num)}, i + 3, true
		}
		if day, comma, y := text.At(ts, i+1), text.At(ts, i+2), text.At(ts, i+3); comma.Mark == ',' && !comma.Gap && len(day.Num) <= 2 && len(y.Num) == 4 { // octobre 3, 2016
			return date{month: m, day: text.Atoi(day.Num), year: text.Atoi(y.Num)}, i + 4, true
		}
		year, next := yearAt(ts, i+1)
		return date{month: m, year: year}, next, true
	}
	if first, last := seasonOf(w); first != 0 {
		if w == "rentree" && text.At(ts, i+1).Word != "" && monthOf(text.At(ts, i+1).Word) == 0 { // "rentrée scolaire 2013"
			i++
		}
		year, next := yearAt(ts, i+1)
		if year == 0 {
			return date{}, i, false
		}
		return date{year: year, month: first, last: last}, next, true
	}
	return date{}, i, false
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
	if y := text.Atoi(t.Num); y >= 1900 && y <= 2100 {
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
