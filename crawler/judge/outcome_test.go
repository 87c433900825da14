package judge

import (
	"net/http"
	"strings"
	"testing"

	"carif/crawler/skim"
	"carif/parser/page"
	"carif/schema"
)

func doc(title, body string) string {
	return `<html lang="fr"><head><title>` + title + `</title></head><body>` + body + `</body></html>`
}

func classify(a Answer) (schema.Outcome, string) { return Page(a, skim.Read(page.Readable(a.Body))) }

// TestPage holds both sides of each excuse: the page that makes it, and the course that only sounds like it.
func TestPage(t *testing.T) {
	course := `<h1>Agent de maintenance</h1><h2>Objectifs</h2><p>Assurer la maintenance des équipements</p><h2>Programme</h2><p>Diagnostic, maintenance en cours de production</p><h2>Niveau</h2><p>CAP</p>`
	long := strings.Repeat("<p>Une page de texte sur la vie de la région et de ses habitants, pour tous.</p>", 60)
	tests := []struct {
		name, title, body string
		status            int
		kind              schema.Kind
		want              schema.Outcome
	}{
		{"course on maintenance", "Agent de maintenance - site en maintenance", course, 200, schema.KindCourse,
			schema.OutcomeOK},
		{"shell", "Stages", `<div id="app"></div>`, 200, schema.KindCourse, schema.OutcomeEmpty},
		{"a drawing in a heading that nobody closed", "Stages", `<h1>Stage <svg onload=x> de soudure</h1><h2>Objectifs</h2><p>Souder à plat et en corniche des tôles d'acier.</p><h2>Programme</h2>` +
			`<p>Les cordons, les positions, la sécurité.</p>`, 200, schema.KindCourse, schema.OutcomeOK},
		{"one that is closed", "Stages", `<div id="app"><svg><text>Objectifs, programme, sessions et niveau de tous les stages de soudure de la région</text></svg></div>`, 200,
			schema.KindCourse, schema.OutcomeEmpty},
		{"shell with the course in its scripts", "Stages", `<div id="app"></div><script type="application/json">{"objectif":"Souder","sessions":[]}</script>`, 200,
			schema.KindCourse, schema.OutcomeOK},
		{"shell with other data", "Stages", `<div id="app"></div><script type="application/json">{"theme":"clair"}</script>`, 200,
			schema.KindCourse, schema.OutcomeEmpty},
		{"maintenance", "Maintenance", "<h1>Le site est en maintenance</h1><p>Merci de revenir plus tard.</p>", 200,
			schema.KindCourse, schema.OutcomeMaintenance},
		{"maintenance 503", "Erreur", "<p>Site temporairement indisponible pour cause de maintenance</p>", 503,
			schema.KindCourse, schema.OutcomeMaintenance},
		{"request timeout", "Erreur", "<p>Le serveur a trop attendu</p>", 408, schema.KindCourse, schema.OutcomeBroken},
		{"plain 503", "Erreur", "<p>Erreur interne</p>", 503, schema.KindCourse, schema.OutcomeServerError},
		{"closed listing", "Catalogue", "<p>Notre service est momentanément indisponible.</p>", 200, schema.KindListing,
			schema.OutcomeMaintenance},
		{"soft 404", "Erreur 404", "<p>Page introuvable</p>", 200, schema.KindCourse, schema.OutcomeSoft404},
		{"withdrawn", "Formation", "<p>Cette formation n&#39;est plus disponible dans notre catalogue.</p>", 200,
			schema.KindCourse, schema.OutcomeSoft404},
		{"withdrawn, curly", "Formation", "<p>La fiche demandée n’existe plus.</p>", 200, schema.KindCourse,
			schema.OutcomeSoft404},
		{"empty search", "Recherche", "<p>Aucune formation ne correspond à votre recherche dans le catalogue régional des offres.</p>", 200, schema.KindListing, schema.OutcomeOK},
		{"empty course", "Recherche", "<p>Aucune formation ne correspond à votre recherche dans le catalogue régional des offres.</p>", 200, schema.KindCourse, schema.OutcomeSoft404},
		{"course with a captcha form", "Contact", course +
			`<div class="g-recaptcha"></div><p>Ce site est protégé par reCAPTCHA</p>`, 200, schema.KindCourse, schema.OutcomeOK},
		{"home with a captcha form", "Accueil", `<p>Bienvenue sur le portail.</p>` +
			strings.Repeat("<p>Toutes les actualités de la région.</p>", 12) + `<div class="g-recaptcha"></div>`, 200,
			schema.KindListing, schema.OutcomeOK},
		{"bot check", "Just a moment...", "<p>Checking your browser before accessing the site</p>", 200, schema.KindCourse,
			schema.OutcomeChallenge},
		{"bot check 403", "Attention Required! | Cloudflare", "<p>x</p>", 403, schema.KindCourse, schema.OutcomeChallenge},
		{"French bot check", "Un instant…", "<p>Vérifiez que vous êtes humain en effectuant l’action ci-dessous.</p>", 200,
			schema.KindListing, schema.OutcomeChallenge},
		{"login", "Connexion", `<h1>Connexion</h1><p>` + strings.Repeat("Entrez vos codes. ", 30) +
			`</p><input type=password>`, 200, schema.KindCourse, schema.OutcomeBlocked},
		{"home with a login box", "Accueil", `<p>` + strings.Repeat("Bienvenue sur le portail de la région. ", 20) +
			`</p><input type=password>`, 200, schema.KindListing, schema.OutcomeOK},
		{"access denied", "Accès refusé", "<p>Vous n'avez pas le droit de consulter cette page sur ce serveur web.</p>",
			200, schema.KindCourse, schema.OutcomeBlocked},
		{"shell", "Fiche", `<iframe src="x"></iframe>`, 200, schema.KindCourse, schema.OutcomeEmpty},
		{"long text that mentions 404", "Actualité", long + "<p>la page introuvable</p>", 200, schema.KindCourse,
			schema.OutcomeOK},
		{"English", "Course", `<p>` + strings.Repeat("This is the page of a course for you and your friends with all of the details. ", 10) + `</p>`, 200, schema.KindCourse, schema.OutcomeWrongLang},
		{"course on English", "Anglais", course +
			`<p>You will learn the basics of the language and how to speak with your clients.</p>`, 200, schema.KindCourse,
			schema.OutcomeOK},
		{"few words", "Fiche", `<p>Un contenu très court mais bien réel, sans aucun autre mot particulier dedans.</p>`, 200,
			schema.KindCourse, schema.OutcomeOK},
		{"server's default page", "Welcome to nginx!",
			"<h1>Welcome to nginx!</h1><p>If you see this page, the web server is working. Further configuration is required.</p>", 200, schema.KindCourse, schema.OutcomeWrongLang},
	}
	for _, tt := range tests {
		a := Answer{Status: tt.status, Header: http.Header{"Content-Type": {"text/html"}},
			Body: []byte(doc(tt.title, tt.body)), Kind: tt.kind}
		if got, why := classify(a); got != tt.want {
			t.Errorf("%s: got %s (%s), want %s", tt.name, got, why, tt.want)
		}
		// the same in windows-1252 and in UTF-16
		latin := make([]byte, 0, len(a.Body))
		for _, r := range string(a.Body) {
			switch r {
			case '’':
				r = 0x92
			case '…':
				r = 0x85
			}
			latin = append(latin, byte(r))
		}
		a.Body = latin
		if got, why := classify(a); got != tt.want {
			t.Errorf("%s in windows-1252: got %s (%s), want %s", tt.name, got, why, tt.want)
		}
		wide := []byte("\xff\xfe")
		for _, r := range doc(tt.title, tt.body) {
			wide = append(wide, byte(r), byte(r>>8))
		}
		a.Body = wide
		if got, why := classify(a); got != tt.want {
			t.Errorf("%s in UTF-16: got %s (%s), want %s", tt.name, got, why, tt.want)
		}
	}
}

