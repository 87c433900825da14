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
// pictures: "En bref: 595 h en centre, Saint-Lô, Niveau 5, 7 200 €". Each item goes to the field its kind tells. It reports
// false, and takes nothing, where fewer than two items, or fewer than half, tell one.
func (r *Reader) facts(i, k int) bool {
	type fact struct {
		at int
		f  schema.Field
	}
	var all []fact
	told := 0
	kinds := map[schema.Field]bool{}
	for j := i + 1; j < k; j++ {
		p := &r.Pieces[j]
		t := r.Text(p)
		if p.Skip || t == "" {
			continue
		}
		if len(t) > 120 || p.Label != "" && p.Known {
			return false
		}
		f := r.factField(t)
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
	r.claim(i, i+1, "section", "over facts")
	for _, x := range all {
		pr := r.Collect(x.at, x.at+1, false)
		pr.Text, pr.Items = strings.TrimPrefix(pr.Text, "- "), nil
		switch {
		case x.f == "":
			r.leave(x.at, x.at+1, r.Pieces[i].Label, pr)
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
	if !r.facts(i, k) {
		return 0
	}
	return k
}
