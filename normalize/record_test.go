package normalize

import (
	"encoding/json"
	"strings"
	"testing"

	"carif/schema"
	"carif/sites"
)

func newNormalizer(t testing.TB) *Normalizer {
	t.Helper()
	n, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// modern is a draft shaped like a course page of today; every person and number is invented.
func modern() schema.Draft {
	v := func(f schema.Field, text string, items ...string) schema.Value {
		return schema.Value{Field: f, Text: text, Items: items}
	}
	return schema.Draft{
		Site: "nouvelle-aquitaine", ParserVersion: "t",
		Values: []schema.Value{
			v(schema.FieldTitle, "Tenir sa comptabilité"),
			v(schema.FieldGeneralObjective, "Perfectionnement, élargissement des compétences"),
			v(schema.FieldFundingType, "Formation non conventionnée"),
			v(schema.FieldFunder, "FINANCEMENT INDIVIDUEL"),
			v(schema.FieldFundingReference, "Sans objet"),
			v(schema.FieldProvider, "CFA EXEMPLE\nNomDominique FICTIF Tél.01.99.00.12.34 Mailformation-continue@exemple-region.frDispositif"),
			v(schema.FieldScheme, "Non conventionnée / sans dispositif"),
			v(schema.FieldMeasure, "Non conventionnée / sans dispositif"),
			v(schema.FieldProviderReference, "Sans objet"),
			v(schema.FieldAdmission, "Sans condition d'accès"),
			v(schema.FieldPrerequisites, "Cette formation ne nécessite aucun pré requis"),
			v(schema.FieldAudience, "", "Demandeur d'emploi", "Jeune de moins de 26 ans", "Personne handicapée", "Salarié(e)", "Actif(ve) non salarié(e)"),
			v(schema.FieldPersonalisable, "Oui"),
			v(schema.FieldEntryLevel, "Sans niveau spécifique"),
			v(schema.FieldSelection, "", "Entretien", "Inscription directe ou par un conseiller en insertion professionnelle"),
			v(schema.FieldProContract, "Non"),
			v(schema.FieldTeachingMode, "Sans objet"),
			v(schema.FieldValidation, "", "Attestation de fin de formation"),
			v(schema.FieldProgramme, "I. Les bases\nLe plan\nII. Les écritures\nIII – Le bilan\nClôture"),
			v(schema.FieldFollowUp, "Sans objet"),
		},
		Sessions: []schema.DraftSession{
			{Values: []schema.Value{
				v(schema.FieldSessionID, "00589155"), v(schema.FieldSessionPublished, "Publiée le 31/03/2025"),
				v(schema.FieldSessionDates, "du 01/01/2025 au 31/12/2026 Entrée / sortie à date fixe"),
				v(schema.FieldSessionPlace, "Bordeaux (33)"), v(schema.FieldSessionProvider, "CFA EXEMPLE - SITE 33"), v(schema.FieldSessionCPF, "Non éligible"),
			}},
			{Values: []schema.Value{
				v(schema.FieldSessionID, "00350507"), v(schema.FieldSessionPublished, "Publiée le 05/04/2023"),
				v(schema.FieldSessionDates, "du 05/04/2023 au 31/12/2023"), v(schema.FieldSessionPlace, "Coulounieix-Chamiers (24)"),
			}},
		},
	}
}

func modernSite() *sites.Site {
	return &sites.Site{Profile: sites.Profile{ID: "nouvelle-aquitaine", Region: "75", Carif: []string{"02", "23"}}}
}

func str(p *string) string {
	if p == nil {
		return "<nil>"
	}
	return *p
}

func code(c *schema.Coded) string {
	if c == nil {
		return "<nil>"
	}
	return str(c.Code)
}

func TestRecord(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(modern(), schema.Page{URL: "https://example.org/formation/1", SHA256: "ab"}, modernSite())
	c := rec.Course
	b := func(p *bool) string {
		if p == nil {
			return "<nil>"
		}
		return map[bool]string{true: "true", false: "false"}[*p]
	}
	var absent []string
	for _, a := range rec.Absent {
		absent = append(absent, string(a.Field)+"="+a.Raw)
	}
	var audiences, fits []string
	for _, a := range c.Audience {
		audiences, fits = append(audiences, str(a.Code)), append(fits, a.Fit)
	}
	s := c.Sessions
	for _, tt := range []struct{ what, got, want string }{
		{"title", str(c.Title), "Tenir sa comptabilité"},
		{"key", c.Key, "nouvelle-aquitaine/url:25f8d493a668a4f3b0f6"},
		{"objective", code(c.GeneralObjective), "2"},
		{"type", str(c.Funding[0].Type), "Formation non conventionnée"},
		{"funder", code(c.Funding[0].Funder), "10"},
		{"scheme", str(c.Funding[0].Scheme), "Non conventionnée / sans dispositif"},
		{"measure", str(c.Funding[0].Measure), "Non conventionnée / sans dispositif"},
		{"conventioned", b(c.Funding[0].Conventioned), "false"},
		{"provider", str(c.Provider.Name), "CFA EXEMPLE"},
		{"contact", str(c.Contacts[0].Name), "Dominique FICTIF"},
		{"phone", strings.Join(c.Contacts[0].Phones, " "), "+33199001234"},
		{"email", strings.Join(c.Contacts[0].Emails, " "), "formation-continue@exemple-region.fr"},
		{"admission", str(c.Admission), "Sans condition d'accès"},
		{"prerequisites", str(c.Prerequisites), "Cette formation ne nécessite aucun pré requis"},
		{"audience", strings.Join(audiences, " "), "80006 81024 81020 82044 82058"},
		{"fit", strings.Join(fits, " "), "exact near exact exact near"},
		{"personalisable", b(c.Personalisable), "true"},
		{"entry level", code(c.EntryLevel), "1"},
		{"selection", code(&c.Selection[0]) + " " + code(&c.Selection[1]), "8 <nil>"},
		{"pro contract", b(c.Contracts.Professionalisation), "false"},
		{"validation", c.Validation[0].Raw, "Attestation de fin de formation"},
		{"certifying", b(c.Certifying), "false"},
		{"absent", strings.Join(absent, "; "), "funding.reference=Sans objet; provider.reference=Sans objet; teaching_mode=Sans objet; follow_up=Sans objet"},
		{"s1 id", str(s[0].NativeID), "00589155"},
		{"s1 published", str(s[0].PublishedOn), "2025-03-31"},
		{"s1 dates", str(s[0].Start) + " " + str(s[0].End) + " " + s[0].DatePrecision, "2025-01-01 2026-12-31 day"},
		{"s1 entry", code(s[0].EntryExit) + " " + s[0].EntryExit.Raw, "0 Entrée / sortie à date fixe"},
		{"s1 place", str(s[0].City) + " " + str(s[0].Department) + " " + str(s[0].Commune) + " " + str(s[0].Region), "Bordeaux 33 33063 75"},
		{"s1 stated", b(&s[0].DepartmentStated), "true"},
		{"s1 provider", str(s[0].Provider.Name), "CFA EXEMPLE - SITE 33"},
		{"s1 cpf", b(s[0].CPFEligible), "false"},
		{"s1 state", str(s[0].State), "<nil>"},
		{"s2 place", str(s[1].City) + " " + str(s[1].Department) + " " + str(s[1].Commune), "Coulounieix-Chamiers 24 24138"},
		{"outline", c.Outline[0].Title + "|" + c.Outline[1].Title + "|" + c.Outline[2].Title + "|" + c.Outline[2].Items[0], "I. Les bases|II. Les écritures|III – Le bilan|Clôture"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %s, want %s", tt.what, tt.got, tt.want)
		}
	}
	if len(c.Funding) != 1 || len(c.Contacts) != 1 || len(rec.Issues) != 1 || rec.Issues[0].Code != schema.IssueUnknownValue {
		t.Errorf("got %d fundings, %d contacts, issues %v; want 1, 1, one unknown_value", len(c.Funding), len(c.Contacts), rec.Issues)
	}
	if out, err := json.Marshal(rec); err != nil || strings.Contains(string(out), `"phones":null`) {
		t.Errorf("Marshal: %v, and no list may be null: %s", err, out)
	}
}

func num(p *float64) float64 {
	if p == nil {
		return -1
	}
	return *p
}
