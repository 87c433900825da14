package lheo

import (
	"regexp"
	"slices"
	"strings"

	"carif/schema"
	"carif/vocab"
)

// The labels of texts of an action beside the lists that say the same in codes.
const (
	labelRecruitment = "Modalités de recrutement"
	labelAudience    = "Informations sur le public visé"
)

// otherElements are the elements of texts that the record keeps under a label of its own, and how much they hold.
var otherElements = []struct {
	of, name, label string
	max             int
}{{"action", "restauration", "Restauration", 250}, {"action", "hebergement", "Hébergement", 250},
	{"action", "transport", "Transport", 250},
	{"action", "detail-conditions-prise-en-charge", "Conditions de prise en charge", 600},
	{"action", "infos-perimetre-recrutement", "Périmètre de recrutement", 50},
	{"lists", "modalites-recrutement", labelRecruitment, 3000}, {"lists", "info-public-vise", labelAudience, 250},
	{"formation", "identifiant-module", "Identifiant de module", 3000},
	{"formation", "positionnement", "Positionnement", 1}}

// actions reads the actions: what they agree on becomes the course's, what differs stays with each, and sessions name
// theirs. Where this package wrote a record without actions, it repeated the course in each of them.
func (d *decoder) actions() {
	var said []schema.Action
	listed := !d.ours()
	for i, a := range d.f.all("action") {
		d.extraContacts(&d.c.Contacts, a)
		own := a.extra("carif", "action")
		listed = listed || own != ""
		if len(said) == 0 || listed && !hasAction(said, own) {
			said = append(said, d.action(a, i, own, said))
		}
		for _, s := range a.all("session") {
			if parseInfo(s.attr("info")).filler {
				d.courseOnly(a)
				continue
			}
			v := d.session(a, s)
			if listed {
				v.Action = &said[len(said)-1].NativeID
				if own != "" {
					v.Action = &own
				}
			}
			d.c.Sessions = append(d.c.Sessions, v)
		}
	}
	d.overrides()
	if len(said) == 0 {
		return
	}
	total := schema.Duration{}
	if d.c.Duration != nil {
		total.TotalHours = d.c.Duration.TotalHours
	}
	d.c.SetActions(said)
	d.agreedHours(total)
	if !listed {
		d.c.Actions = nil
	}
}

func hasAction(said []schema.Action, id string) bool {
	return id != "" && slices.ContainsFunc(said, func(a schema.Action) bool { return a.NativeID == id })
}

// agreedHours leaves the whole length that all actions give to their sessions: the course has one only where it was
// said of the course.
func (d *decoder) agreedHours(course schema.Duration) {
	u := course
	if d.c.Duration != nil {
		u = *d.c.Duration
		if slices.ContainsFunc(d.c.Sessions, func(s schema.Session) bool { return s.Hours != nil }) {
			u.TotalHours = nil
		}
		if course.TotalHours != nil {
			u.TotalHours = course.TotalHours
		}
	}
	if d.c.Duration = &u; u == (schema.Duration{}) {
		d.c.Duration = nil
	}
}

// action reads all that one action says; own is its id where this package wrote it.
func (d *decoder) action(a *node, i int, own string, others []schema.Action) schema.Action {
	act := schema.Action{NativeID: own}
	if num := strings.TrimSpace(a.attr("numero")); own == "" {
		if act.NativeID = num; num == "" || hasAction(others, num) {
			act.NativeID = num + schema.ActionPlace(i)
		}
	}
	act.Reference = said(a.attr("ref"))
	act.CreatedOn = d.dateOf(a, "datecrea")
	act.UpdatedOn = d.dateOf(a, "datemaj")
	course := d.c
	d.c = &schema.Course{}
	d.common(a)
	act.State(d.c)
	d.c = course
	return act
}

// say gives the extras of one name of an action, or else those that stand for all actions at the formation.
func (d *decoder) say(a *node, name string) []string {
	if list := a.extras("source", name); len(list) > 0 {
		return list
	}
	return d.f.extras("source", name)
}

// common reads what an action says of the course as a whole.
func (d *decoder) common(a *node) {
	c := d.c
	c.Pace = d.pace(a)
	c.TeachingMode, _ = d.coded(a.child("modalites-enseignement"), schema.FieldTeachingMode, vocab.Teaching, "")
	d.conditions(a)
	d.duration(a)
	pro, app := yes(a.extra("dispositif", "contrat-professionnalisation")),
		yes(a.extra("dispositif", "contrat-apprentissage"))
	if pro != nil || app != nil {
		c.Contracts = &schema.Contracts{Professionalisation: pro, Apprenticeship: app}
	}
	d.flags(a)
	d.fundings(a)
	d.added(a)
	for _, e := range otherElements {
		if e.of != "action" {
			continue
		}
		if s := words(a.child(e.name)); s != nil {
			c.Other = append(c.Other, schema.Labelled{Label: e.label, Text: *s})
		}
	}
	d.lists(a)
	d.otherExtras(a)
}

