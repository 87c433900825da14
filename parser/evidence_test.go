package parser

import (
	"regexp"
	"strings"
	"testing"

	"carif/parser/claim"
	"carif/parser/lexicon"
	"carif/schema"
)

// TestPagesOfOtherKinds: what is no course is refused, and the refusal says what speaks for a course and how much.
func TestPagesOfOtherKinds(t *testing.T) {
	const words = `<p>Le centre est à cinq minutes de la gare à pied ; un parc pour les vélos se trouve devant l'entrée, et le bus 4 s'arrête au coin de la rue toutes les dix minutes, même le soir.</p>`
	sum := regexp.MustCompile(`what speaks for a course: -?\d\.\d (of 3 )?\(.+\)$`)
	for _, c := range []struct{ name, page, says string }{
		{"a price list", `<title>Tarifs - Centre Essai</title><main><h1>Tarifs</h1><table><tr><th>Formation</th><th>Durée</th><th>Prix</th></tr>` +
			`<tr><td>Vannerie</td><td>21 heures</td><td>350 €</td></tr><tr><td>Poterie</td><td>14 heures</td><td>250 €</td></tr></table>` + words, "duration 1.0, price 0.5"},
		{"a contact page", `<title>Contact - Centre Essai</title><main><h1>Contactez-nous</h1><p>Centre Essai, 3 rue du Port, 29200 Brest</p><p>Tél. : 01 99 00 21 04</p>` +
			`<p>Courriel : accueil@example.org</p><h2>Horaires d'ouverture</h2><p>Du lundi au vendredi 9h-17h</p>` + words, "nothing"},
		{"a home page", `<title>Centre Essai</title><main><h1>Bienvenue au Centre Essai</h1>` + words + `<h2>Nos formations</h2><ul><li><a href="/f/v.html">Vannerie</a></li>` +
			`<li><a href="/f/p.html">Poterie</a></li></ul><h2>Actualités</h2><p>Portes ouvertes le 12 mars 2027, de 10 heures à 17 heures.</p>`, "another kind"},
		{"a certification sheet", `<title>RNCP37275 Vannier - Fiche</title><main><h1>Vannier</h1><h2>Fiche RNCP</h2><dl><dt>Code RNCP</dt><dd>37275</dd><dt>Niveau</dt><dd>Niveau 3</dd>` +
			`<dt>Certificateur</dt><dd>Ministère des osiers</dd><dt>Date d'enregistrement</dt><dd>12/03/2023</dd></dl><h2>Blocs de compétences</h2>` +
			`<ul><li>Bloc 1 - Préparer l'osier</li><li>Bloc 2 - Monter un panier</li></ul>`, "codes 0.5"},
		{"a coaching offer", `<title>Coaching - Centre Essai</title><main><h1>Coaching de dirigeants</h1><p>Un accompagnement à votre rythme, avec une coach qui écoute, questionne et ` +
			`vous laisse trouver vos propres réponses, dans vos locaux ou au centre, au bord du fleuve.</p><h2>Durée</h2><p>2 heures</p><h2>Tarif</h2><p>120 € la séance.</p>` + words, "duration 1.0, price 0.5"},
		{"an audit", `<title>Audit - Centre Essai</title><main><h1>Audit de votre atelier</h1><h2>Objectifs</h2><p>Voir ce qui manque à l'établi.</p><h2>Durée</h2><p>7 heures</p>` +
			`<h2>Public</h2><p>Artisans</p>` + words, "objective 2.0"},
		{"rooms for hire", `<title>Centre Essai</title><main><h1>Location de salles</h1><h2>Durée</h2><p>7 heures</p><h2>Tarif</h2><p>90 €</p>` +
			`<h2>Public</h2><p>Entreprises</p><h2>Horaires</h2><p>9h-17h</p>` + words, "another kind"},
		{"a white paper", `<title>Centre Essai</title><main><h1>Livre blanc : la vannerie demain</h1><h2>Objectifs</h2><p>Comprendre le marché.</p>` +
			`<h2>Sommaire</h2><p>L'osier, le rotin.</p><h2>Public</h2><p>Artisans</p>` + words, "another kind"},
		{"an offer of work", `<title>Centre Essai</title><main><h1>Formateur en vannerie (H/F)</h1><dl><dt>Lieu</dt><dd>29200 Brest</dd><dt>Durée</dt><dd>35 h par semaine</dd>` +
			`<dt>Salaire</dt><dd>2 200 € brut</dd><dt>Date de début</dt><dd>01/03/2027</dd></dl><h2>Missions</h2><p>Tresser.</p><h2>Profil recherché</h2><p>Bac+2</p>` + words, "-1.5"},
		{"a meeting with the sheet of a course", `<title>Centre Essai</title><main><h1>Réunion d'information : les métiers de l'osier</h1><dl><dt>Date</dt><dd>12 mars 2027</dd>` +
			`<dt>Lieu</dt><dd>Brest</dd><dt>Public</dt><dd>Demandeurs d'emploi</dd><dt>Durée</dt><dd>2 h</dd></dl><h2>Objectif</h2><p>Découvrir.</p><h2>Contenu</h2><p>Échanges.</p>`, "another kind"},
		{"a calendar", `<title>Centre Essai</title><main><h1>Nos prochaines sessions</h1><table><tr><th>Formation</th><th>Début</th><th>Fin</th><th>Ville</th></tr>` +
			`<tr><td>Osier</td><td>12/03/2027</td><td>13/03/2027</td><td>Brest</td></tr></table><h2>Public</h2><p>Artisans</p>`, "another kind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := printPage(t, schema.Page{Body: []byte(c.page)})
			if !strings.HasPrefix(got, "refused not_a_course: ") || !sum.MatchString(got) || !strings.Contains(got, c.says) {
				t.Errorf("got %q, want a refusal as not_a_course that says %q", got, c.says)
			}
		})
	}
}

