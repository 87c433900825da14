package report

import (
	"fmt"
	"html/template"
	"strings"

	"carif/schema"
)

// The sizes of the charts, in the units of their pictures.
const (
	barsHigh, barWide, barsLeft, barsWide = 96, 18, 34, 600
	sparkHigh, sparkWide                  = 20, 96
)

// chart draws the nights: a bar each for its courses, those that were held or reached nothing hollow, and below them a
// bar for what was added, changed and closed. It has words for who cannot see it.
func chart(r *Report) template.HTML {
	top, most := 1, 1
	for i := range r.Nights {
		n := &r.Nights[i]
		top, most = max(top, coursesOf(n)), max(most, n.Added+n.Changed+n.Closed)
	}
	wide := max(barsLeft+barWide*len(r.Nights)+4, barsWide)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" role="img" aria-label="Courses and changes of %d nights; the `+
		`table below has the figures">`, wide, 2*barsHigh+24, len(r.Nights))
	axis := func(base, high int, what string) {
		fmt.Fprintf(&b, `<path class="axis" d="M%d %dH%d"/><text x="%d" y="%d">%d</text><text x="%d" y="%d">0</text>`+
			`<text class="what" x="%d" y="%d">%s</text>`, barsLeft, base, wide, barsLeft-4, base-barsHigh+24, high, barsLeft-4,
			base, barsLeft, base-barsHigh+10, what)
	}
	bar := func(class string, i, base, from, n, of int) int {
		h := n * (barsHigh - 18) / of
		if n > 0 {
			h = max(h, 1)
			fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, class, barsLeft+i*barWide+3,
				base-from-h, barWide-6, h)
		}
		return from + h
	}
	axis(barsHigh, top, "courses seen")
	axis(2*barsHigh+12, most, "added, changed, closed")
	for i := range r.Nights {
		n := &r.Nights[i]
		if class := coloured(n); class == "bad" || n.Verdict == schema.VerdictNone && coursesOf(n) == 0 {
			bar("bad", i, barsHigh, 0, max(coursesOf(n), 1), top)
		} else {
			bar("good", i, barsHigh, 0, coursesOf(n), top)
		}
		at := bar("good", i, 2*barsHigh+12, 0, n.Added, most)
		at = bar("warn", i, 2*barsHigh+12, at, n.Changed, most)
		bar("closed", i, 2*barsHigh+12, at, n.Closed, most)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers and words of this function only
}

// spark draws the way of a share over the nights, from 0 to 1; a night without one is a gap.
func spark(f Fill) template.HTML {
	var d strings.Builder
	pen := "M"
	x := func(i int) int { return 2 + i*(sparkWide-4)/max(len(f.Was), 1) }
	y := func(share float64) float64 { return 2 + (1-share)*(sparkHigh-4) }
	for i, was := range f.Was {
		if was == nil {
			pen = "M"
			continue
		}
		fmt.Fprintf(&d, "%s%d %.1f", pen, x(i), y(*was))
		pen = "L"
	}
	fmt.Fprintf(&d, "%s%d %.1f", pen, x(len(f.Was)), y(f.Is))
	return template.HTML(fmt.Sprintf(`<svg class="spark" viewBox="0 0 %d %d" aria-hidden="true">`+
		`<path class="axis" d="M0 %d.5H%d"/><path class="way" d="%s"/><circle cx="%d" cy="%.1f" r="1.8"/></svg>`, sparkWide,
		sparkHigh, sparkHigh-1, sparkWide, d.String(), x(len(f.Was)), y(f.Is)))
}
