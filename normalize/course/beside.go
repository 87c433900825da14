package course

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/schema"
	"carif/text"
	"carif/text/email"
	"carif/text/phone"
)

// beside reads the people and desks that a line names beside numbers and mailboxes, each with its own: "PÔLE : Mme
// EXEMPLE - a@example.org MISSION : 01 99 00 12 34 (accueil)". Only what is plainly a person's name is a name: names
// are taken out of texts, and a desk's words must not be.
func beside(line string) []schema.Contact {
	var out []schema.Contact
	for _, s := range stretches(line) {
		c := emptyContact()
		c.Name, c.Role = nameAndRole(s.words)
		if c.Name == nil && c.Role == nil {
			continue
		}
		p := phone.Read("", s.numbers)
		emails, _ := email.Read(s.numbers, nil)
		c.Phones, c.Faxes = text.AddAll(c.Phones, p.Phones), text.AddAll(c.Faxes, p.Faxes)
		c.Emails = text.AddAll(c.Emails, emails)
		out = append(out, c)
	}
	return out
}

// stretch is one person or desk of a line: its words, and the numbers and mailboxes that belong to it.
type stretch struct {
	words   string
	numbers string // with the words that tell what they are for
}

// says reports whether the words of a stretch name somebody or something.
func says(words string) bool { return kept(nil).lacks(words) }

// stretches parts a line at the words that follow numbers. Those in brackets belong to the number before them, and so
// do those behind a number that has no other and those that end the line; a colon begins the next in any case.
func stretches(line string) []stretch {
	var out []stretch
	var at stretch
	closed := false // by words behind its number: another number begins the next
	next := func(words string) {
		out, closed = append(out, at), false
		at = stretch{words: words}
	}
	pieces := wordsAndNumbers(line)
	for i, p := range pieces {
		switch {
		case closed && p.number != "" && !says(p.words):
			next(p.words)
		case at.numbers == "" || !says(p.words):
			at.words += " " + p.words
		case strings.HasPrefix(strings.TrimLeft(p.words, " -–"), "(") ||
			!strings.Contains(p.words, ":") && (!says(at.words) || i == len(pieces)-1 && p.number == ""):
			at.words += " " + p.words
			closed = true
			if p.number != "" {
				next("")
			}
		default:
			next(p.words)
		}
		if p.number != "" {
			at.numbers += " " + p.words + " " + p.number
		}
	}
	return append(out, at)
}

// piece is a number or mailbox of a line and the words before it; the last has no number.
type piece struct{ words, number string }

// wordsAndNumbers parts a line into its numbers and mailboxes and what stands before each. Words in brackets behind a
// number are a piece of their own.
func wordsAndNumbers(line string) []piece {
	var out []piece
	from := 0
	add := func(at, end int) {
		words := line[from:at]
		if i := strings.IndexByte(words, ')'); i >= 0 && strings.HasPrefix(strings.TrimLeft(words, " -–"), "(") {
			out = append(out, piece{words: words[:i+1]})
			words = words[i+1:]
		}
		if words = strings.Trim(words, " ,;"); words != "" || at < end {
			out = append(out, piece{words, line[at:end]})
		}
		from = end
	}
	for i := 0; i < len(line); {
		switch n := numberAt(line, i); {
		case n > 0:
			add(i, i+n)
			i += n
		case line[i] == '@':
			at, end := i, i
			for at > from && !strings.ContainsRune(mailEnds, rune(line[at-1])) {
				at--
			}
			for end < len(line) && !strings.ContainsRune(mailEnds, rune(line[end])) {
				end++
			}
			add(at, end)
			i = end
		default:
			i++
		}
	}
	add(len(line), len(line))
	return out
}

// mailEnds are the marks that no mailbox has.
const mailEnds = " ,;:()<>|\""

// shortestNumber is the fewest digits of a telephone number among words: fewer are years, rooms, short codes.
const shortestNumber = 8

// numberAt gives the bytes of the telephone number at byte i of a line, 0 for none.
func numberAt(line string, i int) int {
	if !text.IsDigit(line[i]) && line[i] != '+' || i > 0 && text.IsDigit(line[i-1]) {
		return 0
	}
	end, digits := i, 0
	for j := i; j < len(line) && strings.IndexByte("0123456789+.-/() ", line[j]) >= 0; j++ {
		if text.IsDigit(line[j]) {
			end, digits = j+1, digits+1
		}
		if end-i > longestContactLine {
			return 0
		}
	}
	if digits < shortestNumber || end < len(line) && line[end] == '@' {
		return 0
	}
	if p := phone.Read("", line[i:end]); len(p.Phones) == 0 {
		return 0
	}
	return end - i
}

// nameAndRole parts the words beside a number into a person's name and all others. Where a colon stands, the name
// stands behind it.
func nameAndRole(words string) (name, role *string) {
	words = cutName(words)
	var rest []string
	for _, part := range wordParts(words) {
		if !says(part) {
			continue
		}
		before, person := personIn(part)
		if person != "" && name == nil && (addressed(person) || strings.Index(words, part) >= strings.IndexByte(words, ':')) {
			name, part = schema.NonEmpty(person), before
		}
		if part != "" {
			rest = append(rest, trimLinks(part))
		}
	}
	return name, schema.NonEmpty(strings.Join(rest, ", "))
}

