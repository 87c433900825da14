package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// sessionsOf reads a page and gives each session's dates and place, as printed.
func sessionsOf(t *testing.T, body string) (out []string) {
	t.Helper()
	page := "<html><body><main><h1>Habilitation électrique B0</h1><h2>Objectif</h2><p>Travailler en sécurité près d'installations sous tension.</p>" +
		"<h2>Programme</h2><p>Risques, zones d'environnement, conduite à tenir.</p>" + body + "</main></body></html>"
	d := draftOf(t, page)
	var cur string
	for _, v := range d.Sessions {
		cur = ""
		for _, x := range v.Values {
			switch x.Field {
			case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionCity, schema.FieldSessionState, schema.FieldSessionText:
				cur += x.Text + "|"
			}
		}
		out = append(out, strings.TrimSuffix(cur, "|"))
	}
	return out
}

// TestCalendars: months beside or over days, with the year of the heading, are dates; what only looks like a calendar is left.
func TestCalendars(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want string
	}{
		"months down": {"<h2>Dates 2027</h2><table><tr><th></th><th>Lyon</th><th>Nantes</th></tr><tr><td>Janvier</td><td>du 4 au 8</td><td></td></tr>" +
			"<tr><td>Mars</td><td>le 2 – complet</td><td>15, 16 et 17</td></tr></table>",
			"du 4 au 8 janvier 2027|Lyon; le 2 mars 2027|Lyon|complet; 15, 16 et 17 mars 2027|Nantes"},
		"months with their years": {"<h2>Sessions</h2><table><tr><th>Mois</th><th>Groupe A</th><th>Groupe B</th></tr><tr><td>Décembre 2026</td><td>7-9</td><td>14-16</td></tr>" +
			"<tr><td>Janvier 2027</td><td>11-13</td><td>18-20</td></tr></table>",
			"7-9 décembre 2026|Groupe A; 14-16 décembre 2026|Groupe B; 11-13 janvier 2027|Groupe A; 18-20 janvier 2027|Groupe B"},
		"no year": {"<h2>Sessions</h2><table><tr><th></th><th>Lyon</th><th>Nantes</th></tr><tr><td>Janvier</td><td>du 4 au 8</td><td></td></tr>" +
			"<tr><td>Mars</td><td>le 2</td><td></td></tr></table>", "du 4 au 8 janvier|Lyon; le 2 mars|Lyon"},
	} {
		if got := strings.Join(sessionsOf(t, tt.body), "; "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}
}

// TestMenus: the choices of a menu are sessions where all of them are days and the page tells none; years of birth are no days.
func TestMenus(t *testing.T) {
	menu := func(options string) string {
		return "<form><select><option value=''>Choisir</option>" + options + "</select></form>"
	}
	days := "<option value=1>Du 4 au 8 janvier 2027 – Lyon</option><option value=2>Le 2 mars 2027 – Lyon (complet)</option>"
	for name, tt := range map[string]struct {
		body string
		n    int
	}{
		"only there":  {menu(days), 2},
		"twice":       {menu(days) + menu(days), 2},
		"told beside": {"<h2>Sessions</h2><ul><li>Du 4 au 8 janvier 2027 à Lyon</li></ul>" + menu(days), 1},
		"births":      {menu("<option value=1>1990</option><option value=2>1991</option>"), 0},
		"others":      {menu(days + "<option value=3>Autre date</option>"), 0},
	} {
		if got := sessionsOf(t, tt.body); len(got) != tt.n {
			t.Errorf("%s: %q, want %d", name, got, tt.n)
		}
	}
}

// TestTail: facts with labels of their own end a text; what a text says of each of its parts stays in it.
func TestTail(t *testing.T) {
	d := draftOf(t, "<html><body><main><h1>Tableur</h1><h2>Objectif</h2><p>Créer un tableau.</p><h2>Programme</h2><p>Formules et graphiques.</p>"+
		"<p>Durée : 14 h</p><p>Tarif : 690 €</p></main></body></html>")
	if p, h := d.Get(schema.FieldPrice), d.Get(schema.FieldDuration); len(p) != 1 || len(h) != 1 || p[0].Text != "690 €" {
		t.Errorf("price %v, duration %v", p, h)
	}
	d = draftOf(t, "<html><body><main><h1>Tableur</h1><h2>Objectif</h2><p>Créer un tableau.</p><h2>Programme</h2><p>Module 1</p><p>Durée : 7 h</p>"+
		"<p>Module 2</p><p>Durée : 14 h</p></main></body></html>")
	if h := d.Get(schema.FieldDuration); len(h) != 0 {
		t.Errorf("the length of a part is the course's: %v", h)
	}
}
