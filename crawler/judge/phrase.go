package judge

import (
	"regexp"
	"strings"
)

// phrase is a pattern that can only match where one of a few words stands. Looking for the words first costs a
// hundredth of the pattern, and nearly no page has them.
type phrase struct {
	re    *regexp.Regexp
	words []string
}

func (p phrase) MatchString(s string) bool {
	for _, w := range p.words {
		if strings.Contains(s, w) {
			return p.re.MatchString(s)
		}
	}
	return false
}

func newPhrase(pattern string, words ...string) phrase {
	return phrase{regexp.MustCompile(pattern), words}
}

// The phrases by which pages excuse themselves, folded, and the words without which none of them stands in a text.
var (
	closed = newPhrase(`(en|pour|cause de|raison de|operation de) (cours de )?maintenance|maintenance (en cours|`+
		`programmee|planifiee)|`+
		`(site|service|page|application|portail)( web| internet)?( est| sont)?( actuellement| momentanement|`+
		` temporairement)* (indisponible|ferme|inaccessible|suspendu)|`+
		`(momentanement|temporairement|actuellement) (indisponible|inaccessible|ferme)|under maintenance|`+
		`scheduled maintenance|be right back|service unavailable|travaux de maintenance`,
		"maintenance", "indisponible", "inaccessible", "ferme", "suspendu", "be right back", "service unavailable")
	missing = newPhrase(`page( [a-z]+){0,3} (introuvable|non trouvee|inexistante|not found)|erreur 404|`+
		`404 (not found|erreur|error)|error 404|not found|^404\b|`+
		`(formation|offre|fiche|page|contenu|annonce|session|action|produit|document|`+
		`element)( [a-z']+){0,6} (n'existe (pas|plus)|n'existent (pas|plus)|est introuvable|n'est plus (disponible|`+
		`en ligne|accessible|publiee?)|`+
		`n'a pas (pu )?etre trouvee?|a ete (supprimee?|retiree?|depubliee?)|n'a pas ete trouvee?)|n'existe (pas|plus) ou`,
		"introuvable", "non trouvee", "inexistante", "not found", "404", "n'exist", "n'est plus ", "n'a p", "a ete ")
	nothing = newPhrase(`aucune? (formation|fiche|offre|resultat|session) (ne correspond|n'a ete trouvee?|trouvee?)`,
		"aucun")
	denied = newPhrase(`acces (refuse|interdit|bloque)|access denied|forbidden|request (rejected|blocked)|`+
		`you have been blocked|vous avez ete bloque`,
		"refuse", "interdit", "bloque", "denied", "forbidden", "request rejected", "blocked")
	waits = newPhrase(`just a moment|^un instant|attention required|^captcha|robot check`,
		"just a moment", "un instant", "attention required", "captcha", "robot check")
	login = newPhrase(`connexion|identifi|connectez|login|sign in|log in|authenti|mot de passe`,
		"connexion", "identifi", "connectez", "login", "sign in", "log in", "authenti", "mot de passe")
	checks = newPhrase(`verif(ying|ication|ier|iez|ions) (que )?(you are|you're|vous etes|`+
		`si vous etes)( un)?( etre)? humai?n|checking your browser|verification de votre navigateur|`+
		`vous n'etes pas un robot|you are not a robot|are you a robot|enable javascript and cookies|`+
		`activer javascript et les cookies|ddos protection|unusual traffic|trafic inhabituel|`+
		`human verification|controle de securite avant|pardon our interruption|incapsula incident|request unsuccessful`,
		"huma", "checking your browser", "votre navigateur", "un robot", "a robot", "javascript", "ddos protection",
		"unusual traffic", "trafic inhabituel",
		"controle de securite", "pardon our interruption", "incapsula incident", "request unsuccessful")
	parked = newPhrase(`(this |buy this |the )domain( name)? (is|may be) for sale|buy this domain|`+
		`domaine( est)? (a vendre|en vente)|parked (free|domain)|domain parking|this domain has expired|`+
		`ce (nom de )?domaine (est|a) (a vendre|expire|reserve)|default web (site )?page|welcome to nginx|it works!|`+
		`apache2 .{0,20}default page`,
		"for sale", "buy this domain", "domaine a ", "domaine est ", "domaine en vente", "parked ", "domain parking",
		"domain has expired",
		"web page", "web site page", "nginx", "it works!", "default page")
)
