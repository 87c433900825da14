package claim

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

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

// facts reads a list of short facts without labels under a heading that only announces it, as side panels print them beside
// pictures: "En bref: 595 h en centre, Saint-Lô, Niveau 5, 7 200 €". Each item goes to the field its kind tells. head is the
// heading, -1 for a list beside the title that has none. It reports false, and takes nothing, where fewer than two
// items, or fewer than half, tell one; a length and a price need no third.
func (r *Reader) facts(head, i, k int) bool {
	type fact struct {
		at int
		f  schema.Field
	}
	var all []fact
	told := 0
	kinds := map[schema.Field]bool{}
	pictured := false // a row of pictures names each of its facts
	for j := i; j < k; j++ {
		p := &r.Pieces[j]
		t := r.Text(p)
		if p.Skip || t == "" {
			continue
		}
		if len(t) > 120 || p.Label != "" && p.Known {
			return false
		}
		pictured = pictured || r.Lx.Picture(r.Lay.Lines[p.Line].Picto) != ""
		f := cmp.Or(r.factField(t), r.pictureField(&r.Lay.Lines[p.Line], t))
		if head < 0 && f == schema.FieldSessionCity {
			f = "" // where it is held at all, and no session
		}
		if f != "" && kinds[f] && f != schema.FieldDuration {
			f = "" // a fact is told once
		}
		if f != "" {
			told++
			kinds[f] = true
		}
		all = append(all, fact{j, f})
	}
	sure := pictured || kinds[schema.FieldDuration] && kinds[schema.FieldPrice]
	if told == 0 || !pictured && told < 2 || !sure && 2*told < len(all) || len(all) > 20 {
		return false
	}
	label := ""
	if head >= 0 {
		label = r.Pieces[head].Label
		r.claim(head, head+1, "section", "over facts")
	}
	for _, x := range all {
		pr := r.Collect(x.at, x.at+1, false)
		pr.Text, pr.Items = strings.TrimPrefix(pr.Text, "- "), nil
		switch {
		case x.f == "":
			r.leave(x.at, x.at+1, label, pr)
			continue
		case lexicon.IsSession(x.f):
			r.giveLoose(x.f, "", pr)
		default:
			r.putWeak(x.f, "", pr)
		}
		r.claim(x.at, x.at+1, string(x.f), "kind alone")
	}
	return true
}

// factField gives the field of a short fact by its kind, "" where it has none for sure.
func (r *Reader) factField(t string) schema.Field {
	t = strings.TrimPrefix(t, "- ")
	f := text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
	switch {
	case wording.Digit(t[0]) && (amount.HasHours(t) && len(t) < 60 || len(t) < 100 && amount.HoursFirst(t)) && !r.Lx.IsKind("opening", t, f):
		return schema.FieldDuration
	case len(t) < 60 && (r.Lx.IsKind("hours", t, f)):
		return schema.FieldDuration
	case len(t) < 60 && wording.Digit(t[0]) && amount.HasEuro(t):
		return schema.FieldPrice
	case r.Lx.IsKind("mode", t, f):
		return schema.FieldTeachingMode
	case r.Lx.IsKind("people", t, f):
		return schema.FieldGroupSize
	case strings.HasPrefix(f, "niveau ") && level.Named(t):
		return schema.FieldExitLevel
	case r.Town(t):
		return schema.FieldSessionCity
	}
	return ""
}

// pictureField gives the field of a short fact by the picture before it, "" where the words are not of its kind.
func (r *Reader) pictureField(l *layout.Line, t string) schema.Field {
	if l.Picto == "" {
		return ""
	}
	f := r.Lx.Picture(l.Picto)
	switch f {
	case schema.FieldDuration, schema.FieldPrice, schema.FieldGroupSize:
		if !text.HasDigit(t) {
			return ""
		}
	case schema.FieldExitLevel:
		if !level.Named(t) {
			return ""
		}
	case schema.FieldTeachingMode:
		if strings.Contains(text.FoldLabel(t), "altern") {
			return "" // a rhythm
		}
	}
	if f != "" && r.Lx.Misfit(f, t) != nil {
		return ""
	}
	return f
}

// factsUnder reads the facts under a heading whose words only announce them: "En bref", "L'essentiel", "Infos clés". It gives
// where reading goes on, 0 where there are none.
func (r *Reader) factsUnder(i, ext int, sc shape.Scope) int {
	p := &r.Pieces[i]
	if sc != shape.InCourse || !p.Whole || len(p.Label) > 50 || !r.Lx.IsKind("announce", p.Label, text.FoldLabel(p.Label)) {
		return 0
	}
	k := i + 1
	for k < ext && (r.Pieces[k].Label == "" || r.Pieces[k].Sure < shape.Lone && !(r.Pieces[k].Known && !r.Pieces[k].Whole)) && r.Pieces[k].Claim == "" {
		k++
	}
	if !r.facts(i, i+1, k) {
		return 0
	}
	return k
}

// factsBeside reads the facts that stand beside the title without any heading: a row of pictograms or badges, each item a
// box of one list. It gives where reading goes on, 0 where there is none.
func (r *Reader) factsBeside(i, end int) int {
	if r.Plain || r.TitleAt < 0 || i < r.TitleAt-12 || i > r.TitleAt+12 || !r.inContent(r.Pieces[i].Line) {
		return 0
	}
	b := r.BoxOf(i)
	up := r.Lay.Boxes[b].Parent
	for n := 0; n < 3 && up > 0 && r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First == 1; n++ {
		up = r.Lay.Boxes[up].Parent
	}
	if up <= 0 || r.Lay.Boxes[up].First != r.Pieces[i].Line {
		return 0
	}
	bx := &r.Lay.Boxes[up]
	if n := bx.Last - bx.First; n < 3 || n > 10 {
		return 0
	}
	k := i
	for k < end && r.Pieces[k].Line < bx.Last {
		if !r.mayBeFact(&r.Pieces[k]) {
			return 0
		}
		k++
	}
	for k > i && r.Pieces[k-1].Label != "" {
		k--
	}
	if !r.facts(-1, i, k) {
		return 0
	}
	return k
}

