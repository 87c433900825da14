package normalize

import (
	"encoding/json"
	"strings"
	"testing"

	"carif/schema"
)

// TestAddedFields reads what pages of today print under their labels, as the record holds it.
func TestAddedFields(t *testing.T) {
	n := newNormalizer(t)
	under := func(f schema.Field, label, text string) schema.Value {
		return schema.Value{Field: f, Label: label, Text: text}
	}
	for _, tt := range []struct {
		name  string
		value schema.Value
		want  string // stands in the course's JSON
	}{
		{"a delay in days", under(schema.FieldAccessDelay, "Délai d'accès", "15 jours en moyenne"), `"access_delay":{"days":15,"text":"15 jours en moyenne"}`},
		{"a delay in weeks", under(schema.FieldAccessDelay, "Délai", "Deux semaines"), `"access_delay":{"days":14,`},
		{"a range is no delay", under(schema.FieldAccessDelay, "Délai", "De 2 à 8 semaines"), `"access_delay":{"days":null,`},
		{"a figure and its people", under(schema.FieldResults, "Taux de réussite", "92,5 % (40 candidats, 2025)"),
			`"results":[{"what":"Taux de réussite","value":92.5,"unit":"%","n":40,"period":"2025","method":null,`},
		{"two figures in a line", under(schema.FieldResults, "Indicateurs", "Taux de réussite 2024 : 80 % · Satisfaction : 4,5/5"),
			`{"what":"Satisfaction","value":4.5,"unit":"/5"`},
		{"words among results stay", under(schema.FieldResults, "Indicateurs", "Nouvelle formation"), `"other":[{"label":"Indicateurs","text":"Nouvelle formation"}]`},
		{"blocks", under(schema.FieldBlocks, "Blocs", "RNCP37275BC01 - Monter un panier\nRNCP37275BC2 : Vendre"),
			`"blocks":[{"code":"RNCP37275BC01","label":"Monter un panier"},{"code":"RNCP37275BC02","label":"Vendre"}]`},
		{"a certifier and its dates", under(schema.FieldCertifier, "Certificateur", "Ministère du travail. Date d'enregistrement : 18/12/2023. Date d'échéance : 18/12/2028."),
			`"certification":{"certifier":"Ministère du travail","registered_from":"2023-12-18","registered_until":"2028-12-18"}`},
		{"until", under(schema.FieldRegisteredUntil, "Échéance", "29-04-2028"), `"registered_until":"2028-04-29"`},
		{"eligible", under(schema.FieldCPFEligible, "CPF", "Non éligible"), `"cpf_eligible":false`},
		{"eligible by its label", under(schema.FieldCPFEligible, "Éligible au CPF", "Éligible au CPF"), `"cpf_eligible":true`},
		{"eligible among funding", under(schema.FieldFunding, "Financement", "Éligible au CPF\nPlan de formation"), `"cpf_eligible":true`},
		{"a desk behind a number", under(schema.FieldContactPhone, "Tél", "01 99 00 34 14 poste 12"), `"other":[{"label":"Tél","text":"poste 12"}]`},
		{"a mailbox spelled out", under(schema.FieldContact, "Contact", "camille.essai (at) example (dot) org"), `"emails":["camille.essai@example.org"]`},
		{"a second site", under(schema.FieldProvider, "Organisme", "Centre des osiers\n29200 Brest\nwww.osiers.example.org\nwww.rotins.example.org"),
			`"text":"www.rotins.example.org"`},
		{"a ministry is no certificate", under(schema.FieldValidation, "Validation", "Ministère du travail"), `"certifier":"Ministère du travail"`},
		{"two registers in a line", under(schema.FieldValidation, "Certification", "RNCP 37275 et RS 6111"), `"rncp":[{"code":"37275"}],"rs":[{"code":"6111"}]`},
		{"a limit is no length", under(schema.FieldDuration, "Durée", "Maximale : 300 heures"), `"duration":{"total_hours":null,`},
		{"a group", under(schema.FieldGroupSize, "Effectif", "De 6 à 12 participants"), `"group_size":{"min":6,"max":12,`},
		{"a largest group", under(schema.FieldGroupSize, "Effectif maximum", "12"), `"group_size":{"min":null,"max":12,`},
		{"a smallest group", under(schema.FieldGroupSize, "Effectif", "6 minimum"), `"group_size":{"min":6,"max":null,`},
		{"a meeting", under(schema.FieldInformationDates, "Réunion d'information", "le 3 février 2027 à 14 h\nÉpreuve écrite : 5 mars 2027"),
			`"information_dates":[{"date":"2027-02-03","text":"le 3 février 2027 à 14 h"}]`},
		{"enrolment", under(schema.FieldEnrolmentUntil, "Inscriptions", "du 1er mars 2027 au 30 avril 2027"), `"enrolment_until":"2027-04-30"`},
		{"placed by an interview", under(schema.FieldPositioning, "Positionnement", "Entretien individuel"), `"positioning":true`},
		{"left to pay", under(schema.FieldRemainingCost, "Reste à charge", "210,00 €"), `"remaining_cost":{"amount_eur":210,`},
		{"a rhythm", under(schema.FieldAlternance, "Rythme de l'alternance", "1 semaine au CFA, 3 semaines en entreprise"),
			`"alternance":{"type":null,"centre":1,"company":3,"unit":"week",`},
		{"no rhythm", under(schema.FieldAlternance, "Alternance", "Non"), `"alternance":null`},
		{"a code of the CPF", under(schema.FieldCPF, "Code CPF", "235678"), `"cpf":[{"code":"235678"}]`},
		{"a price without tax", under(schema.FieldPrice, "Tarif", "590 € HT"), `"price":{"amount_eur":590,"tax":"ht","kind":null,`},
		{"two prices", under(schema.FieldPrice, "Tarif", "Inter : 590 € / Intra : 1 200 €"), `"price":{"amount_eur":null,"tax":null,"kind":null,`},
		{"certifying by its codes", under(schema.FieldRNCP, "RNCP", "37275"), `"derived":{"certifying":"codes.rncp"}`},
		{"certifying as printed", under(schema.FieldCertifying, "Certifiante", "Oui"), `"derived":{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := n.Record(draftOf(tt.value), schema.Page{}, nil).Course
			b, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(b), tt.want) {
				t.Errorf("no %s in\n%s", tt.want, b)
			}
		})
	}
}

// TestSessionPriceWithoutTax: a session's price says nothing of tax, so one without tax stays in its words.
func TestSessionPriceWithoutTax(t *testing.T) {
	n := newNormalizer(t)
	s := n.Record(sessionOf(schema.Value{Field: schema.FieldSessionPrice, Label: "Prix HT", Text: "590 €"}), schema.Page{}, nil).Course.Sessions[0]
	if s.Price != nil || str(s.Text) != "Prix HT : 590 €" {
		t.Errorf("price %v, text %q", s.Price, str(s.Text))
	}
}
