package date

import (
	"strings"

	"carif/text"
)

// found is a date with the words around it.
type found struct {
	Date
	from, to int  // bytes
	opens    bool // "du", "à partir de" stand before it
	closes   bool // "au", "jusqu'au", a dash stand before it
	since    bool // "à partir de", "dès": the period has no printed end
	other    bool // the words before it say that no session runs then: a deadline, a meeting
}

// Has reports whether a text holds a date, a possible one or not.
func Has(s string) bool { return len(find(s)) > 0 }

// find finds the dates of a text in order.
func find(s string) []found {
	if !text.HasDigit(s) {
		return nil // a date without a year is none
	}
	var fs []found
	ts := text.Tokens(s)
	for i := 0; i < len(ts); {
		d, next, ok := At(ts, i)
		if a, b, after := bareRange(ts, i); !ok && after > 0 {
			fs, i = append(fs, a, b), after
			continue
		}
		if !ok {
			d, next, ok = bareStart(ts, i)
		}
		if !ok {
			i++
			continue
		}
		if notSession(ts, i) {
			i = next
			continue
		}
		fs = add(fs, ts, i, next, d)
		i = next
	}
	return fs
}

// add puts a date among those found, with the days listed before it.
func add(fs []found, ts []text.Token, i, next int, d Date) []found {
	days := listedDays(ts, i, d)
	start := i
	if len(days) > 0 {
		start = days[0].at
	}
	other := noSession(ts, start)
	f := found{Date: d, from: int(ts[i].Pos), to: int(ts[next-1].End)}
	f.opens, f.closes, f.since = before(ts, i, len(fs) > 0)
	if n := len(fs); n > 0 {
		if text.At(ts, i-1).Mark == '/' && fs[n-1].to == int(ts[i-1].Pos) { // mars/avril 2014
			f.closes = true
		}
		other = other || fs[n-1].other && f.closes
	}
	f.other = other
	if len(days) == 0 {
		return append(fs, f)
	}
	g := f
	g.opens, g.closes, g.since = before(ts, start, len(fs) > 0)
	if g.closes {
		return append(fs, f)
	}
	return append(fs, spread(ts, g, append(days, listed{day: d.day, at: i}))...)
}

// notSession tells a date that is not the session's: "à la date du 03/07/2013 il reste 9 places" dates the count,
// "avant le 15/09/2013" is a limit.
func notSession(ts []text.Token, i int) bool {
	prev, before := text.At(ts, i-1), text.At(ts, i-2)
	return prev.Word == "du" && before.Word == "date" && text.At(ts, i-3).Word == "la" ||
		prev.Word == "le" && before.Word == "avant" || prev.Word == "avant"
}

// bareRange reads the two days of a range whose month stands with the next range of the list only: the "du 12 au 14" of
// "du 12 au 14 et du 19 au 21 mars 2025". after is 0 where none starts at token i.
func bareRange(ts []text.Token, i int) (a, b found, after int) {
	from, end, ok := bareDays(ts, i)
	if !ok || !beginsRange(ts, i) {
		return a, b, 0
	}
	j := end + 1
	if link := text.At(ts, j); !listLink(link) && linkOf(link) != 'o' && link.Mark != ';' {
		return a, b, 0
	}
	for j++; text.At(ts, j).Word == "et" || text.At(ts, j).Word == "puis" || text.At(ts, j).Word == "du"; j++ {
	}
	if _, _, ok := bareDays(ts, j); !ok {
		return a, b, 0
	}
	first, last := ts[i], ts[end]
	a = found{Date: Date{day: from, form: bareNumber}, from: int(first.Pos), to: int(first.End), opens: true}
	b = found{Date: Date{day: text.Atoi(last.Num), form: bareNumber}, from: int(last.Pos), to: int(last.End), closes: true}
	a.other = noSession(ts, i)
	b.other = a.other
	return a, b, end + 1
}

// bareDays reads two day numbers with "au" between: "1er au 5". last is the token of the second.
func bareDays(ts []text.Token, i int) (from, last int, ok bool) {
	t := text.At(ts, i)
	if t.Num == "" || len(t.Num) > 2 {
		return 0, 0, false
	}
	from = text.Atoi(t.Num)
	last = ordinal(ts, from, i+1) + 1
	to := text.At(ts, last)
	return from, last, text.At(ts, last-1).Word == "au" && to.Num != "" && len(to.Num) <= 2
}

// beginsRange reports whether a number stands where a range may begin: after "du" or a weekday, or at the head of a
// line or an item.
func beginsRange(ts []text.Token, i int) bool {
	switch prev := text.At(ts, i-1); {
	case i == 0, prev.Line != ts[i].Line, weekday(prev.Word), cutShort(ts, i-1):
		return true
	case prev.Word == "du" || prev.Word == "de" || prev.Word == "et" || prev.Word == "ou" || prev.Word == "puis",
		article(prev.Word):
		return ts[i].Gap
	default:
		return ts[i].Gap && strings.ContainsRune(",;:/(-–•&+", prev.Mark)
	}
}

// before reads the words in front of a date: which end of a period it is.
func before(ts []text.Token, i int, after bool) (opens, closes, since bool) {
	if text.At(ts, i-1).Mark == ',' && weekday(text.At(ts, i-2).Word) { // lundi, octobre 3, 2016
		i--
	}
	mi := func(i int) bool { return text.At(ts, i).Mark == '-' && text.At(ts, i-1).Word == "mi" }
	for i--; passed(text.At(ts, i).Word) || mi(i) || cutShort(ts, i); i-- {
		if text.At(ts, i).Word == "fin" && monthOf(text.At(ts, i+1).Word) == 0 { // "fin le 3 mars", not "fin mars"
			return false, true, false
		}
	}
	t, prev := text.At(ts, i), text.At(ts, i-1)
	switch t.Word {
	case "en":
		return false, text.At(ts, i-2).Word == "jusqu" || prev.Word == "jusqu", false
	case "au":
		put := text.HasStem(prev.Word, "report") || text.HasStem(prev.Word, "decale") // "reportée au 3 mars"
		return put, !put, false
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
	case "termine", "acheve", "terminera", "achevera", "terminant", "achevant": // "et se termine le 30 juin 2028"
		return false, after, false
	case "":
		return afterMark(ts, i, after)
	}
	return false, false, false
}

// cutShort reports the point of a weekday cut short: "ven. 19 mars".
func cutShort(ts []text.Token, i int) bool {
	return text.At(ts, i).Mark == '.' && len(text.At(ts, i-1).Word) == 3 && weekday(text.At(ts, i-1).Word)
}

// passed tells the words that may stand between "du" or "au" and the date itself.
func passed(w string) bool {
	return weekday(w) || w == "debut" || w == "fin" || w == "le" || w == "mi"
}

// afterMark reads the mark in front of a date: the apostrophe of "d'octobre", a colon, a dash.
func afterMark(ts []text.Token, i int, after bool) (opens, closes, since bool) {
	t, prev := text.At(ts, i), text.At(ts, i-1)
	switch t.Mark {
	case '\'', '’': // d'octobre, à partir d'octobre
		return prev.Word == "d", false, text.At(ts, i-2).Word == "partir"
	case ':': // "Fin : 30/06/2014"
		return prev.Word == "debut", prev.Word == "fin", false
	case '-', '–', '—', '→', '>', '›', '»', '➔', '➜', '⟶', '▸':
		arrow := prev.Mark == '-' && t.Mark == '>'
		return false, after && (prev.Num != "" || monthOf(prev.Word) != 0 || prev.Mark == '.' || arrow), false
	}
	return false, false, false
}
