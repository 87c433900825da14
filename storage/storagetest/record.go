package storagetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

const site = "demo"

func ptr[T any](v T) *T { return &v }

// pageURL is the URL of the n-th course page.
func pageURL(n int) string { return fmt.Sprintf("https://demo.example.org/course/%d", n) }

func coded(code, label, raw string) *schema.Coded {
	return &schema.Coded{Code: ptr(code), Label: ptr(label), Raw: raw, Fit: "exact"}
}

func organisation(name, region string, phone string) *schema.Organisation {
	return &schema.Organisation{Name: ptr(name), SIRET: ptr("73282932000074"), City: ptr("Bordeaux"),
		Commune:    ptr("33063"),
		Department: ptr("33"), Region: ptr(region), Phones: []string{phone}, Faxes: []string{},
		Emails: []string{"bureau@example.org"}}
}

// Record is an invented course with something in every field; n makes it another one.
func Record(n int) schema.Record {
	id, url := fmt.Sprintf("%012d", n), pageURL(n)
	c := &schema.Course{
		Key: schema.Key(site, id, url, ""), NativeID: ptr(id), RCOID: ptr("02_" + id),
		Title:      ptr(fmt.Sprintf("Cours %d", n)),
		Highlights: ptr("Petits groupes"), GeneralObjective: coded("2", "Perfectionnement", "Perfectionnement"),
		Objective: ptr("- Lire\n- Écrire"), Programme: ptr("I. Débuter\n- ouvrir\n- fermer"),
		Outline: []schema.OutlineItem{{Title: "I. Débuter", Items: []string{"ouvrir", "fermer"}},
			{Title: "II. Finir", Items: []string{}}},
		Prerequisites: ptr("Aucun"), Admission: ptr("Dossier"),
		Selection: []schema.Coded{*coded("8", "Entretien", "Entretien"), {Raw: "Autre"}},
		Audience: []schema.Coded{*coded("80006", "Demandeur d'emploi", "Demandeurs d'emploi"),
			{Code: ptr("82058"), Label: ptr("Public en emploi"), Raw: "Actifs", Fit: "near"}},
		EntryLevel: coded("1", "Sans niveau spécifique", "Sans niveau spécifique"),
		Validation: []schema.Coded{{Raw: "Attestation"}},
		Certifying: ptr(false), Pathway: &schema.Coded{Raw: "Mixte"}, Personalisable: ptr(true),
		EntryExit: coded("0", "À dates fixes", "Date fixe"),
		Codes: schema.Codes{RNCP: []schema.Code{{Code: "4495", FromLink: true}}, RS: []schema.Code{},
			CertifInfo: []schema.Code{},
			ROME:       []schema.Code{{Code: "J1501", Label: ptr("Soins")}},
			Formacode:  []schema.Code{{Code: "43436", Version: ptr("V14")}}, NSF: []schema.Code{},
			CPF: []schema.Code{{Code: "235678"}}},
		Pace: []string{"Temps plein", "Soir"}, Duration: &schema.Duration{TotalHours: ptr(35.0), WeeklyHours: ptr(17.5),
			Text: ptr("35 h")},
		Price: &schema.Price{AmountEUR: ptr(590.5), Text: ptr("590,50 €")},
		Funding: []schema.Funding{{Type: ptr("Non conventionnée"), Funder: coded("10", "Bénéficiaire", "Individuel"),
			Conventioned: ptr(false)}},
		Contracts: &schema.Contracts{Professionalisation: ptr(false)},
		Provider:  organisation("Centre Exemple", "75", "+33199000001"),
		Contacts: []schema.Contact{{Name: ptr("Camille Inventé"), Phones: []string{"+33199000002"}, Faxes: []string{},
			Emails: []string{"camille@example.org"}, FirstName: ptr("Camille"), LastName: ptr("Inventé"), OfProvider: true}},
		Other: []schema.Labelled{{Label: "Hébergement", Text: "Sur place"}},

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
		Actions: []schema.Action{{NativeID: "02_A1", Reference: ptr("17"), CostsCovered: ptr(true), Funding: []schema.Funding{
			{Funder: coded("2", "Région", "Région"), Conventioned: ptr(true)}},
			Duration: &schema.Duration{CentreHours: ptr(585.0)},
			Audience: []schema.Coded{*coded("82044", "Salarié", "Salarié")}}, {NativeID: "#2", Admission: ptr("Sur dossier")}},
		Reference: ptr("755"), EntryLevelRequired: ptr(false), RecruitmentArea: coded("3", "Région", "3"),
	}
	c.Sessions = []schema.Session{session(n, 0), session(n, 1)}
	return schema.Record{Course: c, Source: source(n, url),
		Absent:    []schema.Absent{{Field: schema.FieldFollowUp, Raw: "Sans objet"}},
		Unclaimed: []schema.Unclaimed{{Label: "Mot inconnu", Text: "Du texte", Where: "p[4]"}},
		Issues: []schema.Issue{{Code: schema.IssueUnknownValue, Field: schema.FieldSelection, Raw: "Autre",
			Where: "p[2]"}},
		Provenance: []schema.Origin{{Field: schema.FieldTitle, Raw: "Cours", Label: "Intitulé",
			Where: schema.Where{Path: "h1", Start: 10, End: 17}, Session: -1},
			{Field: schema.FieldContactName, Raw: "Camille Inventé", Label: "Contact",
				Where: schema.Where{Path: "p[3]"}, Session: -1}},
	}
}

