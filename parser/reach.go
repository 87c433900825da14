package parser

import (
	"strings"

	"carif/schema"
	"carif/text/date"
)

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
		return le != nil && (q.whole || le.field != fieldIgnore) // "Besoin d'aide : …" is a line of the text it stands in
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
		if le != nil && q.sure == styled && p.rank <= 6 && r.ownStyle(i, q) {
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

// ownStyle reports whether labels drawn as q stand only under the heading i, few of them, on a page whose sections are
// headings as i: they part the text of that section.
func (r *reader) ownStyle(i int, q *piece) bool {
	k := r.styleOf(q)
	if r.styles[k] >= 4 || r.styles[r.styleOf(&r.pieces[i])] < 2 {
		return false
	}
	end := i + 1
	for end < len(r.pieces) && !(r.pieces[end].whole && r.pieces[end].rank <= r.pieces[i].rank) {
		end++
	}
	for j := range r.pieces {
		if o := &r.pieces[j]; o.known && !o.skip && o.label != "" && (j < i || j >= end) && r.styleOf(o) == k {
			return false
		}
	}
	return true
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
		if sc == inSession && r.listing && r.pieces[j].label == "" && !closed && !ownDates(&r.pieces[i]) && (date.HoldsPeriod(r.text(&r.pieces[j])) || r.nextOpens(j, ext)) && e.field != schema.FieldSessionDates {
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
	return j < len(r.pieces) && date.HoldsPeriod(r.text(&r.pieces[j]))
}

// ownDates reports a label over dates that are no session's: those of information meetings, of registration.
func ownDates(p *piece) bool {
	return p.whole && strings.HasPrefix(p.key, "date")
}

// ownEnd is the end of the box that a label opens alone, the label itself where nothing follows in it.
func (r *reader) ownEnd(i int) int {
	up := r.lay.boxes[r.ownBox(i, r.boxOf(i))].parent
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
		if q.label != "" && q.sure == plainLabel && !q.whole && (r.pieces[i].rank <= 6 || !permanent(r.pieces[i].label) && r.allLabelled(j, ext, sc)) {
			if le := r.lookup(q, sc); le != nil && !le.guess && le.field != e.field && le.field != schema.FieldOther && r.plainLabels(j, ext, sc) > 1 {
				return j // "Et après ?" over "Diplôme obtenu : …"
			}
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

// plainLabels counts the different fields that lines which begin with a known label and a colon name in a stretch.
func (r *reader) plainLabels(i, ext int, sc scope) int {
	fields := map[schema.Field]bool{}
	for j := i; j < min(ext, i+12); j++ {
		if q := &r.pieces[j]; q.label != "" && !q.whole && q.lfrom == 0 {
			if le := r.lookup(q, sc); le != nil && !le.guess {
				fields[le.field] = true
			}
		}
	}
	return len(fields)
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
