package parser

import (
	"cmp"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// tableAt gives the record table that begins at piece i, nil when none does.
func (r *reader) tableAt(i int) *table {
	if len(r.tables) == 0 {
		return nil
	}
	li := r.pieces[i].line
	if int(r.firstOf[li]) != i {
		return nil
	}
	for b := r.lay.lines[li].box; b > 0 && r.lay.boxes[b].first == li; b = r.lay.boxes[b].parent {
		if r.lay.boxes[b].tag != atom.Tr {
			continue
		}
		if t := r.tables[b]; t != nil && !t.done {
			return t
		}
	}
	return nil
}

// table reads a record table: sessions, funding rows, or rows that speak of the course.
func (r *reader) table(t *table, sc scope, s *session) int {
	t.done = true
	from, head := r.pieceRange(t.key)
	if sc == inCourse && r.listsCourses(t) {
		r.list = true
		r.claim(from, int(r.firstOf[t.to]), "chrome", "chrome:others")
		return int(r.firstOf[t.to])
	}
	if t.under > 0 {
		_, head = r.pieceRange(t.under)
	}
	to := int(r.firstOf[t.to])
	sessions := t.kind == schema.FieldSessions && sc != inBlock && !(sc == inSession && s != nil && s.detail && s.dated())
	r.claim(from, head, "table", "heads")
	var cur *session
	if sessions {
		r.placeColumn(t)
		r.endColumn(t)
	}
	rows, more := r.carry(t)
	for n, row := range rows {
		a, b := r.pieceRange(t.rowBox[n])
		if len(row) == 1 && cur != nil && sessions { // a detail panel under its row
			r.iconFacts(a, b, cur)
			r.parse(a, b, inSession, cur)
			r.claim(a, b, "session", "detail row")
			continue
		}
		if sessions && !(more[n] && cur != nil) {
			cur = r.open(a)
			cur.table = t.key
			cur.id = r.rowID(t.rowBox[n], a, b)
		}
		if cur != nil {
			r.iconFacts(a, b, cur)
		}
		r.row(t, row, cur, s, sc)
		r.claim(a, b, "table", "row")
		if sessions && standsAlone(rows, more, n) {
			r.partRow(a, cur)
		}
	}
	if sessions {
		r.claimHeads(head, to)
	}
	if t.across {
		r.claim(from, to, "table", "columns")
	}
	return to
}

// standsAlone reports whether row n neither goes on with the row above nor goes on below.
func standsAlone(rows [][]cellRef, more []bool, n int) bool {
	return !more[n] && (n+1 == len(rows) || !more[n+1] && len(rows[n+1]) > 1)
}

// claimHeads claims the labels left in a table of sessions: a row that repeats the heads is none.
func (r *reader) claimHeads(from, to int) {
	for i := from; i < to; i++ {
		if p := &r.pieces[i]; p.label != "" && p.claim == "" {
			r.claim(i, i+1, "table", "heads")
		}
	}
}

// listsCourses reports whether a table has a row a course: one of its columns is headed as titles are, and no two rows say
// the same there.
func (r *reader) listsCourses(t *table) bool {
	if len(t.rows) < 3 || t.across {
		return false
	}
	for k := range t.heads {
		switch labelKey(trimLabel(t.heads[k].label)) {
		case "intitule", "intitule formation", "formation", "titre", "libelle", "nom formation", "titre formation", "stage", "intitule stage":
		default:
			continue
		}
		said := map[string]bool{}
		for _, row := range t.rows {
			col := 0
			for _, c := range row {
				if columnAt(t.heads, col) == k {
					if txt := text.FoldLabel(r.cellText(c.box)); len(txt) > 5 {
						said[txt] = true
					}
				}
				col += c.span
			}
		}
		if len(said) > 2 && 3*len(said) >= 2*len(t.rows) {
			return true
		}
	}
	return false
}

// row maps the cells of one row to their columns by the header; a row of another width is flagged.
func (r *reader) row(t *table, row []cellRef, cur, outer *session, sc scope) {
	width := 0
	for _, c := range row {
		width += c.span
	}
	if width != t.width {
		a, _ := r.pieceRange(row[0].box)
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueTableShape, Raw: clip(r.rowText(row), 200), Where: r.collectLine(min(a, len(r.pieces)-1)).where.Path})
	}
	r.group++
	col := 0
	for _, c := range row {
		a, b := r.pieceRange(c.box)
		k := columnAt(t.heads, col)
		col += c.span
		if a == b {
			continue
		}
		if k < 0 {
			if cur != nil {
				cur.add(r.sessionValue(schema.FieldSessionText, "", r.collect(a, b, false)))
			} else {
				r.leave(a, b, "", r.collect(a, b, false))
			}
			continue
		}
		r.cell(t.heads[k], c, a, b, cur, outer, sc)
	}
}

