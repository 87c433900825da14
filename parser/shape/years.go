package shape

import (
	"regexp"
	"strconv"
	"strings"

	"carif/parser/layout"
	"carif/text"
)

// yearHead is a line that only announces the year of the days below it: "2027", "Calendrier 2027", "Nos dates en 2027".
var yearHead = regexp.MustCompile(`^((les |nos |prochaines? )?(sessions?|dates?|stages?|calendrier|planning|rentrees?|annee|departs?)( de formation| des sessions)?( en| pour)? )?20\d\d$`)

// yearless is a day of a month.
var yearless = regexp.MustCompile(`(?i)\b\d{1,2}(?:er)?\s+(janvier|janv|février|fevrier|févr|fevr|mars|avril|avr|mai|juin|juillet|juil|août|aout|septembre|sept|octobre|oct|novembre|nov|décembre|decembre|déc|dec)\b\.?`)

// anyYear is a year among other words.
var anyYear = regexp.MustCompile(`\b20\d\d\b`)

// yearsOver writes the year behind days that stand without one below a line that announces it: lists of dates print it
// once. It reaches as far as the box that the announcing line opens or stands in, and no further than the next heading.
func (r *Sheet) yearsOver() {
	for li := range r.Lay.Lines {
		t := r.Lay.Lines[li].Text
		if n := len(t); n < 4 || n > 60 || !text.AllDigits(t[n-4:]) || t[n-4:n-2] != "20" || !yearHead.MatchString(text.FoldLabel(t)) {
			continue
		}
		year, err := strconv.Atoi(t[len(t)-4:])
		if err != nil {
			continue
		}
		over := r.HeadingOver(r.Lay.Lines[li].Box)
		for i := int32(li) + 1; i < r.yearEnd(int32(li)); i++ {
			l := &r.Lay.Lines[i]
			if h := r.HeadingOver(l.Box); h > 0 && (over == 0 || h <= over) || yearHead.MatchString(text.FoldLabel(l.Text)) {
				break
			}
			if len(l.Text) <= 300 && !anyYear.MatchString(l.Text) {
				writeYear(l, year)
			}
		}
	}
}

// yearEnd gives the line up to which an announced year reaches.
func (r *Sheet) yearEnd(li int32) int32 {
	b := r.Lay.Lines[li].Box
	for n := 0; n < 3 && b > 0 && r.Lay.Boxes[b].Last <= li+1; n++ {
		b = r.Lay.Boxes[b].Parent
	}
	if b <= 0 {
		return li
	}
	return min(r.Lay.Boxes[b].Last, li+60)
}

// writeYear writes a year behind the days of a line; a month before that of the day before it is the next year's.
func writeYear(l *layout.Line, year int) {
	last := 0
	for at := 0; ; {
		m := yearless.FindStringSubmatchIndex(l.Text[at:])
		if m == nil {
			return
		}
		month := monthOf(l.Text[at+m[2] : at+m[3]])
		if month < last {
			year++
		}
		last = month
		words := " " + strconv.Itoa(year)
		l.Insert(at+m[1], words)
		at += m[1] + len(words)
	}
}

// monthOf numbers a month by its first letters.
func monthOf(word string) int {
	f := text.FoldLabel(word)
	for i, m := range [...]string{"janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"} {
		if strings.HasPrefix(f, m) {
			return i + 1
		}
	}
	return 0
}
