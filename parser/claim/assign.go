package claim

import (
	"cmp"
	"strings"

	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/phone"
)

// parse reads pieces [i,end) in a scope: labels take their values, the rest is loose text.
func (r *Reader) parse(i, end int, sc shape.Scope, s *session.Session) {
	for i < end {
		p := &r.Pieces[i]
		if p.Skip || p.Claim != "" {
			i++
			continue
		}
		if t := r.TableAt(i); t != nil {
			i = r.table(t, sc, s)
			continue
		}
		if b, u := r.UnitBox(i); b > 0 && sc == shape.InCourse {
			i = r.unit(i, b, u)
			continue
		}
		if b := r.cardAt(i); b > 0 && sc == shape.InCourse {
			i = r.unitOf(b)
			continue
		}
		if b := r.SessionBox(i); b > 0 && sc == shape.InCourse {
			i = r.sessionPanel(i, b)
			continue
		}
		if k := r.otherCourses(i, end); k > 0 && sc == shape.InCourse {
			i = k
			continue
		}
		if r.IsSessionHead(p) && sc == shape.InSession && s != nil {
			r.HeadingDates(p.Label, s, r.CollectLine(i))
			r.claim(i, i+1, "session", "session heading")
			i++
			continue
		}
		if r.IsSessionHead(p) && sc == shape.InCourse {
			i = r.sessionBlock(i, end)
			continue
		}
		if p.Label == "" || !r.FiresLoose(p, sc) {
			i = r.looseText(i, end, sc, s)
			continue
		}
		e := r.Lookup(p, sc)
		if e == nil {
			i = r.unknown(i, end, sc, s)
			continue
		}
		r.NoteLabel(p, sc)
		i = r.labelled(i, end, e, sc, s)
	}
}

// otherCourses makes chrome of what stands under a heading that announces other courses, and gives where it ends; 0 where
// the heading announces none, or labels of a course stand under it.
func (r *Reader) otherCourses(i, end int) int {
	p := &r.Pieces[i]
	if i <= r.TitleAt || r.TitleAt < 0 || r.HeadingOver(r.Lay.Lines[p.Line].Box) == 0 || !outline.OtherCourses(r.Lay.Lines[p.Line].Text) {
		return 0
	}
	q := *p
	if q.Rank == 0 || q.Rank > 6 {
		q.Rank, q.Whole = r.HeadingOver(r.Lay.Lines[p.Line].Box), true
	}
	k := i + 1
	for k < end && (r.HeadingOver(r.Lay.Lines[r.Pieces[k].Line].Box) == 0 || r.HeadingOver(r.Lay.Lines[r.Pieces[k].Line].Box) > q.Rank) {
		if x := &r.Pieces[k]; x.Known && x.Sure >= shape.Structural && x.Whole && !x.Skip {
			if e := lexicon.Find(r.Lx.Course, x.Key); e != nil && lexicon.Long(e.Field) {
				return 0
			}
		}
		k++
	}
	for j := i; j < k; j++ {
		if x := &r.Pieces[j]; x.Claim == "" {
			x.Skip, x.Claim, x.Rule = true, "chrome", "chrome:others"
		}
	}
	return k
}

