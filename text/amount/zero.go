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
