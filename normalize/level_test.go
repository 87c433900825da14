package normalize

import (
	"testing"

	"carif/schema"
)

func TestLevel(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct {
		raw, code, fit, issue string
		ctx                   levelContext
	}{
		{"Sans niveau spécifique", "1", "exact", "", levelContext{}},
		{"Tous niveaux", "1", "exact", "", levelContext{}},
		{"IX (Tout niveau)", "1", "exact", "", levelContext{}},
		{"Niveau V (CAP, BEP)", "4", "exact", "", levelContext{}},
		{"Niveau V (BEPC, BEP, CAP)", "4", "exact", "", levelContext{}},
		{"V - (BEP/CAP)", "4", "exact", "", levelContext{}},
		{"5 - V (BEP/CAP)", "4", "exact", "", levelContext{year: 2025}},
		{"4 - IV (niv. Bac)", "5", "exact", "", levelContext{}},
		{"6 - VI (scolarité obligatoire)", "2", "exact", "", levelContext{}},
		{"5 bis - V bis (1 an après 3ème)", "3", "exact", "", levelContext{}},
		{"Niveau V bis (Niveau CAP)", "3", "exact", "", levelContext{}},
		{"Fin de scolarité (niveau V bis) (sortie fin de 3e", "3", "exact", "", levelContext{}},
		{"Fin de scolarité (niveau VI) (sortie en fin de 5e", "2", "exact", "", levelContext{}},
		{"Fin de scolarité obligatoire", "2", "exact", "", levelContext{}},
		{"IV bis (Niveau Bac)", "5", "near", "", levelContext{}},
		{"Niveau II (Licence ou maîtrise)", "7", "exact", "", levelContext{}},
		{"Niveau I (Supérieur à la maîtrise)", "8", "exact", "", levelContext{}},
		{"Niveau I et II (Bac+3 et plus)", "7", "near", "", levelContext{}},
		{"Niveau 5 (niv. BEP, CAP)", "4", "exact", "", levelContext{}},
		{"Niveau 5 (niv. BEP, CAP)", "4", "exact", "", levelContext{year: 2025}},
		{"Niveau 5 bis (niveau Brevet des collèges, CFG)", "3", "exact", "", levelContext{}},
		{"Niveau 5 (BTS, DUT)", "15", "exact", "", levelContext{}},
		{"Niveau 3 (CAP, BEP)", "13", "exact", "", levelContext{}},
		{"Niveau 3 (BTS, DUT)", "6", "exact", "", levelContext{}},
		{"Niveau 4 (niv. BAC, BT, BP)", "5", "exact", "", levelContext{year: 2013}},
		{"Niveau 4 (BAC)", "14", "exact", "", levelContext{year: 2024}},
		{"Niveau 6 (fin de scolarité obligatoire)", "2", "exact", "", levelContext{}},
		{"Niveau 6 (licence)", "16", "exact", "", levelContext{}},
		{"Niveau 5", "", "", schema.IssueAmbiguousLevel, levelContext{}},
		{"Niveau 5", "", "", schema.IssueAmbiguousLevel, levelContext{year: 2019}},
		{"Niveau 5", "4", "exact", "", levelContext{year: 2013}},
		{"Niveau 5", "15", "exact", "", levelContext{year: 2024}},
		{"Niveau 5", "4", "exact", "", levelContext{year: 2024, scale: scale1969}},
		{"Niveau 7", "17", "exact", "", levelContext{}},
		{"BEPC, CAP, BEP, BPA", "4", "exact", "", levelContext{year: 2013}},
		{"Bac +3/4", "7", "exact", "", levelContext{year: 2013}},
		{"Bac +2", "15", "exact", "", levelContext{year: 2024}},
		{"Bac +5 et plus", "8", "exact", "", levelContext{year: 2013}},
		{"Bac, Bac pro, BP", "5", "exact", "", levelContext{year: 2013}},
		{"Niveau Bac", "5", "exact", "", levelContext{year: 2013}},
		{"Infra V", "", "", schema.IssueUnknownValue, levelContext{}},
		{"Niveau 3ème", "", "", schema.IssueUnknownValue, levelContext{}},
		{"Niveau en fonction des acquis", "", "", schema.IssueUnknownValue, levelContext{}},
		{"Niveau VI (Fin de scolarité obligatoire), Niveau V bis (Niveau CAP)", "2", "near", "", levelContext{}},
		{"Niveau Bac, Niveau V bis (Niveau CAP)", "5", "near", "", levelContext{exit: true}},
		{"Certification sans niveau spécifique\nCap Emploi si nécessaire", "1", "exact", "", levelContext{}},
	} {
		c, issue := n.level(&schema.Value{Text: tt.raw}, tt.ctx)
		got, fit := "", ""
		if c != nil && c.Code != nil {
			got, fit = *c.Code, c.Fit
		}
		if got != tt.code || fit != tt.fit || issue != tt.issue {
			t.Errorf("level(%q, %+v) = %q %q %q, want %q %q %q", tt.raw, tt.ctx, got, fit, issue, tt.code, tt.fit, tt.issue)
		}
	}
}

// TestLevelKeepsWords: an uncoded level keeps its printed words, several levels are joined.
func TestLevelKeepsWords(t *testing.T) {
	n := newNormalizer(t)
	c, _ := n.level(&schema.Value{Text: "V (CAP, BEP)\nV bis (CEP)", Items: []string{"V (CAP, BEP)", "V bis (CEP)"}}, levelContext{})
	if c.Raw != "V (CAP, BEP) ; V bis (CEP)" || *c.Code != "3" {
		t.Errorf("raw = %q, code %q; want both levels and the lower code 3", c.Raw, *c.Code)
	}
	c, issue := n.level(&schema.Value{Text: "Niveau 5"}, levelContext{})
	if c.Raw != "Niveau 5" || c.Code != nil || issue != schema.IssueAmbiguousLevel {
		t.Errorf("raw = %q code %v issue %s, want the words, no code, ambiguous_level", c.Raw, c.Code, issue)
	}
}

// TestEntryLevelMax: the most one may have learnt is not the level one must have.
func TestEntryLevelMax(t *testing.T) {
	n := newNormalizer(t)
	most, least := val(schema.FieldEntryLevel, "IV"), val(schema.FieldEntryLevel, "Niveau V (CAP, BEP)")
	most.Label, least.Label = "Niveau requis max", "Niveau minimum requis"
	rec := n.Record(draftOf(most, least), schema.Page{}, nil)
	if got := rec.Course.EntryLevel; got == nil || got.Code == nil || *got.Code != "4" {
		t.Errorf("entry level = %+v, want code 4", got)
	}
	if o := rec.Course.Other; len(o) != 1 || o[0].Label != "Niveau requis max" || o[0].Text != "IV" {
		t.Errorf("other = %+v, want the words of the highest level", o)
	}
}
