package lheo

import (
	"encoding/json"
	"strings"

	"carif/schema"
)

// What the pages of today say beside what LHÉO has an element for travels among the extras of the formation, under
// "carif:" and the field's name: a text as it is, anything else as the JSON of the record. Elements of LHÉO hold what
// they can of it for other readers; this package reads its own extras first.

// addedPrefix names the extras of fields without an element.
const addedPrefix = "carif:"

// addedPart is a structured field by its name, and where it stands in a course.
type addedPart struct {
	name string
	at   any
}

// addedParts are the structured fields of a course, in the order of the record, but for those that an action says.
func addedParts(c *schema.Course) []addedPart {
	return []addedPart{{"access_delay", &c.AccessDelay}, {"results", &c.Results}, {"blocks", &c.Blocks},
		{"certification", &c.Certification}, {"cpf_eligible", &c.CPFEligible}, {"group_size", &c.GroupSize},
		{"prices", &c.Prices}, {"positioning", &c.Positioning}, {"derived", &c.Derived}}
}

// actionParts are those that an action says.
func actionParts(c *schema.Course) []addedPart {
	return []addedPart{{"information_dates", &c.InformationDates}, {"remaining_cost", &c.RemainingCost},
		{"alternance", &c.Alternance}}
}

// addedExtras writes the fields that LHÉO has no element for, or one that holds only a part.
func (e *encoder) addedExtras(src *extraList) {
	c := e.c
	src.add(addedPrefix+"assessment", c.Assessment)
	src.add(addedPrefix+"equivalences", c.Equivalences)
	src.add(addedPrefix+"enrolment_until", c.EnrolmentUntil)
	if p := c.Price; p != nil {
		src.add(addedPrefix+"price.tax", p.Tax)
		src.add(addedPrefix+"price.kind", p.Kind)
		if withoutTax(p) && p.AmountEUR != nil {
			src.say(addedPrefix+"price.amount_eur", number(*p.AmountEUR))
		}
	}
	e.parts(addedParts(c), src)
}

// parts writes structured fields as the JSON of the record.
func (e *encoder) parts(list []addedPart, src *extraList) {
	for _, p := range list {
		if b, err := json.Marshal(p.at); err == nil && string(b) != "null" && string(b) != "[]" && string(b) != "{}" {
			src.say(addedPrefix+p.name, string(b))
		}
	}
}

// withoutTax reports a price that the page gives without tax: prix-total-TTC never holds it.
func withoutTax(p *schema.Price) bool { return p != nil && p.Tax != nil && *p.Tax == "ht" }

// informed are the meetings before the course, three at most: LHÉO holds no more, and no words.
func (e *encoder) informed() (out []*node) {
	for _, m := range e.c.InformationDates {
		if m.Date == nil || len(out) == 3 {
			continue
		}
		if d, ok := compact(*m.Date); ok {
			out = append(out, el("date-information", leaf("date", d)))
		}
	}
	return out
}

// rhythm is modalites-alternance, which LHÉO makes compulsory.
func (e *encoder) rhythm() *node {
	if a := e.c.Alternance; a != nil {
		return e.must("modalites-alternance", a.Text, 3000)
	}
	return e.filler(leaf("modalites-alternance", "-"))
}

// remaining is frais-restants.
func (e *encoder) remaining() *node {
	if e.c.RemainingCost == nil {
		return nil
	}
	return e.may("frais-restants", e.c.RemainingCost.Text, 200)
}

// added reads back what an action says: our extras, else the elements of a foreign feed.
func (d *decoder) added(a *node) {
	c := d.c
	c.DisabilityAccess = d.wholeOf(a, a.child("acces-handicapes"))
	c.Methods = d.wholeOf(a, a.child("modalites-pedagogiques"))
	alternance := d.wholeOf(a, a.child("modalites-alternance"))
	remaining := d.wholeOf(a, a.child("frais-restants"))
	for _, n := range a.all("date-information") {
		if day := d.date("date-information", first(textOf(n.child("date")))); day != nil {
			c.InformationDates = append(c.InformationDates, schema.InformationDate{Date: day, Text: *day})
		}
	}
	if !d.ours() {
		if alternance != nil {
			c.Alternance = &schema.Alternance{Text: alternance}
		}
		if remaining != nil {
			c.RemainingCost = &schema.Amount{Text: remaining}
		}
		return
	}
	c.InformationDates = nil
	d.parts(actionParts(c), func(name string) string { return strings.Join(d.say(a, name), "\n") })
}

// addedToCourse reads back what no action says, from our extras.
func (d *decoder) addedToCourse() {
	c := d.c
	if !d.ours() {
		return
	}
	text := func(name string) *string { return said(d.f.extra("source", addedPrefix+name)) }
	c.Assessment, c.Equivalences, c.EnrolmentUntil = text("assessment"), text("equivalences"), text("enrolment_until")
	tax, kind := text("price.tax"), text("price.kind")
	if tax != nil || kind != nil {
		if c.Price == nil {
			c.Price = &schema.Price{}
		}
		c.Price.Tax, c.Price.Kind = tax, kind
	}
	if p := d.parseReal(d.f.extra("source", addedPrefix+"price.amount_eur"), schema.FieldPrice, "extras"); p != nil {
		d.setPrice(p)
	}
	d.parts(addedParts(c), func(name string) string { return d.f.extra("source", name) })
	c.Complete()
}

// parts reads structured fields back.
func (d *decoder) parts(list []addedPart, extra func(name string) string) {
	for _, p := range list {
		s := strings.TrimSpace(extra(addedPrefix + p.name))
		if s == "" {
			continue
		}
		if err := json.Unmarshal([]byte(s), p.at); err != nil {
			d.issue(schema.IssueUnknownValue, schema.FieldOther, s[:min(len(s), 200)], addedPrefix+p.name)
		}
	}
}
