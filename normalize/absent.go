package normalize

import (
	"strings"
	"unicode"

	"carif/normalize/vocab"
	"carif/schema"
)

// longestPlaceholder is the most bytes of a text that may say nothing; longer ones always say something.
const longestPlaceholder = 90

// placeholder reports whether a printed text names its field and says nothing: a wording of the placeholder
// vocabulary, or marks alone ("/", ".", "…").
func (n *Normalizer) placeholder(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > longestPlaceholder {
		return false
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return !strings.ContainsAny(s, "✓✔✗✘☑☒×") // marks that answer yes or no
	}
	return n.vocab.Lists(vocab.Placeholder, s)
}

// evasive reports whether a short text only sends the reader elsewhere ("se renseigner auprès de …"): in a field of
// dates, hours, euros or codes that says nothing, in a text it may be all there is to say.
func (n *Normalizer) evasive(s string) bool {
	if s == "" || len(s) > longestPlaceholder || hasDigit(s) || strings.Contains(s, "\n") {
		return false
	}
	_, ok := n.vocab.Find(vocab.Placeholder, s)
	return ok
}

// typed tells the fields whose values are dates, numbers, places or codes.
func typed(f schema.Field) bool {
	switch f {
	case schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldTeachingMode, schema.FieldEntryExit, schema.FieldPathway, schema.FieldUpdatedOn,
		schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours, schema.FieldPrice, schema.FieldGeneralObjective,
		schema.FieldFunder, schema.FieldFundingReference, schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionEntryExit,
		schema.FieldSessionPlace, schema.FieldSessionPostal, schema.FieldSessionSeats, schema.FieldSessionHours, schema.FieldSessionPrice:
		return true
	}
	return false
}

// zeroOnly reports whether a text is a zero with a unit at most: sites print "0 heures" and "0 €" for a number
// that nobody typed in.
func zeroOnly(s string) bool {
	ts := tokens(s)
	a, ok := numberAt(ts, 0)
	if !ok || a.value != 0 {
		return false
	}
	for _, t := range ts[a.to:] {
		if t.num != "" || t.word != "" && !hourUnit(t.word) && !euro(t) && !otherUnit(t.word) {
			return false
		}
	}
	return true
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

// saysNothing reports whether a value names its field and leaves it empty.
func (n *Normalizer) saysNothing(v *schema.Value) bool {
	if name := answers(v.Field); name != "" {
		if _, ok := n.vocab.Find(name, v.Text); ok {
			return false
		}
	}
	return v.Empty || n.placeholder(v.Text) || typed(v.Field) && n.evasive(v.Text) || countsZero(v.Field) && zeroOnly(cutLabel(v.Text))
}
