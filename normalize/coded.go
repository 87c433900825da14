package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/normalize/vocab"
	"carif/schema"
)

// yesNo reads an answer; ok is false when the words answer neither way. A text that goes on after "Oui" or "Non"
// is still an answer.
func (n *Normalizer) yesNo(s string) (yes, ok bool) {
	if h, found := n.vocab.Find(vocab.YesNo, cutLabel(s)); found {
		return h.Code == "1", true
	}
	if h, found := n.vocab.Find(vocab.YesNo, s); found {
		return h.Code == "1", true
	}
	if n.placeholder(s) { // "Non renseigné" is no no
		return false, false
	}
	w, _, _ := strings.Cut(vocab.Plain(s), " ")
	switch w {
	case "oui":
		return true, true
	case "non":
		return false, true
	}
	switch strings.TrimSpace(s) {
	case "✓", "✔", "☑":
		return true, true
	case "✗", "✘", "☒", "×":
		return false, true
	}
	return false, false
}

// entryExit reads fixed dates or permanent entry from words, or from a yes or no under a label that asks
// ("Inscription permanente : Oui").
func (n *Normalizer) entryExit(label, s string) (schema.Coded, bool) {
	if c, ok := n.vocab.Match(vocab.EntryExit, s); ok {
		return c, true
	}
	if hasStem(vocab.Plain(label), "permanent") {
		if yes, ok := n.yesNo(s); ok {
			code := "0"
			if yes {
				code = "1"
			}
			return n.vocab.Coded(vocab.EntryExit, code, s), true
		}
	}
	return schema.Coded{Raw: s}, false
}

// state reads a session's state from words, from a yes or no under a label about places, or from the seats left.
func (n *Normalizer) state(label, s string) (state string, seats *int) {
	places := hasStem(vocab.Plain(label), "place")
	plain := vocab.Plain(s)
	if hasStem(plain, "place") && (hasStem(plain, "rest") || hasStem(plain, "disponible") || hasStem(plain, "libre")) {
		if left, ok := readCount(s); ok {
			if left == 0 {
				return "full", &left
			}
			return "open", &left
		}
	}
	if h, ok := n.vocab.Find(vocab.States, s); ok {
		return h.Code, nil
	}
	if places {
		if yes, ok := n.yesNo(s); ok {
			if yes {
				return "open", nil
			}
			return "full", nil
		}
		if left, ok := readCount(s); ok && left > 0 && len(s) < 20 {
			return "open", &left
		}
	}
	return "", nil
}

// splitList parts a printed list into its items. Items may hold commas ("Particulier, individuel"), so a text is
// only cut at a comma where the vocabulary knows the pieces; semicolons, lines and bullets always part items.
func (n *Normalizer) splitList(name string, v *schema.Value) []string {
	var out []string
	for _, item := range items(v) {
		out = append(out, n.splitItem(name, item)...)
	}
	return out
}

// items gives the items that a page prints one by one: its list, its links where they are all there is, else its
// lines, bullets and semicolons.
func items(v *schema.Value) []string {
	raw := v.Items
	if len(raw) == 0 {
		raw = linkItems(v)
	}
	if len(raw) == 0 {
		raw = strings.FieldsFunc(v.Text, func(r rune) bool { return r == '\n' || r == ';' || r == '•' || r == '|' })
	}
	out := make([]string, 0, len(raw))
	for _, item := range raw {
		if item = clean(bullet(item)); item != "" {
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
	if len(out) < 2 || vocab.Plain(strings.Join(out, " ")) != vocab.Plain(v.Text) {
		return nil
	}
	return out
}

// splitItem parts one line at commas or spaced dashes where at least half of the pieces are known wordings.
func (n *Normalizer) splitItem(name, item string) []string {
	if len(item) > 600 {
		return []string{item}
	}
	if n.vocab.Lists(name, item) {
		return []string{item}
	}
	for _, sep := range []string{",", " - ", " / ", " + ", " et ", " ou "} {
		pieces := cutOutside(item, sep)
		if len(pieces) < 2 {
			continue
		}
		pieces, known := n.mergeKnown(name, pieces, sep)
		all := known == len(pieces)
		if all || sep == "," && (known*2 >= len(pieces) && capitals(pieces) || known*3 >= len(pieces)*2 && brief(pieces)) {
			return pieces
		}
	}
	return []string{item}
}

// mergeKnown joins neighbouring pieces that are one wording of the vocabulary, longest first, and counts the
// pieces that are known.
func (n *Normalizer) mergeKnown(name string, pieces []string, sep string) (out []string, known int) {
	for i := 0; i < len(pieces); {
		took := 0
		for j := min(len(pieces), i+4); j > i; j-- {
			if joined := strings.Join(pieces[i:j], sep+pad(sep)); n.vocab.Lists(name, joined) {
				out, known, took = append(out, joined), known+1, j-i
				break
			}
		}
		if took == 0 {
			if _, ok := n.vocab.Find(name, pieces[i]); ok {
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

// cutOutside cuts a text at a separator that stands outside brackets.
func cutOutside(s, sep string) []string {
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

// capitals reports whether every piece begins as an item of a list does.
func capitals(pieces []string) bool {
	for _, p := range pieces {
		if r, _ := utf8.DecodeRuneInString(p); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