func source(n int, url string) schema.Source {
	return schema.Source{Site: site, URL: ptr(url), File: ptr("archive:1"), FetchedAt: ptr("2026-11-02T02:00:00Z"),
		SHA256:    hash(n, ""),
		UpdatedOn: ptr("2025-03-31"), ParserVersion: "p1", Charset: "utf-8"}
}

func session(n, i int) schema.Session {
	return schema.Session{NativeID: ptr(fmt.Sprintf("%08d", n*10+i)), PublishedOn: ptr("2025-03-31"),
		Start: ptr("2025-01-01"), End: ptr("2026-12-31"),
		DatePrecision: "day", EntryExit: coded("0", "À dates fixes", "Date fixe"), City: ptr("Bordeaux"),
		Department: ptr("33"), DepartmentStated: true,
		Commune: ptr("33063"), Region: ptr("75"), PlaceConfidence: "high", PlaceHow: "city and department",
		Provider: organisation("Annexe Exemple", "75", "+33199000003"),
		State:    ptr("open"), CPFEligible: ptr(false), Seats: ptr(12), Price: ptr(500.0),
		Contacts: []schema.Contact{{Name: ptr("Dominique Inventé"), Role: ptr("Accueil"), Phones: []string{},
			Faxes: []string{"+33199000009"}, Emails: []string{}}},
		Action: ptr([]string{"02_A1", "#2"}[i%2]), Address: ptr("1 rue de l'Essai"), Latitude: ptr(44.8378),
		Longitude: ptr(-0.5792), Enrolment: &schema.Address{City: ptr("Pessac")}}
}

// hash is a body hash that goes with the course's number and a word that makes it another body.
func hash(n int, word string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", n, word))
	return hex.EncodeToString(sum[:])
}

// retitled is the record with another title, as another body gave it.
func retitled(rec schema.Record, title string) schema.Record {
	c := *rec.Course
	c.Title = &title
	rec.Course = &c
	rec.Source.SHA256 = hash(0, title)
	return rec
}

// good is a page that answered with a whole body.
func good(run int64, at time.Time, url string, recs ...schema.Record) storage.PageResult {
	sha := hash(0, url)
	if len(recs) > 0 {
		sha = recs[0].Source.SHA256
	}
	ref := "ref:" + sha[:12]
	return storage.PageResult{Run: run, At: at, Capture: ref, Records: recs, VocabVersion: "v1",
		Captures: []storage.Capture{{Ref: ref, URL: url, At: at, Status: 200, ContentType: "text/html", SHA256: sha}},
		Fetched: &schema.Fetched{Run: run, Entry: schema.Entry{Site: site, URL: url, Kind: sites.KindCourse},
			Outcome:  schema.OutcomeOK,
			Page:     schema.Page{Site: site, URL: url, FetchedAt: at, Status: 200, ContentType: "text/html", SHA256: sha},
			FinalURL: url,
			ETag:     `"` + sha[:8] + `"`, ContentHash: "c" + sha[:8], Next: schema.Decision{State: schema.StateDone}}}
}

// answer is a page that ended with another outcome.
func answer(run int64, at time.Time, url string, outcome schema.Outcome) storage.PageResult {
	p := good(run, at, url)
	p.Capture, p.Captures = "", nil
	f := p.Fetched
	f.Outcome, f.Reason, f.ETag, f.ContentHash, f.Page.SHA256 = outcome, "test", "", "", ""
	switch {
	case outcome == schema.OutcomeGone:
		f.Page.Status, f.Next.State = 404, schema.StateGone
	case outcome == schema.OutcomeNotModified:
		f.Page.Status, f.Unchanged = 304, true
	case !outcome.Good():
		f.Page.Status, f.Next.State = 500, schema.StateFailed
	}
	return p
}
