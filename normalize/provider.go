package normalize

import (
	"strings"

	"carif/geo"
	"carif/schema"
	"carif/vocab"
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
			k.contact.Role = ptr(s.text)
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

// bareLine reads a line without a label: a name, a line of the address, or numbers alone.
func (b *builder) bareLine(k *block, v *schema.Value, s segment, asContact bool) (address []string) {
	text := s.text
	if strings.Contains(text, "@") {
		b.emails(k, v, text)
		return nil
	}
	if w := website(text); w != "" {
		k.org.Website = of(w)
		return nil
	}
	if p := readPhones("", text); len(p.Phones)+len(p.Faxes) > 0 && postalAt(text) < 0 {
		b.phones(k, v, "", text)
		if head := beforeDigits(text); len(head) > 3 && asContact && k.contact.Name == nil {
			k.contact.Name = ptr(head)
		}
		return nil
	}
	switch {
	case asContact && k.contact.Name == nil && !hasDigit(text):
		setName(&k.contact, text)
	case asContact && k.contact.Role == nil && !hasDigit(text):
		k.contact.Role = ptr(text)
	case asContact:
		k.extra = append(k.extra, text)
	case k.org.Name == nil && postalAt(text) < 0:
		setOrgName(&k.org, text)
	case k.org.Name != nil && sameWords(*k.org.Name, text): // printed twice
	default:
		return []string{text}
	}
	return nil
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
		k.org.Website = ptr(website(s.text))
	case partSIRET:
		k.org.SIRET = b.code(readSIRET, schema.FieldProviderSIRET, s.text, v)
	case partNDA:
		k.org.NDA = b.code(readNDA, schema.FieldProviderNDA, s.text, v)
	case partOrg:
		k.org.Name = ptr(s.text)
	case partAddress, partPostal, partCity:
		return []string{s.text}
	}
	return nil
}

// phones puts the numbers of a text where they belong: with the contact a block names, else with the organisation.
func (b *builder) phones(k *block, v *schema.Value, label, text string) {
	p := readPhones(label, text)
	b.badPhones(v, p.Bad)
	if k.named {
		k.contact.Phones = addAll(k.contact.Phones, p.Phones)
		k.contact.Faxes = addAll(k.contact.Faxes, p.Faxes)
		return
	}
	k.org.Phones = addAll(k.org.Phones, p.Phones)
	k.org.Faxes = addAll(k.org.Faxes, p.Faxes)
}

func (b *builder) emails(k *block, v *schema.Value, text string) {
	emails, bad := readEmails(text, nil)
	for _, e := range bad {
		b.issue(schema.IssueBadEmail, v.Field, e, v)
	}
	if k.named {
		k.contact.Emails = addAll(k.contact.Emails, emails)
		return
	}
	k.org.Emails = addAll(k.org.Emails, emails)
}

// linked reads the addresses that stand only in the links of a block.
func (b *builder) linked(k *block, v *schema.Value) {
	for _, l := range v.Links {
		if e := mailto(l.Href); e != "" {
			if k.named {
				k.contact.Emails = addOnce(k.contact.Emails, e)
			} else {
				k.org.Emails = addOnce(k.org.Emails, e)
			}
			continue
		}
		if k.org.Website == nil && strings.HasPrefix(website(l.Text), "http") {
			k.org.Website = ptr(website(l.Href))
		}
	}
}

// setOrgName fills an organisation's name, and the reference printed behind it: "Centre Exemple (réf : 1234P)".
func setOrgName(o *schema.Organisation, s string) {
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		inner := s[i+1 : len(s)-1]
		if strings.HasPrefix(vocab.Plain(inner), "ref") && hasDigit(inner) {
			o.Reference = firstOf(o.Reference, cutLabel(inner))
			s = strings.TrimSpace(s[:i])
		}
	}
	o.Name = ptr(s)
}

// setAddress reads the address of an organisation: its town, postal code and codes, and the lines before them.
func (b *builder) setAddress(o *schema.Organisation, text string) {
	p := b.n.readPlace(text, "", b.site.Region)
	if p.Postal == "" && p.Commune == "" && strings.Contains(text, "\n") { // no town in the first line
		o.Address = joinText(o.Address, text)
		return
	}
	if p.Postal == "" && (p.Commune == "" || hasDigit(p.City)) {
		o.Address = joinText(o.Address, text)
		return
	}
	if p.Address != "" {
		o.Address = joinText(o.Address, p.Address)
	}
	o.City, o.PostalCode = firstOf(o.City, p.City), firstOf(o.PostalCode, p.Postal)
	setCodes(o, p)
}

func setCodes(o *schema.Organisation, p place) {
	if p.Confidence == string(geo.None) || p.Confidence == string(geo.Low) && p.Commune != "" {
		return
	}
	o.Commune, o.Department, o.Region = firstOf(o.Commune, p.Commune), firstOf(o.Department, p.Department), firstOf(o.Region, p.Region)
}

