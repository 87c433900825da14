package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/phone"
)

// parse reads pieces [i,end) in a scope: labels take their values, the rest is loose text.
func (r *reader) parse(i, end int, sc scope, s *session) {
	for i < end {
		p := &r.pieces[i]
		if p.skip || p.claim != "" {
			i++
			continue
		}
		if t := r.tableAt(i); t != nil {
			i = r.table(t, sc, s)
			continue
		}
		if b, u := r.unitBox(i); b > 0 && sc == inCourse {
			i = r.unit(i, b, u)
			continue
		}
		if b := r.cardAt(i); b > 0 && sc == inCourse {
			i = r.card(b)
			continue
		}
		if b := r.sessionBox(i); b > 0 && sc == inCourse {
			i = r.sessionPanel(i, b)
			continue
		}
		if r.isSessionHead(p) && sc == inSession && s != nil {
			r.headingDates(p.label, s, r.collectLine(i))
			r.claim(i, i+1, "session", "session heading")
			i++
			continue
		}
		if r.isSessionHead(p) && sc == inCourse {
			i = r.sessionBlock(i, end)
			continue
		}
		if p.label == "" || !r.firesLoose(p, sc) {
			i = r.looseText(i, end, sc, s)
			continue
		}
		e := r.lookup(p, sc)
		if e == nil {
			i = r.unknown(i, end, sc, s)
			continue
		}
		i = r.labelled(i, end, e, sc, s)
	}
}

// labelled gives a known label its value and returns where reading goes on.
func (r *reader) labelled(i, end int, e *entry, sc scope, s *session) int {
	p := &r.pieces[i]
	ext, closed := r.extent(i, end)
	if h := hoursLabel(p.key, r.text(p)); h != "" && !p.whole && !isSession(e.field) {
		e = &entry{field: h}
	}
	if p.whole && p.rank <= r.over.rank {
		r.over = overLabel{}
	}
	if p.whole && p.rank <= r.underRank {
		r.under = ""
	}
	switch {
	case e.field == fieldSection:
		r.claim(i, i+1, "section", "label")
		r.under, r.underRank = text.FoldLabel(p.label), p.rank
		return i + 1
	case e.field == fieldIgnore:
		k := r.reach(i, ext, e, closed, sc)
		r.claim(i, k, "chrome", "chrome:label")
		return k
	case e.field == schema.FieldSessions && sc == inCourse:
		return r.sessions(i, ext)
	case e.field == schema.FieldProvider && sc != inSession:
		return r.block(i, ext, schema.FieldProvider)
	case e.field == schema.FieldContact && sc != inSession:
		if p.key == "coordonnee" && r.blockField == schema.FieldProvider {
			return r.coordinates(i, ext, closed, sc)
		}
		return r.block(i, ext, schema.FieldContact)
	}
	return r.simple(i, ext, e, closed, sc, s)
}

// simple gives a label the words that follow it.
func (r *reader) simple(i, ext int, e *entry, closed bool, sc scope, s *session) int {
	p := &r.pieces[i]
	if own := r.ownEnd(i); modules(e, p) && own > i+1 { // what is said of each module is said of no course
		return r.ofModules(i, min(own, ext), e)
	}
	if n := r.opensOver(i, ext, e, sc); n > 0 {
		r.claim(i, n, "section", "label")
		r.over = overLabel{e, p.label, ext, p.rank}
		return n
	}
	k := r.reach(i, ext, e, closed, sc)
	if !p.whole && single(e.field) && r.text(p) != "" {
		k = i + 1
	}
	pr := r.collect(i, k, true)
	if fact := s != nil && e.field == schema.FieldSessionEntryExit && entryExitText(p.label); pr.text == "" && k < ext && !fact { // a heading over labels
		r.claim(i, k, "section", "label")
		r.over = overLabel{e, p.label, ext, p.rank}
		return k
	}
	if sc == inCourse && blockField(e.field) && r.stray(i) {
		r.claim(i, k, "chrome", "chrome:stray")
		return k
	}
	if sc == inCourse && phone.Only(pr.text) && !holdsNumbers(e.field) {
		r.group++ // a number under words of its own: "Information concours : 01 …"
		r.put(schema.FieldContactPhone, p.label, pr, nil, r.group)
		r.claim(i, k, string(schema.FieldContactPhone), "phone")
		return k
	}
	if enrols(p.key) && tellsState(pr.text) {
		e = &entry{field: schema.FieldSessionState} // "Inscriptions : ouvertes"
	}
	f, group := r.whose(e, p, sc)
	if g := r.fits(f, pr); g != f && !e.told {
		if g == fieldAbsent { // "Sessions : nous consulter"
			r.draft.Absent = append(r.draft.Absent, schema.Absent{Field: f, Raw: pr.text})
			r.claim(i, k, "absent", "kind")
			return k
		}
		if f, group = g, 0; f == fieldIgnore {
			r.claim(i, k, "chrome", "chrome:kind")
			return k
		}
		r.claim(i, k, string(f), "kind")
		if !isSession(f) {
			r.put(f, p.label, pr, nil, 0)
			return k
		}
	}
	if bare(f, pr) { // nothing stands under it, or nothing that is of the course
		r.sayNothing(i, k)
		return k
	}
	r.lastLabel = f
	r.claim(i, k, string(f), "label")
	if sc == inSession && s != nil {
		r.iconFacts(i, k, s)
		if r.giveSession(f, p.label, pr, s) {
			return k
		}
	}
	if isSession(f) {
		r.giveLoose(f, p.label, pr)
		return k
	}
	r.giveCourse(f, group, e, p, pr)
	return k
}

