package lheo

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"carif/schema"

	"github.com/google/go-cmp/cmp"
)

// TestNothingIsLost reads a feed that says things the record has no field for: each is unclaimed, once, with its place.
func TestNothingIsLost(t *testing.T) {
	doc := strings.ReplaceAll(foreign, "</modalites-entrees-sorties>",
		"</modalites-entrees-sorties><url-action><urlweb>https://essai.example.org/a</urlweb></url-action>")
	doc = strings.Replace(doc, "</action>",
		`<extras info="autre"><extra info="drapeau">1</extra><extra info="vide">0</extra></extras></action>`, 1)
	action := doc[strings.Index(doc, "<action "):strings.Index(doc, "<organisme-formation-responsable>")]
	doc = strings.Replace(doc, action, action+strings.Replace(action, "</action>", `<extras info="un"><extra info="un/deux">3</extra></extras></action>`, 1), 1)
	rs, _, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := []schema.Unclaimed{
		{Label: "urlweb", Text: "https://essai.example.org/a", Where: "formation/action/url-action/urlweb"},
		{Label: "etat-recrutement", Text: "3", Where: "formation/action/session[1]/etat-recrutement"},
		{Label: "debut", Text: "20251332", Where: "formation/action/session[2]/periode/debut"},
		{Label: "drapeau", Text: "1", Where: "formation/action/extras[info=autre]/extra[info=drapeau]"},
		{Label: "un/deux", Text: "3", Where: "formation/action[2]/extras[info=un]/extra[info=un%2Fdeux]"},
	}
	if d := cmp.Diff(want, rs[0].Unclaimed); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	ours, _, err := readAll(t, string(document(t, sample())), ReadOptions{})
	if err != nil || len(ours[0].Unclaimed) != 0 {
		t.Errorf("a formation of ours leaves %v over, %v", ours[0].Unclaimed, err)
	}
}

func TestImpersonal(t *testing.T) {
	for path, want := range map[string]bool{"formation/action[2]/langue-formation[1]": true,
		"formation/action/organisme-financeur/nb-places-financees": true, "formation/action/session/@ref": true,
		"formation/organisme-formation-responsable/coordonnees-organisme/coordonnees/adresse/geolocalisation/latitude": true,
		"formation/contact-formation/coordonnees/adresse/codepostal":                                                   false,
		"formation/action/extras[info=a]/extra[info=code-x]":                                                           false,
		"formation/action/equipement/commentaire":                                                                      false, "div[3]": false, "formation/x/numtel": false} {
		if got := Impersonal(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// TestActionsApart: each action's own values stay with it, on the way in and on the way out.
func TestActionsApart(t *testing.T) {
	b, err := os.ReadFile("testdata/feeds/actions.xml")
	if err != nil {
		t.Fatal(err)
	}
	rs, _, err := readAll(t, string(b), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c := rs[0].Course
	a := c.Actions
	if len(a) != 2 || a[0].NativeID != "99_A1" || first(a[0].Reference) != "17" || first(a[0].CreatedOn) != "2024-01-02" {
		t.Fatalf("actions = %+v", a)
	}
	if len(c.Funding)+len(c.Audience) > 0 || c.CostsCovered != nil || c.Duration != nil || *c.TeachingMode.Code != "0" || a[1].TeachingMode != nil {
		t.Errorf("the course says what one action says, or not what all say: %+v", c)
	}
	one, two := a[0].Funding, a[1].Funding
	if len(one) != 1 || *one[0].Funder.Code != "10" || *one[0].Conventioned || len(two) != 2 || *two[0].Funder.Code != "2" ||
		!*two[0].Conventioned || *a[1].Duration.CentreHours != 585 || *a[1].Audience[1].Code != "81020" || !*a[1].CostsCovered {
		t.Errorf("funding %+v, %+v", one, two)
	}
	var of []string
	for _, s := range c.Sessions {
		of = append(of, *s.NativeID+" "+*s.Action)
	}
	if d := cmp.Diff([]string{"1 99_A1", "21 99_A2", "22 99_A2"}, of); d != "" {
		t.Errorf("sessions: -want +got\n%s", d)
	}
	s, p := c.Sessions[0], c.Provider
	if first(s.Address) != "12 rue du Port" || first(s.PlaceName) != "Maison de l'Essai" || *s.Latitude != 47.39 ||
		first(s.Enrolment.Street) != "3 place du Lycée" || first(p.LegalName) != "Atelier d'Essai SARL" || !c.Codes.Formacode[0].Main ||
		first(c.Contacts[0].FirstName) != "Camille" || first(c.Contacts[0].Name) != "Mme Camille Essai" || !c.Contacts[2].OfProvider {
		t.Errorf("session %+v, provider %+v, contacts %+v", s, p, c.Contacts)
	}
	n := parse(t, document(t, rs...)).child("offres", "formation")
	for i, want := range []string{"0 10 1", "1 2 2"} {
		x := n.all("action")[i]
		got := x.child("conventionnement").text + " " + x.child("organisme-financeur", "code-financeur").text + " " + number(float64(len(x.all("session"))))
		if got != want {
			t.Errorf("action %d is written as %s, want %s", i, got, want)
		}
	}
}

// TestManyLeftovers: thousands of elements that no field takes are each listed under a path of their own.
func TestManyLeftovers(t *testing.T) {
	const n = 5_000
	var doc strings.Builder
	doc.WriteString(`<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="07_1"><intitule-formation>Essai</intitule-formation><extras info="x">`)
	for i := range n {
		doc.WriteString(`<extra info="y">mot ` + strconv.Itoa(i) + `</extra>`)
	}
	doc.WriteString(`</extras></formation></offres></lheo>`)
	seen := map[string]bool{}
	_, err := Read(t.Context(), strings.NewReader(doc.String()), ReadOptions{Vocab: loadVocab(t)}, func(r schema.Record) error {
		for _, u := range r.Unclaimed {
			seen[u.Where] = true
		}
		return nil
	})
	if err != nil || len(seen) != n {
		t.Fatalf("%d paths of %d, %v", len(seen), n, err)
	}
}