// labelled gives a known label its value and returns where reading goes on.
func (r *Reader) labelled(i, end int, e *lexicon.Entry, sc shape.Scope, s *session.Session) int {
	p := &r.Pieces[i]
	ext, closed := r.Extent(i, end)
	if k := r.factsUnder(i, ext, sc); k > 0 {
		return k
	}
	if h := shape.HoursLabel(p.Key, r.Text(p)); h != "" && !p.Whole && !lexicon.IsSession(e.Field) {
		e = &lexicon.Entry{Field: h}
	}
	if p.Whole && p.Rank <= r.over.rank {
		r.over = overLabel{}
	}
	if p.Whole && p.Rank <= r.underRank {
		r.under = ""
	}
	switch {
	case e.Field == lexicon.FieldSection:
		r.claim(i, i+1, "section", "label")
		r.under, r.underRank = text.FoldLabel(p.Label), p.Rank
		return i + 1
	case e.Field == lexicon.FieldIgnore && e.Cell && p.Whole: // the head of a table of names and values: what stands below it is no value of its own
		r.claim(i, i+1, "chrome", "chrome:label")
		return i + 1
	case e.Field == lexicon.FieldIgnore:
		k := r.Reach(i, ext, e, closed, sc)
		r.claim(i, k, "chrome", "chrome:label")
		return k
	case sc == shape.InCourse && (e.Field == schema.FieldSessions || dates(e.Field) && p.Whole && (r.severalPlaces(i+1, ext) || r.severalPeriods(i+1, ext))):
		return r.sessions(i, ext)
	case e.Field == schema.FieldProvider && sc != shape.InSession:
		return r.block(i, ext, schema.FieldProvider)
	case e.Field == schema.FieldContact && sc != shape.InSession:
		if p.Key == "coordonnee" && r.blockField == schema.FieldProvider {
			return r.coordinates(i, ext, closed, sc)
		}
		return r.block(i, ext, schema.FieldContact)
	}
	return r.simple(i, ext, e, closed, sc, s)
}

func dates(f schema.Field) bool {
	return f == schema.FieldSessionDates || f == schema.FieldSessionStart
}

// severalPlaces reports lines under a label of dates that say when and where more than once: "Rentrées" over "Tours – 1er
// février 2027", "Chinon – 13 septembre 2027". Each is a session.
func (r *Reader) severalPlaces(i, ext int) bool {
	const most, longest = 60, 160
	when, where := 0, 0
	for j := i; j < min(ext, i+most); j++ {
		t := r.Lay.Lines[r.Pieces[j].Line].Text
		if r.Pieces[j].Skip || t == "" || len(t) > longest || j > i && r.Pieces[j].Line == r.Pieces[j-1].Line {
			continue
		}
		if len(date.Spans(t)) > 0 && !session.OtherDates(t) {
			when++
		}
		if r.Town(t) || len(date.Spans(t)) > 0 && r.SaysWhere(t) {
			where++
		}
	}
	return when > 1 && where > 1
}

// severalPeriods reports lines under a label of dates of which two or more tell each a whole stretch of days: each is a session.
// Lines of one day each may be the days of one.
func (r *Reader) severalPeriods(i, ext int) bool {
	const most, longest = 60, 120
	n := 0
	for j := i; j < min(ext, i+most); j++ {
		t := strings.TrimPrefix(r.Lay.Lines[r.Pieces[j].Line].Text, "- ")
		if r.Pieces[j].Skip || t == "" || len(t) > longest || session.OtherDates(t) || !wording.Digit(t[0]) && !text.HasPrefixFold(t, "du ") && !text.HasPrefixFold(t, "les ") {
			continue
		}
		if p := date.ReadPeriod(t); len(p.Ranges) == 1 && len(p.Bad)+len(p.Partial) == 0 && p.Ranges[0].End > p.Ranges[0].Start {
			n++
		}
	}
	return n > 1
}

// collectFor gives the words of a labelled value: side by side in a list of wordings, they are its items.
func (r *Reader) collectFor(f schema.Field, i, k int) shape.Printed {
	pr := r.Collect(i, k, true)
	if listed(f) {
		if chips := r.Chips(i, k, pr.Text); chips != nil {
			pr.Text, pr.Items = strings.Join(chips, "\n"), chips
		}
	}
	return pr
}

// listed reports fields that are lists of wordings.
func listed(f schema.Field) bool {
	switch f {
	case schema.FieldAudience, schema.FieldSelection, schema.FieldValidation, schema.FieldFunding, schema.FieldPace:
		return true
	}
	return false
}

