package course

import (
	"cmp"
	"time"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// sessionDates reads the dates of a session and the words on entry and exit that stand among them.
func (b *builder) sessionDates(s *schema.Session, p *sessionParts, v *schema.Value) {
	period, issues := date.ReadPeriod(v.Text), len(b.rec.Issues)
	defer func() { p.dated = append(p.dated, datedWords{v, issues, len(b.rec.Issues)}) }()
	for _, bad := range period.Bad {
		b.issue(schema.IssueBadDate, v.Field, bad, v)
	}
	if len(period.Ranges) > 0 { // where nothing at all is read, the whole text is the issue
		for _, part := range period.Partial {
			b.issue(schema.IssueBadDate, v.Field, part, v)
		}
	}
	told := b.entryExitAmong(s, v)
	if len(period.Ranges) == 0 {
		told = told || b.stateInstead(s, p, v)
		if !told && period.Reason != date.NoDate && len(period.Bad) == 0 && !onlyWords(v.Text) {
			b.issue(schema.IssueBadDate, v.Field, v.Text, v)
		}
		switch {
		case told:
		case onlyWords(v.Text): // "Du au"
			b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: v.Field, Raw: v.Text})
		default:
			p.texts = addText(p.texts, v.Text)
		}
		return
	}
	if len(p.dates.Ranges) > 0 && period.Start() == p.dates.Start() && period.End() == p.dates.End() {
		return // printed twice
	}
	p.dates.Listed = len(p.dates.Ranges) == 0 && period.Listed
	p.dates.Ranges = append(p.dates.Ranges, period.Ranges...)
	if len(p.dates.Ranges) > 1 || len(period.Bad)+len(period.Partial)+len(period.Other) > 0 {
		p.texts = addText(p.texts, v.Text) // the record has one range: the words keep the others
	}
}

// entryExitAmong takes the entry and exit that stand among the words of a date cell.
func (b *builder) entryExitAmong(s *schema.Session, v *schema.Value) bool {
	c, ok := b.n.EntryExitAmong(v.Text)
	if ok && s.EntryExit == nil {
		s.EntryExit = &c
	}
	return ok
}

// stateInstead reads a state that stands where a date should: "Recrutement clos", the seats left at some date.
func (b *builder) stateInstead(s *schema.Session, p *sessionParts, v *schema.Value) bool {
	if len(v.Text) > 150 {
		return false
	}
	state, seats := b.n.State("", v.Text)
	p.keepDay(v.Text)
	if state == "" {
		return text.HasWords(text.Fold(v.Text), "a la date du") // the day of a count
	}
	s.State = firstOf(s.State, state)
	if s.Seats == nil {
		s.Seats = seats
	}
	return true
}

// onlyWords reports whether a text where dates should stand is the bare frame of one: "Du au".
func onlyWords(s string) bool {
	switch text.Fold(s) {
	case "du", "du au", "au", "de a", "de", "le", "a partir du":
		return true
	}
	return false
}

// sessionDay reads a start or an end that stands in a cell of its own.
func (b *builder) sessionDay(s *schema.Session, p *sessionParts, v *schema.Value) {
	period, issues := date.ReadPeriod(v.Text), len(b.rec.Issues)
	defer func() { p.dated = append(p.dated, datedWords{v, issues, len(b.rec.Issues)}) }()
	for _, bad := range period.Bad {
		b.issue(schema.IssueBadDate, v.Field, bad, v)
	}
	told := b.entryExitAmong(s, v)
	if len(period.Ranges) == 0 {
		if !told && !b.stateInstead(s, p, v) && period.Reason != date.NoDate && len(period.Bad) == 0 {
			b.issue(schema.IssueBadDate, v.Field, v.Text, v)
		}
		return
	}
	r := period.Ranges[0]
	if v.Field == schema.FieldSessionStart {
		p.start, p.startPrec = r.Start, r.Precision
		if r.Start == "" {
			p.start = r.End
		}
		if len(period.Ranges) == 1 && r.Start != "" && r.End != "" && r.Precision == date.PrecisionDay {
			p.end = r.End // a whole range in the cell of the start
		}
		return
	}
	p.end = period.End()
	if p.end == "" {
		p.end = r.Start
	}
	if p.startPrec == "" {
		p.startPrec = r.Precision
	}
}

