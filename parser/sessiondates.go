package parser

import (
	"carif/parser/session"
	"carif/text/date"
)

// datedLines reads unlabelled lines of which most say when and where by themselves: "Du 5 janvier au 3 avril 2026 à Brest,
// il reste des places". It reports false for other lines.
func (r *reader) datedLines(i, k int) bool {
	n, all := 0, 0
	for j := i; j < k; j++ {
		t := r.Text(&r.Pieces[j])
		if t == "" || r.Pieces[j].Skip {
			continue
		}
		all++
		if len(t) < 220 && len(date.Spans(t)) >= 2 && date.HoldsPeriod(t) && !session.OtherDates(t) && r.SaysWhere(t) {
			n++
		}
	}
	if n == 0 || 2*n < all {
		return false
	}
	r.sessionRun(i, k, nil)
	return true
}
