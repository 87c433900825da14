package parser

import (
	"carif/text/date"
	"strings"

	"golang.org/x/net/html/atom"
)

// pairRow is a row of a page that holds two things side by side and nothing else: a label and its value as side panels,
// cards and field lists print them, whatever their tags and classes.
type pairRow struct {
	line  int32
	lab   stretch // in the line, which is the first of the row
	value string  // what stands beside it
	whole bool    // the value stands on the next line
}

// pairs takes the first of two things that stand side by side as a label where its words are one, or where most of the
// rows beside it in the same box begin with words that are. A row alone that no word supports stays text.
func (r *reader) pairs() {
	if r.plain {
		return
	}
	rows := map[int32][]pairRow{} // by the box the rows stand in
	var order []int32
	for li := range r.lay.lines {
		row, in, ok := r.pairRow(int32(li))
		if !ok {
			continue
		}
		if rows[in] == nil {
			order = append(order, in)
		}
		rows[in] = append(rows[in], row)
	}
	for _, in := range order {
		r.pairsIn(rows[in])
	}
}

// pairRow reads a line as the beginning of a row of two; in is the box that holds the row and those beside it.
func (r *reader) pairRow(li int32) (row pairRow, in int32, ok bool) {
	l := &r.lay.lines[li]
	bx := &r.lay.boxes[l.box]
	if l.text == "" || len(l.text) > 600 || l.asks || bx.first != li || bx.tag == atom.Td || bx.tag == atom.Th || bx.tag == atom.Body {
		return row, 0, false
	}
	row = pairRow{line: li}
	if bx.last-bx.first == 1 { // two inline elements fill the line
		if ps := l.parts; len(ps) == 2 && r.covers(l) && ps[0].to-ps[0].from <= 60 && inlineLabel(l.text[ps[0].from:ps[0].to]) {
			row.lab, row.value = ps[0], strings.TrimSpace(l.text[ps[1].from:])
			return row, bx.parent, row.value != "" && !r.ownLabel(row.value) && codeShape(row.value) == ""
		}
	}
	holder := l.box
	if bx.last-bx.first == 1 { // or two blocks fill a block
		if holder = bx.parent; holder <= 0 || r.lay.boxes[holder].first != li {
			return row, 0, false
		}
	}
	hb := &r.lay.boxes[holder]
	if hb.last-hb.first != 2 || len(l.text) > 60 || hb.tag == atom.Tr || hb.tag == atom.Body || headingLevel(bx.tag) > 0 || !r.unequal(li) {
		return row, 0, false
	}
	row.lab, row.value, row.whole = stretch{0, int32(len(l.text))}, r.lay.lines[li+1].text, true
	return row, hb.parent, row.value != "" && labelWords(l.text) && hb.parent >= 0
}

// covers reports whether the parts of a line are all of its text, but for what parts them.
func (r *reader) covers(l *line) bool {
	at := 0
	for _, p := range l.parts {
		if at > len(l.text) || int(p.from) > len(l.text) || int(p.from) < at || strings.Trim(l.text[at:p.from], " :•·|-–—→/,") != "" {
			return false
		}
		at = int(p.to)
	}
	return at > 0 && (at >= len(l.text) || strings.Trim(l.text[at:], " :•·|-–—→/,.") == "")
}

// inlineLabel reports whether words may be the label of what stands beside them: they hold no value of their own.
func inlineLabel(t string) bool {
	c := strings.IndexByte(t, ':')
	return labelWords(t) && (c < 0 || strings.TrimSpace(t[c+1:]) == "") && len(date.Spans(t)) == 0
}

// ownLabel reports whether what should be a value begins with a label of its own: "Mise à jour : 18/07/2024".
func (r *reader) ownLabel(v string) bool {
	if updateDate(v) != "" {
		return true
	}
	c := strings.IndexByte(v, ':')
	if c < 3 || c > 50 {
		return false
	}
	lab := trimLabel(v[:c])
	return r.knownKey(labelKey(lab), lab) || r.guess(lab) != nil
}

// unequal reports whether a line and the next are drawn differently: two equal ones are two values.
func (r *reader) unequal(li int32) bool {
	a, b := r.drawnAs(int(li)), r.drawnAs(int(li)+1)
	return a != b
}

// labelWords reports whether words may be a label: few, beginning with a letter, no sentence.
func labelWords(t string) bool {
	t = trimLabel(t)
	return len(t) > 2 && len(t) <= 60 && letter(t) && strings.Count(t, " ") < 8 && !strings.ContainsAny(t, "@€;") && digits(t) < 3 && !strings.HasSuffix(t, ".")
}

// pairsIn makes labels of the rows of one box.
func (r *reader) pairsIn(rows []pairRow) {
	told := make([]bool, len(rows))
	known, guessed := 0, 0
	for i, row := range rows {
		p := &r.pieces[r.firstOf[row.line]]
		lab := trimLabel(r.lay.lines[row.line].text[row.lab.from:row.lab.to])
		if told[i] = p.label != "" && p.known || r.knownKey(labelKey(lab), lab); told[i] {
			known++
		} else if r.guess(lab) != nil {
			guessed++
		}
	}
	family := len(rows) >= 3 && known > 0 && (known+guessed)*2 >= len(rows)
	for i, row := range rows {
		p := &r.pieces[r.firstOf[row.line]]
		l := &r.lay.lines[row.line]
		if p.skip || !told[i] && !family || p.label != "" && p.sure >= styled || p.label != "" && !p.known && p.whole {
			continue
		}
		lab := trimLabel(l.text[row.lab.from:row.lab.to])
		*p = piece{line: row.line, from: row.lab.to, to: int32(len(l.text)), label: lab, key: labelKey(lab), sure: styled, rank: 8}
		p.known = r.knownKey(p.key, lab)
		if row.whole {
			p.whole, p.rank, p.from = true, 7, p.to
		} else {
			for p.from < p.to && (l.text[p.from] == ' ' || l.text[p.from] == ':') {
				p.from++
			}
		}
	}
}