// flags reads the answers of an action: whether the level of entry is asked for, whether costs may be paid for, and
// how far away trainees may come from.
func (d *decoder) flags(a *node) {
	for name, to := range map[string]**bool{"niveau-entree-obligatoire": &d.c.EntryLevelRequired,
		"prise-en-charge-frais-possible": &d.c.CostsCovered} {
		n := a.child(name)
		if n == nil || parseInfo(n.attr("info")).filler || n.attr("info") == noteLevel {
			continue
		}
		*to = flag(n)
	}
	if n := a.child("code-perimetre-recrutement"); n != nil {
		code := strings.TrimSpace(n.text)
		for i, label := range perimeters {
			if code == number(float64(i)) {
				n.take()
				d.c.RecruitmentArea = &schema.Coded{Code: &code, Label: &label, Raw: code, Fit: vocab.Exact}
				if raw := parseInfo(n.attr("info")).raw; raw != "" {
					d.c.RecruitmentArea.Raw = raw
				}
			}
		}
	}
}

func (d *decoder) pace(a *node) []string {
	if list := d.say(a, "rythme"); len(list) > 0 {
		return list
	}
	if s := d.wholeOf(a, a.child("rythme-formation")); s != nil {
		return strings.Split(*s, "\n")
	}
	return []string{}
}

// conditions splits what conditions-specifiques joins, where an extra tells the prerequisites.
func (d *decoder) conditions(a *node) {
	all := d.wholeOf(a, a.child("conditions-specifiques"))
	pre := said(d.f.extra("source", "prerequis"))
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

// ownTotal is the extra of an action's own whole length: the element holds that of its sessions, where they have one.
const ownTotal = addedPrefix + "total_hours"

func (d *decoder) duration(a *node) {
	var u schema.Duration
	u.Text = d.wholeOf(a, a.child("duree-indicative"))
	if d.ours() {
		u.TotalHours = d.parseReal(a.extra("source", ownTotal), schema.FieldDuration, "extras")
	} else {
		u.TotalHours, _ = d.real(a.child("nombre-heures-total"), schema.FieldDuration)
	}
	u.CentreHours, _ = d.real(a.child("nombre-heures-centre"), schema.FieldCentreHours)
	u.CompanyHours, _ = d.real(a.child("nombre-heures-entreprise"), schema.FieldCompanyHours)
	u.WeeklyHours = d.parseReal(a.extra("duree-hebdo", "duree-hebdo"), "duration.weekly_hours", "duree-hebdo")
	if u != (schema.Duration{}) {
		d.c.Duration = &u
	}
}

// lists reads the audiences of an action and its ways of selection, also those of its sessions.
func (d *decoder) lists(a *node) {
	for _, n := range a.all("code-public-vise") {
		v := d.audience(n)
		if v != nil && !hasCoded(d.c.Audience, *v) {
			d.c.Audience = append(d.c.Audience, *v)
		}
	}
	for _, raw := range d.say(a, "public") {
		d.c.Audience = append(d.c.Audience, schema.Coded{Raw: raw})
	}
	for _, s := range a.all("session") {
		for _, n := range s.all("recrutement") {
			if v, _ := d.coded(n.child("modalite-recrutement"), schema.FieldSelection, vocab.Selection, ""); v != nil &&
				!hasCoded(d.c.Selection, *v) {
				d.c.Selection = append(d.c.Selection, *v)
			}
		}
	}
	for _, raw := range d.say(a, "selection") {
		d.c.Selection = append(d.c.Selection, schema.Coded{Raw: raw})
	}
	if s := a.child("modalites-recrutement"); len(d.c.Selection) == 0 {
		if raw := words(s); raw != nil {
			d.c.Selection = append(d.c.Selection, schema.Coded{Raw: *raw})
		}
	} else if raw := words(s); raw != nil && !d.ours() && *raw != first(wordsOf(d.c.Selection)) {
		d.c.Other = append(d.c.Other, schema.Labelled{Label: labelRecruitment, Text: *raw})
	}
	if raw := words(a.child("info-public-vise")); raw != nil && !d.ours() && *raw != first(wordsOf(d.c.Audience)) {
		d.c.Other = append(d.c.Other, schema.Labelled{Label: labelAudience, Text: *raw})
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
	var only *bool
	if n := a.child("conventionnement"); n != nil && !parseInfo(n.attr("info")).filler {
		only = flag(n)
	}
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
