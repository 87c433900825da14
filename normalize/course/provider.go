package course

import (
	"strings"

	"carif/geo"
	"carif/geo/place"
	"carif/schema"
	"carif/text"
	"carif/text/code"
	"carif/text/email"
	"carif/text/phone"
	"carif/text/web"
)

// block is what an address block holds: an organisation, and the contact it names.
type block struct {
	org     schema.Organisation
	contact schema.Contact
	named   bool     // the block names a contact: its numbers are that contact's
	extra   []string // lines with no place in either
}

// longestAddress is the most lines an address has on these pages.
const longestAddress = 8

// readBlock reads the name, address, numbers and contact of a block. asContact reads the first bare line as the
// contact's name, not the organisation's.
func (b *builder) readBlock(v *schema.Value, asContact bool) block {
	var k block
	k.org = emptyOrg()
	k.contact = emptyContact()
	k.named = asContact
	var address []string
	for _, s := range segments(v.Text) {
		switch s.part {
		case partText:
			address = append(address, b.bareLine(&k, v, s, asContact)...)
		case partName:
			k.named = true
			if k.contact.Name == nil {
				setName(&k.contact, s.text)
			}
		case partRole:
			k.contact.Role = schema.NonEmpty(s.text)
		default:
			address = append(address, b.labelled(&k, v, s)...)
		}
	}
	b.linked(&k, v)
	if len(address) > longestAddress { // a block that ran on past its address: the rest is kept, not called an address
		k.extra = append(k.extra, address[longestAddress:]...)
		address = address[:longestAddress]
	}
	if len(address) > 0 {
		b.setAddress(&k.org, strings.Join(address, "\n"))
	}
	return k
}

// website keeps the first address of an organisation's pages; another one stays among the words of the block.
func (k *block) website(address, printed string) {
	switch {
	case address == "" || k.org.Website != nil && *k.org.Website == address:
	case k.org.Website == nil:
		k.org.Website = &address
	default:
		k.extra = append(k.extra, printed)
	}
}

// bareLine reads a line without a label: a name, a line of the address, or numbers alone.
func (b *builder) bareLine(k *block, v *schema.Value, s segment, asContact bool) (address []string) {
	line := s.text
	if strings.Contains(line, "@") {
		b.emails(k, v, line)
		if asContact {
			b.besideMail(k, v, line)
		}
		return nil
	}
	if w := web.Address(line); w != "" {
		k.website(w, line)
		return nil
	}
	if p := phone.Read("", line); len(p.Phones)+len(p.Faxes) > 0 && place.PostalAt(line) < 0 {
		b.phones(k, v, "", line)
		if head := beforeDigits(line); asContact && k.contact.Name == nil {
			if len(head) > 3 {
				setName(&k.contact, head)
			} else if name := nameBeside(line); name != "" {
				setName(&k.contact, name)
			}
		}
		if asContact && len(p.Phones) > 1 && peopleIn(line) { // nobody can tell whose number is whose
			k.contact.Role = joinText(k.contact.Role, line)
		}
		return nil
	}
	switch {
	case asContact && k.contact.Name == nil && !text.HasDigit(line):
		setName(&k.contact, line)
	case asContact && k.contact.Role == nil && !text.HasDigit(line):
		k.contact.Role = schema.NonEmpty(line)
	case asContact:
		k.extra = append(k.extra, line)
	case k.org.Name == nil && place.PostalAt(line) < 0:
		setOrgName(&k.org, line)
	case k.org.Name != nil && sameWords(*k.org.Name, line): // printed twice
	default:
		return []string{line}
	}
	return nil
}

// peopleIn reports whether a line of several numbers has words between them.
func peopleIn(line string) bool {
	words := 0
	for _, w := range strings.Fields(line) {
		if !text.HasDigit(w) && len(w) > 2 {
			words++
		}
	}
	return words > 3
}

