package course

import (
	"regexp"
	"slices"
	"strings"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/vocab"
)

// fundingRow is one row in the making, with the group of the page it came from.
type fundingRow struct {
	schema.Funding
	group int
}

// funding assembles the ways the course is paid for: the values of one group are one row, those outside any
// group share a row until it has one of each.
func (b *builder) funding() {
	var rows []*fundingRow
	row := func(v *schema.Value, filled func(*fundingRow) bool) *fundingRow {
		for i := len(rows) - 1; i >= 0; i-- {
			if rows[i].group == v.Group && !filled(rows[i]) {
				return rows[i]
			}
		}
		r := &fundingRow{group: v.Group}
		rows = append(rows, r)
		return r
	}
	for _, v := range b.ordered(schema.FieldFunding, schema.FieldFundingType, schema.FieldFunder, schema.FieldScheme,
		schema.FieldMeasure, schema.FieldFundingReference, schema.FieldConventioned) {
		list := value.Items(v)
		if v.Field == schema.FieldFunder {
			list = b.n.SplitList(vocab.Funders, v)
		}
		for _, item := range list {
			if len(rows) < text.MostItems {
				b.fundingValue(v, item, row)
			}
		}
	}
	for _, r := range joinRows(rows) {
		if !hasFunding(b.c.Funding, r.Funding) {
			b.c.Funding = append(b.c.Funding, r.Funding)
		}
	}
	b.schemePayers()
	b.bracketedSchemes()
}

// payer matches the words behind which a scheme says who pays: "… par le Conseil régional", "… conventionnée France
// Travail".
var payer = regexp.MustCompile(`(?i)\b(?:par|avec)(?: l[ea]s?| l['’])? ?(\pL.*)$|\bconventionn\pL+ (\pL.*)$`)

// agreed matches a scheme that calls itself a training under an agreement; "non conventionnée" is none.
var agreed = regexp.MustCompile(`(?i)(?:action|formation|place|parcours)s?(?: de formation)? conventionn\pL+`)

// schemePayers reads who pays for a scheme, and that it is an agreement, from the scheme's own words. They stay whole.
func (b *builder) schemePayers() {
	for i := range b.c.Funding {
		r := &b.c.Funding[i]
		if r.Scheme == nil || len(*r.Scheme) > 120 {
			continue
		}
		if r.Conventioned == nil && agreed.MatchString(*r.Scheme) {
			yes := true
			r.Conventioned = &yes
		}
		if m := payer.FindStringSubmatch(*r.Scheme); m != nil && r.Funder == nil {
			b.paidBy(r, m[1]+m[2])
		}
	}
}

// paidBy gives a row its funder where words are one that the vocabulary knows, and reports whether they are.
func (b *builder) paidBy(r *schema.Funding, words string) bool {
	_, known := b.n.Vocab.Find(vocab.Funders, words)
	if known && r.Funder == nil {
		c, _ := b.n.Vocab.Match(vocab.Funders, words)
		r.Funder = &c
	}
	return known
}

// bracketedSchemes reads what stands in brackets behind a scheme: who pays for it, or its short name, by which the page
// may call it again: "Programme Régional de Formation Professionnelle (PRFP)" at the head of the sheet, "PRFP" in a
// table.
func (b *builder) bracketedSchemes() {
	again := map[string]bool{}
	for i := range b.c.Funding {
		r := &b.c.Funding[i]
		if r.Scheme == nil {
			continue
		}
		core, in, ok := strings.Cut(strings.TrimSuffix(*r.Scheme, ")"), "(")
		if core = strings.TrimSpace(core); !ok || core == "" || !strings.HasSuffix(*r.Scheme, ")") {
			continue
		}
		payer := b.paidBy(r, in)
		if payer || !strings.Contains(in, " ") {
			again[text.Fold(core)] = true
		}
		if !payer {
			again[text.Fold(in)] = true
		}
	}
	b.c.Funding = slices.DeleteFunc(b.c.Funding, func(r schema.Funding) bool {
		bare := r.Type == nil && r.Funder == nil && r.Measure == nil && r.Reference == nil && r.Conventioned == nil
		return bare && r.Scheme != nil && again[text.Fold(*r.Scheme)]
	})
}

