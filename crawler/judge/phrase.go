package judge

import (
	"regexp"
	"strings"
)

// phrase is a pattern that can only match where one of a few words stands. Looking for the words first costs a
// hundredth of the pattern, and nearly no page has them.
type phrase struct {
	re    *regexp.Regexp
	words []string
}

func (p phrase) MatchString(s string) bool {
	for _, w := range p.words {
		if strings.Contains(s, w) {
			return p.re.MatchString(s)
		}
	}
	return false
}

func newPhrase(pattern string, words ...string) phrase {
	return phrase{regexp.MustCompile(pattern), words}
}
