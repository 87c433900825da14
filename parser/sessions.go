package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
)

// session is one session being read.
type session struct {
	values []schema.Value
	where  schema.Where
	id     string // an id that stands only in an attribute
	detail bool   // read from a block of its own, not from a row of a list
	merged bool   // a detail was joined to it
	table  int32
	holder int32 // the box around a detail block
	item   int   // how deep the list item lies that opens it
}

func (s *session) add(v schema.Value) {
	if v.Text == "" {
		return
	}
	for _, o := range s.values {
		if o.Field == v.Field && o.Text == v.Text {
			return
		}
	}
	s.values = append(s.values, v)
}

func (s *session) has(fs ...schema.Field) bool {
	for _, v := range s.values {
		for _, f := range fs {
			if v.Field == f {
				return true
			}
		}
	}
	return false
}

// again reports whether a dated session has a place under the same label already: a place opens the next one.
func (s *session) again(f schema.Field, label string) bool {
	if s == nil || f != schema.FieldSessionPlace || s.detail || !s.dated() {
		return false
	}
	for _, v := range s.values {
		if v.Field == f && v.Label == label {
			return true
		}
	}
	return false
}

func (s *session) get(f schema.Field) string {
	for _, v := range s.values {
		if v.Field == f {
			return v.Text
		}
	}
	return ""
}

func (s *session) dated() bool {
	return s.has(schema.FieldSessionDates, schema.FieldSessionStart)
}

func (r *reader) sessionValue(f schema.Field, label string, pr printed) schema.Value {
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && len(pr.text) < 20 && isID(pr.text) && len(dateSpans(pr.text)) == 0 {
		f = schema.FieldSessionID // "Session : S1301"
	}
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && entryExitText(pr.text) && len(dateSpans(pr.text)) == 0 {
		f = schema.FieldSessionEntryExit
	}
	if f == schema.FieldSessionEntryExit && pr.text == "" && entryExitText(label) {
		pr.text = label // the label is the whole fact: "Entrées/sorties permanentes"
	}
	if f == schema.FieldSessionSeats && !strings.ContainsAny(pr.text, "0123456789?") {
		f = schema.FieldSessionState // "Places restantes : Complet"
	}
	return schema.Value{Field: f, Label: label, Text: pr.text, Items: pr.items, Links: pr.links, Icon: pr.icon, Where: pr.where}
}

// sessionHeading reports whether a heading opens a session: "Session du 4 mai au 6 juin", "Détail de la session 2".
func sessionHeading(lab string) bool {
	if len(lab) < 9 || len(lab) > 140 || !strings.Contains(lab, "ession") && !strings.Contains(lab, "ESSION") {
		return false
	}
	f := fold(lab)
	for _, p := range [...]string{"session du ", "session de ", "session n ", "session no ", "session numero ", "detail de la session ", "session 1", "session 2", "session 3", "session 4",
		"session 5", "session 6", "session 7", "session 8", "session 9"} {
		if rest, ok := strings.CutPrefix(f, p); ok {
			return strings.HasPrefix(p, "session ") && len(p) == 9 || strings.ContainsAny(rest, "0123456789") || len(p) > 11
		}
	}
	return false
}

// isSessionHead reports whether a piece is the heading of one session: by its words, or a heading that says when.
func (r *reader) isSessionHead(p *piece) bool {
	return p.whole && (sessionHeading(p.label) || p.sure == structural && !p.known && (whenHeading(p.label) || r.townHeads[p.line]))
}

// findTownHeads finds the headings that name the town of a place labelled beneath them: each opens a session, with
// dates or without.
func (r *reader) findTownHeads() {
	for i := range r.pieces {
		p := &r.pieces[i]
		if !p.whole || p.known || p.sure != structural || p.rank > 6 || p.rank == 1 || p.skip || !townLike(p.label) {
			continue
		}
		town := fold(strings.TrimSpace(dropBrackets(p.label)))
		for j := i + 1; j < len(r.pieces) && j < i+12 && len(town) > 1; j++ {
			q := &r.pieces[j]
			if q.whole && q.sure == structural && q.rank <= p.rank {
				break
			}
			if e := r.lookup(q, inSession); e == nil || e.field != schema.FieldSessionPlace {
				continue
			}
			if t := r.text(q); postalLine(t) && strings.HasSuffix(fold(t), " "+town) {
				if r.townHeads == nil {
					r.townHeads = map[int32]bool{}
				}
				r.townHeads[p.line] = true
			}
			break
		}
	}
}