// ofNobody takes what stands under a label of the course and is no value of its field: the catalogue's own desk, and a number
// under words of its own.
func (r *Reader) ofNobody(i, k int, e *lexicon.Entry, pr shape.Printed) bool {
	switch {
	case lexicon.BlockField(e.Field) && r.stray(i):
		r.claim(i, k, "chrome", "chrome:stray")
	case phone.Only(pr.Text) && !holdsNumbers(e.Field):
		r.group++ // "Information concours : 01 …"
		r.put(schema.FieldContactPhone, r.Pieces[i].Label, pr, nil, r.group)
		r.claim(i, k, string(schema.FieldContactPhone), "phone")
	default:
		return false
	}
	return true
}

// misfits gives a value to the field its kind tells, g, where it contradicts the one its label tells, f. It reports whether
// that was all: a value of a session goes on its way.
func (r *Reader) misfits(i, k int, f, g schema.Field, pr shape.Printed) bool {
	switch {
	case g == lexicon.FieldAbsent: // "Sessions : nous consulter"
		r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: f, Raw: pr.Text})
		r.claim(i, k, "absent", "kind")
	case g == lexicon.FieldIgnore:
		r.claim(i, k, "chrome", "chrome:kind")
	default:
		r.claim(i, k, string(g), "kind")
		if lexicon.IsSession(g) {
			return false
		}
		r.put(g, r.Pieces[i].Label, pr, nil, 0)
	}
	return true
}

// enters reports a label that says by its own words how one enters a session: "Entrées et sorties permanentes".
func enters(e *lexicon.Entry, p *shape.Piece, s *session.Session) bool {
	return s != nil && e.Field == schema.FieldSessionEntryExit && session.EntryExitText(p.Label)
}

// factLabel gives a session what such a label says, where the piece behind it is no answer to it: neither yes or no, nor how one
// enters.
func (r *Reader) factLabel(i, ext int, e *lexicon.Entry, s *session.Session) bool {
	if i+1 >= ext || !enters(e, &r.Pieces[i], s) {
		return false
	}
	q := &r.Pieces[i+1]
	t := r.Text(q)
	if q.Label == "" && (session.EntryExitText(t) || len(t) <= 3 || text.HasPrefixFold(t, "oui") || text.HasPrefixFold(t, "non")) {
		return false
	}
	return r.labelTells(i, s)
}

// simple gives a label the words that follow it.
func (r *Reader) simple(i, ext int, e *lexicon.Entry, closed bool, sc shape.Scope, s *session.Session) int {
	p := &r.Pieces[i]
	if own := r.OwnEnd(i); shape.Modules(e, p) && own > i+1 { // what is said of each module is said of no course
		return r.ofModules(i, min(own, ext), e)
	}
	if n := r.OpensOver(i, ext, e, sc); n > 0 {
		r.claim(i, n, "section", "label")
		r.over = overLabel{e, p.Label, ext, p.Rank}
		return n
	}
	if r.factLabel(i, ext, e, s) {
		return i + 1
	}
	k := r.Reach(i, ext, e, closed, sc)
	if !p.Whole && outline.Single(e.Field) && r.Text(p) != "" {
		k = i + 1
	}
	pr := r.collectFor(e.Field, i, k)
	if pr.Text == "" && k < ext && !enters(e, p, s) { // a heading over labels
		r.claim(i, k, "section", "label")
		r.over = overLabel{e, p.Label, ext, p.Rank}
		return k
	}
	if sc == shape.InCourse && r.ofNobody(i, k, e, pr) {
		return k
	}
	if enrols(p.Key) && wording.TellsState(pr.Text) {
		e = &lexicon.Entry{Field: schema.FieldSessionState} // "Inscriptions : ouvertes"
	}
	f, group := r.whose(e, p, sc)
	f = r.byWords(f, e, p, pr, sc)
	if g := r.fitting(f, e, p, pr, sc); g != f {
		r.Notes.Add(p, "not %s: its value is of the kind %s", f, r.Lx.KindAgainst(f, pr.Text))
		if r.misfits(i, k, f, g, pr) {
			return k
		}
		f, group = g, 0
	}
	if a := r.pageBehind(f, p, pr); a != "" {
		pr.Text, pr.Links = a, nil
	}
	if bare(f, pr) { // nothing stands under it, or nothing that is of the course
		r.sayNothing(i, k)
		return k
	}
	r.lastLabel = f
	r.claim(i, k, string(f), "label")
	if sc == shape.InSession && s != nil {
		r.IconFacts(i, k, s)
		if r.giveSession(f, p.Label, pr, s) {
			return k
		}
	}
	if lexicon.IsSession(f) {
		if !r.eachSession(i, f, pr) {
			r.giveLoose(f, p.Label, pr)
		}
		return k
	}
	r.giveCourse(f, group, e, p, pr)
	return k
}

