package outline

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// OtherDates gives what heads a table of sessions whose dates are of something else: the heading over it or its first
// column names open days, juries, holidays. It is "" for all other tables.
func (r *Regions) OtherDates(t *Table, from int) string {
	if t.Kind != schema.FieldSessions {
		return ""
	}
	for i, n := from-1, 0; i > r.TitleAt && n < 3; i-- {
		p := &r.Pieces[i]
		if p.Skip {
			continue
		}
		if n++; p.Label == "" || !p.Whole {
			continue
		}
		if r.IsSessionHead(p) {
			return ""
		}
		if r.Lx.OtherDates(p.Label) {
			return p.Label
		}
		if e := cmp.Or(r.Lookup(p, shape.InCourse), r.Guess(p.Label)); e != nil && !t.tellsMore() && (e.Field == schema.FieldPrice || e.Field == schema.FieldValidation) {
			return p.Label
		}
		break
	}
	if len(t.Heads) > 0 && r.Lx.OtherDates(t.Heads[0].Label) {
		return t.Heads[0].Label
	}
	return ""
}

// tellsMore reports whether the heads of a table of dates say more of a session than when it begins and ends: seasons of
// prices and the life of a certificate have a beginning and an end too.
func (t *Table) tellsMore() bool {
	for _, h := range t.Heads {
		if h.E == nil || !lexicon.IsSession(h.E.Field) {
			continue
		}
		switch h.E.Field {
		case schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionDates, schema.FieldSessionPrice:
		default:
			return true
		}
	}
	return false
}

// TableAt gives the record table that begins at piece i, nil when none does.
func (r *Regions) TableAt(i int) *Table {
	if len(r.Tables) == 0 {
		return nil
	}
	li := r.Pieces[i].Line
	if int(r.FirstOf[li]) != i {
		return nil
	}
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if r.Lay.Boxes[b].Tag != atom.Tr {
			continue
		}
		if t := r.Tables[b]; t != nil && !t.Done {
			return t
		}
	}
	return nil
}

// StandsAlone reports whether row n neither goes on with the row above nor goes on below.
func StandsAlone(rows [][]CellRef, more []bool, n int) bool {
	return !more[n] && (n+1 == len(rows) || !more[n+1] && len(rows[n+1]) > 1)
}

// ListsCourses reports whether a table has a row a course: one of its columns is headed as titles are, and no two rows say
// the same there.
func (r *Regions) ListsCourses(t *Table) bool {
	if len(t.Rows) < 3 || t.Across {
		return false
	}
	for k := range t.Heads {
		switch wording.LabelKey(wording.TrimLabel(t.Heads[k].Label)) {
		case "intitule", "intitule formation", "formation", "titre", "libelle", "nom formation", "titre formation", "stage", "intitule stage":
		default:
			continue
		}
		said := map[string]bool{}
		for _, row := range t.Rows {
			col := 0
			for _, c := range row {
				if ColumnAt(t.Heads, col) == k {
					if txt := text.FoldLabel(r.CellText(c.Box)); len(txt) > 5 && wording.Letter(txt) {
						said[txt] = true
					}
				}
				col += c.Span
			}
		}
		if len(said) > 2 && 3*len(said) >= 2*len(t.Rows) {
			return true
		}
	}
	return false
}

// ColumnAt gives the column that starts at or covers grid column n, -1 beyond the last.
func ColumnAt(cols []Column, n int) int {
	at := 0
	for k, c := range cols {
		if n < at+c.span {
			return k
		}
		at += c.span
	}
	return -1
}

// Legend finds the note that spells out a cell of two durations, "Durée en entreprise / Durée totale".
func (r *Regions) Legend() string {
	for i := range r.Lay.Lines {
		t := r.Lay.Lines[i].Text
		a, b, ok := strings.Cut(t, " / ")
		if !ok || len(t) > 80 {
			continue
		}
		ea, eb := lexicon.Find(r.Lx.Course, wording.LabelKey(a)), lexicon.Find(r.Lx.Course, wording.LabelKey(b))
		if ea != nil && eb != nil && ea.Field != eb.Field && shape.Duration(ea.Field) && shape.Duration(eb.Field) {
			return t
		}
	}
	return ""
}

