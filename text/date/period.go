package date

import (
	"strings"

	"carif/text"
)

// Range is one "from … to …": ISO dates, "" for an end that is not printed.
type Range struct {
	Start     string `json:"start"`
	End       string `json:"end"`
	Precision string `json:"precision"` // day | month | season
}

// Closed reports whether both ends are printed days.
func (r Range) Closed() bool { return r.Start != "" && r.End != "" && r.Precision == PrecisionDay }

// Period is what a printed text says of when a session takes place.
type Period struct {
	Ranges []Range
	// Bad holds the words that look like a date and cannot be one; Partial those that lack their year, which no date
	// beside them lends; Other those of dates that no session has ("Date limite d'inscription"). Reason says why nothing
	// was read.
	Bad, Partial, Other []string
	Reason              string
	// Listed tells that the ranges stand in a bare list ("du … au … et du … au …"), not each under words of its own.
	Listed bool
}

// Start is the first start of all ranges, "" when none is printed.
func (p Period) Start() string {
	first := ""
	for _, r := range p.Ranges {
		if r.Start != "" && (first == "" || r.Start < first) {
			first = r.Start
		}
	}
	return first
}

// End is the last end of all ranges, "" when none is printed or a range without one starts after it.
func (p Period) End() string {
	last := ""
	for _, r := range p.Ranges {
		if r.End > last {
			last = r.End
		}
	}
	for _, r := range p.Ranges {
		if r.End == "" && r.Start > last { // "3 à 5 mars et 10 mars 2025"
			return ""
		}
	}
	return last
}

// Precision is that of the least precise range, "none" when there is no range.
func (p Period) Precision() string {
	out := PrecisionNone
	rank := map[string]int{PrecisionNone: 0, PrecisionDay: 1, PrecisionMonth: 2, PrecisionSeason: 3}
	for _, r := range p.Ranges {
		if rank[r.Precision] > rank[out] {
			out = r.Precision
		}
	}
	return out
}

// Several reports whether the text prints more than one interval with both its ends.
func (p Period) Several() bool {
	n := 0
	for _, r := range p.Ranges {
		if r.Closed() {
			n++
		}
	}
	return n > 1
}

// ReadPeriod reads every date and range of a printed text. It never guesses: an impossible date is bad, a bare
// year is no date, day and month are never swapped.
func ReadPeriod(s string) Period {
	var p Period
	stretches := pairUp(p.sessions(s, find(s)))
	lendYears(s, stretches)
	p.Listed = true
	for i, x := range stretches {
		p.Listed = p.Listed && (i == 0 || joined(s[stretches[i-1].end().to:x.a.from]))
		if x.pair {
			p.pair(s, x.a, x.b)
		} else {
			p.single(s, x.a)
		}
	}
	if len(p.Ranges) == 0 && p.Reason == "" {
		p.Reason = "no date in these words"
		switch {
		case len(p.Other) > 0:
			p.Reason = "a date, and none of a session"
		case len(p.Bad) > 0:
			p.Reason = "not a date of the calendar"
		case len(p.Partial) > 0:
			p.Reason = "a date without its year"
		}
	}
	return p
}

// sessions takes the dates that no session has out of those found.
func (p *Period) sessions(s string, fs []found) []found {
	out := fs[:0]
	for _, f := range fs {
		if f.other {
			p.Other = text.AddOnce(p.Other, strings.TrimSpace(s[f.from:f.to]))
			continue
		}
		out = append(out, f)
	}
	return out
}

// stretch is one date, or the two ends of a range.
type stretch struct {
	a, b found
	pair bool
}

// end is the last date of the stretch.
func (x *stretch) end() *found {
	if x.pair {
		return &x.b
	}
	return &x.a
}

// pairUp joins a date to the one that closes it.
func pairUp(fs []found) []stretch {
	out := make([]stretch, 0, len(fs))
	for i := 0; i < len(fs); i++ {
		x := stretch{a: fs[i]}
		if i+1 < len(fs) && fs[i+1].closes && !x.a.closes {
			x.b, x.pair = fs[i+1], true
			i++
			lend(&x.a.Date, x.b.Date)
		}
		out = append(out, x)
	}
	return out
}

// pair adds a range with both ends printed; an end that is no date leaves the other.
func (p *Period) pair(s string, a, b found) {
	if b.bad == "" && b.month == 0 {
		p.Partial = text.AddOnce(p.Partial, strings.TrimSpace(s[a.from:b.to]))
		return
	}
	if a.bad == Reversed {
		p.Bad, p.Reason = text.AddOnce(p.Bad, strings.TrimSpace(s[a.from:b.to])), Reversed
		return
	}
	r := Range{Precision: a.Precision()}
	if p.usable(s, a) {
		r.Start = a.first()
	}
	if p.usable(s, b) {
		r.End = b.lastDay()
		if b.Precision() != PrecisionDay || r.Start == "" {
			r.Precision = b.Precision()
		}
	}
	if r.Start != "" || r.End != "" {
		p.Ranges = append(p.Ranges, r)
	}
}

// single adds a date that stands alone: a start, or an end after "au". A month or season alone is its first to
// its last day, unless the page says that the period only begins there.
func (p *Period) single(s string, a found) {
	if !p.usable(s, a) {
		return
	}
	r := Range{Precision: a.Precision()}
	switch {
	case a.closes:
		r.End = a.lastDay()
	case a.opens || a.since || r.Precision == PrecisionDay:
		r.Start = a.first()
	default:
		r.Start, r.End = a.first(), a.lastDay()
		if r.Precision == PrecisionSeason {
			r.End = ""
		}
	}
	p.Ranges = append(p.Ranges, r)
}

// usable reports whether a date can stand in a record; one that cannot is kept among the bad or the partial ones.
func (p *Period) usable(s string, a found) bool {
	if a.bad == NoDate {
		p.Reason = NoDate
		return false
	}
	if a.bad == "" && !a.Whole() { // not enough to say anything, and no mistake
		if a.day != 0 && a.month != 0 && a.form == inWords {
			p.Partial = text.AddOnce(p.Partial, strings.TrimSpace(s[a.from:a.to]))
		}
		return false
	}
	if why := a.check(); why != "" {
		if why == Reversed {
			p.Reason = why
		}
		p.Bad = append(p.Bad, strings.TrimSpace(s[a.from:a.to]))
		return false
	}
	return true
}

// ReadDay reads the one date of a text that must be a day: a last update, a publication. Two days that are joined, or
// one that lacks its year before another, are none.
func ReadDay(s string) (isoDate string, bad bool) {
	fs := find(s)
	for i, f := range fs {
		if f.bad == NoDate {
			return "", false
		}
		if f.bad == "" && f.day != 0 && i+1 < len(fs) && (f.year == 0 || fs[i+1].closes || joined(s[f.to:fs[i+1].from])) &&
			fs[i+1].Date != f.Date {
			return "", true
		}
		if f.Whole() && f.day != 0 && f.check() == "" {
			return f.first(), false
		}
		if f.check() != "" && f.day != 0 {
			bad = true
		}
	}
	return "", bad || len(fs) == 0 && s != ""
}
