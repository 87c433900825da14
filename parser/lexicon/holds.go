package lexicon

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// holds are the words of which a text has at least one where a pattern matches; empty where none can be told. Looking for words
// costs a tenth of trying an expression at each byte of a line.
type holds []string

// mostHeld is the most words that are looked for one by one: with more, the expression itself is as quick.
const mostHeld = 12

// in reports whether a text has one of the words.
func (n holds) in(t string) bool {
	return len(n) == 0 || slices.ContainsFunc(n, func(w string) bool { return strings.Contains(t, w) })
}

// holdsOf reads the words off a pattern.
func holdsOf(pattern string) holds {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	if n := literals(re.Simplify()); len(n) <= mostHeld {
		return n
	}
	return nil
}

// literals gives words one of which stands in whatever re matches, nil where there are none.
func literals(re *syntax.Regexp) holds {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return holds{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpAlternate:
		var all holds
		for _, sub := range re.Sub {
			n := literals(sub)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		return all
	case syntax.OpConcat:
		var best holds
		for _, sub := range re.Sub {
			if n := literals(sub); n.shortest() > best.shortest() {
				best = n
			}
		}
		return best
	}
	return nil
}

// shortest is the length of the shortest word in runes, 0 for none: the part of a pattern whose words are long is rare.
func (n holds) shortest() int {
	if len(n) == 0 {
		return 0
	}
	least := utf8.RuneCountInString(n[0])
	for _, w := range n[1:] {
		least = min(least, utf8.RuneCountInString(w))
	}
	return least
}
