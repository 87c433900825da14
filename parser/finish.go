package parser

import (
	"strings"

	"carif/schema"
)

// finish puts the draft together once all pieces are read.
func (r *reader) finish() {
	r.dropOutside()
	r.dropTwins()
	r.providerByName()
	r.providerFromContact()
	r.yieldWeak()
	r.mergeSessions()
	r.applyLoose()
	r.settleLater()
	for _, s := range r.found {
		if s.id != "" && !s.has(schema.FieldSessionID) {
			s.values = append(s.values, schema.Value{Field: schema.FieldSessionID, Text: s.id, Where: s.where})
		}
		if len(s.values) > 0 {
			r.draft.Sessions = append(r.draft.Sessions, schema.DraftSession{Values: s.values, Where: s.where})
		}
	}
}

// later is a value of the course that stands in one session.
type later struct {
	f     schema.Field
	label string
	pr    printed
	s     *session
}

func perSession(f schema.Field) bool {
	return f == schema.FieldCentreHours || f == schema.FieldCompanyHours || f == schema.FieldWeeklyHours
}

// saysAlready reports whether the course has a value of a field with the same words.
func (r *reader) saysAlready(f schema.Field, text string) bool {
	for _, v := range r.draft.Get(f) {
		if fold(v.Text) == fold(text) {
			return true
		}
	}
	return false
}

// settleLater gives the course what all its sessions say alike, and each session what they say otherwise.
func (r *reader) settleLater() {
	for _, s := range r.found {
		for _, v := range s.values {
			if v.Field == schema.FieldSessionHours {
				r.later = append(r.later, later{schema.FieldDuration, v.Label, printed{text: v.Text, links: v.Links, where: v.Where}, nil})
			}
		}
	}
	said := map[schema.Field]string{} // what all sessions say alike, "" once two differ
	for _, l := range r.later {
		if old, ok := said[l.f]; !ok {
			said[l.f] = fold(l.pr.text)
		} else if old != fold(l.pr.text) {
			said[l.f] = ""
		}
	}
	done := map[schema.Field]bool{}
	for _, l := range r.later {
		switch {
		case said[l.f] != "" && !done[l.f] && len(r.draft.Get(l.f)) == 0:
			r.put(l.f, l.label, l.pr, nil, 0)
		case l.s != nil && !r.saysAlready(l.f, l.pr.text):
			q := l.pr
			q.text, q.items = l.label+" : "+q.text, nil
			l.s.add(r.sessionValue(schema.FieldSessionText, l.label, q))
		}
		done[l.f] = true
	}
}

// dropOutside makes chrome of the loose text before the title and after the last field: the page's own words.
func (r *reader) dropOutside() {
	r.keepLeft(func(i int, _ schema.Unclaimed) string {
		switch {
		case r.titleAt >= 0 && i < r.titleAt:
			return "chrome:before"
		case i > r.lastUsed:
			return "chrome:after"
		}
		return ""
	})
}

// dropTwins forgets loose lines that only repeat a value: the title for printing, the provider under the title.
func (r *reader) dropTwins() {
	said := map[string]bool{}
	for _, v := range r.draft.Values {
		if len(v.Text) < 300 {
			first, _, _ := strings.Cut(v.Text, "\n")
			said[fold(v.Text)], said[fold(first)] = true, true
		}
	}
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if len(u.Text) < 300 && said[fold(u.Text)] {
			return "twin"
		}
		return ""
	})
}

// keepLeft keeps the unclaimed texts for which rule gives ""; the others are claimed under the rule given.
func (r *reader) keepLeft(rule func(i int, u schema.Unclaimed) string) {
	var kept []schema.Unclaimed
	var left []int
	for n, u := range r.draft.Unclaimed {
		i := r.left[n]
		why := rule(i, u)
		if why == "" {
			kept, left = append(kept, u), append(left, i)
			continue
		}
		end := len(r.pieces)
		if n+1 < len(r.left) {
			end = r.left[n+1]
		}
		for j := i; j < end && (r.pieces[j].claim == "unclaimed" || r.pieces[j].skip); j++ {
			if r.pieces[j].skip {
				continue
			}
			if r.pieces[j].claim, r.pieces[j].rule = "chrome", why; why == "twin" || why == "name" {
				r.pieces[j].claim = "twin"
			}
		}
	}
	r.draft.Unclaimed, r.left = kept, left
}

// providerByName takes a loose line beside the title as the provider where the page names none and the line's
// class or link says so.
func (r *reader) providerByName() {
	for _, v := range r.draft.Values {
		if strings.HasPrefix(string(v.Field), "provider") {
			return
		}
	}
	done := false
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if done || i < r.titleAt-3 || i > r.titleAt+6 || len(u.Text) > 120 || !r.speaksOfProvider(i) {
			return ""
		}
		done = true
		r.put(schema.FieldProvider, "", r.collect(i, i+1, false), nil, 0)
		return "name"
	})
}

