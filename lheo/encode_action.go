package lheo

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"carif/schema"
)

// actions gives each action of a record with its sessions, one <action> for sessions of one place, price and length:
// LHÉO has these there. Sessions without an action get one each, and a course without sessions one with a filled
// session: LHÉO wants both. What is said once of the course is repeated in each.
func (e *encoder) actions(src *extraList) []*node {
	var out []*node
	known := map[string]bool{}
	for i := range e.c.Actions {
		act := &e.c.Actions[i]
		known[act.NativeID] = true
		out = append(out, e.ownActions(act, i)...)
	}
	var rest []schema.Session
	for _, s := range e.c.Sessions {
		if s.Action == nil || !known[*s.Action] {
			rest = append(rest, s)
		}
	}
	if len(out) > 0 && len(rest) == 0 {
		return out
	}
	common := e.actionCommon(src)
	if len(rest) == 0 {
		return append(out, e.action([]schema.Session{{}}, common, true))
	}
	for i := range rest {
		out = append(out, e.action(rest[i:i+1], common, false))
	}
	return out
}

// ownActions writes one action of the record. What LHÉO has no element for stands in its own extras.
func (e *encoder) ownActions(act *schema.Action, i int) []*node {
	course := act.Apply(e.c)
	sub := encoder{note: e.note, r: e.r, c: &course}
	l := &extraList{e: &sub}
	common := sub.actionCommon(l)
	sub.otherExtras(slices.Concat(besideLists(e.c.Other), act.Other), l)
	sub.parts(actionParts(&course), l)
	sub.paces(l)
	if d := act.Duration; d != nil && d.TotalHours != nil {
		l.say(ownTotal, number(*d.TotalHours))
	}
	common.extras = append(common.extras, group("source", l.kids), group("texte-integral", sub.more),
		group("carif", []*node{e.extra("action", act.NativeID)}))
	var out []*node
	for _, list := range together(e.c.Sessions, act) {
		a := sub.action(list, common, len(list) == 1 && list[0].Action == nil)
		a.drop("numero", "datemaj")
		a.set("numero", e.clean("@numero", strings.TrimSuffix(act.NativeID, schema.ActionPlace(i))))
		a.set("ref", e.clean("@ref", first(act.Reference)))
		out = append(out, a.set("datecrea", dateAttr(act.CreatedOn)).set("datemaj", dateAttr(act.UpdatedOn)))
	}
	return out
}

// besideLists are the texts that stand beside a list of an action: they are written there, where there are actions.
func besideLists(list []schema.Labelled) (out []schema.Labelled) {
	for _, o := range list {
		if o.Label == labelRecruitment || o.Label == labelAudience {
			out = append(out, o)
		}
	}
	return out
}

