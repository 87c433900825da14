// Package kind tells what kinds of value a short text may be: the cheap question that a reader asks of every cell and
// line before anything is typed. The words that only a vocabulary or the gazetteer knows are passed in, so that a
// user's own count too.
//
// It is not for typing a value (the packages beside it and normalize do that), nor for saying which field it fills.
package kind

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/text"
	"carif/text/amount"
	"carif/text/date"
	"carif/text/email"
	"carif/text/level"
	"carif/text/phone"
	"carif/text/web"
)

// Words are the questions that vocabularies and places answer: whether a text is one of their wordings. Each may be
// nil: then no text is of its kind.
type Words struct {
	Town, Level, State, Mode, EntryExit, YesNo func(string) bool
}

// Classifier tells kinds. It is read-only and safe for concurrent use.
type Classifier struct{ words Words }

// New makes a classifier that knows the words given.
func New(w Words) *Classifier { return &Classifier{words: w} }

// The most bytes of a text that is a value, of one that a vocabulary is asked about, and of a name.
const (
	longestValue = 200
	longestWords = 90
	longestName  = 80
)

// Of gives the kinds that a text may be. A text of several lines, or a long one, is a sentence or nothing.
func (c *Classifier) Of(s string) text.Kind {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	if len(s) > longestValue || strings.Contains(s, "\n") {
		return sentence(s)
	}
	k := c.wording(s) | sentence(s)
	if text.HasDigit(s) {
		k |= withDigits(s)
	}
	switch {
	case strings.IndexByte(s, '@') > 0 && email.Only(s):
		k |= text.Email
	case web.Address(s) != "":
		k |= text.URL
	}
	if !k.Is(text.Sentence) && amount.Free(s) {
		k |= text.Price
	}
	if k&^text.Town == 0 && named(s) {
		k |= text.Name
	}
	return k
}

// withDigits gives the kinds that have digits in them.
func withDigits(s string) (k text.Kind) {
	switch {
	case date.Only(s):
		k |= text.Date
	case date.HoldsPeriod(s):
		k |= text.Period
	}
	if phone.Only(s) {
		k |= text.Phone
	}
	switch {
	case amount.Lone(s):
		k |= text.Number
	case k == 0 && amount.HasHours(s):
		k |= text.Hours
	}
	if len(s) < longestWords && amount.HasEuro(s) {
		k |= text.Price
	}
	if postal(s) {
		k |= text.Postal
	}
	if !k.Is(text.Date|text.Phone) && identifier(s) {
		k |= text.ID
	}
	return k
}

// wording gives the kinds that vocabularies and the gazetteer know.
func (c *Classifier) wording(s string) (k text.Kind) {
	if len(s) > longestWords {
		return 0
	}
	for _, w := range [...]struct {
		kind text.Kind
		is   func(string) bool
	}{{text.Town, c.words.Town}, {text.State, c.words.State}, {text.Mode, c.words.Mode},
		{text.EntryExit, c.words.EntryExit}, {text.YesNo, c.words.YesNo}, {text.Level, c.words.Level}} {
		if w.is != nil && w.is(s) {
			k |= w.kind
		}
	}
	if YesNo(text.Fold(s)) || strings.Trim(s, "✓✔☑✗✘☒×") == "" {
		k |= text.YesNo
	}
	if !k.Is(text.Level) && level.Named(s) {
		k |= text.Level
	}
	return k
}

// YesNo reports whether folded words are a plain yes or no, or "nc" in the place of one.
func YesNo(folded string) bool { return folded == "oui" || folded == "non" || folded == "nc" }

// postal reports whether a text is a French postal code, alone or before a town: 01000 to 98999.
func postal(s string) bool {
	if len(s) < 5 || !text.AllDigits(s[:5]) || s[:2] < "01" || s[:2] > "98" {
		return false
	}
	rest := strings.TrimLeft(s[5:], " -")
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return len(s) < longestName && s[5] == ' ' && unicode.IsUpper(r) &&
		!text.HasDigit(strings.ReplaceAll(strings.ToLower(rest), "cedex", ""))
}

// identifier reports whether a text is one word with a digit: a reference, a code, a number of five digits or more.
func identifier(s string) bool {
	if len(s) > 40 || len(s) < 2 || strings.ContainsAny(s, " @€:\u00a0") || strings.Contains(s, "//") {
		return false
	}
	digits := len(text.Digits(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || !text.IsDigit(c) && !text.IsLetter(c) && strings.IndexByte("-_/.", c) < 0 {
			return false
		}
	}
	return digits == len(s) && digits >= 5 || digits > 0 && digits < len(s)
}

// sentence tells prose: many words, or some and a full stop.
func sentence(s string) text.Kind {
	words := strings.Count(s, " ") + strings.Count(s, "\n") + 1
	last := s[len(s)-1]
	if words >= 14 || words >= 5 && (last == '.' || last == '!' || last == '?') && !text.IsDigit(s[0]) {
		return text.Sentence
	}
	return 0
}

// named reports whether a text is a few words with capitals: "Centre de Formation des Lilas", "Mme Claude FICTIVE".
func named(s string) bool {
	if len(s) > longestName || strings.ContainsAny(s, "0123456789:;?!€@") {
		return false
	}
	n := 0
	for w := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(«\"'"))
		if !unicode.IsUpper(r) {
			if !particle(w) {
				return false
			}
			continue
		}
		n++
	}
	return n > 0 && strings.Count(s, " ") < 9
}

// particle tells the small words inside names.
func particle(w string) bool {
	switch w {
	case "de", "du", "des", "la", "le", "les", "et", "à", "en", "sur", "sous", "aux", "au", "pour", "-", "–", "&":
		return true
	}
	return strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "l'") || strings.HasPrefix(w, "d’") ||
		strings.HasPrefix(w, "l’")
}