// TestProseIsACourse: prose with two labels that is plainly a course is one.
func TestProseIsACourse(t *testing.T) {
	const head = `<title>Vannerie - Centre Essai</title><main><h1>Stage de vannerie</h1><p>Ce stage de trois jours ouvre à tous le tressage de l'osier : choisir les brins, monter un fond, finir une anse.</p>`
	checkPages(t, []pageCase{
		{"aims and length", head + `<h2>Objectifs</h2><p>Savoir tresser un panier rond.</p><h2>Durée</h2><p>21 heures</p></main>`,
			[]string{"title Stage de vannerie", "objective Savoir tresser un panier rond.", "duration 21 heures"}, []string{"refused"}},
		{"programme and audience", head + `<h2>Programme</h2><p>Le panier rond, puis l'anse.</p><h2>Public</h2><p>Débutants</p></main>`,
			[]string{"programme Le panier rond, puis l'anse.", "audience Débutants"}, []string{"refused"}},
	})
}

// TestSentencesAreACourse: a few sentences say what labels would, and as little.
func TestSentencesAreACourse(t *testing.T) {
	checkPages(t, []pageCase{
		{"sentences", `<main><h1>Tresser le rotin</h1><p>Cette formation vous apprend à monter un fauteuil. Elle dure 21 heures, est ouverte à tous et coûte 390 €. ` +
			`Les sessions se tiennent du 12 au 14 mars 2027 et du 8 au 10 juin 2027.</p></main>`, []string{"title Tresser le rotin"}, []string{"refused"}},
		{"a stage", `<main><h1>Stage de vannerie</h1><p>Pendant cinq jours, vous apprendrez à tresser l'osier.</p><p>Tarif : 420 €</p><p>Lieu : Brest (29)</p></main>`,
			[]string{"title Stage de vannerie", "price 420 €"}, []string{"refused"}},
		{"news", `<main><h1>Un nouveau plateau pour l'osier</h1><p>La formation au centre fait peau neuve : douze établis vous attendent, et le maire a coupé le ruban.</p>` +
			`<h2>Articles récents</h2><p>Le salon de Brest</p></main>`, []string{"refused not_a_course: what speaks for a course: -1.5 of 3 (article: Articles récents -1.5)"}, nil},
	})
}

