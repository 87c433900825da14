package lexicon

import (
	"carif/text"
)

// saysNone reports words that say that there is no session, or none yet.
func (lx *Lexicon) SaysNone(t string) bool { return lx.IsKind("nosession", t, text.FoldLabel(t)) }
