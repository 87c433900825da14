package picture

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// Places of the picture, in its own units; GitHub shows it at about three quarters of that.
const (
	width      = 1160
	top        = 78.0 // where both halves begin
	pageLeft   = 22.0
	pageRight  = 510.0
	tableLeft  = 620.0
	tableRight = 1138.0
	lineHeight = 19.0
)

const (
	serif = `font-family="'Times New Roman', Times, 'Liberation Serif', serif"`
	sans  = `font-family="-apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif"`
	mono  = `font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"`
)

// ink is the colour of a table and of the words that lead to it: strong for lines and names, pale for grounds.
type ink struct{ strong, pale string }

var inks = map[string]ink{
	"course":          {"#1f5fae", "#e3eefb"},
	"course_audience": {"#23803f", "#e0f3e4"},
	"course_code":     {"#7a3fb0", "#f0e6fa"},
	"provider":        {"#a85b00", "#fdeed7"},
	"session":         {"#b3275e", "#fbe3ec"},
}

// canvas collects the elements of the picture, those below the text first.
type canvas struct {
	under, over bytes.Buffer
	starts      map[string][]float64 // heights at which words leave the page, by table
	ends        map[string]float64   // heights at which tables begin
}

func (c *canvas) text(x, y float64, attributes, s string) {
	fmt.Fprintf(&c.over, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y, attributes, html.EscapeString(s))
}

func (c *canvas) rect(x, y, w, h float64, attributes string) {
	fmt.Fprintf(&c.under, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y, w, h, attributes)
}

func (c *canvas) line(x1, y1, x2, y2 float64, attributes string) {
	fmt.Fprintf(&c.under, "<path d=\"M%.1f %.1fL%.1f %.1f\" %s/>\n", x1, y1, x2, y2, attributes)
}

