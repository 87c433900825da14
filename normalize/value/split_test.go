package value

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/vocab"
)

func newReader(t testing.TB) *Reader {
	t.Helper()
	v, err := vocab.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return &Reader{Vocab: v}
}

func TestSplitList(t *testing.T) {
	n := newReader(t)
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{vocab.Audiences, "Demandeurs d'emploi. Salariés (plan de formation de l'entreprise). Tout public.", []string{"Demandeurs d'emploi", "Salariés (plan de formation de l'entreprise)", "Tout public."}},
		{vocab.Audiences, "Demandeur d'emploi ; Salarié ; Tout public", []string{"Demandeur d'emploi", "Salarié", "Tout public"}},
		{vocab.Audiences, "Salariés en CDD ou CDI, demandeurs d'emploi, financement personnel", []string{"Salariés en CDD ou CDI", "demandeurs d'emploi", "financement personnel"}},
		{vocab.Audiences, "Jeunes de 16 à 25 ans et demandeurs d'emploi âgés de 26 ans et plus, lents et prudents", []string{"Jeunes de 16 à 25 ans", "demandeurs d'emploi âgés de 26 ans et plus, lents et prudents"}},
		{vocab.Audiences, "Tout public. Demandeurs d'emploi et individuels.", []string{"Tout public", "Demandeurs d'emploi", "individuels."}},
		{vocab.Audiences, "Marins et zouaves", []string{"Marins et zouaves"}},
		{vocab.Audiences, "Zouaves. Matelots. Salariés", []string{"Zouaves. Matelots. Salariés"}},
		{vocab.Selection, "1. Entretien", []string{"1. Entretien"}},
		{vocab.Selection, "Sur dossier et/ou entretien", []string{"Sur dossier", "entretien"}},
		{vocab.Selection, "Épreuve orale sur un sujet tiré. Sa durée est de 20 minutes", []string{"Épreuve orale sur un sujet tiré. Sa durée est de 20 minutes"}},
	} {
		got := n.SplitList(tt.name, &schema.Value{Items: []string{tt.in}})
		if !slices.Equal(got, tt.want) {
			t.Errorf("SplitList(%s, %q) = %s, want %s", tt.name, tt.in, strings.Join(got, " | "), strings.Join(tt.want, " | "))
		}
	}
}
