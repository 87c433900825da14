package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/level"
)

// facts reads a list of short facts without labels under a heading that only announces it, as side panels print them beside
// pictures: "En bref: 595 h en centre, Saint-Lô, Niveau 5, 7 200 €". Each item goes to the field its kind tells. head is the
// heading, -1 for a list beside the title that has none. It reports false, and takes nothing, where fewer than two
// items, or fewer than half, tell one.
func (r *Reader) facts(head, i, k int) bool {
	type fact struct {
		at int
		f  schema.Field
	}
	var all []fact
	told := 0
	kinds := map[schema.Field]bool{}
	for j := i; j < k; j++ {
		p := &r.Pieces[j]
		t := r.Text(p)
		if p.Skip || t == "" {
			continue
		}
		if len(t) > 120 || p.Label != "" && p.Known {
			return false
		}
		f := r.factField(t)
		if head < 0 && f == schema.FieldSessionCity {
			f = "" // where it is held at all, and no session
		}
		if f != "" && kinds[f] && f != schema.FieldDuration {
			f = "" // a fact is told once
		}
		if f != "" {
			told++
			kinds[f] = true
		}
		all = append(all, fact{j, f})
	}
	if told < 2 || 2*told < len(all) || len(all) > 20 {
		return false
	}
	label := ""
	if head >= 0 {
		label = r.Pieces[head].Label
		r.claim(head, head+1, "section", "over facts")
	}
	for _, x := range all {
		pr := r.Collect(x.at, x.at+1, false)
		pr.Text, pr.Items = strings.TrimPrefix(pr.Text, "- "), nil
		switch {
		case x.f == "":
			r.leave(x.at, x.at+1, label, pr)
			continue
		case lexicon.IsSession(x.f):
			r.giveLoose(x.f, "", pr)
		default:
			r.weak = append(r.weak, len(r.Draft.Values))
			r.surely = r.Lx.Proof.Suggested
			r.put(x.f, "", pr, nil, 0)
			r.surely = 0
		}
		r.claim(x.at, x.at+1, string(x.f), "kind alone")
	}
	return true
}

// factField gives the field of a short fact by its kind, "" where it has none for sure.
func (r *Reader) factField(t string) schema.Field {
	t = strings.TrimPrefix(t, "- ")
	f := text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
	switch {
	case wording.Digit(t[0]) && amount.HasHours(t) && len(t) < 60 && !r.Lx.IsKind("opening", t, f):
		return schema.FieldDuration
	case len(t) < 60 && (r.Lx.IsKind("hours", t, f)):
		return schema.FieldDuration
	case len(t) < 60 && wording.Digit(t[0]) && amount.HasEuro(t):
		return schema.FieldPrice
	case r.Lx.IsKind("mode", t, f):
		return schema.FieldTeachingMode
	case r.Lx.IsKind("people", t, f):
		return schema.FieldGroupSize
	case strings.HasPrefix(f, "niveau ") && level.Named(t):
		return schema.FieldExitLevel
	case r.Town(t):
		return schema.FieldSessionCity
	}
	return ""
}

// factsUnder reads the facts under a heading whose words only announce them: "En bref", "L'essentiel", "Infos clés". It gives
// where reading goes on, 0 where there are none.
func (r *Reader) factsUnder(i, ext int, sc shape.Scope) int {
	p := &r.Pieces[i]
	if sc != shape.InCourse || !p.Whole || len(p.Label) > 50 || !r.Lx.IsKind("announce", p.Label, text.FoldLabel(p.Label)) {
		return 0
	}
	k := i + 1
	for k < ext && (r.Pieces[k].Label == "" || r.Pieces[k].Sure < shape.Lone) && r.Pieces[k].Claim == "" {
		k++
	}
	if !r.facts(i, i+1, k) {
		return 0
	}
	return k
}

// factsBeside reads the facts that stand beside the title without any heading: a row of pictograms or badges, each item a
// box of one list. It gives where reading goes on, 0 where there is none.
func (r *Reader) factsBeside(i, end int) int {
	if r.Plain || r.TitleAt < 0 || i < r.TitleAt-12 || i > r.TitleAt+12 {
		return 0
	}
	b := r.BoxOf(i)
	up := r.Lay.Boxes[b].Parent
	for n := 0; n < 3 && up > 0 && r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First == 1; n++ {
		up = r.Lay.Boxes[up].Parent
	}
	if up <= 0 || r.Lay.Boxes[up].First != r.Pieces[i].Line {
		return 0
	}
	bx := &r.Lay.Boxes[up]
	if n := bx.Last - bx.First; n < 3 || n > 10 {
		return 0
	}
	k := i
	for k < end && r.Pieces[k].Line < bx.Last {
		if p := &r.Pieces[k]; p.Claim != "" && !p.Skip || len(r.Text(p)) > 60 || p.Label != "" && p.From < p.To {
			return 0
		}
		k++
	}
	for j := i; j < k; j++ { // a label among them says all it has to say
		if p := &r.Pieces[j]; p.Label != "" && !lexicon.SaysEligible(p.Label) {
			return 0
		}
	}
	for k > i && r.Pieces[k-1].Label != "" {
		k--
	}
	if !r.facts(-1, i, k) {
		return 0
	}
	return k
}
