package outline

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/kind"
)

// FiresLoose reports whether a label outside any value is one.
func (r *Regions) FiresLoose(p *shape.Piece, sc shape.Scope) bool {
	if p.Sure >= shape.Lone || r.Plain {
		return true
	}
	return !p.Whole && r.Lookup(p, sc) != nil
}

// fires reports whether piece j's label ends the value of piece i's label e.
func (r *Regions) fires(j, i int, e *lexicon.Entry, closed bool, sc shape.Scope) bool {
	q := &r.Pieces[j]
	if q.Label == "" || q.Skip {
		return false
	}
	le := r.Lookup(q, sc)
	if r.Plain {
		return le != nil && (q.Whole || le.Field != lexicon.FieldIgnore) // "Besoin d'aide : …" is a line of the text it stands in
	}
	switch {
	case r.firesAnyway(j, e, le, closed, sc):
		return true
	case closed && (lexicon.Long(e.Field) || e.Field == schema.FieldOther):
		return r.firesInBox(i, q, e, le)
	case lexicon.Long(e.Field) && e.Field != schema.FieldOther:
		return r.firesInText(j, i, e, le)
	}
	p := &r.Pieces[i]
	if le != nil {
		return q.Sure >= shape.Styled || !q.Whole || q.Sure == shape.Lone && j > i+1 && !closed
	}
	return q.Sure == shape.Structural || q.Sure == shape.Styled && p.Sure == shape.Styled && r.BoxOf(j) == r.BoxOf(i) || q.Whole && p.Whole && r.alike(p, q)
}

// firesAnyway reports whether a label, le by its meaning, ends the value of another whatever kind of text that is.
func (r *Regions) firesAnyway(j int, e, le *lexicon.Entry, closed bool, sc shape.Scope) bool {
	q := &r.Pieces[j]
	if q.Learnt && !closed && !(lexicon.Long(e.Field) && le == nil && lexicon.PartHead(q.Label)) {
		return true
	}
	if sc == shape.InSession && le != nil && !q.Whole || r.ofSheet(q, le) {
		return true
	}
	if q.Sure < shape.Styled {
		return false
	}
	if le != nil && q.Whole && j+1 < len(r.Pieces) && r.TableAt(j+1) != nil {
		return true
	}
	if closed {
		return false
	}
	if r.IsSessionHead(q) {
		return true
	}
	if le == nil || !q.Whole || le.Weak || le.Guess {
		return false
	}
	// who may come and with what level stand as often under the conditions as beside them
	return le.Field == schema.FieldSessions && r.datesNext(j) || entryText(e.Field) && entryFact(le.Field)
}

// ofSheet reports a label that speaks of the sheet itself and has the right kind of value: no text of a course goes on
// behind it.
func (r *Regions) ofSheet(q *shape.Piece, le *lexicon.Entry) bool {
	if le == nil || q.Whole || le.Guess {
		return false
	}
	switch v := r.Text(q); le.Field {
	case schema.FieldUpdatedOn:
		return date.Only(v)
	case schema.FieldNativeID:
		return text.HasDigit(v) && kind.NativeID(v) != ""
	}
	return false
}

// firesInBox is fires for a label in the box that holds all of the value: only one drawn like the labels of other fields.
func (r *Regions) firesInBox(i int, q *shape.Piece, e, le *lexicon.Entry) bool {
	return r.Pieces[i].Rank <= 6 && le != nil && q.Sure >= shape.Styled && le.Field != e.Field && r.styles[r.styleOf(q)] >= 3
}

// firesStyled is firesInText for a known label that only its weight shows: the more labels of the page are drawn so, the
// surer it is one.
func (r *Regions) firesStyled(i int, q *shape.Piece, le *lexicon.Entry) bool {
	p, alike := &r.Pieces[i], r.styles[r.styleOf(q)]
	if le.Guess && alike < 4 || p.Rank <= 6 && r.ownStyle(i, q) {
		return false
	}
	return alike >= 3 || alike == 2 && (p.Sure < shape.Structural || p.Rank < 7)
}