// byWords is the field of a labelled text that its words tell better than the label: conditions under a label that speaks of
// selecting, ways to select under "Modalités d'admission".
func (r *Reader) byWords(f schema.Field, e *lexicon.Entry, p *shape.Piece, pr shape.Printed, sc shape.Scope) schema.Field {
	switch {
	case sc != shape.InCourse || e.Told:
	case e.Guess && f == schema.FieldSelection:
		return cmp.Or(r.Lx.NoSelection(pr.Text), f)
	case f == schema.FieldAdmission && strings.HasPrefix(p.Key, "modalite") && r.Lx.OnlySelection(pr.Text):
		return schema.FieldSelection
	}
	return f
}

// fitting is the field that a value goes to once its kind was asked; where that is none, the words of the label and of the
// value may tell one together.
func (r *Reader) fitting(f schema.Field, e *lexicon.Entry, p *shape.Piece, pr shape.Printed, sc shape.Scope) schema.Field {
	if e.Told {
		return f
	}
	if e.Guess && sc == shape.InCourse && p.Whole {
		if instead, denied := r.Lx.Denies(f, p.Label, pr.Text); denied && instead != "" {
			f = instead
		} else if denied {
			f = schema.FieldOther
		}
	}
	g := r.Fits(f, pr)
	if g != schema.FieldOther || f == g || sc != shape.InCourse || !p.Whole {
		return g
	}
	if c := r.Lx.Cue(p.Label, pr.Text); c != nil && c.Field != f {
		return c.Field
	}
	return g
}

// giveSession gives a session what one of its labels says; it reports false for what is the course's.
func (r *Reader) giveSession(f schema.Field, label string, pr shape.Printed, s *session.Session) bool {
	if f == schema.FieldSessionCity && pr.Icon { // pictures of what is there: "Restauration", "Hébergement"
		f = schema.FieldSessionText
	}
	if r.Lx.Invites(pr.Text) && wording.TellsState(label) { // "Places disponibles" before a button
		f, pr.Text, label = schema.FieldSessionState, label, ""
	}
	if f == schema.FieldSessionText && pr.Text != "" && label != "" {
		if e := lexicon.Find(r.Lx.Course, wording.LabelKey(label)); e != nil && (e.Field == schema.FieldEnrolmentUntil || e.Field == schema.FieldInformationDates) {
			r.later = append(r.later, later{e.Field, label, pr, nil})
		}
	}
	switch {
	case f == schema.FieldSessionEntryExit && session.EntryExitText(label) && wording.TellsState(pr.Text):
		s.Add(r.SessionValue(schema.FieldSessionState, "", pr)) // "Entrées permanentes" over "Inscriptions ouvertes"
		pr.Text = ""
		s.Add(r.SessionValue(f, label, pr))
	case lexicon.IsSession(f) || f == schema.FieldSessionContact:
		s.Add(r.SessionValue(f, label, pr))
	case (f == schema.FieldAdmission || f == schema.FieldSelection) && len(pr.Text) < 60 && len(date.Spans(pr.Text)) > 0:
		pr.Text = label + " : " + pr.Text // when a session's tests are, not how one is chosen
		s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
	case perSession(f):
		r.later = append(r.later, later{f, label, pr, s})
	default:
		return false
	}
	return true
}

