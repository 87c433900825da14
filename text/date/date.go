package date

// The precisions of a date, as Session.DatePrecision has them.
const (
	PrecisionDay    = "day"
	PrecisionMonth  = "month"
	PrecisionSeason = "season"
	PrecisionNone   = "none"
)

// Date is one printed date. A month-only date has day 0, a season names its first and last month. Parts that
// the other end of a range must lend ("du 1er au 15 mars 2014") are 0.
type Date struct {
	year, month, day int
	last             int // last month of a season, quarter or half-year; 0 for anything else
	bad              string
	form             form
}

// form is how a date is written.
type form uint8

const (
	inWords    form = iota // 3 septembre 2012, septembre 2013, rentrée 2013
	inNumbers              // 12/09/2013
	monthYear              // 09/2013
	dayMonth               // 12/09
	compact                // 20130912
	bareNumber             // the 15 of "du 15 au 20 mars"
)

// NoDate marks the fillers that LHÉO writes for "no date": they are no mistake.
const NoDate = "no date"

// Reversed is what is wrong with a range within a month that ends before it starts: "du 7 au 3 mars 2025".
const Reversed = "ends before it starts"

// Precision tells how much of the date is printed.
func (d Date) Precision() string {
	switch {
	case d.last != 0:
		return PrecisionSeason
	case d.day == 0:
		return PrecisionMonth
	}
	return PrecisionDay
}

// Whole reports whether year and month are known.
func (d Date) Whole() bool { return d.year != 0 && d.month != 0 }

// first gives the first day the date may mean, ISO.
func (d Date) first() string { return iso(d.year, d.month, max(d.day, 1)) }

// lastDay gives the last day the date may mean, ISO.
func (d Date) lastDay() string {
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

// check finds what makes a date impossible; "" when nothing does.
func (d Date) check() string {
	switch {
	case d.bad != "":
		return d.bad
	case !possibleYear(d.year):
		return "impossible year"
	case d.month < 1 || d.month > 12:
		return "impossible month"
	case d.day > monthDays(d.year, d.month):
		return "impossible day"
	}
	return ""
}

func possibleYear(y int) bool { return y >= 1900 && y <= 2100 }

// iso writes a date of a four-digit year.
func iso(y, m, d int) string {
	digit := func(n int) byte { return byte('0' + n%10) }
	return string([]byte{digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), '-',
		digit(m / 10), digit(m), '-', digit(d / 10), digit(d)})
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
