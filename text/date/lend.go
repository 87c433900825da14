package date

import (
	"strings"

	"carif/text"
)

// lend completes the start of a range from its end: "du 1er au 15 mars 2014", "de novembre à mars 2014".
func lend(a *Date, b Date) {
	if a.bad != "" || b.bad != "" || a.last != 0 {
		return
	}
	if a.month == 0 {
		a.month = b.month
	}
	if a.year == 0 && b.year != 0 {
		a.year = b.year
		switch {
		case a.month > b.month:
			a.year-- // a period does not end before it begins: the printed year is that of its end
		case a.month == b.month && b.day != 0 && a.day > b.day:
			a.bad = Reversed // a slip of the pen, or a month that is not printed
		}
	}
}

// lendYears completes the dates of a list that prints the year once: "du 15 au 17 janvier et du 20 au 22 février 2025".
// Lists are printed in order, so December before January is the year before.
func lendYears(s string, xs []stretch) {
	for i := len(xs) - 2; i >= 0; i-- {
		if x, next := &xs[i], xs[i+1].a; x.monthless() && joined(s[x.b.to:next.from]) {
			x.a.month, x.b.month = next.month, next.month
		}
		if next := xs[i+1].a; xs[i].yearless() && next.year != 0 && joined(s[xs[i].end().to:next.from]) {
			xs[i].setYear(yearBefore(xs[i].end().Date, next.Date))
		}
	}
	for i := 1; i < len(xs); i++ {
		prev := xs[i-1].end()
		if xs[i].yearless() && xs[i].a.day != 0 && prev.year != 0 && prev.last == 0 && joined(s[prev.to:xs[i].a.from]) {
			xs[i].setYear(yearAfter(prev.Date, xs[i].a.Date))
		}
	}
}

// monthless reports a range of two bare days, whose month stands with the next range of the list.
func (x *stretch) monthless() bool {
	return x.pair && x.a.form == bareNumber && x.b.form == bareNumber && x.b.month == 0
}

// yearless reports whether no date of the stretch has its year and all have their month.
func (x *stretch) yearless() bool {
	lacks := func(d Date) bool { return d.bad == "" && d.year == 0 && d.month != 0 && d.last == 0 }
	return lacks(x.a.Date) && (!x.pair || lacks(x.b.Date))
}

// setYear gives the stretch the year of its end; 0 leaves it as it is.
func (x *stretch) setYear(year int) {
	if year == 0 {
		return
	}
	x.end().year = year
	if x.pair {
		lend(&x.a.Date, x.b.Date)
	}
}

// halfYear is the most months between two dates of a list of which one prints no year: further apart, nothing tells
// whether the list turns the year or is out of order.
const halfYear = 6

// yearBefore gives the year of a date that a list prints before next; 0 when nothing tells.
func yearBefore(d, next Date) int {
	switch {
	case d.month <= next.month:
		return next.year
	case next.month+12-d.month <= halfYear:
		return next.year - 1
	}
	return 0
}

// yearAfter gives the year of a date that a list prints after prev; 0 when nothing tells.
func yearAfter(prev, d Date) int {
	switch {
	case d.month >= prev.month:
		return prev.year
	case d.month+12-prev.month <= halfYear:
		return prev.year + 1
	}
	return 0
}

// joined reports whether nothing but the links of a list stands between two dates, and what brackets say of the first:
// "du 8 au 12 mars (complet), du 10 au 14 mai 2027".
func joined(gap string) bool {
	if open, end := strings.IndexByte(gap, '('), strings.IndexByte(gap, ')'); open >= 0 && open < end && len(gap) <= 80 {
		gap = gap[:open] + gap[end+1:]
	}
	if len(gap) > 40 {
		return false
	}
	for w := range strings.FieldsSeq(text.Fold(gap)) {
		switch w {
		case "et", "ou", "bien", "encore", "puis", "ensuite", "enfin",
			"du", "de", "d", "le", "les", "des", "a", "au", "session", "sessions",
			"matin", "midi", "apres", "soir", "matinee", "soiree", "journee":
		default:
			if !weekday(w) && (len(w) > 1 || !text.AllDigits(w)) { // "Session 2 :"
				return false
			}
		}
	}
	return true
}
