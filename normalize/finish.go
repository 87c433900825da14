package normalize

import (
	"carif/schema"
)

// leftovers keeps the values whose field no step above took, under their label: nothing is lost.
func (b *builder) leftovers() {
	for _, v := range b.take(schema.FieldOther) {
		b.other(v.Label, v.Text)
	}
	for _, v := range b.take(schema.FieldSessions) {
		b.other(v.Label, v.Text)
	}
	for _, v := range b.values {
		if !b.taken[v.Field] {
			b.other(v.Label, v.Text)
		}
	}
	if len(b.looseFaxes) > 0 {
		if b.c.Provider == nil {
			b.c.Provider = of(emptyOrg())
		}
		b.c.Provider.Faxes = addAll(b.c.Provider.Faxes, b.looseFaxes)
	}
}

// afterwards fills what the page says only session by session, where all sessions agree: hours and price of the
// course. It also settles what two fields say of the same thing.
func (b *builder) afterwards() {
	ss := b.c.Sessions
	if hours := allEqual(ss, func(s *schema.Session) *float64 { return s.Hours }); hours != nil {
		if b.c.Duration == nil {
			b.c.Duration = &schema.Duration{}
		}
		if b.c.Duration.TotalHours == nil && b.c.Duration.Text == nil {
			b.c.Duration.TotalHours = hours
		}
	}
	if b.c.Price == nil {
		if price := allEqual(ss, func(s *schema.Session) *float64 { return s.Price }); price != nil {
			b.c.Price = &schema.Price{AmountEUR: price}
		} else if price := b.schemePrice(); price != nil {
			b.c.Price = price
		}
	}
	if b.c.Certifying == nil && len(b.c.Codes.RNCP) > 0 {
		b.c.Certifying = of(true)
	}
}

// allEqual gives the value every session has, nil when one has none or another.
func allEqual(ss []schema.Session, get func(*schema.Session) *float64) *float64 {
	var all *float64
	for i := range ss {
		v := get(&ss[i])
		if v == nil || all != nil && *all != *v {
			return nil
		}
		all = v
	}
	return all
}

// schemePrice reads the price that some sites print inside the name of the scheme ("…, coût : 1707 €"); nil
// unless all that is printed there agrees.
func (b *builder) schemePrice() *schema.Price {
	var out *schema.Price
	for _, f := range b.c.Funding {
		if f.Scheme == nil {
			continue
		}
		r := readPrice(*f.Scheme)
		switch {
		case r.Unclear:
			return nil
		case r.Amount == nil || !hasEuro(*f.Scheme):
		case out == nil:
			out = &schema.Price{AmountEUR: r.Amount, Text: f.Scheme}
		case *out.AmountEUR != *r.Amount:
			return nil
		}
	}
	return out
}

func hasEuro(s string) bool {
	for _, t := range tokens(s) {
		if euro(t) {
			return true
		}
	}
	return false
}