// dropBrackets drops a remark in brackets at the end.
func dropBrackets(t string) string {
	if i := strings.IndexByte(t, '('); i > 0 {
		return t[:i]
	}
	return t
}

func whenHeading(t string) bool {
	return len(t) < 160 && (dateRange(t) && (strings.ContainsAny(t, "-àA") || len(dateSpans(t)) == 2) || strings.Contains(t, " - ") && permanent(t) || strings.HasPrefix(t, "Du ") && strings.Contains(t, " - "))
}

// onlyHead reports whether a box is a dt, a legend or a head cell that is all of its row.
func (r *reader) onlyHead(b int32) bool {
	switch bx := &r.lay.boxes[b]; bx.tag {
	case atom.Dt, atom.Legend, atom.Summary:
		return true
	case atom.Th:
		return bx.parent >= 0 && r.lay.boxes[bx.parent].last-r.lay.boxes[bx.parent].first == 1
	}
	return false
}

// sessions reads everything under a sessions label.
func (r *reader) sessions(i, ext int) int {
	p := &r.pieces[i]
	r.claim(i, i+1, "section", "sessions")
	was := r.opener
	defer func() { r.opener = was }()
	r.opener = i
	if !p.whole { // "Session : du … au …"
		p.claim = ""
		if r.text(p) == "" {
			p.claim = "section"
			return r.sessionRun(i+1, ext, nil)
		}
		s := r.open(i)
		if t := r.text(p); dateRange(t) || permanent(t) {
			r.sessionText(i, i+1, s)
		} else { // words where dates should stand
			s.add(r.sessionValue(schema.FieldSessionDates, p.label, r.collect(i, i+1, true)))
			r.claim(i, i+1, "session", "label")
		}
		return r.sessionRun(i+1, ext, s)
	}
	for k := i + 1; k < ext; k++ { // a heading or label of the same rank ends it
		if q := &r.pieces[k]; q.whole && !q.skip && q.rank <= p.rank && q.sure >= styled && (q.rank <= 6 || r.beside(i, k)) && !r.isSessionHead(q) && !r.sessionLabel(q) && r.tableOver(k) == nil {
			ext = k
			break
		}
	}
	return r.sessionRun(i+1, ext, nil)
}

// beside reports whether the labels i and k stand in one box or in two of one parent: a label further inside (a row
// of a session's own table) is that session's.
func (r *reader) beside(i, k int) bool {
	a, b := r.boxOf(i), r.boxOf(k)
	if a == b {
		return true
	}
	a, b = r.alone(i, a), r.alone(k, b)
	return r.lay.boxes[a].parent == r.lay.boxes[b].parent && r.lay.boxes[b].last-r.lay.boxes[b].first == 1
}

// sessionLabel reports whether a label speaks of sessions and of nothing else.
func (r *reader) sessionLabel(q *piece) bool {
	e := r.lookup(q, inSession)
	return e != nil && (tight(e.field) || e.field == schema.FieldSessions)
}

// tight reports the fields that only a session has.
func tight(f schema.Field) bool {
	switch f {
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionPlace, schema.FieldSessionEntryExit, schema.FieldSessionSeats,
		schema.FieldSessionState, schema.FieldSessionID, schema.FieldSessionPostal, schema.FieldSessionPublished:
		return true
	}
	return false
}

// tableOver gives the record table that piece k stands in, nil when it stands in none.
func (r *reader) tableOver(k int) *table {
	for b := r.boxOf(k); b > 0; b = r.lay.boxes[b].parent {
		if t := r.tables[b]; t != nil {
			return t
		}
	}
	return nil
}

// sessionBlock reads one session that has a heading of its own.
func (r *reader) sessionBlock(i, end int) int {
	ext, holder := r.sessionExtent(i, end)
	s := r.open(i)
	s.detail, s.holder = true, holder
	p := &r.pieces[i]
	r.headingDates(p.label, s, r.collectLine(i))
	r.claim(i, i+1, "session", "session heading")
	r.listing = false
	k := i + 1
	for k < ext && !r.isSessionHead(&r.pieces[k]) {
		k++
	}
	r.parse(i+1, k, inSession, s)
	return k
}

// sessionBox gives the box that begins at piece i and whose class or id names one session, 0 when none does.
func (r *reader) sessionBox(i int) int32 {
	li := r.pieces[i].line
	if int(r.firstOf[li]) != i {
		return 0
	}
	best := int32(0)
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		if bx := &r.lay.boxes[b]; bx.last-bx.first > 1 && bx.tag != atom.Tr && bx.tag != atom.Table && r.panelID(b) != "" {
			best = b
		}
	}
	return best
}

