package compare

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// result makes figures of what was counted.
func (x *runner) result() *Result {
	r := &Result{By: x.unit.Name, On: x.q.On, Since: strings.Trim(x.d.since, "'"), Zombie: strings.Trim(x.d.zombie, "'"),
		Definitions: map[string]string{}, Statements: map[string]string{}, Outside: map[string]int{},
		Sources: []Source{}, Figures: []Figure{}}
	if x.q.Per != nil {
		r.Denominator = x.q.Per.Source
	}
	for _, id := range x.siteIDs() {
		s := *x.source[id]
		if !s.Complete {
			s.Expected = 0 // those it knew of are not all
		}
		r.Sources = append(r.Sources, s)
	}
	for i := range x.measures {
		m := &x.measures[i]
		r.Measures = append(r.Measures, m.Name)
		r.Definitions[m.Name] = fmt.Sprintf(m.What+"%.0[1]s%.0[2]s%.0[3]s", r.On, r.Since, r.Zombie)
		r.Statements[m.Name] = m.statement(&x.unit, x.ctes, x.siteIDs())
		if c := x.cells[m.Name][""]; c != nil {
			if n := c.all().base; n > 0 {
				r.Outside[m.Name] = n
			}
		}
		var figures []Figure
		for _, unit := range slices.Sorted(maps.Keys(x.cells[m.Name])) {
			if unit != "" {
				figures = append(figures, x.figures(m, unit, r.Statements[m.Name])...)
			}
		}
		rank(figures)
		r.Figures = append(r.Figures, figures...)
	}
	return r
}

// figures makes those of one measure and unit: one, or for a mix one a code.
func (x *runner) figures(m *Measure, unit, statement string) []Figure {
	c := x.cells[m.Name][unit]
	ev, reasons := x.judge(m, unit, c)
	if reasons == nil {
		reasons = []Reason{}
	}
	f := Figure{Measure: m.Name, Unit: unit, Name: x.nameOf(unit), N: ev.Known, Evidence: ev, Reasons: reasons,
		Verdict: verdictOf(reasons)}
	t := c.all()
	if m.Kind == Mix {
		return x.mixFigures(m, f, c, statement)
	}
	factor := ""
	switch m.Kind {
	case Count:
		f.N = t.hits
		v := float64(t.hits)
		if m.value != "" {
			v = float64(t.sum)
		}
		f.Value = &v
		factor = x.per(&f)
	case Share:
		if t.known > 0 {
			v := float64(t.hits) / float64(t.known)
			low, high := Wilson(t.hits, t.known)
			f.Value, f.Low, f.High = &v, &low, &high
		}
		if v, ok := x.standard[m.Name][unit]; ok && t.known >= smallCell {
			f.Standardised = &v
			f.StandardisedSQL = one(m.standardised(&x.unit, x.ctes, x.siteIDs()), unit, "", "")
		}
	case Median:
		if t.known > 0 {
			f.Value = &c.mid.value
			if c.mid.bounded {
				f.Low, f.High = &c.mid.low, &c.mid.high
			}
		}
	case Diversity:
		if v, ok := diversity(c.codes, m.how); ok {
			f.Value = &v
		}
	}
	return []Figure{suppress(f, statement, factor)}
}

// suppress takes the number from a figure of too few records, and gives the others their statement. That none of enough
// records is counted is a number like others.
func suppress(f Figure, statement, factor string) Figure {
	if f.N < smallCell && (f.N > 0 || f.Known < smallCell) || f.Value == nil {
		f.Value, f.Low, f.High = nil, nil, nil
		if f.N < smallCell && f.Known > 0 {
			f.Suppressed, f.N, f.Records, f.Known = true, 0, 0, 0
		}
		return f
	}
	f.SQL = one(statement, f.Unit, f.Code, factor)
	return f
}

