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
	from, to int // tokens: the first, and one past the last (with minutes, without the unit)
}

// numberAt reads the number that starts at token i: "1435", "1 435", "1.435", "100,00", "22,5".
func numberAt(ts []text.Token, i int) (a amount, ok bool) {
	t := text.At(ts, i)
	if t.Num == "" || len(t.Num) > 9 {
		return amount{}, false
	}
	whole, j := t.Num, i+1
	for len(whole) <= 6 { // groups of three: 1 435, 1.435, 12 345
		n := text.At(ts, j)
		if n.Num != "" && len(n.Num) == 3 && n.Gap && len(t.Num) <= 3 && t.Num != "0" && ts[j].Pos-ts[j-1].End <= 3 {
			whole, j = whole+n.Num, j+1
			continue
		}
		if n.Mark == '.' && !n.Gap && len(t.Num) <= 3 && len(text.At(ts, j+1).Num) == 3 && !text.At(ts, j+1).Gap {
			whole, j = whole+text.At(ts, j+1).Num, j+2
			continue
		}
		break
	}
	decimals := ""
	if sep, d := text.At(ts, j), text.At(ts, j+1); (sep.Mark == ',' || sep.Mark == '.') && !sep.Gap && d.Num != "" &&
		!d.Gap && len(d.Num) <= 2 {
		decimals, j = d.Num, j+2
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(whole+"."+decimals, "."), 64)
	if err != nil {
		return amount{}, false
	}
	return amount{value: v, from: i, to: j}, true
}

// lone reports whether the only number of a text is also its only content: "1510", "595.".
func lone(ts []text.Token) (float64, bool) {
	a, ok := numberAt(ts, 0)
	if !ok {
		return 0, false
	}
	for _, t := range ts[a.to:] {
		if t.Mark == 0 || t.Mark == '/' || t.Mark == '-' {
			return 0, false
		}
	}
	return a.value, true
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
