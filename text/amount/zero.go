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

func HasEuro(s string) bool {
	for _, t := range text.Tokens(s) {
		if euro(t) {
			return true
		}
	}
	return false
}