// finishDates sets start, end and precision; dates in the wrong order stay as printed and are an issue.
func (b *builder) finishDates(s *schema.Session, p *sessionParts, raw *schema.DraftSession) {
	start, end, precision := p.dates.Start(), p.dates.End(), p.dates.Precision()
	if end == "" && p.dates.Listed {
		end = b.lastOfDays(p.dates.Ranges)
	}
	if p.start != "" || p.end != "" {
		if start == "" || p.start != "" {
			start = p.start
		}
		if p.end != "" {
			end = p.end
		}
		if precision == date.PrecisionNone || p.start != "" {
			precision = p.startPrec
		}
	}
	s.Start, s.End, s.DatePrecision = schema.NonEmpty(start), schema.NonEmpty(end), precision
	if start != "" && end != "" && end < start {
		b.rec.Issues = append(b.rec.Issues, schema.Issue{Code: schema.IssueDatesReversed, Field: schema.FieldSessionDates,
			Raw: start + " > " + end, Where: raw.Where.Path})
	}
}

// mostApart is how far apart the days of one session may lie, as days of a list.
const mostApart = 62

// lastOfDays gives the last of the days that a session is held on, where its dates are a list of days of which the last
// stands alone: "13, 20 et 27 septembre 2023", "3, 4 et 10 juillet 2023"; "" for one day, and for days that lie too far
// apart to be of one session that does not fill them.
func (b *builder) lastOfDays(ranges []date.Range) string {
	if len(ranges) < 2 {
		return ""
	}
	for _, r := range ranges {
		if r.Precision != date.PrecisionDay || r.End != "" && apart(r.Start, r.End) > mostTogether {
			return ""
		}
	}
	first, last := ranges[0].Start, ranges[len(ranges)-1].Start
	filled, _ := b.fills(len(ranges))
	if n := apart(first, last); n < 0 || n > mostApart && !filled {
		return ""
	}
	return last
}

// runs parts a list of days that are of several sessions ("15 janvier, 12 mars, 18 juin et 24 septembre 2027") into
// those of each: days that follow one another are of one, and each has as many. What tells is that the course is too
// short to fill all these days, or, where its length is not known, that they lie too far apart to be of one, and are
// not just two. It is nil for days of one session, for lists of anything but days, and for those out of order.
func (b *builder) runs(ranges []date.Range) (out []date.Range) {
	filled, known := b.fills(len(ranges))
	if len(ranges) < 2 || filled || !known && apart(ranges[0].Start, ranges[len(ranges)-1].Start) <= mostApart {
		return nil
	}
	for i, r := range ranges {
		if n := spanOf(r); r.Precision != date.PrecisionDay || n < 1 || n > mostTogether ||
			i > 0 && apart(ranges[i-1].Start, r.Start) < 1 {
			return nil
		}
		if i > 0 && apart(ranges[i-1].Start, r.Start) <= mostTogether {
			out[len(out)-1].End = cmp.Or(r.End, r.Start)
			continue
		}
		out = append(out, r)
	}
	for _, r := range out[1:] {
		if spanOf(r) != spanOf(out[0]) {
			return nil
		}
	}
	if !known && len(out) < 3 {
		return nil
	}
	return out
}

// spanOf counts the days of a range, of which the last may not be printed; 0 where it is none.
func spanOf(r date.Range) int { return 1 + apart(r.Start, cmp.Or(r.End, r.Start)) }

// fills reports whether the hours of the course, where they are known, fill so many days.
func (b *builder) fills(days int) (filled, known bool) {
	const most = 3.5 // half a day
	if b.c.Duration == nil || b.c.Duration.TotalHours == nil {
		return false, false
	}
	return *b.c.Duration.TotalHours >= most*float64(days), true
}

// mostTogether is how many days of a list may follow one another.
const mostTogether = 4

// apart counts the days between two ISO days; -1 where one is none, or the second comes first.
func apart(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil || b.Before(a) {
		return -1
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// datedWords is a value of dates and the issues that reading it made.
type datedWords struct {
	value    *schema.Value
	from, to int
}

// aroundDates keeps the values of dates that say more than days, entry, state and place: "sous réserve".
func (b *builder) aroundDates(s *schema.Session, p *sessionParts) {
	for _, d := range p.dated {
		rest := d.value.Text
		spans := date.Spans(rest)
		for i := len(spans) - 1; i >= 0; i-- {
			rest = rest[:spans[i][0]] + " " + rest[spans[i][1]:]
		}
		if !dateWords.lacks(rest) {
			continue
		}
		if state, seats := b.n.State("", d.value.Text); state != "" || seats != nil {
			continue
		}
		k := kept{}
		k.add(words.BesideDates...)
		k.add(p.texts...)
		k.pointers(s.City)
		if s.EntryExit != nil {
			k.add(s.EntryExit.Raw)
		}
		for _, i := range b.rec.Issues[d.from:d.to] {
			k.add(i.Raw)
		}
		if k.lacks(rest) {
			p.texts = addText(p.texts, d.value.Text)
		}
	}
}

// dateWords are the words that lead from one date to the next.
var dateWords = func() kept {
	k := kept{}
	k.add(words.BesideDates...)
	return k
}()
