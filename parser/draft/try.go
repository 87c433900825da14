package draft

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"carif/parser"
	"carif/schema"
	"carif/sites"
	"carif/text"
	"carif/text/amount"
	"carif/text/level"
)

// MostTried is the number of pages on which the proposals of a draft are tried.
const MostTried = 60

// gain is what the pages of a site give with a profile: on how many of them a course has a field, and how many sessions
// have one, where the words can be of it, and the text that no field took.
type gain struct {
	courses   int
	undated   int
	fields    map[schema.Field]int
	unclaimed int // characters
}

// Try switches on what reads more of some pages: a proposal after the other, on top of those that did.
func (d *Draft) Try(ctx context.Context, p *parser.Parser, pages []schema.Page) error {
	pages = pages[:min(len(pages), MostTried)]
	best, err := d.gain(ctx, p, pages)
	if err != nil {
		return err
	}
	for _, on := range d.Proposals() {
		*on = true
		g, err := d.gain(ctx, p, pages)
		if err != nil {
			return err
		}
		if g.over(best) {
			best = g
		} else {
			*on = false
		}
	}
	return nil
}

// over reports whether pages give more than they gave before, and no field less: what a proposal takes from one field to
// another is no gain.
func (g gain) over(before gain) bool {
	if g.courses < before.courses || g.undated > before.undated {
		return false
	}
	more := g.unclaimed < before.unclaimed
	for f, n := range before.fields {
		if g.fields[f] < n {
			return false
		}
	}
	for f, n := range g.fields {
		more = more || n > before.fields[f]
	}
	return more
}

// gain reads pages with the draft as it stands.
func (d *Draft) gain(ctx context.Context, p *parser.Parser, pages []schema.Page) (g gain, err error) {
	s, err := sites.Parse([]byte(d.YAML()), "draft")
	if err != nil {
		return g, fmt.Errorf("draft a profile of %s: %w", d.Host, err)
	}
	for _, pg := range pages {
		if err := ctx.Err(); err != nil {
			return g, err
		}
		res, err := p.Parse(pg, s)
		if err != nil {
			return g, fmt.Errorf("parse page %s: %w", cmp.Or(pg.File, pg.URL), err)
		}
		g.add(&res)
	}
	return g, nil
}

func (g *gain) add(res *parser.Result) {
	g.unclaimed += res.Coverage.Unclaimed
	if g.fields == nil {
		g.fields = map[schema.Field]int{}
	}
	for i := range res.Drafts {
		d := &res.Drafts[i]
		g.courses++
		g.count(d.Values)
		for _, s := range d.Sessions {
			g.count(s.Values)
			when := func(v schema.Value) bool {
				return v.Field == schema.FieldSessionDates || v.Field == schema.FieldSessionStart || v.Field == schema.FieldSessionEntryExit
			}
			if !slices.ContainsFunc(s.Values, when) {
				g.undated++
			}
		}
	}
}

// count adds the fields of a course or a session, each once.
func (g *gain) count(values []schema.Value) {
	seen := map[schema.Field]bool{}
	for _, v := range values {
		switch v.Field {
		case schema.FieldOther, schema.FieldSessionText:
			continue
		}
		if !seen[v.Field] && v.Text != "" && mayBe(v.Field, v.Text) {
			seen[v.Field] = true
			g.fields[v.Field]++
		}
	}
}

// mayBe reports whether words can be of a field that asks for a number or a level.
func mayBe(f schema.Field, words string) bool {
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours, schema.FieldGroupSize:
		return text.HasDigit(words) && len(words) < 200
	case schema.FieldPrice, schema.FieldSessionPrice:
		return text.HasDigit(words) && amount.HasEuro(words) || amount.Free(words)
	case schema.FieldEntryLevel, schema.FieldExitLevel:
		return level.Named(words)
	}
	return true
}