// besideMail keeps what a contact's line says beside a mailbox: the name and number before it; words that are neither
// stay with the contact, which is personal data, and not among the course's texts.
func (b *builder) besideMail(k *block, v *schema.Value, line string) {
	at := strings.IndexByte(line, '@')
	head, mail := line[:strings.LastIndexByte(line[:at], ' ')+1], line[at:]
	if strings.Contains(mail[1:], "@") { // several people: nobody can tell whose is what
		if strings.Contains(strings.TrimSpace(head), " ") {
			k.contact.Role = joinText(k.contact.Role, line)
		}
		return
	}
	if phones := phone.Read("", head); text.HasDigit(head) && len(phones.Phones)+len(phones.Faxes) > 0 {
		b.phones(k, v, "", head)
	}
	name := cutName(beforeDigits(head))
	_, rest, _ := strings.Cut(mail, " ")
	if phones := phone.Read("", rest); text.HasDigit(rest) && len(phones.Phones)+len(phones.Faxes) > 0 {
		b.phones(k, v, "", rest)
		rest = beforeDigits(rest)
	}
	rest = bareName(rest)
	if name == "" && k.contact.Name == nil && looksPerson(rest) {
		name, rest = rest, ""
	}
	switch {
	case len(name) > 3 && k.contact.Name == nil:
		setName(&k.contact, name)
		k.contact.Role = firstOf(k.contact.Role, cutName(rest))
	case len(name) > 3 && !sameWords(*k.contact.Name, name) || len(cutName(rest)) > 3:
		k.contact.Role = joinText(k.contact.Role, cutName(name+" "+rest))
	}
}

// labelled reads a stretch under an inline label.
func (b *builder) labelled(k *block, v *schema.Value, s segment) (address []string) {
	switch s.part {
	case partPhone:
		b.phones(k, v, "tel", s.text)
	case partFax:
		b.phones(k, v, "fax", s.text)
	case partEmail:
		b.emails(k, v, s.text)
	case partWeb:
		k.website(web.Address(s.text), s.text)
	case partSIRET:
		k.org.SIRET = b.code(code.SIRET, schema.FieldProviderSIRET, s.text, v)
	case partNDA:
		k.org.NDA = b.code(code.NDA, schema.FieldProviderNDA, s.text, v)
	case partOrg:
		k.org.Name = schema.NonEmpty(s.text)
	case partAddress, partPostal, partCity:
		return []string{s.text}
	}
	return nil
}

// phones puts the numbers of a text where they belong: with the contact a block names, else with the organisation.
func (b *builder) phones(k *block, v *schema.Value, label, line string) {
	p := phone.Read(label, line)
	b.badPhones(v, p.Bad)
	if k.named {
		k.contact.Phones = text.AddAll(k.contact.Phones, p.Phones)
		k.contact.Faxes = text.AddAll(k.contact.Faxes, p.Faxes)
		return
	}
	k.org.Phones = text.AddAll(k.org.Phones, p.Phones)
	k.org.Faxes = text.AddAll(k.org.Faxes, p.Faxes)
}

func (b *builder) emails(k *block, v *schema.Value, line string) {
	emails, bad := email.Read(line, nil)
	for _, e := range bad {
		b.issue(schema.IssueBadEmail, v.Field, e, v)
	}
	if k.named {
		k.contact.Emails = text.AddAll(k.contact.Emails, emails)
		return
	}
	k.org.Emails = text.AddAll(k.org.Emails, emails)
}

// linked reads the addresses that stand only in the links of a block.
func (b *builder) linked(k *block, v *schema.Value) {
	for _, l := range v.Links {
		if e := email.Mailto(l.Href); e != "" {
			if k.named {
				k.contact.Emails = text.AddOnce(k.contact.Emails, e)
			} else {
				k.org.Emails = text.AddOnce(k.org.Emails, e)
			}
			continue
		}
		if k.org.Website == nil && strings.HasPrefix(web.Address(l.Text), "http") {
			k.org.Website = schema.NonEmpty(web.Address(l.Href))
		}
	}
}

// setOrgName fills an organisation's name, and the reference printed behind it: "Centre Exemple (réf : 1234P)".
func setOrgName(o *schema.Organisation, s string) {
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		inner := s[i+1 : len(s)-1]
		if strings.HasPrefix(text.Fold(inner), "ref") && text.HasDigit(inner) {
			o.Reference = firstOf(o.Reference, text.CutLabel(inner))
			s = strings.TrimSpace(s[:i])
		}
	}
	o.Name = schema.NonEmpty(s)
}

