package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

const aSheet = `<h2>Objectifs</h2><p>Savoir tresser un panier.</p><h2>Prérequis</h2><p>Aucun</p>
<h2>Programme</h2><ul><li>Osier</li><li>Montage</li></ul>`

// TestOutside holds what stands before the title and behind the last field: menus are the page's own, facts are not.
func TestOutside(t *testing.T) {
	for _, c := range []struct{ name, page, kept, gone string }{
		{"a hero line", `<div><p>Rentrée le 12 mars 2027</p></div><main><h1>Vannerie</h1>` + aSheet + `</main>`, "Rentrée le 12 mars 2027", ""},
		{"a side panel", `<main><h1>Vannerie</h1><div>` + aSheet + `</div><div><span>Zorglub</span> <span>21 brins</span></div></main>`,
			"21 brins", ""},
		{"words inside the content", `<main><p>Hébergement possible au centre.</p><h1>Vannerie</h1>` + aSheet + `</main>`,
			"Hébergement possible au centre.", ""},
		{"a way to the page", `<div><p>Accueil > Formations > Vannerie, 12 heures</p></div><main><h1>Vannerie</h1>` + aSheet + `</main>`, "",
			"Accueil > Formations > Vannerie, 12 heures"},
		{"a slogan", `<div><p>Le portail de la formation</p></div><main><h1>Vannerie</h1>` + aSheet + `</main>`, "", "Le portail de la formation"},
		{"a foot", `<main><h1>Vannerie</h1>` + aSheet + `</main><div><p>Site réalisé par Essai, 3 mars 2027</p></div>`, "",
			"Site réalisé par Essai, 3 mars 2027"},
		{"other courses", `<main><h1>Vannerie</h1>` + aSheet + `</main><h2>Vous aimerez aussi</h2><div><p>Poterie, 12 mars 2027</p></div>`, "",
			"Poterie, 12 mars 2027"},
		{"a heading over fields", `<main><h1>Vannerie</h1><h2>Ce que l'osier murmure</h2>` + aSheet + `</main>`, "Ce que l'osier murmure", ""},
		{"a heading over buttons", `<main><h1>Vannerie</h1>` + aSheet + `<h2>Zorglub</h2><form><label>Nom</label><input><label>Mél</label><input></form>` +
			`<h2>Public</h2><p>Tous</p></main>`, "", "Zorglub"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := New()
			if err != nil {
				t.Fatal(err)
			}
			res, err := p.Parse(schema.Page{Body: []byte("<title>Vannerie</title><body>" + c.page)}, nil)
			if err != nil || len(res.Drafts) != 1 {
				t.Fatalf("%d drafts, error %v", len(res.Drafts), err)
			}
			var left []string
			for _, u := range res.Drafts[0].Unclaimed {
				left = append(left, u.Label+" "+u.Text)
			}
			if got := strings.Join(left, "\n"); !strings.Contains(got, c.kept) || c.kept == "" && got != "" {
				t.Errorf("unclaimed: %q, want %q", got, c.kept)
			}
			for _, b := range res.Outline.Blocks {
				if says := b.Label + "|" + b.Text; c.gone != "" && strings.Contains(says, c.gone) && b.Claim != "chrome" {
					t.Errorf("%q is %s by %s, want chrome", says, b.Claim, b.Rule)
				}
			}
		})
	}
}

// TestKept holds words that were lost on the way from the page to the draft.
func TestKept(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"when a aSheet was typed in", `<p>Code fiche : R-2013-0655 | Saisie le 14/01/2013 | Modifiée le 26/06/2013</p>`, "other [] Saisie le 14/01/2013"},
		{"a label without a value", `<dl><dt>Langue<dd><dt>Public<dd>Tous</dl>`, "absent other Langue"},
		{"two blocks glued in one line", `<p><b>Admission :</b> CAP en milieu rural<b>Langue :</b> français</p>`, "CAP en milieu rural"},
		{"one text under two labels of a session", `<h2>Sessions</h2><div>Du 03/02/2027 au 07/02/2027<br><b>Lieu d'inscription :</b> 7 rue Haute<br>` +
			`<b>Lieu d'information :</b> 7 rue Haute</div>`, "session.text [Lieu d'information] 7 rue Haute"},
		{"a sentence around a date", `<h2>Sessions</h2><p>Le stage a lieu à Sète (34200), de février à avril 2027.</p>`, "Le stage a lieu à Sète"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := New()
			if err != nil {
				t.Fatal(err)
			}
			res, err := p.Parse(schema.Page{Body: []byte("<title>Vannerie</title><body><main><h1>Vannerie</h1>" + c.page + aSheet + "</main>")}, nil)
			if err != nil || len(res.Drafts) != 1 {
				t.Fatalf("%d drafts, error %v", len(res.Drafts), err)
			}
			if got := printDraft(&res.Drafts[0]); !strings.Contains(got, c.want) {
				t.Errorf("no %q in\n%s", c.want, got)
			}
		})
	}
}

// printDraft prints what a draft has, a value a line.
func printDraft(d *schema.Draft) string {
	var b strings.Builder
	values := func(vs []schema.Value) {
		for _, v := range vs {
			b.WriteString(string(v.Field) + " [" + v.Label + "] " + v.Text + "\n")
		}
	}
	values(d.Values)
	for _, s := range d.Sessions {
		values(s.Values)
	}
	for _, a := range d.Absent {
		b.WriteString("absent " + string(a.Field) + " " + a.Raw + "\n")
	}
	return b.String()
}