// firesInText is fires for a value of running text, which has headings and bold words of its own: what ends it must be drawn
// like the page's labels.
func (r *Regions) firesInText(j, i int, e, le *lexicon.Entry) bool {
	q, p := &r.Pieces[j], &r.Pieces[i]
	if le == nil {
		return q.Whole && (p.Whole && r.alike(p, q) || q.Sure == shape.Structural && q.Rank <= 6 && q.Rank <= p.Rank)
	}
	if le.Weak && le.Field == e.Field {
		return false
	}
	switch q.Sure {
	case shape.Structural:
		return q.Rank <= p.Rank || r.styles[r.styleOf(q)] >= 3 && !(le.Guess && e.Field == schema.FieldProgramme) ||
			e.Field == schema.FieldObjective && q.Whole && ofEntry(le)
	case shape.Styled:
		return r.firesStyled(i, q, le)
	case shape.PlainLabel:
		return !q.Whole && !p.Whole && q.Lfrom == 0 && !le.Guess && le.Field != schema.FieldOther && (p.Sure == shape.PlainLabel || r.inline() >= 5)
	case shape.Lone:
		return j > i+1 && p.Sure == shape.Lone
	}
	return false
}

// ownStyle reports whether labels drawn as q stand only under the heading i, few of them, on a page whose sections are
// headings as i: they part the text of that section.
func (r *Regions) ownStyle(i int, q *shape.Piece) bool {
	k := r.styleOf(q)
	if r.styles[k] >= 4 || r.styles[r.styleOf(&r.Pieces[i])] < 2 {
		return false
	}
	if r.section.head != i || r.section.end == 0 {
		end := i + 1
		for end < len(r.Pieces) && !(r.Pieces[end].Whole && r.Pieces[end].Rank <= r.Pieces[i].Rank) {
			end++
		}
		r.section.head, r.section.end = i, end
	}
	if r.drawn == nil {
		r.drawn = map[shape.StyleKey][2]int{}
		for j := range r.Pieces {
			if o := &r.Pieces[j]; o.Known && !o.Skip && o.Label != "" {
				sk := r.styleOf(o)
				if at, ok := r.drawn[sk]; ok {
					r.drawn[sk] = [2]int{at[0], j}
				} else {
					r.drawn[sk] = [2]int{j, j}
				}
			}
		}
	}
	at, ok := r.drawn[k]
	return !ok || at[0] >= i && at[1] < r.section.end
}

// alike reports whether two labels are drawn in one style that three known labels of the page share.
func (r *Regions) alike(p, q *shape.Piece) bool {
	k := r.styleOf(p)
	return q.Sure >= shape.Styled && k == r.styleOf(q) && r.styles[k] >= 3
}

// inline counts the lines of the page that begin with a known label and go on with its value.
func (r *Regions) inline() int {
	if r.Inlines == 0 {
		r.Inlines = 1
		for i := range r.Pieces {
			if p := &r.Pieces[i]; p.Known && !p.Whole && p.Lfrom == 0 && !p.Skip && p.Label != "" {
				r.Inlines++
			}
		}
	}
	return r.Inlines - 1
}

// Reach gives the end of a label's own words: the next label that fires, or the end of its extent.
func (r *Regions) Reach(i, ext int, e *lexicon.Entry, closed bool, sc shape.Scope) int {
	for j := i + 1; j < ext; j++ {
		if r.fires(j, i, e, closed, sc) || r.TableAt(j) != nil && !closed {
			return r.tail(i, j, e, sc)
		}
		if sc == shape.InSession && r.Listing && r.Pieces[j].Label == "" && !closed && !ownDates(&r.Pieces[i]) && (date.HoldsPeriod(r.Text(&r.Pieces[j])) || r.NextOpens(j, ext)) && e.Field != schema.FieldSessionDates {
			return j
		}
	}
	return r.tail(i, ext, e, sc)
}

func entryText(f schema.Field) bool {
	return f == schema.FieldAdmission || f == schema.FieldPrerequisites
}

// entryFact reports the facts that pages print among their conditions of entry.
func entryFact(f schema.Field) bool {
	return f == schema.FieldAudience || f == schema.FieldEntryLevel || f == schema.FieldSelection
}

// ofEntry reports a sure label of who may come and with what: no part of a text on what one learns.
func ofEntry(le *lexicon.Entry) bool {
	return !le.Guess && !le.Weak && (entryFact(le.Field) || le.Field == schema.FieldPrerequisites)
}

// datesNext reports whether the piece after j tells dates.
func (r *Regions) datesNext(j int) bool {
	for j++; j < len(r.Pieces) && (r.Pieces[j].Skip || r.Text(&r.Pieces[j]) == "" && r.Pieces[j].Label == ""); j++ {
	}
	return j < len(r.Pieces) && date.HoldsPeriod(r.Text(&r.Pieces[j]))
}

