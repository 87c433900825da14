package lheo

import (
	"strings"

	"carif/schema"
	"carif/text/phone"
)

// responsible reads organisme-formation-responsable; nil where the feed names none.
func (d *decoder) responsible() *schema.Organisation {
	n := d.f.child("organisme-formation-responsable")
	if n == nil {
		return nil
	}
	o := &schema.Organisation{Phones: []string{}, Faxes: []string{}, Emails: []string{}}
	o.NDA, o.SIRET = n.value("numero-activite"), n.child("SIRET-organisme-formation").value("SIRET")
	o.LegalName = d.whole(n.child("raison-sociale"))
	if o.Name = d.whole(n.child("nom-organisme")); o.Name == nil {
		o.Name = o.LegalName
	}
	if num := n.attr("numero"); strings.TrimSpace(num) != "" {
		o.Reference = &num
	}
	d.orgAddress(o, n.child("coordonnees-organisme", "coordonnees"))
	return orNil(o)
}

// orNil gives nil for an organisation of which nothing is said.
func orNil(o *schema.Organisation) *schema.Organisation {
	for _, p := range []*string{o.Name, o.SIRET, o.NDA, o.Reference, o.Address, o.PostalCode, o.City, o.Commune,
		o.Department, o.Region, o.Website, o.LegalName} {
		if p != nil {
			return o
		}
	}
	if len(o.Phones)+len(o.Faxes)+len(o.Emails) > 0 {
		return o
	}
	return nil
}

// deliverer reads organisme-formateur; nil where this package filled it. A named contact of it is the session's.
func (d *decoder) deliverer(s *schema.Session, a *node) *schema.Organisation {
	n := a.child("organisme-formateur")
	if n == nil || parseInfo(n.attr("info")).filler {
		return nil
	}
	o := &schema.Organisation{Phones: []string{}, Faxes: []string{}, Emails: []string{}}
	n.attr("tag") // the first is the principal one
	o.SIRET, o.Name = n.child("SIRET-formateur").value("SIRET"), words(n.child("raison-sociale-formateur"))
	if t := n.extra("source", "raison-sociale"); t != "" {
		o.Name = &t
	}
	if t := n.extra("source", "numero-activite"); t != "" {
		o.NDA = &t
	}
	if num := n.attr("numero"); strings.TrimSpace(num) != "" {
		o.Reference = &num
	}
	for _, k := range n.all("contact-formateur") {
		co := k.child("coordonnees")
		if co.child("nom") != nil || co.child("prenom") != nil {
			d.addContact(&s.Contacts, ofProvider(d.contact(k)))
			continue
		}
		d.orgAddress(o, co)
	}
	return orNil(o)
}

// orgAddress reads the coordonnees of an organisation.
func (d *decoder) orgAddress(o *schema.Organisation, n *node) {
	if n == nil {
		return
	}
	if ad := n.child("adresse"); ad != nil {
		o.Address, o.City, o.PostalCode = street(ad), ad.city(), ad.value("codepostal")
		p := d.stated(ad, schema.FieldProviderCity)
		o.Department, o.Commune, o.Region = schema.NonEmpty(p.Department), schema.NonEmpty(p.Commune),
			schema.NonEmpty(p.Region)
	}
	o.Phones, o.Faxes, o.Emails = d.reach(n, schema.FieldProviderPhone)
	if u := first(textOf(n.child("web", "urlweb"))); strings.TrimSpace(u) != "" {
		o.Website = &u
	}
	if u := n.extra("source", "web"); u != "" {
		o.Website = &u
	}
}

// country takes the country of an address where the writer, that knows the place, gives it again; another one is left
// over.
func (n *node) country(known bool) {
	if p := n.child("pays"); p != nil && strings.TrimSpace(p.text) == "FR" && known {
		p.take()
	}
}

