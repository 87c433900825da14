package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/schema"
	"carif/text"
)

// SplitList parts a printed list into its items. Items may hold commas ("Particulier, individuel"), so a text is
// only cut at a comma where the vocabulary knows the pieces; semicolons, lines and bullets always part items.
func (n *Reader) SplitList(name string, v *schema.Value) []string {
	var out []string
	for _, item := range Items(v) {
		out = append(out, n.splitItem(name, item)...)
	}
	return out
}

// Items gives the items that a page prints one by one: its list, its links where they are all there is, else its
// lines, bullets and semicolons.
func Items(v *schema.Value) []string {
	raw := v.Items
	if len(raw) == 0 {
		raw = linkItems(v)
	}
	if len(raw) == 0 {
		raw = strings.FieldsFunc(v.Text, func(r rune) bool { return r == '\n' || r == ';' || r == '•' || r == '|' })
	}
	out := make([]string, 0, len(raw))
	for _, item := range raw {
		if item = text.Clean(text.Bullet(item)); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// linkItems gives the texts of a value's links when they are several and hold all its words: "A , B" of two links
// is two items, whatever commas stand inside them.
func linkItems(v *schema.Value) []string {
	if len(v.Links) < 2 {
		return nil
	}
	var out []string
	for _, l := range v.Links {
		if l.Text != "" {
			out = append(out, l.Text)
		}
	}
	if len(out) < 2 || text.Fold(strings.Join(out, " ")) != text.Fold(v.Text) {
		return nil
	}
	return out
}

// splitItem parts one line at semicolons and full stops, then at commas, dashes, "et" and "ou", where at least half
// of the pieces are known wordings; weak separators need all of them known.
func (n *Reader) splitItem(name, item string) []string {
	if len(item) > 600 || n.Vocab.Lists(name, item) {
		return []string{item}
	}
	for _, sep := range []string{";", ". "} {
		if pieces := n.sentences(name, item, sep); pieces != nil {
			return pieces
		}
	}
	for _, sep := range []string{",", " - ", " / ", " + ", " et/ou ", " et ", " ou "} {
		pieces := CutOutside(item, sep)
		if len(pieces) < 2 {
			continue
		}
		pieces, known := n.mergeKnown(name, pieces, sep)
		all := known == len(pieces)
		if all || sep == "," && (known*2 >= len(pieces) && Capitals(pieces) || known*3 >= len(pieces)*2 && brief(pieces)) {
			return pieces
		}
	}
	for _, sep := range []string{" et ", " ou "} {
		if pieces := n.halves(name, item, sep); pieces != nil {
			return pieces
		}
	}
	return []string{item}
}

// sentences parts a line at a mark that ends an item, and its pieces further; nil unless half of all is known.
func (n *Reader) sentences(name, item, sep string) []string {
	pieces := CutOutside(item, sep)
	if len(pieces) < 2 {
		return nil
	}
	var out []string
	known := 0
	for _, p := range pieces {
		for _, q := range n.splitItem(name, p) {
			if len(text.Fold(q)) < 3 || goesOn(q) { // "1. Entretien" is one item
				return nil
			}
			if _, ok := n.Vocab.Find(name, q); ok {
				known++
			}
			out = append(out, q)
		}
	}
	if known*2 < len(out) {
		return nil
	}
	return out
}

// goesOn reports whether a sentence speaks of the one before: "Sa durée est de 20 minutes".
func goesOn(s string) bool {
	w, _, _ := strings.Cut(s, " ")
	switch w {
	case "Sa", "Son", "Ses", "Leur", "Leurs", "Il", "Elle", "Ils", "Elles", "Celui-ci", "Celle-ci":
		return true
	}
	return false
}

// halves parts a line in two at one of several "et": "jeunes et demandeurs d'emploi de 26 ans et plus"; nil unless
// both halves are known.
func (n *Reader) halves(name, item, sep string) []string {
	for i, rest := 0, item; ; {
		j := strings.Index(rest, sep)
		if j < 0 {
			return nil
		}
		i += j
		left, right := strings.TrimSpace(item[:i]), strings.TrimSpace(item[i+len(sep):])
		_, a := n.Vocab.Find(name, left)
		_, b := n.Vocab.Find(name, right)
		if a && b {
			return []string{left, right}
		}
		i += len(sep)
		rest = item[i:]
	}
}

// mergeKnown joins neighbouring pieces that are one wording of the vocabulary, longest first, and counts the
// pieces that are known.
func (n *Reader) mergeKnown(name string, pieces []string, sep string) (out []string, known int) {
	for i := 0; i < len(pieces); {
		took := 0
		for j := min(len(pieces), i+4); j > i; j-- {
			if joined := strings.Join(pieces[i:j], sep+pad(sep)); n.Vocab.Lists(name, joined) {
				out, known, took = append(out, joined), known+1, j-i
				break
			}
		}
		if took == 0 {
			if _, ok := n.Vocab.Find(name, pieces[i]); ok {
				known++
			}
			out, took = append(out, pieces[i]), 1
		}
		i += took
	}
	return out, known
}

// pad gives the blank that joins pieces cut at a comma.
func pad(sep string) string {
	if sep == "," {
		return " "
	}
	return ""
}

// CutOutside cuts a text at a separator that stands outside brackets.
func CutOutside(s, sep string) []string {
	var out []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		}
		if depth == 0 && strings.HasPrefix(s[i:], sep) {
			if piece := strings.TrimSpace(s[from:i]); piece != "" {
				out = append(out, piece)
			}
			from = i + len(sep)
			i = from - 1
		}
	}
	if piece := strings.TrimSpace(s[from:]); piece != "" {
		out = append(out, piece)
	}
	return out
}

// brief reports whether every piece is short enough to be an item and not a part of a sentence.
func brief(pieces []string) bool {
	for _, p := range pieces {
		if len(p) > 40 {
			return false
		}
	}
	return true
}

// Capitals reports whether every piece begins as an item of a list does.
func Capitals(pieces []string) bool {
	for _, p := range pieces {
		if r, _ := utf8.DecodeRuneInString(p); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
