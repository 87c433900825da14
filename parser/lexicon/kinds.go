package lexicon

import (
	"strings"

	"carif/parser/site"
	"carif/parser/wording"
	"carif/text"
	"carif/text/date"
)

// KindsOf tells what a text looks like, for the site's model: which kinds of value stand in one place over many pages.
func KindsOf(t string) site.Kind {
	var k site.Kind
	if len(t) > 150 || strings.Count(t, "\n") > 3 {
		k |= site.KindLong
	}
	if strings.Contains(t, "\n") {
		k |= site.KindList
	}
	f := " " + text.FoldLabel(wording.Clip(t, MaxSketchText)) + " "
	if strings.ContainsAny(t, "0123456789") {
		k |= numberKinds(t, f)
	}
	if strings.Contains(t, "@") {
		k |= site.KindEmail
	}
	if strings.Contains(t, "http") || strings.Contains(t, "www.") {
		k |= site.KindLink
	}
	if capitals(t) {
		k |= site.KindName
	}
	return k | wordKinds(f)
}

// capitals reports a short text of several words in capitals, as pages print the names of organisations.
func capitals(t string) bool {
	t, _, _ = strings.Cut(t, "\n")
	return len(t) > 6 && len(t) < 160 && strings.Contains(t, " ") && wording.Digits(t) == 0 && strings.ToUpper(t) == t && wording.Letter(t)
}

func numberKinds(t, f string) site.Kind {
	var k site.Kind
	switch n := len(date.Spans(t)); {
	case n > 1:
		k |= site.KindDate | site.KindPeriod
	case n == 1:
		k |= site.KindDate
		if date.HoldsPeriod(t) {
			k |= site.KindPeriod
		}
	}
	if phoneIn(t) {
		k |= site.KindPhone
	}
	if HasPostalLine(t) {
		k |= site.KindPostal
	}
	if anyWord(f, " heure", " h ", " heures") || hoursIn(f) {
		k |= site.KindHours
	}
	if anyWord(f, " jours ", " jour ", " semaines ", " mois ", " ans ") {
		k |= site.KindDays
	}
	if strings.Contains(t, "€") || anyWord(f, " euro", " eur ") {
		k |= site.KindEuros
	}
	if anyWord(f, " personnes ", " stagiaires ", " participants ", " places ", " apprenants ") {
		k |= site.KindPeople
	}
	if anyWord(f, " rncp", " rs ") {
		k |= site.KindRegister
	}
	if formacodeIn(t) {
		k |= site.KindFormacode
	}
	switch first, _, _ := strings.Cut(strings.TrimSpace(f), " "); {
	case len(first) == 5 && first[0] >= 'a' && first[0] <= 'n' && strings.Trim(first[1:], "0123456789") == "":
		k |= site.KindROME
	case strings.Trim(strings.TrimSpace(f), "0123456789 ") == "" && len(t) < 8:
		k |= site.KindNumber
	case wording.IsID(strings.TrimSpace(t)):
		k |= site.KindCode
	}
	return k
}

// kindWords are the beginnings of words that tell a kind.
var kindWords = []struct {
	kind  site.Kind
	whole bool // the text is hardly more than these words
	words []string
}{
	{site.KindUpdate, false, []string{" mise a jour", " mis a jour", " mises a jour", " modifi", " actualis", " maj ", " revise", " revision "}},
	{site.KindYesNo, true, []string{" oui ", " non "}},
	{site.KindLevel, false, []string{" niveau ", " bac ", " cap bep ", " sans niveau", " bts ", " licence ", " baccalaureat ", " bep "}},
	{site.KindTeaching, false, []string{" presentiel", " distanciel", " a distance ", " mixte ", " e learning ", " cours du jour ", " foad ", " hybride "}},
	{site.KindEntry, false, []string{" entree sortie ", " entrees sorties ", " entrees et sorties ", " date fixe ", " dates fixes ", " a dates fixes ", " permanente"}},
	{site.KindState, true, []string{" complet", " ouvert", " ferme", " clos", " en cours ", " places disponibles", " a venir ", " termine"}},
	{site.KindPace, false, []string{" temps plein ", " temps partiel ", " cours du soir ", " en continu ", " alternance ", " en journee ", " temps complet "}},
	{site.KindAudience, false, []string{" demandeur", " salarie", " tout public ", " jeune", " particulier", " apprenti", " handicap", " public ", " cherchez un emploi ", " sans emploi ",
		" moins de 26 ans ", " reconversion ", " independant", " beneficiaire", " chef", " dirigez ", " entreprises "}},
	{site.KindSelection, false, []string{" entretien", " dossier ", " test ", " tests ", " concours ", " epreuve", " motivation ", " jury ", " essai "}},
	{site.KindAward, false, []string{" attestation", " certificat", " diplome ", " titre professionnel ", " habilitation ", " brevet ", " cap ", " bac pro ", " bts ", " cqp ", " fiche rncp ",
		" licence ", " master ", " certification "}},
	{site.KindFunder, false, []string{" conseil regional", " region ", " pole emploi ", " france travail ", " opco ", " opca ", " agefiph ", " individuel ", " employeur", " plan de formation "}},
	{site.KindName, false, []string{" greta ", " afpa ", " cci ", " lycee ", " institut ", " ecole ", " centre de formation ", " association ", " universite ", " cfa ", " sarl ", " chambre "}},
}

