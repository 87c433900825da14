package region

import (
	"strings"
)

// marks puts one bar for all that parts a line about the sheet; made once, it is read-only.
var marks = strings.NewReplacer(" Mise à jour", "|Mise à jour", " Mis à jour", "|Mis à jour", " mise à jour", "|mise à jour", " - ", "|", " – ", "|", " / ", "|", ", ", "|", " (", "|")

// splitMarks splits a line at bars and dashes.
func SplitMarks(t string) []string {
	return strings.FieldsFunc(marks.Replace(t), func(c rune) bool { return c == '|' || c == '•' || c == '·' })
}
