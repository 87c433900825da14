package lexicon

import (
	"strings"

	"carif/parser/wording"
)

func HasPostalLine(t string) bool {
	for l := range strings.SplitSeq(t, "\n") {
		if wording.PostalLine(l) {
			return true
		}
	}
	return false
}