// eachSession reads dates of one line that are several sessions, each from day to day, or each with the place where it is: "le 17
// mai 2027 à Sète, le 24 juin 2027 à Agde". It reports false for the dates of one.
func (r *Reader) eachSession(i int, f schema.Field, pr shape.Printed) bool {
	if f != schema.FieldSessionDates || r.loose.Dated() || strings.Contains(pr.Text, "\n") {
		return false
	}
	parts := session.EachPeriod(pr.Text)
	said, whole := 0, 0
	for _, part := range parts {
		if len(date.Spans(part)) > 0 && r.SaysWhere(part) {
			said++
		}
		if p := date.ReadPeriod(part); len(p.Ranges) == 1 && p.Ranges[0].Start != "" && p.Ranges[0].End != "" {
			whole++
		}
	}
	if said < 2 && (whole < 2 || whole < len(parts)) {
		return false
	}
	pr.Items = nil
	r.severally(parts, &r.Pieces[i], pr, r.open(i))
	return true
}

// giveLoose keeps what the course level says of its only session, or of all.
func (r *Reader) giveLoose(f schema.Field, label string, pr shape.Printed) {
	r.nextLoose(f, pr.Text)
	r.loose.Add(r.SessionValue(f, label, pr))
	r.loose.Where = pr.Where
	if f == schema.FieldSessionDates && !strings.Contains(pr.Text, "\n") && date.HoldsPeriod(pr.Text) { // "du … au … à Rodez (12)"
		_, before, after := session.CutDates(pr.Text)
		for _, t := range [...]string{before, after} {
			if q := pr; t != "" && session.TownName(t) && !wording.TellsState(t) && !r.loose.Has(schema.FieldSessionCity) {
				q.Text = t
				r.loose.Add(r.SessionValue(schema.FieldSessionCity, "", q))
			}
		}
	}
	if f == schema.FieldSessionCity && r.blockField == "" && strings.Contains(pr.Text, "\n") && addressIn(pr.Text) {
		r.group++ // an organisation stands there: the provider where the page names no other
		r.blockField, r.blockGroup = schema.FieldProvider, r.group
		r.weak = append(r.weak, len(r.Draft.Values))
		pr.Items = nil
		r.put(schema.FieldProvider, label, pr, nil, r.group)
	}
}

// giveCourse gives the course what a label says.
func (r *Reader) giveCourse(f schema.Field, group int, e *lexicon.Entry, p *shape.Piece, pr shape.Printed) {
	r.surely = r.speaks(e)
	defer func() { r.surely = 0 }()
	f, also := r.context(f, e, p, pr)
	if f == schema.FieldNativeID && !strings.Contains(pr.Text, "\n") {
		if parts := outline.SplitMarks(pr.Text); len(parts) > 1 && wording.IsID(strings.TrimSpace(parts[0])) {
			rest, behind := pr, pr.Text[len(parts[0]):]
			pr.Text, pr.Items = strings.TrimSpace(parts[0]), nil
			rest.Text = strings.Join(parts[1:], " - ")
			if !r.metaLine(rest) {
				r.putFacts(p.Label, behind, rest)
			}
		}
	}
	if f == schema.FieldValidation {
		pr = r.certificate(p.Label, pr)
	}
	if len(also) == 1 && r.eachItsOwn(f, also[0], p.Label, pr, group) {
		return
	}
	r.put(f, p.Label, pr, also, group)
}

// eachItsOwn gives the two levels of one line to the two labels it names: "Niveau d'entrée / Niveau de sortie : V / IV".
func (r *Reader) eachItsOwn(f, also schema.Field, label string, pr shape.Printed, group int) bool {
	level := func(f schema.Field) bool { return f == schema.FieldEntryLevel || f == schema.FieldExitLevel }
	a, b, ok := strings.Cut(pr.Text, " / ")
	if !ok || !level(f) || !level(also) || strings.Contains(b, " / ") || strings.Count(label, "/") != 1 {
		return false
	}
	pr.Items = nil
	pr.Text = strings.TrimSpace(a)
	r.put(f, label, pr, nil, group)
	pr.Text = strings.TrimSpace(b)
	r.put(also, label, pr, nil, group)
	return true
}

