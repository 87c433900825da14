package shape

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/text"
)

// A calendar prints months down its first column or along its first row, and nothing but days in the cells: "du 4 au 8" beside
// "Janvier", with the year in the heading above. Months and years are written behind the days they are of, so that everything
// after reads plain dates.

// monthName is a month alone, or with its year.
var monthName = regexp.MustCompile(`^(janv|janvier|fev|fevr|fevrier|mars|avr|avril|mai|juin|juil|juillet|aout|sept|septembre|oct|octobre|nov|novembre|dec|decembre)( 20\d\d)?$`)

// bareDays are days without their month, at the beginning of a cell's line: "du 4 au 8", "12, 13 et 14", "le 5".
var bareDays = regexp.MustCompile(`(?i)^(?:(?:du|le|les|des)\s+)?\d{1,2}(?:er)?(?:\s*(?:au|et|à|[-–—>→,&/])\s*(?:le\s+)?\d{1,2}(?:er)?)*`)

// dateHeading is a line over a calendar whose year is that of its days.
var dateHeading = regexp.MustCompile(`\b(calendriers?|planning|dates?|sessions?|semestre|trimestre|stages?|agenda|rentrees?|annee|departs?)\b`)

// mostCalendar is the most cells of a table that may be a calendar.
const mostCalendar = 1500

// calendars writes months and years into the tables of the page that are calendars.
func (r *Sheet) calendars() {
	for b := range r.Lay.Boxes {
		bx := &r.Lay.Boxes[b]
		if bx.Tag != atom.Table || bx.Last-bx.First < 3 || bx.Last-bx.First > mostCalendar {
			continue
		}
		if rows := r.grid(int32(b)); len(rows) > 1 {
			r.writeMonths(int32(b), rows)
		}
	}
}

// grid gives the cells of a table, row by row; nil where a cell spans several columns or a table stands in it.
func (r *Sheet) grid(table int32) (rows [][]int32) {
	n := 0
	for i := table + 1; i < int32(len(r.Lay.Boxes)) && r.Lay.Boxes[i].First < r.Lay.Boxes[table].Last; i++ {
		switch bx := &r.Lay.Boxes[i]; bx.Tag {
		case atom.Table:
			return nil
		case atom.Tr:
			rows = append(rows, nil)
		case atom.Td, atom.Th:
			if n++; bx.Span > 1 || len(rows) == 0 || n > mostCalendar {
				return nil
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], i)
		}
	}
	return slices.DeleteFunc(rows, func(row []int32) bool { return len(row) == 0 })
}

// writeMonths writes the months of a calendar's first column, or else of its first row, and its year, behind bare days. Where
// it has no such months, days that have theirs get the year of the heading above.
func (r *Sheet) writeMonths(table int32, rows [][]int32) {
	when := func(row []int32, k int) string { return r.month(row[0]) }
	if !r.months(firsts(rows)) {
		if when = func(_ []int32, k int) string { return r.month(rows[0][k]) }; !r.months(rows[0]) {
			when = func([]int32, int) string { return "" }
		}
	}
	over := r.yearAbove(table)
	if bx := &r.Lay.Boxes[rows[0][0]]; bx.Last-bx.First == 1 {
		if y, err := strconv.Atoi(r.Lay.Lines[bx.First].Text); err == nil && y > 2000 && y < 2100 {
			over = []int{y} // in the corner
		}
	}
	for n, row := range rows {
		if n == 0 {
			continue
		}
		for k, cell := range row {
			if k == 0 || k >= len(rows[0]) {
				continue
			}
			month, year, _ := strings.Cut(when(row, k), " ")
			for i := r.Lay.Boxes[cell].First; i < r.Lay.Boxes[cell].Last; i++ {
				r.writeDay(&r.Lay.Lines[i], month, year, over)
			}
		}
	}
}

