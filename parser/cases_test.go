package parser

import (
	"os"
	"path/filepath"
	"testing"
)

// TestKindsOfFaults: an authored page for each kind of fault that was met on real pages.
func TestKindsOfFaults(t *testing.T) {
	checkPages(t, []pageCase{
		{"title over a line break", `<title>Tournage sur bois vert - Centre Essai</title><main><h1>Tournage sur bois<br>vert</h1><h2>Objectifs</h2><p>Tourner.</p>` +
			`<h2>Programme</h2><p>Le tour.</p></main>`, []string{"title Tournage sur bois vert"}, []string{"absent", "unclaimed"}},
		{"a heading below takes no title", `<title>Tournage, niveaux 1 à 3 | Centre Essai</title><main><section><h1>Tournage sur bois à l'archet</h1><aside><dl><dt>Public</dt>` +
			`<dd>Artisans</dd><dt>Validation</dt><dd>Attestation</dd></dl></aside></section><h2>Ce que couvre le stage</h2><p>L'archet.</p><h2>Objectifs</h2><p>Tourner.</p>` +
			`<h2>Le programme</h2><p>Des bases.</p><h3>Pratique</h3><ul><li>Prise de poste : contrôle visuel</li></ul></main>`,
			[]string{"title Tournage sur bois à l'archet", "audience Artisans", "programme Des bases. / Pratique / - Prise de poste : contrôle visuel"}, nil},
		{"a panel that stands last", basket(`<div><h3>En pratique</h3><div><span>Durée</span> <span>21 heures</span></div><div><span>Lieu</span> <span>Brest (29)</span></div>` +
			`<div><span>Tarif</span> <span>350 €</span></div></div>`), []string{"duration 21 heures", "1 session.city Brest (29)", "price 350 €"}, nil},
		{"a badge is no provider", `<title>Vannier - Centre Essai</title><main><p>✦ RNCP37275, fiche officielle</p><h1>Vannier</h1>` + aSheet + `</main>`,
			[]string{"codes.rncp RNCP37275"}, []string{"provider"}},
		{"buttons are nobody", basket(`<aside><h3>En pratique</h3><div>Durée 14 heures</div><div><a href="c.html">Nous contacter →</a> <a href="f.html">Voir les financements</a> ` +
			`<a href="l.html">← Retour au catalogue</a></div></aside>`), nil, []string{"contact", "financements"}},
		{"a sentence is nobody", basket(`<h2>Inscription</h2><p>Laissez-nous votre adresse : nous vous rappellerons dès l'ouverture des sessions.</p>`),
			[]string{"sessions 0"}, []string{"contact"}},
		{"clients are no reference", basket(`<section><h2>Certifications &amp; Références</h2><div><strong>Coopérative des Osiers</strong><p>Stage de vannerie (2023)<br>` +
			`Réalisé pour ses salariés.</p></div></section>`), nil, []string{"native_id"}},
		{"a mode is no place", basket(`<h2>Lieu</h2><p>En présentiel ou à distance</p>`), []string{"teaching_mode En présentiel ou à distance", "sessions 0"}, nil},
		{"questions are no session", basket(`<h2>Questions fréquentes</h2><details><summary>Peut-on suivre deux niveaux dans la même session ?</summary><p>Oui, on commence par le premier.</p>` +
			`</details><details><summary>Combien de temps l'attestation est-elle valable ?</summary><p>Quatre ans.</p></details>`), []string{"sessions 0"}, []string{"duration", "session."}},
		{"numbers of people are no audience", basket(`<aside><h4>Participants</h4><p>6 à 12 participants</p></aside>`), []string{"group_size 6 à 12 participants"}, []string{"audience"}},
		{"a mailbox hidden from robots", basket(`<h2>Contact</h2><p>Courriel : <a href="/cdn-cgi/l/email-protection"><span class="__cf_email__" ` +
			`data-cfemail="7e1f3e1b061f130e121b50110c19">[email&#160;protected]</span></a></p>`), []string{"contacts.emails a@example.org"}, []string{"protected"}},
		{"eligible in a row", basket(`<dl><dt>Éligible CPF</dt><dd>oui</dd></dl>`), []string{"cpf_eligible oui"}, []string{"other"}},
		{"outcomes validate nothing", basket(`<h2>Résultats attendus</h2><ul><li>Tresser plus vite</li><li>Vendre ses paniers</li></ul>`), nil, []string{"validation"}},
		{"aims of a certification", `<title>Vannerie</title><main><h1>Vannerie</h1><h2>Objectifs de la certification</h2><ul><li>Choisir l'osier</li><li>Monter un fond</li></ul>` +
			`<h2>Prérequis</h2><p>Aucun</p><h2>Public visé</h2><p>Tout public</p></main>`, []string{"objective - Choisir l'osier / - Monter un fond"}, []string{"validation"}},
		{"office hours", basket(`<aside><h3>Nos coordonnées</h3><h4>Téléphone</h4><p>01 99 00 21 04</p><h4>Horaires d'ouverture</h4><p>Du lundi au vendredi<br>9h00 - 17h00</p></aside>`),
			nil, []string{"pace", "9h00"}},
		{"a choice of lengths is whole", basket(`<aside><h4>Durée souple</h4><p>3h / Demi-journée / Journée</p></aside>`), []string{"duration 3h / Demi-journée / Journée"}, nil},
		{"heads below the programme's", `<title>Vannerie</title><main><h1>Vannerie</h1><section><h2>Objectifs</h2><p>Tresser.</p></section><section><div><h2>Le programme</h2>` +
			`<p>Des bases, puis l'établi.</p></div><div class="g"><div><h3>Théorie</h3><ul><li>Les osiers</li></ul></div><div><h3>Pratique</h3><ul><li>Fin de poste : rangement</li></ul></div></div>` +
			`</section><section><div><div><h2>Prérequis</h2><ul><li>Avoir 18 ans</li></ul></div><div><h2>Ce que ce n'est pas</h2><p>Un diplôme.</p></div></div></section></main>`,
			[]string{"programme Des bases, puis l'établi. / Théorie / - Les osiers / Pratique / - Fin de poste : rangement", "prerequisites - Avoir 18 ans"}, nil},
		{"heads of a table in its first column", basket(`<h2>Sessions</h2><table><tr><th>Ville</th><td>Brest (29)</td><td>Quimper (29)</td></tr><tr><th>Début</th><td>04/01/2027</td>` +
			`<td>01/03/2027</td></tr><tr><th>Fin</th><td>08/01/2027</td><td>05/03/2027</td></tr></table>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "1 session.end 08/01/2027", "2 session.city Quimper (29)", "2 session.start 01/03/2027"}, nil},
		{"a table that only lays out", basket(`<h2>Sessions</h2><table><tr><td><table><tr><th>Ville</th><th>Dates</th></tr><tr><td>Brest (29)</td><td>du 04/01/2027 au 08/01/2027</td></tr>` +
			`<tr><td>Quimper (29)</td><td><table><tr><td>du 01/03/2027 au 05/03/2027</td></tr></table></td></tr></table></td><td>Réclame</td></tr></table>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "2 session.city Quimper (29)", "2 session.dates du 01/03/2027 au 05/03/2027"}, nil},
	})
}

