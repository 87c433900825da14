package normalize

import (
	"strconv"
	"strings"
)

// amount is one number of a printed text with where it stands.
type amount struct {
	value    float64
	from, to int // tokens: the first, and one past the last (with minutes, without the unit)
}

// numberAt reads the number that starts at token i: "1435", "1 435", "1.435", "100,00", "22,5".
func numberAt(ts []token, i int) (a amount, ok bool) {
	t := at(ts, i)
	if t.num == "" || len(t.num) > 9 {
		return amount{}, false
	}
	whole, j := t.num, i+1
	for len(whole) <= 6 { // groups of three: 1 435, 1.435, 12 345
		n := at(ts, j)
		if n.num != "" && len(n.num) == 3 && n.gap && len(t.num) <= 3 && t.num != "0" && ts[j].pos-ts[j-1].end <= 3 {
			whole, j = whole+n.num, j+1
			continue
		}
		if n.mark == '.' && !n.gap && len(t.num) <= 3 && len(at(ts, j+1).num) == 3 && !at(ts, j+1).gap {
			whole, j = whole+at(ts, j+1).num, j+2
			continue
		}
		break
	}
	decimals := ""
	if sep, d := at(ts, j), at(ts, j+1); (sep.mark == ',' || sep.mark == '.') && !sep.gap && d.num != "" && !d.gap && len(d.num) <= 2 {
		decimals, j = d.num, j+2
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(whole+"."+decimals, "."), 64)
	if err != nil {
		return amount{}, false
	}
	return amount{value: v, from: i, to: j}, true
}

// lone reports whether the only number of a text is also its only content: "1510", "595.".
func lone(ts []token) (float64, bool) {
	a, ok := numberAt(ts, 0)
	if !ok {
		return 0, false
	}
	for _, t := range ts[a.to:] {
		if t.mark == 0 || t.mark == '/' || t.mark == '-' {
			return 0, false
		}
	}
	return a.value, true
}

// readCount reads a number of seats: the only whole number of a short text.
func readCount(s string) (n int, ok bool) {
	ts := tokens(s)
	found := false
	if strings.Contains(s, "?") { // "? / 18": the number that counts is not known
		return 0, false
	}
	for i := 0; i < len(ts); i++ {
		if ts[i].num == "" {
			continue
		}
		if d, next, isDate := dateAt(ts, i); isDate && d.whole() { // "A la date du 17/07/2012 il reste 9 places"
			i = next - 1
			continue
		}
		if found || len(ts[i].num) > 4 {
			return 0, false
		}
		n, found = atoi(ts[i].num), true
	}
	return n, found
}