// SessionCell gives one cell to a session: a cell may hold more than its head says ("00589155 Publiée le …",
// dates over a line on how to enter, a town over its full address in a tooltip).
func (r *Regions) SessionCell(h Column, pr shape.Printed, a, b int, cur *session.Session) {
	lines := strings.Split(pr.Text, "\n")
	put := func(f schema.Field, label, text string) {
		q := pr
		q.Text, q.Items = strings.TrimSpace(text), nil
		cur.Add(r.SessionValue(f, label, q))
	}
	switch h.E.Field {
	case schema.FieldSessionID:
		for n, t := range lines {
			id, rest := wording.CutID(t)
			if n == 0 {
				put(schema.FieldSessionID, h.Label, id)
				t = strings.TrimSpace(rest)
			}
			if k := r.OpenLabel(t); k > 0 {
				put(schema.FieldSessionPublished, t[:k], t[k:])
			} else if t != "" {
				put(schema.FieldSessionText, "", t)
			}
		}
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
		for _, t := range lines {
			i := session.EntryWords(t)
			if head := strings.TrimSpace(t[:i]); head != "" {
				f := h.E.Field
				if date.HoldsPeriod(head) && len(date.Spans(head)) > 1 {
					f = schema.FieldSessionDates
				}
				put(f, h.Label, head)
			}
			if i < len(t) {
				put(schema.FieldSessionEntryExit, h.Label, t[i:])
			}
		}
	case schema.FieldSessionCity:
		f := h.E.Field
		if r.Lx.KindAgainst(f, pr.Text) == "mode" {
			f = schema.FieldSessionText // held at a distance, and in no town
		}
		cur.Add(r.SessionValue(f, h.Label, pr))
	default:
		cur.Add(r.SessionValue(h.E.Field, h.Label, pr))
	}
}

// Where ids of sessions stand when no text prints them: in attributes, calls and the targets of links.

// AttrID looks for a session's id in the attributes of a piece's line and of the boxes around it.
func (r *Regions) AttrID(i int) string {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	if id := wording.IdIn(l.Attrs); id != "" {
		return id
	}
	for b, n := l.Box, 0; b > 0 && n < 5; b, n = r.Lay.Boxes[b].Parent, n+1 {
		if id := wording.IdIn(r.Lay.Boxes[b].Attrs); id != "" {
			return id
		}
	}
	return ""
}

// RowID looks for a session's id in a row: its own attributes, its cells', its lines' and links'.
func (r *Regions) RowID(row int32, a, b int) string {
	if id := wording.IdIn(r.Lay.Boxes[row].Attrs); id != "" {
		return id
	}
	for k := row + 1; int(k) < len(r.Lay.Boxes) && r.Lay.Boxes[k].Depth > r.Lay.Boxes[row].Depth; k++ {
		if id := wording.IdIn(r.Lay.Boxes[k].Attrs); id != "" {
			return id
		}
	}
	for j := a; j < b; j++ {
		l := &r.Lay.Lines[r.Pieces[j].Line]
		if id := wording.IdIn(l.Attrs); id != "" {
			return id
		}
		for _, an := range l.Anchors {
			if id := wording.IdIn([]html.Attribute{{Key: "href", Val: an.Href}}); id != "" {
				return id
			}
			if id := wording.IdInText(an.Href, true); id != "" {
				return id
			}
		}
	}
	return ""
}

// EndColumn takes the column right of the one of first days for that of last days, where no list knows its head and it
// holds nothing but days: "Démarrage", "Achèvement".
func (r *Regions) EndColumn(t *Table) {
	end := -1
	for k := range t.Heads {
		if e := t.Heads[k].E; e != nil && e.Field == schema.FieldSessionEnd {
			return
		} else if e == nil && k > 0 && t.Heads[k].Label != "" && t.Heads[k-1].E != nil && (t.Heads[k-1].E.Field == schema.FieldSessionStart || t.Heads[k-1].E.Field == schema.FieldSessionDates) {
			end = k
		}
	}
	if end < 0 {
		return
	}
	days := 0
	for _, row := range t.Rows {
		col := 0
		for _, c := range row {
			if ColumnAt(t.Heads, col) == end {
				if words := r.CellText(c.Box); date.Only(words) {
					days++
				} else if wording.Digits(words) > 0 {
					return
				}
			}
			col += c.Span
		}
	}
	if days > 0 {
		t.Heads[end].E = &lexicon.Entry{Field: schema.FieldSessionEnd}
	}
}
