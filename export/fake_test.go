package export

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// fake is a Source over records in memory, or made one by one.
type fake struct {
	records []schema.Record
	n       int
	make    func(i int) schema.Record
	former  []schema.Contact // of courses as they were
	fail    error            // returned after the last record
}

func (f fake) Courses(ctx context.Context, _ storage.Filter, fn func(schema.Record) error) error {
	for _, r := range f.records {
		if err := fn(r); err != nil {
			return err
		}
	}
	for i := 0; i < f.n; i++ {
		if err := fn(f.make(i)); err != nil {
			return err
		}
	}
	return f.fail
}

func (f fake) People(_ context.Context, who storage.Acquaintance) error {
	key := []byte("of the store")
	who.Keyed(key)
	for i := range f.former {
		for _, x := range redact.New(key, nil).Traces(redact.PersonOf(&f.former[i])) {
			who.Former(x)
		}
	}
	for _, r := range f.records {
		for _, c := range r.Course.Contacts {
			who.Contact(c)
		}
		for i := range r.Course.Sessions {
			for _, c := range r.Course.Sessions[i].Contacts {
				who.Contact(c)
			}
		}
		if o := r.Course.Provider; o != nil && o.Name != nil {
			who.Nobody(*o.Name, false)
		}
	}
	return nil
}

func p[T any](v T) *T { return &v }

