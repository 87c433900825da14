package lheo

import (
	"net/url"
	"slices"
	"strings"

	"carif/schema"
)

// formation makes the whole element, children in the order of the XSD.
func (e *encoder) formation() *node {
	c := e.c
	f := el("formation")
	f.set("numero", e.clean("@numero", first(c.RCOID, c.NativeID))).set("ref", e.clean("@ref", first(c.Reference, &c.Key)))
	f.set("uri", uri(e.r.Source.URL)).set("datecrea", dateAttr(e.r.Source.CreatedOn))
	f.set("datemaj", dateAttr(e.r.Source.UpdatedOn))
	src := &extraList{e: e}
	f.add(e.domain(src), e.must("intitule-formation", c.Title, 255), e.must("objectif-formation", c.Objective, 3000),
		e.results(src), e.must("contenu-formation", c.Programme, 3000), e.certifying())
	f.add(e.contacts("contact-formation", notOfProvider(c.Contacts))...)
	f.add(e.pathway(src), e.code("code-niveau-entree", "niveau", "0", c.EntryLevel, info{}),
		e.mayCode("objectif-general-formation", "objectif-general", c.GeneralObjective))
	f.add(e.certifications(src)...)
	f.add(e.mayCode("code-niveau-sortie", "niveau", c.ExitLevel), e.webAddress("url-formation", e.r.Source.URL, src))
	f.add(e.actions(src)...)
	f.add(e.responsible(), e.formationOther("identifiant-module", ""),
		e.formationOther("positionnement", "type-positionnement"))
	e.sourceExtras(src)
	e.left(f)
	return f.add(e.identity(), group("source", src.kids), group("texte-integral", e.more),
		group("historique", e.history()))
}

// history is what the database knows of the life of the course, by the names of its columns; an import reads none.
func (e *encoder) history() (kids []*node) {
	h := e.r.History
	if h == nil {
		return nil
	}
	for _, x := range []struct {
		name string
		text *string
	}{{"status", &h.Status}, {"first_seen", &h.FirstSeen}, {"changed_at", &h.ChangedAt}, {"last_seen", h.LastSeen},
		{"closed_at", h.ClosedAt}} {
		if !blank(x.text) {
			kids = append(kids, e.extra(x.name, *x.text))
		}
	}
	return kids
}

// first gives the first value there is.
func first(ps ...*string) string {
	for _, p := range ps {
		if p != nil {
			return *p
		}
	}
	return ""
}

// uri gives an address fit for xs:anyURI, "" where it could be refused; the address stands in url-formation anyway.
func uri(p *string) string {
	if p == nil {
		return ""
	}
	u, err := url.Parse(*p)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	for i := 0; i < len(*p); i++ {
		c := (*p)[i]
		if c <= ' ' || c > '~' || strings.IndexByte("\"<>\\^`{|}[]", c) >= 0 {
			return ""
		}
	}
	if strings.Count(*p, "#") > 1 || strings.ContainsAny(u.Host, "%_") {
		return ""
	}
	return *p
}

func dateAttr(iso *string) string {
	if iso == nil {
		return ""
	}
	d, _ := compact(*iso)
	return d
}

// domain is domaine-formation; codes it cannot hold go to the extras.
func (e *encoder) domain(src *extraList) *node {
	n := el("domaine-formation")
	add := func(name string, codes []schema.Code, max int, form func(string) (string, bool)) {
		for i, c := range codes {
			code, ok := form(c.Code)
			if !ok || i >= max {
				src.say(name, c.Code)
				continue
			}
			k := leaf(name, code)
			if c.Label != nil {
				e.note(NoteLost, name+" label", 1)
			}
			if c.Version != nil {
				k.set("ref", e.clean("@ref", *c.Version))
			}
			if c.Main {
				k.set("tag", "principal")
			}
			var note info
			if c.Code != code {
				note.raw = c.Code
			}
			n.add(k.set("info", e.clean("@info", note.String())))
		}
	}
	add("code-FORMACODE", e.c.Codes.Formacode, 5, exactly(5))
	add("code-NSF", e.c.Codes.NSF, 3, nsf)
	add("code-ROME", e.c.Codes.ROME, 5, exactly(5))
	if len(n.kids) == 0 {
		return e.filler(n)
	}
	return n
}

