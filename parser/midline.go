package parser

import (
	"strings"

	"carif/schema"
)

// rest looks for more labels in a line that has text after its first label.
func (r *reader) rest(l *line, p piece) {
	t := l.text
	at := int(p.from)
	for from := at; from < len(t); {
		c := strings.IndexByte(t[from:], ':')
		if c < 0 {
			break
		}
		c += from
		from = c + 1
		if s := r.labelBefore(l, at, c); s > at || s == at && p.label == "" && s > 0 {
			p.to = int32(s)
			r.add(p)
			lab := trimLabel(t[s:c])
			p = piece{line: p.line, lfrom: int32(s), from: int32(c + 1), to: int32(len(t)), label: lab, key: labelKey(lab), known: true, sure: plainLabel, rank: 8}
			if styledAt(l, s) {
				p.sure = styled
			}
			at = c + 1
		}
	}
	r.add(p)
}

func (r *reader) add(p piece) {
	t := r.lay.lines[p.line].text[p.from:p.to]
	p.to = p.from + int32(len(strings.TrimRight(t, " -–|/,;•")))
	if strings.HasSuffix(t, ")") || p.to < p.from {
		p.to = p.from + int32(len(t))
	}
	r.pieces = append(r.pieces, p)
}

// labelBefore finds the start of a known label that ends at the colon c, searching back to from; -1 for none.
// A label in mid-line starts where the style changes or after a separator; a contact's label may follow any blank.
func (r *reader) labelBefore(l *line, from, c int) int {
	t := l.text
	end := len(strings.TrimRight(t[:c], " "))
	best := -1
	for s, words := end-1, 0; s >= from && end-s < 70 && words < 8; s-- {
		if s > from && (t[s-1] == '(' || t[s-1] != ' ' && t[s-1] != '|' && !runAt(l, s)) {
			continue
		}
		if t[s] == ' ' || t[s] == '(' {
			continue
		}
		words++
		lab := trimLabel(t[s:end])
		if lab == "" {
			continue
		}
		key := labelKey(lab)
		sep := s == from || runAt(l, s) || separated(t[from:s])
		if s > 0 && r.amountOf(key, t[c+1:]) {
			continue // "Centre : 455 heures"
		}
		if s > 0 && !sep && !upper(t[s]) && !r.reachLabel(key) {
			continue // "Prise de poste : contrôle visuel": words of a sentence
		}
		switch {
		case sep && r.knownKey(key, lab):
			best = s
		case r.lx.block[key] != nil && len(key) > 2 && s > 0:
			best = s
		case !sep:
			continue
		}
	}
	return best
}

// reachLabel reports the short labels that stand in mid-sentence in small letters: tel, fax, mail.
func (r *reader) reachLabel(key string) bool {
	e := r.lx.block[key]
	return e != nil && (e.field == fieldPhone || e.field == fieldEmail || e.field == fieldWebsite || e.field == schema.FieldFax) && len(key) < 16
}

func separated(before string) bool {
	before = strings.TrimRight(before, " ")
	for _, sep := range [...]string{"-", "–", "|", ";", ",", "•", "/", ")"} {
		if strings.HasSuffix(before, sep) {
			return true
		}
	}
	return before == ""
}

func runAt(l *line, s int) bool {
	for i := range l.runs {
		if int(l.runs[i].at) == s || int(l.runs[i].at) == s-1 {
			return true
		}
	}
	return false
}

func styledAt(l *line, s int) bool {
	var st uint8
	for i := range l.runs {
		if int(l.runs[i].at) <= s {
			st = l.runs[i].style
		}
	}
	return st&(styleBold|styleUnder|styleLabel) != 0
}

// amountOf tells whether a number follows a label that is else a provider's: "Centre : 455 heures".
func (r *reader) amountOf(key, after string) bool {
	v := strings.TrimLeft(after, " ")
	if v == "" || !digit(v[0]) {
		return false
	}
	e := find(r.lx.course, key)
	return e != nil && e.field == schema.FieldProvider
}