// street joins the lines of an address.
func street(ad *node) *string {
	if t := ad.extra("source", "adresse"); t != "" {
		return &t
	}
	var lines []string
	for _, l := range ad.all("ligne") {
		if t := words(l); t != nil {
			lines = append(lines, *t)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	s := strings.Join(lines, "\n")
	return &s
}

// contact reads a contact element; nil where nothing is in it.
func (d *decoder) contact(n *node) *schema.Contact {
	co := n.child("coordonnees")
	if co == nil || parseInfo(n.attr("info")).filler || n.attr("info") == noteProvider {
		return nil
	}
	c := &schema.Contact{}
	d.contactName(c, co)
	if t := co.extra("source", "fonction"); t != "" {
		c.Role = &t
	} else if k := n.child("type-contact"); k != nil {
		c.Role = d.role(k)
	}
	c.Phones, c.Faxes, c.Emails = d.reach(co, schema.FieldContactPhone)
	if c.Name == nil && (len(c.Phones)+len(c.Faxes)+len(c.Emails) == 0 || !d.ours() && d.isProvider(c)) {
		return nil
	}
	return c
}

// extraContacts reads the people who stand in extras, as EDOF has them.
func (d *decoder) extraContacts(list *[]schema.Contact, n *node) {
	for _, g := range n.all("extras") {
		for _, x := range g.all("extra") {
			d.addContact(list, d.contact(x))
		}
	}
}

// isProvider tells a contact that is only the provider's own numbers once more.
func (d *decoder) isProvider(c *schema.Contact) bool {
	p := d.c.Provider
	return p != nil && same(p.Phones, c.Phones) && same(p.Faxes, c.Faxes) && same(p.Emails, c.Emails)
}

func (d *decoder) contactName(c *schema.Contact, co *node) {
	civility, given, family := words(co.child("civilite")), words(co.child("prenom")), words(co.child("nom"))
	c.Name = fullName(civility, given, family)
	if civility != nil || given != nil {
		c.Civility, c.FirstName, c.LastName = civility, given, family
	}
	if t := co.extra("source", "nom"); t != "" {
		c.Name = &t
	}
}

// fullName puts the parts of a name together; nil where there are none.
func fullName(civility, given, family *string) *string {
	var parts []string
	for _, p := range []*string{civility, given, family} {
		if p != nil {
			parts = append(parts, *p)
		}
	}
	return schema.NonEmpty(strings.Join(parts, " "))
}

// ofProvider marks a contact that is the organisation's; nil stays nil.
func ofProvider(c *schema.Contact) *schema.Contact {
	if c != nil {
		c.OfProvider = true
	}
	return c
}

// role gives the label of a type-contact; "other" says nothing.
func (d *decoder) role(k *node) *string {
	code := strings.TrimSpace(k.take())
	for i, label := range contactTypes {
		if code == number(float64(i)) {
			return &label
		}
	}
	d.issue(schema.IssueUnknownValue, schema.FieldContactRole, code, "type-contact")
	return nil
}

// reach reads phones, faxes and e-mail addresses of coordonnees.
func (d *decoder) reach(n *node, field schema.Field) (phones, faxes, emails []string) {
	phones = append(d.numbers(n, "telfixe", field), d.numbers(n, "portable", field)...)
	faxes = d.numbers(n, "fax", schema.FieldFax)
	emails = []string{}
	if t := strings.TrimSpace(first(textOf(n.child("courriel")))); t != "" && t != "-" {
		emails = append(emails, t)
	}
	emails = append(emails, n.extras("source", "courriel")...)
	return phones, faxes, emails
}

func (d *decoder) numbers(n *node, name string, field schema.Field) []string {
	out := []string{}
	for _, k := range n.child(name).all("numtel") {
		raw := strings.TrimSpace(k.take())
		if raw == "" || raw == "-" || parseInfo(k.attr("info")).filler {
			continue
		}
		if d.ours() { // they are as the record had them
			out = append(out, raw)
			continue
		}
		p := phone.Read("", raw)
		all := append(p.Phones, p.Faxes...)
		whole := len(p.Bad) == 0 && len(all) > 0
		for _, num := range all {
			if strings.HasPrefix(num, "+") {
				out = append(out, num)
			} else { // a short number has no international form
				whole = false
			}
		}
		if k.used = len(all) > 0; !whole {
			d.issue(schema.IssueBadPhone, field, raw, name)
		}
	}
	return append(out, n.extras("source", name)...)
}

// addContact adds a contact that is not in the list already: LHÉO wants the same one in several places.
func (d *decoder) addContact(list *[]schema.Contact, c *schema.Contact) {
	if c == nil {
		return
	}
	for _, x := range *list {
		if first(x.Name) == first(c.Name) && first(x.Role) == first(c.Role) && same(x.Phones, c.Phones) &&
			same(x.Emails, c.Emails) && same(x.Faxes, c.Faxes) {
			return
		}
	}
	*list = append(*list, *c)
}

func same(a, b []string) bool { return strings.Join(a, "\x00") == strings.Join(b, "\x00") }