// wordParts parts words at the marks that stand between a person and what they do.
func wordParts(words string) (out []string) {
	words = endings.ReplaceAllString(words, "$1\x01$2\x02")
	for _, part := range strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(",;:()|\"«»\n", r) }) {
		for part := range strings.SplitSeq(strings.ReplaceAll(part, " – ", " - "), " - ") {
			out = append(out, cutName(wholeWord.Replace(part)))
		}
	}
	return out
}

// endings are what words for both men and women have in brackets: "Formateur(rice)", "Conseiller(ère)".
var (
	endings   = regexp.MustCompile(`(\pL)\((\pL{1,5})\)`)
	wholeWord = strings.NewReplacer("\x01", "(", "\x02", ")")
)

// personIn finds the person that words name: they are nothing else, or hold one who is addressed as such.
func personIn(s string) (other, person string) {
	fields := strings.Fields(s)
	for i := range fields {
		if !addressed(strings.Join(fields[i:min(i+2, len(fields))], " ")) {
			continue
		}
		end := i + 2
		for end < len(fields) && nameWord(fields[end]) {
			end++
		}
		person = bareName(strings.Join(fields[i:end], " "))
		return trimLinks(strings.Join(append(fields[:i:i], fields[end:]...), " ")), person
	}
	if bare := bareName(s); looksPerson(bare) {
		return "", bare
	}
	return s, ""
}

// nameWord reports whether a word may go on with a person's name.
func nameWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || nameParticles[text.Fold(w)]
}

// trimLinks takes the words that lead to a number off the end.
func trimLinks(s string) string {
	fields := strings.Fields(s)
	for len(fields) > 1 && linkWord(fields[len(fields)-1]) {
		fields = fields[:len(fields)-1]
	}
	return cutName(strings.Join(fields, " "))
}

// addPerson adds a contact to a list, once: where one of the list says the same or has the same numbers and no words,
// that one is completed.
func addPerson(list []schema.Contact, c schema.Contact) []schema.Contact {
	for i := range list {
		have := &list[i]
		k := kept{}
		k.contacts(*have)
		switch {
		case c.Name != nil && have.Name != nil && sameWords(*c.Name, *have.Name):
			if c.Role != nil && k.lacks(*c.Role) {
				have.Role = joinText(have.Role, *c.Role)
			}
		case have.Name == nil && have.Role == nil && reaches(&c, have):
			have.Name, have.Role = c.Name, c.Role
		case !k.lacks(wordsOf(&c)) && reaches(have, &c):
			return list
		default:
			continue
		}
		have.Phones, have.Faxes, have.Emails = text.AddAll(have.Phones, c.Phones), text.AddAll(have.Faxes, c.Faxes),
			text.AddAll(have.Emails, c.Emails)
		return list
	}
	if len(list) >= text.MostItems {
		return list
	}
	return append(list, c)
}

// reaches reports whether a contact has all numbers and mailboxes of another.
func reaches(c, other *schema.Contact) bool {
	return subset(other.Phones, c.Phones) && subset(other.Faxes, c.Faxes) && subset(other.Emails, c.Emails)
}

func wordsOf(c *schema.Contact) string {
	var out []string
	for _, s := range []*string{c.Name, c.Role} {
		if s != nil {
			out = append(out, *s)
		}
	}
	return strings.Join(out, " ")
}

// numbered reports whether a contact can be reached.
func numbered(c *schema.Contact) bool { return len(c.Phones)+len(c.Faxes)+len(c.Emails) > 0 }

// restOf gives a contact the words of its value that reading it left out: they are its role, unless they name another
// person or have a number that is but one of the contact's. Those are people of their own.
func restOf(c *schema.Contact, k kept, printed string) (people []schema.Contact) {
	for line := range strings.SplitSeq(printed, "\n") {
		if !k.lacks(line) {
			continue
		}
		var found []schema.Contact
		if len(line) <= longestBeside {
			found = beside(line)
		}
		if len(found) == 0 {
			c.Role = joinText(c.Role, text.Bullet(line))
			k.add(line)
			continue
		}
		for _, p := range found {
			several := c.Name != nil && strings.Contains(*c.Name, ";") // nobody can tell whose words they are
			same := !several && (p.Name == nil || c.Name != nil && sameWords(*p.Name, *c.Name))
			switch {
			case !k.lacks(wordsOf(&p)):
			case same && (!numbered(&p) || reaches(&p, c)):
				if p.Role != nil && k.lacks(*p.Role) {
					c.Role = joinText(c.Role, *k.lacking(*p.Role))
				}
			case c.Name == nil && c.Role == nil && numbered(&p) && reaches(&p, c):
				c.Name, c.Role = p.Name, p.Role
			default:
				people = append(people, p)
			}
			k.contacts(p)
		}
	}
	return people
}

// longestBeside is the most bytes of a line that is read for people beside numbers; longer ones are sentences.
const longestBeside = 400
