package parser

import (
	"strings"

	"carif/schema"
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

// firesLoose reports whether a label outside any value is one.
func (r *reader) firesLoose(p *piece, sc scope) bool {
	if p.sure >= lone || r.plain {
		return true
	}
	return !p.whole && r.lookup(p, sc) != nil
}

// fires reports whether piece j's label ends the value of piece i's label e.
func (r *reader) fires(j, i int, e *entry, closed bool, sc scope) bool {
	q, p := &r.pieces[j], &r.pieces[i]
	if q.label == "" || q.skip {
		return false
	}
	le := r.lookup(q, sc)
	if r.plain {
		return le != nil
	}
	if q.learnt && !closed {
		return true
	}
	if le != nil && q.whole && j+1 < len(r.pieces) && r.tableAt(j+1) != nil && q.sure >= styled {
		return true
	}
	if sc == inSession && le != nil && !q.whole {
		return true
	}
	if le != nil && le.field == schema.FieldSessions && q.whole && q.sure >= styled && !closed && !le.weak && !le.guess && r.datesNext(j) {
		return true
	}
	if r.isSessionHead(q) && q.sure >= styled && !closed {
		return true
	}
	if entryText(e.field) && le != nil && !le.weak && !le.guess && q.whole && q.sure >= styled && !closed && entryFact(le.field) {
		return true // who may come and with what level stand as often under the conditions as beside them
	}
	if long(e.field) && e.field != schema.FieldOther || closed && e.field == schema.FieldOther {
		if closed {
			return p.rank <= 6 && le != nil && q.sure >= styled && le.field != e.field && r.styles[r.styleOf(q)] >= 3
		}
		if le != nil && le.weak && le.field == e.field {
			return false
		}
		if le != nil && le.guess && q.sure == styled && r.styles[r.styleOf(q)] < 4 {
			return false
		}
		switch {
		case q.sure == structural && le != nil:
			return q.rank <= p.rank || r.styles[r.styleOf(q)] >= 3
		case le == nil && q.whole && p.whole && r.alike(p, q):
			return true
		case q.sure == structural && q.whole:
			return q.rank <= 6 && q.rank <= p.rank
		case q.sure == styled && le != nil:
			return r.styles[r.styleOf(q)] >= 2 && (p.sure < structural || p.rank < 7 || r.styles[r.styleOf(q)] >= 3)
		case q.sure == plainLabel && le != nil && !q.whole && !p.whole && q.lfrom == 0 && !le.guess && le.field != schema.FieldOther:
			return p.sure == plainLabel || r.inline() >= 5
		case q.sure == lone && le != nil:
			return j > i+1 && p.sure == lone
		}
		return false
	}
	if le != nil {
		return q.sure >= styled || !q.whole || q.sure == lone && j > i+1 && !closed
	}
	return q.sure == structural || q.sure == styled && p.sure == styled && r.boxOf(j) == r.boxOf(i) || q.whole && p.whole && r.alike(p, q)
}

// alike reports whether two labels are drawn in one style that three known labels of the page share.
func (r *reader) alike(p, q *piece) bool {
	k := r.styleOf(p)
	return q.sure >= styled && k == r.styleOf(q) && r.styles[k] >= 3
}

// inline counts the lines of the page that begin with a known label and go on with its value.
func (r *reader) inline() int {
	if r.inlines == 0 {
		r.inlines = 1
		for i := range r.pieces {
			if p := &r.pieces[i]; p.known && !p.whole && p.lfrom == 0 && !p.skip && p.label != "" {
				r.inlines++
			}
		}
	}
	return r.inlines - 1
}

// reach gives the end of a label's own words: the next label that fires, or the end of its extent.
func (r *reader) reach(i, ext int, e *entry, closed bool, sc scope) int {
	for j := i + 1; j < ext; j++ {
		if r.fires(j, i, e, closed, sc) || r.tableAt(j) != nil && !closed {
			return j
		}
		if sc == inSession && r.listing && r.pieces[j].label == "" && !closed && !ownDates(&r.pieces[i]) && (dateRange(r.text(&r.pieces[j])) || r.nextOpens(j, ext)) && e.field != schema.FieldSessionDates {
			return j
		}
	}
	return ext
}

func entryText(f schema.Field) bool {
	return f == schema.FieldAdmission || f == schema.FieldPrerequisites
}

// entryFact reports the facts that pages print among their conditions of entry.
func entryFact(f schema.Field) bool {
	return f == schema.FieldAudience || f == schema.FieldEntryLevel || f == schema.FieldSelection
}

// datesNext reports whether the piece after j tells dates.
func (r *reader) datesNext(j int) bool {
	for j++; j < len(r.pieces) && (r.pieces[j].skip || r.text(&r.pieces[j]) == "" && r.pieces[j].label == ""); j++ {
	}
	return j < len(r.pieces) && dateRange(r.text(&r.pieces[j]))
}

// ownDates reports a label over dates that are no session's: those of information meetings, of registration.
func ownDates(p *piece) bool {
	return p.whole && strings.HasPrefix(p.key, "date")
}

// labelled gives a known label its value and returns where reading goes on.
func (r *reader) labelled(i, end int, e *entry, sc scope, s *session) int {
	p := &r.pieces[i]
	ext, closed := r.extent(i, end)
	if p.whole && p.rank <= r.over.rank {
		r.over = overLabel{}
	}
	switch {
	case e.field == fieldSection:
		r.claim(i, i+1, "section", "label")
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
		pr := r.collect(i, min(own, ext), true)
		r.claim(i, min(own, ext), string(e.field), "modules")
		f, also := r.context(e.field, e, p, pr)
		r.put(f, p.label, pr, also, 0)
		return min(own, ext)
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
	if sc == inCourse && onlyPhone(pr.text) && !blockField(e.field) && !strings.Contains(string(e.field), "phone") && e.field != schema.FieldProviderSIRET {
		r.group++ // a number under words of its own: "Information concours : 01 …"
		r.put(schema.FieldContactPhone, p.label, pr, nil, r.group)
		r.claim(i, k, string(schema.FieldContactPhone), "phone")
		return k
	}
	f, group := r.concrete(e.field, sc)
	if e.field == fieldPostal && r.lastLabel == schema.FieldSessionPlace {
		f, group = schema.FieldSessionPostal, 0
	}
	r.lastLabel = f
	r.claim(i, k, string(f), "label")
	if sc == inSession && s != nil {
		r.iconFacts(i, k, s)
	}
	if sc == inSession && s != nil && (isSession(f) || f == schema.FieldSessionContact) {
		s.add(r.sessionValue(f, p.label, pr))
		return k
	}
	if sc == inSession && s != nil && (f == schema.FieldAdmission || f == schema.FieldSelection) && len(pr.text) < 60 && len(dateSpans(pr.text)) > 0 {
		pr.text = p.label + " : " + pr.text // when a session's tests are, not how one is chosen
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
		return k
	}
	if sc == inSession && s != nil && perSession(f) {
		r.later = append(r.later, later{f, p.label, pr, s})
		return k
	}
	if isSession(f) {
		r.nextLoose(f, pr.text)
		r.loose.add(r.sessionValue(f, p.label, pr))
		r.loose.where = pr.where
		if f == schema.FieldSessionPlace && r.blockField == "" && strings.Contains(pr.text, "\n") && addressIn(pr.text) {
			r.group++ // an organisation stands there: the provider where the page names no other
			r.blockField, r.blockGroup = schema.FieldProvider, r.group
			r.weak = append(r.weak, len(r.draft.Values))
			q := pr
			q.items = nil
			r.put(schema.FieldProvider, p.label, q, nil, r.group)
		}
		return k
	}
	f, also := r.context(f, e, p, pr)
	if f == schema.FieldNativeID && !strings.Contains(pr.text, "\n") {
		if parts := splitMarks(pr.text); len(parts) > 1 && isID(strings.TrimSpace(parts[0])) {
			rest := pr
			pr.text, pr.items = strings.TrimSpace(parts[0]), nil
			rest.text = strings.Join(parts[1:], " - ")
			r.metaLine(rest)
		}
	}
	if f == schema.FieldValidation {
		pr = r.certificate(p.label, pr)
	}
	r.put(f, p.label, pr, also, group)
	return k
}

// ownEnd is the end of the box that a label opens alone, the label itself where nothing follows in it.
func (r *reader) ownEnd(i int) int {
	up := r.lay.boxes[r.alone(i, r.boxOf(i))].parent
	if up < 0 || r.plain {
		return i + 1
	}
	from, stop := r.pieceRange(up)
	if from != i {
		return i + 1
	}
	return stop
}

// modules reports a heading over the parts of a course, each of which may have labels of its own.
func modules(e *entry, p *piece) bool {
	if e.field != schema.FieldProgramme || !p.whole || p.sure < structural {
		return false
	}
	switch p.key {
	case "module", "module formation", "unite enseignement", "unite formation", "bloc competence", "composante", "liste module", "detail module":
		return true
	}
	return false
}

// opensOver reports whether a label's extent begins with another field's sure label: it is a heading over labels. It
// gives the piece of that label, 0 when it is not so.
func (r *reader) opensOver(i, ext int, e *entry, sc scope) int {
	if !r.pieces[i].whole || r.plain {
		return 0
	}
	for j := i + 1; j < ext; j++ {
		q := &r.pieces[j]
		if q.skip || q.label == "" && r.text(q) == "" {
			continue
		}
		if q.label == "" || q.sure < styled {
			return 0
		}
		if le := r.lookup(q, sc); le != nil && (le.field != e.field || !le.weak || r.styles[r.styleOf(q)] >= 3) && (!q.whole || q.rank > r.pieces[i].rank || q.sure == structural) {
			return j
		}
		return 0
	}
	return 0
}

// single reports fields that one line tells: what follows on further lines is something else.
func single(f schema.Field) bool {
	switch f {
	case schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldNativeID, schema.FieldUpdatedOn, schema.FieldCentreHours, schema.FieldCompanyHours,
		schema.FieldWeeklyHours, schema.FieldProviderSIRET, schema.FieldProviderNDA, schema.FieldSessionStart, schema.FieldSessionEnd,
		schema.FieldSessionID, schema.FieldSessionSeats, schema.FieldSessionCPF, schema.FieldCertifying, schema.FieldPersonalisable,
		schema.FieldProContract, schema.FieldApprenticeship, schema.FieldSessionPostal, schema.FieldSessionHours, fieldPhone, fieldEmail, fieldWebsite, fieldPostal, schema.FieldFax:
		return true
	}
	return false
}

// certificate takes what else a certification's lines say out of them: its level at the end, the link to its RNCP
// sheet, a line in brackets.
func (r *reader) certificate(label string, pr printed) printed {
	lines := strings.Split(pr.text, "\n")
	bullets := strings.HasPrefix(lines[0], "- ")
	kept := lines[:0:0]
	for n, t := range lines {
		q := pr
		q.text, q.items, q.links = t, nil, nil
		switch {
		case bullets && n > 0 && !strings.HasPrefix(t, "- "):
			q.links = pr.links
			if _, after, ok := strings.Cut(t, "RNCP"); ok && len(strings.TrimLeft(after, " n°N:")) > 2 && digit(strings.TrimLeft(after, " n°N:")[0]) {
				r.put(schema.FieldRNCP, label, q, nil, 0)
			} else {
				r.put(schema.FieldOther, label, q, nil, 0)
			}
			continue
		}
		if i := strings.LastIndex(t, " - Niveau "); i > 3 {
			q.text = t[i+3:]
			r.put(schema.FieldExitLevel, label, q, nil, 0)
			t = t[:i]
		}
		kept = append(kept, t)
	}
	if len(kept) != len(lines) || strings.Join(kept, "\n") != pr.text {
		pr.text = strings.Join(kept, "\n")
		pr.items = nil
		for _, t := range kept {
			pr.items = append(pr.items, strings.TrimPrefix(t, "- "))
		}
	}
	return pr
}

// stray reports whether a phone or mail stands far from any block and nothing of the course follows it: the site's own.
func (r *reader) stray(i int) bool {
	if r.blockField == "" {
		return false
	}
	between := 0 // labels of the course since the last block
	for j := r.lastBlock; j < i; j++ {
		if q := &r.pieces[j]; q.known && !q.skip && r.lx.block[q.key] == nil {
			between++
		}
	}
	if between < 2 {
		return false
	}
	for j := i + 1; j < min(len(r.pieces), i+400); j++ {
		q := &r.pieces[j]
		if q.skip || !q.known {
			continue
		}
		if e := find(r.lx.course, q.key); e != nil && e.field != schema.FieldOther && e.field != fieldSection && r.lx.block[q.key] == nil {
			return false
		}
	}
	return true
}

// concrete turns a field of "the current block" into the field of that block.
func (r *reader) concrete(f schema.Field, sc scope) (schema.Field, int) {
	if sc == inSession {
		switch f {
		case fieldPhone, fieldEmail, fieldName, fieldWebsite, schema.FieldContactRole, schema.FieldContact, schema.FieldContactName, schema.FieldFax:
			return schema.FieldSessionContact, 0
		case fieldAddress, fieldCity:
			return schema.FieldSessionPlace, 0
		case fieldPostal:
			return schema.FieldSessionPostal, 0
		case schema.FieldProvider:
			return schema.FieldSessionProvider, 0
		}
		return f, 0
	}
	if r.blockField == "" && blockField(f) {
		r.blockField = schema.FieldProvider
		r.group++
		r.blockGroup = r.group
	}
	if r.blockField == schema.FieldContact {
		switch f {
		case fieldPhone:
			return schema.FieldContactPhone, r.blockGroup
		case fieldEmail:
			return schema.FieldContactEmail, r.blockGroup
		case fieldName:
			return schema.FieldContactName, r.blockGroup
		case schema.FieldFax, schema.FieldContactRole:
			return f, r.blockGroup
		case fieldAddress, fieldPostal, fieldCity:
			return schema.FieldContact, r.blockGroup
		}
	}
	switch f {
	case fieldPhone:
		return schema.FieldProviderPhone, r.blockGroup
	case fieldEmail:
		return schema.FieldProviderEmail, r.blockGroup
	case fieldName:
		return schema.FieldProviderName, r.blockGroup
	case fieldAddress:
		return schema.FieldProviderAddress, r.blockGroup
	case fieldPostal:
		return schema.FieldProviderPostal, r.blockGroup
	case fieldCity:
		return schema.FieldProviderCity, r.blockGroup
	case fieldWebsite:
		return schema.FieldProviderWebsite, r.blockGroup
	case schema.FieldFax:
		return f, r.blockGroup
	}
	return f, 0
}

func blockField(f schema.Field) bool {
	switch f {
	case fieldPhone, fieldEmail, fieldName, fieldAddress, fieldPostal, fieldCity, fieldWebsite, schema.FieldFax:
		return true
	}
	return false
}

// context corrects what a label means by what stands around it.
func (r *reader) context(f schema.Field, e *entry, p *piece, pr printed) (schema.Field, []schema.Field) {
	if f == schema.FieldProgramme && !strings.Contains(pr.text, "\n") && len(pr.text) < 120 && r.lastField() == schema.FieldFunder {
		return schema.FieldScheme, nil // who pays, then under which programme
	}
	if f == schema.FieldExitLevel && p.key == "niveau" {
		switch r.lastField() {
		case schema.FieldAudience, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldSelection:
			return schema.FieldEntryLevel, nil // a bare level among those who may come
		}
	}
	if f == schema.FieldUpdatedOn && strings.Contains(pr.text, "(") {
		rest := pr
		_, rest.text, _ = strings.Cut(pr.text, "(")
		r.metaLine(rest) // "11/04/2013 (réf. 1101-2013)"
	}
	if f == schema.FieldNativeID && p.key == "reference" && strings.HasPrefix(string(r.lastField()), "funding") {
		return schema.FieldFundingReference, nil // the funder's, under the funder
	}
	if head, _, _ := strings.Cut(pr.text, ","); f == schema.FieldOther && permanent(head) {
		return schema.FieldEntryExit, nil // "NB : cette action est un dispositif permanent, …"
	}
	if f == schema.FieldCodes && isID(pr.text) {
		return schema.FieldNativeID, nil // one code, not codes of several kinds
	}
	if c := codeShape(pr.text); c != "" && (e.guess || f == schema.FieldOther) {
		return c, nil // "Thème : 44041 accueil petite enfance"
	}
	if f == schema.FieldGeneralObjective && (len(pr.text) > 90 || len(pr.text) > 25 && !generalAim(pr.text)) { // not one of the few general aims but a text
		r.weak = append(r.weak, len(r.draft.Values))
		return schema.FieldObjective, nil
	}
	if f == schema.FieldTeachingMode && entryExitText(pr.text) {
		return schema.FieldEntryExit, nil
	}
	guessed := e.guess && (f == schema.FieldObjective || f == schema.FieldProgramme || p.sure == plainLabel && !r.plain)
	if e.weak || guessed { // what is guessed yields to what a label that is known says
		r.weak = append(r.weak, len(r.draft.Values))
		r.weakOr[len(r.draft.Values)] = e.or
	}
	return f, e.also
}

func (r *reader) lastField() schema.Field {
	if n := len(r.draft.Values); n > 0 {
		return r.draft.Values[n-1].Field
	}
	return ""
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
	if p.whole && sc != inBlock {
		for j := i + 1; j < ext; j++ {
			if q := &r.pieces[j]; q.label != "" && q.sure >= styled || !q.whole && r.lookup(q, sc) != nil {
				r.claim(i, i+1, "label", "label:over")
				r.heading, r.headingEnd = i, ext
				return i + 1
			}
		}
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
	if stateText(fold(pr.text)) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
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
