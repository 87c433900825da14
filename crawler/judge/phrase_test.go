package judge

import (
	"regexp/syntax"
	"strings"
	"testing"
)

// Every text that a phrase's pattern matches holds one of its words: the pattern's shortest texts do, with each of its
// choices, and what a repetition adds stands between words or is one more of the same.
func TestPhraseWords(t *testing.T) {
	for name, p := range map[string]phrase{"closed": closed, "missing": missing, "nothing": nothing, "denied": denied,
		"waits": waits,
		"login": login, "checks": checks, "parked": parked} {
		re, err := syntax.Parse(p.re.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		list := texts(re)
		for _, s := range list {
			if !p.re.MatchString(s) {
				t.Errorf("%s: %q was made from the pattern and does not match it", name, s)
			}
			if !p.MatchString(s) {
				t.Errorf("%s: no word of the phrase stands in %q", name, s)
			}
		}
		if len(list) < 3 {
			t.Errorf("%s: %d texts", name, len(list))
		}
	}
	if closed.MatchString("formation a la maintenance des ascenseurs") ||
		!closed.MatchString("le site est actuellement ferme") {
		t.Error("a phrase does not judge as its pattern does")
	}
}

// texts lists the shortest texts of a pattern: each choice, each option with and without, repetitions none and once.
func texts(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		var out []string
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1] && r < re.Rune[i]+2; r++ { // a class of many letters stands in a repetition
				out = append(out, string(r))
			}
		}
		return out
	case syntax.OpAnyCharNotNL, syntax.OpAnyChar:
		return []string{"x"}
	case syntax.OpCapture, syntax.OpPlus:
		return texts(re.Sub[0])
	case syntax.OpQuest, syntax.OpStar, syntax.OpRepeat:
		if re.Op == syntax.OpRepeat && re.Min > 0 {
			panic("a repetition of at least " + strings.Repeat("1", re.Min))
		}
		return append([]string{""}, texts(re.Sub[0])...)
	case syntax.OpConcat:
		out := []string{""}
		for _, sub := range re.Sub {
			var next []string
			for _, tail := range texts(sub) {
				for _, head := range out {
					next = append(next, head+tail)
				}
			}
			out = next
		}
		return out
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			out = append(out, texts(sub)...)
		}
		return out
	}
	return []string{""} // the edges of words and texts
}
