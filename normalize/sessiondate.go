package normalize

import (
	"strings"

	"carif/schema"
	"carif/vocab"
)

// sessionDates reads the dates of a session and the words on entry and exit that stand among them.
func (b *builder) sessionDates(s *schema.Session, p *sessionParts, v *schema.Value) {
	period := ReadPeriod(v.Text)
	for _, bad := range period.Bad {
		b.issue(schema.IssueBadDate, v.Field, bad, v)
	}
	told := b.entryExitIn(s, v)
	if len(period.Ranges) == 0 {
		told = told || b.stateInstead(s, v)
		if !told && period.Reason != reasonNoDate && len(period.Bad) == 0 && !onlyWords(v.Text) {
			b.issue(schema.IssueBadDate, v.Field, v.Text, v)
		}
		if !told {
			p.texts = addText(p.texts, v.Text)
		}
		return
	}
	if len(p.dates.Ranges) > 0 && period.Start() == p.dates.Start() && period.End() == p.dates.End() {
		return // printed twice
	}
	p.dates.Ranges = append(p.dates.Ranges, period.Ranges...)
	if len(p.dates.Ranges) > 1 || len(period.Bad) > 0 {
		p.texts = addText(p.texts, v.Text) // the record has one range: the words keep the others
	}
}

// stateInstead reads a state that stands where a date should: "Recrutement clos", the seats left at some date.
func (b *builder) stateInstead(s *schema.Session, v *schema.Value) bool {
	if len(v.Text) > 150 {
		return false
	}
	state, seats := b.n.state("", v.Text)
	if state == "" {
		return hasWords(vocab.Plain(v.Text), "a la date du") // the day of a count
	}
	s.State = firstOf(s.State, state)
	if s.Seats == nil {
		s.Seats = seats
	}
	return true
}

// onlyWords reports whether a text where dates should stand is the bare frame of one: "Du au".
func onlyWords(s string) bool {
	switch vocab.Plain(s) {
	case "du", "du au", "au", "de a", "de", "le", "a partir du":
		return true
	}
	return false
}

// entryExitIn reads the entry and exit among the words of a date cell.
func (b *builder) entryExitIn(s *schema.Session, v *schema.Value) bool {
	if !hasLetters(v.Text) {
		return false
	}
	for _, line := range strings.Split(v.Text, "\n") {
		c, ok := b.n.entryExit("", wordsOnly(line))
		if !ok {
			continue
		}
		c.Raw = strings.Trim(line, " :.-–")
		if hasDigit(line) {
			c.Raw = strings.TrimSuffix(strings.Trim(wordsOnly(line), " :.-–"), " du")
		}
		if s.EntryExit == nil {
			s.EntryExit = &c
		}
		return true
	}
	return false
}

// hasLetters reports whether a text has a word longer than the links of a date ("du", "au").
func hasLetters(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if isLetterByte(s[i]) {
			if run++; run > 3 {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}

// wordsOnly takes the dates out of a line: everything up to the last digit where words follow it, else the line.
func wordsOnly(line string) string {
	i := strings.LastIndexAny(line, "0123456789")
	if i < 0 {
		return line
	}
	if rest := strings.TrimSpace(line[i+1:]); hasLetters(rest) {
		return rest
	}
	if j := strings.IndexAny(line, "0123456789"); hasLetters(line[:j]) {
		return strings.TrimSpace(line[:j])
	}
	return line
}

// sessionDay reads a start or an end that stands in a cell of its own.
func (b *builder) sessionDay(s *schema.Session, p *sessionParts, v *schema.Value) {
	period := ReadPeriod(v.Text)
	for _, bad := range period.Bad {
		b.issue(schema.IssueBadDate, v.Field, bad, v)
	}
	told := b.entryExitIn(s, v)
	if len(period.Ranges) == 0 {
		if !told && !b.stateInstead(s, v) && period.Reason != reasonNoDate && len(period.Bad) == 0 {
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
		if len(period.Ranges) == 1 && r.Start != "" && r.End != "" && r.Precision == precisionDay {
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
	if p.start != "" || p.end != "" {
		if start == "" || p.start != "" {
			start = p.start
		}
		if p.end != "" {
			end = p.end
		}
		if precision == precisionNone || p.start != "" {
			precision = p.startPrec
		}
	}
	s.Start, s.End, s.DatePrecision = ptr(start), ptr(end), precision
	if start != "" && end != "" && end < start {
		b.rec.Issues = append(b.rec.Issues, schema.Issue{Code: schema.IssueDatesReversed, Field: schema.FieldSessionDates, Raw: start + " > " + end, Where: raw.Where.Path})
	}
}