// together groups the sessions of an action by what LHÉO has in the action; an action without any gets a filled one.
func together(sessions []schema.Session, act *schema.Action) [][]schema.Session {
	var out [][]schema.Session
	at := map[string]int{}
	for _, s := range sessions {
		if s.Action == nil || *s.Action != act.NativeID {
			continue
		}
		b, err := json.Marshal([]any{s.EntryExit, s.City, s.PostalCode, s.Department, s.Commune, s.Region, s.PlaceName,
			s.Address, s.Latitude, s.Longitude, s.Provider, s.Hours, s.Price})
		if err != nil {
			b = nil // a number that JSON does not know: alone with others of its kind
		}
		i, ok := at[string(b)]
		if !ok {
			i = len(out)
			at[string(b)], out = i, append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	if len(out) == 0 {
		return [][]schema.Session{{{}}}
	}
	return out
}

// shared are the children of an action that are the same for all of a course.
type shared struct {
	head, conditions []*node // before and after modalites-enseignement
	recruitment      *node
	informed         []*node
	disability       *node
	methods          *node
	remaining        *node
	area             *node
	others           map[string]*node
	duration         *node
	conventioned     *node
	funders          []*node
	extras           []*node
}

func (e *encoder) actionCommon(src *extraList) shared {
	c := e.c
	var s shared
	s.head = append(s.head, e.must("rythme-formation", lines(c.Pace), 3000))
	s.head = append(s.head, e.audiences(src)...)
	s.head = append(s.head, e.may("info-public-vise", e.other(labelAudience, wordsOf(c.Audience)), 250),
		e.levelRequired(), e.rhythm())
	s.conditions = []*node{e.must("conditions-specifiques", e.conditions(), 3000), e.costs()}
	s.informed, s.remaining = e.informed(), e.remaining()
	s.disability = e.may("acces-handicapes", c.DisabilityAccess, 250)
	s.methods = e.may("modalites-pedagogiques", c.Methods, 200)
	s.recruitment = e.may("modalites-recrutement", e.other(labelRecruitment, wordsOf(c.Selection)), 3000)
	s.others = map[string]*node{}
	for _, x := range otherElements {
		if t := e.other(x.label, nil); t != nil && x.of == "action" {
			s.others[x.name] = leaf(x.name, e.clean(x.name, *t))
		}
	}
	s.area = e.mayCode("code-perimetre-recrutement", "perimetre-recrutement", c.RecruitmentArea)
	if c.Duration != nil {
		s.duration = e.may("duree-indicative", c.Duration.Text, 150)
	}
	for _, v := range c.Selection {
		src.add("selection", uncoded(&v, "modalite-recrutement"))
	}
	s.conventioned = e.conventioned()
	e.fundings(&s)
	if c.Contracts != nil {
		s.extras = append(s.extras, e.contracts())
	}
	if c.Duration != nil && c.Duration.WeeklyHours != nil {
		s.extras = append(s.extras, group("duree-hebdo", []*node{e.extra("duree-hebdo", number(*c.Duration.WeeklyHours))}))
	}
	return s
}

func lines(items []string) *string {
	if len(items) == 0 {
		return nil
	}
	s := strings.Join(items, "\n")
	return &s
}

// conditions joins the conditions of admission and the prerequisites: LHÉO has one element for both.
func (e *encoder) conditions() *string {
	a, p := e.c.Admission, e.c.Prerequisites
	switch {
	case blank(p):
		return a
	case blank(a):
		return p
	}
	s := *a + "\n" + *p
	return &s
}

// audiences gives the coded audiences, ten at most; the rest stand in the extras.
func (e *encoder) audiences(src *extraList) []*node {
	var out []*node
	for i := range e.c.Audience {
		v := &e.c.Audience[i]
		code, ref, ok := "", "V14", false
		if v.Code != nil {
			code, ok = exactly(5)(*v.Code)
		} else if m := olderCode.FindStringSubmatch(v.Raw); m != nil { // it has no code of today, but LHÉO holds it
			code, ok = m[1], true
			if m[2] != "" {
				ref = m[2]
			}
		}
		if !ok || len(out) == 10 {
			src.say("public", v.Raw)
			continue
		}
		n := info{raw: v.Raw, near: v.Fit == "near"}
		if (v.Raw == code || v.Code == nil) && !n.near {
			n.raw = ""
		}
		out = append(out, leaf("code-public-vise", code).set("ref", ref).set("info", e.clean("@info", n.String())))
	}
	if len(out) == 0 {
		out = append(out, e.filler(leaf("code-public-vise", "00000").set("ref", "V14")))
	}
	return out
}

// olderCode is how the reader writes the code of an audience that it has no label of, with its list where that is
// older.
var olderCode = regexp.MustCompile(`^(\d{5})(?: \(Formacode (V\d+)\))?$`)

// wordsOf joins the words of coded values, but for those of which only the code was given.
func wordsOf(list []schema.Coded) *string {
	return join(slices.DeleteFunc(slices.Clone(list), func(v schema.Coded) bool {
		return v.Code != nil && *v.Code == v.Raw || olderCode.MatchString(v.Raw)
	}), " ; ")
}

// levelRequired is niveau-entree-obligatoire: a page that names a real level asks for it.
func (e *encoder) levelRequired() *node {
	if yes := e.c.EntryLevelRequired; yes != nil {
		return leaf("niveau-entree-obligatoire", bit(*yes))
	}
	code, _ := codeInfo(e.c.EntryLevel, "niveau", info{})
	if code == "" || code == "0" || code == "1" {
		return e.filler(leaf("niveau-entree-obligatoire", "0"))
	}
	return leaf("niveau-entree-obligatoire", "1").set("info", noteLevel)
}

// costs is prise-en-charge-frais-possible.
func (e *encoder) costs() *node {
	if e.c.CostsCovered == nil {
		return e.filler(leaf("prise-en-charge-frais-possible", "0"))
	}
	return leaf("prise-en-charge-frais-possible", bit(*e.c.CostsCovered))
}

// other is the text that the course keeps under a label and an element holds whole; else what is given.
func (e *encoder) other(label string, otherwise *string) *string {
	for _, x := range otherElements {
		if x.label != label {
			continue
		}
		for i := range e.c.Other {
			o := &e.c.Other[i]
			if o.Label == label && said(o.Text) != nil && utf8.RuneCountInString(o.Text) <= x.max &&
				(x.of != "lists" || len(e.c.Audience)+len(e.c.Selection) > 0) {
				return &o.Text
			}
		}
	}
	return otherwise
}

func (e *encoder) conventioned() *node {
	var said, yes bool
	for _, f := range e.c.Funding {
		if f.Conventioned != nil {
			said, yes = true, yes || *f.Conventioned
		}
	}
	if !said {
		return nil
	}
	return leaf("conventionnement", bit(yes))
}

func (e *encoder) contracts() *node {
	var kids []*node
	if b := e.c.Contracts.Apprenticeship; b != nil {
		kids = append(kids, e.extra("contrat-apprentissage", bit(*b)))
	}
	if b := e.c.Contracts.Professionalisation; b != nil {
		kids = append(kids, e.extra("contrat-professionnalisation", bit(*b)))
	}
	return group("dispositif", kids)
}

// fundings gives one organisme-financeur a funding whose funder has a code, eight at most, and extras for the others:
// "0", other, is a code and would be an invention.
func (e *encoder) fundings(s *shared) {
	for i := range e.c.Funding {
		f := &e.c.Funding[i]
		code, note := codeInfo(f.Funder, "code-financeur", info{})
		if code == "" || len(s.funders) == 8 {
			s.extras = append(s.extras, group("financement", e.fundingWords(f, true)))
			continue
		}
		n := el("organisme-financeur", leaf("code-financeur", code).set("info", e.clean("@info", note.String())))
		spec := &extraList{e: e}
		spec.add("programme-financeur", f.Scheme)
		spec.add("ref-action-marche-financeur", f.Reference)
		n.add(group("specificites", spec.kids), group("source", e.fundingWords(f, false)))
		s.funders = append(s.funders, n)
	}
}

// fundingWords are the extras of a funding, all of them or those that organisme-financeur has no usual place for.
func (e *encoder) fundingWords(f *schema.Funding, all bool) []*node {
	l := &extraList{e: e}
	l.add("type", f.Type)
	l.add("mesure", f.Measure)
	l.flag("conventionnee", f.Conventioned)
	if all {
		l.add("programme-financeur", f.Scheme)
		l.add("ref-action-marche-financeur", f.Reference)
		if f.Funder != nil {
			l.say("financeur", f.Funder.Raw)
		}
		if len(l.kids) == 0 {
			l.say("type", "-")
		}
	}
	return l.kids
}

// action makes one action of sessions that have its place, price and length, children in the order of the XSD. empty
// marks the session of a course that has none.
func (e *encoder) action(sessions []schema.Session, common shared, empty bool) *node {
	c, s := e.c, &sessions[0]
	a := el("action")
	a.set("numero", e.clean("@numero", first(s.RCOID))).set("datemaj", dateAttr(s.PublishedOn))
	a.add(common.head...)
	a.add(e.code("modalites-enseignement", "modalites-enseignement", "0", c.TeachingMode, info{}))
	a.add(common.conditions...)
	a.add(e.place(s), e.entryExit(s))
	for i := range sessions {
		a.add(e.session(&sessions[i], empty))
	}
	a.add(common.informed...)
	a.add(common.others["restauration"], common.others["hebergement"], common.others["transport"])
	a.add(common.disability, common.recruitment, common.methods, common.remaining, common.area)
	a.add(common.others["infos-perimetre-recrutement"], e.money(s), common.duration)
	a.add(e.hours(s)...)
	a.add(common.others["detail-conditions-prise-en-charge"], common.conventioned, e.deliverer(s))
	a.add(common.funders...)
	return a.add(common.extras...)
}

// entryExit is the session's own value, else the course's, marked.
func (e *encoder) entryExit(s *schema.Session) *node {
	if s.EntryExit == nil && e.c.EntryExit != nil {
		return e.code("modalites-entrees-sorties", "modalites-entrees-sorties", "0", e.c.EntryExit, info{course: true})
	}
	return e.code("modalites-entrees-sorties", "modalites-entrees-sorties", "0", s.EntryExit, info{})
}

// money is prix-total-TTC: the session's price, else the course's, marked.
func (e *encoder) money(s *schema.Session) *node {
	p, i := s.Price, info{}
	if p == nil && e.c.Price != nil && !withoutTax(e.c.Price) {
		p, i.course = e.c.Price.AmountEUR, true
	}
	if p == nil || *p < 0 {
		return nil
	}
	text := number(*p)
	if len(text) > 10 {
		e.note(NoteLost, "prix-total-TTC", 1)
		return nil
	}
	return leaf("prix-total-TTC", text).set("info", i.String())
}

// hours are the three lengths, in whole hours; the exact value stands in @info.
func (e *encoder) hours(s *schema.Session) []*node {
	d := e.c.Duration
	if d == nil {
		d = &schema.Duration{}
	}
	total, course := s.Hours, false
	if total == nil {
		total, course = d.TotalHours, true
	}
	return []*node{e.whole("nombre-heures-centre", d.CentreHours, false),
		e.whole("nombre-heures-entreprise", d.CompanyHours, false),
		e.whole("nombre-heures-total", total, course)}
}

func (e *encoder) whole(name string, h *float64, course bool) *node {
	if h == nil {
		return nil
	}
	i := info{course: course}
	if *h < 0 || *h > 99999 || *h != *h {
		e.note(NoteLost, name, 1)
		return nil
	}
	n := int(*h + 0.5)
	if float64(n) != *h {
		i.exact = h
	}
	return leaf(name, number(float64(min(n, 99999)))).set("info", i.String())
}
