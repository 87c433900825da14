package normalize

import "strings"

// Range is one "from … to …": ISO dates, "" for an end that is not printed.
type Range struct {
	Start     string `json:"start"`
	End       string `json:"end"`
	Precision string `json:"precision"` // day | month | season
}

// Period is what a printed text says of when a session takes place.
type Period struct {
	Ranges []Range
	// Bad holds the words that look like a date and cannot be one; Reason says why nothing was read.
	Bad    []string
	Reason string
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

// End is the last end of all ranges, "" when none is printed.
func (p Period) End() string {
	last := ""
	for _, r := range p.Ranges {
		if r.End > last {
			last = r.End
		}
	}
	return last
}

// Precision is that of the least precise range, "none" when there is no range.
func (p Period) Precision() string {
	out := precisionNone
	rank := map[string]int{precisionNone: 0, precisionDay: 1, precisionMonth: 2, precisionSeason: 3}
	for _, r := range p.Ranges {
		if rank[r.Precision] > rank[out] {
			out = r.Precision
		}
	}
	return out
}

// found is a date with the words around it.
type found struct {
	date
	from, to int  // bytes
	opens    bool // "du", "à partir de" stand before it
	closes   bool // "au", "jusqu'au", a dash stand before it
	since    bool // "à partir de", "dès": the period has no printed end
}

// ReadPeriod reads every date and range of a printed text. It never guesses: an impossible date is bad, a bare
// year is no date, day and month are never swapped.
func ReadPeriod(s string) Period {
	fs := findDates(s)
	var p Period
	for i := 0; i < len(fs); i++ {
		a := fs[i]
		if i+1 < len(fs) && fs[i+1].closes && !a.closes {
			b := fs[i+1]
			i++
			lend(&a.date, b.date)
			p.pair(s, a, b)
			continue
		}
		p.single(s, a)
	}
	if len(p.Ranges) == 0 && p.Reason == "" {
		p.Reason = "no date in these words"
		if len(p.Bad) > 0 {
			p.Reason = "not a date of the calendar"
		}
	}
	return p
}

// pair adds a range with both ends printed; an end that is no date leaves the other.
func (p *Period) pair(s string, a, b found) {
	r := Range{Precision: a.precision()}
	if p.usable(s, a) {
		r.Start = a.first()
	}
	if p.usable(s, b) {
		r.End = b.lastDay()
		if b.precision() != precisionDay || r.Start == "" {
			r.Precision = b.precision()
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
	r := Range{Precision: a.precision()}
	switch {
	case a.closes:
		r.End = a.lastDay()
	case a.opens || a.since || r.Precision == precisionDay:
		r.Start = a.first()
	default:
		r.Start, r.End = a.first(), a.lastDay()
		if r.Precision == precisionSeason {
			r.End = ""
		}
	}
	p.Ranges = append(p.Ranges, r)
}

// usable reports whether a date can stand in a record; one that cannot is kept among the bad ones.
func (p *Period) usable(s string, a found) bool {
	if a.bad == reasonNoDate {
		p.Reason = reasonNoDate
		return false
	}
	if a.bad == "" && !a.whole() {
		return false // a month or day without its year: not enough to say anything, and no mistake
	}
	if why := a.check(); why != "" {
		p.Bad = append(p.Bad, strings.TrimSpace(s[a.from:a.to]))
		return false
	}
	return true
}

// lend completes the start of a range from its end: "du 1er au 15 mars 2014", "de novembre à mars 2014".
func lend(a *date, b date) {
	if a.bad != "" || b.bad != "" || a.last != 0 {
		return
	}
	if a.month == 0 {
		a.month = b.month
	}
	if a.year == 0 && b.year != 0 {
		a.year = b.year
		if a.month > b.month || a.month == b.month && b.day != 0 && a.day > b.day {
			a.year-- // a period does not end before it begins: the printed year is that of its end
		}
	}
}

// findDates finds the dates of a text in order.
func findDates(s string) []found {
	if !hasDigit(s) {
		return nil // a date without a year is none
	}
	var fs []found
	ts := tokens(s)
	for i := 0; i < len(ts); {
		d, next, ok := dateAt(ts, i)
		if !ok && bareDay(ts, i) {
			d, next, ok = date{day: atoi(ts[i].num)}, i+1, true
			if at(ts, next).word == "er" {
				next++
			}
		}
		if !ok {
			i++
			continue
		}
		if notSession(ts, i) {
			i = next
			continue
		}
		f := found{date: d, from: int(ts[i].pos), to: int(ts[next-1].end)}
		f.opens, f.closes, f.since = before(ts, i, len(fs) > 0)
		if n := len(fs); n > 0 && at(ts, i-1).mark == '/' && fs[n-1].to == int(ts[i-1].pos) { // mars/avril 2014
			f.closes = true
		}
		if n := firstOfDays(ts, i); n != 0 && d.day != 0 && !f.closes {
			g := f // "12, 13 et 14 mars 2014" begins on the 12th
			g.day, f.closes = n, true
			fs = append(fs, g)
		}
		fs = append(fs, f)
		i = next
	}
	return fs
}

// notSession tells a date that is not the session's: "à la date du 03/07/2013 il reste 9 places" dates the count,
// "avant le 15/09/2013" is a limit.
func notSession(ts []token, i int) bool {
	prev, before := at(ts, i-1), at(ts, i-2)
	return prev.word == "du" && before.word == "date" && at(ts, i-3).word == "la" || prev.word == "le" && before.word == "avant" || prev.word == "avant"
}

// firstOfDays gives the first of the day numbers listed before the date at token i ("12, 13 et 14 mars"); 0
// when there is none.
func firstOfDays(ts []token, i int) int {
	first := 0
	if weekday(at(ts, i-1).word) {
		i--
	}
	for j := i - 1; j > 0; j -= 2 {
		sep, n := ts[j], ts[j-1]
		if sep.mark != ',' && sep.mark != '-' && sep.mark != '&' && sep.word != "et" || n.num == "" || len(n.num) > 2 || at(ts, j-2).mark == '/' {
			break
		}
		if d := atoi(n.num); d >= 1 && d <= 31 {
			first = d
		}
	}
	return first
}

// bareDay tells a day number whose month follows the range's end: "du 1er au 15 mars", "du 15 au 20/12/2013".
func bareDay(ts []token, i int) bool {
	t := at(ts, i)
	if t.num == "" || len(t.num) > 2 || at(ts, i-1).word != "du" && !weekday(at(ts, i-1).word) {
		return false
	}
	j := i + 1
	if w := at(ts, j); w.word == "er" && !w.gap {
		j++
	}
	if at(ts, j).word != "au" {
		return false
	}
	for j++; weekday(at(ts, j).word); j++ {
	}
	_, _, ok := dateAt(ts, j)
	return ok
}

// before reads the words in front of a date: which end of a period it is.
func before(ts []token, i int, after bool) (opens, closes, since bool) {
	if at(ts, i-1).mark == ',' && weekday(at(ts, i-2).word) { // lundi, octobre 3, 2016
		i--
	}
	for i--; weekday(at(ts, i).word) || at(ts, i).word == "debut" || at(ts, i).word == "fin" || at(ts, i).word == "le" || at(ts, i).word == "mi"; i-- {
	}
	t, prev := at(ts, i), at(ts, i-1)
	switch t.word {
	case "en":
		return false, at(ts, i-2).word == "jusqu" || prev.word == "jusqu", false
	case "au":
		return false, true, false
	case "et": // "entre le 15/09/2013 et le 20/12/2013"
		return false, after && hasWord(ts[:i], "entre"), false
	case "a":
		return false, after && (prev.num != "" || monthOf(prev.word) != 0), false
	case "du", "de", "d", "des":
		if prev.word == "partir" {
			return true, false, true
		}
		return true, false, t.word == "des"
	case "partir", "depuis":
		return true, false, true
	case "":
		if t.mark == '\'' || t.mark == '’' { // d'octobre, à partir d'octobre
			return prev.word == "d", false, at(ts, i-2).word == "partir"
		}
		if t.mark == ':' { // "Fin : 30/06/2014"
			return prev.word == "debut", prev.word == "fin", false
		}
		dash := t.mark == '-' || t.mark == '–' || t.mark == '—' || t.mark == '→' || t.mark == '>'
		return false, dash && after && (prev.num != "" || monthOf(prev.word) != 0 || prev.mark == '.' || prev.mark == '-' && t.mark == '>'), false
	}
	return false, false, false
}

func weekday(w string) bool {
	switch w {
	case "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche":
		return true
	}
	return false
}

// readDay reads the one date of a text that must be a day: a last update, a publication.
func readDay(s string) (isoDate string, bad bool) {
	fs := findDates(s)
	for _, f := range fs {
		if f.bad == reasonNoDate {
			return "", false
		}
		if f.whole() && f.day != 0 && f.check() == "" {
			return f.first(), false
		}
		if f.check() != "" && f.day != 0 {
			bad = true
		}
	}
	return "", bad || len(fs) == 0 && s != ""
}