// provider assembles the responsible provider from its block and from the fields of their own.
func (b *builder) provider() {
	o := emptyOrg()
	any := false
	for _, v := range b.take(schema.FieldProviderName) {
		any = true
		if o.Name == nil {
			setOrgName(&o, oneLine(v.Text))
		} else {
			o.Name = b.single(o.Name, v)
		}
	}
	for _, v := range b.take(schema.FieldProvider) {
		any = true
		v.Text = addressLines(v.Text)
		k := b.readBlock(v, false)
		if o.Name != nil && k.org.Name != nil && !sameWords(*o.Name, *k.org.Name) && k.org.PostalCode == nil && k.org.City == nil {
			b.issue(schema.IssueConflict, schema.FieldProviderName, *k.org.Name, v)
		}
		merge(&o, k.org)
		b.addContact(k.contact)
		b.other(v.Label, strings.Join(k.extra, "\n"))
	}
	any = b.providerFields(&o) || any
	if any && !emptyOrganisation(&o) {
		b.c.Provider = &o
	}
}

// providerFields reads the provider's fields that a page labels one by one.
func (b *builder) providerFields(o *schema.Organisation) (any bool) {
	for _, v := range b.take(schema.FieldProviderSIRET) {
		any, o.SIRET = true, firstPtr(o.SIRET, b.code(readSIRET, v.Field, v.Text, v))
	}
	for _, v := range b.take(schema.FieldProviderNDA) {
		any, o.NDA = true, firstPtr(o.NDA, b.code(readNDA, v.Field, v.Text, v))
	}
	for _, v := range b.take(schema.FieldProviderReference) {
		any, o.Reference = true, firstPtr(o.Reference, ptr(oneLine(v.Text)))
	}
	for _, v := range b.take(schema.FieldProviderWebsite) {
		any, o.Website = true, firstPtr(o.Website, ptr(valueWebsite(v)))
	}
	for _, v := range b.take(schema.FieldProviderPhone) {
		p := readPhones(v.Label, v.Text)
		b.badPhones(v, p.Bad)
		any, o.Phones, o.Faxes = true, addAll(o.Phones, p.Phones), addAll(o.Faxes, p.Faxes)
	}
	for _, v := range b.take(schema.FieldProviderEmail) {
		emails, bad := readEmails(v.Text, v.Links)
		for _, e := range bad {
			b.issue(schema.IssueBadEmail, v.Field, e, v)
		}
		any, o.Emails = true, addAll(o.Emails, emails)
	}
	town := ""
	for _, v := range b.take(schema.FieldProviderCity) {
		town = v.Text
		break
	}
	for _, v := range b.take(schema.FieldProviderAddress) {
		any = true
		if town != "" && b.elsewhere(town, v.Text) {
			o.Address = joinText(o.Address, v.Text)
			continue
		}
		b.setAddress(o, v.Text)
	}
	postal := ""
	for _, v := range b.take(schema.FieldProviderPostal) {
		any, postal = true, postalCode(v.Text)
		if postal == "" {
			b.issue(schema.IssueBadCode, v.Field, v.Text, v)
			continue
		}
		o.PostalCode = firstOf(o.PostalCode, postal)
	}
	for _, v := range b.take(schema.FieldProviderCity) {
		any = true
		p := b.n.readPlace(v.Text, postal, b.site.Region)
		o.City, o.PostalCode = firstOf(o.City, p.City), firstOf(o.PostalCode, p.Postal)
		if o.Commune == nil {
			setCodes(o, p)
		}
	}
	return any
}

// elsewhere reports whether an address lies in another town than the one named with the organisation: it is where
// the course is held, and its postal code is not the organisation's.
func (b *builder) elsewhere(town, address string) bool {
	p, q := b.n.readPlace(town, "", b.site.Region), b.n.readPlace(address, "", b.site.Region)
	if p.City == "" || q.City == "" || p.Commune == "" || q.Commune == "" || p.Commune == q.Commune {
		return false
	}
	a, c := vocab.Plain(p.City), vocab.Plain(q.City)
	return !strings.Contains(a, c) && !strings.Contains(c, a)
}

// website gives the address of a web site, "" for a text that is none.
func website(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \n@") || len(s) < 6 || len(s) > 300 {
		return ""
	}
	switch {
	case hasPrefixFold(s, "http://"), hasPrefixFold(s, "https://"):
		return s
	case hasPrefixFold(s, "www."):
		return "http://" + s
	}
	return ""
}

// valueWebsite takes the address from a link, else from the text.
func valueWebsite(v *schema.Value) string {
	for _, l := range v.Links {
		if w := website(l.Href); w != "" {
			return w
		}
	}
	if w := website(cutLabel(v.Text)); w != "" {
		return w
	}
	if w := website(v.Text); w != "" {
		return w
	}
	if t := strings.TrimSpace(v.Text); !strings.ContainsAny(t, " \n@") && strings.Contains(t, ".") && plausibleTLD(strings.TrimRight(strings.SplitN(t, "/", 2)[0], ".")) {
		return "http://" + t
	}
	return ""
}