// giveSession gives a session what one of its labels says; it reports false for what is the course's.
func (r *reader) giveSession(f schema.Field, label string, pr printed, s *session) bool {
	if f == schema.FieldSessionPlace && pr.icon { // pictures of what is there: "Restauration", "Hébergement"
		f = schema.FieldSessionText
	}
	switch {
	case isSession(f) || f == schema.FieldSessionContact:
		s.add(r.sessionValue(f, label, pr))
	case (f == schema.FieldAdmission || f == schema.FieldSelection) && len(pr.text) < 60 && len(date.Spans(pr.text)) > 0:
		pr.text = label + " : " + pr.text // when a session's tests are, not how one is chosen
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
	case perSession(f):
		r.later = append(r.later, later{f, label, pr, s})
	default:
		return false
	}
	return true
}

// giveLoose keeps what the course level says of its only session, or of all.
func (r *reader) giveLoose(f schema.Field, label string, pr printed) {
	r.nextLoose(f, pr.text)
	r.loose.add(r.sessionValue(f, label, pr))
	r.loose.where = pr.where
	if f == schema.FieldSessionDates && !strings.Contains(pr.text, "\n") && date.HoldsPeriod(pr.text) { // "du … au … à Rodez (12)"
		_, before, after := cutDates(pr.text)
		for _, t := range [...]string{before, after} {
			if q := pr; t != "" && townName(t) && !tellsState(t) && !r.loose.has(schema.FieldSessionPlace) {
				q.text = t
				r.loose.add(r.sessionValue(schema.FieldSessionPlace, "", q))
			}
		}
	}
	if f == schema.FieldSessionPlace && r.blockField == "" && strings.Contains(pr.text, "\n") && addressIn(pr.text) {
		r.group++ // an organisation stands there: the provider where the page names no other
		r.blockField, r.blockGroup = schema.FieldProvider, r.group
		r.weak = append(r.weak, len(r.draft.Values))
		pr.items = nil
		r.put(schema.FieldProvider, label, pr, nil, r.group)
	}
}

// giveCourse gives the course what a label says.
func (r *reader) giveCourse(f schema.Field, group int, e *entry, p *piece, pr printed) {
	if r.surely = 1; e.weak || e.guess {
		r.surely = r.lx.proof.Suggested
	}
	defer func() { r.surely = 0 }()
	f, also := r.context(f, e, p, pr)
	if f == schema.FieldNativeID && !strings.Contains(pr.text, "\n") {
		if parts := splitMarks(pr.text); len(parts) > 1 && isID(strings.TrimSpace(parts[0])) {
			rest := pr
			pr.text, pr.items = strings.TrimSpace(parts[0]), nil
			rest.text = strings.Join(parts[1:], " - ")
			if !r.metaLine(rest) {
				r.put(schema.FieldOther, p.label, rest, nil, 0)
			}
		}
	}
	if f == schema.FieldValidation {
		pr = r.certificate(p.label, pr)
	}
	if len(also) == 1 && r.eachItsOwn(f, also[0], p.label, pr, group) {
		return
	}
	r.put(f, p.label, pr, also, group)
}

// eachItsOwn gives the two levels of one line to the two labels it names: "Niveau d'entrée / Niveau de sortie : V / IV".
func (r *reader) eachItsOwn(f, also schema.Field, label string, pr printed, group int) bool {
	level := func(f schema.Field) bool { return f == schema.FieldEntryLevel || f == schema.FieldExitLevel }
	a, b, ok := strings.Cut(pr.text, " / ")
	if !ok || !level(f) || !level(also) || strings.Contains(b, " / ") || strings.Count(label, "/") != 1 {
		return false
	}
	pr.items = nil
	pr.text = strings.TrimSpace(a)
	r.put(f, label, pr, nil, group)
	pr.text = strings.TrimSpace(b)
	r.put(also, label, pr, nil, group)
	return true
}

