package shape

import (
	"strings"

	"carif/parser/wording"
	"carif/text"
)

// state reports whether a short text tells a session's state: by the vocabulary, whose wordings a user may add to.
func (r *Sheet) State(t string) bool {
	t = strings.Trim(t, " -–,:()")
	return wording.TellsState(t) || len(t) < 60 && len(t) > 2 && !text.HasDigit(t) && r.Lx.IsState(t)
}
