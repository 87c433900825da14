package region

import (
	"strings"

	"carif/parser/layout"
)

func (r *Regions) SpeaksOfProvider(i int) bool {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	words := layout.Attr(r.Lay.Boxes[l.Box].Attrs, "class") + " " + layout.Attr(r.Lay.Boxes[l.Box].Attrs, "itemprop")
	for _, a := range l.Anchors {
		words += " " + a.Href
	}
	for _, x := range l.Runs {
		words += " " + x.Class
	}
	words = strings.ToLower(words)
	for _, w := range [...]string{"organisme", "prestataire", "etablissement", "provider", "organization", "porteur", "centre-formation", "dispensateur", "/of/"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
