package normalize

import (
	"strconv"
)

// The precisions of a date, as Session.DatePrecision has them.
const (
	precisionDay    = "day"
	precisionMonth  = "month"
	precisionSeason = "season"
	precisionNone   = "none"
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
		return precisionSeason
	case d.day == 0:
		return precisionMonth
	}
	return precisionDay
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

// whole reports whether year and month are known.
func (d date) whole() bool { return d.year != 0 && d.month != 0 }

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

// dateAt reads the date that starts at token i and tells the token after it; ok is false when none does. A date
// that is written as one but cannot be has its reason in bad.
func dateAt(ts []token, i int) (d date, next int, ok bool) {
	t := at(ts, i)
	switch {
	case t.num != "":
		if d, next, ok = numericDate(ts, i); ok {
			return d, next, true
		}
		return wordDate(ts, i)
	case t.word != "":
		return monthDate(ts, i)
	}
	return date{}, i, false
}

// numericDate reads dd/mm/yyyy with / - or . between, dd/mm/yy, mm/yyyy, yyyy-mm-dd and yyyymmdd.
func numericDate(ts []token, i int) (date, int, bool) {
	a, sep, b := at(ts, i), at(ts, i+1), at(ts, i+2)
	if len(a.num) == 8 {
		return compactDate(a.num), i + 1, true
	}
	if sep.mark != '/' && sep.mark != '-' && sep.mark != '.' || b.num == "" {
		return date{}, i, false
	}
	sep2, c := at(ts, i+3), at(ts, i+4)
	if sep2.mark != sep.mark || c.num == "" || sep2.gap != sep.gap && c.gap {
		if len(a.num) <= 2 && len(b.num) == 4 && sep.mark != '.' && !b.gap && !sep.gap { // 09/2013
			d := date{month: atoi(a.num), year: atoi(b.num)}
			if d.month >= 1 && d.month <= 12 && d.year >= 1900 && d.year <= 2100 {
				return d, i + 3, true
			}
		}
		if sep.mark != '-' && len(a.num) <= 2 && len(b.num) == 2 && !b.gap && !sep.gap { // 10/03, its year to be lent
			d := date{day: atoi(a.num), month: atoi(b.num)}
			if d.day >= 1 && d.day <= 31 && d.month >= 1 && d.month <= 12 {
				return d, i + 3, true
			}
		}
		return date{}, i, false
	}
	var d date
	switch {
	case len(a.num) == 4 && len(b.num) <= 2 && len(c.num) <= 2:
		d = date{year: atoi(a.num), month: atoi(b.num), day: atoi(c.num)}
	case len(a.num) <= 2 && len(b.num) <= 2 && (len(c.num) == 4 || len(c.num) == 2):
		d = date{day: atoi(a.num), month: atoi(b.num), year: fullYear(c.num)}
	case len(a.num) <= 2 && len(b.num) <= 2 && sep.mark == '/':
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
		return date{bad: reasonNoDate}
	}
	d := date{year: atoi(s[:4]), month: atoi(s[4:6]), day: atoi(s[6:])}
	d.bad = d.check()
	return d
}

// reasonNoDate marks the fillers that LHÉO writes for "no date": they are no mistake.
const reasonNoDate = "no date"

// wordDate reads "3 septembre 2012", "1er avril", "11 sept. 2014", and a bare day before "au".
func wordDate(ts []token, i int) (date, int, bool) {
	day := at(ts, i)
	if len(day.num) > 2 {
		return date{}, i, false
	}
	j := i + 1
	if w := at(ts, j); (w.word == "er" || w.word == "ere") && !w.gap {
		j++
		if w := at(ts, j).word; w == "trimestre" || w == "semestre" {
			return partOfYear(ts, i, j)
		}
	} else if (w.word == "e" || w.word == "eme" || w.word == "nd") && !w.gap {
		return partOfYear(ts, i, j+1)
	}
	dashed := at(ts, j).mark == '-' && monthOf(at(ts, j+1).word) != 0 // 3-mars-2014
	if dashed {
		j++
	}
	m := monthOf(at(ts, j).word)
	if m == 0 {
		return date{}, i, false
	}
	d := date{day: atoi(day.num), month: m}
	if d.day == 0 {
		d.bad = "impossible day"
	}
	if y := at(ts, j+2); dashed && at(ts, j+1).mark == '-' && (len(y.num) == 4 || len(y.num) == 2) {
		d.year = fullYear(y.num)
		return d, j + 3, true
	}
	d.year, j = yearAt(ts, j+1)
	return d, j, true
}

// partOfYear reads "1er trimestre 2014" and "2e semestre 2014"; i is the number, j the word after it.
func partOfYear(ts []token, i, j int) (date, int, bool) {
	n, months := atoi(at(ts, i).num), 0
	switch at(ts, j).word {
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
func monthDate(ts []token, i int) (date, int, bool) {
	w := at(ts, i).word
	if m := monthOf(w); m != 0 {
		if dash, y := at(ts, i+1), at(ts, i+2); dash.mark == '-' && !dash.gap && len(y.num) == 2 && !y.gap { // sept-13
			return date{month: m, year: fullYear(y.num)}, i + 3, true
		}
		if day, comma, y := at(ts, i+1), at(ts, i+2), at(ts, i+3); comma.mark == ',' && !comma.gap && len(day.num) <= 2 && len(y.num) == 4 { // octobre 3, 2016
			return date{month: m, day: atoi(day.num), year: atoi(y.num)}, i + 4, true
		}
		year, next := yearAt(ts, i+1)
		return date{month: m, year: year}, next, true
	}
	if first, last := seasonOf(w); first != 0 {
		if w == "rentree" && at(ts, i+1).word != "" && monthOf(at(ts, i+1).word) == 0 { // "rentrée scolaire 2013"
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
func yearAt(ts []token, i int) (year, next int) {
	j := i
	if t := at(ts, j); t.mark == '.' || t.word == "de" {
		j++
	}
	t := at(ts, j)
	if len(t.num) != 4 {
		return 0, i
	}
	if y := atoi(t.num); y >= 1900 && y <= 2100 {
		return y, j + 1
	}
	return 0, i
}

// fullYear completes a two-digit year: catalogues of courses know 1970 to 2069.
func fullYear(s string) int {
	y := atoi(s)
	switch {
	case len(s) != 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

// atoi reads digits; a run too long for an int gives -1, which no rule accepts.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