// setAddress reads the address of an organisation: its town, postal code and codes, and the lines before them.
func (b *builder) setAddress(o *schema.Organisation, printed string) {
	p := place.Read(b.n.Places(), printed, "", b.site.Region)
	if p.Postal == "" && p.Commune == "" && strings.Contains(printed, "\n") { // no town in the first line
		o.Address = joinText(o.Address, printed)
		return
	}
	if p.Postal == "" && (p.Commune == "" || text.HasDigit(p.City)) {
		o.Address = joinText(o.Address, printed)
		return
	}
	for _, line := range append([]string{p.Address}, beyondTown(&p, printed)...) {
		if line != "" {
			o.Address = joinText(o.Address, line)
		}
	}
	o.City, o.PostalCode = firstOf(o.City, p.City), firstOf(o.PostalCode, p.Postal)
	setCodes(o, p)
}

func setCodes(o *schema.Organisation, p place.Place) {
	if p.Confidence == string(geo.None) || p.Confidence == string(geo.Low) && p.Commune != "" {
		return
	}
	o.Commune, o.Department, o.Region = firstOf(o.Commune, p.Commune), firstOf(o.Department, p.Department),
		firstOf(o.Region, p.Region)
}

// provider assembles the responsible provider from its block and from the fields of their own.
func (b *builder) provider() {
	o := emptyOrg()
	any := false
	for _, v := range b.take(schema.FieldProviderName) {
		any = true
		if o.Name == nil {
			setOrgName(&o, text.OneLine(v.Text))
		} else {
			o.Name = b.single(o.Name, v)
		}
	}
	for _, v := range b.take(schema.FieldProvider) {
		any = true
		v.Text = addressLines(v.Text)
		issues := len(b.rec.Issues)
		k := b.readBlock(v, false)
		if o.Name != nil && k.org.Name != nil && !sameWords(*o.Name, *k.org.Name) && k.org.PostalCode == nil &&
			k.org.City == nil {
			b.issue(schema.IssueConflict, schema.FieldProviderName, *k.org.Name, v)
		}
		merge(&o, k.org)
		b.addContact(k.contact)
		b.other(v.Label, strings.Join(k.extra, "\n"))
		b.beside(&o, &k, v, issues)
	}
	any = b.providerFields(&o) || any
	if any && !emptyOrganisation(&o) {
		b.c.Provider = &o
	}
}

// providerFields reads the provider's fields that a page labels one by one.
func (b *builder) providerFields(o *schema.Organisation) (any bool) {
	for _, v := range b.take(schema.FieldProviderSIRET) {
		any, o.SIRET = true, firstPtr(o.SIRET, b.code(code.SIRET, v.Field, v.Text, v))
	}
	for _, v := range b.take(schema.FieldProviderNDA) {
		any, o.NDA = true, firstPtr(o.NDA, b.code(code.NDA, v.Field, v.Text, v))
	}
	for _, v := range b.take(schema.FieldProviderReference) {
		any, o.Reference = true, firstPtr(o.Reference, schema.NonEmpty(text.OneLine(v.Text)))
	}
	for _, v := range b.take(schema.FieldProviderWebsite) {
		w := schema.NonEmpty(valueWebsite(v))
		if any = true; o.Website != nil && w != nil && *o.Website != *w {
			b.other(v.Label, *w)
		}
		o.Website = firstPtr(o.Website, w)
		b.beside(o, nil, v, len(b.rec.Issues))
	}
	for _, v := range b.take(schema.FieldProviderPhone) {
		p, issues := phone.Read(v.Label, v.Text), len(b.rec.Issues)
		b.badPhones(v, p.Bad)
		any, o.Phones, o.Faxes = true, text.AddAll(o.Phones, p.Phones), text.AddAll(o.Faxes, p.Faxes)
		b.beside(o, nil, v, issues)
	}
	for _, v := range b.take(schema.FieldProviderEmail) {
		issues := len(b.rec.Issues)
		emails, bad := email.Read(v.Text, v.Links)
		if len(bad) == 1 && len(emails) == 0 && len(v.Text) < longestContactLine { // "aide [arobase] example.org"
			bad[0] = v.Text
		}
		for _, e := range bad {
			b.issue(schema.IssueBadEmail, v.Field, e, v)
		}
		any, o.Emails = true, text.AddAll(o.Emails, emails)
		b.beside(o, nil, v, issues)
	}
	return b.providerPlace(o) || any
}