// exactly lets codes of one length through.
func exactly(n int) func(string) (string, bool) {
	return func(c string) (string, bool) { return c, len(c) == n && plain(c) }
}

// nsf cuts the function letter of a four-place NSF code ("326t"): LHÉO has the group only.
func nsf(c string) (string, bool) {
	if len(c) == 4 && c[3] >= 'a' && c[3] <= 'z' {
		c = c[:3]
	}
	return c, len(c) == 3 && plain(c)
}

// between lets codes of so many characters through.
func between(min, max int) func(string) (string, bool) {
	return func(c string) (string, bool) { return c, len(c) >= min && len(c) <= max && plain(c) }
}

// plain tells a code of letters, digits and a few marks: bytes are characters then, and blanks cannot be trimmed away.
func plain(c string) bool {
	for i := 0; i < len(c); i++ {
		if c[i] <= ' ' || c[i] > '~' {
			return false
		}
	}
	return c != ""
}

// results is resultats-attendus, one validation a line. Where lines would not give the same list back, the extras do.
func (e *encoder) results(src *extraList) *node {
	for _, v := range e.c.Validation {
		if strings.ContainsAny(v.Raw, "\r\n") || len(v.Raw) > oneLine || strings.TrimSpace(v.Raw) != v.Raw {
			for _, v := range e.c.Validation {
				src.say("validation", v.Raw)
			}
			break
		}
	}
	text := join(e.c.Validation, "\n")
	for i := range e.c.Other {
		if o := &e.c.Other[i]; text == nil && o.Label == labelResults {
			text = &o.Text
		}
	}
	return e.must("resultats-attendus", text, 3000)
}

// formationOther is an element of a text that the course keeps under a label; dict, where it has one, must know it.
func (e *encoder) formationOther(name, dict string) *node {
	for _, x := range otherElements {
		if t := e.other(x.label, nil); x.name == name && t != nil && (dict == "" || inDict(dict, *t)) {
			return leaf(name, e.clean(name, *t))
		}
	}
	return nil
}

