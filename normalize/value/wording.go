package value

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/vocab"
)

// YesNo reads an answer; ok is false when the words answer neither way. A text that goes on after "Oui" or "Non"
// is still an answer.
func (n *Reader) YesNo(s string) (yes, ok bool) {
	if bothAnswers(s) {
		return false, false
	}
	if h, found := n.Vocab.Find(vocab.YesNo, text.CutLabel(s)); found {
		return h.Code == "1", true
	}
	if h, found := n.Vocab.Find(vocab.YesNo, s); found {
		return h.Code == "1", true
	}
	if n.Placeholder(s) { // "Non renseigné" is no no
		return false, false
	}
	w, _, _ := strings.Cut(text.Fold(s), " ")
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

// bothAnswers reports whether a text holds yes and no side by side: a form that nobody filled in.
func bothAnswers(s string) bool {
	if len(s) > 40 {
		return false
	}
	words := strings.Fields(text.Fold(s))
	if len(words) == 3 && words[1] == "ou" {
		words = []string{words[0], words[2]}
	}
	return len(words) == 2 && words[0] == "oui" && words[1] == "non" || // "Oui, non cumulable" is a yes
		len(words) > 1 && words[0] == "non" && words[1] == "oui"
}

// EntryExit reads fixed dates or permanent entry from words, or from a yes or no under a label that asks
// ("Inscription permanente : Oui").
func (n *Reader) EntryExit(label, s string) (schema.Coded, bool) {
	if c, ok := n.Vocab.Match(vocab.EntryExit, s); ok {
		return c, true
	}
	if text.HasStem(text.Fold(label), "permanent") {
		if yes, ok := n.YesNo(s); ok {
			code := "0"
			if yes {
				code = "1"
			}
			return n.Vocab.Coded(vocab.EntryExit, code, s), true
		}
	}
	return schema.Coded{Raw: s}, false
}

// State reads a session's state from words, from a yes or no under a label about places, or from the seats left.
func (n *Reader) State(label, s string) (state string, seats *int) {
	places := text.HasStem(text.Fold(label), "place")
	plain := text.Fold(s)
	if text.HasStem(plain, "place") && (text.HasStem(plain, "rest") || text.HasStem(plain, "disponible") ||
		text.HasStem(plain, "libre") || text.HasStem(plain, "vacante") || text.HasStem(plain, "encore")) {
		if left, ok := amount.ReadCount(s); ok {
			if left == 0 {
				return "full", &left
			}
			return "open", &left
		}
	}
	if h, ok := n.Vocab.Find(vocab.States, s); ok {
		return h.Code, nil
	}
	if h, ok := n.Vocab.Find(vocab.States, label+" "+s); ok && label != "" && !text.HasDigit(s) && len(s) < 20 {
		return h.Code, nil // "Candidatures" over "acceptées"
	}
	if places {
		if yes, ok := n.YesNo(s); ok {
			if yes {
				return "open", nil
			}
			return "full", nil
		}
		if left, ok := amount.ReadCount(s); ok && left > 0 && len(s) < 20 {
			return "open", &left
		}
	}
	return "", nil
}

// EntryExitAmong reads the entry and exit among the words of dates: "du 03/03/2014 au 14/03/2014, entrée permanente".
func (n *Reader) EntryExitAmong(s string) (c schema.Coded, ok bool) {
	if !text.HasLetters(s) {
		return c, false
	}
	for line := range strings.SplitSeq(s, "\n") {
		c, ok = n.EntryExit("", wordsOnly(line))
		if !ok {
			continue
		}
		c.Raw = strings.Trim(line, " :.-–")
		if text.HasDigit(line) {
			c.Raw = strings.TrimSuffix(strings.Trim(wordsOnly(line), " :.-–"), " du")
		}
		return c, true
	}
	return schema.Coded{}, false
}

// wordsOnly takes the dates out of a line: everything up to the last digit where words follow it, else the line.
func wordsOnly(line string) string {
	i := strings.LastIndexAny(line, "0123456789")
	if i < 0 {
		return line
	}
	if rest := strings.TrimSpace(line[i+1:]); text.HasLetters(rest) {
		return rest
	}
	if j := strings.IndexAny(line, "0123456789"); text.HasLetters(line[:j]) {
		return strings.TrimSpace(line[:j])
	}
	return line
}
