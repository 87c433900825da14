package parser

import (
	"testing"

	"carif/parser/lexicon"
	"carif/schema"
)

// TestLexiconFields holds every field the lexicon names to one that somebody reads.
func TestLexiconFields(t *testing.T) {
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	known := map[schema.Field]bool{lexicon.FieldIgnore: true, lexicon.FieldSection: true, lexicon.FieldWebsite: true, lexicon.FieldPhone: true, lexicon.FieldEmail: true, lexicon.FieldName: true, lexicon.FieldAddress: true, lexicon.FieldPostal: true, lexicon.FieldCity: true}
	for _, f := range schema.Fields() {
		known[f] = true
	}
	for _, m := range []map[string]*lexicon.Entry{lx.Course, lx.Session, lx.Block, lx.Column} {
		for label, e := range m {
			for _, f := range append([]schema.Field{e.Field}, e.Also...) {
				if !known[f] {
					t.Errorf("label %q stands for %q, which is no field", label, f)
				}
			}
		}
	}
	for _, r := range lx.Words {
		if !known[r.Entry.Field] {
			t.Errorf("a words rule stands for %q, which is no field", r.Entry.Field)
		}
	}
}

// TestWords tries labels that no list knows.
func TestWords(t *testing.T) {
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		label string
		want  schema.Field
	}{
		{"Niveau minimal demandé à l'entrée", schema.FieldEntryLevel},
		{"Niveau obtenu après la formation", schema.FieldExitLevel},
		{"Heures de stage en entreprise", schema.FieldCompanyHours},
		{"Nombre total d'heures prévues", schema.FieldDuration},
		{"Tarif par personne", schema.FieldPrice},
		{"Date de la dernière actualisation", schema.FieldUpdatedOn},
		{"Frais d'hébergement", schema.FieldOther},
		{"Critères d'admission des candidats", schema.FieldAdmission},
		{"Bonjour à tous", ""},
		{"Le travail en équipe de nuit et ses effets sur le sommeil des soignants", ""},
	}
	for _, tt := range tests {
		var got schema.Field
		if e := lx.Guess(tt.label); e != nil {
			got = e.Field
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.label, got, tt.want)
		}
	}
}