// fundingValue puts one printed item into its place of a row.
func (b *builder) fundingValue(v *schema.Value, item string,
	row func(*schema.Value, func(*fundingRow) bool) *fundingRow) {
	if b.n.Placeholder(item) {
		return
	}
	switch v.Field {
	case schema.FieldFundingType:
		r := row(v, func(r *fundingRow) bool { return r.Type != nil })
		r.Type = &item
		if yes, ok := b.conventioned(item); ok && r.Conventioned == nil {
			r.Conventioned = &yes
		}
	case schema.FieldFunder:
		b.setFunder(row(v, func(r *fundingRow) bool { return r.Funder != nil }), v, item)
	case schema.FieldScheme:
		row(v, func(r *fundingRow) bool { return r.Scheme != nil }).Scheme = &item
	case schema.FieldMeasure:
		row(v, func(r *fundingRow) bool { return r.Measure != nil }).Measure = &item
	case schema.FieldFundingReference:
		row(v, func(r *fundingRow) bool { return r.Reference != nil }).Reference = &item
	case schema.FieldConventioned:
		yes, ok := b.conventioned(item)
		if !ok {
			if yes, ok = b.n.YesNo(item); !ok {
				b.issue(schema.IssueUnknownValue, v.Field, item, v)
				return
			}
		}
		r := row(v, func(r *fundingRow) bool { return r.Conventioned != nil })
		r.Conventioned = &yes
		if len(item) > 3 && !anyStem(item, words.Formation) { // a sentence is no type
			r.Type = firstPtr(r.Type, &item)
		}
	default:
		b.anyFunding(v, item, row)
	}
}

// anyFunding reads an item of a field that says only "who pays": a funder the vocabulary knows, a sentence on
// conventions, else a scheme.
func (b *builder) anyFunding(v *schema.Value, item string,
	row func(*schema.Value, func(*fundingRow) bool) *fundingRow) {
	if yes, ok := b.conventioned(item); ok {
		r := row(v, func(r *fundingRow) bool { return r.Type != nil })
		if r.Conventioned = &yes; !anyStem(item, words.Formation) {
			r.Type = &item
		}
		return
	}
	if _, ok := b.n.Vocab.Find(vocab.Funders, item); ok {
		b.setFunder(row(v, func(r *fundingRow) bool { return r.Funder != nil }), v, item)
		return
	}
	row(v, func(r *fundingRow) bool { return r.Scheme != nil }).Scheme = &item
}

func (b *builder) setFunder(r *fundingRow, v *schema.Value, item string) {
	c, ok := b.n.Vocab.Match(vocab.Funders, item)
	if !ok {
		b.unknown(vocab.Funders, schema.FieldFunder, item, v)
	}
	r.Funder = &c
}

// conventioned reads "Formation non conventionnée" and its like; ok is false for words that are not about it.
func (b *builder) conventioned(s string) (yes, ok bool) {
	if !text.HasStem(text.Fold(s), "conventionne") || len(s) > 80 {
		return false, false
	}
	return b.n.YesNo(s)
}

// joinRows joins a row outside any group to the row before it when neither has what the other has: they are one
// funding whose parts the page labels one by one.
func joinRows(rows []*fundingRow) []*fundingRow {
	var out []*fundingRow
	for _, r := range rows {
		if n := len(out); n > 0 && (r.group == 0 || out[n-1].group == 0) && disjoint(out[n-1], r) {
			last := out[n-1]
			last.Type, last.Scheme, last.Measure, last.Reference = firstPtr(last.Type, r.Type),
				firstPtr(last.Scheme, r.Scheme), firstPtr(last.Measure, r.Measure), firstPtr(last.Reference, r.Reference)
			if last.Funder == nil {
				last.Funder = r.Funder
			}
			if last.Conventioned == nil {
				last.Conventioned = r.Conventioned
			}
			continue
		}
		out = append(out, r)
	}
	return out
}

func disjoint(a, b *fundingRow) bool {
	both := func(x, y *string) bool { return x != nil && y != nil }
	return !both(a.Type, b.Type) && !both(a.Scheme, b.Scheme) && !both(a.Measure, b.Measure) &&
		!both(a.Reference, b.Reference) &&
		(a.Funder == nil || b.Funder == nil) && (a.Conventioned == nil || b.Conventioned == nil)
}

// hasFunding reports whether a row is there already, word for word.
func hasFunding(rows []schema.Funding, f schema.Funding) bool {
	eq := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	for _, r := range rows {
		var fa, fb *string
		if r.Funder != nil {
			fa = &r.Funder.Raw
		}
		if f.Funder != nil {
			fb = &f.Funder.Raw
		}
		if eq(r.Type, f.Type) && eq(r.Scheme, f.Scheme) && eq(r.Measure, f.Measure) && eq(r.Reference, f.Reference) &&
			eq(fa, fb) {
			return true
		}
	}
	return false
}
