package lexicon

import (
	"carif/schema"
)

// long reports fields whose value is running text in which other labels' words may stand.
func Long(f schema.Field) bool {
	switch f {
	case schema.FieldObjective, schema.FieldGeneralObjective, schema.FieldProgramme, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldHighlights,
		schema.FieldFollowUp, schema.FieldOther, schema.FieldSessionText:
		return true
	}
	return false
}

func IsSession(f schema.Field) bool { return len(f) > 8 && f[:8] == "session." }
