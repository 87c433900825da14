package amount

import (
	"strconv"
	"strings"

	"carif/text"
	"carif/text/date"
)

// amount is one number of a printed text with where it stands.
type amount struct {
	value    float64
	from, to int  // tokens: the first, and one past the last (with minutes, without the unit)
	odd      bool // digits that no spelling of a number groups so: the value is none
}

// numberAt reads the number that starts at token i: "1435", "1 435", "1.435", "1'435", "1,435.00", "100,00", "22,5",
// "1 590 ,50", "1 ½". Where digits go on in a way that has more than one reading ("1,435", "1 5900"), it is odd.
func numberAt(ts []text.Token, i int) (a amount, ok bool) {
	t := text.At(ts, i)
	if t.Num == "" || len(t.Num) > 9 {
		return amount{}, false
	}
	whole, j, english := groups(ts, i)
	decimals := ""
	if sep, d := text.At(ts, j), text.At(ts, j+1); (sep.Mark == ',' && !english || sep.Mark == '.') && !d.Gap &&
		(len(d.Num) == 2 && (!sep.Gap || sep.Mark == ',') || len(d.Num) == 1 && !sep.Gap) {
		decimals, j = d.Num, j+2
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(whole+"."+decimals, "."), 64)
	if err != nil {
		return amount{}, false
	}
	if f, is := fractions[text.At(ts, j).Mark]; is && decimals == "" {
		v, j = v+f, j+1
	}
	a = amount{value: v, from: i, to: j}
	a.to, a.odd = goesOn(ts, a)
	return a, true
}

// fractions are the marks that stand for a part of one.
var fractions = map[rune]float64{'½': 0.5, '¼': 0.25, '¾': 0.75}

// groups joins the groups of three of the number at token i: 1 435, 1.435, 1'435, 12 345, and 1,435.00 as English
// writes it. next is the token behind them.
func groups(ts []text.Token, i int) (whole string, next int, english bool) {
	first := ts[i].Num
	whole, next = first, i+1
	if len(first) > 3 || first == "0" {
		return whole, next, false
	}
	for len(whole) <= 6 {
		n, m := text.At(ts, next), text.At(ts, next+1)
		switch three := len(m.Num) == 3 && !m.Gap && !n.Gap; {
		case len(n.Num) == 3 && n.Gap && n.Pos-ts[next-1].End <= 3:
			whole, next = whole+n.Num, next+1
		case three && (n.Mark == '.' || n.Mark == '\'' || n.Mark == '’'):
			whole, next = whole+m.Num, next+2
		case three && n.Mark == ',' && (english || englishAfter(ts, next+2)):
			whole, next, english = whole+m.Num, next+2, true
		default:
			return whole, next, english
		}
	}
	return whole, next, english
}

// englishAfter reports whether what follows a comma and three digits tells that the comma groups: the point of the
// decimals, or another comma with three digits.
func englishAfter(ts []text.Token, i int) bool {
	sep, d := text.At(ts, i), text.At(ts, i+1)
	return !sep.Gap && !d.Gap && (sep.Mark == '.' && len(d.Num) == 2 || sep.Mark == ',' && len(d.Num) == 3)
}

// goesOn reports whether more digits follow a number than any spelling has: "590,555", "1 5900". next is past them.
func goesOn(ts []text.Token, a amount) (next int, odd bool) {
	n, m := text.At(ts, a.to), text.At(ts, a.to+1)
	switch {
	case (n.Mark == ',' || n.Mark == '.' || n.Mark == '\'' || n.Mark == '’') && !n.Gap && !m.Gap && len(m.Num) >= 3:
		return a.to + 2, true
	case len(n.Num) > 3 && len(ts[a.from].Num) <= 3 && n.Gap && n.Line == ts[a.from].Line && n.Pos-ts[a.to-1].End <= 3:
		return a.to + 1, true
	}
	return a.to, false
}

// lone reports whether the only number of a text is also its only content: "1510", "595.". A bare "2025" is a year as
// well as a number, and no lone one.
func lone(ts []text.Token) (float64, bool) {
	a, ok := numberAt(ts, 0)
	if !ok || a.odd {
		return 0, false
	}
	for _, t := range ts[a.to:] {
		if t.Mark != '.' && t.Mark != ',' && t.Mark != ';' && t.Mark != '*' && t.Mark != '€' {
			return 0, false
		}
	}
	return a.value, len(ts) > a.to || !yearLike(ts[0].Num)
}

// yearLike tells a number that, alone, is a year of today's catalogues as easily as an amount.
func yearLike(s string) bool { return len(s) == 4 && s >= "2011" && s <= "2039" }

// unclearAlone reports whether a text is a number alone that has no one reading.
func unclearAlone(ts []text.Token) bool {
	a, ok := numberAt(ts, 0)
	return ok && a.to == len(ts) && (a.odd || yearLike(ts[0].Num))
}

// ReadCount reads a number of seats: the only whole number of a short text.
func ReadCount(s string) (n int, ok bool) {
	ts := text.Tokens(s)
	found := false
	if strings.Contains(s, "?") { // "? / 18": the number that counts is not known
		return 0, false
	}
	for i := 0; i < len(ts); i++ {
		if ts[i].Num == "" {
			continue
		}
		if d, next, isDate := date.At(ts, i); isDate && d.Whole() { // "A la date du 17/07/2012 il reste 9 places"
			i = next - 1
			continue
		}
		if found || len(ts[i].Num) > 4 {
			return 0, false
		}
		n, found = text.Atoi(ts[i].Num), true
	}
	return n, found
}
