package course

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/text/email"
	"carif/text/phone"
)

// contacts assembles the contacts of a course: blocks, and the fields of one contact that share a group.
func (b *builder) contacts() {
	groups := map[int]*schema.Contact{}
	var order []*schema.Contact
	var people []schema.Contact // named beside the contacts
	get := func(v *schema.Value, fresh bool) *schema.Contact {
		c := groups[v.Group]
		if c == nil || fresh && c.Name != nil {
			c = new(emptyContact())
			groups[v.Group] = c
			order = append(order, c)
		}
		return c
	}
	for _, v := range b.ordered(schema.FieldContact, schema.FieldContactName, schema.FieldContactRole,
		schema.FieldContactPhone, schema.FieldContactEmail) {
		if len(order) > 2*text.MostItems {
			b.issue(schema.IssueTooLong, v.Field, v.Text, v)
			break
		}
		if listed := severalPeople(v); listed != nil {
			people = append(people, listed...)
			continue
		}
		if listed := listedPeople(v); listed != nil {
			for i := range listed {
				c, issues := new(emptyContact()), len(b.rec.Issues)
				order = append(order, c)
				people = append(people, b.restOf(c, &listed[i], issues, b.contactBlock(c, &listed[i]))...)
			}
			continue
		}
		c, issues := get(v, v.Field == schema.FieldContactName || v.Field == schema.FieldContact), len(b.rec.Issues)
		extra := b.contactValue(c, v)
		if c.Role == nil && c.Name != nil {
			c.Role = roleOfLabel(v.Label)
		}
		people = append(people, b.restOf(c, v, issues, extra)...)
	}
	for _, v := range b.take(schema.FieldFax) {
		p := phone.Read("fax", v.Text)
		b.badPhones(v, p.Bad)
		if c := groups[v.Group]; c != nil && v.Group > 0 {
			c.Faxes = text.AddAll(c.Faxes, p.Faxes)
		} else {
			b.looseFaxes = text.AddAll(b.looseFaxes, p.Faxes)
		}
		people = append(people, faxPeople(v)...)
	}
	for _, c := range order {
		b.addContact(*c)
	}
	for _, c := range people {
		b.c.Contacts = addPerson(b.c.Contacts, c)
	}
}

// severalPeople reads the people whom one line on a contact lists, each with numbers of their own:
// "Claude FICTIVE claude@example.org Camille EXEMPLE camille@example.org"; nil for one person or none.
func severalPeople(v *schema.Value) []schema.Contact {
	if v.Field == schema.FieldContactPhone || v.Field == schema.FieldContactEmail || strings.Contains(v.Text, "\n") {
		return nil
	}
	listed := beside(v.Text)
	for _, c := range listed {
		if len(c.Phones)+len(c.Emails) == 0 {
			return nil
		}
	}
	if len(listed) < 2 {
		return nil
	}
	return listed
}

// roleOfLabel gives a label that says what the person under it does: "Responsable pédagogique".
func roleOfLabel(label string) *string {
	first, more, _ := strings.Cut(text.Fold(label), " ")
	if !isRole(first) || more == "" || strings.HasPrefix(first, "accueil") || text.HasDigit(label) ||
		len(label) > longestName {
		return nil
	}
	return schema.NonEmpty(cutName(text.OneLine(label)))
}

