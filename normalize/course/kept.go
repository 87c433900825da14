package course

import (
	"net/url"
	"strings"
	"unicode"

	"carif/geo/place"
	"carif/schema"
	"carif/text"
	"carif/text/email"
)

// kept are the words that the reading of a value has kept, folded. It tells what of the value would be lost.
type kept map[string]bool

// add takes the words of texts in.
func (k kept) add(texts ...string) {
	for _, t := range texts {
		for _, w := range letterWords(t) {
			k[w] = true
		}
	}
}

// keptOf are the words of an organisation.
func keptOf(o *schema.Organisation) kept {
	k := kept{}
	k.pointers(o.Name, o.Reference, o.Address, o.City)
	k.add(o.Emails...)
	if o.Website != nil {
		k.address(*o.Website)
	}
	return k
}

// contacts takes in what contacts say.
func (k kept) contacts(cs ...schema.Contact) {
	for i := range cs {
		k.pointers(cs[i].Name, cs[i].Role)
		k.add(cs[i].Emails...)
	}
}

func (k kept) pointers(texts ...*string) {
	for _, t := range texts {
		if t != nil {
			k.add(*t)
		}
	}
}

// address takes in the words of a web address, escaped or not.
func (k kept) address(w string) {
	k.add(w)
	if plain, err := url.PathUnescape(w); err == nil {
		k.add(plain)
	}
}

// lacks reports whether a text says a word that is not kept. The words that join others, those that name the value
// beside them, single letters and numbers do not count.
func (k kept) lacks(s string) bool {
	if strings.Contains(s, "@") {
		s = mailboxes(s)
	}
	for _, w := range letterWords(s) {
		if len(w) > 1 && !k[w] && !passing[w] && !k.glued(w) {
			return true
		}
	}
	return false
}

// mailboxes takes off the mailboxes of a text what is glued to them: a label before, the next word of the page behind.
func mailboxes(s string) string {
	fields := strings.Fields(s)
	for i, w := range fields {
		if emails, bad := email.Read(w, nil); len(emails) == 1 && len(bad) == 0 {
			fields[i] = emails[0]
		}
	}
	return strings.Join(fields, " ")
}

// glued reports whether a word is a label and a kept word without a gap: "Mailcontact", "orgSite".
func (k kept) glued(w string) bool {
	for n := 2; n <= longestPassing && n < len(w)-1 && len(k) > 0; n++ {
		if m := len(w) - n; passing[w[:n]] && k[w[n:]] || passing[w[m:]] && k[w[:m]] {
			return true
		}
	}
	return false
}

// lacking leaves the parts of a role that are not kept.
func (k kept) lacking(role string) *string {
	var out []string
	for part := range strings.SplitSeq(role, ", ") {
		if k.lacks(part) {
			out = append(out, part)
		}
	}
	return schema.NonEmpty(strings.Join(out, ", "))
}

// letterWords folds a text and gives its runs of letters: labels may be glued to the digits before them.
func letterWords(s string) []string {
	return strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) })
}

// passing are the words that say nothing once the value beside them is kept.
var passing = func() map[string]bool {
	set := text.Set(words.NameLinks)
	for _, w := range words.NameParticles {
		set[w] = true
	}
	for _, w := range words.Joining {
		set[w] = true
	}
	for _, l := range inlineLabels {
		if l.part == partName || l.part == partRole || l.part == partOrg {
			continue
		}
		for _, w := range letterWords(l.word) {
			set[w] = w != "standard" // names a number, and the desk that answers it
		}
	}
	return set
}()

// longestPassing is the most bytes of such a word: in a longer one no label is looked for.
var longestPassing = func() (n int) {
	for w := range passing {
		n = max(n, len(w))
	}
	return n
}()

// issues takes in the raw words of the issues from the nth on.
func (k kept) issues(list []schema.Issue, n int) {
	for _, i := range list[n:] {
		k.add(i.Raw)
	}
}

// restOfBlock gives what reading an organisation's block left out: the people and desks it names beside numbers, and
// the lines that are neither. The numbers are the organisation's all the same.
func (b *builder) restOfBlock(o *schema.Organisation, read *block, v *schema.Value, issues int,
	contacts []schema.Contact) (people []schema.Contact, rest string) {
	k := keptOf(o)
	k.contacts(contacts...)
	if read != nil {
		k.contacts(read.contact)
		k.add(read.extra...)
	}
	k.issues(b.rec.Issues, issues)
	people, lines := k.peopleIn(v.Text)
	return people, strings.Join(lines, "\n")
}

// peopleIn gives the people and desks of a text that are not kept yet, and the lines that lack and name none.
func (k kept) peopleIn(printed string) (people []schema.Contact, rest []string) {
	for line := range strings.SplitSeq(printed, "\n") {
		if !k.lacks(line) {
			continue
		}
		var named []schema.Contact
		if len(line) <= longestBeside {
			named = beside(line)
		}
		for _, p := range named {
			plain := p.Name != nil && (strings.Contains(line, ":") || addressed(*p.Name))
			if k.lacks(wordsOf(&p)) && (numbered(&p) || plain) {
				people = append(people, p)
				k.contacts(p)
			}
		}
		if k.lacks(line) {
			rest = append(rest, line)
			k.add(line)
		}
	}
	return people, rest
}

// beyondTown gives what the line of a town says beside it: "CEDEX 3", the country, the site in that town.
func beyondTown(p *place.Place, printed string) (out []string) {
	k := kept{}
	k.add(p.City, p.Address, p.Department)
	for line := range strings.SplitSeq(printed, "\n") {
		ofTown := p.City != "" && strings.Contains(line, p.City) || p.Postal != "" && strings.Contains(line, p.Postal)
		if country := strings.EqualFold(line, "France"); !ofTown && !country || !k.lacks(line) {
			continue
		}
		if k.add(p.Around); k.lacks(line) || isCedex(p.Around) { // "CEDEX 3" alone says nothing: the line stays whole
			out = append(out, line)
			k.add(line)
		} else if more := strings.Trim(p.Around, " .,;"); more != "" {
			out = append(out, more)
		}
	}
	return out
}

func isCedex(words string) bool { return text.HasPrefixFold(strings.Trim(words, " .,;"), "cedex") }

// beside keeps what the provider's block, or a field of its numbers, says beside them: people and desks with their own
// as contacts, other words under the field's label.
func (b *builder) beside(o *schema.Organisation, read *block, v *schema.Value, issues int) {
	people, rest := b.restOfBlock(o, read, v, issues, b.c.Contacts)
	for _, c := range people {
		b.c.Contacts = addPerson(b.c.Contacts, c)
	}
	b.other(v.Label, rest)
}
