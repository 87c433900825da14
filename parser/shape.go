package parser

import (
	"strings"

	"carif/text"
)

// generalAim reports whether words name one of the few general aims an action may have.
func generalAim(t string) bool {
	f := text.FoldLabel(t)
	for _, w := range [...]string{"certifi", "qualif", "professionnalis", "mise a niveau", "savoirs de base", "mobilisation", "perfectionnement", "creation d entreprise", "elargissement", "diplom", "initiation", "insertion", "orientation", "adaptation"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}
