package parser

import (
	"strings"
	"testing"

	"carif/schema"
)

// layouts say the same course in the shapes of catalogues nobody here has seen: content systems of today, old layout
// tables, spans with ids. {…} stands for what every layout says; see fill.
var layouts = []struct{ name, page string }{
	{"definition list", `<main><h1>{title}</h1><dl><dt>Objectifs<dd>{obj}<dt>Programme détaillé<dd>{prog}<dt>Public visé<dd>{pub}<dt>Prérequis<dd>{pre}
<dt>Durée totale<dd>{dur}<dt>Tarif<dd>{price}<dt>Organisme de formation<dd>{org}<br>{street}<br>{town}<dt>Sessions<dd><ul><li>Dijon (21) - du 03/02/2025 au 07/02/2025<li>Beaune (21) - du 10/03/2025 au 14/03/2025</ul></dl></main>`},
	{"row headers", `<h1>{title}</h1><table><tr><th scope="row">Objectif de la formation</th><td>{obj}</td></tr><tr><th scope="row">Contenu</th><td>{prog}</td></tr>
<tr><th scope="row">Publics concernés</th><td>{pub}</td></tr><tr><th scope="row">Pré-requis</th><td>{pre}</td></tr><tr><th scope="row">Nombre d'heures</th><td>{dur}</td></tr><tr><th scope="row">Coût pédagogique</th><td>{price}</td></tr>
<tr><th scope="row">Dispensateur</th><td>{org}<br>{street}<br>{town}</td></tr></table><h2>Dates et lieux</h2><table><thead><tr><th>Début</th><th>Fin</th><th>Ville</th></tr></thead><tbody><tr><td>03/02/2025</td><td>07/02/2025</td><td>Dijon</td></tr><tr><td>10/03/2025</td><td>14/03/2025</td><td>Beaune</td></tr></tbody></table>`},
	{"headings", `<article><h1>{title}</h1><h2>Objectifs</h2><p>{obj}</p><h2>Programme</h2><p>{prog}</p><h2>Pour qui ?</h2><p>{pub}</p><h2>Prérequis</h2><p>{pre}</p><h2>Durée</h2><p>{dur}</p><h2>Prix</h2><p>{price}</p>
<h2>Organisme</h2><p>{org}<br>{street}<br>{town}</p><h2>Prochaines sessions</h2><div class="session"><h3>Dijon</h3><p>Du 03/02/2025 au 07/02/2025</p></div><div class="session"><h3>Beaune</h3><p>Du 10/03/2025 au 14/03/2025</p></div></article>`},
	{"bold beginnings", `<h2>{title}</h2><p><b>Objectifs :</b> {obj}</p><p><b>Programme :</b> {prog}</p><p><b>Public :</b> {pub}</p><p><b>Pré-requis :</b> {pre}</p><p><b>Durée :</b> {dur}</p><p><b>Coût :</b> {price}</p>
<p><b>Organisme :</b> {org}<br>{street}<br>{town}</p><p><b>Dates :</b><br>du 03/02/2025 au 07/02/2025 à Dijon<br>du 10/03/2025 au 14/03/2025 à Beaune</p>`},
	{"field blocks", `<div class="node"><h1 class="page-title">{title}</h1><div class="field"><div class="field__label">Objectifs</div><div class="field__item">{obj}</div></div><div class="field"><div class="field__label">Contenu pédagogique</div><div class="field__item">{prog}</div></div>
<div class="field"><div class="field__label">Public</div><div class="field__item">{pub}</div></div><div class="field"><div class="field__label">Prérequis</div><div class="field__item">{pre}</div></div><div class="field"><div class="field__label">Durée</div><div class="field__item">{dur}</div></div><div class="field"><div class="field__label">Tarif TTC</div><div class="field__item">{price}</div></div>
<div class="field"><div class="field__label">Organisme responsable</div><div class="field__item">{org}<br>{street}<br>{town}</div></div><div class="field"><div class="field__label">Sessions</div><div class="field__items"><div class="field__item">Du 03/02/2025 au 07/02/2025 - Dijon</div><div class="field__item">Du 10/03/2025 au 14/03/2025 - Beaune</div></div></div></div>`},
	{"cards", `<nav><ul><li><a href="/">Accueil</a></li><li><a href="/f">Formations</a></li></ul></nav><div class="container"><h1>{title}</h1><div class="card"><div class="card-header">Objectifs</div><div class="card-body">{obj}</div></div><div class="card"><div class="card-header">Programme</div><div class="card-body">{prog}</div></div>
<div class="card"><div class="card-header">Public et prérequis</div><div class="card-body"><p><strong>Public :</strong> {pub}</p><p><strong>Prérequis :</strong> {pre}</p></div></div><div class="card"><div class="card-header">Durée</div><div class="card-body">{dur}</div></div><div class="card"><div class="card-header">Tarif</div><div class="card-body">{price}</div></div><div class="card"><div class="card-header">Centre de formation</div><div class="card-body">{org}<br>{street}<br>{town}</div></div>
<div class="card"><div class="card-header">Calendrier des sessions</div><div class="card-body"><div class="row"><div class="col">Du 03/02/2025 au 07/02/2025</div><div class="col">Dijon</div></div><div class="row"><div class="col">Du 10/03/2025 au 14/03/2025</div><div class="col">Beaune</div></div></div></div></div><footer>Mentions légales</footer>`},
	{"accordion buttons", `<h1>{title}</h1><div class="accordion"><h2 class="accordion-header"><button class="accordion-button" data-bs-toggle="collapse" aria-expanded="true">Objectifs</button></h2><div class="accordion-collapse"><div class="accordion-body">{obj}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Programme</button></h2><div class="accordion-collapse collapse"><div class="accordion-body">{prog}</div></div>
<h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Public visé</button></h2><div class="collapse"><div>{pub}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Prérequis</button></h2><div class="collapse"><div>{pre}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Durée</button></h2><div class="collapse"><div>{dur}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Tarifs</button></h2><div class="collapse"><div>{price}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Organisme</button></h2><div class="collapse"><div>{org}<br>{street}<br>{town}</div></div><h2 class="accordion-header"><button class="accordion-button" aria-expanded="false">Sessions</button></h2><div class="collapse"><ul><li>Dijon : du 03/02/2025 au 07/02/2025</li><li>Beaune : du 10/03/2025 au 14/03/2025</li></ul></div></div>`},
	{"one cell", `<table><tr><td><font size="4"><b>{title}</b></font><br><br><b>OBJECTIFS</b><br>{obj}<br><br><b>CONTENU</b><br>{prog}<br><br><b>PUBLIC</b><br>{pub}<br><br><b>PRE-REQUIS</b><br>{pre}<br><br><b>DUREE</b><br>{dur}<br><br><b>COUT</b><br>{price}<br><br><b>ORGANISME</b><br>{org}<br>{street}<br>{town}<br><br><b>DATES ET LIEUX</b><br>Dijon - du 03/02/2025 au 07/02/2025<br>Beaune - du 10/03/2025 au 14/03/2025</td></tr></table>`},
	{"spans with ids", `<form id="aspnetForm"><span id="ctl00_lblTitre" class="titre">{title}</span><br><span id="l1">Objectif : </span><span id="ctl00_lblObjectif">{obj}</span><br><span id="l2">Contenu : </span><span id="ctl00_lblContenu">{prog}</span><br><span id="l3">Public visé : </span><span>{pub}</span><br><span>Prérequis : </span><span>{pre}</span><br><span>Durée : </span><span>{dur}</span><br><span>Prix : </span><span>{price}</span><br>
<div><span>Organisme : </span><span>{org}</span><br><span>{street}</span><br><span>{town}</span></div><table><tr><th>Date de début</th><th>Date de fin</th><th>Lieu</th></tr><tr><td>03/02/2025</td><td>07/02/2025</td><td>Dijon</td></tr><tr><td>10/03/2025</td><td>14/03/2025</td><td>Beaune</td></tr></table></form>`},
	{"tabs", `<h1>{title}</h1><ul class="tabs"><li><a href="#t1">Objectifs</a></li><li><a href="#t2">Programme</a></li><li><a href="#t3">Public</a></li><li><a href="#t4">Prérequis</a></li><li><a href="#t5">Durée</a></li><li><a href="#t6">Tarif</a></li><li><a href="#t7">Organisme</a></li><li><a href="#t8">Sessions</a></li></ul><div id="t1"><p>{obj}</p></div><div id="t2"><p>{prog}</p></div><div id="t3"><p>{pub}</p></div><div id="t4"><p>{pre}</p></div><div id="t5"><p>{dur}</p></div><div id="t6"><p>{price}</p></div><div id="t7"><p>{org}<br>{street}<br>{town}</p></div>
<div id="t8"><p>Du 03/02/2025 au 07/02/2025 à Dijon</p><p>Du 10/03/2025 au 14/03/2025 à Beaune</p></div>`},
	{"grid", `<h1>{title}</h1><div class="row"><div class="col-4">Objectifs</div><div class="col-8">{obj}</div></div><div class="row"><div class="col-4">Programme</div><div class="col-8">{prog}</div></div><div class="row"><div class="col-4">Public visé</div><div class="col-8">{pub}</div></div><div class="row"><div class="col-4">Prérequis</div><div class="col-8">{pre}</div></div><div class="row"><div class="col-4">Durée</div><div class="col-8">{dur}</div></div><div class="row"><div class="col-4">Tarif</div><div class="col-8">{price}</div></div><div class="row"><div class="col-4">Organisme</div><div class="col-8">{org}<br>{street}<br>{town}</div></div>
<div class="row"><div class="col-4">Sessions</div><div class="col-8"><p>Dijon, du 03/02/2025 au 07/02/2025</p><p>Beaune, du 10/03/2025 au 14/03/2025</p></div></div>`},
	{"list of pairs", `<h1>{title}</h1><ul class="infos"><li><span class="key">Objectifs</span><span class="val">{obj}</span></li><li><span class="key">Programme</span><span class="val">{prog}</span></li><li><span class="key">Public</span><span class="val">{pub}</span></li><li><span class="key">Prérequis</span><span class="val">{pre}</span></li><li><span class="key">Durée</span><span class="val">{dur}</span></li><li><span class="key">Tarif</span><span class="val">{price}</span></li></ul><section class="organisme"><h2>Organisme de formation</h2><p>{org}</p><p>{street}</p><p>{town}</p></section>
<section><h2>Sessions</h2><article><p><strong>Lieu :</strong> Dijon</p><p><strong>Dates :</strong> du 03/02/2025 au 07/02/2025</p></article><article><p><strong>Lieu :</strong> Beaune</p><p><strong>Dates :</strong> du 10/03/2025 au 14/03/2025</p></article></section>`},
	{"details", `<h1>{title}</h1><details><summary>Objectifs</summary><p>{obj}</p></details><details><summary>Programme</summary><p>{prog}</p></details><details><summary>Public</summary><p>{pub}</p></details><details><summary>Prérequis</summary><p>{pre}</p></details><details><summary>Durée</summary><p>{dur}</p></details><details><summary>Tarif</summary><p>{price}</p></details><details><summary>Organisme</summary><p>{org}</p><p>{street}</p><p>{town}</p></details><details open><summary>Sessions</summary><table><tr><th>Dates</th><th>Lieu</th><th>Places restantes</th></tr><tr><td>Du 03/02/2025 au 07/02/2025</td><td>Dijon</td><td>4</td></tr><tr><td>Du 10/03/2025 au 14/03/2025</td><td>Beaune</td><td>0</td></tr></table></details>`},
	{"plain text", "{title}\nObjectifs\n{obj}\nProgramme\n{prog}\nPublic visé\n{pub}\nPrérequis\n{pre}\nDurée\n{dur}\nTarif\n{price}\nOrganisme responsable\n{org}\n{street}\n{town}\nDates | Ville | Places\n---|---|---\ndu 03/02/2025 au 07/02/2025 | Dijon | 4\ndu 10/03/2025 au 14/03/2025 | Beaune | 0\n"},
}