func wordKinds(f string) site.Kind {
	var k site.Kind
	for i := range kindWords {
		w := &kindWords[i]
		if (!w.whole || len(f) < 40) && anyWord(f, w.words...) {
			k |= w.kind
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(f), " ")
	if verb(first) {
		k |= site.KindAim
	}
	if needs[first] {
		k |= site.KindNeed
	}
	return k
}

// needs are the words that what one must know or have begins with.
var needs = map[string]bool{"avoir": true, "etre": true, "savoir": true, "maitriser": true, "maitrise": true, "aucun": true, "aucune": true, "pas": true, "posseder": true, "aimer": true,
	"justifier": true, "detenir": true, "disposer": true, "connaitre": true, "connaissance": true, "connaissances": true, "titulaire": true, "experience": true, "parler": true, "lire": true,
	"permis": true, "motivation": true, "gout": true, "sans": true, "bonne": true, "bon": true}

// verb reports whether a folded word may be an infinitive.
func verb(w string) bool {
	if len(w) < 5 {
		return w == "etre"
	}
	switch w[len(w)-2:] {
	case "er", "ir":
		return true
	case "re":
		return strings.HasSuffix(w, "ndre") || strings.HasSuffix(w, "ettre") || strings.HasSuffix(w, "aitre") || strings.HasSuffix(w, "duire")
	}
	return false
}

func anyWord(f string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

// hoursIn reports "35h" among folded words.
func hoursIn(f string) bool {
	for w := range strings.SplitSeq(f, " ") {
		if n := len(w); n > 1 && n < 6 && w[n-1] == 'h' && strings.Trim(w[:n-1], "0123456789") == "" {
			return true
		}
	}
	return false
}

// phoneIn reports a telephone number of ten digits in a text.
func phoneIn(t string) bool {
	n := 0
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case wording.Digit(c):
			if n == 0 && c != '0' && (i == 0 || t[i-1] != '+') {
				for i+1 < len(t) && wording.Digit(t[i+1]) {
					i++
				}
				continue
			}
			if n++; n == 10 {
				return i+1 == len(t) || !wording.Digit(t[i+1])
			}
		case c == ' ' || c == '.' || c == '-':
		default:
			n = 0
		}
	}
	return false
}

// formacodeIn reports five digits in brackets, or before a dash at the start: "Conchyliculture (21654)".
func formacodeIn(t string) bool {
	if len(t) > 8 && strings.Trim(t[:5], "0123456789") == "" && (strings.HasPrefix(t[5:], " - ") || strings.HasPrefix(t[5:], " : ")) {
		return true
	}
	i := strings.IndexByte(t, '(')
	return i >= 0 && i+6 < len(t) && t[i+6] == ')' && strings.Trim(t[i+1:i+6], "0123456789") == ""
}

// MaxSketchText bounds the text a sketch keeps of one line: a model learns from short ones.
const MaxSketchText = 400

// HasPostalLine reports whether one of the lines of a text is a postal code and a town.
func HasPostalLine(t string) bool {
	for l := range strings.SplitSeq(t, "\n") {
		if wording.PostalLine(l) {
			return true
		}
	}
	return false
}
