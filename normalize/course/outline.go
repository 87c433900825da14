package course

import (
	"strings"

	"carif/schema"
	"carif/text"
)

// headingStyle is a way of numbering headings; a lower one is the coarser.
type headingStyle int

const (
	styleNone    headingStyle = iota
	styleRoman                // "I. …", "III – …"
	styleKeyword              // "MODULE 1 …", "UC 2 : …"
	styleNumber               // "1. …", "2) …"
)

// outline parts a programme at its headings: the coarsest numbering that it uses at least twice and in order.
// A programme without one has no outline; numbers count only where something stands below them, else they are
// just a list.
func outline(programme string) []schema.OutlineItem {
	lines := strings.Split(programme, "\n")
	type mark struct {
		style headingStyle
		n     int
	}
	marks := make([]mark, len(lines))
	count := [4]int{}
	next := [4]int{}
	for i, l := range lines {
		s, n := heading(l)
		if s == styleNone {
			continue
		}
		if n == next[s]+1 || next[s] == 0 && s == styleKeyword || s == styleKeyword && n > next[s] {
			next[s] = n
			count[s]++
			marks[i] = mark{s, n}
		}
	}
	for _, s := range []headingStyle{styleRoman, styleKeyword, styleNumber} {
		if count[s] < 2 {
			continue
		}
		out := []schema.OutlineItem{}
		below := 0
		for i, l := range lines {
			switch {
			case marks[i].style == s:
				out = append(out, schema.OutlineItem{Title: strings.TrimSpace(text.Bullet(l)), Items: []string{}})
			case len(out) > 0:
				if item := text.Bullet(l); item != "" {
					below++
					last := &out[len(out)-1]
					last.Items = append(last.Items, item)
				}
			}
		}
		if s != styleNumber || below > 0 {
			return out
		}
	}
	return []schema.OutlineItem{}
}

// heading tells the style and number of a line that begins as a heading does.
func heading(line string) (headingStyle, int) {
	line = strings.TrimSpace(text.Bullet(line))
	if len(line) > 200 || line == "" {
		return styleNone, 0
	}
	if n, rest := leadingRoman(line); n > 0 && separated(rest) {
		return styleRoman, n
	}
	if n, rest := leadingNumber(line); n > 0 && separated(rest) && !(len(rest) > 1 && text.IsDigit(rest[1])) {
		return styleNumber, n
	}
	for _, k := range words.Headings {
		if text.HasPrefixFold(line, k) {
			if n := headingNumber(strings.TrimLeft(line[len(k):], " n°N.")); n > 0 {
				return styleKeyword, n
			}
		}
	}
	return styleNone, 0
}

// headingNumber reads the number behind "module", in digits or roman numerals; 0 for none.
func headingNumber(s string) int {
	for _, read := range []func(string) (int, string){leadingNumber, leadingRoman} {
		if n, rest := read(s); n > 0 && (rest == "" || !text.IsLetter(rest[0])) {
			return n
		}
	}
	return 0
}

// leadingNumber reads the one or two digits that a text begins with; 0 for none.
func leadingNumber(s string) (n int, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	if k := len(s) - len(rest); k > 0 && k <= 2 {
		return text.Atoi(s[:k]), rest
	}
	return 0, s
}

// leadingRoman reads the roman numeral that a text begins with; 0 for none.
func leadingRoman(s string) (n int, rest string) {
	rest = strings.TrimLeft(s, "IVX")
	return romanNumber(s[:len(s)-len(rest)]), rest
}

// separated reports whether what follows a number marks it as a heading's: ". ", ") ", " – ", "/".
func separated(s string) bool {
	t := strings.TrimLeft(s, " ")
	for _, m := range []string{".", ")", "-", "–", "—", ":", "/", "°"} {
		if rest, ok := strings.CutPrefix(t, m); ok {
			return rest != ""
		}
	}
	return false
}

// romanNumber reads a roman numeral up to XXXIX; 0 for none.
func romanNumber(s string) int {
	if s == "" || len(s) > 7 {
		return 0
	}
	total, prev := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10}[s[i]]
		if v < prev {
			total -= v
		} else {
			total, prev = total+v, v
		}
	}
	return total
}
