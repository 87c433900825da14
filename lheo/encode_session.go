package lheo

import (
	"strings"
	"unicode/utf8"

	"carif/schema"
)

// session makes the one session of an action. empty marks the session of a course that has none.
func (e *encoder) session(s *schema.Session, empty bool) *node {
	n := el("session")
	if empty {
		e.filler(n)
	}
	n.set("numero", e.clean("@numero", first(s.NativeID))).set("ref", e.clean("@ref", first(s.Reference)))
	n.set("datecrea", dateAttr(s.CreatedOn)).set("datemaj", dateAttr(s.PublishedOn))
	n.add(e.period(s), e.enrolment(s))
	if toEnrol(s) {
		n.add(leaf("modalites-inscription", e.clean("modalites-inscription", *s.Text)))
	}
	n.add(e.state(s))
	n.add(e.recruitment(s)...)
	list := s.Contacts
	if s.Provider != nil { // their own contacts stand with them
		list = notOfProvider(list)
	}
	if len(list) > 0 {
		n.add(e.contacts("contact-session", list)...)
	}
	return n.add(group("source", e.sessionExtras(s)))
}

// toEnrol reports that the text of a session is how to enrol, which it is in feeds, and fits there.
func toEnrol(s *schema.Session) bool {
	return s.Action != nil && s.Text != nil && said(*s.Text) != nil && utf8.RuneCountInString(*s.Text) <= 255
}

// period gives the dates; what is not known is written as the standard says, and marked.
func (e *encoder) period(s *schema.Session) *node {
	n := el("periode", e.day("debut", s.Start, s, noStart), e.day("fin", s.End, s, noEnd))
	return n.set("info", info{season: s.DatePrecision == "season"}.String())
}

func (e *encoder) day(name string, iso *string, s *schema.Session, none string) *node {
	if iso == nil {
		return e.filler(leaf(name, none))
	}
	d, ok := compact(*iso)
	if !ok {
		e.note(NoteLost, name, 1)
		return e.filler(leaf(name, none))
	}
	if s.DatePrecision == "month" || s.DatePrecision == "season" {
		month := d[:6] + "00"
		if w, ok := expand(month); ok && (name == "debut" && w.first == *iso || name == "fin" && w.last == *iso) {
			d = month
		}
	}
	return leaf(name, d)
}

// enrolment is adresse-inscription: compulsory, never on a page, so a marked copy of the place where none is known.
func (e *encoder) enrolment(s *schema.Session) *node {
	if a := s.Enrolment; a != nil {
		return el("adresse-inscription", e.address(a.Name, a.PostalCode, a.City, a.Department, a.Commune, a.Region,
			a.Street))
	}
	return e.filler(el("adresse-inscription", e.address(nil, s.PostalCode, s.City, s.Department, s.Commune, nil, nil)))
}

// state is etat-recrutement, where the state of the session has a code.
func (e *encoder) state(s *schema.Session) *node {
	if s.State == nil {
		return nil
	}
	switch *s.State {
	case "open":
		return leaf("etat-recrutement", "1")
	case "closed", "ended", "full":
		return leaf("etat-recrutement", "2")
	}
	return nil // upcoming, tomorrow, waiting: the standard has no code; the word stands in the extras
}

// recruitment gives one recrutement a way of selection that has a code; the places of the session stand in the first.
func (e *encoder) recruitment(s *schema.Session) []*node {
	var out []*node
	for i := range e.c.Selection {
		code, note := codeInfo(&e.c.Selection[i], "modalite-recrutement", info{})
		if code != "" {
			out = append(out, el("recrutement", leaf("modalite-recrutement", code).set("info", e.clean("@info", note.String()))))
		}
	}
	if s.Seats == nil || *s.Seats < 0 || *s.Seats > 99999 {
		return out
	}
	if len(out) == 0 {
		out = append(out, el("recrutement", e.filler(leaf("modalite-recrutement", "0"))))
	}
	out[0].add(leaf("nb-places", number(float64(*s.Seats))))
	return out
}

// sessionExtras holds what LHÉO has no element for.
func (e *encoder) sessionExtras(s *schema.Session) []*node {
	l := &extraList{e: e}
	if s.State != nil && *s.State != "open" && *s.State != "closed" {
		l.add("etat", s.State)
	}
	if s.CPFEligible != nil {
		yes := "Non éligible"
		if *s.CPFEligible {
			yes = "Éligible"
		}
		l.say("cpf", yes)
	}
	if !toEnrol(s) {
		l.add("texte", s.Text)
	}
	return l.kids
}

