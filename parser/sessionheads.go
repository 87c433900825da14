package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// sessionHeading reports whether a heading opens a session: "Session du 4 mai au 6 juin", "Détail de la session 2".
func sessionHeading(lab string) bool {
	if len(lab) < 9 || len(lab) > 140 || !strings.Contains(lab, "ession") && !strings.Contains(lab, "ESSION") {
		return false
	}
	f := text.FoldLabel(lab)
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
		town := text.FoldLabel(strings.TrimSpace(dropBrackets(p.label)))
		for j := i + 1; j < len(r.pieces) && j < i+12 && len(town) > 1; j++ {
			q := &r.pieces[j]
			if q.whole && q.sure == structural && q.rank <= p.rank {
				break
			}
			if e := r.lookup(q, inSession); e == nil || e.field != schema.FieldSessionCity {
				continue
			}
			if t := r.text(q); postalLine(t) && strings.HasSuffix(text.FoldLabel(t), " "+town) {
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
	return len(t) < 160 && (date.HoldsPeriod(t) && (strings.ContainsAny(t, "-àA") || len(date.Spans(t)) == 2) || strings.Contains(t, " - ") && permanent(t) || strings.HasPrefix(t, "Du ") && strings.Contains(t, " - "))
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

// beside reports whether the labels i and k stand in one box or in two of one parent: a label further inside (a row
// of a session's own table) is that session's.
func (r *reader) beside(i, k int) bool {
	a, b := r.boxOf(i), r.boxOf(k)
	if a == b {
		return true
	}
	a, b = r.ownBox(i, a), r.ownBox(k, b)
	return r.lay.boxes[a].parent == r.lay.boxes[b].parent && r.lay.boxes[b].last-r.lay.boxes[b].first == 1
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
	b := r.ownBox(i, r.boxOf(i))
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

// headingDates takes "VILLE - Du … au … - Durée : 21 heures" apart.
func (r *reader) headingDates(t string, s *session, pr printed) {
	t, more := sentence(t)
	if more != "" {
		q := pr
		q.text, q.items, q.icon = more, nil, false
		s.add(r.sessionValue(schema.FieldSessionText, "", q))
	}
	defer r.keepSentence(t, len(s.values), pr, s)
	parts := splitDash(t)
	for _, part := range parts {
		part = r.remark(strings.TrimSpace(part), s, pr)
		q := pr
		q.text, q.items, q.icon = part, nil, false
		switch {
		case part == "":
		case len(parts) > 1 && len(part) >= 6 && isID(part) && strings.Trim(part, "0123456789") == "" && !s.has(schema.FieldSessionID):
			s.add(r.sessionValue(schema.FieldSessionID, "", q))
		case date.HoldsPeriod(part) || townDate(part) || !permanent(part) && tellsDates(part):
			r.partDates(part, s, q)
		case tellsState(part):
			s.add(r.sessionValue(schema.FieldSessionState, "", q))
		case permanent(part):
			if town, rest, ok := strings.Cut(part, " : "); ok && townLike(town) && !s.has(schema.FieldSessionCity) && find(r.lx.session, labelKey(town)) == nil {
				q.text = town
				s.add(r.sessionValue(schema.FieldSessionCity, "", q))
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
			if id := sessionNumber(part); id != "" && !s.has(schema.FieldSessionID) {
				q.text = id
				s.add(r.sessionValue(schema.FieldSessionID, "", q))
			}
		case townLike(part):
			town, state := townState(part)
			if q.text = state; state != "" {
				s.add(r.sessionValue(schema.FieldSessionState, "", q))
			}
			q.text = town
			s.add(r.sessionValue(schema.FieldSessionCity, "", q))
		default:
			s.add(r.sessionValue(schema.FieldSessionText, "", q))
		}
	}
}

// partDates takes the part of a heading that holds the dates: "STRASBOURG du … au … (inscriptions closes)".
func (r *reader) partDates(part string, s *session, q printed) {
	if at := stateAfter(part); at > 0 {
		q.text = strings.Trim(part[at:], " ()-–,;:")
		s.add(r.sessionValue(schema.FieldSessionState, "", q))
		part = strings.TrimRight(part[:at], " (-–,;")
	}
	dates, before, after := cutDates(part)
	q.text = dates
	s.exact(dates)
	s.add(r.sessionValue(schema.FieldSessionDates, "", q))
	for _, rest := range [...]string{before, after} {
		if rest == "" {
			continue
		}
		for part := range strings.SplitSeq(rest, ", ") { // "12 places, complet"
			if q.text = part; tellsState(part) {
				s.add(r.sessionValue(schema.FieldSessionState, "", q))
				rest = strings.Trim(strings.Replace(rest, part, "", 1), ", ")
			}
		}
		f := schema.FieldSessionText
		if townLike(rest) {
			f = schema.FieldSessionCity
		}
		q.text = rest
		s.add(r.sessionValue(f, "", q))
	}
}

// splitDash splits at " - " except between two dates.
func splitDash(t string) []string {
	var out []string
	rest := strings.ReplaceAll(t, " · ", " - ")
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

// sessionNumber gives the number of "Session n° 90331", "" for the ordinals of a list.
func sessionNumber(t string) string {
	_, after, ok := strings.Cut(t, "°")
	if !ok {
		after = t[strings.LastIndexByte(t, ' ')+1:]
	}
	id := strings.TrimSpace(after)
	if i := strings.LastIndexByte(id, ' '); i > 0 && numbered(t) { // "N° de session 68386"
		id = id[i+1:]
	}
	year := len(id) == 4 && (id[:2] == "19" || id[:2] == "20")
	if len(id) > 3 && isID(id) && (ok || numbered(t) && !year) {
		return id
	}
	return ""
}

// numbered reports a line that numbers its session: "N° de session 68386", "Session n° 90331", "Réf. S-61463".
func numbered(t string) bool {
	f := text.FoldLabel(t)
	return strings.HasPrefix(f, "n ") || strings.HasPrefix(f, "numero") || strings.HasPrefix(f, "session") ||
		strings.HasPrefix(f, "ref") || strings.HasPrefix(f, "code")
}

// townState parts a town and the state printed behind it: "Agen (47) Complet".
func townState(t string) (town, state string) {
	i := strings.IndexByte(t, ')')
	if i < 0 || i+2 >= len(t) {
		return t, ""
	}
	if rest := strings.Trim(t[i+1:], " -–,:"); tellsState(rest) {
		return t[:i+1], rest
	}
	return t, ""
}
