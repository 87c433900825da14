package date

import (
	"strings"
	"sync"

	"carif/text"
)

// Stretches gives where a text says when something runs, in bytes: dates that belong together, as a range or a list
// that is joined by nothing else, are one. Dates that no session has are left out.
func Stretches(s string) (out [][2]int) {
	var p Period
	for _, x := range pairUp(p.sessions(s, find(s))) {
		from, to := x.a.from, x.end().to
		if n := len(out); n > 0 && joined(s[out[n-1][1]:from]) {
			out[n-1][1] = to
			continue
		}
		out = append(out, [2]int{from, to})
	}
	return out
}

// Spans gives where the dates of a text stand, in bytes: days, months and parts of a year that are printed as such.
// Runs of digits that only may be dates (20130912, 12/09) are none here, for ids and fractions look like them.
func Spans(s string) [][2]int {
	if !MayHold(s) {
		return nil
	}
	room := tokenRoom.Get().(*[]text.Token)
	ts := text.AppendTokens((*room)[:0], s)
	out := spansOf(ts)
	if clear(ts); cap(ts) <= maxRoom { // the room outlives the text
		*room = ts[:0]
		tokenRoom.Put(room)
	}
	return out
}

// tokenRoom lends the room for the tokens of one text: all lines of all pages are searched for dates, and few have any.
var tokenRoom = sync.Pool{New: func() any { return new(make([]text.Token, 0, 64)) }}

// maxRoom is the room kept between texts; few lines have as many tokens.
const maxRoom = 1024

// spansOf gives where the dates among the tokens of a text stand.
func spansOf(ts []text.Token) (out [][2]int) {
	for i := 0; i < len(ts); {
		d, next, ok := At(ts, i)
		if !ok || !d.printed() || d.form == inNumbers && chained(ts, i, next) {
			i++
			continue
		}
		out = append(out, [2]int{int(ts[i].Pos), int(ts[next-1].End)})
		i = next
	}
	return out
}

// printed reports whether a date is written so that it can hardly be anything else.
func (d Date) printed() bool {
	switch d.form {
	case inNumbers:
		return d.month <= 12 && d.day <= 31 || possibleYear(d.year) && d.bad == ""
	case monthYear:
		return d.year >= 1990
	case inWords:
		return d.month != 0 && (d.day != 0 || d.year != 0)
	}
	return false
}

// chained reports whether three numbers go on as more: "05.01.12.00.34" is a telephone number.
func chained(ts []text.Token, i, next int) bool {
	sep := ts[i+1].Mark
	if t, n := text.At(ts, i-1), text.At(ts, i-2); t.Mark == sep && n.Num != "" && !t.Gap && !ts[i].Gap {
		return true
	}
	t, n := text.At(ts, next), text.At(ts, next+1)
	return t.Mark == sep && n.Num != "" && !t.Gap && !n.Gap && len(ts[next-1].Num) == 2
}

// MayHold spares most texts the reading: a date has a digit, and beside it a mark between digits or the beginning of
// the name of a month or season.
func MayHold(s string) bool {
	if !text.HasDigit(s) {
		return false
	}
	digit, words := false, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case text.IsDigit(c):
			digit = true
			if i+2 < len(s) && (s[i+1] == '/' || s[i+1] == '-' || s[i+1] == '.') && text.IsDigit(s[i+2]) {
				return true
			}
		case !words && (i == 0 || !text.IsLetter(s[i-1])):
			words = monthMayBegin(s[i:])
		}
		if digit && words {
			return true
		}
	}
	return false
}

// monthMayBegin tells by three letters whether a word may be the name of a month, a season or a part of a year.
func monthMayBegin(s string) bool {
	if len(s) < 3 {
		return false
	}
	if s[0] >= 0x80 { // été
		return s[2]|0x20 == 't'
	}
	if s[1] >= 0x80 { // février, décembre
		return strings.IndexByte("fde", s[0]|0x20) >= 0
	}
	switch string([]byte{s[0] | 0x20, s[1] | 0x20, s[2] | 0x20}) {
	case "jan", "fev", "mar", "avr", "mai", "jui", "aou", "sep", "oct", "nov", "dec",
		"tri", "sem", "ren", "pri", "ete", "aut", "hiv", "pre":
		return true
	}
	return s[2] >= 0x80 // août
}
