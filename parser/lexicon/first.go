package lexicon

import "regexp/syntax"

// firsts tells with which letters and digits a text may begin that a pattern matches. Most values begin with none of a
// kind's, and a look at one byte spares the pattern.
type firsts [256]bool

// firstsOf reads the beginnings of a pattern; one that may match behind the beginning of a text begins with anything.
func firstsOf(pattern string) firsts {
	var f firsts
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || !f.begin(re.Simplify(), false) {
		for i := range f {
			f[i] = true
		}
	}
	return f
}

// begin adds the first bytes of what re matches at the beginning of a text. It reports false where re may match without
// one of them; at tells that the beginning is asked for already.
func (f *firsts) begin(re *syntax.Regexp, at bool) bool {
	switch re.Op {
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if sub.Op == syntax.OpBeginText {
				at = true
			} else if f.begin(sub, at) {
				return true
			}
		}
		return false
	case syntax.OpAlternate:
		all := true
		for _, sub := range re.Sub {
			all = f.begin(sub, at) && all
		}
		return all
	case syntax.OpCapture:
		return f.begin(re.Sub[0], at)
	case syntax.OpPlus:
		return at && f.begin(re.Sub[0], at)
	case syntax.OpStar, syntax.OpQuest:
		f.begin(re.Sub[0], at)
		return false
	case syntax.OpLiteral:
		f.add(re.Rune[0], re.Rune[0])
		return at && re.Flags&syntax.FoldCase == 0
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			f.add(re.Rune[i], re.Rune[i+1])
		}
		return at
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		f.add(0, 0xff)
		return at
	}
	return false // a border of a word is no byte
}

// add adds the bytes with which runes may begin; folded words have no others than letters and digits.
func (f *firsts) add(from, to rune) {
	for c := from; c <= min(to, 0xff); c++ {
		f[c] = true
	}
}
