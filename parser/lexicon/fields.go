package lexicon

import (
	"strings"

	"carif/schema"
	"carif/text"
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

// Aside reports fields beside what every course page says: a label of one of them without a value says nothing.
func Aside(f schema.Field) bool {
	switch f {
	case schema.FieldOther, schema.FieldSessionText, schema.FieldDisabilityAccess, schema.FieldAssessment, schema.FieldMethods, schema.FieldAccessDelay,
		schema.FieldResults, schema.FieldEquivalences, schema.FieldBlocks, schema.FieldCertifier, schema.FieldRegisteredFrom, schema.FieldRegisteredUntil,
		schema.FieldGroupSize, schema.FieldInformationDates, schema.FieldEnrolmentUntil, schema.FieldPositioning, schema.FieldRemainingCost,
		schema.FieldAlternance, schema.FieldCPF:
		return true
	}
	return false
}

// SaysEligible reports a label that says by itself that a course can be paid with a personal training account.
func SaysEligible(label string) bool {
	f := text.FoldLabel(label)
	return (strings.HasPrefix(f, "eligible") || strings.HasPrefix(f, "formation eligible") || strings.HasPrefix(f, "financable") || strings.HasSuffix(f, "eligible")) && !strings.Contains(f, "non ")
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
