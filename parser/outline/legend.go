package outline

import (
	"strings"

	"carif/parser/wording"
	"carif/text"
)

// legendLines is how far below a table its legend may reach.
const legendLines = 12

// markLegends makes chrome of what spells out the heads of a table below it: "Déb. : date de début - Eff. : effectif". It
// names columns and says nothing of the course.
func (r *Regions) markLegends() {
	r.markGlossary()
	for _, t := range r.Tables {
		heads := make([]string, 0, len(t.Heads))
		for _, h := range t.Heads {
			if h.Label != "" && len(h.Label) < 20 {
				heads = append(heads, h.Label)
			}
		}
		if len(heads) < 2 {
			continue
		}
		to, spelt := t.To, 0
		for li := t.To; li < t.To+legendLines && int(li) < len(r.Lay.Lines); li++ {
			n := spells(r.Lay.Lines[li].Text, heads)
			if n == 0 && r.Lay.Lines[li].Text != "" {
				break
			}
			if n > 0 {
				to, spelt = li+1, spelt+n
			}
		}
		if spelt < 2 {
			continue
		}
		for i := range r.Pieces {
			if p := &r.Pieces[i]; p.Line >= t.To && p.Line < to {
				p.Skip, p.Claim, p.Rule = true, "chrome", "chrome:legend"
			}
		}
	}
}

// spells counts the heads that a line, which begins with one, gives the meaning of.
func spells(line string, heads []string) (n int) {
	first := false
	for _, h := range heads {
		at := strings.Index(line, h)
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(line[at+len(h):], " ")
		if rest == "" || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		if meaning := strings.TrimLeft(rest[1:], " "); meaning == "" || wording.Digit(meaning[0]) {
			continue
		}
		n++
		first = first || at < 10
	}
	if !first {
		return 0
	}
	return n
}

// fewSpelt is how many short labels a list of their meanings spells out at least.
const fewSpelt = 3

// markGlossary makes chrome of a list that spells out short labels: "Adr. : adresse", "Cont. : contenu de la formation".
func (r *Regions) markGlossary() {
	var spelt []int
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || p.Label == "" || len(p.Label) > 30 || !strings.Contains(p.Label, ".") {
			continue
		}
		short, _, _ := strings.Cut(text.FoldLabel(p.Label), " ")
		first, _, _ := strings.Cut(text.FoldLabel(r.Text(p)), " ")
		if len(short) > 1 && len(first) > len(short)+1 && strings.HasPrefix(first, short) {
			spelt = append(spelt, i)
		}
	}
	if len(spelt) < fewSpelt {
		return
	}
	from, to, labels := spelt[0], spelt[len(spelt)-1]+1, 0
	for i := from; i < to; i++ {
		if r.Pieces[i].Label != "" {
			labels++
		}
	}
	if 2*len(spelt) < labels {
		return // a course that says little more than its labels
	}
	for i := from; i < to; i++ {
		p := &r.Pieces[i]
		p.Skip, p.Claim, p.Rule = true, "chrome", "chrome:legend"
	}
}