func (r *reader) panelID(b int32) string {
	for _, a := range r.lay.boxes[b].attrs {
		if a.Key == "class" || a.Key == "id" {
			if strings.Contains(strings.ToLower(a.Val), "session") {
				if id := idInText(a.Val, false); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

// sessionPanel reads a box that speaks of one session.
func (r *reader) sessionPanel(i int, b int32) int {
	_, to := r.pieceRange(b)
	s := r.open(i)
	s.id, s.detail, s.holder = r.panelID(b), true, r.lay.boxes[b].parent
	r.parse(i, to, inSession, s)
	return to
}

// sessionExtent is the reach of a session's heading: the largest box that it opens and that holds no other
// session's heading. holder is the box around it: two sessions of one holder are two.
func (r *reader) sessionExtent(i, end int) (ext int, holder int32) {
	b := r.alone(i, r.boxOf(i))
	_, ext = r.pieceRange(b)
	if p := &r.pieces[i]; p.rank <= 6 || labelBox(&r.lay.boxes[b]) {
		ext, _ = r.extent(i, end)
	}
	for {
		up := r.lay.boxes[b].parent
		if up < 0 {
			return ext, b
		}
		from, to := r.pieceRange(up)
		for j := from; j < to; j++ {
			q := &r.pieces[j]
			if j != i && r.isSessionHead(q) || j < i && !q.skip && (q.label != "" || r.text(q) != "") {
				return max(ext, i+1), up
			}
			if e := r.lookup(q, inCourse); j > i && e != nil && q.sure == structural && q.rank <= r.pieces[i].rank && long(e.field) && e.field != schema.FieldOther {
				return max(ext, i+1), up
			}
		}
		b = up
		ext = max(ext, min(to, end))
	}
}

func (r *reader) collectLine(i int) printed {
	var pr printed
	l := &r.lay.lines[r.pieces[i].line]
	r.place(&pr, l)
	pr.text = clean(l.text)
	return pr
}

// open starts a session at piece i.
func (r *reader) open(i int) *session {
	s := &session{id: r.attrID(i)}
	s.where = r.collectLine(i).where
	s.item = r.itemDepth(r.pieces[i].line)
	r.found = append(r.found, s)
	return s
}

// sessionRun reads the pieces under a sessions label: rows, lines and blocks that open one session after another.
func (r *reader) sessionRun(i, ext int, s *session) int {
	was := r.listing
	defer func() { r.listing = was }()
	for i < ext {
		p := &r.pieces[i]
		if p.skip || p.claim != "" {
			i++
			continue
		}
		if t := r.tableAt(i); t != nil {
			i = r.table(t, inSession, s)
			continue
		}
		if b := r.sessionBox(i); b > 0 {
			i = r.sessionPanel(i, b)
			s = nil
			continue
		}
		if r.isSessionHead(p) {
			i = r.sessionBlock(i, ext)
			s = nil
			continue
		}
		if p.label != "" && r.firesLoose(p, inSession) {
			e := r.lookup(p, inSession)
			if e != nil && e.field == schema.FieldSessions { // the heading again
				r.claim(i, i+1, "section", "sessions")
				i++
				continue
			}
			if s == nil && e != nil && !isSession(e.field) && p.rank <= 6 {
				return i
			}
			if e == nil && p.whole && townLike(p.label) && r.datedBelow(i, ext) { // a town over its dates
				s = r.open(i)
				pr := r.collectLine(i)
				pr.text = p.label
				s.add(r.sessionValue(schema.FieldSessionPlace, "", pr))
				r.claim(i, i+1, "session", "town")
				i++
				continue
			}
			if o := &r.pieces[r.opener]; !o.whole && e != nil && !tight(e.field) && (s == nil || !s.detail) {
				return i // the label of one line: what follows is the course's again
			}
			if e != nil && (opener(e.field) && (s == nil || s.has(e.field)) || s.again(e.field, p.label)) || s == nil && e != nil && isSession(e.field) {
				s = r.open(i)
			}
			r.listing = s != nil && !s.detail
			if e == nil {
				i = r.unknown(i, ext, inSession, s)
			} else {
				i = r.labelled(i, ext, e, inSession, s)
			}
			continue
		}
		t := r.text(p)
		if updateDate(t) != "" {
			return i
		}
		switch {
		case otherDates(t):
			if s == nil {
				r.leave(i, i+1, "", r.collect(i, i+1, false))
				i++
				continue
			}
		case s != nil && (r.townItem(p, t) || s.item > 0 && s.item == r.itemDepth(p.line) && s.has(schema.FieldSessionPlace) && townLike(t)):
			s = r.open(i)
		case dateRange(t) || permanent(t):
			if s == nil || s.dated() {
				s = r.open(i)
			}
		case s == nil, r.nextOpens(i, ext) && s.dated():
			if r.chromeLine(&r.lay.lines[p.line], t) || t == "" {
				r.claimChrome(i, i+1)
				i++
				continue
			}
			s = r.open(i)
		}
		r.sessionText(i, i+1, s)
		i++
	}
	return i
}

// townItem reports whether a list item names a town and then something that is no date: a session without one.
func (r *reader) townItem(p *piece, t string) bool {
	town, rest, ok := strings.Cut(t, " : ")
	return ok && len(r.found) > 0 && r.opensItem(p.line) && townLike(town) && !dateRange(t) && rest != ""
}

// otherDates reports a dated line that says of what: of tests, of registration, of meetings, and so of no session.
func otherDates(t string) bool {
	if !dateRange(t) {
		return false
	}
	f := fold(strings.TrimLeft(t, "-•* "))
	for _, w := range [...]string{"epreuve", "concours", "inscription", "preinscription", "pre inscription", "retrait", "retour", "depot", "reunion", "information",
		"oral ", "oraux", "ecrit", "jury", "test", "selection", "cloture", "date limite", "limite", "resultat", "admissib", "candidature", "dossier",
		"fin des inscriptions", "ouverture des inscriptions"} {
		if strings.HasPrefix(f, w) {
			return true
		}
	}
	return false
}

// nextOpens reports whether the piece after i opens a session by its dates: i is its town.
func (r *reader) nextOpens(i, ext int) bool {
	if i+1 >= ext || len(r.text(&r.pieces[i])) > 60 || r.nearer(i) {
		return false
	}
	q := &r.pieces[i+1]
	return q.label == "" && (dateRange(r.text(q)) || permanent(r.text(q)))
}

// datedBelow reports whether dates stand in one of the lines right below piece i.
func (r *reader) datedBelow(i, ext int) bool {
	for j := i + 1; j < min(i+4, ext); j++ {
		if q := &r.pieces[j]; dateRange(r.text(q)) || permanent(r.text(q)) || r.sessionLabel(q) {
			return true
		} else if q.whole {
			return false
		}
	}
	return false
}

// nearer reports whether piece i shares a smaller box with the piece before it than with the one after it.
func (r *reader) nearer(i int) bool {
	return i > 0 && i+1 < len(r.pieces) && r.shared(i, i-1) > r.shared(i, i+1)
}

// shared is the depth of the smallest box that holds two pieces.
func (r *reader) shared(i, j int) int16 {
	a, b := r.boxOf(i), r.boxOf(j)
	for a != b {
		if r.lay.boxes[a].depth >= r.lay.boxes[b].depth {
			a = r.lay.boxes[a].parent
		} else {
			b = r.lay.boxes[b].parent
		}
		if a < 0 || b < 0 {
			return 0
		}
	}
	return r.lay.boxes[a].depth
}

func opener(f schema.Field) bool {
	return f == schema.FieldSessionDates || f == schema.FieldSessionStart || f == schema.FieldSessionID
}

// sessionText reads unlabelled text of a session.
func (r *reader) sessionText(i, k int, s *session) {
	r.iconFacts(i, k, s)
	for j := i; j < k; j++ {
		p := &r.pieces[j]
		pr := r.collect(j, j+1, p.label != "" && p.claim == "" && j == i && r.lookup(p, inSession) != nil)
		if pr.text == "" {
			r.claimChrome(j, j+1)
			continue
		}
		r.claim(j, j+1, "session", "session text")
		t := strings.TrimPrefix(pr.text, "- ")
		pr.items = nil
		switch {
		case otherDates(t):
			s.add(r.sessionValue(schema.FieldSessionText, "", pr))
		case dateRange(t) || permanent(t) && len(t) < 90:
			r.headingDates(t, s, pr)
		case entryExitText(t) && len(t) < 60:
			pr.text = t
			s.add(r.sessionValue(schema.FieldSessionEntryExit, "", pr))
		case r.townItem(p, t) && len(s.values) == 0:
			town, rest, _ := strings.Cut(t, " : ")
			pr.text = town
			s.add(r.sessionValue(schema.FieldSessionPlace, "", pr))
			pr.text = rest
			s.add(r.sessionValue(schema.FieldSessionText, "", pr))
		case stateLine(t):
			s.add(r.sessionValue(schema.FieldSessionState, "", pr))
		case stateText(fold(t)):
			s.add(r.sessionValue(schema.FieldSessionState, "", pr))
		case !s.has(schema.FieldSessionPlace) && !pr.icon && townLike(t):
			pr.text = t
			s.add(r.sessionValue(schema.FieldSessionPlace, "", pr))
		case postalLine(t) && !strings.ContainsAny(s.get(schema.FieldSessionPlace), "0123456789"):
			pr.text = t
			r.replacePlace(s, pr)
		default:
			s.add(r.sessionValue(schema.FieldSessionText, "", pr))
		}
	}
}

// replacePlace takes a postal line as the place; what stood there before is the name of the place or provider.
func (r *reader) replacePlace(s *session, pr printed) {
	for n := range s.values {
		if s.values[n].Field == schema.FieldSessionPlace {
			s.values[n].Field = schema.FieldSessionText
		}
	}
	s.add(r.sessionValue(schema.FieldSessionPlace, "", pr))
}

// townLike reports whether a line may be a town: short, no digits but a department in brackets, not a sentence.
func townLike(t string) bool {
	if len(t) > 60 || len(t) < 2 || strings.ContainsAny(t, ":@€/;") {
		return false
	}
	if i := strings.IndexByte(t, '('); i > 0 {
		t = t[:i]
	}
	t = dropOrdinal(t)
	return !strings.ContainsAny(t, "0123456789") && len(strings.Fields(t)) <= 6 && letter(t)
}

// dropOrdinal drops the number of an arrondissement: "Marseille 8e", "Lyon 3ème".
func dropOrdinal(t string) string {
	w := strings.Fields(t)
	if n := len(w); n > 1 && digit(w[n-1][0]) && len(w[n-1]) <= 6 && (strings.HasSuffix(w[n-1], "e") || strings.HasSuffix(w[n-1], "er")) {
		return strings.Join(w[:n-1], " ")
	}
	return t
}

// headingDates takes "VILLE - Du … au … - Durée : 21 heures" apart.
func (r *reader) headingDates(t string, s *session, pr printed) {
	parts := splitDash(t)
	for _, part := range parts {
		part = strings.TrimSpace(part)
		q := pr
		q.text, q.items, q.icon = part, nil, false
		switch {
		case part == "":
		case len(parts) > 1 && len(part) >= 6 && isID(part) && strings.Trim(part, "0123456789") == "" && !s.has(schema.FieldSessionID):
			s.add(r.sessionValue(schema.FieldSessionID, "", q))
		case dateRange(part):
			dates, rest := cutDates(part)
			q.text = dates
			s.add(r.sessionValue(schema.FieldSessionDates, "", q))
			if rest != "" {
				q.text = rest
				if townLike(rest) {
					s.add(r.sessionValue(schema.FieldSessionPlace, "", q))
				} else {
					s.add(r.sessionValue(schema.FieldSessionText, "", q))
				}
			}
		case permanent(part):
			if town, rest, ok := strings.Cut(part, " : "); ok && townLike(town) && !s.has(schema.FieldSessionPlace) && find(r.lx.session, labelKey(town)) == nil {
				q.text = town
				s.add(r.sessionValue(schema.FieldSessionPlace, "", q))
				q.text = rest
			}
			s.add(r.sessionValue(schema.FieldSessionEntryExit, "", q))
		case strings.Contains(part, ":"):
			lab, val, _ := strings.Cut(part, ":")
			q.text = strings.TrimSpace(val)
			if e := find(r.lx.session, labelKey(lab)); e != nil && isSession(e.field) && q.text != "" {
				s.add(r.sessionValue(e.field, trimLabel(lab), q))
			} else {
				q.text = part
				s.add(r.sessionValue(schema.FieldSessionText, "", q))
			}
		case sessionHeading(part):
		case townLike(part):
			s.add(r.sessionValue(schema.FieldSessionPlace, "", q))
		default:
			s.add(r.sessionValue(schema.FieldSessionText, "", q))
		}
	}
}

// splitDash splits at " - " except between two dates.
func splitDash(t string) []string {
	var out []string
	rest := t
	from := 0
	for {
		i := strings.Index(rest[from:], " - ")
		if i < 0 {
			return append(out, rest)
		}
		i += from
		if i > 0 && digit(rest[i-1]) && i+3 < len(rest) && digit(rest[i+3]) {
			from = i + 3
			continue
		}
		out = append(out, rest[:i])
		rest, from = rest[i+3:], 0
	}
}
