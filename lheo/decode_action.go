package lheo

import (
	"regexp"
	"strings"

	"carif/schema"
	"carif/vocab"
)

// actions reads the actions: what LHÉO repeats in each becomes the course's, the rest belongs to their sessions.
func (d *decoder) actions() {
	c := d.c
	for i, a := range d.f.all("action") {
		if i == 0 {
			d.common(a)
		}
		d.unions(a)
		for _, s := range a.all("session") {
			if parseInfo(s.attr("info")).filler {
				d.courseOnly(a)
				continue
			}
			c.Sessions = append(c.Sessions, d.session(a, s))
		}
	}
	for _, raw := range d.f.extras("source", "selection") {
		c.Selection = append(c.Selection, schema.Coded{Raw: raw})
	}
	for _, raw := range d.f.extras("source", "public") {
		c.Audience = append(c.Audience, schema.Coded{Raw: raw})
	}
	d.overrides()
}

// common reads what an action says of the course as a whole.
func (d *decoder) common(a *node) {
	c := d.c
	c.Pace = d.pace(a)
	c.TeachingMode, _ = d.coded(a.child("modalites-enseignement"), schema.FieldTeachingMode, vocab.Teaching, "")
	d.conditions(a)
	d.duration(a)
	if p := said(d.f.extra("source", "prix")); p != nil {
		c.Price = &schema.Price{Text: p}
	}
	pro, app := yes(a.extra("dispositif", "contrat-professionnalisation")),
		yes(a.extra("dispositif", "contrat-apprentissage"))
	if pro != nil || app != nil {
		c.Contracts = &schema.Contracts{Professionalisation: pro, Apprenticeship: app}
	}
	d.fundings(a)
	d.added(a)
	for _, e := range []struct{ name, label string }{{"restauration", "Restauration"},
		{"hebergement", "Hébergement"}, {"transport", "Transport"},
		{"detail-conditions-prise-en-charge", "Conditions de prise en charge"},
		{"infos-perimetre-recrutement", "Périmètre de recrutement"}} {
		if s := words(a.child(e.name)); s != nil {
			c.Other = append(c.Other, schema.Labelled{Label: e.label, Text: *s})
		}
	}
}

func (d *decoder) pace(a *node) []string {
	if list := d.f.extras("source", "rythme"); len(list) > 0 {
		return list
	}
	if s := d.whole(a.child("rythme-formation")); s != nil {
		return strings.Split(*s, "\n")
	}
	return []string{}
}

// conditions splits what conditions-specifiques joins, where an extra tells the prerequisites.
func (d *decoder) conditions(a *node) {
	all := d.whole(a.child("conditions-specifiques"))
	pre := said(d.f.extra("source", "prerequis"))
	d.c.Prerequisites = pre
	if all == nil || pre == nil {
		d.c.Admission = all
		return
	}
	if rest, ok := strings.CutSuffix(*all, *pre); ok {
		d.c.Admission = said(strings.TrimSuffix(rest, "\n"))
		return
	}
	d.c.Admission = all
}

func (d *decoder) duration(a *node) {
	var u schema.Duration
	u.Text = d.whole(a.child("duree-indicative"))
	u.CentreHours, _ = d.real(a.child("nombre-heures-centre"), schema.FieldCentreHours)
	u.CompanyHours, _ = d.real(a.child("nombre-heures-entreprise"), schema.FieldCompanyHours)
	u.WeeklyHours = d.parseReal(a.extra("duree-hebdo", "duree-hebdo"), "duration.weekly_hours", "duree-hebdo")
	if u != (schema.Duration{}) {
		d.c.Duration = &u
	}
}

// unions adds what each action may say anew: audiences and ways of selection.
func (d *decoder) unions(a *node) {
	d.extraContacts(&d.c.Contacts, a)
	for _, n := range a.all("code-public-vise") {
		v := d.audience(n)
		if v != nil && !hasCoded(d.c.Audience, *v) {
			d.c.Audience = append(d.c.Audience, *v)
		}
	}
	for _, s := range a.all("session") {
		for _, n := range s.all("recrutement") {
			if v, _ := d.coded(n.child("modalite-recrutement"), schema.FieldSelection, vocab.Selection, ""); v != nil &&
				!hasCoded(d.c.Selection, *v) {
				d.c.Selection = append(d.c.Selection, *v)
			}
		}
	}
	if len(d.c.Selection) == 0 && len(d.f.extras("source", "selection")) == 0 {
		if s := words(a.child("modalites-recrutement")); s != nil {
			d.c.Selection = append(d.c.Selection, schema.Coded{Raw: *s})
		}
	}
}