// speaks gives how much a field speaks for a course by how its label was read: whole, where a list has it, less where its
// words suggest it, and less still where those of the text had to help.
func (r *Reader) speaks(e *lexicon.Entry) float64 {
	switch {
	case e.Cued:
		return (r.Lx.Proof.Suggested + r.Lx.Proof.Unlabelled) / 2
	case e.Weak || e.Guess:
		return r.Lx.Proof.Suggested
	}
	return 1
}

// ofModules gives a label all its own box holds: the labels in there are of modules.
func (r *Reader) ofModules(i, end int, e *lexicon.Entry) int {
	p := &r.Pieces[i]
	pr := r.Collect(i, end, true)
	r.claim(i, end, string(e.Field), "modules")
	f, also := r.context(e.Field, e, p, pr)
	r.surely = r.speaks(e)
	r.put(f, p.Label, pr, also, 0)
	r.surely = 0
	return end
}

// holdsNumbers tells whether a field may hold a telephone number or what looks like one.
func holdsNumbers(f schema.Field) bool {
	return lexicon.BlockField(f) || strings.Contains(string(f), "phone") || f == schema.FieldProviderSIRET
}

// enrols tells whether a label speaks of enrolment, which may be open or closed.
func enrols(key string) bool {
	return key == "inscription" || key == "recrutement" || key == "candidature"
}

// whose is the field and group of a label where it stands: a town may be the provider's or a session's.
func (r *Reader) whose(e *lexicon.Entry, p *shape.Piece, sc shape.Scope) (schema.Field, int) {
	f, group := r.concrete(e.Field, sc)
	if f == schema.FieldSessionCity && r.blockField == schema.FieldContact {
		r.group++ // the numbers that follow are those of the place, not of the person named before it
		r.blockGroup = r.group
	}
	if e.Field == lexicon.FieldPostal && r.lastLabel == schema.FieldSessionCity {
		return schema.FieldSessionPostal, 0
	}
	if f == schema.FieldSessionCity && sc == shape.InCourse && r.Lx.Block[p.Key] != nil && r.blockGroup > 0 &&
		strings.HasPrefix(string(r.lastLabel), "provider.") {
		return schema.FieldProviderCity, r.blockGroup // "Ville" after "Adresse" is the provider's
	}
	return f, group
}

// unknown deals with what looks like a label and is in no lexicon.
func (r *Reader) unknown(i, end int, sc shape.Scope, s *session.Session) int {
	p := &r.Pieces[i]
	if p.Whole && (strings.Count(p.Label, " ") > 7 || strings.HasSuffix(r.Lay.Lines[p.Line].Text, ".") && !short(p)) { // a sentence is no label
		p.Label, p.Whole, p.From, p.Sure = "", false, 0, shape.NotLabel
		return r.looseText(i, end, sc, s)
	}
	ext, closed := r.Extent(i, end)
	if k := r.factsUnder(i, ext, sc); k > 0 {
		return k
	}
	if k := r.headingFact(i, ext, closed, sc); k > 0 {
		return k
	}
	if e := r.cueOver(i, ext, sc); e != nil {
		r.Guessed[p.Key] = e
		return r.labelled(i, end, e, sc, s)
	}
	if p.Whole && p.Rank <= 6 && sc == shape.InCourse { // a heading: what stands under it is read as if it were not there
		r.claim(i, i+1, "label", "label:unknown")
		r.heading, r.headingEnd = i, ext
		return i + 1
	}
	if p.Whole && sc != shape.InBlock && r.OverOthers(i, ext, sc) {
		r.claim(i, i+1, "label", "label:over")
		r.heading, r.headingEnd = i, ext
		return i + 1
	}
	k := r.unknownEnd(i, ext, closed, sc)
	pr := r.Collect(i, k, true)
	if sc == shape.InSession && s != nil {
		pr.Text = strings.TrimSpace(p.Label + " : " + pr.Text)
		s.Add(r.SessionValue(schema.FieldSessionText, p.Label, pr))
		r.claim(i, k, string(schema.FieldSessionText), "session")
		return k
	}
	if pr.Text == "" {
		r.claim(i, k, "label", "label:empty")
		return k
	}
	if wording.TellsState(pr.Text) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
		return k
	}
	if sc == shape.InCourse && (p.Whole && i+1 < k && r.datedLines(i+1, k) || r.byClass(i, k, p.Label, pr) || r.putByKind(i, k, p.Label, pr)) {
		r.claim(i, i+1, "section", "over sessions")
		return k
	}
	r.leave(i, k, p.Label, pr)
	r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueUnknownLabel, Field: "", Raw: p.Label, Where: pr.Where.Path})
	return k
}

