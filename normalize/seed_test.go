package normalize

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/parser"
	"carif/schema"
	"carif/sites"
)

// TestSeed reads the one complete page of today that is known: every field as agreed. It runs where the page is.
func TestSeed(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "seed", "page.txt"))
	if err != nil {
		t.Skipf("no seed page beside the project: %v", err)
	}
	set, err := sites.NewSet("")
	if err != nil {
		t.Fatal(err)
	}
	site, err := set.Find("nouvelle-aquitaine")
	if err != nil {
		t.Fatal(err)
	}
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	page := schema.Page{File: "page.txt", URL: "https://rafael.cap-metiers.pro/recherche/formation/202302154136", Body: body}
	res, err := p.Parse(page, site)
	if err != nil || len(res.Drafts) != 1 {
		t.Fatalf("Parse: %v, %d drafts, refusal %v", err, len(res.Drafts), res.Refusal)
	}
	rec := newNormalizer(t).Record(res.Drafts[0], page, site)
	c, s := rec.Course, rec.Course.Sessions
	if len(s) != 2 || len(c.Contacts) != 1 || len(c.Funding) != 1 || len(c.Outline) != 5 || len(rec.Unclaimed) != 0 || c.Provider == nil {
		t.Fatalf("%d sessions, %d contacts, %d fundings, %d headings, %d unclaimed; want 2, 1, 1, 5, 0", len(s), len(c.Contacts), len(c.Funding), len(c.Outline), len(rec.Unclaimed))
	}
	var absent, near []string
	for _, a := range rec.Absent {
		absent = append(absent, string(a.Field)+"="+a.Raw)
	}
	for _, a := range c.Audience {
		near = append(near, str(a.Code)+" "+a.Fit)
	}
	lines := strings.Split(str(c.Programme), "\n")
	for _, tt := range []struct{ what, got, want string }{
		{"title", str(c.Title), "Déposer ses factures dans CHORUS PRO"}, {"key", c.Key, "nouvelle-aquitaine/202302154136"}, {"rco", str(c.RCOID), "02_202302154136"},
		{"provider", str(c.Provider.Name), "CMA NA"}, {"first line", lines[0], "I. Vocabulaire et principale notion"}, {"last line", lines[len(lines)-1], "Saisir une Sollicitation"},
		{"general objective", code(c.GeneralObjective), "2"}, {"entry level", code(c.EntryLevel), "1"},
		{"audience", strings.Join(near, ", "), "80006 exact, 81024 near, 81020 exact, 82044 exact, 82058 near"},
		{"selection", codesOf(c.Selection), "8=Entretien; <nil>=Inscription directe ou par un conseiller en insertion professionnelle"},
		{"validation", codesOf(c.Validation), "<nil>=Attestation de fin de formation"},
		{"admission", str(c.Admission), "Sans condition d'accès"}, {"prerequisites", str(c.Prerequisites), "Cette formation ne nécessite aucun pré requis"},
		{"funder", code(c.Funding[0].Funder), "10"}, {"scheme", str(c.Funding[0].Scheme), "Non conventionnée / sans dispositif"}, {"measure", str(c.Funding[0].Measure), "Non conventionnée / sans dispositif"},
		{"absent", strings.Join(absent, "; "), "funding.reference=Sans objet; provider.reference=Sans objet; teaching_mode=Sans objet; follow_up=Sans objet"},
		{"objective lines", str(new(strings.Repeat("x", strings.Count(str(c.Objective), "\n")+1))), "xxxx"},
		{"session 1", str(s[0].NativeID) + " " + str(s[0].RCOID) + " " + str(s[0].PublishedOn) + " " + str(s[0].Start) + " " + str(s[0].End) + " " + code(s[0].EntryExit), "00589155 02_00589155 2025-03-31 2025-01-01 2026-12-31 0"},
		{"place 1", str(s[0].City) + " " + str(s[0].Department) + " " + str(s[0].Commune) + " " + str(s[0].Region) + " " + str(s[0].State), "Bordeaux 33 33063 75 <nil>"},
		{"session 2", str(s[1].NativeID) + " " + str(s[1].City) + " " + str(s[1].Commune), "00350507 Coulounieix-Chamiers 24138"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.what, tt.got, tt.want)
		}
	}
	if !*c.Personalisable || *c.Contracts.Professionalisation || *c.Funding[0].Conventioned || *s[0].CPFEligible || *s[1].CPFEligible {
		t.Error("personalisable, contract, convention or CPF is not as printed")
	}
	if k := c.Contacts[0]; len(k.Phones) != 1 || len(k.Emails) != 1 || !strings.HasSuffix(k.Emails[0], ".fr") {
		t.Error("the contact is not one telephone and one address that ends in .fr")
	}
}
