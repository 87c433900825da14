package amount

import "carif/text"

// bounded reports whether an amount is only a limit, by the words before it: "jusqu'à 600 heures", "à partir de 450 €",
// "moins de 20 h", "< 35 h".
func bounded(ts []text.Token, i int) bool {
	a, b, c := text.At(ts, i-1), text.At(ts, i-2), text.At(ts, i-3)
	switch a.Mark {
	case '<', '>', '≤', '≥', '±', '~', '≈':
		return true
	case '=':
		return b.Mark == '<' || b.Mark == '>'
	}
	switch a.Word {
	case "a":
		return b.Word == "jusqu" || c.Word == "jusqu"
	case "de":
		return b.Word == "partir" || b.Word == "moins" || b.Word == "plus"
	}
	if a.Mark == ':' && a.Line == b.Line && text.At(ts, i-3).Word == "" {
		return limit(b.Word) // "Maximale : 300 heures"; under "Durée maximale :" it may be all there is
	}
	return limit(a.Word)
}

// boundAfter reports whether the words behind an amount make it a limit: "400 heures minimum", "590 € au plus",
// "35 h et plus".
func boundAfter(ts []text.Token, i int) bool {
	a, b := text.At(ts, i).Word, text.At(ts, i+1).Word
	if text.At(ts, i).Mark == '(' {
		return limit(b) // "35 h (minimum)"
	}
	switch a {
	case "au":
		return limit(b) || b == "plus" || b == "moins"
	case "et", "ou":
		return b == "plus" || b == "moins"
	}
	return limit(a)
}

// limit tells the words for the least and the most.
func limit(w string) bool {
	switch w {
	case "minimum", "mini", "min", "minimal", "minimale", "maximum", "maxi", "max", "maximal", "maximale":
		return true
	}
	return false
}

// times tells what stands between a number and what it multiplies.
func times(t text.Token) bool {
	return t.Word == "x" || t.Word == "fois" || t.Mark == '×' || t.Mark == '*'
}

// choice reports whether other lengths of time stand beside an amount to choose from: "2h / Demi-journée / Journée",
// "2 h ou une journée".
func choice(ts []text.Token, i int) bool {
	link := text.At(ts, i)
	if link.Mark != '/' && link.Mark != ',' && link.Word != "ou" {
		return false
	}
	w := text.At(ts, i+1).Word
	if link.Word == "ou" && (w == "une" || w == "la") {
		w = text.At(ts, i+2).Word
	}
	switch w {
	case "demi", "journee", "matinee", "soiree", "weekend", "week":
		return true
	}
	return false
}

// minutesAt reads the minutes behind hours, as parts of an hour: 7h30, "35 h 30", "15 h 15 mn", "1 h ½",
// "35 h et demie". next is i where none stand there.
func minutesAt(ts []text.Token, i int) (hours float64, next int) {
	t, unit := text.At(ts, i), text.At(ts, i+1)
	if t.Line != text.At(ts, i-1).Line {
		return 0, i
	}
	if f, is := fractions[t.Mark]; is {
		return f, i + 1
	}
	if t.Word == "et" && (unit.Word == "demie" || unit.Word == "demi") {
		return 0.5, i + 2
	}
	if t.Num == "1" && unit.Mark == '/' && text.At(ts, i+2).Num == "2" {
		return 0.5, i + 3
	}
	if t.Num == "" || len(t.Num) > 2 || text.Atoi(t.Num) > 59 {
		return 0, i
	}
	hours = float64(text.Atoi(t.Num)) / 60
	switch unit.Word {
	case "mn", "min", "mins", "minute", "minutes":
		return hours, i + 2
	}
	if len(t.Num) == 2 && (!t.Gap || endsThere(ts, i+1)) {
		return hours, i + 1
	}
	return 0, i
}