// columnAt gives the column that starts at or covers grid column n, -1 beyond the last.
func columnAt(cols []column, n int) int {
	at := 0
	for k, c := range cols {
		if n < at+c.span {
			return k
		}
		at += c.span
	}
	return -1
}

// twoHours takes a cell of two durations apart where a note on the page tells which is which.
func (r *reader) twoHours(pr printed, cur *session) bool {
	a, b, ok := strings.Cut(pr.text, "/")
	if !ok || strings.Contains(b, "/") {
		return false
	}
	if r.note == nil {
		n := r.legend()
		r.note = &n
	}
	la, lb, ok := strings.Cut(*r.note, " / ")
	if !ok {
		return false
	}
	for _, x := range [...][2]string{{la, a}, {lb, b}} {
		q := pr
		q.text, q.items = strings.TrimSpace(x[1]), nil
		if q.text == "" {
			continue
		}
		if f := find(r.lx.course, labelKey(x[0])).field; f == schema.FieldDuration {
			cur.add(r.sessionValue(schema.FieldSessionHours, x[0], q))
		} else {
			r.later = append(r.later, later{f, x[0], q, cur})
		}
	}
	return true
}

// openOrShut reports a cell that says whether one may still come, whatever its head is called.
func openOrShut(f string) bool {
	switch f {
	case "ouvert", "ouverte", "ferme", "fermee", "clos", "close", "complet", "complete":
		return true
	}
	return stateText(f)
}

// legend finds the note that spells out a cell of two durations, "Durée en entreprise / Durée totale".
func (r *reader) legend() string {
	for i := range r.lay.lines {
		t := r.lay.lines[i].text
		a, b, ok := strings.Cut(t, " / ")
		if !ok || len(t) > 80 {
			continue
		}
		ea, eb := find(r.lx.course, labelKey(a)), find(r.lx.course, labelKey(b))
		if ea != nil && eb != nil && ea.field != eb.field && duration(ea.field) && duration(eb.field) {
			return t
		}
	}
	return ""
}

func duration(f schema.Field) bool { return strings.HasPrefix(string(f), "duration") }

