// Package report writes what a comparison found: for people (Markdown, one HTML page) and for programs (CSV).
package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"carif/compare"
)

// Value writes a figure's number for people, with its unit of measure; "–" where there is none.
func Value(r *compare.Result, f *compare.Figure) string {
	if f.Value == nil {
		return none(f)
	}
	return number(r, f.Measure, *f.Value)
}

// Interval writes its 95 % interval; "" where it has none.
func Interval(r *compare.Result, f *compare.Figure) string {
	if f.Value == nil || f.Low == nil {
		return ""
	}
	return number(r, f.Measure, *f.Low) + " – " + number(r, f.Measure, *f.High)
}

// Standardised writes what its share were with the whole's mix of domains; "" where that was not asked or is not known.
func Standardised(r *compare.Result, f *compare.Figure) string {
	if f.Standardised == nil {
		return ""
	}
	return number(r, f.Measure, *f.Standardised)
}

// number writes a number of a measure.
func number(r *compare.Result, measure string, v float64) string {
	switch kind, unit := compare.KindOf(measure); {
	case kind == compare.Share || kind == compare.Mix:
		return fmt.Sprintf("%.1f %%", 100*v)
	case kind == compare.Diversity:
		return fmt.Sprintf("%.3f", v)
	case kind == compare.Count && r.Denominator != "":
		return grouped(v, 1)
	case unit == "EUR":
		return grouped(v, 0) + " €"
	case unit != "":
		return grouped(v, 0) + " " + unit
	}
	return grouped(v, 0)
}

// grouped writes a number with a narrow no-break space between thousands.
func grouped(v float64, decimals int) string {
	if decimals == 0 && v != math.Trunc(v) {
		decimals = 1
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "\u202f" + whole[i:]
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}

// Why writes the reasons of a figure in one line.
func Why(f *compare.Figure) string {
	words := make([]string, len(f.Reasons))
	for i, r := range f.Reasons {
		words[i] = r.Words
	}
	return strings.Join(words, "; ")
}

// Ordered gives the figures of a measure as they are read: by code where it has several, then by rank, those without
// one last, by unit.
func Ordered(r *compare.Result, measure string) []*compare.Figure {
	var list []*compare.Figure
	for i := range r.Figures {
		if r.Figures[i].Measure == measure {
			list = append(list, &r.Figures[i])
		}
	}
	last := func(f *compare.Figure) int {
		if f.Rank == 0 {
			return math.MaxInt
		}
		return f.Rank
	}
	slices.SortStableFunc(list, func(a, b *compare.Figure) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(last(a), last(b)), cmp.Compare(a.Unit, b.Unit))
	})
	return list
}

// Cell is a figure's place in a matrix: of a mix the most frequent code.
func Cell(r *compare.Result) map[string]map[string]*compare.Figure {
	cells := map[string]map[string]*compare.Figure{}
	for i := range r.Figures {
		f := &r.Figures[i]
		if cells[f.Measure] == nil {
			cells[f.Measure] = map[string]*compare.Figure{}
		}
		if cells[f.Measure][f.Unit] == nil {
			cells[f.Measure][f.Unit] = f
		}
	}
	return cells
}

// Units lists the units that any figure is of, by code, with their names.
func Units(r *compare.Result) (codes []string, names map[string]string) {
	names = map[string]string{}
	for i := range r.Figures {
		names[r.Figures[i].Unit] = r.Figures[i].Name
	}
	for code := range names {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes, names
}

// Short writes a figure's number in few characters, for a matrix; "–" where there is none.
func Short(r *compare.Result, f *compare.Figure) string {
	if f.Value == nil {
		return none(f)
	}
	v := *f.Value
	switch kind, _ := compare.KindOf(f.Measure); {
	case kind == compare.Share || kind == compare.Mix:
		return fmt.Sprintf("%.0f%%", 100*v)
	case kind == compare.Diversity:
		return fmt.Sprintf("%.3f", v)
	case v >= 1e6:
		return fmt.Sprintf("%.1fM", v/1e6)
	case v >= 1e5:
		return fmt.Sprintf("%.0fk", v/1e3)
	case v != math.Trunc(v):
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// none is what stands for a number that is not given: a mark for what is suppressed, another where there is nothing.
func none(f *compare.Figure) string {
	if f.Suppressed {
		return "<5"
	}
	return "–"
}

// N is how many records a figure is of.
func N(f *compare.Figure) string {
	if f.Suppressed && f.N == 0 {
		return "<5"
	}
	return strconv.Itoa(f.N)
}
