package kind

import (
	"regexp"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/phone"
	"carif/text/web"
)

// NativeID gives the id that a text prints, without what stands around it ("N° 1200482F." gives "1200482F"), or ""
// where the text has not the form of one. It is the one place that says what an id of a course looks like: no blank, at
// most schema.LongestID characters, a digit or capitals joined by marks ("SST-INI"), and nothing that is plainly
// something else: a telephone number, a date, an amount, an address, a number of a national register, noughts that fill
// a form. A paragraph or a label's words are no id; a key made of them would change with every edit of the page.
func NativeID(s string) string {
	s = strings.TrimSpace(s)
	if low := strings.ToLower(s); strings.HasPrefix(low, "n°") || strings.HasPrefix(low, "nº") {
		s = s[len("n°"):]
	}
	s = strings.TrimRight(strings.TrimLeft(s, " :#([\u00a0"), " .,;:)]\u00a0")
	switch {
	case !schema.IDForm(s) || !text.HasDigit(s) && !codeWord(s):
		return ""
	case strings.Trim(s, "0") == "":
		return ""
	case strings.Trim(s, "0123456789") == "" && len(s) != phoneDigits:
		return s // a bare number: only as many digits as a telephone's may be one
	case phone.Only(s), date.Only(s), date.HoldsPeriod(s), web.Address(s) != "":
		return ""
	case registered.MatchString(s), measured.MatchString(s):
		return ""
	}
	return s
}

// phoneDigits are the digits of a French telephone number.
const phoneDigits = 10

var (
	// registered are numbers of national registers printed with the register's name: many courses share one.
	registered = regexp.MustCompile(`(?i)^(RNCP|RS|FORMACODE|ROME|NSF|CERTIFINFO|CPF|SIRET|NDA)[-_./]*\d`)
	// measured are amounts written without a blank: 35h, 7h30, 1200eur, 3-jours.
	measured = regexp.MustCompile(`(?i)^\d+([.-]\d+)?-?(h|h\d\d|heures?|eur|euros?|ht|ttc|j|jours?|mois|semaines?|ans?)$`)
)

// codeWord reports capitals in parts, as a body numbers its courses: "SST-INI", "HE-REC-BT".
func codeWord(s string) bool {
	parts := strings.FieldsFunc(s, func(c rune) bool { return c == '-' || c == '_' || c == '/' || c == '.' })
	return len(parts) > 1 && len(s) < 20 && strings.ToUpper(s) == s
}