func (e *encoder) certifying() *node {
	if e.c.Certifying == nil {
		return e.filler(leaf("certifiante", "0"))
	}
	return leaf("certifiante", bit(*e.c.Certifying))
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// pathway is parcours-de-formation. "Personalisable: no" is code 1; yes may be 2, 3 or 4, and the page cannot tell
// which: 4, mixed, with the words in @info.
func (e *encoder) pathway(src *extraList) *node {
	v, yes := e.c.Pathway, e.c.Personalisable
	if code, _ := codeInfo(v, "parcours-de-formation", info{}); code == "" && yes != nil {
		i := info{perso: yes}
		if v != nil {
			i.raw = v.Raw
		}
		code := "4"
		if !*yes {
			code = "1"
		}
		return leaf("parcours-de-formation", code).set("info", e.clean("@info", i.String()))
	}
	src.flag("personnalisable", yes)
	return e.code("parcours-de-formation", "parcours-de-formation", "4", v, info{})
}

// certifications gives one certification a code: the record does not tell which codes name the same one.
func (e *encoder) certifications(src *extraList) []*node {
	var out []*node
	add := func(name string, codes []schema.Code, form func(string) (string, bool)) {
		for _, c := range codes {
			if code, ok := form(c.Code); ok && len(out) < 5 {
				out = append(out, el("certification", leaf(name, code)))
			} else {
				src.say(name, c.Code)
			}
		}
	}
	add("code-RNCP", e.c.Codes.RNCP, between(1, 10))
	add("code-RS", e.c.Codes.RS, between(3, 10))
	add("code-CERTIFINFO", e.c.Codes.CertifInfo, between(1, 10))
	add("code-CPF", e.c.Codes.CPF, between(4, 10))
	return out
}

// webAddress is an element that holds one urlweb; nil where there is none or it does not fit, then l holds it.
func (e *encoder) webAddress(name string, s *string, l *extraList) *node {
	if blank(s) {
		return nil
	}
	text := e.clean("urlweb", *s)
	if n := len([]rune(text)); n < 3 || n > 400 {
		l.add(name, s)
		return nil
	}
	return el(name, leaf("urlweb", text))
}

// sourceExtras holds what LHÉO has no element for.
func (e *encoder) sourceExtras(src *extraList) {
	c := e.c
	src.add("points-forts", c.Highlights)
	src.add("suite-de-parcours", c.FollowUp)
	if !blank(c.Prerequisites) { // they stand in conditions-specifiques too, behind the conditions of admission
		src.kids = append(src.kids, e.extra("prerequis", *c.Prerequisites))
	}
	src.add("objectif-general", uncoded(c.GeneralObjective, "objectif-general"))
	src.add("niveau-sortie", uncoded(c.ExitLevel, "niveau"))
	if len(c.Actions) == 0 { // else they stand with each action
		e.paces(src)
		e.parts(actionParts(c), src)
	}
	if c.Price != nil {
		src.add("prix", c.Price.Text)
	}
	e.addedExtras(src)
	e.overridden(src)
	other := c.Other
	if len(c.Actions) > 0 {
		other = slices.DeleteFunc(slices.Clone(other), func(o schema.Labelled) bool {
			return slices.Contains(besideLists(other), o)
		})
	}
	e.otherExtras(other, src)
}

// otherExtras holds the texts under labels of their own that no element holds.
func (e *encoder) otherExtras(list []schema.Labelled, l *extraList) {
	for i := range list {
		o := &list[i]
		held := strings.TrimSpace(o.Label+o.Text) == "" || o.Label == labelResults && len(e.c.Validation) == 0
		for _, x := range otherElements {
			at := e.other(o.Label, nil)
			held = held || x.label == o.Label && x.of != "lists" && at != nil && *at == o.Text &&
				(x.name != "positionnement" || inDict("type-positionnement", o.Text))
		}
		if !held {
			e.note(NoteExtra, "autre", 1)
			l.kids = append(l.kids, e.extra("autre : "+o.Label, o.Text))
		}
	}
}

// paces holds the items of the pace where its lines would not give them back.
func (e *encoder) paces(l *extraList) {
	for _, p := range e.c.Pace {
		if strings.ContainsAny(p, "\r\n") || strings.TrimSpace(p) != p {
			for _, p := range e.c.Pace {
				l.say("rythme", p)
			}
			return
		}
	}
}

// overridden keeps what the course says and its sessions say otherwise: the action has room for one of the two.
func (e *encoder) overridden(src *extraList) {
	for i := range e.c.Sessions {
		s := &e.c.Sessions[i]
		if d := e.c.Duration; d != nil && d.TotalHours != nil && s.Hours != nil {
			src.say("nombre-heures-total", number(*d.TotalHours))
			break
		}
	}
	for i := range e.c.Sessions {
		if p := e.c.Price; p != nil && p.AmountEUR != nil && e.c.Sessions[i].Price != nil {
			src.say("prix-total-TTC", number(*p.AmountEUR))
			break
		}
	}
	for i := range e.c.Sessions {
		if v := e.c.EntryExit; v != nil && e.c.Sessions[i].EntryExit != nil {
			code, note := codeInfo(v, "modalites-entrees-sorties", info{})
			src.kids = append(src.kids, leaf("extra", code).set("info", "entrees-sorties").set("ref",
				e.clean("@ref", note.String())))
			break
		}
	}
}

// identity keeps what names the record, so that it comes back under the same key.
func (e *encoder) identity() *node {
	l := []*node{e.extra("cle", e.c.Key), e.extra("site", e.r.Source.Site)}
	if e.c.NativeID != nil {
		l = append(l, e.extra("numero", *e.c.NativeID))
	}
	return group("carif", l)
}
