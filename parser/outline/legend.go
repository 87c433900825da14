package outline

import (
	"strings"

	"carif/parser/wording"
)

// legendLines is how far below a table its legend may reach.
const legendLines = 12

// markLegends makes chrome of what spells out the heads of a table below it: "Déb. : date de début - Eff. : effectif". It
// names columns and says nothing of the course.
func (r *Regions) markLegends() {
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