var said = map[string]string{
	"title": "Tailler les arbres d'ornement", "obj": "Savoir tailler sans blesser l'arbre et choisir la saison.", "prog": "Lire un arbre, affûter ses outils, tailler, soigner les plaies.",
	"pub": "Salariés et demandeurs d'emploi", "pre": "Être apte au travail en hauteur.", "dur": "35 heures", "price": "1 200 €", "org": "École des Jardins de Bourgogne", "street": "12 rue des Tilleuls", "town": "21000 DIJON",
}

func fill(page string) string {
	for k, v := range said {
		page = strings.ReplaceAll(page, "{"+k+"}", v)
	}
	if !strings.HasPrefix(page, "Tailler") {
		page = "<html><head><title>Catalogue</title></head><body>" + page + "</body></html>"
	}
	return page
}

func TestLayouts(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	want := map[schema.Field]string{schema.FieldTitle: said["title"], schema.FieldObjective: said["obj"], schema.FieldProgramme: said["prog"], schema.FieldAudience: said["pub"],
		schema.FieldPrerequisites: said["pre"], schema.FieldDuration: said["dur"], schema.FieldPrice: said["price"]}
	for _, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			res, err := p.Parse(schema.Page{Body: []byte(fill(l.page))}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if res.Refusal != nil {
				t.Fatalf("refused: %+v", *res.Refusal)
			}
			d := &res.Drafts[0]
			for f, w := range want {
				if got := texts(d.Get(f)); got != w {
					t.Errorf("%s: got %q, want %q", f, got, w)
				}
			}
			if got := texts(d.Get(schema.FieldProvider)) + texts(d.Get(schema.FieldProviderName)); !strings.HasPrefix(got, said["org"]) || !strings.Contains(got, said["town"]) {
				t.Errorf("provider: got %q", got)
			}
			checkSessions(t, d, []string{"03/02/2025 07/02/2025 Dijon", "10/03/2025 14/03/2025 Beaune"})
			if len(d.Unclaimed) > 0 {
				t.Errorf("unclaimed: got %v, want none", d.Unclaimed)
			}
		})
	}
}

func texts(vs []schema.Value) string {
	var out []string
	for _, v := range vs {
		out = append(out, v.Text)
	}
	return strings.Join(out, " | ")
}

// checkSessions compares each session's dates and town.
func checkSessions(t *testing.T, d *schema.Draft, want []string) {
	t.Helper()
	if len(d.Sessions) != len(want) {
		t.Errorf("sessions: got %d, want %d: %+v", len(d.Sessions), len(want), d.Sessions)
		return
	}
	for n, s := range d.Sessions {
		var dates, town string
		for _, v := range s.Values {
			switch v.Field {
			case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
				dates += " " + v.Text
			case schema.FieldSessionPlace:
				town += v.Text
			}
		}
		for _, w := range strings.Fields(want[n]) {
			if !strings.Contains(dates+" "+town, w) {
				t.Errorf("session %d: got dates %q town %q, want %q", n, dates, town, want[n])
			}
		}
	}
}
