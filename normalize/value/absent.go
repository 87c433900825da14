package value

import (
	"regexp"
	"strings"
	"unicode"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/vocab"
)

// longestPlaceholder is the most bytes of a text that may say nothing; longer ones always say something.
const longestPlaceholder = 90

// Placeholder reports whether a printed text names its field and says nothing: a wording of the placeholder
// vocabulary, or marks alone ("/", ".", "…").
func (n *Reader) Placeholder(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > longestPlaceholder {
		return false
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return !strings.ContainsAny(s, "✓✔✗✘☑☒×") // marks that answer yes or no
	}
	return n.Vocab.Lists(vocab.Placeholder, s) || untold.MatchString(text.Fold(s))
}

// untold is a sentence that says that somebody did not say: "L'organisme ne l'a pas précisé".
var untold = regexp.MustCompile(`^\D{0,40}\b(pas|jamais)( encore)?( ete)? ` +
	`(precise|renseigne|communique|indique|saisi|fourni|transmis|defini|fixe)e?s?$`)

// Evasive reports whether a short text only sends the reader elsewhere ("se renseigner auprès de …"): in a field of
// dates, hours, euros or codes that says nothing, in a text it may be all there is to say.
func (n *Reader) Evasive(s string) bool {
	if s == "" || len(s) > longestPlaceholder || text.HasDigit(s) || strings.Contains(s, "\n") {
		return false
	}
	_, ok := n.Vocab.Find(vocab.Placeholder, s)
	return ok
}

// typed tells the fields whose values are dates, numbers, places or codes.
func typed(f schema.Field) bool {
	switch f {
	case schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldTeachingMode, schema.FieldEntryExit,
		schema.FieldPathway, schema.FieldUpdatedOn,
		schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours,
		schema.FieldPrice, schema.FieldGeneralObjective,
		schema.FieldFunder, schema.FieldFundingReference, schema.FieldSessionDates, schema.FieldSessionStart,
		schema.FieldSessionEnd, schema.FieldSessionEntryExit,
		schema.FieldSessionCity, schema.FieldSessionPostal, schema.FieldSessionSeats, schema.FieldSessionHours,
		schema.FieldSessionPrice:
		return true
	}
	return false
}

// answers tells the fields whose vocabulary is asked before the placeholders: "Non disponible" is a state there.
func answers(f schema.Field) string {
	switch f {
	case schema.FieldSessionState:
		return vocab.States
	case schema.FieldPersonalisable, schema.FieldCertifying, schema.FieldConventioned, schema.FieldProContract,
		schema.FieldApprenticeship, schema.FieldSessionCPF:
		return vocab.YesNo
	}
	return ""
}

// countsZero tells the fields in which a printed zero is a filler.
func countsZero(f schema.Field) bool {
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours,
		schema.FieldPrice, schema.FieldSessionHours, schema.FieldSessionPrice:
		return true
	}
	return false
}

// SaysNothing reports whether a value names its field and leaves it empty.
func (n *Reader) SaysNothing(v *schema.Value) bool {
	if name := answers(v.Field); name != "" {
		if _, ok := n.Vocab.Find(name, v.Text); ok {
			return false
		}
	}
	return v.Empty || n.Placeholder(v.Text) || typed(v.Field) && n.Evasive(v.Text) ||
		countsZero(v.Field) && amount.ZeroOnly(text.CutLabel(v.Text))
}