// TestWhatItIsAbout: for whom and how long is not enough for a course, however surely it is said; much of it is.
func TestWhatItIsAbout(t *testing.T) {
	const head = `<title>Vannerie - Centre Essai</title><main><h1>Vannerie</h1><dl><dt>Public</dt><dd>Artisans</dd><dt>Durée</dt><dd>21 heures</dd><dt>Validation</dt><dd>Attestation</dd>`
	checkPages(t, []pageCase{
		{"too little", head + `</dl></main>`,
			[]string{"refused not_a_course: what speaks for a course: 3.0 of 3 (audience 1.0, duration 1.0, validation 1.0)"}, nil},
		{"much", head + `<dt>Niveau d'entrée</dt><dd>CAP</dd><dt>Sélection</dt><dd>Entretien</dd></dl></main>`, []string{"audience Artisans"}, []string{"refused"}},
	})
}

// TestTogether: many things that a course has speak together, and no number of them speaks against what the title says.
func TestTogether(t *testing.T) {
	const facts = `<dl><dt>Public</dt><dd>Artisans</dd><dt>Durée</dt><dd>21 heures</dd><dt>Tarif</dt><dd>350 €</dd><dt>Validation</dt><dd>Attestation</dd></dl></main>`
	page := func(title, more string) string {
		return `<title>` + title + ` - Centre Essai</title><main><h1>` + title + `</h1>` + more + facts
	}
	checkPages(t, []pageCase{
		{"four", page("Vannerie", ""), []string{"refused not_a_course: what speaks for a course: 4.1 of 3 (audience 1.0, duration 1.0, validation 1.0, together 0.6, price 0.5)"}, nil},
		{"five", page("Vannerie", `<dl><dt>Rythme</dt><dd>En journée</dd></dl>`), []string{"price 350 €"}, []string{"refused"}},
		{"an audit of which much is said", page("Audit de votre atelier", `<h2>Objectifs</h2><p>Voir ce qui manque.</p>`), nil, []string{"title"}},
		{"a course on audits", page("Audit d'un atelier de vannerie", aSheet), []string{"title Audit d'un atelier de vannerie"}, []string{"refused"}},
	})
}

// TestBareSessions: a session that nothing speaks for is none, and what stood there stays.
func TestBareSessions(t *testing.T) {
	checkPages(t, []pageCase{
		{"none yet", basket(`<h2>Sessions</h2><p>Aucune session programmée pour le moment.</p>`),
			[]string{"sessions 0"}, nil},
		{"a place that is none", basket(`<h2>Lieu</h2><p>Dans vos locaux ou dans notre centre</p>`), []string{"sessions 0", "other Dans vos locaux ou dans notre centre"}, nil},
		{"somebody's home", basket(`<h2>Lieu</h2><p>Chez vous</p>`), []string{"sessions 0", "other Chez vous"}, nil},
		{"a room", basket(`<h2>Lieu</h2><p>Salle 12, bâtiment B</p>`), []string{"sessions 0"}, nil},
		{"a town among words", basket(`<h2>Lieu</h2><p>Notre atelier de Dunkerque</p>`), []string{"sessions 1"}, nil},
		{"a season of prices", basket(`<h2>Tarifs</h2><table><tr><th>Période</th><th>Début</th><th>Fin</th><th>Prix</th></tr>` +
			`<tr><td>Haute</td><td>01/06/2027</td><td>30/09/2027</td><td>500 €</td></tr></table>`), []string{"sessions 0"}, nil},
		{"words", basket(`<h2>Sessions</h2><p>Inscrivez-vous tôt, le groupe est petit.</p>`), []string{"sessions 0"}, nil},
		{"a way to enter", basket(`<h2>Dates</h2><p>Entrées et sorties permanentes</p>`), []string{"sessions 1", "1 session.entry_exit Entrées et sorties permanentes"}, nil},
	})
}

func TestProofOf(t *testing.T) {
	for f, want := range map[schema.Field]string{schema.FieldSessionCity: "sessions", schema.FieldRNCP: "codes", schema.FieldProviderName: "provider",
		schema.FieldObjective: "objective"} {
		if got := claim.ProofOf(f); got != want {
			t.Errorf("proofOf(%s) = %q, want %q", f, got, want)
		}
	}
	bad := lexicon.Evidence{ProofFile: lexicon.ProofFile{Titles: []string{"("}}}
	if err := bad.Compile(); err == nil {
		t.Error("a pattern that is none: no error")
	}
}
