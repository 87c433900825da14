package lexicon

import (
	"testing"

	"carif/schema"
)

// TestAbridged tries labels whose words are printed short.
func TestAbridged(t *testing.T) {
	lx, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]schema.Field{"Préreq.": schema.FieldPrerequisites, "Recrut.": schema.FieldSelection, "Valid.": schema.FieldValidation,
		"Éval.": schema.FieldAssessment, "Indic.": schema.FieldResults, "Access. hand.": schema.FieldDisabilityAccess, "Vol. hor.": schema.FieldDuration,
		"Publ.": schema.FieldAudience, "Niv. requis": schema.FieldEntryLevel, "Object.": schema.FieldObjective, "Mod.": "", "M.": "", "etc.": "", "Form.": "", "Cours du soir": ""} {
		got := schema.Field("")
		if e := lx.Abridged(label); e != nil {
			got = e.Field
		}
		if got != want {
			t.Errorf("%q is %q, want %q", label, got, want)
		}
	}
}