// ownDates reports a label over dates that are no session's: those of information meetings, of registration.
func ownDates(p *shape.Piece) bool {
	return p.Whole && strings.HasPrefix(p.Key, "date")
}

// OwnEnd is the end of the box that a label opens alone, the label itself where nothing follows in it.
func (r *Regions) OwnEnd(i int) int {
	up := r.Lay.Boxes[r.OwnBox(i, r.BoxOf(i))].Parent
	if up < 0 || r.Plain {
		return i + 1
	}
	from, stop := r.PieceRange(up)
	if from != i {
		return i + 1
	}
	return stop
}

// opensList reports whether piece j is the first of several plain labels with their values: "Et après ?" over "Diplôme
// obtenu : …".
func (r *Regions) opensList(i, j, ext int, e *lexicon.Entry, sc shape.Scope) bool {
	q, p := &r.Pieces[j], &r.Pieces[i]
	if q.Label == "" || q.Sure != shape.PlainLabel || q.Whole || p.Rank > 6 && (wording.Permanent(p.Label) || !r.allLabelled(j, ext, sc)) {
		return false
	}
	le := r.Lookup(q, sc)
	return le != nil && !le.Guess && le.Field != e.Field && le.Field != schema.FieldOther && r.plainLabels(j, ext, sc) > 1
}

// OpensOver reports whether a label's extent begins with another field's sure label: it is a heading over labels. It
// gives the piece of that label, 0 when it is not so.
func (r *Regions) OpensOver(i, ext int, e *lexicon.Entry, sc shape.Scope) int {
	if !r.Pieces[i].Whole || r.Plain {
		return 0
	}
	for j := i + 1; j < ext; j++ {
		q := &r.Pieces[j]
		if q.Skip || q.Label == "" && r.Text(q) == "" {
			continue
		}
		if r.opensList(i, j, ext, e, sc) {
			return j
		}
		if q.Label == "" || q.Sure < shape.Styled {
			return 0
		}
		le := r.Lookup(q, sc)
		if le != nil && le.Guess && q.Rank > r.Pieces[i].Rank && e.Field == schema.FieldProgramme && !lexicon.Long(le.Field) {
			return 0 // the heading of a part of a programme, whatever its words suggest
		}
		if le != nil && (le.Field != e.Field || !le.Weak || r.styles[r.styleOf(q)] >= 3) && (!q.Whole || q.Rank > r.Pieces[i].Rank || q.Sure == shape.Structural) {
			return j
		}
		return 0
	}
	return 0
}

// plainLabels counts the different fields that lines which begin with a known label and a colon name in a stretch.
func (r *Regions) plainLabels(i, ext int, sc shape.Scope) int {
	fields := map[schema.Field]bool{}
	for j := i; j < min(ext, i+12); j++ {
		if q := &r.Pieces[j]; q.Label != "" && !q.Whole && q.Lfrom == 0 {
			if le := r.Lookup(q, sc); le != nil && !le.Guess {
				fields[le.Field] = true
			}
		}
	}
	return len(fields)
}

// Single reports fields that one line tells: what follows on further lines is something else.
func Single(f schema.Field) bool {
	switch f {
	case schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldNativeID, schema.FieldUpdatedOn, schema.FieldCentreHours, schema.FieldCompanyHours,
		schema.FieldWeeklyHours, schema.FieldProviderSIRET, schema.FieldProviderNDA, schema.FieldSessionStart, schema.FieldSessionEnd,
		schema.FieldSessionID, schema.FieldSessionSeats, schema.FieldSessionCPF, schema.FieldCertifying, schema.FieldPersonalisable,
		schema.FieldProContract, schema.FieldApprenticeship, schema.FieldSessionPostal, schema.FieldSessionHours, lexicon.FieldPhone, lexicon.FieldEmail, lexicon.FieldWebsite, lexicon.FieldPostal, schema.FieldFax:
		return true
	}
	return false
}

// OverOthers tells whether a label that is in no lexicon stands over labels before ext, and so names a part of the page.
func (r *Regions) OverOthers(i, ext int, sc shape.Scope) bool {
	for j := i + 1; j < ext; j++ {
		if q := &r.Pieces[j]; q.Label != "" && q.Sure >= shape.Styled || !q.Whole && r.Lookup(q, sc) != nil {
			return true
		}
	}
	return false
}