// full is a record with a value in every field, all of it invented.
func full() schema.Record {
	coded := func(code, label, raw string) *schema.Coded {
		return &schema.Coded{Code: &code, Label: &label, Raw: raw, Fit: "exact"}
	}
	return schema.Record{
		Source: schema.Source{Site: "demo", URL: p("https://demo.example.org/formation/000042"),
			File:      p("demo.example.org/000042.html"),
			FetchedAt: p("2026-11-23T02:14:05Z"), SHA256: strings.Repeat("ab", 32), UpdatedOn: p("2026-03-31"), CreatedOn: p("2024-03-12"),
			ParserVersion: "1", Charset: "utf-8"},
		Course: &schema.Course{
			Key: "demo/000042", NativeID: p("000042"), RCOID: p("99_000042"),
			Title:      p("Réparer des vélos & des « cargos »"),
			Highlights: p("Un atelier neuf"), GeneralObjective: coded("7", "Professionnalisation",
				"Professionnalisation"),
			Objective: p("- Démonter\n- Remonter"), Programme: p("I. La roue\nLe moyeu"),
			Outline: []schema.OutlineItem{{Title: "I. La roue", Items: []string{"Le moyeu", "Les rayons"}},
				{Title: "II. Le reste", Items: []string{}}},
			Prerequisites: p("Savoir rouler"),
			Admission:     p("Écrire à Camille Essai, camille.essai@example.org ou 01 99 00 12 34"),
			Selection:     []schema.Coded{*coded("8", "entretien", "Entretien")},
			Audience:      []schema.Coded{*coded("80006", "Demandeur d'emploi", "Demandeur d'emploi"), {Raw: "Curieux"}},
			EntryLevel:    coded("1", "sans niveau spécifique", "Sans niveau spécifique"),
			ExitLevel:     coded("13", "Niveau 3", "CAP"),
			Validation:    []schema.Coded{*coded("att", "Attestation", "Attestation de fin de formation")},
			Certifying:    p(false),
			Codes: schema.Codes{RNCP: []schema.Code{{Code: "12345", Label: p("CP Cycles")}},
				RS:         []schema.Code{{Code: "RS1234", FromLink: true}},
				CertifInfo: []schema.Code{{Code: "054321"}}, ROME: []schema.Code{{Code: "I1607"}},
				Formacode: []schema.Code{{Code: "23688", Version: p("V14"), Main: true}}, NSF: []schema.Code{{Code: "252"}}, CPF: []schema.Code{{Code: "235678"}}},
			Pathway: coded("4", "mixte", "Mixte"), Personalisable: p(true),
			TeachingMode: coded("0", "présentiel", "En présentiel"),
			EntryExit:    coded("0", "dates fixes", "Dates fixes"), Pace: []string{"Temps plein", "En journée"},
			Duration: &schema.Duration{TotalHours: p(70.5), CentreHours: p(35.0), CompanyHours: p(35.5),
				WeeklyHours: p(35.0), Text: p("10 jours")},
			Price: &schema.Price{AmountEUR: p(590.0), Tax: p("ttc"), Kind: p("inter"), Text: p("590 € TTC")},
			Funding: []schema.Funding{{Type: p("Formation non conventionnée"),
				Funder: coded("10", "Bénéficiaire de l'action", "Financement individuel"),
				Scheme: p("sans dispositif"), Measure: p("aucune"), Reference: p("R-1"), Conventioned: p(false)}},
			Contracts: &schema.Contracts{Professionalisation: p(false), Apprenticeship: p(true)}, FollowUp: p("Un CAP"),
			Provider: &schema.Organisation{Name: p("Atelier d'Essai"), SIRET: p("73282932000074"),
				NDA: p("11755555575"), Reference: p("A1"),
				Address: p("1 rue de l'Essai"), PostalCode: p("33000"), City: p("Bordeaux"), Commune: p("33063"),
				Department: p("33"), Region: p("75"),
				Phones: []string{"+33199001234"}, Faxes: []string{"+33199001235"},
				Emails: []string{"atelier@example.org"}, Website: p("https://atelier.example.org"),
				LegalName: p("Atelier d'Essai SARL")},
			Contacts: []schema.Contact{{Name: p("Camille Essai"), Role: p("Accueil"), Phones: []string{"+33199001236"},
				Faxes: []string{}, Emails: []string{"camille.essai@example.org"}, Civility: p("Mme"),
				FirstName: p("Camille"), LastName: p("Essai"), OfProvider: true}},
			Sessions: []schema.Session{fullSession(), {DatePrecision: "none", PlaceConfidence: "none",
				Contacts: []schema.Contact{}}},
			Other: []schema.Labelled{{Label: "Restauration", Text: "Sur place"}},

			DisabilityAccess: p("Locaux de plain-pied"), Assessment: p("Un panier rond"), Methods: p("À l'établi"),
			AccessDelay: &schema.Delay{Days: p(15), Text: p("15 jours")},
			Results: []schema.Figure{{What: "Taux de réussite", Value: p(92.5), Unit: p("%"),
				N: p(40), Period: p("2025"), Method: p("présents à l'examen"), Raw: "92,5 %"}},
			Equivalences: p("Un CAP d'osier"),
			Blocks:       []schema.Block{{Code: p("RNCP37275BC01"), Label: p("Monter")}},
			Certification: &schema.Certification{Certifier: p("Ministère des osiers"),
				RegisteredFrom: p("2023-04-29"), RegisteredUntil: p("2028-04-29")},
			CPFEligible: p(true), GroupSize: &schema.GroupSize{Min: p(6), Max: p(12), Text: p("6 à 12")},
			InformationDates: []schema.InformationDate{{Date: p("2027-02-03"), Text: "Le 3 février 2027 à 14 h"}},
			EnrolmentUntil:   p("2027-03-01"), Positioning: p(true),
			Prices: []schema.Price{{AmountEUR: p(590.0), Tax: p("ttc"), Kind: p("inter"),
				Text: p("590 € TTC")}},
			RemainingCost: &schema.Amount{AmountEUR: p(30.0), Text: p("30 €")},
			Alternance: &schema.Alternance{Type: p("hebdomadaire"), Centre: p(1.0), Company: p(3.0), Unit: p("week"),
				Text: p("1 semaine au centre, 3 en entreprise")},
			Derived: map[string]string{"certifying": "validation"},
			Actions: []schema.Action{{NativeID: "99_A1", Reference: p("17"), CreatedOn: p("2024-01-02"),
				UpdatedOn: p("2025-03-31"), Admission: p("Voir Camille Essai"),
				Funding:  []schema.Funding{{Funder: coded("2", "Région", "Région"), Conventioned: p(true)}},
				Audience: []schema.Coded{*coded("82044", "Salarié", "Salarié")}, Duration: &schema.Duration{CentreHours: p(585.0)},
				CostsCovered: p(true), Other: []schema.Labelled{{Label: "Transport", Text: "01 99 00 12 34"}}},
				{NativeID: "#2", Pace: []string{"Le soir"}, Selection: []schema.Coded{*coded("8", "entretien", "Entretien")},
					TeachingMode: coded("2", "à distance", "À distance"), EntryLevelRequired: p(true),
					Duration:         &schema.Duration{TotalHours: p(697.0), CompanyHours: p(112.0), WeeklyHours: p(35.0), Text: p("5 mois")},
					RecruitmentArea:  coded("5", "Pays", "Pays"),
					Contracts:        &schema.Contracts{Professionalisation: p(true), Apprenticeship: p(false)},
					DisabilityAccess: p("Oui"), Methods: p("À distance"), RemainingCost: &schema.Amount{AmountEUR: p(10.0), Text: p("10 €")},
					InformationDates: []schema.InformationDate{{Date: p("2027-02-04"), Text: "Le 4"}},
					Alternance:       &schema.Alternance{Text: p("Un jour sur deux")}}},
			Reference: p("755"), EntryLevelRequired: p(false), CostsCovered: p(true),
			RecruitmentArea: coded("3", "Région", "Région"),
		},
		History: &schema.History{Scales: fullScales(), Canonical: fullCanonical, Status: "closed", Version: 3, FirstSeen: "2026-09-01T02:00:00Z",
			ChangedAt: "2026-10-01T02:00:00Z", LastSeen: p("2026-11-23T03:00:00Z"), ClosedAt: p("2026-11-26T03:00:00Z")},
		Absent:    []schema.Absent{{Field: schema.FieldFollowUp, Raw: "Sans objet"}},
		Unclaimed: []schema.Unclaimed{{Label: "Divers", Text: "Mme Essai reçoit le lundi", Where: "div[3]"}},
		Issues: []schema.Issue{{Code: schema.IssueUnknownValue, Field: schema.FieldAudience, Raw: "Curieux",
			Where: "line 12"}},
	}
}

