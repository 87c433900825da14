package parser

import (
	"strings"

	"carif/schema"
)

// numberedParts takes the headings that number the parts of a programme ("I. Les pièces", "II. La clôture") for its
// words, whatever else their words may stand for: their numbers begin anew under the programme's own heading.
func (r *reader) numberedParts() {
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.skip || !p.whole || p.sure < styled || enumerated(r.lay.lines[p.line].text) > 0 {
			continue
		}
		if e := r.lookup(p, inCourse); e == nil || e.field != schema.FieldProgramme || modules(e, p) {
			continue
		}
		for _, j := range r.numberedUnder(i) {
			q := &r.pieces[j]
			q.label, q.key, q.known, q.whole, q.from, q.sure = "", "", false, false, 0, notLabel
		}
	}
}

// numberedUnder gives the headings of one rank right under a label that are numbered from the first, nil for fewer than
// two.
func (r *reader) numberedUnder(i int) []int {
	var parts []int
	for j := i + 1; j < len(r.pieces); j++ {
		q := &r.pieces[j]
		if q.skip || q.label == "" || q.sure < styled {
			continue
		}
		t := r.lay.lines[q.line].text
		if enumerated(t) == 0 || !q.whole {
			break
		}
		if len(parts) == 0 && (!firstNumber(t) || q.rank < r.pieces[i].rank) || len(parts) > 0 && q.rank != r.pieces[parts[0]].rank {
			break
		}
		parts = append(parts, j)
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// firstNumber reports whether a heading's number is the first of its kind.
func firstNumber(t string) bool {
	n := strings.TrimRight(t[:min(len(t), 4)], " -.)/°–")
	n, _, _ = strings.Cut(n, " ")
	n = strings.TrimRight(n, "-.)/°")
	return n == "1" || n == "I" || n == "A" || n == "01"
}
