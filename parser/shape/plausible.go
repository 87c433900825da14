package shape

import (
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// plausible takes "words : value" at the start of a plain line as a label that no list knows, where the words tell
// a field and the value has the look of one: "N° d'enregistrement : 2013-0457", "Heures en centre : 525 h".
func (r *Sheet) plausible(t string, p *Piece) bool {
	i := strings.IndexByte(t, ':')
	if i < 3 || i > 60 || len(t) > 160 || i == len(t)-1 {
		return false
	}
	lab := wording.TrimLabel(t[:i])
	if strings.Count(lab, " ") > 6 || strings.ContainsAny(lab, "(,;0123456789") {
		return false
	}
	e := r.Guess(lab)
	if e == nil || !looksLike(e.Field, strings.TrimSpace(t[i+1:])) {
		return false
	}
	p.Label, p.Key, p.Sure, p.Rank, p.From = lab, wording.LabelKey(lab), PlainLabel, 8, int32(i+1)
	r.Guessed[p.Key] = e
	return true
}

// looksLike reports whether a value can hardly be anything but one of the field.
func looksLike(f schema.Field, v string) bool {
	first, _, _ := strings.Cut(v, " ")
	switch f {
	case schema.FieldNativeID:
		return wording.IsID(first) && len(v) < 60
	case schema.FieldUpdatedOn:
		spans := date.Spans(v)
		return len(spans) == 1 && spans[0][0] < 4
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours:
		return v != "" && wording.Digit(v[0]) && len(v) < 60
	case schema.FieldFormacode, schema.FieldROME, schema.FieldNSF, schema.FieldRNCP:
		return strings.ContainsAny(first, "0123456789") && len(first) < 12
	case schema.FieldProviderSIRET:
		return len(v) >= 9 && wording.Digit(v[0])
	case schema.FieldPrice:
		return v != "" && wording.Digit(v[0]) && (strings.Contains(v, "€") || strings.Contains(text.FoldLabel(v), "euro"))
	case schema.FieldEntryLevel, schema.FieldExitLevel:
		switch text.FoldLabel(first) {
		case "niveau", "i", "ii", "iii", "iv", "v", "vi", "bac", "cap", "sans", "aucun":
			return true
		}
	}
	return false
}