// cell gives one cell's words to the field of its column.
func (r *reader) cell(h column, c cellRef, a, b int, cur, outer *session, sc scope) {
	pr := r.collect(a, b, false)
	if h.e != nil && h.e.field == schema.FieldSessionHours && cur != nil && r.twoHours(pr, cur) {
		return
	}
	if h.e != nil && h.e.field == fieldIgnore || pr.text == "" {
		return
	}
	if cur == nil && outer != nil && h.e != nil && isSession(h.e.field) {
		cur = outer
	}
	if s := cmp.Or(cur, outer); s != nil && openOrShut(text.FoldLabel(pr.text)) {
		s.add(r.sessionValue(schema.FieldSessionState, h.label, pr))
		return
	}
	if cur != nil && h.e != nil && h.e.field == schema.FieldTeachingMode && entryExitText(pr.text) {
		cur.add(r.sessionValue(schema.FieldSessionEntryExit, h.label, pr))
		return
	}
	switch {
	case cur != nil && h.e == nil:
		cur.add(r.sessionValue(schema.FieldSessionText, h.label, pr))
	case cur != nil && (isSession(h.e.field) || h.e.field == schema.FieldSessionContact):
		r.sessionCell(h, pr, a, b, cur)
	case h.e == nil:
		r.leave(a, b, h.label, pr)
	case h.e.field == schema.FieldOther && h.label == "":
		r.leave(a, b, "", pr)
	case isSession(h.e.field):
		f := map[schema.Field]schema.Field{schema.FieldSessionHours: schema.FieldDuration, schema.FieldSessionPrice: schema.FieldPrice}[h.e.field]
		if f == "" {
			f = schema.FieldOther
		}
		r.put(f, h.label, pr, nil, r.group)
	case h.e.field == schema.FieldContact && labelKey(h.label) == "coordonnee" && r.named(r.group):
		r.putCoordinates(h.label, pr, r.group)
	default:
		if h.e.field == schema.FieldAudience {
			r.rowWeak = append(r.rowWeak, len(r.draft.Values))
		}
		r.put(h.e.field, h.label, pr, h.e.also, r.group)
		if h.e.field == schema.FieldAudience { // gives way to the course's own, which may say the same words
			delete(r.seen, seenKey(h.e.field, h.label, pr.text))
		}
	}
}

// sessionCell gives one cell to a session: a cell may hold more than its head says ("00589155 Publiée le …",
// dates over a line on how to enter, a town over its full address in a tooltip).
func (r *reader) sessionCell(h column, pr printed, a, b int, cur *session) {
	lines := strings.Split(pr.text, "\n")
	put := func(f schema.Field, label, text string) {
		q := pr
		q.text, q.items = strings.TrimSpace(text), nil
		cur.add(r.sessionValue(f, label, q))
	}
	switch h.e.field {
	case schema.FieldSessionID:
		for n, t := range lines {
			id, rest := cutID(t)
			if n == 0 {
				put(schema.FieldSessionID, h.label, id)
				t = strings.TrimSpace(rest)
			}
			if k := r.openLabel(t); k > 0 {
				put(schema.FieldSessionPublished, t[:k], t[k:])
			} else if t != "" {
				put(schema.FieldSessionText, "", t)
			}
		}
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
		for _, t := range lines {
			i := entryWords(t)
			if head := strings.TrimSpace(t[:i]); head != "" {
				f := h.e.field
				if date.HoldsPeriod(head) && len(date.Spans(head)) > 1 {
					f = schema.FieldSessionDates
				}
				put(f, h.label, head)
			}
			if i < len(t) {
				put(schema.FieldSessionEntryExit, h.label, t[i:])
			}
		}
	default:
		cur.add(r.sessionValue(h.e.field, h.label, pr))
	}
}

// cutID splits "00589155Publiée le 31/03/2025" after the id.
func cutID(t string) (id, rest string) {
	i := 0
	for i < len(t) && (digit(t[i]) || t[i] >= 'A' && t[i] <= 'Z' && !(i > 0 && digit(t[i-1]) && i+1 < len(t) && t[i+1] >= 'a' && t[i+1] <= 'z') || t[i] == '_' || t[i] == '-' || t[i] == '/') {
		i++
	}
	if i == 0 {
		return t, ""
	}
	return t[:i], t[i:]
}

// entryWords gives where "Entrée / sortie à date fixe" begins in t, len(t) when it does not stand there.
func entryWords(t string) int {
	for _, w := range [...]string{"Entrée", "entrée", "Entrées", "ENTREE", "Entree"} {
		if i := strings.Index(t, w); i >= 0 && permanent(t[i:]) {
			return i
		}
	}
	return len(t)
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
