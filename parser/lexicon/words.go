package lexicon

import (
	"fmt"
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// wordRule tells the field of a label by the stems of its words.
type wordRule struct {
	Entry  *Entry
	groups [][]string // of each, one stem must begin a word
	not    []string   // no word may begin with one of these
	first  []uint32   // of each group: the first letters of its stems
}

// readWords reads "field: stem stem|stem -stem".
func readWords(lines []string) ([]wordRule, error) {
	var rules []wordRule
	for _, line := range lines {
		f, rest, ok := strings.Cut(line, ": ")
		if !ok || len(strings.Fields(rest)) == 0 {
			return nil, fmt.Errorf("words rule %q: want \"field: stem …\"", line)
		}
		r := wordRule{Entry: &Entry{Field: schema.Field(f), Guess: true}}
		for _, w := range strings.Fields(rest) {
			if not, ok := strings.CutPrefix(w, "-"); ok {
				r.not = append(r.not, not)
				continue
			}
			r.groups = append(r.groups, strings.Split(w, "|"))
		}
		if len(r.groups) == 0 {
			return nil, fmt.Errorf("words rule %q: nothing must be there", line)
		}
		for _, g := range r.groups {
			first := uint32(0)
			for _, s := range g {
				first |= 1 << (s[0] & 31)
			}
			r.first = append(r.first, first)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// Asked reports a question of a reader's that is answered below it: too long for the questions that name a field ("Comment se
// passe le recrutement ?").
func Asked(label string) bool {
	return len(label) > 60 && strings.HasSuffix(strings.TrimSpace(label), "?")
}

// Guess gives the field of a label no list knows, by its words; nil where no rule fits. Long labels are sentences.
func (lx *Lexicon) Guess(label string) *Entry {
	if len(label) > 70 || Asked(label) {
		return nil
	}
	f := text.FoldLabel(label)
	if wording.Shortened(label) {
		f = wording.Unabridge(f)
	}
	if lx.saysValue(label, f) {
		return nil
	}
	words := strings.Fields(f)
	if len(words) == 0 || len(words) > 9 && !(len(words) < 13 && strings.HasSuffix(label, "?")) || numberedPart(words) {
		return nil
	}
	if len(words) == 2 && (words[0] == "n" || words[0] == "numero") && acronym(label, words[1]) {
		return sheetNumber // "N° C2RP": a catalogue's own number of the sheet
	}
	seen := uint32(0) // first letters of the words
	for _, w := range words {
		seen |= 1 << (w[0] & 31)
	}
	for n := range lx.Words {
		if r := &lx.Words[n]; r.mayFit(seen) && r.fits(words) {
			return r.Entry
		}
	}
	if wording.Shortened(label) {
		return lx.Abridged(label)
	}
	return nil
}

// saysValue reports a heading that is a value: "14 heures", "4 à 10 stagiaires", "890 €".
func (lx *Lexicon) saysValue(label, folded string) bool {
	return folded != "" && folded[0] >= '0' && folded[0] <= '9' &&
		(lx.IsKind("people", label, folded) || lx.IsKind("hours", label, folded) || strings.Contains(label, "€"))
}

// sheetNumber is what the number under a catalogue's own name means.
var sheetNumber = &Entry{Field: schema.FieldNativeID, Guess: true}

// acronym reports whether a label's last word is a name in capitals, and none of the registers that number other things.
func acronym(label, folded string) bool {
	if wording.Registers[folded] {
		return false
	}
	return len(folded) > 1 && strings.HasSuffix(strings.TrimRight(label, " :"), strings.ToUpper(folded))
}

// PartHead reports a heading that numbers a part of a programme: "Jour 2 – Communiquer", "Module 3 : …".
func PartHead(label string) bool { return numberedPart(strings.Fields(text.FoldLabel(label))) }

// parts are what the parts of a programme are called, before their number.
var parts = map[string]bool{"module": true, "bloc": true, "unite": true, "partie": true, "sequence": true, "phase": true, "etape": true, "axe": true,
	"theme": true, "domaine": true, "competence": true, "chapitre": true, "jour": true, "journee": true, "semaine": true, "seance": true, "periode": true,
	"activite": true, "epreuve": true, "atelier": true, "volet": true, "stage": true, "cycle": true, "annee": true, "pole": true, "semestre": true}

// numberedPart reports whether a label numbers a part of a programme: "DF1 Connaissance de la personne", "Bloc 2 …".
func numberedPart(words []string) bool {
	if len(words) < 2 {
		return false
	}
	w := words[0]
	n := 0
	for n < len(w) && w[n] >= 'a' && w[n] <= 'z' {
		n++
	}
	if n > 0 && n <= 4 && n < len(w) && strings.Trim(w[n:], "0123456789") == "" {
		return true
	}
	next := words[1]
	number := strings.Trim(next, "0123456789") == "" || strings.Trim(next, "ivx") == "" || len(next) == 1 && next != "a" && parts[w]
	return number && (parts[w] || len(w) <= 3 && len(words) > 2 && w != "n" && w != "no")
}

// mayFit reports whether a word begins with the letter of a stem in every group: most rules end here.
func (r *wordRule) mayFit(seen uint32) bool {
	for _, f := range r.first {
		if f&seen == 0 {
			return false
		}
	}
	return true
}

func (r *wordRule) fits(words []string) bool {
	for _, g := range r.groups {
		if !anyBegins(words, g) {
			return false
		}
	}
	return !anyBegins(words, r.not)
}

func anyBegins(words, stems []string) bool {
	for _, w := range words {
		for _, s := range stems {
			if w[0] == s[0] && strings.HasPrefix(w, s) && (len(s) > 3 || w == s || len(s) == 3 && len(w) == 4) {
				return true
			}
		}
	}
	return false
}
