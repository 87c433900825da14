package course

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/schema"
	"carif/text"
	"carif/text/email"
	"carif/text/phone"
)

// bareName takes the words that lead from a name to its number off it: "Z. EXEMPLE, ligne directe", "Claude Fictive
// appeler le", "Contacter Claude FICTIVE au".
func bareName(s string) string {
	fields := strings.Fields(s)
	for len(fields) > 0 && linkWord(fields[len(fields)-1]) {
		fields = fields[:len(fields)-1]
	}
	for len(fields) > 1 && nameLinks[text.Fold(strings.Trim(fields[0], " :;,.-–|/°"))] {
		fields = fields[1:]
	}
	return cutName(strings.Join(fields, " "))
}

// linkWord tells a word that stands between a name and a number and is part of neither. A particle is one in lower case
// only: "Yann LE" is a name.
func linkWord(printed string) bool {
	w := text.Fold(strings.Trim(printed, " :;,.-–|/°"))
	if w == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(printed)
	return nameLinks[w] || nameParticles[w] && unicode.IsLower(first)
}

var (
	nameLinks, nameParticles = text.Set(words.NameLinks), text.Set(words.NameParticles)
	surnameHeads             = text.Set(words.SurnameHeads)
)

// looksPerson reports whether words are plainly a person's name: "Mme EXEMPLE", "Claude FICTIVE", "Z. EXEMPLE".
func looksPerson(s string) bool {
	if addressed(s) {
		return !text.HasDigit(s)
	}
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 4 || text.HasDigit(s) || strings.ContainsAny(s, "@/:;,()") {
		return false
	}
	for _, w := range fields {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && !nameParticles[text.Fold(w)] {
			return false
		}
		if folded := text.Fold(w); desks[folded] || isRole(folded) {
			return false
		}
	}
	return true
}

var desks = text.Set(words.Desks)

// PersonName gives the full name in what a contact is called: "Mme Claude FICTIVE" is Claude FICTIVE, and so is
// "FICTIVE - Claude". It is "" for a desk, and for a surname alone, which is many a word's.
func PersonName(s string) string {
	fields := strings.Fields(strings.ReplaceAll(bareName(s), " - ", " "))
	for len(fields) > 1 && (addressed(strings.Join(fields[:2], " ")) || text.Fold(fields[0]) == "m") {
		fields = fields[1:]
	}
	var great []string // a name may have any number of particles
	for _, w := range fields {
		if w != strings.ToLower(w) || !NameParticle(w) {
			great = append(great, w)
		}
	}
	if looksPerson(strings.Join(great, " ")) && !surnameAlone(fields) {
		return strings.Join(fields, " ")
	}
	return ""
}

// NameParticle tells a word that stands before a surname: "de", "Le".
func NameParticle(w string) bool { return nameParticles[text.Fold(w)] }

// surnameAlone tells a surname of two words: "Le Goff", "Saint Martin".
func surnameAlone(fields []string) bool {
	for len(fields) > 1 && (NameParticle(fields[0]) || surnameHeads[text.Fold(fields[0])]) {
		if fields = fields[1:]; len(fields) == 1 {
			return true
		}
	}
	return false
}

// nameBeside gives the person that a line of numbers and mailboxes names: "Claude FICTIVE - 01 99 00 12 34",
// "…@… - Claude FICTIVE"; "" for a line without words, or of words that are no name.
func nameBeside(line string) string {
	for _, part := range strings.FieldsFunc(line, func(r rune) bool {
		return r == ',' || r == ';' || r == '|' || r == '/' || r == '(' || r == ':' || r == '–' || r == '\n'
	}) {
		for part := range strings.SplitSeq(part, " - ") {
			if name := bareName(withoutNumbers(part)); looksPerson(name) {
				return name
			}
		}
	}
	return ""
}

// withoutNumbers leaves the words of a part of a line that are neither mailbox nor number.
func withoutNumbers(s string) string {
	fields := strings.Fields(s)
	out := fields[:0]
	for _, w := range fields {
		if !strings.Contains(w, "@") && !text.HasDigit(w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// ownedBy names the contact by the person whose number or mailbox a value of its own prints beside it, and takes the
// number that stands beside the mailbox, the mailbox beside the number.
func ownedBy(c *schema.Contact, v *schema.Value) {
	if strings.Contains(v.Text, "\n") || strings.Count(v.Text, "@") > 1 || len(v.Text) > longestContactLine {
		return
	}
	if name := nameBeside(v.Text); name != "" && c.Name == nil {
		setName(c, name)
	}
	if v.Field == schema.FieldContactEmail && text.HasDigit(v.Text) {
		at := strings.IndexByte(v.Text, '@')
		p := phone.Read(v.Label, aroundMail(v.Text, at))
		c.Phones, c.Faxes = text.AddAll(c.Phones, p.Phones), text.AddAll(c.Faxes, p.Faxes)
	}
	if v.Field == schema.FieldContactPhone && strings.Contains(v.Text, "@") {
		emails, _ := email.Read(v.Text, nil)
		c.Emails = text.AddAll(c.Emails, emails)
	}
}

// longestContactLine is the most bytes of a line of a person and how to reach them.
const longestContactLine = 120

// aroundMail leaves the mailbox around the at sign at byte at out of a line: its digits are no number.
func aroundMail(s string, at int) string {
	if at < 0 {
		return s
	}
	from, to := strings.LastIndexByte(s[:at], ' ')+1, len(s)
	if i := strings.IndexByte(s[at:], ' '); i >= 0 {
		to = at + i
	}
	return s[:from] + s[to:]
}