// contactValue reads one value of a contact; extra are the lines with no place in one.
func (b *builder) contactValue(c *schema.Contact, v *schema.Value) (extra []string) {
	switch v.Field {
	case schema.FieldContactName:
		b.contactName(c, v)
	case schema.FieldContactRole:
		c.Role = schema.NonEmpty(text.OneLine(v.Text))
	case schema.FieldContactPhone:
		p := phone.Read(v.Label, v.Text)
		b.badPhones(v, p.Bad)
		c.Phones, c.Faxes = text.AddAll(c.Phones, p.Phones), text.AddAll(c.Faxes, p.Faxes)
		ownedBy(c, v)
	case schema.FieldContactEmail:
		emails, bad := email.Read(v.Text, v.Links)
		for _, e := range bad {
			b.issue(schema.IssueBadEmail, v.Field, e, v)
		}
		c.Emails = text.AddAll(c.Emails, emails)
		ownedBy(c, v)
		if len(emails) == 0 && len(bad) == 0 && !strings.Contains(v.Text, "@") && !text.HasDigit(v.Text) &&
			len(strings.Fields(v.Text)) > mostNameWords { // "Cet e-mail est protégé …"
			b.issue(schema.IssueBadEmail, v.Field, v.Text, v)
		}
	default:
		return b.contactBlock(c, v)
	}
	return nil
}

// mostNameWords is the most words of a person or desk; more are a sentence.
const mostNameWords = 7

// faxPeople reads the people and desks named behind a fax number; where they have numbers, those are theirs.
func faxPeople(v *schema.Value) (out []schema.Contact) {
	for line := range strings.SplitSeq(v.Text, "\n") {
		if says(line) && len(line) <= longestBeside {
			out = append(out, beside("fax "+line)...)
		}
	}
	return out
}

// restOf gives a contact what reading one of its values left out, and the other people named there.
func (b *builder) restOf(c *schema.Contact, v *schema.Value, issues int, extra []string) []schema.Contact {
	k := kept{}
	k.contacts(*c)
	k.add(extra...)
	k.issues(b.rec.Issues, issues)
	return restOf(c, k, v.Text)
}

// contactName reads a person's name and the number or mailbox that may stand behind it.
func (b *builder) contactName(c *schema.Contact, v *schema.Value) {
	name := text.OneLine(v.Text)
	if p := phone.Read("", name); text.HasDigit(name) && len(p.Phones) > 0 {
		c.Phones, c.Faxes = text.AddAll(c.Phones, p.Phones), text.AddAll(c.Faxes, p.Faxes)
		name = strings.Trim(beforeDigits(name), " ,;(-–")
	}
	if emails, _ := email.Read(v.Text, v.Links); len(emails) > 0 {
		c.Emails = text.AddAll(c.Emails, emails)
		if before, _, ok := strings.Cut(name, emails[0]); ok {
			name = strings.Trim(before, " ,;(-–")
		}
	}
	setName(c, name)
}

// contactBlock reads a whole block into a contact; lines with no place in one stay under their label.
func (b *builder) contactBlock(c *schema.Contact, v *schema.Value) (extra []string) {
	k := b.readBlock(v, true)
	if c.Name == nil {
		c.Name = k.contact.Name
	}
	if c.Role == nil {
		c.Role = k.contact.Role
	}
	c.Phones, c.Faxes, c.Emails = text.AddAll(c.Phones, k.contact.Phones), text.AddAll(c.Faxes, k.contact.Faxes),
		text.AddAll(c.Emails, k.contact.Emails)
	c.Emails = text.AddAll(c.Emails, k.org.Emails)
	if len(k.extra) > 0 {
		b.other(v.Label, strings.Join(k.extra, "\n"))
	}
	return k.extra
}

