package lheo

import (
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
