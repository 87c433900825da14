package claim

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/date"
	"carif/text/level"
)

// classOver gives the field that the markup names for words no label names, from offset at of the first line of [from,to):
// the class of their inline element, or of the boxes that hold nothing else. A site's own programmers name things for
// themselves, and rightly; so the class proposes, and the kind of the words must agree.
func (r *Reader) classOver(from, to int32, at int, sess bool) schema.Field {
	l := &r.Lay.Lines[from]
	for i := len(l.Runs) - 1; i >= 0; i-- {
		if int(l.Runs[i].At) <= at {
			if f := r.Lx.ClassField(l.Runs[i].Class, sess); f != "" {
				return f
			}
			break
		}
	}
	for b, n := l.Box, 0; n < 4 && b > 0; n++ {
		bx := &r.Lay.Boxes[b]
		if bx.First < from || bx.Last > to {
			break
		}
		if f := r.Lx.ClassField(layout.Attr(bx.Attrs, "class"), sess); f != "" {
			return f
		}
		b = bx.Parent
	}
	return ""
}

// agrees reports whether words are of the kind of a field.
func (r *Reader) agrees(f schema.Field, t string) bool {
	if t == "" || r.Lx.Misfit(f, t) != nil {
		return false
	}
	folded := text.FoldLabel(t)
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours, schema.FieldSessionHours:
		return len(t) < 80 && (amount.HasHours(t) || text.HasDigit(t) && (strings.Contains(folded, "jour") || strings.Contains(folded, "mois") || strings.Contains(folded, "semaine")))
	case schema.FieldPrice, schema.FieldSessionPrice:
		return text.HasDigit(t) && amount.HasEuro(t)
	case schema.FieldSessionCity:
		return r.MaybeTown(t) || wording.PostalLine(t)
	case schema.FieldSessionStart, schema.FieldSessionEnd:
		return date.Only(t)
	case schema.FieldSessionDates:
		return len(date.Spans(t)) > 0
	case schema.FieldTeachingMode:
		return r.Lx.IsKind("mode", t, folded)
	case schema.FieldEntryLevel, schema.FieldExitLevel:
		return level.Named(t)
	case schema.FieldAudience:
		return lexicon.KindsOf(t)&site.KindAudience != 0 || r.Lx.IsAudience(t)
	case schema.FieldSelection:
		return r.Lx.IsSelection(t)
	case schema.FieldSessionState:
		return r.State(t)
	case schema.FieldSessionSeats:
		return text.HasDigit(t) && len(t) < 40
	case schema.FieldProvider, schema.FieldProviderName, schema.FieldSessionProvider:
		return len(t) < 90 && wording.Letter(t) && wording.Digits(t) < 4 && !r.State(t) && len(date.Spans(t)) == 0
	case schema.FieldROME, schema.FieldRNCP, schema.FieldRS, schema.FieldFormacode, schema.FieldNSF, schema.FieldCertifInfo:
		return wording.Digits(t) > 2
	case schema.FieldObjective, schema.FieldProgramme, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldAssessment, schema.FieldMethods, schema.FieldFollowUp:
		return len(t) >= 15
	}
	return false
}

// byClass gives loose words of the course to the field that the markup names; it reports false where it names none.
func (r *Reader) byClass(i, k int, label string, pr shape.Printed) bool {
	f := r.classOver(r.Pieces[i].Line, r.Pieces[k-1].Line+1, int(r.Pieces[i].From), false)
	if f == "" || !r.agrees(f, pr.Text) || len(r.Draft.Get(f)) > 0 {
		return false
	}
	r.claim(i, k, string(f), "class")
	r.weak = append(r.weak, len(r.Draft.Values))
	r.surely = r.Lx.Proof.Suggested
	r.put(f, label, pr, nil, 0)
	r.surely = 0
	return true
}

// sessionByClass gives words of a session to the field that the markup names.
func (r *Reader) sessionByClass(p *shape.Piece, t string, pr shape.Printed, s *session.Session) bool {
	l := &r.Lay.Lines[p.Line]
	at := strings.Index(l.Text, t)
	if at < 0 || s == nil {
		return false
	}
	f := r.classOver(p.Line, p.Line+1, at, true)
	if f == "" || s.Has(f) || !r.agrees(f, t) {
		return false
	}
	if f == schema.FieldSessionDates && !s.Dated() {
		return false // its own words tell more
	}
	pr.Text, pr.Items = t, nil
	s.Add(r.SessionValue(f, "", pr))
	return true
}

// lastDay reports whether a line is the day on which the session read last ends: a day alone that comes after the one
// before it, where both stand beside other facts of one session, or where the markup says so.
func (r *Reader) lastDay(i int, s *session.Session) bool {
	t := r.Text(&r.Pieces[i])
	if s == nil || i == 0 || !date.Only(t) || r.Pieces[i-1].Claim != "session" || s.Has(schema.FieldSessionEnd) {
		return false
	}
	before, day := date.ReadPeriod(r.Text(&r.Pieces[i-1])), date.ReadPeriod(t)
	if !date.Only(r.Text(&r.Pieces[i-1])) || before.Start() == "" || day.Start() == "" || day.Start() <= before.Start() {
		return false
	}
	if r.classOver(r.Pieces[i].Line, r.Pieces[i].Line+1, 0, true) == schema.FieldSessionEnd {
		return true
	}
	b := r.BoxOf(i - 1)
	for b > 0 && r.Lay.Boxes[b].Last <= r.Pieces[i].Line {
		b = r.Lay.Boxes[b].Parent
	}
	from, to := r.PieceRange(b)
	days, others := 0, 0
	for j := from; j < min(to, from+20); j++ {
		switch q := r.Text(&r.Pieces[j]); {
		case q == "" || r.Pieces[j].Skip:
		case date.Only(q):
			days++
		default:
			others++
		}
	}
	return days == 2 && others > 0 && to-from <= 20
}
