package value

import (
	"testing"

	"carif/schema"
)

func TestLevel(t *testing.T) {
	n := newReader(t)
	for _, tt := range []struct {
		raw, code, fit, issue string
		ctx                   LevelContext
	}{
		{"Sans niveau spécifique", "1", "exact", "", LevelContext{}},
		{"Tous niveaux", "1", "exact", "", LevelContext{}},
		{"IX (Tout niveau)", "1", "exact", "", LevelContext{}},
		{"Niveau V (CAP, BEP)", "4", "exact", "", LevelContext{}},
		{"Niveau V (BEPC, BEP, CAP)", "4", "exact", "", LevelContext{}},
		{"V - (BEP/CAP)", "4", "exact", "", LevelContext{}},
		{"5 - V (BEP/CAP)", "4", "exact", "", LevelContext{Year: 2025}},
		{"4 - IV (niv. Bac)", "5", "exact", "", LevelContext{}},
		{"6 - VI (scolarité obligatoire)", "2", "exact", "", LevelContext{}},
		{"5 bis - V bis (1 an après 3ème)", "3", "exact", "", LevelContext{}},
		{"Niveau V bis (Niveau CAP)", "3", "exact", "", LevelContext{}},
		{"Fin de scolarité (niveau V bis) (sortie fin de 3e", "3", "exact", "", LevelContext{}},
		{"Fin de scolarité (niveau VI) (sortie en fin de 5e", "2", "exact", "", LevelContext{}},
		{"Fin de scolarité obligatoire", "2", "exact", "", LevelContext{}},
		{"IV bis (Niveau Bac)", "5", "near", "", LevelContext{}},
		{"Niveau II (Licence ou maîtrise)", "7", "exact", "", LevelContext{}},
		{"Niveau I (Supérieur à la maîtrise)", "8", "exact", "", LevelContext{}},
		{"Niveau I et II (Bac+3 et plus)", "7", "near", "", LevelContext{}},
		{"Niveau 5 (niv. BEP, CAP)", "4", "exact", "", LevelContext{}},
		{"Niveau 5 (niv. BEP, CAP)", "4", "exact", "", LevelContext{Year: 2025}},
		{"Niveau 5 bis (niveau Brevet des collèges, CFG)", "3", "exact", "", LevelContext{}},
		{"Niveau 5 (BTS, DUT)", "15", "exact", "", LevelContext{}},
		{"Niveau 3 (CAP, BEP)", "13", "exact", "", LevelContext{}},
		{"Niveau 3 (BTS, DUT)", "6", "exact", "", LevelContext{}},
		{"Niveau 4 (niv. BAC, BT, BP)", "5", "exact", "", LevelContext{Year: 2013}},
		{"Niveau 4 (BAC)", "14", "exact", "", LevelContext{Year: 2024}},
		{"Niveau 6 (fin de scolarité obligatoire)", "2", "exact", "", LevelContext{}},
		{"Niveau 6 (licence)", "16", "exact", "", LevelContext{}},
		{"Niveau 5", "", "", schema.IssueAmbiguousLevel, LevelContext{}},
		{"Niveau 5", "", "", schema.IssueAmbiguousLevel, LevelContext{Year: 2019}},
		{"Niveau 5", "4", "exact", "", LevelContext{Year: 2013}},
		{"Niveau 5", "15", "exact", "", LevelContext{Year: 2024}},
		{"Niveau 5", "4", "exact", "", LevelContext{Year: 2024, Scale: scale1969}},
		{"Niveau 7", "17", "exact", "", LevelContext{}},
		{"BEPC, CAP, BEP, BPA", "4", "exact", "", LevelContext{Year: 2013}},
		{"Bac +3/4", "7", "exact", "", LevelContext{Year: 2013}},
		{"Bac +2", "15", "exact", "", LevelContext{Year: 2024}},
		{"Bac +5 et plus", "8", "exact", "", LevelContext{Year: 2013}},
		{"Bac, Bac pro, BP", "5", "exact", "", LevelContext{Year: 2013}},
		{"Niveau Bac", "5", "exact", "", LevelContext{Year: 2013}},
		{"Infra V", "", "", schema.IssueUnknownValue, LevelContext{}},
		{"Niveau 3ème", "", "", schema.IssueUnknownValue, LevelContext{}},
		{"Niveau en fonction des acquis", "", "", schema.IssueUnknownValue, LevelContext{}},
		{"Niveau VI (Fin de scolarité obligatoire), Niveau V bis (Niveau CAP)", "2", "near", "", LevelContext{}},
		{"Niveau Bac, Niveau V bis (Niveau CAP)", "5", "near", "", LevelContext{Exit: true}},
		{"Certification sans niveau spécifique\nCap Emploi si nécessaire", "1", "exact", "", LevelContext{}},
	} {
		c, issue := n.Level(&schema.Value{Text: tt.raw}, tt.ctx)
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
	n := newReader(t)
	c, _ := n.Level(&schema.Value{Text: "V (CAP, BEP)\nV bis (CEP)", Items: []string{"V (CAP, BEP)", "V bis (CEP)"}}, LevelContext{})
	if c.Raw != "V (CAP, BEP) ; V bis (CEP)" || *c.Code != "3" {
		t.Errorf("raw = %q, code %q; want both levels and the lower code 3", c.Raw, *c.Code)
	}
	c, issue := n.Level(&schema.Value{Text: "Niveau 5"}, LevelContext{})
	if c.Raw != "Niveau 5" || c.Code != nil || issue != schema.IssueAmbiguousLevel {
		t.Errorf("raw = %q code %v issue %s, want the words, no code, ambiguous_level", c.Raw, c.Code, issue)
	}
}
