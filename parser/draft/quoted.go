package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/parser/lexicon"
	"carif/parser/site"
	"carif/text"
)

// A draft is passed on: into an issue, a pull request. What it quotes of the pages tells nobody's name, mailbox or number.
// No list of names is complete, so a value is quoted only where its words are ones that this package knows, or where they
// are of a kind and courses share them.

// private are the kinds of words that may tell somebody: they are never quoted.
const private = site.KindPhone | site.KindEmail | site.KindName | site.KindLink | site.KindPostal

// worded are the kinds that words tell, and no figure.
const worded = site.KindYesNo | site.KindLevel | site.KindTeaching | site.KindEntry | site.KindState | site.KindPace | site.KindAudience | site.KindSelection |
	site.KindAward | site.KindFunder | site.KindNeed

// measures are the words that stand beside figures.
var measures = wordSet(`h heure heures j jour jours jrs semaine semaines mois an ans annee annees min minutes mn euro euros eur ht ttc net nets
	personne personnes stagiaire stagiaires participant participants place places apprenant apprenants par pour en a au aux de du des d le la les l et ou un une soit
	environ maximum minimum max mini maxi plus moins entre jusqu total rncp rs niveau bac no n
	lundi mardi mercredi jeudi vendredi samedi dimanche
	janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil sept oct nov dec`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// figure reports a value of nothing but figures and the words of measures, of dates and of prices: "35 heures", "du 3 au 7 mai
// 2027", "490 € HT".
func figure(t string, k site.Kind) bool {
	const measured = site.KindDate | site.KindPeriod | site.KindHours | site.KindDays | site.KindEuros | site.KindPeople | site.KindRegister | site.KindROME | site.KindLevel
	if k&private != 0 || k&measured == 0 || !strings.ContainsAny(t, "0123456789") {
		return false
	}
	digits := 0
	for w := range strings.FieldsSeq(text.FoldLabel(t)) {
		number := strings.Trim(w, "0123456789")
		digits += len(w) - len(number)
		code := number != "" && len(w) == 5 && len(number) == 1 && w[0] == number[0] // "F1607"
		if number != "" && !measures[number] && !code {
			return false
		}
	}
	return digits <= 16 // two dates
}

// shared reports a value of words that may be quoted where several courses have it: "Salariés, demandeurs d'emploi". It
// is of a kind that words tell, its first word is of that kind or no name by its small letter, and no other is written as one.
func shared(t string, k site.Kind) bool {
	if k&private != 0 || k&worded == 0 || mailbox(t) || strings.ContainsAny(t, "0123456789@[](){}/\\_.:") {
		return false
	}
	for i, w := range strings.Fields(t) {
		if c, _ := utf8.DecodeRuneInString(strings.TrimFunc(w, notLetter)); !unicode.IsUpper(c) {
			continue
		}
		if i > 0 || lexicon.KindsOf(w)&worded == 0 {
			return false
		}
	}
	return true
}

func notLetter(c rune) bool { return !unicode.IsLetter(c) }

// words are the words that the pages of a site write with a small letter: what is among them is no name.
type words map[string]bool

// wordsOf collects them from sentences. What holds a mailbox, in whatever spelling, and what stands alone, as what people
// call themselves on other sites does, is left aside: names are small there.
func wordsOf(pages []*site.Sketch) words {
	out := words{}
	for _, s := range pages {
		if s == nil {
			continue
		}
		for i := range s.Lines {
			of := strings.Fields(s.Lines[i].Text)
			if len(of) < 3 || mailbox(s.Lines[i].Text) {
				continue
			}
			for _, w := range of {
				w = strings.TrimFunc(w, unicode.IsPunct)
				if c, _ := utf8.DecodeRuneInString(w); unicode.IsLower(c) && !strings.ContainsAny(w, "0123456789._[]()/") {
					out[text.FoldLabel(w)] = true
				}
			}
		}
	}
	return out
}

// mailbox reports a text that prints one, or hides one from those who gather them.
func mailbox(t string) bool {
	if strings.Contains(t, "@") {
		return true
	}
	t = strings.ToLower(t)
	for _, at := range [...]string{"[at]", "(at)", "{at}", "[a]", "(a)", "[arobase]", "(arobase)", " arobase "} {
		if strings.Contains(t, at) {
			return true
		}
	}
	return false
}

// names reports whether a label may be somebody's name or hold one: two words in a row that are written as names are and
// that no page of the site writes in small letters. Numbers and mailboxes are somebody's, too.
func (ws words) names(label string) bool {
	if mailbox(label) || lexicon.KindsOf(label)&(site.KindPhone|site.KindEmail) != 0 {
		return true
	}
	before := false
	for w := range strings.FieldsFuncSeq(label, func(c rune) bool { return notLetter(c) && c != '-' && c != '\'' && c != '’' }) {
		c, _ := utf8.DecodeRuneInString(w)
		is := unicode.IsUpper(c) && !ws[text.FoldLabel(w)]
		if is && before {
			return true
		}
		before = is
	}
	return false
}
