package shape

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/wording"
	"carif/text/date"
)

// pairRow is a row of a page that holds two things side by side and nothing else: a label and its value as side panels,
// cards and field lists print them, whatever their tags and classes.
type pairRow struct {
	line  int32
	lab   layout.Stretch // in the line, which is the first of the row
	value string         // what stands beside it
	whole bool           // the value stands on the next line
}

// pairs takes the first of two things that stand side by side as a label where its words are one, or where most of the
// rows beside it in the same box begin with words that are. A row alone that no word supports stays text.
func (r *Sheet) pairs() {
	if r.Plain {
		return
	}
	rows := map[int32][]pairRow{} // by the box the rows stand in
	var order []int32
	for li := range r.Lay.Lines {
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
func (r *Sheet) pairRow(li int32) (row pairRow, in int32, ok bool) {
	l := &r.Lay.Lines[li]
	bx := &r.Lay.Boxes[l.Box]
	if l.Text == "" || len(l.Text) > 600 || l.Asks || bx.First != li || bx.Tag == atom.Td || bx.Tag == atom.Th || bx.Tag == atom.Body {
		return row, 0, false
	}
	row = pairRow{line: li}
	if bx.Last-bx.First == 1 { // two inline elements fill the line
		if ps := l.Parts; len(ps) == 2 && r.Covers(l) && ps[0].To-ps[0].From <= 60 && inlineLabel(l.Text[ps[0].From:ps[0].To]) {
			row.lab, row.value = ps[0], strings.TrimSpace(l.Text[ps[1].From:])
			return row, bx.Parent, row.value != "" && !r.ownLabel(row.value) && CodeShape(row.value) == ""
		}
	}
	holder := l.Box
	if bx.Last-bx.First == 1 { // or two blocks fill a block
		if holder = bx.Parent; holder <= 0 || r.Lay.Boxes[holder].First != li {
			return row, 0, false
		}
	}
	hb := &r.Lay.Boxes[holder]
	if hb.Last-hb.First != 2 || len(l.Text) > 60 || hb.Tag == atom.Tr || hb.Tag == atom.Body || layout.HeadingLevel(bx.Tag) > 0 || !r.unequal(li) {
		return row, 0, false
	}
	row.lab, row.value, row.whole = layout.Stretch{From: 0, To: int32(len(l.Text))}, r.Lay.Lines[li+1].Text, true
	return row, hb.Parent, row.value != "" && labelWords(l.Text) && hb.Parent >= 0
}

// Covers reports whether the parts of a line are all of its text, but for what parts them.
func (r *Sheet) Covers(l *layout.Line) bool {
	at := 0
	for _, p := range l.Parts {
		if at > len(l.Text) || int(p.From) > len(l.Text) || int(p.From) < at || strings.Trim(l.Text[at:p.From], " :•·|-–—→/,") != "" {
			return false
		}
		at = int(p.To)
	}
	return at > 0 && (at >= len(l.Text) || strings.Trim(l.Text[at:], " :•·|-–—→/,.") == "")
}

// inlineLabel reports whether words may be the label of what stands beside them: they hold no value of their own.
func inlineLabel(t string) bool {
	c := strings.IndexByte(t, ':')
	return labelWords(t) && (c < 0 || strings.TrimSpace(t[c+1:]) == "") && len(date.Spans(t)) == 0
}

// ownLabel reports whether what should be a value begins with a label of its own: "Mise à jour : 18/07/2024".
func (r *Sheet) ownLabel(v string) bool {
	if wording.UpdateDate(v) != "" {
		return true
	}
	c := strings.IndexByte(v, ':')
	if c < 3 || c > 50 {
		return false
	}
	lab := wording.TrimLabel(v[:c])
	return r.knownKey(wording.LabelKey(lab), lab) || r.Guess(lab) != nil
}

// unequal reports whether a line and the next are drawn differently: two equal ones are two values.
func (r *Sheet) unequal(li int32) bool {
	a, b := r.drawnAs(int(li)), r.drawnAs(int(li)+1)
	return a != b
}

// labelWords reports whether words may be a label: few, beginning with a letter, no sentence.
func labelWords(t string) bool {
	t = wording.TrimLabel(t)
	return len(t) > 2 && len(t) <= 60 && wording.Letter(t) && strings.Count(t, " ") < 8 && !strings.ContainsAny(t, "@€;") && wording.Digits(t) < 3 && !strings.HasSuffix(t, ".")
}

// rowLabel gives the words of a row that may be its label.
func (r *Sheet) rowLabel(row pairRow) string {
	return wording.TrimLabel(r.Lay.Lines[row.line].Text[row.lab.From:row.lab.To])
}

// pairsIn makes labels of the rows of one box.
func (r *Sheet) pairsIn(rows []pairRow) {
	told := make([]bool, len(rows))
	known := 0
	for i, row := range rows {
		p := &r.Pieces[r.FirstOf[row.line]]
		lab := r.rowLabel(row)
		if told[i] = p.Label != "" && p.Known || r.knownKey(wording.LabelKey(lab), lab); told[i] {
			known++
		}
	}
	if known == 0 {
		return
	}
	guessed := 0
	for i, row := range rows {
		if len(rows) >= 3 && !told[i] && r.Guess(r.rowLabel(row)) != nil {
			guessed++
		}
	}
	family := len(rows) >= 3 && (known+guessed)*2 >= len(rows)
	for i, row := range rows {
		p := &r.Pieces[r.FirstOf[row.line]]
		l := &r.Lay.Lines[row.line]
		if p.Skip || !told[i] && !family || p.Label != "" && p.Sure >= Styled || p.Label != "" && !p.Known && p.Whole {
			continue
		}
		lab := r.rowLabel(row)
		*p = Piece{Line: row.line, From: row.lab.To, To: int32(len(l.Text)), Label: lab, Key: wording.LabelKey(lab), Sure: Styled, Rank: 8}
		p.Known = r.knownKey(p.Key, lab)
		if row.whole {
			p.Whole, p.Rank, p.From = true, 7, p.To
		} else {
			for p.From < p.To && (l.Text[p.From] == ' ' || l.Text[p.From] == ':') {
				p.From++
			}
		}
	}
}