// providerPlace reads the provider's address and town where a page labels them one by one.
func (b *builder) providerPlace(o *schema.Organisation) (any bool) {
	town := ""
	for _, v := range b.take(schema.FieldProviderCity) {
		town = v.Text
		break
	}
	for _, v := range b.take(schema.FieldProviderAddress) {
		any = true
		if town == "" && o.City != nil {
			town = *o.City
		}
		if town != "" && b.elsewhere(town, v.Text) {
			if !b.heldAt(v.Text) {
				o.Address = joinText(o.Address, v.Text)
			}
			continue
		}
		b.setAddress(o, withoutName(o, v.Text))
		b.beside(o, nil, v, len(b.rec.Issues))
	}
	postal := ""
	for _, v := range b.take(schema.FieldProviderPostal) {
		any, postal = true, place.Postal(v.Text)
		if postal == "" {
			b.issue(schema.IssueBadCode, v.Field, v.Text, v)
			continue
		}
		o.PostalCode = firstOf(o.PostalCode, postal)
	}
	for _, v := range b.take(schema.FieldProviderCity) {
		any = true
		p := place.Read(b.n.Places(), v.Text, postal, b.site.Region)
		o.City, o.PostalCode = firstOf(o.City, p.City), firstOf(o.PostalCode, p.Postal)
		if o.Commune == nil {
			setCodes(o, p)
		}
		if k := keptOf(o); k.lacks(v.Text) { // CEDEX, or another town
			k.add(p.Department)
			if more := beyondTown(&p, v.Text); o.City != nil && *o.City == p.City {
				o.Address = joinText(o.Address, strings.Join(more, "\n"))
			} else if k.lacks(v.Text) {
				b.issue(schema.IssueConflict, v.Field, v.Text, v)
			}
		}
	}
	return any
}

// withoutName takes the organisation's own name off the head of its address: "CREPS - 11 rue du Port".
func withoutName(o *schema.Organisation, printed string) string {
	if o.Name == nil {
		return printed
	}
	for _, sep := range [...]string{" - ", "\n", ", "} {
		head, rest, ok := strings.Cut(printed, sep)
		if !ok || text.HasDigit(head) {
			continue
		}
		k := kept{}
		k.pointers(o.Name)
		if !k.lacks(head) {
			return withoutName(o, strings.TrimSpace(rest))
		}
	}
	return printed
}

// heldAt reports whether a session is held at an address: its place prints it as well, and it is no one's own.
func (b *builder) heldAt(address string) bool {
	for i := range b.rawSession {
		k := kept{}
		for j := range b.rawSession[i].Values {
			if f := b.rawSession[i].Values[j].Field; f == schema.FieldSessionCity || f == schema.FieldSessionPostal {
				k.add(b.rawSession[i].Values[j].Text)
			}
		}
		if len(k) > 0 && !k.lacks(address) {
			return true
		}
	}
	for _, v := range b.byField[schema.FieldSessionCity].all() {
		k := kept{}
		if k.add(v.Text); !k.lacks(address) {
			return true
		}
	}
	return false
}

// elsewhere reports whether an address lies in another town than the one named with the organisation: it is where
// the course is held, and its postal code is not the organisation's.
func (b *builder) elsewhere(town, address string) bool {
	p, q := place.Read(b.n.Places(), town, "", b.site.Region), place.Read(b.n.Places(), address, "", b.site.Region)
	if p.City == "" || q.City == "" || p.Commune == "" || q.Commune == "" || p.Commune == q.Commune {
		return false
	}
	a, c := text.Fold(p.City), text.Fold(q.City)
	return !strings.Contains(a, c) && !strings.Contains(c, a)
}

// valueWebsite takes the address from a link, else from the text.
func valueWebsite(v *schema.Value) string {
	for _, l := range v.Links {
		if w := web.Address(l.Href); w != "" {
			return w
		}
	}
	if w := web.Address(text.CutLabel(v.Text)); w != "" {
		return w
	}
	if w := web.Address(v.Text); w != "" {
		return w
	}
	if t := strings.TrimSpace(v.Text); !strings.ContainsAny(t, " \n@") && strings.Contains(t, ".") &&
		web.RealTLD(strings.TrimRight(strings.SplitN(t, "/", 2)[0], ".")) {
		return "http://" + t
	}
	return ""
}