// place is lieu-de-formation: consumers drop actions without one, so it is there even when nothing is known of it.
func (e *encoder) place(s *schema.Session) *node {
	n := el("lieu-de-formation")
	c := el("coordonnees")
	n.add(c)
	known := false
	for _, p := range []*string{s.City, s.PostalCode, s.Department, s.Commune, s.Region, s.Address, s.PlaceName} {
		known = known || !blank(p)
	}
	country, abroad := strings.CutPrefix(s.PlaceHow, howAbroad)
	if !known && !abroad && s.Latitude == nil {
		return e.filler(n)
	}
	n.set("tag", "principal")
	name := s.PlaceName
	if blank(name) && s.Provider != nil && s.Action == nil {
		name = s.Provider.Name
	}
	if !blank(name) && name != s.PlaceName {
		text, _ := e.fit("lieu-de-formation/nom", *name, 50)
		c.add(leaf("nom", text).set("info", noteProvider))
	}
	ad := e.address(name, s.PostalCode, s.City, s.Department, s.Commune, s.Region, s.Address)
	if d := ad.child("denomination"); d != nil && name != s.PlaceName {
		d.set("info", noteProvider)
	}
	if abroad {
		e.country(ad, country)
	}
	if s.Latitude != nil && s.Longitude != nil {
		ad.before("extras", el("geolocalisation", leaf("latitude", number(*s.Latitude)),
			leaf("longitude", number(*s.Longitude))))
	}
	return n.with(c, ad)
}

// country adds the country of a place abroad: the standard has two letters for it, and its name is an extra.
func (e *encoder) country(ad *node, country string) {
	if code, ok := between(2, 2)(country); ok {
		ad.insert(leaf("pays", code))
		return
	}
	l := &extraList{e: e}
	l.say("pays", country)
	ad.add(group("source", l.kids))
}

// with adds children to a child and gives the node itself.
func (n *node) with(child *node, kids ...*node) *node {
	child.add(kids...)
	return n
}

// address makes adresse, whose line, postal code and city are compulsory.
func (e *encoder) address(name, postal, city, department, commune, region, street *string) *node {
	a := el("adresse")
	l := &extraList{e: e}
	if !blank(name) {
		text, whole := e.fit("denomination", *name, 255)
		if !whole {
			l.add("lieu", name)
		}
		a.add(leaf("denomination", text))
	}
	a.add(e.streetLines(street, 4, l)...)
	a.add(e.exact("codepostal", postal, 5, 5, "00000"))
	if blank(city) {
		a.add(e.filler(leaf("ville", "-")))
	} else {
		text, whole := e.fit("ville", *city, 50)
		if !whole {
			l.add("ville", city)
		}
		a.add(leaf("ville", text))
	}
	a.add(e.exact("departement", department, 2, 3, ""), e.exact("code-INSEE-commune", commune, 5, 5, ""),
		e.exact("region", region, 2, 2, ""))
	if !blank(department) || !blank(commune) {
		a.add(leaf("pays", "FR"))
	}
	return a.add(group("source", l.kids))
}

// exact is an element for codes of a fixed length; filler "" leaves it out where there is none.
func (e *encoder) exact(name string, s *string, min, max int, filler string) *node {
	if s != nil {
		if v, ok := between(min, max)(*s); ok {
			return leaf(name, v)
		}
		if !blank(s) {
			e.note(NoteLost, name, 1)
		}
	}
	if filler == "" {
		return nil
	}
	return e.filler(leaf(name, filler))
}

// streetLines splits an address into lines of fifty characters at most, at blanks where there are some.
func (e *encoder) streetLines(street *string, max int, l *extraList) []*node {
	if blank(street) {
		return []*node{e.filler(leaf("ligne", "-"))}
	}
	var out []*node
	text := e.clean("ligne", *street)
	for _, line := range wrap(text, 50) {
		if len(out) == max {
			e.note(NoteCut, "ligne", 1)
			break
		}
		out = append(out, leaf("ligne", line))
	}
	if len(out) == 0 {
		return []*node{e.filler(leaf("ligne", "-"))}
	}
	if texts(out) != *street { // a reader could not put it together again
		l.add("adresse", street)
	}
	return out
}

// texts joins lines as a reader does: one that looks like a filler is none.
func texts(ns []*node) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = first(said(n.text))
	}
	return strings.Join(parts, "\n")
}

// wrap breaks a text into lines of at most max characters: at its own line breaks, then at blanks, then anywhere.
func wrap(s string, max int) []string {
	var out []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		r := []rune(strings.TrimSpace(line))
		for len(r) > max {
			at := max
			for i := max; i > max/2; i-- {
				if r[i] == ' ' {
					at = i
					break
				}
			}
			out = append(out, strings.TrimSpace(string(r[:at])))
			r = []rune(strings.TrimSpace(string(r[at:])))
		}
		if len(r) > 0 {
			out = append(out, string(r))
		}
	}
	return out
}
