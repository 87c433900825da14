package course

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// headingStyle is a way of numbering headings; a lower one is the coarser.
type headingStyle int

const (
	styleNone    headingStyle = iota
	styleRoman                // "I. …", "III – …"
	styleKeyword              // "MODULE 1 …", "UC 2 : …"
	styleNumber               // "1. …", "2) …"
)

// outline parts a programme at its headings: the coarsest numbering that it uses at least twice and in order, that of
// words ("Module 2") in any order. A programme without one has no outline; numbers count only where something stands
// below them, else they are just a list.
func outline(programme string) []schema.OutlineItem {
	lines := strings.Split(programme, "\n")
	marks := make([]headingStyle, len(lines))
	count := [4]int{}
	next := [4]int{}
	used := map[int]bool{}
	for i, l := range lines {
		s, n := heading(l)
		if s == styleNone || s != styleKeyword && n != next[s]+1 || s == styleKeyword && used[n] {
			continue
		}
		if next[s] = n; s == styleKeyword {
			used[n] = true
		}
		count[s]++
		marks[i] = s
	}
	if count[styleKeyword] > 1 {
		unnumbered(lines, marks)
	}
	for _, s := range []headingStyle{styleRoman, styleKeyword, styleNumber} {
		if count[s] < 2 {
			continue
		}
		out, below := under(lines, marks, s)
		if s != styleNumber || below > 0 {
			return flat(out)
		}
	}
	return []schema.OutlineItem{}
}

// under gives the headings of a style, each with the lines below it, and how many those are.
func under(lines []string, marks []headingStyle, s headingStyle) (out []schema.OutlineItem, below int) {
	for i, l := range lines {
		switch {
		case marks[i] == s:
			out = append(out, schema.OutlineItem{Title: strings.TrimSpace(text.Bullet(l)), Items: []string{}})
		case len(out) > 0:
			if item := text.Bullet(l); item != "" {
				below++
				last := &out[len(out)-1]
				last.Items = append(last.Items, item)
			}
		}
	}
	return out, below
}

// flat takes the lines behind the last heading for headings of their own where no other has any below it: a list that
// goes on without numbers. Sentences there are no part of the outline; the programme has them.
func flat(out []schema.OutlineItem) []schema.OutlineItem {
	for i := range out[:len(out)-1] {
		if len(out[i].Items) > 0 {
			return out
		}
	}
	last := &out[len(out)-1]
	rest := last.Items
	last.Items = []string{}
	for _, item := range rest {
		// a sentence closes the list
		if len(item) <= longestHeading && !strings.HasSuffix(item, ".") && strings.Count(item, " ") < 12 {
			out = append(out, schema.OutlineItem{Title: item, Items: []string{}})
		}
	}
	return out
}

// longestHeading is the most bytes of a heading that has no number.
const longestHeading = 120

// unnumbered marks the headings without a number among those that have one: "Module final : examen" beside "Module 1
// : …", "Session de validation (1 semaine)" where each of the others ends with how long it is.
func unnumbered(lines []string, marks []headingStyle) {
	timed, n, word := 0, 0, ""
	for i, l := range lines {
		if marks[i] != styleKeyword {
			continue
		}
		n++
		l = strings.TrimSpace(text.Bullet(l))
		if endsTimed(l) {
			timed++
		}
		word = firstWord(l)
	}
	for i, l := range lines {
		l = strings.TrimSpace(text.Bullet(l))
		if marks[i] != styleNone || l == "" || len(l) > longestHeading {
			continue
		}
		rest := strings.TrimSpace(strings.TrimPrefix(l, word))
		named := len(word) > 3 && strings.HasPrefix(l, word+" ") && rest != "" && text.IsLetter(rest[0])
		if named || timed == n && endsTimed(l) {
			marks[i] = styleKeyword
		}
	}
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// endsTimed reports a line that ends with how long what it names takes: "(2 semaines)", "(14h)".
func endsTimed(l string) bool {
	i := strings.LastIndexByte(l, '(')
	return i > 0 && strings.HasSuffix(l, ")") && amount.HasHours(strings.Trim(l[i:], "()"))
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
