package lheo

import (
	"bytes"
	"errors"
	"os"
	"slices"
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

// TestUnreadComesOut: what could not be read is an issue, and stands in the document all the same.
func TestUnreadComesOut(t *testing.T) {
	doc := strings.Replace(foreign, "<etat-recrutement>2</etat-recrutement>", "<etat-recrutement>2</etat-recrutement>"+
		"<recrutement><modalite-recrutement>1</modalite-recrutement><nb-places>environ 12</nb-places></recrutement>", 1)
	doc = strings.Replace(doc, ">70<", ">deux semaines<", 1)
	doc = strings.Replace(doc, `datemaj="20250331"`, `datemaj="31 mars"`, 1)
	rs, sum, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
	if err != nil || sum.Issues[schema.IssueBadNumber] == 0 || sum.Issues[schema.IssueBadDate] == 0 {
		t.Fatalf("issues %v, %v", sum.Issues, err)
	}
	out := document(t, rs...)
	valid(t, out)
	again, _, err := readAll(t, string(out), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"environ 12", "deux semaines", "31 mars"} {
		if !strings.Contains(string(out), words) {
			t.Errorf("%q is not in the document", words)
		}
		if !slices.ContainsFunc(again[0].Unclaimed, func(u schema.Unclaimed) bool { return u.Text == words }) {
			t.Errorf("%q does not come back: %v", words, again[0].Unclaimed)
		}
	}
}

// TestCountryComesBack: the country of each address of a feed is in the document, and a place abroad is one again.
func TestCountryComesBack(t *testing.T) {
	for _, tt := range []struct{ in, how, out string }{
		{"CH", "abroad: CH", "<pays>CH</pays>"},
		{"Belgique", "abroad: Belgique", `<extra info="pays">Belgique</extra>`},
	} {
		ad := "<adresse><ligne>1 quai</ligne><codepostal>01201</codepostal><ville>Ailleurs</ville><pays>" + tt.in + "</pays></adresse>"
		doc := strings.Replace(foreign, "<ville>Metz</ville>\n<departement>57</departement>",
			"<ville>Ailleurs</ville><pays>"+tt.in+"</pays>", 1)
		doc = strings.Replace(doc, "</nom-organisme>", "</nom-organisme><coordonnees-organisme><coordonnees>"+ad+
			"</coordonnees></coordonnees-organisme>", 1)
		doc = strings.Replace(doc, "</periode><etat", "</periode><adresse-inscription>"+ad+"</adresse-inscription><etat", 1)
		rs, _, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		out := document(t, rs...)
		valid(t, out)
		again, _, err := readAll(t, string(out), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(said2(rs), said2(again)); d != "" {
			t.Errorf("%s: -first +second reading\n%s", tt.in, d)
		}
		if s := again[0].Course.Sessions[0]; s.PlaceHow != tt.how || !strings.Contains(string(out), tt.out) {
			t.Errorf("%s: %q; in the document: %v", tt.in, s.PlaceHow, strings.Contains(string(out), tt.out))
		}
		left := 0
		for _, u := range again[0].Unclaimed {
			if u.Label == "pays" && u.Text == tt.in {
				left++
			}
		}
		if left != 2 { // the provider's and that of the enrolment
			t.Errorf("%s: unclaimed %v", tt.in, again[0].Unclaimed)
		}
	}
}

// TestDoubtedCodesComeOut: a code that is not believed was said all the same.
func TestDoubtedCodesComeOut(t *testing.T) {
	doc := strings.Replace(foreign, "<codepostal>00000</codepostal><ville>Metz</ville>\n<departement>57</departement>",
		"<codepostal>14130</codepostal><ville>Pont-l Evêque</ville><code-INSEE-commune>14000</code-INSEE-commune>", 1)
	rs, _, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if out := string(document(t, rs...)); !strings.Contains(out, "14000") || !strings.Contains(out, "14514") {
		t.Error("one of the codes is not in the document")
	}
}

// TestFeedSpeaksOfItself: extras of a whole feed are of no formation, and told.
func TestFeedSpeaksOfItself(t *testing.T) {
	doc := strings.Replace(feedXML(NS23, foreign), "</offres></lheo>", `<extras info="export"><extra info="version">7</extra>`+
		`<extra info="vide">-</extra></extras></offres><extras><extra>fin</extra></extras></lheo>`, 1)
	rs, sum, err := readAll(t, doc, ReadOptions{})
	want := []schema.Unclaimed{{Label: "version", Text: "7", Where: "extras[info=export]/extra[info=version]"},
		{Label: "extra", Text: "fin", Where: "extras/extra"}}
	if d := cmp.Diff(want, sum.Extras); d != "" || err != nil || len(rs) != 1 {
		t.Errorf("%d records, %v, -want +got\n%s", len(rs), err, d)
	}
}

// TestWithheldContacts: a contact that is not given away is not said to be missing at its source.
func TestWithheldContacts(t *testing.T) {
	rec := sample()
	rec.Course.Contacts, rec.Course.Provider.Phones, rec.Course.Provider.Emails, rec.Course.Provider.Faxes = nil, nil, nil, nil
	var b bytes.Buffer
	w := NewWriter(&b, nil)
	w.Withheld = true
	if err := errors.Join(w.Write(&rec), w.Close()); err != nil {
		t.Fatal(err)
	}
	valid(t, b.Bytes())
	for _, name := range []string{"contact-formation", "contact-organisme"} {
		if !strings.Contains(b.String(), "<"+name+` info="`+Withheld+`">`) {
			t.Errorf("%s does not say that it is withheld", name)
		}
	}
	rs, _, err := readAll(t, b.String(), ReadOptions{})
	if err != nil || len(rs[0].Course.Contacts) != 0 || len(rs[0].Unclaimed) != 0 {
		t.Errorf("read as %v, %v, %v", rs[0].Course.Contacts, rs[0].Unclaimed, err)
	}
}
