package lheo

import (
	"slices"
	"strings"

	"carif/schema"
)

// responsible makes organisme-formation-responsable, children in the order of the XSD.
func (e *encoder) responsible() *node {
	o := e.c.Provider
	if o == nil {
		o = &schema.Organisation{}
	}
	n := el("organisme-formation-responsable")
	n.set("numero", e.clean("@numero", first(o.Reference)))
	n.add(e.exact("numero-activite", o.NDA, 11, 11, "00000000000"))
	n.add(el("SIRET-organisme-formation", e.exact("SIRET", o.SIRET, 14, 14, "00000000000000")))
	if blank(o.Name) {
		n.add(e.filler(leaf("nom-organisme", "-")), e.filler(leaf("raison-sociale", "-")))
	} else {
		text, whole := e.fit("nom-organisme", *o.Name, 250)
		if !whole {
			e.more = append(e.more, e.extra("nom-organisme", *o.Name))
		}
		n.add(leaf("nom-organisme", text))
		if legal := e.may("raison-sociale", o.LegalName, 250); legal != nil {
			n.add(legal)
		} else {
			n.add(e.filler(leaf("raison-sociale", text)))
		}
	}
	n.add(el("coordonnees-organisme", e.orgAddress(o)))
	own := slices.DeleteFunc(slices.Clone(e.c.Contacts), func(c schema.Contact) bool { return !c.OfProvider })
	if len(own) == 0 { // a page does not tell whose contact it is
		own = e.c.Contacts
	}
	if len(own) > 0 || len(o.Phones)+len(o.Faxes)+len(o.Emails) == 0 {
		return n.add(e.contacts("contact-organisme", own)...)
	}
	co := el("coordonnees")
	e.reach(co, &extraList{e: e}, o.Phones, o.Faxes, o.Emails)
	return n.add(el("contact-organisme", co).set("info", noteProvider))
}

// notOfProvider leaves out the contacts that are the organisation's.
func notOfProvider(cs []schema.Contact) []schema.Contact {
	return slices.DeleteFunc(slices.Clone(cs), func(c schema.Contact) bool { return c.OfProvider })
}

// orgAddress makes the coordonnees of an organisation.
func (e *encoder) orgAddress(o *schema.Organisation) *node {
	n := el("coordonnees")
	for _, p := range []*string{o.Address, o.PostalCode, o.City, o.Department, o.Commune, o.Region} {
		if !blank(p) {
			n.add(e.address(nil, o.PostalCode, o.City, o.Department, o.Commune, o.Region, o.Address))
			break
		}
	}
	l := &extraList{e: e}
	e.reach(n, l, o.Phones, o.Faxes, o.Emails)
	n.add(e.webAddress("web", o.Website, l))
	return n.add(group("source", l.kids))
}

// deliverer makes organisme-formateur. Consumers drop actions without one, so the responsible provider stands in,
// marked, where the page names no other.
func (e *encoder) deliverer(s *schema.Session) *node {
	n := el("organisme-formateur")
	o := s.Provider
	if o == nil {
		o = &schema.Organisation{}
		if e.c.Provider != nil {
			o.Name, o.SIRET = e.c.Provider.Name, e.c.Provider.SIRET
		}
		e.filler(n)
	} else {
		n.set("numero", e.clean("@numero", first(o.Reference))).set("tag", "principal")
	}
	l := &extraList{e: e}
	n.add(el("SIRET-formateur", e.exact("SIRET", o.SIRET, 14, 14, "00000000000000")))
	name := ""
	if !blank(o.Name) {
		text, whole := e.fit("raison-sociale-formateur", *o.Name, 250)
		if !whole {
			l.add("raison-sociale", o.Name)
		}
		name = text
	}
	n.add(leaf("raison-sociale-formateur", name))
	if c := e.orgAddress(o); len(c.kids) > 0 && s.Provider != nil {
		n.add(el("contact-formateur", c))
	}
	for i := range s.Contacts {
		if s.Contacts[i].OfProvider && s.Provider != nil {
			n.add(e.contact("contact-formateur", &s.Contacts[i]))
		}
	}
	if s.Provider != nil {
		l.add("numero-activite", o.NDA)
	}
	return n.add(group("source", l.kids))
}

// contacts makes contact elements of one name; a marked empty one where there is none, for those LHÉO wants.
func (e *encoder) contacts(name string, cs []schema.Contact) []*node {
	if len(cs) == 0 {
		n := e.filler(el(name, el("coordonnees")))
		if e.withheld {
			n.drop("info")
			n.set("info", Withheld)
		}
		return []*node{n}
	}
	out := make([]*node, len(cs))
	for i := range cs {
		out[i] = e.contact(name, &cs[i])
	}
	return out
}

func (e *encoder) contact(name string, c *schema.Contact) *node {
	n, co := el(name), el("coordonnees")
	l := &extraList{e: e}
	if c.Role != nil {
		if i := roleCode(*c.Role); i >= 0 {
			n.add(leaf("type-contact", number(float64(i))))
		} else {
			l.add("fonction", c.Role)
		}
	}
	e.name(co, l, c)
	e.reach(co, l, c.Phones, c.Faxes, c.Emails)
	return n.add(co.add(group("source", l.kids)))
}

// name adds the name of a contact, its parts where they are known and say the same.
func (e *encoder) name(co *node, l *extraList, c *schema.Contact) {
	if blank(c.Name) {
		return
	}
	family, whole := c.Name, true
	if parts := fullName(c.Civility, c.FirstName, c.LastName); parts != nil && *parts == *c.Name {
		family = c.LastName
	}
	for _, p := range []struct {
		name string
		s    *string
	}{{"civilite", c.Civility}, {"nom", family}, {"prenom", c.FirstName}} {
		if blank(p.s) || family == c.Name && p.name != "nom" {
			continue
		}
		text, all := e.fit(p.name, *p.s, 50)
		co.add(leaf(p.name, text))
		whole = whole && all
	}
	if !whole {
		l.add("nom", c.Name)
	}
}

func roleCode(role string) int {
	for i, r := range contactTypes {
		if r == role {
			return i
		}
	}
	return -1
}

// reach adds phones, faxes and the e-mail address to coordonnees, in the order of the XSD; what is too much or does not
// fit goes to the extras.
func (e *encoder) reach(n *node, l *extraList, phones, faxes, emails []string) {
	var fixed, mobile []string
	for _, p := range phones {
		if strings.HasPrefix(p, "+336") || strings.HasPrefix(p, "+337") {
			mobile = append(mobile, p)
		} else {
			fixed = append(fixed, p)
		}
	}
	n.add(e.numbers("telfixe", fixed, l), e.numbers("portable", mobile, l), e.numbers("fax", faxes, l))
	for i, m := range emails {
		if size := len([]rune(m)); i == 0 && size >= 3 && size <= 160 {
			n.add(leaf("courriel", e.clean("courriel", m)))
		} else {
			l.say("courriel", m)
		}
	}
}

func (e *encoder) numbers(name string, list []string, l *extraList) *node {
	n := el(name)
	for _, p := range list {
		if _, ok := between(1, 25)(p); ok && len(n.kids) < 3 {
			n.add(leaf("numtel", p))
		} else {
			l.say(name, p)
		}
	}
	if len(n.kids) == 0 {
		return nil
	}
	return n
}