// mayBeFact reports a piece that may be one of a row of facts: short, and without a label but one that says all it has to say.
// A picture before it is as good as a label.
func (r *Reader) mayBeFact(p *shape.Piece) bool {
	switch {
	case p.Claim != "" && !p.Skip:
		return false
	case r.Lay.Lines[p.Line].Picto != "":
		return true
	}
	return len(r.Text(p)) <= 60 && (p.Label == "" || p.From >= p.To && lexicon.SaysEligible(p.Label))
}

// classOver gives the field that the markup names for words no label names, from offset at of the first line of [from,to):
// the class of their inline element, or of the boxes that hold nothing else. A site's own programmers name things for
// themselves, and rightly; so the class proposes, and the kind of the words must agree. Outside the page's content the
// same names are of a search, a basket or another course.
func (r *Reader) classOver(from, to int32, at int, sess bool) schema.Field {
	if !r.inContent(from) {
		return ""
	}
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

// ownBoxes are the boxes that hold the page's own content, none where nothing tells them.
type ownBoxes struct {
	boxes []int32
	found bool
}

// inContent reports whether a line stands in the page's own content: in its main element or an aside beside it, or in the
// block that the title has outside of that. A page without one has the smallest block that holds its title and its labels,
// and what stands with that in a block of its own.
func (r *Reader) inContent(li int32) bool {
	if !r.own.found {
		r.own.found = true
		r.own.boxes = r.contentBoxes()
	}
	for _, b := range r.own.boxes {
		if bx := &r.Lay.Boxes[b]; bx.First <= li && li < bx.Last {
			return true
		}
	}
	return len(r.own.boxes) == 0
}

// mostMains is the number of main elements beyond which they tell nothing of a page.
const mostMains = 10

// contentBoxes gives the boxes of the page's content, none where nothing tells them.
func (r *Reader) contentBoxes() (out []int32) {
	if r.Plain || r.TitleAt < 0 {
		return nil
	}
	title := r.Pieces[r.TitleAt].Line
	for b := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[b]; bx.Tag == atom.Main && bx.First < bx.Last {
			out = append(out, int32(b))
		}
	}
	if len(out) == 0 {
		return r.labelledBox(title)
	}
	if len(out) > mostMains {
		return nil
	}
	mains := out
	for b := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[b]; bx.Tag == atom.Aside && slices.ContainsFunc(mains, func(m int32) bool { return r.Lay.Boxes[m].Parent == bx.Parent }) {
			out = append(out, int32(b))
		}
	}
	if len(out) > 2*mostMains {
		return nil
	}
	top := int32(0)
	for b := r.Lay.Lines[title].Box; b > 0 && r.Lay.Boxes[b].Tag != atom.Body; b = r.Lay.Boxes[b].Parent {
		bx := &r.Lay.Boxes[b]
		if slices.ContainsFunc(mains, func(m int32) bool { return bx.First <= r.Lay.Boxes[m].First && r.Lay.Boxes[m].Last <= bx.Last }) {
			break
		}
		top = b
	}
	if top > 0 {
		out = append(out, top)
	}
	return out
}

// labelledBox gives the smallest box that holds the title and all known labels behind it, or the one around that where the
// page has one between it and the body.
func (r *Reader) labelledBox(title int32) []int32 {
	last := title
	for i := r.TitleAt + 1; i < len(r.Pieces); i++ {
		if p := &r.Pieces[i]; p.Known && p.Label != "" && p.Claim != "chrome" {
			last = p.Line
		}
	}
	b := r.BoxAround(r.Lay.Lines[title].Box, last)
	if b <= 0 || last == title {
		return nil
	}
	if up := r.Lay.Boxes[b].Parent; up > 0 && r.Lay.Boxes[up].Tag != atom.Body {
		b = up
	}
	if r.Lay.Boxes[b].Tag == atom.Body {
		return nil
	}
	return []int32{b}
}

// agrees reports whether words are of the kind of a field.
func (r *Reader) agrees(f schema.Field, t string) bool {
	if t == "" || r.Lx.Misfit(f, t) != nil {
		return false
	}
	folded := text.FoldLabel(t)
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours, schema.FieldSessionHours:
		return lengthOfTime(t, folded)
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
	}
	return lexicon.Long(f) && f != schema.FieldOther && len(t) >= 15
}

// lengthOfTime reports whether words tell how long something takes.
func lengthOfTime(t, folded string) bool {
	if len(t) >= 80 {
		return false
	}
	return amount.HasHours(t) || text.HasDigit(t) && (strings.Contains(folded, "jour") || strings.Contains(folded, "mois") || strings.Contains(folded, "semaine"))
}

// byClass gives loose words of the course to the field that the markup names; it reports false where it names none.
func (r *Reader) byClass(i, k int, label string, pr shape.Printed) bool {
	f := r.classOver(r.Pieces[i].Line, r.Pieces[k-1].Line+1, int(r.Pieces[i].From), false)
	if f == "" || !r.agrees(f, pr.Text) || len(r.Draft.Get(f)) > 0 {
		return false
	}
	r.claim(i, k, string(f), "class")
	r.putWeak(f, label, pr)
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
	b := r.BoxAround(r.BoxOf(i-1), r.Pieces[i].Line)
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
