package course

import (
	"strings"

	"carif/geo/place"
	"carif/schema"
)

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
		for _, p := range beside(line) {
			plain := p.Name != nil && (strings.Contains(line, ":") || addressed(*p.Name))
			if len(line) <= longestBeside && k.lacks(wordsOf(&p)) && (numbered(&p) || plain) {
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
		if k.add(p.Around); k.lacks(line) {
			out = append(out, line)
			k.add(line)
		} else if more := strings.Trim(p.Around, " .,;"); more != "" {
			out = append(out, more)
		}
	}
	return out
}

// beside keeps what the provider's block, or a field of its numbers, says beside them: people and desks with their own as contacts,
// other words under the field's label.
func (b *builder) beside(o *schema.Organisation, read *block, v *schema.Value, issues int) {
	people, rest := b.restOfBlock(o, read, v, issues, b.c.Contacts)
	for _, c := range people {
		b.c.Contacts = addPerson(b.c.Contacts, c)
	}
	b.other(v.Label, rest)
}