func TestPageHeaders(t *testing.T) {
	body := []byte(doc("Fiche", "<p>Un contenu très court mais bien réel, sans aucun autre mot particulier dedans.</p>"))
	tests := []struct {
		status int
		header http.Header
		body   []byte
		want   schema.Outcome
	}{
		{403, http.Header{"Cf-Mitigated": {"challenge"}}, body, schema.OutcomeChallenge},
		{200, http.Header{"Content-Type": {"application/pdf"}}, body, schema.OutcomeOK}, // a page under a wrong label
		{200, http.Header{"Content-Type": {"image/png"}}, []byte("??"), schema.OutcomeBadType},
		{200, http.Header{"Content-Type": {"application/xhtml+xml"}}, body, schema.OutcomeOK},
		{200, http.Header{"Content-Type": {"garbage"}}, body, schema.OutcomeOK},
		{200, http.Header{}, body, schema.OutcomeOK},
		{200, http.Header{"Content-Type": {"text/html"}}, body[:len(body)-20], schema.OutcomeTruncated},
		{200, http.Header{"Content-Type": {"text/html"}},
			[]byte("<div>Un fragment sans début ni fin, mais d'une longueur suffisante pour être lu.</div>"), schema.OutcomeOK},
		{503, http.Header{"Retry-After": {"120"}}, body, schema.OutcomeThrottled},
		{206, http.Header{}, body, schema.OutcomeUnexpected},
		{599, http.Header{}, body, schema.OutcomeServerError},
	}
	for _, tt := range tests {
		if got, why := classify(Answer{Status: tt.status, Header: tt.header, Body: tt.body,
			Kind: schema.KindCourse}); got != tt.want {
			t.Errorf("status %d %v: got %s (%s), want %s", tt.status, tt.header, got, why, tt.want)
		}
	}
}
