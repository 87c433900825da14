package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// townItem reports whether a list item names a town and then something that is no date: a session without one.
func (r *reader) townItem(p *piece, t string) bool {
	town, rest, ok := strings.Cut(t, " : ")
	return ok && len(r.found) > 0 && r.opensItem(p.line) && townLike(town) && !date.HoldsPeriod(t) && rest != ""
}

// otherDates reports a dated line that says of what: of tests, of registration, of meetings, and so of no session.
func otherDates(t string) bool {
	if !date.HoldsPeriod(t) {
		return false
	}
	return otherDateWords(text.FoldLabel(strings.TrimLeft(t, "-•* ")))
}

// otherDateWords reports folded words that say a date is of tests, of registration, of meetings.
func otherDateWords(f string) bool {
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
	return q.label == "" && tellsDates(r.text(q))
}

// datedBelow reports whether dates stand in one of the lines right below piece i.
func (r *reader) datedBelow(i, ext int) bool {
	for j := i + 1; j < min(i+4, ext); j++ {
		if q := &r.pieces[j]; tellsDates(r.text(q)) || r.sessionLabel(q) {
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

// sessionText reads unlabelled text of a session.
func (r *reader) sessionText(i, k int, s *session) {
	r.iconFacts(i, k, s)
	for j := i; j < k; j++ {
		p := &r.pieces[j]
		own := p.label != "" && p.claim == "" && j == i && r.lookup(p, inSession) != nil
		pr := r.collect(j, j+1, own)
		if own {
			pr.label = p.label
		}
		if pr.text == "" {
			r.claimChrome(j, j+1)
			continue
		}
		r.claim(j, j+1, "session", "session text")
		pr.items = nil
		if !own && r.opensItem(p.line) && onePeriod(pr.text) {
			if s.listed && s.id == "" && !s.has(schema.FieldSessionID) {
				s = r.besides(s, j, pr)
			}
			s.listed = true
		}
		if parts := eachPeriod(pr.text); parts != nil && (!s.dated() || r.listing) {
			r.severally(parts, p, pr, s)
			continue
		}
		if parts := r.sideBySide(p, pr.text); parts != nil {
			for _, t := range parts {
				pr.text = t
				r.sessionWords(p, pr, s)
			}
			continue
		}
		r.sessionWords(p, pr, s)
	}
}

// onePeriod reports a line that tells one whole period: "du 4 au 8 mai 2027", "du 04/05/2027 au 08/05/2027".
func onePeriod(t string) bool {
	if len(t) > 200 || !date.HoldsPeriod(t) {
		return false
	}
	switch len(date.Spans(t)) {
	case 1:
		return true
	case 2:
		p := date.ReadPeriod(t)
		return len(p.Ranges) == 1 && len(p.Partial)+len(p.Bad) == 0 && p.Ranges[0].Start != "" && p.Ranges[0].End != ""
	}
	return false
}

// besides opens a session at the place of another.
func (r *reader) besides(s *session, j int, pr printed) *session {
	next := r.open(j)
	next.holder, next.table, next.detail = s.holder, s.table, s.detail
	if pr.text = s.get(schema.FieldSessionCity); pr.text != "" {
		next.add(r.sessionValue(schema.FieldSessionCity, "", pr))
	}
	return next
}

// eachPeriod parts a line that tells several periods, each whole by itself and with what is said of it: "du 9 au 11 février
// 2026 (complet), du 13 au 15 avril 2026". It is nil for one period, and for lists that lend each other their year.
func eachPeriod(t string) []string {
	if len(t) > 600 || len(date.Spans(t)) < 2 {
		return nil
	}
	var out []string
	from := 0
	for i := 0; i < len(t); i++ {
		n := 0
		switch {
		case t[i] == ';' || t[i] == ',' || t[i] == '\n':
			n = 1
		case strings.HasPrefix(t[i:], " puis "), strings.HasPrefix(t[i:], " et du "), strings.HasPrefix(t[i:], " ou du "), strings.HasPrefix(t[i:], " ou le "):
			n = strings.IndexByte(t[i+1:], ' ') + 1
		}
		if n == 0 || !whole(t[from:i]) || !whole(t[i+n:]) {
			continue
		}
		out = append(out, strings.TrimSpace(t[from:i]))
		from = i + n
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, strings.TrimSpace(t[from:]))
}

// whole reports whether a text tells when a session is without another's year.
func whole(t string) bool {
	p := date.ReadPeriod(t)
	if len(p.Ranges) == 0 || len(p.Partial)+len(p.Bad) > 0 || p.Ranges[0].Start == "" {
		return false
	}
	first, more, _ := strings.Cut(text.FoldLabel(t), " ")
	if first == "a" && more != "" && digit(more[0]) {
		return false
	}
	switch first {
	case "au", "jusqu", "sortie", "fin":
		return false // the end of the period before
	}
	return !otherDates(strings.TrimSpace(t))
}

// severally reads the periods of one line as so many sessions; what stands before the first is of all.
func (r *reader) severally(parts []string, p *piece, pr printed, s *session) {
	towns := s.all(schema.FieldSessionCity)
	for n, t := range parts {
		if n > 0 {
			next := r.open(int(r.firstOf[p.line]))
			next.holder, next.table = s.holder, s.table
			place := s.get(schema.FieldSessionCity)
			if towns != "" {
				place = strings.TrimSpace(towns)
			}
			s = next
			if place != "" {
				q := pr
				q.text, q.items = place, nil
				s.add(r.sessionValue(schema.FieldSessionCity, "", q))
			}
		}
		pr.text = t
		r.sessionWords(p, pr, s)
	}
}

// sideBySide gives the parts of a line that is nothing but inline elements beside each other: the town, the dates and the
// state of a session's head.
func (r *reader) sideBySide(p *piece, whole string) []string {
	l := &r.lay.lines[p.line]
	if p.label != "" || len(l.parts) < 2 || p.from > 0 || int(p.to) < len(l.text) || !r.covers(l) || len(whole) > 250 {
		return nil
	}
	var out []string
	from := 0 // of the last one
	for _, s := range l.parts {
		end := min(int(s.to), len(l.text))
		t := strings.Trim(l.text[s.from:end], " •·|-–—→/,")
		if t == "" {
			continue
		}
		c := t[0]
		if c >= 'a' && c <= 'z' && len(date.Spans(t)) == 0 && !tellsState(t) {
			return nil // a word in the middle of a sentence
		}
		if n := len(out); n > 0 && len(date.Spans(t)) > 0 && len(date.Spans(out[n-1])) == 1 && (c >= 'a' && c <= 'z' || digit(c)) {
			out[n-1] = clean(strings.TrimSpace(l.text[from:end])) // "<time>6 octobre</time> → <time>26 juin</time>"
			continue
		}
		from = int(s.from)
		out = append(out, clean(t))
	}
	return out
}

// sessionWords gives a session what some words say of it.
func (r *reader) sessionWords(p *piece, pr printed, s *session) {
	t := strings.TrimPrefix(pr.text, "- ")
	switch {
	case otherDates(t):
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
	case date.HoldsPeriod(t) || permanent(t) && len(t) < 90 || townDate(t) || !permanent(t) && tellsDates(t):
		t, _ = cutOrdinal(t)
		r.headingDates(t, s, pr)
	case len(t) < 40 && sessionNumber(t) != "" && !s.has(schema.FieldSessionID) && numbered(t):
		pr.text = sessionNumber(t)
		s.add(r.sessionValue(schema.FieldSessionID, "", pr))
	case entryExitText(t) && len(t) < 60:
		pr.text = t
		s.add(r.sessionValue(schema.FieldSessionEntryExit, "", pr))
	case r.townItem(p, t) && len(s.values) == 0:
		town, rest, _ := strings.Cut(t, " : ")
		pr.text = town
		s.add(r.sessionValue(schema.FieldSessionCity, "", pr))
		pr.text = rest
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
	case r.state(t):
		s.add(r.sessionValue(schema.FieldSessionState, "", pr))
	case !s.has(schema.FieldSessionCity) && !pr.icon && townLike(t) && r.maybeTown(t):
		town, state := townState(t)
		if pr.text = state; state != "" {
			s.add(r.sessionValue(schema.FieldSessionState, "", pr))
		}
		pr.text = town
		s.add(r.sessionValue(schema.FieldSessionCity, "", pr))
	case postalLine(t) && !strings.ContainsAny(s.get(schema.FieldSessionCity), "0123456789"):
		pr.text = t
		r.replacePlace(s, pr)
	default:
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
	}
}

// replacePlace takes a postal line as the place; what stood there before is the name of the place or provider.
func (r *reader) replacePlace(s *session, pr printed) {
	for n := range s.values {
		if s.values[n].Field == schema.FieldSessionCity {
			s.values[n].Field = schema.FieldSessionText
		}
	}
	s.add(r.sessionValue(schema.FieldSessionCity, "", pr))
}

// townLike reports whether a line may be a town: short, no digits but a department in brackets, not a sentence.
func townLike(t string) bool {
	if len(t) > 60 || len(t) < 2 || strings.ContainsAny(t, ":@€/;") {
		return false
	}
	if i := strings.IndexByte(t, '('); i > 0 {
		t = t[:i]
	}
	t = dropOrdinal(beforeCode(t))
	return !strings.ContainsAny(t, "0123456789") && len(strings.Fields(t)) <= 6 && letter(t)
}

// beforeCode drops the department or postal code printed behind a town: "Manosque - 04".
func beforeCode(t string) string {
	head := strings.TrimRight(t, "0123456789")
	if n := len(t) - len(head); n != 2 && n != 5 && n != 3 {
		return t
	}
	town := strings.TrimRight(head, " -–")
	if len(town) == len(head) || strings.TrimRight(head, " ") == town && len(t)-len(head) != 5 {
		return t
	}
	return town
}

// dropOrdinal drops the number of an arrondissement: "Marseille 8e", "Lyon 3ème".
func dropOrdinal(t string) string {
	w := strings.Fields(t)
	if n := len(w); n > 1 && digit(w[n-1][0]) && len(w[n-1]) <= 6 && (strings.HasSuffix(w[n-1], "e") || strings.HasSuffix(w[n-1], "er")) {
		return strings.Join(w[:n-1], " ")
	}
	return t
}

// stateAfter gives where words that tell a session's state follow its last date, 0 when none do.
func stateAfter(t string) int {
	spans := date.Spans(t)
	if len(spans) == 0 {
		return 0
	}
	at := spans[len(spans)-1][1]
	if tellsState(t[at:]) {
		return at
	}
	return 0
}

// keepSentence keeps a whole sentence of a session where the values taken out of it, those from one on, say less.
func (r *reader) keepSentence(t string, from int, pr printed, s *session) {
	if s.lacks(t, from) {
		pr.text, pr.items, pr.icon = t, nil, false
		s.add(r.sessionValue(schema.FieldSessionText, "", pr))
	}
}

// lacks reports whether a sentence says more than the values taken out of it: "Le stage a lieu à Sète, de février à avril".
func (s *session) lacks(sentence string, from int) bool {
	if len(sentence) > 300 {
		return false
	}
	var said strings.Builder
	for _, v := range s.values[min(from, len(s.values)):] {
		said.WriteString(" " + text.FoldLabel(v.Text))
	}
	said.WriteByte(' ')
	lacking := 0
	for w := range strings.FieldsSeq(text.FoldLabel(sentence)) {
		if len(w) > 2 && w != "session" && w != "sessions" && !strings.Contains(said.String(), " "+w+" ") {
			lacking++
		}
	}
	return lacking > 1 && s.dated()
}

// exact takes a month for words where days are told after it: "rentrée de janvier 2014" over "Du 6 janvier 2014 au …".
func (s *session) exact(dates string) {
	spans := date.Spans(dates)
	if len(spans) < 2 && (len(spans) == 0 || !digit(dates[spans[0][0]])) {
		return
	}
	for n := range s.values {
		v := &s.values[n]
		if v.Field == schema.FieldSessionDates && len(date.Spans(v.Text)) == 1 && !digit(v.Text[date.Spans(v.Text)[0][0]]) {
			v.Field = schema.FieldSessionText
		}
	}
}

// remark takes how one enters out of the brackets at the end of a heading: "VILLE (Atelier permanent)".
func (r *reader) remark(part string, s *session, pr printed) string {
	i := strings.LastIndexByte(part, '(')
	if i < 1 || !strings.HasSuffix(part, ")") || !permanent(part[i+1:len(part)-1]) {
		return part
	}
	pr.text, pr.items, pr.icon = part[i+1:len(part)-1], nil, false
	s.add(r.sessionValue(schema.FieldSessionEntryExit, "", pr))
	return strings.TrimSpace(part[:i])
}