// per makes a count one of 100,000 of the denominator, and gives the factor that its statement needs.
func (x *runner) per(f *Figure) string {
	if x.q.Per == nil || f.Value == nil {
		return ""
	}
	of := x.q.Per.Of[f.Unit]
	if of <= 0 {
		f.Value = nil
		f.Reasons = append(f.Reasons, Reason{Scope, NotComparable, "the denominator has no number for it"})
		f.Verdict = NotComparable
		return ""
	}
	v := *f.Value * 100000 / of
	f.Value, f.Per = &v, of
	return fmt.Sprintf("100000.0 / %s", floatLiteral(of))
}

// floatLiteral writes a number so that SQLite reads it as a real one.
func floatLiteral(v float64) string {
	s := fmt.Sprintf("%.15g", v)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// mixFigures makes a figure a code.
func (x *runner) mixFigures(m *Measure, f Figure, c *cell, statement string) []Figure {
	t, list := c.all(), []Figure{}
	codes := slices.SortedFunc(maps.Keys(c.codes), func(a, b string) int {
		return cmp.Or(cmp.Compare(c.codes[b], c.codes[a]), cmp.Compare(a, b))
	})
	for _, code := range codes {
		g := f
		g.Reasons = slices.Clone(f.Reasons)
		g.Code, g.Label = code, x.labels[m.Name][code]
		n := c.codes[code]
		v := float64(n) / float64(t.known)
		low, high := Wilson(n, t.known)
		g.Value, g.Low, g.High = &v, &low, &high
		if words := x.parts(m, code); words != "" {
			g.Reasons = append(g.Reasons, Reason{Grain, WithCare, words})
			g.Verdict = verdictOf(g.Reasons)
		}
		g = suppress(g, statement, "")
		if n < smallCell && g.Value != nil { // a handful of courses in a large unit
			g.Value, g.Low, g.High, g.SQL, g.Suppressed = nil, nil, nil, "", true
			g.Reasons = append(g.Reasons, Reason{Small, NotComparable,
				fmt.Sprintf("fewer than %d courses are of this code", smallCell)})
			g.Verdict = NotComparable
		}
		list = append(list, g)
	}
	if len(list) == 0 {
		f.Value = nil
		list = append(list, suppress(f, statement, ""))
	}
	return list
}

// diversity gives the index of Herfindahl and Hirschman, or the entropy of Shannon in nats, of the shares of codes.
func diversity(codes map[string]int, how string) (float64, bool) {
	total := 0
	for _, n := range codes {
		total += n
	}
	if total == 0 {
		return 0, false
	}
	sum := 0.0
	for _, code := range slices.Sorted(maps.Keys(codes)) { // in one order, so that the last digits are always the same
		q := float64(codes[code]) / float64(total)
		if how == "shannon" {
			sum -= q * math.Log(q)
		} else {
			sum += q * q
		}
	}
	return sum, true
}

// rank numbers the figures of one measure that may be compared, for each code by itself; equals share a rank.
func rank(figures []Figure) {
	by := map[string][]*Figure{}
	for i := range figures {
		if f := &figures[i]; f.Verdict != NotComparable && f.Value != nil {
			by[f.Code] = append(by[f.Code], f)
		}
	}
	for _, list := range by {
		slices.SortStableFunc(list, func(a, b *Figure) int { return cmp.Compare(*b.Value, *a.Value) })
		for i, f := range list {
			f.Rank = i + 1
			if i > 0 && *list[i-1].Value == *f.Value {
				f.Rank = list[i-1].Rank
			}
		}
	}
}

// nameOf gives a unit its name.
func (x *runner) nameOf(unit string) string {
	switch x.unit.Name {
	case "region":
		if r, ok := x.index.Region(unit); ok {
			return r.Name
		}
	case "department":
		if d, ok := x.index.Department(unit); ok {
			return d.Name
		}
	case "old-region":
		for _, d := range x.index.Departments() {
			if d.OldRegion == unit {
				return d.OldRegionName
			}
		}
	case "site":
		if s := x.source[unit]; s != nil {
			return s.Name
		}
	}
	if n := x.names[unit]; n != "" {
		return n
	}
	return unit
}
