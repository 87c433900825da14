package accounting

import (
	"strings"

	"carif/parser"
	"carif/schema"
)

// Loss is a stretch of words that got lost on its way.
type Loss struct {
	Level byte   // 'A' page to outline, 'B' outline to draft, 'C' draft to record
	Kind  string // claim and rule of the block, or field of the value, that lost it; "" at level A
	Words string // the words lost, folded
	In    string // the text they stand in
}

// ToOutline finds what a page shows and its outline has not: level A.
func ToOutline(text string, plain bool, o *parser.Outline) ([]Loss, error) {
	s := &shown{}
	if plain {
		for l := range strings.Lines(text) {
			s.apart = true
			s.text(l)
		}
	} else {
		var err error
		if s, err = read(text); err != nil {
			return nil, err
		}
	}
	have := bag{}
	for _, b := range o.Blocks {
		have.add(b.Label, b.Text)
	}
	var out []Loss
	for i, lost := range have.missing(s.words) {
		if !lost {
			continue
		}
		w := s.words[i]
		if n := len(out); n > 0 && i > 0 && s.words[i-1].node == w.node && out[n-1].In == s.nodes[w.node] {
			out[n-1].Words += " " + w.text
			continue
		}
		out = append(out, Loss{Level: 'A', Words: w.text, In: s.nodes[w.node]})
	}
	return out, nil
}

// ToDraft finds what blocks of the outline say and the draft has not: level B. Chrome may be lost. A line whose words
// stand as they are in the draft is not lost either: the page says them twice.
func ToDraft(o *parser.Outline, d *schema.Draft) []Loss {
	have, said := bag{}, &strings.Builder{}
	for _, t := range drafted(d) {
		have.add(t)
		said.WriteString(" " + strings.Join(fold(t), " ") + " .")
	}
	var out []Loss
	for _, b := range o.Blocks {
		if b.Claim == "chrome" {
			continue
		}
		for _, l := range append([]string{b.Label}, strings.Split(b.Text, "\n")...) {
			ws := fold(l)
			var lost []string
			for _, w := range ws {
				if !have.take(w) {
					lost = append(lost, w)
				}
			}
			if len(lost) > 0 && !strings.Contains(said.String(), " "+strings.Join(ws, " ")+" ") {
				out = append(out, Loss{Level: 'B', Kind: b.Claim + "/" + b.Rule, Words: strings.Join(lost, " "), In: l})
			}
		}
	}
	return out
}

// drafted lists all words a draft has.
func drafted(d *schema.Draft) []string {
	var out []string
	value := func(v schema.Value) { out = append(out, v.Label, v.Text) }
	for _, v := range d.Values {
		value(v)
	}
	for _, s := range d.Sessions {
		for _, v := range s.Values {
			value(v)
		}
	}
	for _, a := range d.Absent {
		out = append(out, a.Raw)
	}
	for _, u := range d.Unclaimed {
		out = append(out, u.Label, u.Text)
	}
	for _, i := range d.Issues {
		out = append(out, i.Raw)
	}
	return out
}