// headingFact takes a heading that is a value itself, with what stands under it: "14 heures" over "soit 2 jours". It gives where
// reading goes on, 0 where the heading is none.
func (r *Reader) headingFact(i, ext int, closed bool, sc shape.Scope) int {
	p := &r.Pieces[i]
	if sc != shape.InCourse || !p.Whole || p.Label == "" || !wording.Digit(p.Label[0]) {
		return 0
	}
	f := r.factField(p.Label)
	if f == "" || lexicon.IsSession(f) {
		return 0
	}
	k := r.unknownEnd(i, ext, closed, sc)
	pr := r.Collect(i, k, true)
	if len(pr.Text) > 100 {
		return 0
	}
	pr.Text, pr.Items = strings.TrimSpace(p.Label+"\n"+pr.Text), nil
	r.putWeak(f, "", pr)
	r.claim(i, k, string(f), "kind alone")
	return k
}

// cueOver gives the field that an unknown label and all that stands under it tell by their words, nil where known labels, a
// table or sessions stand there.
func (r *Reader) cueOver(i, ext int, sc shape.Scope) *lexicon.Entry {
	const mostPieces = 80
	if sc != shape.InCourse || r.Plain || !r.inContent(r.Pieces[i].Line) || ext-i > mostPieces {
		return nil
	}
	labels := false
	var words strings.Builder
	words.WriteString(r.Text(&r.Pieces[i]))
	for j := i + 1; j < ext; j++ {
		q := &r.Pieces[j]
		if q.Skip {
			continue
		}
		if r.TableAt(j) != nil || r.cardAt(j) > 0 || q.Claim != "" {
			return nil
		}
		labels = labels || q.Label != "" && (q.Known || r.Guessed[q.Key] != nil) && q.Sure >= shape.Lone
		words.WriteString("\n" + q.Label + " " + r.Text(q))
	}
	e := r.Lx.Cue(r.Pieces[i].Label, words.String())
	if labels && (e == nil || e.Field != schema.FieldProgramme || !r.Pieces[i].Whole || r.Pieces[i].Rank > 6) {
		return nil // only a programme has parts that are called as fields are
	}
	return e
}

// short reports a label that the page's structure shows and whose point cuts a word short: "Dom.", "Mod.".
func short(p *shape.Piece) bool {
	return p.Sure == shape.Structural && p.Rank > 6 && len(p.Label) < 16 && strings.Count(p.Label, " ") < 3
}

// unknownEnd gives the end of what stands under an unknown label.
func (r *Reader) unknownEnd(i, ext int, closed bool, sc shape.Scope) int {
	for k := i + 1; k < ext; k++ {
		q := &r.Pieces[k]
		if q.Label != "" && q.Sure >= shape.Styled && (!closed || r.Lookup(q, sc) != nil) || r.TableAt(k) != nil {
			return k
		}
	}
	return ext
}

// leave lists content that no field took.
func (r *Reader) leave(i, k int, label string, pr shape.Printed) {
	for j := i; j < k; j++ {
		if p := &r.Pieces[j]; p.Claim == "" && !p.Skip {
			p.Claim, p.Rule = "unclaimed", "none"
		}
	}
	if pr.Text != "" && !pr.Icon {
		r.left = append(r.left, i)
		r.Draft.Unclaimed = append(r.Draft.Unclaimed, schema.Unclaimed{Label: label, Text: pr.Text, Where: pr.Where.Path})
	}
}
