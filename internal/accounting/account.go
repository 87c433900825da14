package accounting

import (
	"regexp"
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

// ToDraft finds what blocks of the outline say and the draft has not: level B. Not lost are:
//   - chrome;
//   - the label of a block that a field took: it became the field's name. Labels of what has no field must be kept;
//   - a heading the reader knows as one of a section;
//   - a line that says what the draft has in the same words, or the beginning of it: the page says it twice;
//   - a session's number in its list, and what its heading says where the draft has it: its row in a table may say
//     the same;
//   - the words that join values in a sentence, where all others are kept: "du … au … à …".
func ToDraft(o *parser.Outline, d *schema.Draft) []Loss {
	h := newHolder(d)
	var out []Loss
	for _, b := range o.Blocks {
		if b.Claim == "chrome" || b.Claim == "section" {
			continue
		}
		lines := strings.Split(b.Text, "\n")
		if heads := b.Rule == "session heading"; heads && h.knows(b.Label) {
			continue
		} else if heads || unnamed[b.Claim] {
			lines = append(lines, b.Label)
		}
		for _, l := range lines {
			if lost := h.take(l); len(lost) > 0 {
				out = append(out, Loss{Level: 'B', Kind: b.Claim + "/" + b.Rule, Words: strings.Join(lost, " "), In: l})
			}
		}
	}
	return out
}

// unnamed are the claims of blocks whose label is no field's name.
var unnamed = map[string]bool{
	"label": true, "unclaimed": true, "session": true, "meta": true, string(schema.FieldOther): true,
	string(schema.FieldSessionText): true,
}

// holder has the words of a draft.
type holder struct {
	texts, labels bag
	said          string // all texts folded, in order
}

func newHolder(d *schema.Draft) *holder {
	h := &holder{texts: bag{}, labels: bag{}}
	var said strings.Builder
	add := func(b bag, t string) {
		b.add(t)
		said.WriteString(" " + strings.Join(fold(t), " ") + " .")
	}
	values := func(vs []schema.Value) {
		for _, v := range vs {
			add(h.texts, v.Text)
			add(h.labels, v.Label)
		}
	}
	values(d.Values)
	for _, s := range d.Sessions {
		values(s.Values)
	}
	for _, a := range d.Absent {
		add(h.texts, a.Raw)
	}
	for _, u := range d.Unclaimed {
		add(h.texts, u.Text)
		add(h.labels, u.Label)
	}
	for _, i := range d.Issues {
		add(h.labels, i.Raw)
	}
	h.said = said.String()
	return h
}

// joining are the words that join values in a sentence or a heading.
var joining = map[string]bool{
	"a": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true, "en": true, "et": true,
	"l": true, "la": true, "le": true, "les": true, "n": true, "ou": true, "par": true, "pour": true,
	"s": true,
}

// take takes the words of a line out and gives those that are not there.
func (h *holder) take(l string) []string {
	ws := fold(l)
	var lost []string
	joined := true
	for _, w := range ws {
		if !h.texts.take(w) && !h.labels.take(w) && !cutIn(w, h.texts, h.labels) {
			lost = append(lost, w)
			joined = joined && joining[w]
		}
	}
	if joined && len(lost) < len(ws) || h.saysParts(l) || h.says(ws) {
		return nil
	}
	if teaser(l) && len(ws) > 4 && h.says(ws[:len(ws)*9/10]) {
		return nil
	}
	return lost
}

func (h *holder) says(ws []string) bool {
	return strings.Contains(h.said, " "+strings.Join(ws, " ")+" ")
}

// knows reports whether all words of a session's heading are in the draft, wherever.
func (h *holder) knows(heading string) bool {
	for _, w := range fold(ordinal.ReplaceAllString(heading, "")) {
		if !joining[w] && !strings.Contains(h.said, " "+w+" ") {
			return false
		}
	}
	return true
}

// ordinal is the number of a session in its list.
var ordinal = regexp.MustCompile(`(?i)^(détail de la )?sessions?( n°)?( ?\d{1,2}\b)?`)

// saysParts reports whether the draft has both parts of a line that a stroke divides: "525 / 1288 h".
func (h *holder) saysParts(l string) bool {
	parts := strings.Split(l, " / ")
	for _, p := range parts {
		if !h.says(fold(p)) {
			return false
		}
	}
	return len(parts) > 1
}

// teaser reports a text cut short.
func teaser(l string) bool {
	l = strings.TrimRight(l, " ]")
	return strings.HasSuffix(l, "…") || strings.HasSuffix(l, "...")
}
