package course

import (
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// durations fills the hours.
func (b *builder) durations() {
	var d schema.Duration
	var texts []string
	var clash [4]bool
	any := false
	for _, v := range b.ordered(schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours,
		schema.FieldWeeklyHours) {
		any = true
		label := v.Label
		switch v.Field {
		case schema.FieldCentreHours:
			label = "centre"
		case schema.FieldCompanyHours:
			label = "entreprise"
		case schema.FieldWeeklyHours:
			label = "hebdomadaire"
		}
		h := amount.ReadHours(label, v.Text)
		b.setHours(&d.TotalHours, &clash[0], h.Total, v)
		b.setHours(&d.CentreHours, &clash[1], h.Centre, v)
		b.setHours(&d.CompanyHours, &clash[2], h.Company, v)
		b.setHours(&d.WeeklyHours, &clash[3], h.Weekly, v)
		if h.Unclear {
			b.issue(schema.IssueBadNumber, v.Field, v.Text, v)
		}
		printed := v.Text
		if v.Label != "" && (v.Field != schema.FieldDuration || anyStem(v.Label, words.Qualified)) {
			printed = v.Label + " : " + printed
		}
		texts = addText(texts, printed)
	}
	if d.TotalHours == nil && d.CentreHours == nil && d.CompanyHours == nil && b.paceHours(&d) {
		any = true
		for _, v := range b.draft.Get(schema.FieldPace) {
			if len(b.lasts) == 0 {
				texts = addText(texts, v.Text)
			}
		}
	}
	for _, item := range b.lasts {
		if any = true; !slices.ContainsFunc(texts, func(have string) bool { return strings.Contains(have, item) }) {
			texts = addText(texts, item)
		}
	}
	if any {
		d.Text = schema.NonEmpty(strings.Join(texts, "\n"))
		b.c.Duration = &d
	}
}

// paceHours reads the hours of a course that stand among the words on its rhythm ("1 200 heures en centre et 280 heures
// de stage, 35 h par semaine"), where none stand under a label of their own. It reports whether there are any.
func (b *builder) paceHours(d *schema.Duration) bool {
	for _, v := range b.draft.Get(schema.FieldPace) {
		h := amount.ReadHours("", v.Text)
		if h.Total != nil && *h.Total < longerThanAWeek && !saysHowLong(v.Text) {
			h.Total = nil
		}
		if h.Total != nil || h.Centre != nil || h.Company != nil {
			d.TotalHours, d.CentreHours, d.CompanyHours, d.WeeklyHours = h.Total, h.Centre, h.Company, h.Weekly
			return true
		}
	}
	return false
}

// saysHowLong reports words that say that an amount is all of a course.
func saysHowLong(s string) bool {
	ts := text.Tokens(s)
	for _, w := range [...]string{"dure", "total", "formation", "stage", "soit"} {
		if text.HasWord(ts, w) {
			return true
		}
	}
	return false
}

// longerThanAWeek is more hours than a week of courses has: fewer may be those of a week that no word names.
const longerThanAWeek = 50

// setHours keeps the first reading; a different second one is a conflict and leaves none: clash says so to the
// readings that follow.
func (b *builder) setHours(have **float64, clash *bool, got *float64, v *schema.Value) {
	switch {
	case got == nil:
	case *clash:
		b.issue(schema.IssueConflict, v.Field, v.Text, v)
	case *have == nil:
		*have = got
	case **have != *got:
		b.issue(schema.IssueConflict, v.Field, v.Text, v)
		*have, *clash = nil, true
	}
}

// prices fills the price of the course: one plain amount, or none and the text.
func (b *builder) prices() {
	var p schema.Price
	var texts []string
	clash := false
	for _, v := range b.take(schema.FieldPrice) {
		r := amount.ReadPrice(v.Text)
		texts = addText(texts, v.Text)
		b.tariffs(v)
		switch {
		case r.Amount == nil:
			if r.Unclear {
				clash = true
				b.issue(schema.IssueBadNumber, v.Field, v.Text, v)
			}
		case p.AmountEUR == nil:
			p.AmountEUR = r.Amount
		case *p.AmountEUR != *r.Amount:
			clash = true
			b.issue(schema.IssueConflict, v.Field, v.Text, v)
		}
	}
	if len(texts) == 0 {
		return
	}
	if clash {
		p.AmountEUR = nil
	}
	p.Text = schema.NonEmpty(strings.Join(texts, "\n"))
	for i := range b.c.Prices {
		if i == 0 {
			p.Tax, p.Kind = b.c.Prices[0].Tax, b.c.Prices[0].Kind
		}
		p.Tax, p.Kind = same(p.Tax, b.c.Prices[i].Tax), same(p.Kind, b.c.Prices[i].Kind)
	}
	if p.AmountEUR == nil {
		p.Tax, p.Kind = nil, nil // of several prices, each has its own
	}
	b.c.Price = &p
}

// tariffs adds each price that a value prints, once.
func (b *builder) tariffs(v *schema.Value) {
	for _, t := range amount.Tariffs(v.Label, v.Text) {
		p := schema.Price{AmountEUR: t.Amount, Tax: schema.NonEmpty(t.Tax), Kind: schema.NonEmpty(t.Kind),
			Text: schema.NonEmpty(t.Text)}
		known := slices.ContainsFunc(b.c.Prices, func(o schema.Price) bool {
			return *o.AmountEUR == *p.AmountEUR && same(o.Tax, p.Tax) == o.Tax && same(o.Kind, p.Kind) == o.Kind
		})
		if !known && len(b.c.Prices) < text.MostItems {
			b.c.Prices = append(b.c.Prices, p)
		}
	}
}

// same gives a when both say the same, nil when they differ.
func same(a, c *string) *string {
	if a == nil || c == nil || *a != *c {
		return nil
	}
	return a
}
