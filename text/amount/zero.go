package amount

import "carif/text"

// ZeroOnly reports whether a text is a zero with a unit at most: sites print "0 heures" and "0 €" for a number
// that nobody typed in.
func ZeroOnly(s string) bool {
	ts := text.Tokens(s)
	a, ok := numberAt(ts, 0)
	if !ok || a.value != 0 {
		return false
	}
	for _, t := range ts[a.to:] {
		if t.Num != "" || t.Word != "" && !hourUnit(t.Word) && !euro(t) && !otherUnit(t.Word) {
			return false
		}
	}
	return true
}

// HasEuro reports whether a text names euros.
func HasEuro(s string) bool {
	for _, t := range text.Tokens(s) {
		if euro(t) {
			return true
		}
	}
	return false
}

// Lone reports whether a text is a number and nothing else.
func Lone(s string) bool {
	ts := text.Tokens(s)
	a, ok := numberAt(ts, 0)
	return ok && a.to == len(ts)
}

// HasHours reports whether a short text counts hours, days, weeks or months: "35 h", "3 jours".
func HasHours(s string) bool {
	if len(s) > 60 {
		return false
	}
	ts := text.Tokens(s)
	for i := range ts {
		if a, ok := numberAt(ts, i); ok {
			w := text.At(ts, a.to).Word
			if hourUnit(w) || timeUnit(w) {
				return true
			}
		}
	}
	return false
}

// HoursFirst reports a text that begins with a number of hours and names more of them: "1 015 heures : 595 h à
// l'institut, 420 h chez l'employeur".
func HoursFirst(s string) bool {
	ts := text.Tokens(s)
	a, ok := numberAt(ts, 0)
	if !ok || !hourUnit(text.At(ts, a.to).Word) {
		return false
	}
	for i := a.to + 1; i < len(ts); i++ {
		if b, ok := numberAt(ts, i); ok && hourUnit(text.At(ts, b.to).Word) {
			return true
		}
	}
	return false
}

// LeadingHours gives the number of hours that a text begins with: 20 of "20 h de conduite".
func LeadingHours(s string) (float64, bool) {
	ts := text.Tokens(s)
	a, ok := numberAt(ts, 0)
	return a.value, ok && hourUnit(text.At(ts, a.to).Word)
}

// OnlyHours reports whether a text is a whole number of hours and nothing else: "1407 heures", "35 h".
func OnlyHours(s string) bool {
	if len(s) > 20 {
		return false
	}
	ts := text.Tokens(s)
	a, ok := numberAt(ts, 0)
	if !ok || !hourUnit(text.At(ts, a.to).Word) {
		return false
	}
	return len(ts) == a.to+1 || len(ts) == a.to+2 && ts[a.to+1].Mark == '.'
}

// OnlyDuration reports whether a text says how long something lasts and nothing else: "868 heures dont 300 en
// entreprise", "2 an(s)", "6 mois". What recurs ("35 h par semaine", "2 jours / mois") is a rhythm.
func OnlyDuration(s string) bool {
	if len(s) > 80 {
		return false
	}
	ts := text.Tokens(s)
	if _, ok := numberAt(ts, 0); !ok {
		return false
	}
	units := 0
	for i := 0; i < len(ts); i++ {
		if a, ok := numberAt(ts, i); ok {
			i = a.to - 1
			continue
		}
		switch w := ts[i].Word; {
		case w == "" && ts[i].Mark == '/':
			return false
		case hourUnit(w), timeUnit(w):
			units++
		case w != "" && !joinsAmounts(w):
			return false
		}
	}
	return units > 0
}

// joinsAmounts reports words that may stand between the amounts of a duration.
func joinsAmounts(w string) bool {
	switch w {
	case "dont", "et", "en", "de", "soit", "environ", "entreprise", "centre", "stage", "formation", "s", "au",
		"total", "sur":
		return true
	}
	return false
}
