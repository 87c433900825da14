package parser

import (
	"regexp"
	"strings"

	"carif/schema"
)

// rncpCode finds the number of a certification of the national list in running words: "RNCP 37275", "RNCP n° 37275".
var rncpCode = regexp.MustCompile(`(?i)\bRNCP\s*(?:n°|n|:)?\s*:?\s*(\d{3,6})\b`)

// statedCodes takes the certification's number out of words that say it by themselves, where no label names it: a badge, a
// line under the certification, a link. What must be known before and what may follow speak of other certifications.
func (r *reader) statedCodes() {
	if len(r.draft.Get(schema.FieldRNCP)) > 0 {
		return
	}
	said := map[string]bool{}
	take := func(t string, w schema.Where, label string) {
		if len(t) > 4000 || !strings.Contains(t, "RNCP") && !strings.Contains(t, "rncp") {
			return
		}
		for _, m := range rncpCode.FindAllStringSubmatch(t, 4) {
			if said[m[1]] {
				continue
			}
			said[m[1]] = true
			r.draft.Values = append(r.draft.Values, schema.Value{Field: schema.FieldRNCP, Label: label, Text: m[0], Where: w})
		}
	}
	for _, v := range r.draft.Values {
		switch v.Field {
		case schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldFollowUp, schema.FieldSelection, schema.FieldAudience, schema.FieldProgramme:
		default:
			take(v.Text, v.Where, v.Label)
			for _, l := range v.Links {
				take(l.Text, v.Where, v.Label)
			}
		}
	}
	for _, u := range r.draft.Unclaimed {
		take(u.Text, schema.Where{Path: u.Where}, u.Label)
	}
}
