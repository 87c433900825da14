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
	k := kept{}
	k.org(o)
	k.contacts(read.contact)
	k.contacts(contacts...)
	k.add(read.extra...)
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

// beyondTown gives the lines of a printed place that say more than the town and its address: "CEDEX 3", the country.
func beyondTown(p *place.Place, printed string) []string {
	k := kept{}
	k.add(p.City, p.Address, p.Department)
	var out []string
	for line := range strings.SplitSeq(printed, "\n") {
		if !k.lacks(line) {
			continue
		}
		if more := p.Around; more != "" && strings.Contains(line, more) {
			k.add(more)
			out = append(out, more)
		}
		if k.lacks(line) {
			out = append(out, line)
			k.add(line)
		}
	}
	return out
}