// writeDay completes the days of a line in a cell: with the month and year beside or above the cell, and else with those years
// that a heading tells.
func (r *Sheet) writeDay(l *layout.Line, month, year string, over []int) {
	if len(l.Text) > 120 || anyYear.MatchString(l.Text) {
		return
	}
	if m := bareDays.FindStringIndex(l.Text); m != nil && month != "" && !yearless.MatchString(l.Text[m[0]:]) {
		if rest := strings.TrimSpace(l.Text[m[1]:]); rest == "" || !text.HasDigit(rest) && !strings.HasPrefix(rest, "h") {
			l.Insert(m[1], " "+month)
		}
	}
	if y, err := strconv.Atoi(year); err == nil {
		writeYear(l, y)
	} else if m := yearless.FindStringSubmatch(l.Text); m != nil && len(over) > 0 {
		y := over[0]
		if len(over) > 1 && monthOf(m[1]) < 8 {
			y = over[1] // of a school year
		}
		writeYear(l, y)
	}
}

// MonthCell reports whether a cell is a month and nothing else.
func (r *Sheet) MonthCell(cell int32) bool { return r.month(cell) != "" }

// firsts gives the first cell of each row behind the first.
func firsts(rows [][]int32) (out []int32) {
	for _, row := range rows {
		if len(row) > 0 {
			out = append(out, row[0])
		}
	}
	return out
}

// months reports whether cells behind the first are months, two or more, and nothing else.
func (r *Sheet) months(cells []int32) bool {
	if len(cells) < 3 {
		return false
	}
	for _, c := range cells[1:] {
		if r.month(c) == "" {
			return false
		}
	}
	return true
}

// month gives the month that a cell names, with its year where it has one; "" for other cells.
func (r *Sheet) month(cell int32) string {
	bx := &r.Lay.Boxes[cell]
	if bx.Last-bx.First != 1 {
		return ""
	}
	t := r.Lay.Lines[bx.First].Text
	if f := text.FoldLabel(t); len(t) > 20 || !monthName.MatchString(f) {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(t, " .:")), " "))
}

// yearAbove gives the year that a table's caption or the nearest heading of dates above it tells, or two that follow each
// other: a school year. It looks at three lines, and at the tab that opens the panel where the table stands.
func (r *Sheet) yearAbove(table int32) []int {
	first := r.Lay.Boxes[table].First
	for i := first; i >= max(0, first-3); i-- { // the first line of a table may be its caption
		l := &r.Lay.Lines[i]
		if i == first && r.inCell(l.Box, table) {
			continue
		}
		if years := yearsIn(l.Text); years != nil {
			return years
		}
		if r.HeadingOver(l.Box) > 0 && i < first {
			break
		}
	}
	for b, n := r.Lay.Boxes[table].Parent, 0; b > 0 && n < 6; b, n = r.Lay.Boxes[b].Parent, n+1 {
		if id := layout.Attr(r.Lay.Boxes[b].Attrs, "id"); id != "" {
			if years := yearsIn(r.openers()[id]); years != nil {
				return years
			}
		}
	}
	return nil
}

// inCell reports whether a box stands in a row of a table.
func (r *Sheet) inCell(b, table int32) bool {
	for ; b > table; b = r.Lay.Boxes[b].Parent {
		if r.Lay.Boxes[b].Tag == atom.Tr {
			return true
		}
	}
	return false
}

// openers gives, by the id it leads to, the words of each short link within the page.
func (r *Sheet) openers() map[string]string {
	if r.opens == nil {
		r.opens = map[string]string{}
		for i := range r.Lay.Lines {
			l := &r.Lay.Lines[i]
			for _, a := range l.Anchors {
				if len(a.Href) > 1 && a.Href[0] == '#' && int(a.To) <= len(l.Text) && a.To-a.From <= 60 {
					r.opens[a.Href[1:]] = l.Text[a.From:a.To]
				}
			}
		}
	}
	return r.opens
}

// yearsIn gives the year of a heading of dates, or the two of a school year; nil where it tells none, or others.
func yearsIn(t string) []int {
	if len(t) > 100 || !strings.Contains(t, "20") || !dateHeading.MatchString(text.FoldLabel(t)) {
		return nil
	}
	var years []int
	for _, m := range anyYear.FindAllString(t, 3) {
		y, err := strconv.Atoi(m)
		if err != nil {
			return nil
		}
		years = append(years, y)
	}
	if len(years) == 1 || len(years) == 2 && years[1] == years[0]+1 {
		return years
	}
	return nil
}