// ofModules gives a label all its own box holds: the labels in there are of modules.
func (r *reader) ofModules(i, end int, e *entry) int {
	p := &r.pieces[i]
	pr := r.collect(i, end, true)
	r.claim(i, end, string(e.field), "modules")
	f, also := r.context(e.field, e, p, pr)
	if r.surely = 1; e.weak || e.guess {
		r.surely = r.lx.proof.Suggested
	}
	r.put(f, p.label, pr, also, 0)
	r.surely = 0
	return end
}

// holdsNumbers tells whether a field may hold a telephone number or what looks like one.
func holdsNumbers(f schema.Field) bool {
	return blockField(f) || strings.Contains(string(f), "phone") || f == schema.FieldProviderSIRET
}

// enrols tells whether a label speaks of enrolment, which may be open or closed.
func enrols(key string) bool {
	return key == "inscription" || key == "recrutement" || key == "candidature"
}

// whose is the field and group of a label where it stands: a town may be the provider's or a session's.
func (r *reader) whose(e *entry, p *piece, sc scope) (schema.Field, int) {
	f, group := r.concrete(e.field, sc)
	if e.field == fieldPostal && r.lastLabel == schema.FieldSessionPlace {
		return schema.FieldSessionPostal, 0
	}
	if f == schema.FieldSessionPlace && sc == inCourse && r.lx.block[p.key] != nil && r.blockGroup > 0 &&
		strings.HasPrefix(string(r.lastLabel), "provider.") {
		return schema.FieldProviderCity, r.blockGroup // "Ville" after "Adresse" is the provider's
	}
	return f, group
}

// overOthers tells whether a label that is in no lexicon stands over labels before ext, and so names a part of the page.
func (r *reader) overOthers(i, ext int, sc scope) bool {
	for j := i + 1; j < ext; j++ {
		if q := &r.pieces[j]; q.label != "" && q.sure >= styled || !q.whole && r.lookup(q, sc) != nil {
			return true
		}
	}
	return false
}

// unknown deals with what looks like a label and is in no lexicon.
func (r *reader) unknown(i, end int, sc scope, s *session) int {
	p := &r.pieces[i]
	if p.whole && (strings.Count(p.label, " ") > 7 || strings.HasSuffix(r.lay.lines[p.line].text, ".")) { // a sentence is no label
		p.label, p.whole, p.from, p.sure = "", false, 0, notLabel
		return r.looseText(i, end, sc, s)
	}
	ext, closed := r.extent(i, end)
	if p.whole && p.rank <= 6 && sc == inCourse { // a heading: what stands under it is read as if it were not there
		r.claim(i, i+1, "label", "label:unknown")
		r.heading, r.headingEnd = i, ext
		return i + 1
	}
	if p.whole && sc != inBlock && r.overOthers(i, ext, sc) {
		r.claim(i, i+1, "label", "label:over")
		r.heading, r.headingEnd = i, ext
		return i + 1
	}
	k := i + 1
	for ; k < ext; k++ {
		q := &r.pieces[k]
		if q.label != "" && (q.sure >= styled && !closed || r.lookup(q, sc) != nil && q.sure >= styled) || r.tableAt(k) != nil {
			break
		}
	}
	pr := r.collect(i, k, true)
	if sc == inSession && s != nil {
		pr.text = strings.TrimSpace(p.label + " : " + pr.text)
		s.add(r.sessionValue(schema.FieldSessionText, p.label, pr))
		r.claim(i, k, string(schema.FieldSessionText), "session")
		return k
	}
	if pr.text == "" {
		r.claim(i, k, "label", "label:empty")
		return k
	}
	if tellsState(pr.text) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
		return k
	}
	if sc == inCourse && (p.whole && i+1 < k && r.datedLines(i+1, k) || r.putByKind(i, k, p.label, pr)) {
		r.claim(i, i+1, "section", "over sessions")
		return k
	}
	r.leave(i, k, p.label, pr)
	r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueUnknownLabel, Field: "", Raw: p.label, Where: pr.where.Path})
	return k
}

// leave lists content that no field took.
func (r *reader) leave(i, k int, label string, pr printed) {
	for j := i; j < k; j++ {
		if p := &r.pieces[j]; p.claim == "" && !p.skip {
			p.claim, p.rule = "unclaimed", "none"
		}
	}
	if pr.text != "" && !pr.icon {
		r.left = append(r.left, i)
		r.draft.Unclaimed = append(r.draft.Unclaimed, schema.Unclaimed{Label: label, Text: pr.text, Where: pr.where.Path})
	}
}
