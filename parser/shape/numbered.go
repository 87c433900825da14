package shape

import (
	"strings"

	"carif/schema"
)

// numberedParts takes the headings that number the parts of a programme ("I. Les pièces", "II. La clôture") for its
// words, whatever else their words may stand for: their numbers begin anew under the programme's own heading.
func (r *Sheet) numberedParts() {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || !p.Whole || p.Sure < Styled || enumerated(r.Lay.Lines[p.Line].Text) > 0 {
			continue
		}
		if e := r.Lookup(p, InCourse); e == nil || e.Field != schema.FieldProgramme || Modules(e, p) {
			continue
		}
		for _, j := range r.numberedUnder(i) {
			q := &r.Pieces[j]
			q.Label, q.Key, q.Known, q.Whole, q.From, q.Sure = "", "", false, false, 0, NotLabel
		}
	}
}

// numberedUnder gives the headings of one rank right under a label that are numbered from the first, nil for fewer than
// two.
func (r *Sheet) numberedUnder(i int) []int {
	var parts []int
	for j := i + 1; j < len(r.Pieces); j++ {
		q := &r.Pieces[j]
		if q.Skip || q.Label == "" || q.Sure < Styled {
			continue
		}
		t := r.Lay.Lines[q.Line].Text
		if enumerated(t) == 0 || !q.Whole {
			break
		}
		if len(parts) == 0 && (!FirstNumber(t) || q.Rank < r.Pieces[i].Rank) || len(parts) > 0 && q.Rank != r.Pieces[parts[0]].Rank {
			break
		}
		parts = append(parts, j)
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// FirstNumber reports whether a heading's number is the first of its kind.
func FirstNumber(t string) bool {
	n := strings.TrimRight(t[:min(len(t), 4)], " -.)/°–")
	n, _, _ = strings.Cut(n, " ")
	n = strings.TrimRight(n, "-.)/°")
	return n == "1" || n == "I" || n == "A" || n == "01"
}