// endsThere reports whether a number that stands apart behind hours ends before token i as minutes do, and counts
// nothing of its own: "35 h 30 par semaine", not "35 h 12 places", "14 h 12/03/2025".
func endsThere(ts []text.Token, i int) bool {
	t, next := text.At(ts, i), text.At(ts, i+1)
	switch t.Word {
	case "par", "soit", "et", "ou", "a", "au", "en", "hebdomadaire", "hebdomadaires", "dont", "de":
		return true
	}
	switch {
	case i >= len(ts) || t.Line != ts[i-1].Line:
		return true
	case t.Num != "" || t.Word != "":
		return false
	case t.Mark == ')' || t.Mark == '(' || t.Mark == ';':
		return true
	}
	mark := t.Mark == '.' || t.Mark == ',' || t.Mark == '/' || t.Mark == '-' || t.Mark == '+'
	return mark && (next.Num == "" || next.Gap)
}

// markParts finds the amounts that count a part of the course, so that nothing tells the whole: a plain one that is
// joined to another ("21h en présentiel et 14h à distance", "400 heures + stage"), theory beside practice.
func markParts(ts []text.Token, as []hourAmount) {
	practice, others := false, 0
	for k := range as {
		a := &as[k]
		practice = practice || a.role == rolePractice
		if a.role != roleOther && a.role != roleWeekly {
			others++
		}
		if a.role == roleNone && (text.At(ts, a.from-1).Mark == '+' || plusBehind(ts, a.to)) {
			a.inRange = true
		}
		if k == 0 || !linked(ts, as[k-1].to, a.from) {
			continue
		}
		if before := &as[k-1]; before.role == roleNone && a.role != roleNone && a.role != roleTotal {
			before.inRange = true
		} else if a.role == roleNone && before.role != roleNone && before.role != roleTotal {
			a.inRange = true
		}
	}
	for k := range as {
		switch a := &as[k]; {
		case a.role == rolePractice, a.role == roleTheory && practice:
			a.inRange = true
		case a.role == roleTheory, a.role == roleLessons && others > 1:
			a.role = roleCentre
		case a.role == roleLessons:
			a.role = roleNone
		}
	}
}

// markClocks finds the times of day beside the hours of a course: "14 heures, de 9 h à 17 h", "5 jours (35 h) - 8h/12h
// 13h/16h". Two times of a clock are joined, the later second; alone they may as well be a range of lengths.
func markClocks(ts []text.Token, as []hourAmount) {
	counted := false
	for k := range as {
		clock := k > 0 && clocks(ts, as[k-1], as[k]) || k+1 < len(as) && clocks(ts, as[k], as[k+1])
		counted = counted || !clock && !as[k].inRange && as[k].role != roleOther
	}
	for k := 1; counted && k < len(as); k++ {
		if a, b := &as[k-1], &as[k]; clocks(ts, *a, *b) {
			a.role, a.inRange = roleOther, false
			b.role, b.inRange = roleOther, false
			k++
		}
	}
}

// clocks reports whether two amounts may be the times of day between which something takes place.
func clocks(ts []text.Token, a, b hourAmount) bool {
	joined := a.inRange && b.inRange || between(ts, a.amount, b.amount) || b.from-a.to == 1 && ts[a.to].Mark == '/'
	free := (a.role == roleNone || a.role == roleOther) && b.role == roleNone
	return joined && free && a.value < b.value && b.value <= 24
}

// plusBehind reports whether a plus follows the words behind an amount, before any other number.
func plusBehind(ts []text.Token, i int) bool {
	for ; i < len(ts) && ts[i].Num == "" && ts[i].Line == ts[i-1].Line; i++ {
		if ts[i].Mark == '+' {
			return true
		}
	}
	return false
}

// linked reports whether an amount is joined to the one before it on its line: "et", "puis", a plus, a slash.
func linked(ts []text.Token, from, to int) bool {
	t := text.At(ts, to-1)
	return to > from && t.Line == text.At(ts, from-1).Line &&
		(t.Word == "et" || t.Word == "puis" || t.Mark == '+' || t.Mark == '/' || t.Mark == '&')
}