// providerFromContact makes the provider of a contact's block that is an organisation with its address, where the page
// names no provider otherwise.
func (r *reader) providerFromContact() {
	for _, v := range r.draft.Values {
		if v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName {
			return
		}
	}
	group := 0
	for n := range r.draft.Values {
		v := &r.draft.Values[n]
		if group == 0 && v.Field == schema.FieldContact && v.Group > 0 && hasPostalLine(v.Text) && addressIn(v.Text) {
			group = v.Group
		}
	}
	if group == 0 {
		return
	}
	to := map[schema.Field]schema.Field{schema.FieldContact: schema.FieldProvider, schema.FieldContactPhone: schema.FieldProviderPhone, schema.FieldContactEmail: schema.FieldProviderEmail}
	for n := range r.draft.Values {
		if v := &r.draft.Values[n]; v.Group == group && to[v.Field] != "" {
			v.Field = to[v.Field]
		}
	}
}

func (r *reader) speaksOfProvider(i int) bool {
	l := &r.lay.lines[r.pieces[i].line]
	words := attr(r.lay.boxes[l.box].attrs, "class") + " " + attr(r.lay.boxes[l.box].attrs, "itemprop")
	for _, a := range l.anchors {
		words += " " + a.href
	}
	for _, x := range l.runs {
		words += " " + x.class
	}
	words = strings.ToLower(words)
	for _, w := range [...]string{"organisme", "prestataire", "etablissement", "provider", "organization", "porteur", "centre-formation", "dispensateur", "/of/"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}

// yieldWeak turns values under weak labels into "other" where a plain label of the same field stands on the page.
func (r *reader) yieldWeak() {
	strong := map[schema.Field]int{}
	weak := map[int]bool{}
	for _, n := range r.weak {
		if n < len(r.draft.Values) {
			weak[n] = true
		}
	}
	row := map[int]bool{}
	for _, n := range r.rowWeak {
		row[n] = true
	}
	for n, v := range r.draft.Values {
		if !weak[n] && !row[n] {
			strong[v.Field]++
		}
	}
	taken := map[schema.Field]bool{}
	for n := range r.draft.Values {
		v := &r.draft.Values[n]
		if row[n] && strong[v.Field] > 0 {
			v.Field, v.Also = schema.FieldOther, nil
		}
		if !weak[n] {
			continue
		}
		if strong[v.Field] > 0 || taken[v.Field] {
			v.Field, v.Also = schema.FieldOther, nil
			if or := r.weakOr[n]; or != "" && strong[or] == 0 {
				v.Field = or
			}
			continue
		}
		taken[v.Field] = true
	}
}

// mergeSessions joins what a page says of one session in several places: a row and its detail, or blocks of one id.
func (r *reader) mergeSessions() {
	var out []*session
	for _, s := range r.found {
		if len(s.values) == 0 {
			continue
		}
		if len(out) <= maxJoined {
			if m := partner(out, s); m != nil {
				m.take(s)
				r.moveLater(s, m)
				continue
			}
		}
		out = append(out, s)
	}
	r.found = r.byOrder(out)
}

// maxJoined is the number of sessions up to which details are looked for: every one is compared with every other,
// and a page with more is a dump, whose rows have none.
const maxJoined = 2000

// moveLater hands on what a session said for the course when it is joined to another.
func (r *reader) moveLater(from, to *session) {
	for n := range r.later {
		if r.later[n].s == from {
			r.later[n].s = to
		}
	}
}

// take adds what s says to m.
func (m *session) take(s *session) {
	for _, v := range s.values {
		if v.Field == schema.FieldSessionText || v.Field == schema.FieldSessionPlace || v.Field == schema.FieldSessionContact || !m.has(v.Field) {
			m.add(v)
			continue
		}
		if !strings.Contains(fold(m.all(v.Field)), fold(v.Text)) { // said otherwise: kept in its words
			if v.Label != "" {
				v.Text = v.Label + " : " + v.Text
			}
			v.Field, v.Items = schema.FieldSessionText, nil
			m.add(v)
		}
	}
	if m.id == "" {
		m.id = s.id
	}

	if m.detail || m.holder == 0 {
		m.holder = s.holder
	}
}

// all is everything a session says under a field.
func (m *session) all(f schema.Field) string {
	var b strings.Builder
	for _, v := range m.values {
		if v.Field == f {
			b.WriteString(v.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// byOrder joins details that tell no dates to the rows of a list, one to one in page order, where their numbers agree.
func (r *reader) byOrder(in []*session) []*session {
	var rows, bare []*session
	for _, s := range in {
		if s.detail && dateWords(s) == "" && s.id != "" {
			bare = append(bare, s)
		} else {
			rows = append(rows, s)
		}
	}
	if len(bare) == 0 || len(rows) != len(bare) {
		return in
	}
	for n, s := range bare {
		rows[n].take(s)
		r.moveLater(s, rows[n])
	}
	return rows
}

// partner finds the session that s speaks of again.
func partner(out []*session, s *session) *session {
	for _, o := range out {
		if s.table != 0 && o.table == s.table {
			continue // two rows of one table are two sessions
		}
		if s.id != "" && s.id == o.id {
			return o
		}
	}
	if n := len(out); n > 0 && len(out[n-1].values) == 1 && out[n-1].detail && same(out[n-1], s) {
		return out[n-1] // a heading twice
	}
	for _, o := range out {
		if s.table != 0 && o.table == s.table || !s.detail && !(o.detail && s.table != 0) {
			continue
		}
		if o.merged || s.detail && o.detail && s.holder == o.holder || o.id != "" && s.id != "" && o.id != s.id || !same(o, s) {
			continue
		}
		o.merged = o.table != 0
		return o
	}
	return nil
}

// same reports whether two sessions print the same dates and no other town.
func same(a, b *session) bool {
	da, db := dateWords(a), dateWords(b)
	if da != db || da == "" {
		return false
	}
	pa, pb := fold(a.get(schema.FieldSessionPlace)), fold(b.get(schema.FieldSessionPlace))
	return pa == "" || pb == "" || strings.Contains(pa, pb) || strings.Contains(pb, pa)
}

// dateWords is the digits and months of a session's dates, however joined.
func dateWords(s *session) string {
	t := s.get(schema.FieldSessionDates)
	if t == "" {
		t = s.get(schema.FieldSessionStart) + " " + s.get(schema.FieldSessionEnd)
	}
	var b strings.Builder
	for _, sp := range dateSpans(t) {
		b.WriteString(strings.NewReplacer("-", "/", ".", "/").Replace(strings.ToLower(t[sp[0]:sp[1]])))
		b.WriteByte(' ')
	}
	return b.String()
}

// nextLoose closes the session that labels of the course level speak of when the same label comes again with other
// words: a page may list its sessions as rows of labels under no heading.
func (r *reader) nextLoose(f schema.Field, text string) {
	if f != schema.FieldSessionDates && f != schema.FieldSessionStart && f != schema.FieldSessionPlace {
		return
	}
	if had := r.loose.get(f); had == "" || had == text || !r.loose.dated() || f == schema.FieldSessionPlace && !r.loose.has(schema.FieldSessionEnd) {
		return
	}
	s := r.loose
	r.found = append(r.found, &s)
	r.loose = session{}
}

// applyLoose gives what the course level says of sessions to the only session, or makes one of it.
func (r *reader) applyLoose() {
	if len(r.loose.values) == 0 {
		return
	}
	if r.splitLoose() {
		return
	}
	if len(r.found) == 0 {
		s := r.loose
		if s.dated() || s.has(schema.FieldSessionPlace, schema.FieldSessionEntryExit) {
			r.found = append(r.found, &s)
			return
		}
		for _, v := range s.values {
			r.looseValue(v)
		}
		return
	}
	for _, v := range r.loose.values {
		used := false
		for _, s := range r.found {
			if !s.has(v.Field) && (len(r.found) == 1 || v.Field == schema.FieldSessionPlace) {
				s.add(v)
			}
			used = used || s.get(v.Field) == v.Text
		}
		if !used {
			r.looseValue(v)
		}
	}
}

// splitLoose makes one session of each line of dates where the course level prints several.
func (r *reader) splitLoose() bool {
	if len(r.found) > 0 {
		return false
	}
	for n, v := range r.loose.values {
		lines := strings.Split(v.Text, "\n")
		if v.Field != schema.FieldSessionDates || len(lines) < 2 {
			continue
		}
		for _, t := range lines {
			if !dateRange(strings.TrimPrefix(t, "- ")) {
				return false
			}
		}
		for _, t := range lines {
			s := &session{where: r.loose.where}
			r.headingDates(strings.TrimPrefix(t, "- "), s, printed{links: v.Links, where: v.Where})
			for m, o := range r.loose.values {
				if m != n && !s.has(o.Field) {
					s.add(o)
				}
			}
			r.found = append(r.found, s)
		}
		return true
	}
	return false
}

func (r *reader) looseValue(v schema.Value) {
	v.Field = schema.FieldOther
	r.draft.Values = append(r.draft.Values, v)
}