// addContact adds a contact that says something, once. "A (secrétaire); B (responsable)" is two people, and the
// numbers beside them are the first one's.
func (b *builder) addContact(c schema.Contact) {
	if c.Name != nil && strings.Contains(*c.Name, ";") {
		for _, name := range strings.Split(*c.Name, ";") {
			one := emptyContact()
			one.Phones, one.Faxes, one.Emails = c.Phones, c.Faxes, c.Emails
			setName(&one, name)
			if c.Role != nil {
				one.Role = joinText(one.Role, *c.Role)
			}
			c.Role, c.Phones, c.Faxes, c.Emails = nil, nil, nil, nil
			one.Phones, one.Faxes, one.Emails = value.List(one.Phones), value.List(one.Faxes), value.List(one.Emails)
			b.addContact(one)
		}
		return
	}
	if c.Name == nil && c.Role == nil && len(c.Phones)+len(c.Faxes)+len(c.Emails) == 0 ||
		len(b.c.Contacts) >= text.MostItems {
		return
	}
	roleFirst(&c)
	for i := range b.c.Contacts {
		have := &b.c.Contacts[i]
		if c.Name == nil && c.Role == nil && subset(c.Phones, have.Phones) && subset(c.Emails, have.Emails) &&
			subset(c.Faxes, have.Faxes) {
			return
		}
		if c.Name != nil && have.Name != nil && sameWords(*c.Name, *have.Name) {
			if c.Role != nil && (have.Role == nil || len(*have.Role) < mostRole) && newRole(have, *c.Role) {
				have.Role = joinText(have.Role, *c.Role)
			}
			have.Phones, have.Faxes, have.Emails = text.AddAll(have.Phones, c.Phones), text.AddAll(have.Faxes, c.Faxes),
				text.AddAll(have.Emails, c.Emails)
			return
		}
	}
	b.c.Contacts = append(b.c.Contacts, c)
}

// mostRole is the most bytes of what a person does, however often the page says it.
const mostRole = 1000

// newRole reports whether a role says more of a contact than is known.
func newRole(have *schema.Contact, role string) bool {
	k := kept{}
	k.pointers(have.Name, have.Role)
	k.add(have.Emails[:min(len(have.Emails), 20)]...)
	return k.lacks(role)
}

// listedPeople parts a list of contacts, an item each: a person or desk with a number or a mailbox of its own. It is
// nil where an item has none.
func listedPeople(v *schema.Value) (out []schema.Value) {
	items := strings.Split("\n"+v.Text, "\n- ")[1:]
	if v.Field != schema.FieldContact || !strings.HasPrefix(v.Text, "- ") ||
		len(items) < 2 || len(items) > text.MostItems {
		return nil
	}
	for _, item := range items {
		one := *v
		one.Text, one.Items, one.Links = item, nil, nil
		for _, l := range v.Links {
			if l.Text != "" && strings.Contains(item, l.Text) {
				one.Links = append(one.Links, l)
			}
		}
		emails, _ := email.Read(one.Text, one.Links)
		if len(emails)+len(phone.Read("", item).Phones) == 0 || !strings.Contains(item, "\n") {
			return nil
		}
		out = append(out, one)
	}
	return out
}

func subset(small, big []string) bool {
	for _, s := range small {
		found := false
		for _, t := range big {
			found = found || s == t
		}
		if !found {
			return false
		}
	}
	return true
}

func emptyContact() schema.Contact {
	return schema.Contact{Phones: []string{}, Faxes: []string{}, Emails: []string{}}
}

func emptyOrg() schema.Organisation {
	return schema.Organisation{Phones: []string{}, Faxes: []string{}, Emails: []string{}}
}

func emptyOrganisation(o *schema.Organisation) bool {
	return o.Name == nil && o.SIRET == nil && o.NDA == nil && o.Reference == nil && o.Address == nil &&
		o.PostalCode == nil &&
		o.City == nil && o.Website == nil && len(o.Phones)+len(o.Faxes)+len(o.Emails) == 0
}

// merge fills what one reading of an organisation left open from another.
func merge(o *schema.Organisation, from schema.Organisation) {
	o.Name, o.SIRET, o.NDA, o.Reference = firstPtr(o.Name, from.Name), firstPtr(o.SIRET, from.SIRET),
		firstPtr(o.NDA, from.NDA), firstPtr(o.Reference, from.Reference)
	o.Address, o.PostalCode, o.City, o.Website = firstPtr(o.Address, from.Address),
		firstPtr(o.PostalCode, from.PostalCode), firstPtr(o.City, from.City), firstPtr(o.Website, from.Website)
	o.Commune, o.Department, o.Region = firstPtr(o.Commune, from.Commune), firstPtr(o.Department, from.Department),
		firstPtr(o.Region, from.Region)
	o.Phones, o.Faxes, o.Emails = text.AddAll(o.Phones, from.Phones), text.AddAll(o.Faxes, from.Faxes),
		text.AddAll(o.Emails, from.Emails)
}

