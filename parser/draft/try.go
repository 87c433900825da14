package draft

import (
	"cmp"
	"context"
	"fmt"

	"carif/parser"
	"carif/schema"
	"carif/sites"
)

// MostTried is the number of pages on which the proposals of a draft are tried.
const MostTried = 60

// gain is what the pages of a site give with a profile: values of their fields, sessions that say when they are, and text
// that no field took.
type gain struct {
	courses, fields               int
	dated, undated, sessionFields int
	unclaimed                     int // characters
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

// over reports whether pages give more than they gave before, and lose nothing.
func (g gain) over(before gain) bool {
	switch {
	case g.courses < before.courses, g.fields < before.fields, g.dated < before.dated, g.undated > before.undated:
		return false
	case g.sessionFields < before.sessionFields && g.dated == before.dated:
		return false
	}
	return g.fields > before.fields || g.dated > before.dated || g.sessionFields > before.sessionFields || g.unclaimed < before.unclaimed
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
	for i := range res.Drafts {
		d := &res.Drafts[i]
		g.courses++
		seen := map[schema.Field]bool{}
		for _, v := range d.Values {
			if v.Field != schema.FieldOther && v.Text != "" && !seen[v.Field] {
				seen[v.Field] = true
				g.fields++
			}
		}
		for _, s := range d.Sessions {
			when := false
			for _, v := range s.Values {
				if v.Field != schema.FieldSessionText {
					g.sessionFields++
				}
				switch v.Field {
				case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEntryExit:
					when = true
				}
			}
			if when {
				g.dated++
			} else {
				g.undated++
			}
		}
	}
}
