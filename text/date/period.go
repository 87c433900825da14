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
	out := PrecisionNone
	rank := map[string]int{PrecisionNone: 0, PrecisionDay: 1, PrecisionMonth: 2, PrecisionSeason: 3}
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
	fs := find(s)
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
		if b.precision() != PrecisionDay || r.Start == "" {
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

// usable reports whether a date can stand in a record; one that cannot is kept among the bad ones.
func (p *Period) usable(s string, a found) bool {
	if a.bad == NoDate {
		p.Reason = NoDate
		return false
	}
	if a.bad == "" && !a.Whole() {
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

// find finds the dates of a text in order.
func find(s string) []found {
	if !text.HasDigit(s) {
		return nil // a date without a year is none
	}
	var fs []found
	ts := text.Tokens(s)
	for i := 0; i < len(ts); {
		d, next, ok := At(ts, i)
		if !ok && bareDay(ts, i) {
			d, next, ok = date{day: text.Atoi(ts[i].Num)}, i+1, true
			if text.At(ts, next).Word == "er" {
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
		f := found{date: d, from: int(ts[i].Pos), to: int(ts[next-1].End)}
		f.opens, f.closes, f.since = before(ts, i, len(fs) > 0)
		if n := len(fs); n > 0 && text.At(ts, i-1).Mark == '/' && fs[n-1].to == int(ts[i-1].Pos) { // mars/avril 2014
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
func notSession(ts []text.Token, i int) bool {
	prev, before := text.At(ts, i-1), text.At(ts, i-2)
	return prev.Word == "du" && before.Word == "date" && text.At(ts, i-3).Word == "la" || prev.Word == "le" && before.Word == "avant" || prev.Word == "avant"
}

// firstOfDays gives the first of the day numbers listed before the date at token i ("12, 13 et 14 mars"); 0
// when there is none.
func firstOfDays(ts []text.Token, i int) int {
	first := 0
	if weekday(text.At(ts, i-1).Word) {
		i--
	}
	for j := i - 1; j > 0; j -= 2 {
		sep, n := ts[j], ts[j-1]
		if sep.Mark != ',' && sep.Mark != '-' && sep.Mark != '&' && sep.Word != "et" || n.Num == "" || len(n.Num) > 2 || text.At(ts, j-2).Mark == '/' {
			break
		}
		if d := text.Atoi(n.Num); d >= 1 && d <= 31 {
			first = d
		}
	}
	return first
}

// bareDay tells a day number whose month follows the range's end: "du 1er au 15 mars", "du 15 au 20/12/2013".
func bareDay(ts []text.Token, i int) bool {
	t := text.At(ts, i)
	if t.Num == "" || len(t.Num) > 2 || text.At(ts, i-1).Word != "du" && !weekday(text.At(ts, i-1).Word) {
		return false
	}
	j := i + 1
	if w := text.At(ts, j); w.Word == "er" && !w.Gap {
		j++
	}
	if text.At(ts, j).Word != "au" {
		return false
	}
	for j++; weekday(text.At(ts, j).Word); j++ {
	}
	_, _, ok := At(ts, j)
	return ok
}

// before reads the words in front of a date: which end of a period it is.
func before(ts []text.Token, i int, after bool) (opens, closes, since bool) {
	if text.At(ts, i-1).Mark == ',' && weekday(text.At(ts, i-2).Word) { // lundi, octobre 3, 2016
		i--
	}
	for i--; weekday(text.At(ts, i).Word) || text.At(ts, i).Word == "debut" || text.At(ts, i).Word == "fin" || text.At(ts, i).Word == "le" || text.At(ts, i).Word == "mi"; i-- {
	}
	t, prev := text.At(ts, i), text.At(ts, i-1)
	switch t.Word {
	case "en":
		return false, text.At(ts, i-2).Word == "jusqu" || prev.Word == "jusqu", false
	case "au":
		return false, true, false
	case "et": // "entre le 15/09/2013 et le 20/12/2013"
		return false, after && text.HasWord(ts[:i], "entre"), false
	case "a":
		return false, after && (prev.Num != "" || monthOf(prev.Word) != 0), false
	case "du", "de", "d", "des":
		if prev.Word == "partir" {
			return true, false, true
		}
		return true, false, t.Word == "des"
	case "partir", "depuis":
		return true, false, true
	case "":
		if t.Mark == '\'' || t.Mark == '’' { // d'octobre, à partir d'octobre
			return prev.Word == "d", false, text.At(ts, i-2).Word == "partir"
		}
		if t.Mark == ':' { // "Fin : 30/06/2014"
			return prev.Word == "debut", prev.Word == "fin", false
		}
		dash := t.Mark == '-' || t.Mark == '–' || t.Mark == '—' || t.Mark == '→' || t.Mark == '>'
		return false, dash && after && (prev.Num != "" || monthOf(prev.Word) != 0 || prev.Mark == '.' || prev.Mark == '-' && t.Mark == '>'), false
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

// ReadDay reads the one date of a text that must be a day: a last update, a publication.
func ReadDay(s string) (isoDate string, bad bool) {
	fs := find(s)
	for _, f := range fs {
		if f.bad == NoDate {
			return "", false
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

// Has reports whether a text holds a date, a possible one or not.
func Has(s string) bool { return len(find(s)) > 0 }
