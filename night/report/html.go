package report

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"carif/schema"
)

//go:embed report.html
var pageSource string

var page = template.Must(template.New("report").Funcs(template.FuncMap{
	"when":    func(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") },
	"day":     func(t time.Time) string { return t.Local().Format("2006-01-02") },
	"percent": func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) },
	"text":    func(p *string) string { return short(p) },
	"gap": func(p *float64) string {
		if p == nil {
			return "–"
		}
		return time.Duration(*p * float64(time.Second)).Round(time.Millisecond).String()
	},
	"courses": func(r schema.Run) int { return r.Added + r.Changed + r.Same },
	"bars":    bars,
	"line":    line,
	"few": func(list []string) []string {
		const most = 20
		return list[:min(len(list), most)]
	},
}).Parse(pageSource))

// WriteHTML writes the report as one page that needs nothing else: no script, no font, no picture from elsewhere.
func (r *Report) WriteHTML(w io.Writer) error {
	if err := page.Execute(w, r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// short cuts a value to what fits a table.
func short(p *string) string {
	const most = 120
	if p == nil {
		return "–"
	}
	t := strings.Join(strings.Fields(*p), " ")
	if r := []rune(t); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return t
}

// bars draws the courses of the nights: one bar each, those that were held or reached nothing hollow.
func bars(nights []schema.Run) template.HTML {
	const height, step = 60, 14
	top := 1
	for _, r := range nights {
		top = max(top, r.Added+r.Changed+r.Same)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bars" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" aria-hidden="true">`, step*len(nights), height)
	for i, r := range nights {
		h := max((r.Added+r.Changed+r.Same)*(height-2)/top, 1)
		class := "good"
		if r.Verdict == schema.VerdictHeld || r.Verdict == schema.VerdictNoNight {
			class = "bad"
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, class, i*step+1, height-h, step-4, h)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers and two words of this function only
}

// line draws the way of a share over the nights.
func line(f Fill) template.HTML {
	const width, height = 80, 16
	all := append(append([]float64{}, f.Was...), f.Is)
	var points []string
	for i, share := range all {
		x := width
		if len(all) > 1 {
			x = i * width / (len(all) - 1)
		}
		points = append(points, fmt.Sprintf("%d,%.1f", x, 1+(1-share)*(height-2)))
	}
	return template.HTML(fmt.Sprintf(`<svg class="line" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" aria-hidden="true"><polyline points="%[3]s"/></svg>`,
		width, height, strings.Join(points, " ")))
}
