package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
)

// MaxPieces is the most labels a page is read with: one has some hundreds.
const MaxPieces = 40_000

// rest looks for more labels in a line that has text after its first label.
func (r *Sheet) rest(l *layout.Line, p Piece) {
	t := l.Text
	at := int(p.From)
	for from := at; from < len(t); {
		if len(r.Pieces) > MaxPieces {
			r.Over = true
			break
		}
		c := strings.IndexByte(t[from:], ':')
		if c < 0 {
			break
		}
		c += from
		from = c + 1
		if s := r.labelBefore(l, at, c); s > at || s == at && p.Label == "" && s > 0 {
			p.To = int32(s)
			r.add(p)
			lab := wording.TrimLabel(t[s:c])
			p = Piece{Line: p.Line, Lfrom: int32(s), From: int32(c + 1), To: int32(len(t)), Label: lab, Key: wording.LabelKey(lab), Known: true, Sure: PlainLabel, Rank: 8}
			if styledAt(l, s) {
				p.Sure = Styled
			}
			at = c + 1
		}
	}
	r.add(p)
}

func (r *Sheet) add(p Piece) {
	t := r.Lay.Lines[p.Line].Text[p.From:p.To]
	p.To = p.From + int32(len(strings.TrimRight(t, " -–|/,;•")))
	if strings.HasSuffix(t, ")") || p.To < p.From {
		p.To = p.From + int32(len(t))
	}
	r.Pieces = append(r.Pieces, p)
}

// labelBefore finds the start of a known label that ends at the colon c, searching back to from; -1 for none.
// A label in mid-line starts where the style changes or after a separator; a contact's label may follow any blank.
func (r *Sheet) labelBefore(l *layout.Line, from, c int) int {
	t := l.Text
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
		lab := wording.TrimLabel(t[s:end])
		if lab == "" {
			continue
		}
		key := wording.LabelKey(lab)
		sep := s == from || runAt(l, s) || separated(t[from:s])
		if s > 0 && (r.amountOf(key, t[c+1:]) || r.inSentence(key, t[s], sep, t[c+1:])) {
			continue // "Centre : 455 heures"
		}
		switch {
		case sep && r.knownKey(key, lab):
			best = s
		case r.Lx.Block[key] != nil && len(key) > 2 && s > 0:
			best = s
		case !sep:
			continue
		}
	}
	return best
}

// inSentence reports words of a sentence before a colon: "Prise de poste : contrôle visuel", "Réunions, mails, téléphone : gagnez en
// aisance". sep tells that something parts them from the words before.
func (r *Sheet) inSentence(key string, first byte, sep bool, value string) bool {
	if r.reachLabel(key) {
		return !strings.ContainsAny(value, "0123456789@[(") && !strings.Contains(value, "www.")
	}
	return !sep && !wording.Upper(first)
}

// reachLabel reports the short labels that stand in mid-sentence in small letters: tel, fax, mail.
func (r *Sheet) reachLabel(key string) bool {
	e := r.Lx.Block[key]
	return e != nil && (e.Field == lexicon.FieldPhone || e.Field == lexicon.FieldEmail || e.Field == lexicon.FieldWebsite || e.Field == schema.FieldFax) && len(key) < 16
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

func runAt(l *layout.Line, s int) bool {
	for i := range l.Runs {
		if int(l.Runs[i].At) == s || int(l.Runs[i].At) == s-1 {
			return true
		}
	}
	return false
}

func styledAt(l *layout.Line, s int) bool {
	var st uint8
	for i := range l.Runs {
		if int(l.Runs[i].At) <= s {
			st = l.Runs[i].Style
		}
	}
	return st&(layout.StyleBold|layout.StyleUnder|layout.StyleLabel) != 0
}

// amountOf tells whether a number follows a label that is else a provider's: "Centre : 455 heures".
func (r *Sheet) amountOf(key, after string) bool {
	v := strings.TrimLeft(after, " ")
	if v == "" || !wording.Digit(v[0]) {
		return false
	}
	e := lexicon.Find(r.Lx.Course, key)
	return e != nil && e.Field == schema.FieldProvider
}
