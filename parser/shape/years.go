package shape

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

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
		var below []int32
		for i := int32(li) + 1; i < r.yearEnd(int32(li)); i++ {
			l := &r.Lay.Lines[i]
			if h := r.HeadingOver(l.Box); h > 0 && (over == 0 || h <= over) || yearHead.MatchString(text.FoldLabel(l.Text)) {
				break
			}
			if len(l.Text) <= 300 && !anyYear.MatchString(l.Text) {
				below = append(below, i)
			}
		}
		turned := r.yearTurns(below)
		for _, i := range below {
			switch l := &r.Lay.Lines[i]; {
			case turned[i]:
				writeYear(l, year+1)
			case len(turned) == 0 || opensWithDay(l.Text) > 0:
				writeYear(l, year)
			}
		}
	}
}

// yearTurns gives the lines that are of the year after the announced one: each list that begins in the autumn and goes on in
// the spring goes into the next year, be it in one line or in many. Only lines that begin with their day count, and only
// lists that turn once and end before they come round: others are in no order of time, and tell nothing. What else stands
// among days of two years ("Portes ouvertes le 20 mars") may be of either.
func (r *Sheet) yearTurns(lines []int32) map[int32]bool {
	type list struct {
		first, last, turns int
		late               bool // a day behind the turn that is a year or more after the first
		after              []int32
	}
	lists, turned := map[int32]*list{}, map[int32]bool{}
	for _, i := range lines {
		l := &r.Lay.Lines[i]
		month, b := opensWithDay(l.Text), r.listOf(l.Box)
		if month == 0 {
			continue
		}
		x := lists[b]
		if x == nil {
			x = &list{first: month, last: month}
			lists[b] = x
		}
		if month < x.last {
			x.turns++
		}
		if x.last = month; x.turns > 0 {
			x.after = append(x.after, i)
			x.late = x.late || month >= x.first
		}
	}
	for _, x := range lists {
		if x.turns == 1 && !x.late {
			for _, i := range x.after {
				turned[i] = true
			}
		}
	}
	return turned
}

// dayLead is what may stand before the day that a line begins with.
var dayLead = regexp.MustCompile(`^((du|le|les|des|a partir|session|rentree|depart|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|et|au|\d{1,2}) ?)*$`)

// opensWithDay gives the month of the day that a line begins with, 0 where it begins with something else.
func opensWithDay(t string) int {
	if m := yearless.FindStringSubmatchIndex(t); m != nil && dayLead.MatchString(text.FoldLabel(t[:m[0]])) {
		return monthOf(t[m[2]:m[3]])
	}
	return 0
}

// listOf gives the list or table that a box stands in, 0 for none.
func (r *Sheet) listOf(b int32) int32 {
	for ; b > 0; b = r.Lay.Boxes[b].Parent {
		switch r.Lay.Boxes[b].Tag {
		case atom.Ul, atom.Ol, atom.Table:
			return b
		}
	}
	return 0
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