// sharedCases are the inputs that lie beside the project, by what is right there; a page's row of a later field is not asked.
var sharedCases = []struct {
	file      string
	want, not []string
}{
	{"09-title-h1-line-break/input.html", []string{"title Conduite de four tunnel"}, []string{"absent"}},
	{"11-title-h2-over-h1/input.html", []string{"title Conduite de four tunnel à conducteur porté",
		"programme Un tronc commun, puis la pratique. / Théorie / - Règles / - Risques / Pratique / - Prise de poste : contrôle visuel / - Fin de poste : arrêt du four"}, nil},
	{"12-facts-lost-as-chrome/input.html", []string{"duration 21 heures", "1 session.city Nantes (44)", "price 350 €"}, nil},
	{"12-facts-lost-as-chrome/input2.html", []string{"duration 21 heures"}, nil},
	{"13-provider-invented/input.html", []string{"codes.rncp RNCP37275 ✓"}, []string{"provider"}},
	{"14-person-invented/input.html", nil, []string{"contact"}},
	{"14-person-invented/input2.html", nil, []string{"contacts"}},
	{"15-native-id-is-prose/input.html", nil, []string{"native_id"}},
	{"16-session-invented/input.html", []string{"teaching_mode Présentiel ou à distance", "sessions 0"}, nil},
	{"16-session-invented/input2.html", []string{"sessions 0"}, []string{"duration"}},
	{"17-values-under-wrong-field/input.html", nil, []string{"audience"}},
	{"17-values-under-wrong-field/input2.html", nil, []string{"validation"}},
	{"17-values-under-wrong-field/input3.html", []string{"objective - Choisir l'osier / - Monter un panier"}, []string{"validation"}},
	{"17-values-under-wrong-field/input4.html", nil, []string{"pace"}},
	{"18-choice-of-durations/input.html", []string{"duration 2h / Demi-journée / Journée"}, nil},
	{"20-programme-subheads/input.html", []string{"programme Un tronc commun, puis la pratique. / Théorie / - Réglementation / - Technologie des fours / Pratique / " +
		"- Prise de poste : contrôle visuel, essais / - Allumage du four / - Fin de poste : arrêt, compte rendu"}, nil},
	{"21-session-tables/cards.html", []string{"sessions 2", "1 session.state Session complète", "2 session.state Places disponibles"}, nil},
	{"21-session-tables/multi_dates_cell.html", []string{"sessions 2", "1 session.city Nantes (44)", "2 session.city Nantes (44)"}, nil},
	{"21-session-tables/nested.html", []string{"sessions 2", "1 session.city Nantes (44)", "2 session.city Angers (49)"}, nil},
	{"21-session-tables/rowheader.html", []string{"sessions 2", "1 session.city Nantes (44)", "2 session.city Angers (49)"}, nil},
}

func TestSharedCases(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "cases")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no cases at %s: put the shared folder beside the project to read them", dir)
	}
	var cases []pageCase
	for _, c := range sharedCases {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, pageCase{c.file, string(b), c.want, c.not})
	}
	checkPages(t, cases)
}
