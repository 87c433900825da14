package harvest

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/fixtures"
	"carif/schema"
)

const (
	seedPage = "../../shared/seed/page.txt"
	seedURL  = "https://rafael.cap-metiers.pro/recherche/formation/202302154136"
)

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// readOne reads a page that must give one record.
func readOne(t *testing.T, r *Reader, page schema.Page, site string) schema.Record {
	t.Helper()
	s, err := r.Sites.Find(site)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Read(page, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Records) != 1 {
		t.Fatalf("%s: got %d records (%+v), want 1", page.File, len(got.Records), got.Refusal)
	}
	return got.Records[0]
}

func val(p *string) string {
	if p == nil {
		return "<nil>"
	}
	return *p
}

func flag(p *bool) string {
	if p == nil {
		return "<nil>"
	}
	if *p {
		return "true"
	}
	return "false"
}

func coded(c *schema.Coded) string {
	if c == nil {
		return "<nil>"
	}
	return val(c.Code) + "|" + c.Raw
}

func codes(cs []schema.Coded) []string {
	var out []string
	for i := range cs {
		out = append(out, coded(&cs[i]))
	}
	return out
}

// TestSeedPage holds the page the project started from to the exact record that was agreed on.
func TestSeedPage(t *testing.T) {
	body, err := os.ReadFile(seedPage)
	if err != nil {
		t.Skip("the seed page is not here (../shared is missing)")
	}
	rec := readOne(t, newReader(t), schema.Page{URL: seedURL, File: "page.txt", Body: body}, "nouvelle-aquitaine")
	c := rec.Course
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	between := func(first, last string) string {
		var out []string
		for i, l := range lines {
			if l == first {
				for ; i < len(lines); i++ {
					out = append(out, lines[i])
					if lines[i] == last {
						return strings.Join(out, "\n")
					}
				}
			}
		}
		return ""
	}
	for _, f := range []struct{ name, got, want string }{
		{"title", val(c.Title), "Déposer ses factures dans CHORUS PRO"},
		{"key", c.Key, "nouvelle-aquitaine/202302154136"},
		{"rco_id", val(c.RCOID), "02_202302154136"},
		{"provider", val(c.Provider.Name), "CMA NA"},
		{"general objective", coded(c.GeneralObjective), "2|Perfectionnement, élargissement des compétences"},
		{"entry level", coded(c.EntryLevel), "1|Sans niveau spécifique"},
		{"programme", val(c.Programme), between("I. Vocabulaire et principale notion", "Saisir une Sollicitation")},
		{"objective", val(c.Objective), between(lines[8], lines[11])},
		{"highlights", val(c.Highlights), between(lines[3], lines[4])},
		{"admission", val(c.Admission), "Sans condition d'accès"},
		{"prerequisites", val(c.Prerequisites), "Cette formation ne nécessite aucun pré requis"},
		{"personalisable", flag(c.Personalisable), "true"},
	} {
		if f.got != f.want {
			t.Errorf("%s: got %q, want %q", f.name, f.got, f.want)
		}
	}
	if n := strings.Count(val(c.Objective), "\n") + 1; n != 4 {
		t.Errorf("objective: got %d lines, want 4", n)
	}
	if len(c.Outline) != 5 {
		t.Errorf("outline: got %d headings, want 5: %+v", len(c.Outline), c.Outline)
	}
	if got, want := codes(c.Audience), []string{"80006|Demandeur d'emploi", "81024|Jeune de moins de 26 ans",
		"81020|Personne handicapée",
		"82044|Salarié(e)", "82058|Actif(ve) non salarié(e)"}; !reflect.DeepEqual(got, want) {
		t.Errorf("audience: got %q, want %q", got, want)
	}
	if n := len(c.Audience); n == 5 && c.Audience[4].Fit != "near" {
		t.Errorf("fit of the fifth audience: got %q, want near", c.Audience[4].Fit)
	}
	if got, want := codes(c.Selection), []string{"8|Entretien",
		"<nil>|Inscription directe ou par un conseiller en insertion professionnelle"}; !reflect.DeepEqual(got, want) {
		t.Errorf("selection: got %q, want %q", got, want)
	}
	if len(c.Validation) != 1 || c.Validation[0].Raw != "Attestation de fin de formation" {
		t.Errorf("validation: got %+v", c.Validation)
	}
	if c.Contracts == nil || flag(c.Contracts.Professionalisation) != "false" {
		t.Errorf("contracts: got %+v, want professionalisation false", c.Contracts)
	}
	checkSeedRest(t, rec)
}

