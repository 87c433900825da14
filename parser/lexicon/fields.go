package lexicon

import (
	"carif/schema"
)

// Long reports fields whose value is running text in which other labels' words may stand.
func Long(f schema.Field) bool {
	switch f {
	case schema.FieldObjective, schema.FieldGeneralObjective, schema.FieldProgramme, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldHighlights,
		schema.FieldFollowUp, schema.FieldOther, schema.FieldSessionText:
		return true
	}
	return false
}

// IsSession reports whether a field belongs to a session.
func IsSession(f schema.Field) bool { return len(f) > 8 && f[:8] == "session." }

// BlockField reports whether a field is one of the provider or contact whose block it stands in.
func BlockField(f schema.Field) bool {
	switch f {
	case FieldPhone, FieldEmail, FieldName, FieldAddress, FieldPostal, FieldCity, FieldWebsite, schema.FieldFax:
		return true
	}
	return false
}
