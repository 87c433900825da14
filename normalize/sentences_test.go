package normalize

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestPayersInSchemes: a scheme may name who pays for it, and that it is an agreement.
func TestPayersInSchemes(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct{ scheme, funder, agreed string }{
		{"Financement Sanitaire et social par le Conseil régional", "Conseil régional", ""},
		{"Action de formation conventionnée Pôle emploi", "Pôle emploi", "true"},
		{"Formation non conventionnée", "", ""},
		{"Parcours accompagné par une équipe de proximité", "", ""},
	} {
		got := n.Record(draftOf(val(schema.FieldScheme, c.scheme)), schema.Page{}, nil).Course.Funding
		funder, agreed := "", ""
		if len(got) == 1 {
			if got[0].Funder != nil {
				funder = got[0].Funder.Raw
			}
			if y := got[0].Conventioned; y != nil && *y {
				agreed = "true"
			}
		}
		if funder != c.funder || agreed != c.agreed {
			t.Errorf("%q: %q %q", c.scheme, funder, agreed)
		}
	}
}

// TestSeveralPeopleInOneLine: people listed in one line are as many contacts; one person stays one.
func TestSeveralPeopleInOneLine(t *testing.T) {
	n := newNormalizer(t)
	for line, want := range map[string]string{
		"Claude FICTIVE c@a.example.org Camille EXEMPLE k@b.example.org":                                                 "Claude FICTIVE c@a.example.org; Camille EXEMPLE k@b.example.org",
		"ML Lille : Claude FICTIVE 01 99 00 34 74 PE : Mme EXEMPLE 01 99 00 35 75":                                       "Claude FICTIVE +33199003474; Mme EXEMPLE +33199003575",
		"Claude FICTIVE - 01 99 00 34 74 - c@a.example.org":                                                              "Claude FICTIVE +33199003474 c@a.example.org",
		"- Chargée de recrutement\nClaude Fictive\n01 99 00 34 74\n- Référent handicap\nCamille Exemple\n01 99 00 35 75": "Claude Fictive +33199003474; Camille Exemple +33199003575",
		"Chargée de recrutement\nClaude Fictive\n01 99 00 34 74":                                                         "Claude Fictive +33199003474",
	} {
		var got []string
		for _, c := range n.Record(draftOf(val(schema.FieldContact, line)), schema.Page{}, nil).Course.Contacts {
			s := ""
			if c.Name != nil {
				s = *c.Name
			}
			got = append(got, strings.Join(append(append([]string{s}, c.Phones...), c.Emails...), " "))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s\n got %s\nwant %s", line, s, want)
		}
	}
}

// TestDaysInSentences: meetings and last days to apply are found in sentences that have another field.
func TestDaysInSentences(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct{ admission, meetings, until string }{
		{"Participer à une réunion d'information collective le 4 juin 2027 à 10 h. Dossier d'inscription à rendre avant le 20 juin 2027. Épreuve écrite le 3 juillet 2027.",
			"2027-06-04", "2027-06-20"},
		{"Réunion d'information le 05/09/2027 suivie de l'épreuve écrite du 10/09/2027", "2027-09-05", ""},
		{"Date limite de dépôt : 12/07/2027. Les dossiers sont à envoyer au plus tard le 15/07/2027.", "", ""}, // two days
		{"Test de niveau le 3 juillet 2027", "", ""},
	} {
		got := n.Record(draftOf(val(schema.FieldAdmission, c.admission)), schema.Page{}, nil).Course
		var meetings []string
		for _, m := range got.InformationDates {
			meetings = append(meetings, *m.Date)
		}
		until := ""
		if got.EnrolmentUntil != nil {
			until = *got.EnrolmentUntil
		}
		if s := strings.Join(meetings, " "); s != c.meetings || until != c.until {
			t.Errorf("%q: meetings %q, until %q", c.admission, s, until)
		}
	}
}

// TestCodesAmongKeyWords: key words that name a list and a code give the code; numbers alone do not.
func TestCodesAmongKeyWords(t *testing.T) {
	n := newNormalizer(t)
	v := val(schema.FieldOther, "Plasturgie (Formacode 22854)\nNSF 225\nEffectif 12345")
	v.Label = "Mots-clés"
	c := n.Record(draftOf(v), schema.Page{}, nil).Course
	if len(c.Codes.Formacode) != 1 || c.Codes.Formacode[0].Code != "22854" || len(c.Codes.NSF) != 1 || c.Codes.NSF[0].Code != "225" {
		t.Errorf("%+v", c.Codes)
	}
	if len(c.Other) != 1 || !strings.Contains(c.Other[0].Text, "Plasturgie") {
		t.Errorf("the words went: %+v", c.Other)
	}
}
