package compare

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// Recount works the figures of a result out anew from a database that holds no more than a frozen comparison does, by
// the rules of this program: numbers, intervals, verdicts, ranks and statements. Taken from r, since the data cannot
// tell them, are what is asked (unit, measures, days), how each catalogue stood (Sources) and the denominators
// (Figure.Per). Units and codes have no names in it. Errors that wrap ErrQuery tell of an r that asks what no
// comparison does.
func Recount(ctx context.Context, db *sql.DB, r *Result) (*Result, error) {
	q := Query{By: r.By, Measures: r.Measures, On: r.On}
	q.Standardise = slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Standardised != nil })
	if r.Denominator != "" {
		q.Per = &Denominator{Source: r.Denominator, Of: map[string]float64{}}
		for i := range r.Figures {
			if f := &r.Figures[i]; f.Per > 0 {
				q.Per.Of[f.Unit] = f.Per
			}
		}
	}
	on, err := time.Parse(time.DateOnly, r.On)
	if err != nil {
		return nil, fmt.Errorf("%w: day %q", ErrQuery, r.On)
	}
	for back, day := range map[*int]string{&q.Window: r.Since, &q.Zombie: r.Zombie} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return nil, fmt.Errorf("%w: day %q", ErrQuery, day)
		}
		*back = int(on.Sub(d).Hours() / 24)
	}
	if len(r.Measures) == 0 {
		return nil, fmt.Errorf("%w: no measure", ErrQuery)
	}
	return answer(ctx, db, q, func(ctx context.Context, x *runner) error {
		x.unit.names = ""
		x.source = map[string]*Source{}
		for _, s := range r.Sources {
			if s.Expected > 0 {
				s.Pages = float64(s.Met) / float64(s.Expected)
			}
			x.source[s.ID] = &s
		}
		if err := x.choose(); err != nil {
			return err
		}
		for i := range x.measures {
			x.measures[i].names = ""
		}
		if len(x.source) == 0 {
			return nil
		}
		return x.tally(ctx)
	})
}
