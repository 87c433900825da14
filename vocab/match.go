package vocab

import (
	"strings"

	"carif/text"
)

// longest is the most bytes of a wording that is matched: whole paragraphs are no wordings, and rules that look
// for words inside them would find anything.
const longest = 300

// longestForRules is the most bytes that rules look into: what goes on for longer is prose, and says more than
// one thing.
const longestForRules = 220

// rule is a Rule with its phrases folded.
type rule struct {
	Rule
	start, any, all, none []string
}

func (v *Vocabulary) find(raw string, rules bool) (Hit, bool) {
	if len(raw) > longest {
		return Hit{}, false
	}
	rules = rules && len(v.rules) > 0 && len(raw) <= longestForRules
	if !rules && !v.mayBegin(raw) {
		return Hit{}, false
	}
	var buf [longest + 64]byte
	folded := text.AppendFoldWording(buf[:0], raw)
	if len(folded) == 0 {
		return Hit{}, false
	}
	if h, ok := v.index[string(folded)]; ok {
		return h, h.reason == ""
	}
	if !rules {
		return Hit{}, false
	}
	key := string(folded)
	for i := range v.rules {
		r := &v.rules[i]
		if by, ok := r.match(key); ok {
			return Hit{Code: r.Code, Label: v.labels[r.Code], Fit: r.Fit, By: by}, true
		}
	}
	return Hit{}, false
}

// mayBegin tells texts that cannot be a listed wording by their first two letters, before they are folded: most texts
// of a page are no wording. Folding keeps these letters unless the first word is a linking one.
func (v *Vocabulary) mayBegin(raw string) bool {
	if len(raw) < 2 {
		return true
	}
	a, b := text.FoldByte(raw[0]), text.FoldByte(raw[1])
	if a == 0 || b == 0 {
		return true
	}
	switch string([]byte{a, b}) {
	case "le", "la", "de", "du", "un", "th", "au", "en":
		return true
	}
	return v.begin[[2]byte{a, b}]
}

// match reports whether a folded wording satisfies the rule, and by which of its phrases.
func (r *rule) match(key string) (string, bool) {
	by := ""
	if len(r.start) > 0 {
		i := begins(key, r.start)
		if i < 0 {
			return "", false
		}
		by = r.Start[i]
	}
	if len(r.any) > 0 {
		i := firstOf(key, r.any)
		if i < 0 {
			return "", false
		}
		by = r.Any[i]
	}
	for i, p := range r.all {
		if !hasPhrase(key, p) {
			return "", false
		}
		if by == "" {
			by = r.All[i]
		}
	}
	if firstOf(key, r.none) >= 0 {
		return "", false
	}
	return by, true
}

func firstOf(key string, phrases []string) int {
	for i, p := range phrases {
		if hasPhrase(key, p) {
			return i
		}
	}
	return -1
}

// begins gives the first of the phrases that key begins with, -1 for none.
func begins(key string, phrases []string) int {
	for i, p := range phrases {
		stem, open := strings.CutSuffix(p, "*")
		if rest, ok := strings.CutPrefix(key, stem); ok && (open || rest == "" || rest[0] == ' ') {
			return i
		}
	}
	return -1
}

// hasPhrase reports whether the words of phrase stand in key as a run of whole words. A phrase that ends in "*"
// also matches longer words.
func hasPhrase(key, phrase string) bool {
	stem, open := strings.CutSuffix(phrase, "*")
	for from := 0; ; {
		i := strings.Index(key[from:], stem)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(stem)
		if (i == 0 || key[i-1] == ' ') && (open || end == len(key) || key[end] == ' ') {
			return true
		}
		from = i + 1
	}
}

// Knows gives the question whether a text is a wording of a vocabulary, by its list or its rules: what a classifier of
// kinds asks.
func (s *Set) Knows(name string) func(string) bool {
	return func(raw string) bool {
		_, ok := s.Find(name, raw)
		return ok
	}
}
