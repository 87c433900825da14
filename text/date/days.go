package date

import "carif/text"

// listed is one day number of a list whose month stands with the last: the 3 of "3, 10 et 17 mars".
type listed struct {
	day, at int  // at is its token
	link    byte // what joins the next: 'a' for "and", 'o' for a choice, '-' for a range
}

// listedDays gives the day numbers listed before the date at token i ("12, 13 et 14 mars", "le 12 et le 14 mars",
// "3.-7.3.2025"), in their order.
func listedDays(ts []text.Token, i int, d Date) (days []listed) {
	if d.day == 0 || d.form == bareNumber {
		return nil
	}
	for j := i - 1; ; {
		n, ok := listedBefore(ts, j, d)
		if !ok || ts[n.at].Line != ts[i].Line && n.link != 'a' {
			break
		}
		if n.day >= 1 && n.day <= 31 {
			days = append([]listed{n}, days...)
		}
		j = n.at - 1
	}
	if len(days) == 1 && days[0].link == 'a' && between(ts, days[0].at) {
		days[0].link = '-'
	}
	return days
}

// listedBefore reads the day number and the link that end at token j, before the next day of a list that ends in d.
func listedBefore(ts []text.Token, j int, d Date) (n listed, ok bool) {
	for j > 0 && (weekday(ts[j].Word) || article(ts[j].Word) || cutShort(ts, j)) {
		j--
	}
	if j < 1 {
		return n, false
	}
	n.link = linkOf(ts[j])
	j--
	switch {
	case n.link == 0:
		return n, false
	case ts[j].Mark == '.' && d.form == inNumbers, // 3.-7.3.2025
		j > 0 && ts[j].Num == "" && ts[j-1].Num == "1" && ordinal(ts, 1, j) == j+1: // "1er, 2 et 3 mars"
		j--
	}
	num := text.At(ts, j).Num
	if num == "" || len(num) > 2 || text.At(ts, j-1).Mark == '/' && n.link != 'o' {
		return n, false
	}
	n.day, n.at = text.Atoi(num), j
	return n, true
}

// between reports whether "entre" stands before the day at token i: "entre le 15 et le 20 mars".
func between(ts []text.Token, i int) bool {
	for i--; article(text.At(ts, i).Word) || weekday(text.At(ts, i).Word) || cutShort(ts, i); i-- {
	}
	return text.At(ts, i).Word == "entre"
}

// linkOf tells what joins the days of a list: 'a' for "and", 'o' for a choice, '-' for a range, 0 for anything else.
func linkOf(t text.Token) byte {
	switch {
	case t.Mark == ',', t.Mark == '&', t.Mark == '+', t.Word == "et":
		return 'a'
	case t.Word == "ou", t.Word == "puis", t.Mark == '/':
		return 'o'
	case t.Mark == '-', t.Mark == '–', t.Mark == '→':
		return '-'
	}
	return 0
}

// listLink tells what joins the ranges of a list.
func listLink(t text.Token) bool { return t.Mark != '/' && linkOf(t) != 0 }

func article(w string) bool { return w == "le" || w == "les" }

// spread makes dates of a list of days: a range where they follow each other day by day or a dash joins them, a date
// of its own for any other. A list that goes back is no list of one month: "30, 31 et 1er mars". g is the last day,
// with the words before the first.
func spread(ts []text.Token, g found, days []listed) (out []found) {
	to := g.to
	for k := 1; k < len(days); k++ {
		if days[k].day < days[k-1].day {
			g.bad, g.from = Reversed, int(ts[days[0].at].Pos)
			return []found{g}
		}
	}
	for k := 0; k < len(days); k++ {
		first := g
		first.day, first.from, first.to = days[k].day, int(ts[days[k].at].Pos), int(ts[days[k].at].End)
		last := k
		for last < len(days)-1 && (days[last].link == '-' || days[last].link == 'a' && days[last+1].day == days[last].day+1) {
			last++
		}
		if last == len(days)-1 && last == k {
			first.to = to
		}
		out = append(out, first)
		if last > k {
			end := g
			end.day, end.from, end.to = days[last].day, int(ts[days[last].at].Pos), int(ts[days[last].at].End)
			end.opens, end.since, end.closes = false, false, true
			if last == len(days)-1 {
				end.to = to
			}
			out = append(out, end)
		}
		k = last
		g.opens, g.since = false, false
	}
	return out
}

// bareStart reads a number that is the start of a range whose month or year stands with its end: "du 1er au 15 mars",
// "3 à 5 mars", "de 09 à 12/2025".
func bareStart(ts []text.Token, i int) (d Date, next int, ok bool) {
	t := ts[i]
	if t.Num == "" || len(t.Num) > 2 || !beginsRange(ts, i) {
		return d, i, false
	}
	n := text.Atoi(t.Num)
	next = ordinal(ts, n, i+1)
	j := next
	link := text.At(ts, j)
	dash := (link.Mark == '-' || link.Mark == '–') && !link.Gap && !text.At(ts, j+1).Gap
	if link.Word != "au" && link.Word != "a" && !dash {
		return d, i, false
	}
	for j++; weekday(text.At(ts, j).Word) || cutShort(ts, j); j++ {
	}
	switch end, _, is := At(ts, j); {
	case is && end.day != 0 && !dash:
		return Date{day: n, form: bareNumber}, next, true
	case is && end.form == monthYear && n >= 1 && n <= 12:
		return Date{month: n, form: monthYear}, next, true
	}
	return d, i, false
}
