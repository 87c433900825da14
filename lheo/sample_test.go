package lheo

import (
	"strings"

	"carif/schema"

	"pgregory.net/rapid"
)

func ptr[T any](v T) *T { return &v }

// sample is a record with a value in every field, all of it invented.
func sample() schema.Record {
	coded := func(code, raw string) *schema.Coded { return &schema.Coded{Code: &code, Raw: raw, Fit: "exact"} }
	return schema.Record{
		Source: schema.Source{Site: "demo", URL: ptr("https://demo.example.org/formation/000042?a=1&b=2"),
			UpdatedOn: ptr("2026-03-31")},
		Course: &schema.Course{
			Key: "demo/000042", NativeID: ptr("000042"), RCOID: ptr("99_000042"),
			Title:      ptr("Réparer des vélos & des « cargos » <neufs>"),
			Highlights: ptr("Un atelier neuf"), GeneralObjective: coded("7", "Professionnalisation"),
			Objective: ptr("- Démonter\n- Remonter"), Programme: ptr("I. La roue\nLe moyeu"),
			Prerequisites: ptr("Savoir rouler"), Admission: ptr("Être là"),
			Selection: []schema.Coded{*coded("8", "Entretien"), {Raw: "Essai sur route"}},
			Audience: []schema.Coded{*coded("80006", "Demandeur d'emploi"),
				{Code: ptr("82058"), Raw: "Actif non salarié", Fit: "near"}, {Raw: "Curieux"}},
			EntryLevel: coded("1", "Sans niveau spécifique"), ExitLevel: coded("13", "CAP"),
			Validation: []schema.Coded{{Raw: "Attestation de fin de formation"}, {Raw: "Permis vélo"}}, Certifying: ptr(false),
			Codes: schema.Codes{RNCP: []schema.Code{{Code: "12345"}}, RS: []schema.Code{{Code: "RS1234"}},
				CertifInfo: []schema.Code{{Code: "54321"}},
				ROME:       []schema.Code{{Code: "I1607"}}, Formacode: []schema.Code{{Code: "23688", Version: ptr("V14")}},
				NSF: []schema.Code{{Code: "252"}, {Code: "326t"}}},
			Personalisable: ptr(true), TeachingMode: coded("1", "Formation mixte"), EntryExit: coded("0", "Dates fixes"),
			Pace: []string{"Temps plein", "En journée"},
			Duration: &schema.Duration{TotalHours: ptr(70.5), CentreHours: ptr(35.0), CompanyHours: ptr(35.5),
				WeeklyHours: ptr(35.0), Text: ptr("10 jours")},
			Price: &schema.Price{AmountEUR: ptr(590.5), Text: ptr("590,50 € TTC")},
			Funding: []schema.Funding{{Type: ptr("Formation non conventionnée"), Funder: coded("10", "Financement individuel"),
				Scheme: ptr("sans dispositif"), Measure: ptr("aucune"), Reference: ptr("R-1"), Conventioned: ptr(false)},
				{Funder: &schema.Coded{Raw: "Un mécène"}, Conventioned: ptr(true)}},
			Contracts: &schema.Contracts{Professionalisation: ptr(false), Apprenticeship: ptr(true)}, FollowUp: ptr("Un CAP"),
			Provider: &schema.Organisation{Name: ptr("Atelier d'Essai"), SIRET: ptr("73282932000074"), NDA: ptr("11755555575"),
				Reference: ptr("A1"),
				Address:   ptr("1 rue de l'Essai\nBâtiment B"), PostalCode: ptr("33000"), City: ptr("Bordeaux"),
				Commune: ptr("33063"), Department: ptr("33"),
				Region: ptr("75"), Phones: []string{"+33199001234", "+33639980001"}, Faxes: []string{"+33199001235"},
				Emails:  []string{"atelier@example.org", "deux@example.org"},
				Website: ptr("https://atelier.example.org")},
			Contacts: []schema.Contact{{Name: ptr("Camille Essai"), Role: ptr("Accueil"), Phones: []string{"+33199001236"},
				Faxes: []string{}, Emails: []string{"camille.essai@example.org"}}},
			Sessions: []schema.Session{
				{NativeID: ptr("00589155"), RCOID: ptr("99_00589155"), PublishedOn: ptr("2025-03-31"), Start: ptr("2025-01-01"),
					End:           ptr("2026-12-31"),
					DatePrecision: "day", EntryExit: coded("1", "Permanentes"), City: ptr("Bordeaux"), PostalCode: ptr("33000"),
					Department:       ptr("33"),
					DepartmentStated: true, Commune: ptr("33063"), Region: ptr("75"),
					Provider: &schema.Organisation{Name: ptr("Atelier d'Essai 33"), City: ptr("Pessac")},
					State:    ptr("open"), CPFEligible: ptr(false), Seats: ptr(12), Hours: ptr(70.0), Price: ptr(600.0),
					Contacts: []schema.Contact{{Name: ptr("Dominique Modèle"), Role: ptr("Formatrice"), Phones: []string{},
						Faxes: []string{}, Emails: []string{}}}, Text: ptr("Salle 2")},
				{Start: ptr("2026-02-01"), End: ptr("2026-02-28"), DatePrecision: "month", State: ptr("full"), City: ptr("Pau"),
					Contacts: []schema.Contact{}},
				{DatePrecision: "none", State: ptr("waiting"), Contacts: []schema.Contact{}},
			},
			Other: []schema.Labelled{{Label: "Restauration", Text: "Sur place"}},

			DisabilityAccess: ptr("Locaux de plain-pied"), Assessment: ptr("Un panier rond"), Methods: ptr("À l'établi"),
			AccessDelay: &schema.Delay{Days: ptr(15), Text: ptr("15 jours")},
			Results: []schema.Figure{{What: "Taux de réussite", Value: ptr(92.5), Unit: ptr("%"),
				N: ptr(40), Period: ptr("2025"), Method: ptr("présents à l'examen"), Raw: "92,5 %"}},
			Equivalences: ptr("Un CAP d'osier"),
			Blocks:       []schema.Block{{Code: ptr("RNCP37275BC01"), Label: ptr("Monter")}},
			Certification: &schema.Certification{Certifier: ptr("Ministère des osiers"),
				RegisteredFrom: ptr("2023-04-29"), RegisteredUntil: ptr("2028-04-29")},
			CPFEligible: ptr(true), GroupSize: &schema.GroupSize{Min: ptr(6), Max: ptr(12), Text: ptr("6 à 12")},
			InformationDates: []schema.InformationDate{{Date: ptr("2027-02-03"), Text: "Le 3 février 2027 à 14 h"}},
			EnrolmentUntil:   ptr("2027-03-01"), Positioning: ptr(true),
			Prices: []schema.Price{{AmountEUR: ptr(590.0), Tax: ptr("ttc"), Kind: ptr("inter"),
				Text: ptr("590 € TTC")}},
			RemainingCost: &schema.Amount{AmountEUR: ptr(30.0), Text: ptr("30 €")},
			Alternance: &schema.Alternance{Type: ptr("hebdomadaire"), Centre: ptr(1.0), Company: ptr(3.0), Unit: ptr("week"),
				Text: ptr("1 semaine au centre, 3 en entreprise")},
			Derived: map[string]string{"certifying": "validation"},
		},
	}
}

