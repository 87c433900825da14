package region

import (
	"cmp"
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

func (r *Regions) SessionValue(f schema.Field, label string, pr shape.Printed) schema.Value {
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && len(pr.Text) < 20 && wording.IsID(pr.Text) && len(date.Spans(pr.Text)) == 0 {
		f = schema.FieldSessionID // "Session : S1301"
	}
	if (f == schema.FieldSessionDates || f == schema.FieldSessionStart) && session.EntryExitText(pr.Text) && len(date.Spans(pr.Text)) == 0 {
		f = schema.FieldSessionEntryExit
	}
	if f == schema.FieldSessionEntryExit && pr.Text == "" && session.EntryExitText(label) {
		pr.Text = label // the label is the whole fact: "Entrées/sorties permanentes"
	}
	if f == schema.FieldSessionSeats && !strings.ContainsAny(pr.Text, "0123456789?") {
		f = schema.FieldSessionState // "Places restantes : Complet"
	}
	return schema.Value{Field: f, Label: cmp.Or(label, pr.Label), Text: pr.Text, Items: pr.Items, Links: pr.Links, Icon: pr.Icon,
		Empty: r.Model.SaysNothing(pr.Text), Where: pr.Where}
}

// organiser reports whether q, drawn as the label p over sessions and no deeper in the page, is the label of who offers
// the course.
func (r *Regions) Organiser(p, q *shape.Piece) bool {
	e := r.Lookup(q, shape.InCourse)
	if e == nil || e.Field != schema.FieldProvider && e.Field != schema.FieldContact || !r.alike(p, q) {
		return false
	}
	a, b := r.Lay.Lines[p.Line].Box, r.Lay.Lines[q.Line].Box
	return a != b && r.Lay.Boxes[b].Depth <= r.Lay.Boxes[a].Depth
}

// sessionLabel reports whether a label speaks of sessions and of nothing else.
func (r *Regions) SessionLabel(q *shape.Piece) bool {
	e := r.Lookup(q, shape.InSession)
	return e != nil && (session.Tight(e.Field) || e.Field == schema.FieldSessions)
}

// tableOver gives the record table that piece k stands in, nil when it stands in none.
func (r *Regions) TableOver(k int) *Table {
	for b := r.BoxOf(k); b > 0; b = r.Lay.Boxes[b].Parent {
		if t := r.Tables[b]; t != nil {
			return t
		}
	}
	return nil
}

func (r *Regions) CollectLine(i int) shape.Printed {
	var pr shape.Printed
	l := &r.Lay.Lines[r.Pieces[i].Line]
	r.Place(&pr, l)
	pr.Text = wording.Clean(l.Text)
	return pr
}

// labelledDates reports whether piece i is the label of a session's dates.
func (r *Regions) LabelledDates(i, ext int) bool {
	if i >= ext || r.Pieces[i].Sure < shape.Styled {
		return false
	}
	e := r.Lookup(&r.Pieces[i], shape.InSession)
	return e != nil && (e.Field == schema.FieldSessionDates || e.Field == schema.FieldSessionStart)
}

// belongs reports whether a line that numbers a session stands below the dates of the session being read, nearer to
// them than to what follows: it is that session's number.
func (r *Regions) Belongs(i int, p *shape.Piece, s *session.Session) bool {
	return s.Dated() && !s.Detail && !s.Has(schema.FieldSessionID) && len(date.Spans(p.Label)) == 0 && r.Nearer(i)
}
