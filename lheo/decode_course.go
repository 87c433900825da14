package lheo

import (
	"strings"

	"carif/schema"
	"carif/vocab"
)

// oneLine is the most bytes of a line that is taken for one item of a list, and not for prose.
const oneLine = 300

// labelResults is the label of results that are prose.
const labelResults = "Résultats attendus"

// course reads what stands directly below formation.
func (d *decoder) course() {
	c, f := d.c, d.f
	c.Title = d.whole(f.child("intitule-formation"))
	c.Objective = d.whole(f.child("objectif-formation"))
	c.Programme = d.whole(f.child("contenu-formation"))
	if n := f.child("certifiante"); n != nil && !parseInfo(n.attr("info")).filler {
		c.Certifying = flag(n)
	}
	d.validations()
	d.domain()
	d.certifications()
	d.pathway()
	c.EntryLevel, _ = d.coded(f.child("code-niveau-entree"), schema.FieldEntryLevel, vocab.Levels, "0")
	c.ExitLevel, _ = d.coded(f.child("code-niveau-sortie"), schema.FieldExitLevel, vocab.Levels, "0")
	c.GeneralObjective, _ = d.coded(f.child("objectif-general-formation"), schema.FieldGeneralObjective, vocab.Objectives,
		"")
	if s := f.extra("source", "niveau-sortie"); s != "" {
		c.ExitLevel = &schema.Coded{Raw: s}
	}
	if s := f.extra("source", "objectif-general"); s != "" {
		c.GeneralObjective = &schema.Coded{Raw: s}
	}
	c.Highlights = said(f.extra("source", "points-forts"))
	c.FollowUp = said(f.extra("source", "suite-de-parcours"))
	c.Prerequisites = said(f.extra("source", "prerequis"))
	if p := said(f.extra("source", "prix")); p != nil {
		c.Price = &schema.Price{Text: p}
	}
	d.addedToCourse()
	c.Provider = d.responsible()
	for _, n := range f.all("contact-formation") {
		d.addContact(&c.Contacts, d.contact(n))
	}
	for _, n := range f.child("organisme-formation-responsable").all("contact-organisme") {
		d.addContact(&c.Contacts, ofProvider(d.contact(n)))
	}
	d.others()
}

// validations reads resultats-attendus: short lines are things one leaves with, prose is kept as a text of its own.
func (d *decoder) validations() {
	list := d.f.extras("source", "validation")
	if len(list) == 0 {
		s := d.whole(d.f.child("resultats-attendus"))
		if s == nil {
			return
		}
		list = strings.Split(*s, "\n")
		for _, l := range list {
			if len(l) > oneLine {
				d.c.Other = append(d.c.Other, schema.Labelled{Label: labelResults, Text: *s})
				return
			}
		}
	}
	for _, l := range list {
		if strings.TrimSpace(l) != "" {
			v, _ := d.o.Vocab.Match(vocab.Validation, l)
			d.c.Validation = append(d.c.Validation, v)
		}
	}
}

// domain reads the codes of domaine-formation.
func (d *decoder) domain() {
	n, c := d.f.child("domaine-formation"), &d.c.Codes
	c.Formacode = d.codes(n, "code-FORMACODE")
	c.NSF = d.codes(n, "code-NSF")
	c.ROME = d.codes(n, "code-ROME")
}

func (d *decoder) codes(n *node, name string) []schema.Code {
	out := []schema.Code{}
	for _, k := range n.all(name) {
		code := strings.TrimSpace(k.take())
		if i := parseInfo(k.attr("info")); i.raw != "" {
			code = i.raw
		}
		if code == "" {
			continue
		}
		v := schema.Code{Code: code, Main: k.attr("tag") == "principal"}
		if ref := k.attr("ref"); ref != "" {
			v.Version = &ref
		}
		out = append(out, v)
	}
	for _, x := range d.f.extras("source", name) {
		out = append(out, schema.Code{Code: x})
	}
	return out
}

// certifications reads the codes of all certifications, and of types of training.
func (d *decoder) certifications() {
	c := &d.c.Codes
	add := func(to *[]schema.Code, n *node, name string) {
		if s := strings.TrimSpace(first(textOf(n.child(name)))); s != "" {
			*to = append(*to, schema.Code{Code: s})
		}
	}
	for _, n := range d.f.all("certification") {
		add(&c.RNCP, n, "code-RNCP")
		add(&c.RS, n, "code-RS")
		add(&c.CertifInfo, n, "code-CERTIFINFO")
		add(&c.CPF, n, "code-CPF")
	}
	for name, to := range map[string]*[]schema.Code{"code-RNCP": &c.RNCP, "code-RS": &c.RS,
		"code-CERTIFINFO": &c.CertifInfo, "code-CPF": &c.CPF} {
		for _, x := range d.f.extras("source", name) {
			*to = append(*to, schema.Code{Code: x})
		}
	}
	for _, k := range c.RNCP {
		if !rncpRE.MatchString(k.Code) {
			d.issue(schema.IssueBadCode, schema.FieldRNCP, k.Code, "code-RNCP")
		}
	}
}

func textOf(n *node) *string {
	if n == nil || parseInfo(n.attr("info")).filler {
		return nil
	}
	t := n.take()
	return &t
}

// pathway reads parcours-de-formation; a code this package derived from "personalisable" is taken back.
func (d *decoder) pathway() {
	n := d.f.child("parcours-de-formation")
	d.c.Personalisable = yes(d.f.extra("source", "personnalisable"))
	if n != nil {
		if i := parseInfo(n.attr("info")); i.perso != nil {
			d.c.Personalisable = i.perso
			if i.raw != "" {
				d.c.Pathway = &schema.Coded{Raw: i.raw}
			}
			return
		}
	}
	d.c.Pathway, _ = d.coded(n, schema.FieldPathway, vocab.Pathways, "")
}

// others reads what stands in extras under a label of its own, and LHÉO elements the record has no field for.
func (d *decoder) others() {
	d.otherExtras(d.f)
	for _, e := range otherElements {
		if e.of != "formation" {
			continue
		}
		if s := words(d.f.child(e.name)); s != nil {
			d.c.Other = append(d.c.Other, schema.Labelled{Label: e.label, Text: *s})
		}
	}
}

// otherExtras reads the extras of a formation or action that stand under a label of their own.
func (d *decoder) otherExtras(n *node) {
	for _, g := range n.all("extras") {
		for _, x := range g.all("extra") {
			if label, ok := strings.CutPrefix(x.attr("info"), "autre : "); ok && g.attr("info") == "source" {
				d.c.Other = append(d.c.Other, schema.Labelled{Label: label, Text: x.take()})
			}
		}
	}
}