func firstPtr[T any](have, more *T) *T {
	if have != nil {
		return have
	}
	return more
}

func firstOf(have *string, more string) *string { return firstPtr(have, schema.NonEmpty(more)) }

func joinText(have *string, more string) *string {
	if have == nil || *have == "" {
		return schema.NonEmpty(more)
	}
	return new(*have + "\n" + more)
}

func sameWords(a, b string) bool { return a == b || text.FoldWording(a) == text.FoldWording(b) }

// cutName trims what stands around a name.
func cutName(s string) string { return strings.Trim(s, " :;,.-–|") }

// nameRole parts "Madame Camille EXEMPLE - Responsable de formation" into name and role; role is "" where the words
// after the dash are none.
func nameRole(s string) (name, role string) {
	s = cutName(s)
	if strings.Contains(s, ";") { // several people: addContact parts them
		return s, ""
	}
	if i := strings.Index(s, " ("); i > 0 && strings.HasSuffix(s, ")") && !text.HasDigit(s) {
		return cutName(s[:i]), cutName(s[i+2 : len(s)-1])
	}
	for _, sep := range [...]string{" - ", ", "} {
		left, right, ok := strings.Cut(s, sep)
		if !ok {
			continue
		}
		if first, _, _ := strings.Cut(text.Fold(right), " "); isRole(first) {
			return cutName(left), cutName(right)
		}
	}
	return personThenRole(s)
}

// longestName is the most bytes of a person's name, and of what one is called by what one does.
const longestName = 80

// personThenRole parts "Mme EXEMPLE référente administrative" at the word that begins what the person does.
func personThenRole(s string) (name, role string) {
	for i, c := range s {
		if i > longestName {
			break
		}
		if c != ' ' {
			continue
		}
		next, _, _ := strings.Cut(s[i+1:], " ")
		first, _ := utf8.DecodeRuneInString(next)
		if unicode.IsLower(first) && isRole(text.Fold(next)) && looksPerson(cutName(s[:i])) {
			return cutName(s[:i]), cutName(s[i:])
		}
	}
	return s, ""
}

// roleFirst puts name and role in their places where what a person does stands over the name: "Chargée de recrutement".
func roleFirst(c *schema.Contact) {
	if c.Name != nil && c.Role != nil && startsRole(*c.Name) && looksPerson(*c.Role) && !startsRole(*c.Role) {
		c.Name, c.Role = c.Role, c.Name
	}
}

// startsRole reports whether words begin with what a person does.
func startsRole(s string) bool {
	first, _, _ := strings.Cut(text.Fold(s), " ")
	return isRole(first)
}

// isRole reports whether a folded word begins what a person does.
func isRole(w string) bool {
	for _, stem := range words.Roles {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}

// addressed reports whether words begin as those to a person do: "Mme …" is no town, wherever a page prints it.
func addressed(s string) bool {
	w, rest, _ := strings.Cut(s, " ")
	switch strings.TrimRight(text.Fold(w), ".") {
	case "mme", "mlle", "mr", "madame", "monsieur", "mademoiselle":
		return rest != ""
	}
	return w == "M." && rest != ""
}

// setName fills a contact's name, and the role printed with it.
func setName(c *schema.Contact, s string) {
	name, role := nameRole(bareName(s))
	c.Name = schema.NonEmpty(name)
	c.Role = firstOf(c.Role, role)
}

// beforeDigits gives the words before the first digit or bracketed number.
func beforeDigits(s string) string {
	if i := strings.IndexAny(s, "0123456789+("); i >= 0 {
		return strings.Trim(s[:i], " :;,-–|")
	}
	return strings.TrimSpace(s)
}