func fullSession() schema.Session {
	return schema.Session{NativeID: p("00589155"), RCOID: p("99_00589155"), PublishedOn: p("2025-03-31"),
		Start: p("2025-01-01"), End: p("2026-12-31"),
		DatePrecision: "day", EntryExit: &schema.Coded{Code: p("0"), Raw: "Entrée / sortie à date fixe", Fit: "exact"},
		City: p("Bordeaux"), PostalCode: p("33000"),
		Department: p("33"), DepartmentStated: true, Commune: p("33063"), Region: p("75"), PlaceConfidence: "high",
		PlaceHow: "city and department",
		Provider: &schema.Organisation{Name: p("Atelier d'Essai 33")}, State: p("open"), CPFEligible: p(false),
		Seats: p(12), Hours: p(70.0), Price: p(590.0),
		Contacts: []schema.Contact{{Name: p("Dominique Modèle"), Phones: []string{"+33199001237"}, Emails: []string{}}},
		Text:     p("Salle 2, voir Dominique Modèle"),
		Action:   p("99_A1"), Reference: p("1922"), CreatedOn: p("2024-01-02"), PlaceName: p("Maison de l'Essai"), Address: p("95 rue de l'Essai"),
		Latitude: p(44.8378), Longitude: p(-0.5792),
		Enrolment: &schema.Address{Name: p("Accueil"), Street: p("3 place du Test"), PostalCode: p("33000"),
			City: p("Bordeaux"), Commune: p("33063"), Department: p("33"), Region: p("75")}}
}

// made gives the i-th of many records: two sessions each, values that differ.
func made(i int) schema.Record {
	r := full()
	r.Course.Key = fmt.Sprintf("demo/%08d", i)
	r.Course.NativeID = p(fmt.Sprintf("%08d", i))
	r.Course.Title = p(fmt.Sprintf("Formation %d", i))
	for j := range r.Course.Sessions {
		r.Course.Sessions[j].NativeID = p(fmt.Sprintf("%07d%d", i, j))
	}
	return r
}

// minimal is a record that says nothing but its key.
func minimal() schema.Record {
	return schema.Record{Source: schema.Source{Site: "demo"}, Course: &schema.Course{Key: "demo/empty"}}
}

// write exports records and gives the report.
func write(t *testing.T, src Source, o Options) Report {
	t.Helper()
	rep, err := Write(t.Context(), src, o)
	if err != nil {
		t.Fatalf("Write(%s): %v", o.Format, err)
	}
	return rep
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// everything is the bytes of a file, or of all files of a folder with their names.
func everything(t *testing.T, path string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(path, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(path, name)
		fmt.Fprintf(&b, "== %s\n%s", rel, read(t, name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fullScales() *schema.Scales {
	level := schema.LevelScale{Level: 7, Source: "1969:I", Fit: "near"}
	return &schema.Scales{Exit: &level, Entry: &level,
		Domain: &schema.DomainScale{Code: "33", Label: "Services aux personnes", Source: "rome:J1501", Fit: "near"}}
}

func fullCanonical(string) (schema.CanonicalProvider, bool) {
	return schema.CanonicalProvider{ID: "siret:12345678200010", Name: "Centre Osier", SIRET: "12345678200010",
		Evidence: "siret", Confidence: 1}, true
}
