package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// figures takes the caption under a figure for its label: a strip of key figures prints "805 h" big and "de formation" small
// below it, so that the value stands before its label. Only amounts that tell what they are of, hours and euros, are figures.
func (r *Sheet) figures() {
	if r.Plain {
		return
	}
	for li := 0; li+1 < len(r.Lay.Lines); li++ {
		l, below := &r.Lay.Lines[li], &r.Lay.Lines[li+1]
		if len(l.Text) > 20 || len(below.Text) > 40 || l.Text == "" || !wording.Digit(l.Text[0]) || l.Box == below.Box && len(l.Parts) > 0 {
			continue
		}
		p, q := &r.Pieces[r.FirstOf[li]], &r.Pieces[r.FirstOf[li+1]]
		if p.Label != "" || p.Skip || q.Skip || !r.alone(int32(li), l) {
			continue
		}
		lead := ""
		switch {
		case amount.OnlyHours(l.Text):
			lead = "durée "
		case amount.HasEuro(l.Text) && strings.Trim(l.Text, "0123456789 ,.€\u00a0\u202f") == "":
			lead = "prix "
		default:
			continue
		}
		caption := wording.TrimLabel(below.Text)
		if !wording.Letter(caption) || text.HasDigit(caption) || strings.Count(caption, " ") > 5 {
			continue
		}
		key := wording.LabelKey(lead + caption)
		e := r.Guess(lead + caption)
		switch {
		case key == "":
			continue
		case lead == "prix " && !speaksOf(caption, otherPrices):
			e = &lexicon.Entry{Field: schema.FieldPrice, Guess: true}
		case lead == "prix " || e == nil || !Duration(e.Field) || speaksOf(caption, otherHours):
			continue
		}
		p.Label, p.Key, p.Sure, p.Rank, p.Known = caption, key, Structural, 8, true
		r.Guessed[key] = e
		q.Label, q.Key, q.Whole, q.Sure, q.Claim, q.Rule = "", "", false, NotLabel, "label", "label:caption"
	}
}

// otherPrices begin words of a caption over which a price is that of a part of the course, or for some.
var otherPrices = strings.Fields("financ opco altern apprenti reste frais dossier inscription caution heure jour mois semaine repas materiel hebergement")

// otherHours begin words of a caption over which hours are not the course's: until the centre answers, when it is open.
var otherHours = strings.Fields("repon rappel delai ouver assistance")

// speaksOf reports whether a word of a caption begins with one of some stems.
func speaksOf(caption string, stems []string) bool {
	for w := range strings.FieldsSeq(text.FoldLabel(caption)) {
		for _, stem := range stems {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// alone reports whether a line and the one below it are all of a small box, a box each or two parts of one.
func (r *Sheet) alone(li int32, l *layout.Line) bool {
	for b, n := l.Box, 0; b > 0 && n < 3; b, n = r.Lay.Boxes[b].Parent, n+1 {
		bx := &r.Lay.Boxes[b]
		if bx.First != li || bx.Last > li+2 {
			return false
		}
		if bx.Last == li+2 {
			return true
		}
	}
	return false
}