func checkSeedRest(t *testing.T, rec schema.Record) {
	t.Helper()
	c := rec.Course
	if len(c.Funding) != 1 || flag(c.Funding[0].Conventioned) != "false" ||
		coded(c.Funding[0].Funder) != "10|FINANCEMENT INDIVIDUEL" ||
		val(c.Funding[0].Scheme) != "Non conventionnée / sans dispositif" ||
		val(c.Funding[0].Measure) != "Non conventionnée / sans dispositif" {
		t.Errorf("funding: got %+v", c.Funding)
	}
	if len(c.Contacts) != 1 || len(c.Contacts[0].Phones) != 1 || len(c.Contacts[0].Emails) != 1 ||
		!strings.HasSuffix(c.Contacts[0].Emails[0], ".fr") {
		t.Errorf("contacts: want one with one phone and one e-mail that ends in .fr")
	}
	var got [][]string
	for _, s := range c.Sessions {
		got = append(got, []string{val(s.NativeID), val(s.PublishedOn), val(s.Start), val(s.End), coded(s.EntryExit),
			val(s.City), val(s.Department),
			val(s.Commune), val(s.Region), flag(s.CPFEligible), val(s.State), val(s.RCOID), val(s.Provider.Name)})
	}
	want := [][]string{
		{"00589155", "2025-03-31", "2025-01-01", "2026-12-31", "0|Entrée / sortie à date fixe", "Bordeaux", "33",
			"33063", "75", "false", "<nil>", "02_00589155", "CMA FORMATION BORDEAUX - CMA NA 33"},
		{"00350507", "2023-04-05", "2023-04-05", "2023-12-31", "<nil>", "Coulounieix-Chamiers", "24", "24138", "75",
			"false", "<nil>", "02_00350507", "CMA FORMATION PERIGUEUX - CMA NA 24"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("sessions (-want +got):\n%s", d)
	}
	absent := 0
	for _, a := range rec.Absent {
		if a.Raw == "Sans objet" {
			absent++
		}
	}
	if absent != 4 {
		t.Errorf("absent: got %d « Sans objet », want 4: %+v", absent, rec.Absent)
	}
	if len(rec.Unclaimed) != 0 {
		t.Errorf("unclaimed: got %+v, want none", rec.Unclaimed)
	}
	b, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, chrome := range []string{"compte personnel de formation suivez", "fermé à la candidature",
		"portail national"} {
		if strings.Contains(string(b), chrome) {
			t.Errorf("page chrome stands in the record: %q", chrome)
		}
	}
}

// TestSeedLayoutsAgree reads the same course in four captures: the record must not depend on the layout.
func TestSeedLayoutsAgree(t *testing.T) {
	r := newReader(t)
	var first *schema.Course
	for _, name := range []string{"seed.txt", "seed-a.html", "seed-b.html", "seed-c.html"} {
		body, err := fixtures.Seed(name)
		if err != nil {
			t.Fatal(err)
		}
		page := schema.Page{URL: "https://rafael.cap-metiers.pro/recherche/formation/" + fixtures.SeedID, File: name,
			Body: body}
		rec := readOne(t, r, page, "nouvelle-aquitaine")
		if len(rec.Unclaimed) > 0 {
			t.Errorf("%s: unclaimed: %+v", name, rec.Unclaimed)
		}
		if first == nil {
			first = rec.Course
			continue
		}
		if d := cmp.Diff(first, rec.Course); d != "" {
			t.Errorf("%s differs from seed.txt (-seed.txt +%s):\n%s", name, name, d)
		}
	}
}
