package report

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"

	"carif/compare"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// HTML writes one page that needs nothing else: for each measure a chart, a map where its units are places, and a table
// of all figures; then the catalogues, the method and the statements.
func HTML(w io.Writer, r *compare.Result, version string) error {
	shapes, err := shapesOf(r.By)
	if err != nil {
		return err
	}
	p := struct {
		Title, By, On, Citation, Version, Denominator string
		Method                                        []string
		Shapes                                        []tinted
		Sections                                      []section
		Sources                                       []sourceRow
	}{Title: title(r), By: r.By, On: r.On, Citation: Citation(r, version), Version: version,
		Denominator: r.Denominator, Method: Method(r), Shapes: mapOf(r, shapes, nil)}
	for _, m := range r.Measures {
		p.Sections = append(p.Sections, sectionOf(r, m, shapes))
	}
	for _, s := range r.Sources {
		p.Sources = append(p.Sources, sourceRow{s, expected(&s)})
	}
	return page.Execute(w, p)
}

type sourceRow struct {
	compare.Source
	Of string
}

// section is one measure on the page.
type section struct {
	Measure, What, SQL string
	Outside            int
	Charts             []chart
	Map                []tinted
	Rows               []row
	Coded, Standard    bool
}

// row is one figure in the table.
type row struct {
	Rank, Unit, Name, Code, Label, Value, Interval, Standardised, Verdict, Why, N string
	Grey                                                                          bool
}

// chart is a drawing of bars, one below the other.
type chart struct {
	ID, Title, Summary string
	Height             int
	Bars               []bar
	Left               int // figures that are in the table only
}

// bar is one figure in a chart, in its coordinates.
type bar struct {
	Y, BarY, MidY       int
	Label, Value        string
	Width, LowX, HighX  float64
	Grey, Whisker, None bool
}

// Sizes of a chart: it is as wide as a telephone, so that its words can be read there.
const (
	chartWidth = 360
	barHeight  = 34
	mostBars   = 120
	mostCodes  = 6
)

func sectionOf(r *compare.Result, m string, shapes []shape) section {
	list := Ordered(r, m)
	s := section{Measure: m, What: r.Definitions[m], SQL: r.Statements[m] + ";", Outside: r.Outside[m]}
	byCode, n := map[string][]*compare.Figure{}, map[string]int{}
	var codes []string
	for _, f := range list {
		rank := "–"
		if f.Rank > 0 {
			rank = fmt.Sprint(f.Rank)
		}
		s.Rows = append(s.Rows, row{Rank: rank, Unit: f.Unit, Name: f.Name, Code: f.Code, Label: f.Label, Value: Value(r, f),
			Interval: Interval(r, f), Standardised: Standardised(r, f), Verdict: string(f.Verdict), Why: Why(f), N: N(f),
			Grey: f.Verdict == compare.NotComparable})
		s.Coded = s.Coded || f.Code != ""
		s.Standard = s.Standard || f.Standardised != nil
		if byCode[f.Code] == nil {
			codes = append(codes, f.Code)
		}
		byCode[f.Code] = append(byCode[f.Code], f)
		if f.Value != nil {
			n[f.Code] += int(math.Round(*f.Value * float64(f.N)))
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int { return n[b] - n[a] })
	for i, code := range codes[:min(len(codes), mostCodes)] {
		s.Charts = append(s.Charts, chartOf(r, fmt.Sprintf("%s-%d", m, i), byCode[code]))
	}
	if !s.Coded && len(list) > 0 {
		s.Map = mapOf(r, shapes, list)
	}
	return s
}

// chartOf draws the figures of one measure, or of one code of it.
func chartOf(r *compare.Result, id string, list []*compare.Figure) chart {
	f := list[0]
	c := chart{ID: id, Title: f.Measure + " by " + r.By}
	if f.Code != "" {
		c.Title += ": " + strings.TrimSpace(f.Code+" "+f.Label)
	}
	most, ranked := 0.0, 0
	for _, f := range list {
		if f.Value != nil {
			most = max(most, *f.Value)
			if f.High != nil {
				most = max(most, *f.High)
			}
		}
		if f.Rank > 0 {
			ranked++
		}
	}
	c.Summary = fmt.Sprintf("%d of %d figures may be compared.", ranked, len(list))
	if ranked > 0 {
		c.Summary += " The highest is " + list[0].Name + " with " + Value(r, list[0]) + "."
	}
	scale := func(v float64) float64 {
		if most <= 0 {
			return 0
		}
		return math.Round(10*v/most*chartWidth) / 10
	}
	for i, f := range list[:min(len(list), mostBars)] {
		b := bar{Y: i*barHeight + 13, BarY: i*barHeight + 18, MidY: i*barHeight + 23, Label: f.Name, Value: Value(r, f),
			Grey: f.Verdict == compare.NotComparable, None: f.Value == nil}
		if f.Value != nil {
			b.Width = scale(*f.Value)
		}
		if f.Value != nil && f.Low != nil {
			b.Whisker, b.LowX, b.HighX = true, scale(*f.Low), scale(*f.High)
		}
		c.Bars = append(c.Bars, b)
	}
	c.Left = len(list) - len(c.Bars)
	c.Height = len(c.Bars)*barHeight + 4
	return c
}
