package normalize

import (
	"strings"

	"carif/schema"
	"carif/vocab"
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
	if hasStem(plain, "place") && (hasStem(plain, "rest") || hasStem(plain, "disponible") || hasStem(plain, "libre") || hasStem(plain, "vacante") || hasStem(plain, "encore")) {
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