// audience reads a code of the Formacode list of audiences. The numbers of today are V14's; V9 and V10 are known, too,
// and go by what their numbers meant. Of the editions between, only the numbers that mean the same before and after
// are sure: all others are kept as words.
func (d *decoder) audience(n *node) *schema.Coded {
	code := strings.TrimSpace(n.text)
	edition := d.edition(n.attr("ref"))
	if edition == editionNow || parseInfo(n.attr("info")).filler {
		v, i := d.coded(n, schema.FieldAudience, vocab.Audiences, "")
		if v != nil && v.Code == nil && i.raw != "" {
			v.Raw = i.raw
		}
		return v
	}
	n.used = true
	voc := d.o.Vocab
	raw := code
	if ref := strings.TrimSpace(n.attr("ref")); ref != "" {
		raw += " (Formacode " + ref + ")"
	}
	v, ok := voc.FromThen(vocab.Audiences, edition, code, raw)
	label := voc.Then(vocab.Audiences, edition, code)
	if label == "" && sinceBefore(edition) {
		v, ok = voc.FromThen(vocab.Audiences, editionBefore, code, raw)
		ok = ok && *v.Code == code
	}
	if ok {
		return &v
	}
	if label != "" {
		raw = label + " (Formacode " + edition + " " + code + ")"
	}
	d.issue(schema.IssueUnknownValue, schema.FieldAudience, raw, "code-public-vise")
	return &schema.Coded{Raw: raw}
}

// The editions of the Formacode between which the numbers of audiences are known on both sides.
const (
	editionBefore = "V10"
	editionNow    = "V14"
)

// sinceBefore reports an edition that is in no list, but has one before and after it.
func sinceBefore(edition string) bool {
	return edition == "V11" || edition == "V12" || edition == "V13"
}

var numberRE = regexp.MustCompile(`[0-9]+`)

// edition reads the edition that a code is of: "V12", "v12", "12", "Formacode V12.1". A feed of 2.3 that tells none is
// of today; an older one may be of any.
func (d *decoder) edition(ref string) string {
	if num := numberRE.FindString(ref); num != "" {
		return "V" + strings.TrimLeft(num, "0")
	}
	if d.feed == version22 || d.feed == "" {
		return "V11"
	}
	return editionNow
}

func hasCoded(list []schema.Coded, v schema.Coded) bool {
	for _, x := range list {
		if x.Raw == v.Raw && first(x.Code) == first(v.Code) {
			return true
		}
	}
	return false
}

func (d *decoder) fundings(a *node) {
	only := yes(first(textOf(a.child("conventionnement"))))
	for _, n := range a.all("organisme-financeur") {
		v, _ := d.coded(n.child("code-financeur"), schema.FieldFunder, vocab.Funders, "")
		f := schema.Funding{Funder: v, Scheme: said(n.extra("specificites", "programme-financeur")),
			Reference: said(n.extra("specificites", "ref-action-marche-financeur")), Type: said(n.extra("source", "type")),
			Measure: said(n.extra("source", "mesure")), Conventioned: yes(n.extra("source", "conventionnee"))}
		d.c.Funding = append(d.c.Funding, f)
	}
	for _, g := range a.all("extras") {
		if g.attr("info") != "financement" {
			continue
		}
		x := func(name string) *string { return said(el("", g).extra("financement", name)) }
		f := schema.Funding{Type: x("type"), Measure: x("mesure"), Scheme: x("programme-financeur"),
			Reference:    x("ref-action-marche-financeur"),
			Conventioned: yes(first(x("conventionnee")))}
		if raw := x("financeur"); raw != nil {
			f.Funder = &schema.Coded{Raw: *raw}
		}
		d.c.Funding = append(d.c.Funding, f)
	}
	d.conventioned(only)
}

// conventioned gives the action's one answer to fundings that have none of their own, unless one of them, written by
// this package, has.
func (d *decoder) conventioned(only *bool) {
	if only == nil || d.ours() {
		return
	}
	for i := range d.c.Funding {
		d.c.Funding[i].Conventioned = only
	}
	if len(d.c.Funding) == 0 {
		d.c.Funding = append(d.c.Funding, schema.Funding{Conventioned: only})
	}
}

// overrides reads what stands in extras because the sessions say otherwise.
func (d *decoder) overrides() {
	c := d.c
	if h := d.parseReal(d.f.extra("source", "nombre-heures-total"), schema.FieldDuration, "extras"); h != nil {
		d.setTotal(h)
	}
	if p := d.parseReal(d.f.extra("source", "prix-total-TTC"), schema.FieldPrice, "extras"); p != nil {
		d.setPrice(p)
	}
	for _, g := range d.f.all("extras") {
		for _, x := range g.all("extra") {
			if g.attr("info") == "source" && x.attr("info") == "entrees-sorties" {
				n := leaf("modalites-entrees-sorties", x.take())
				c.EntryExit, _ = d.coded(n.set("info", x.attr("ref")), schema.FieldEntryExit, vocab.EntryExit, "")
			}
		}
	}
}

func (d *decoder) setTotal(h *float64) {
	if d.c.Duration == nil {
		d.c.Duration = &schema.Duration{}
	}
	d.c.Duration.TotalHours = h
}

func (d *decoder) setPrice(p *float64) {
	if d.c.Price == nil {
		d.c.Price = &schema.Price{}
	}
	d.c.Price.AmountEUR = p
}
