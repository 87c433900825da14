package shape

import (
	"carif/parser/lexicon"
	"carif/schema"
)

// modules reports a heading over the parts of a course, each of which may have labels of its own.
func Modules(e *lexicon.Entry, p *Piece) bool {
	if e.Field != schema.FieldProgramme || !p.Whole || p.Sure < Structural {
		return false
	}
	switch p.Key {
	case "module", "module formation", "unite enseignement", "unite formation", "bloc competence", "composante", "liste module", "detail module":
		return true
	}
	return false
}
