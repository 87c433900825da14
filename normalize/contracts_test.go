package normalize

import (
	"strconv"
	"testing"

	"carif/schema"
)

func TestContracts(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ text, pro, app string }{
		{"- Contrat d'apprentissage\n- Contrat de professionnalisation", "true", "true"},
		{"Contrat d'apprentissage", "<nil>", "true"},
		{"Possibilité de suivre la formation dans le cadre d'un contrat de professionnalisation", "true", "<nil>"},
		{"Non", "false", "false"},
	} {
		v := val(schema.FieldProContract, tt.text)
		v.Also = []schema.Field{schema.FieldApprenticeship}
		c := n.Record(draftOf(v), schema.Page{}, nil).Course.Contracts
		show := func(p *bool) string {
			if p == nil {
				return "<nil>"
			}
			return strconv.FormatBool(*p)
		}
		if c == nil || show(c.Professionalisation) != tt.pro || show(c.Apprenticeship) != tt.app {
			t.Errorf("%q: %+v, want %s %s", tt.text, c, tt.pro, tt.app)
		}
	}
}

// TestIconState: an icon says "full" beside words that always stand there.
func TestIconState(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(sessionOf(val(schema.FieldSessionState, "Place disponible"), schema.Value{Field: schema.FieldSessionState, Text: "Place non disponible", Icon: true}), schema.Page{}, nil)
	if got := str(rec.Course.Sessions[0].State); got != "full" || len(rec.Issues) != 0 {
		t.Errorf("state %s, issues %v; want full, none", got, rec.Issues)
	}
}