// bare is a record that says nothing but its key.
func bare() schema.Record {
	return schema.Record{Source: schema.Source{Site: "demo"}, Course: &schema.Course{Key: "demo/bare"}}
}

// hostile is full of what breaks documents: control characters, markup, lone surrogates, long and blank texts.
func hostile() schema.Record {
	bad := "=cmd|' /C calc'!A0 <b>\x00\x01\x0b\x1f\xed\xa0\x80\xff ]]> & \"q\" \uFFFE\uFFFF é\r\n\t" +
		strings.Repeat("très long 🚲 ", 400)
	s := func() *string { return &bad }
	cd := func() *schema.Coded { return &schema.Coded{Code: s(), Label: s(), Raw: bad, Fit: "near"} }
	blanks := "  \n "
	o := func() *schema.Organisation {
		return &schema.Organisation{Name: s(), SIRET: s(), NDA: s(), Reference: s(), Address: s(), PostalCode: s(), City: s(),
			Commune: s(), Department: s(),
			Region: s(), Phones: []string{bad, "", "1", "2", "3", "4"}, Faxes: []string{bad}, Emails: []string{bad, "x"},
			Website: s()}
	}
	code := []schema.Code{{Code: bad, Version: s()}, {Code: ""}, {Code: "12345"}, {Code: "1"}, {Code: "2"}, {Code: "3"},
		{Code: "4"}, {Code: "5"}, {Code: "é234"}}
	ct := []schema.Contact{{Name: s(), Role: s(), Phones: []string{bad}, Emails: []string{bad, bad}}, {Name: &blanks}}
	c := &schema.Course{Key: bad, NativeID: s(), RCOID: s(), Title: s(), Highlights: s(), GeneralObjective: cd(),
		Objective: s(), Programme: &blanks,
		Prerequisites: s(), Admission: s(), Selection: []schema.Coded{*cd(), *cd()},
		Audience:   []schema.Coded{*cd(), {Code: ptr("80006"), Raw: bad, Fit: "near"}},
		EntryLevel: cd(), ExitLevel: cd(), Validation: []schema.Coded{*cd(), {Raw: ""}},
		Codes:   schema.Codes{RNCP: code, RS: code, CertifInfo: code, ROME: code, Formacode: code, NSF: code},
		Pathway: cd(), TeachingMode: cd(), EntryExit: cd(), Pace: []string{bad, ""},
		Duration: &schema.Duration{TotalHours: ptr(1e9), CentreHours: ptr(-5.0), CompanyHours: ptr(0.4), Text: s()},
		Price:    &schema.Price{AmountEUR: ptr(1.0 / 3), Text: s()}, Provider: o(), Contacts: ct,
		Other: []schema.Labelled{{Label: bad, Text: bad}}, FollowUp: s()}
	for i := 0; i < 12; i++ {
		c.Funding = append(c.Funding, schema.Funding{Type: s(), Funder: &schema.Coded{Code: ptr("10"), Raw: bad},
			Scheme: s()}, schema.Funding{Funder: cd()}, schema.Funding{})
		c.Audience = append(c.Audience, schema.Coded{Code: ptr("81024"), Raw: "x"})
	}
	c.Sessions = []schema.Session{{NativeID: s(), RCOID: s(), PublishedOn: s(), Start: ptr("2025-13-32"), End: s(),
		DatePrecision: bad, EntryExit: cd(), City: s(),
		PostalCode: ptr("33 00"), Department: ptr("975"), Region: ptr("975"), Commune: ptr("2A004"), Provider: o(),
		State: s(), Seats: ptr(-1), Hours: ptr(1e300), Price: ptr(-1.0), Contacts: ct, Text: s()},
		{City: &blanks, Start: ptr("0001-01-01"), End: ptr("9999-12-31"), Seats: ptr(99999)}}
	return schema.Record{Source: schema.Source{Site: bad, URL: ptr("https://x.example.org/%zz[]|é#a#b"),
		UpdatedOn: ptr("31/03/2025")}, Course: c}
}

// anyText draws texts, most of them plain, some of them nasty.
var anyText = rapid.Custom(func(t *rapid.T) string {
	if rapid.IntRange(0, 4).Draw(t, "kind") > 0 {
		return rapid.StringMatching(`[A-Za-zéè0-9][ -~éèàç«»’–\n]{0,60}[a-z]`).Draw(t, "plain")
	}
	return rapid.String().Draw(t, "wild")
})

func opts(t *rapid.T, name string) *string {
	if rapid.Bool().Draw(t, name+"?") {
		return nil
	}
	return ptr(anyText.Draw(t, name))
}

func pick[T any](t *rapid.T, name string, vs ...T) *T {
	if rapid.IntRange(0, 3).Draw(t, name+"?") == 0 {
		return nil
	}
	return ptr(rapid.SampledFrom(vs).Draw(t, name))
}