// draw lays the page and the tables side by side and ties each word to its table.
func draw(p page, tables []table) []byte {
	c := &canvas{starts: map[string][]float64{}, ends: map[string]float64{}}
	end := c.tables(tables) + 26
	note := sans + ` font-size="14" fill="#57606a"`
	c.text(tableLeft, end, note, "Some of the columns. Where each value stood on the page:")
	c.text(tableLeft, end+21, mono+` font-size="13.5" fill="#24292f"`, "carif why demo/"+Course)
	bottom := max(c.page(p), end+21)
	height := bottom + 22
	c.ties(tables)

	var out bytes.Buffer
	fmt.Fprintf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" role=\"img\">\n", width, height)
	fmt.Fprintf(&out, "<title>A page of the demo catalogue and the rows carif makes of it</title>\n")
	fmt.Fprintf(&out, "<rect width=\"%d\" height=\"%.0f\" rx=\"10\" fill=\"#ffffff\"/>\n", width, height)
	fmt.Fprintf(&out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\" fill=\"#fffefa\" stroke=\"#c9c4b8\"/>\n",
		pageLeft, top-24, pageRight-pageLeft, bottom-top+34)
	head := sans + ` font-size="19" font-weight="600" fill="#24292f"`
	c.text(pageLeft, 36, head, "A course page, as published")
	c.text(tableLeft, 36, head, "The same page in carif.db")
	out.Write(c.under.Bytes())
	out.Write(c.over.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// page draws the left half and gives the height at which it ends.
func (c *canvas) page(p page) float64 {
	const middle = pageLeft + 150
	y := top + 10
	c.text(pageLeft+16, y, serif+` font-size="20" font-weight="bold" fill="#222222"`, p.title)
	y += 14
	for _, r := range p.rows {
		c.line(pageLeft+16, y, pageRight-16, y, `stroke="#d8d3c6"`)
		if r.gap {
			c.text((pageLeft+pageRight)/2-14, y+13, serif+` font-size="18" font-weight="bold" fill="#8a8578"`, "· · ·")
			y += 18
			c.line(pageLeft+16, y, pageRight-16, y, `stroke="#d8d3c6"`)
		}
		h := float64(len(r.lines)) * lineHeight
		longest := 0.0
		for i, l := range r.lines {
			c.text(middle, y+17+float64(i)*lineHeight, serif+` font-size="15.5" fill="#222222"`, l)
			longest = max(longest, 7.7*float64(len([]rune(l))))
		}
		c.text(middle-12, y+17, serif+` font-size="15.5" font-weight="bold" fill="#222222" text-anchor="end"`, r.label)
		c.mark(r.table, middle-5, y+3, min(longest+10, pageRight-16-middle), h)
		y += h + 8
	}
	c.line(pageLeft+16, y, pageRight-16, y, `stroke="#d8d3c6"`)
	y += 24
	c.text(pageLeft+16, y, serif+` font-size="15.5" font-weight="bold" fill="#222222"`, p.heading)
	return c.sessions(p.sessions, y+9)
}

// sessions draws the page's table of sessions, its cells wrapped as a browser would.
func (c *canvas) sessions(rows [][]string, y float64) float64 {
	widths := []float64{70, 95, 80, 127, 84}
	first := y
	for i, row := range rows {
		high := 1
		var cells [][]string
		for j, cell := range row {
			lines := wrap(cell, int((widths[j]-8)/6.3))
			cells, high = append(cells, lines), max(high, len(lines))
		}
		h := float64(high)*16 + 7
		x := pageLeft + 16
		for j, lines := range cells {
			weight := ""
			if i == 0 {
				weight = ` font-weight="bold"`
			}
			for k, l := range lines {
				c.text(x+5, y+15+float64(k)*16, serif+` font-size="13.5"`+weight+` fill="#222222"`, l)
			}
			x += widths[j]
		}
		if i > 0 {
			c.mark("session", pageLeft+16, y, x-pageLeft-16, h)
		}
		y += h
	}
	x := pageLeft + 16
	for _, w := range append([]float64{0}, widths...) {
		x += w
		c.line(x, first, x, y, `stroke="#a9a497"`)
	}
	c.line(pageLeft+16, first, x, first, `stroke="#a9a497"`)
	c.line(pageLeft+16, y, x, y, `stroke="#a9a497"`)
	return y
}

// mark lays a table's colour under words of the page and remembers where they stand.
func (c *canvas) mark(table string, x, y, w, h float64) {
	c.rect(x, y, w, h, `rx="3" fill="`+inks[table].pale+`"`)
	c.starts[table] = append(c.starts[table], y+h/2)
	c.line(x+w, y+h/2, pageRight, y+h/2, `stroke="`+inks[table].strong+`" stroke-opacity="0.35" stroke-dasharray="1.5 3"`)
}

// tables draws the right half and gives the height at which it ends.
func (c *canvas) tables(tables []table) float64 {
	y := top - 24
	for _, t := range tables {
		k := inks[t.name]
		c.rect(tableLeft, y, tableRight-tableLeft, 25, `rx="4" fill="`+k.strong+`"`)
		c.text(tableLeft+10, y+17.5, mono+` font-size="14" font-weight="bold" fill="#ffffff"`, t.name)
		count := "1 row"
		if n := len(t.rows); n > 1 {
			count = fmt.Sprintf("%d rows", n)
		}
		c.text(tableRight-10, y+17.5, sans+` font-size="13" fill="#ffffff" text-anchor="end"`, count)
		c.ends[t.name] = y + 12.5
		y += 29
		if t.upright {
			y = c.upright(t, y)
		} else {
			y = c.grid(t, y)
		}
		y += 17
	}
	return y - 17
}

// upright draws one row as a list of its columns.
func (c *canvas) upright(t table, y float64) float64 {
	for i, column := range t.columns {
		lines := strings.Split(t.rows[0][i], "\n")
		h := float64(len(lines))*lineHeight + 5
		c.text(tableLeft+10, y+16, mono+` font-size="13" fill="#57606a"`, column)
		for k, l := range lines {
			c.text(tableLeft+156, y+16+float64(k)*lineHeight, sans+` font-size="14" fill="#24292f"`, l)
		}
		y += h
		c.line(tableLeft, y-1, tableRight, y-1, `stroke="#e4e7eb"`)
	}
	return y
}

// grid draws rows below each other.
func (c *canvas) grid(t table, y float64) float64 {
	at := make([]float64, len(t.columns))
	x := tableLeft + 10
	for i, column := range t.columns {
		at[i] = x
		wide := 7.9 * float64(len(column))
		for _, row := range t.rows {
			wide = max(wide, 7.6*float64(len([]rune(row[i]))))
		}
		x += wide + 16
		c.text(at[i], y+14, mono+` font-size="13" fill="#57606a"`, column)
	}
	y += 21
	for _, row := range t.rows {
		c.rect(tableLeft, y, tableRight-tableLeft, 23, `fill="`+inks[t.name].pale+`" fill-opacity="0.55"`)
		for i, cell := range row {
			style := ` font-size="14" fill="#24292f"`
			if cell == null {
				style = ` font-size="14" font-style="italic" fill="#8c959f"`
			}
			c.text(at[i], y+16, sans+style, cell)
		}
		y += 25
	}
	return y
}

// ties joins the words of the page to the tables they fill.
func (c *canvas) ties(tables []table) {
	for _, t := range tables {
		to := c.ends[t.name]
		for _, from := range c.starts[t.name] {
			middle := (pageRight + tableLeft) / 2
			fmt.Fprintf(&c.under, "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"%s\"%s/>\n",
				pageRight, from, middle, from, middle, to, tableLeft, to, inks[t.name].strong,
				` stroke-width="1.5" stroke-opacity="0.55"`)
		}
	}
}

// wrap breaks a text into lines of at most n characters, between words.
func wrap(s string, n int) []string {
	var lines []string
	for _, w := range strings.Fields(s) {
		if last := len(lines) - 1; last >= 0 && len([]rune(lines[last]))+1+len([]rune(w)) <= n {
			lines[last] += " " + w
			continue
		}
		lines = append(lines, w)
	}
	return lines
}
