package lexicon

import (
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// short are the labels of the lexicon by their first three letters, for labels that print words short.
type short map[string][]shortLabel

type shortLabel struct {
	words []string
	field schema.Field
}

// shorten indexes the labels of courses. Labels that are only weakly theirs tell nothing about what a beginning means.
func (lx *Lexicon) shorten() {
	lx.short = short{}
	for key, e := range lx.Course {
		if len(key) >= 3 && !e.Weak {
			lx.short[key[:3]] = append(lx.short[key[:3]], shortLabel{strings.Fields(key), e.Field})
		}
	}
}

// Abridged gives the field of a label whose words are printed short, with a point behind: "Préreq.", "Access. hand.",
// "Vol. hor.". Each must begin a word of a label of the lexicon, and all labels of as many words so begun must tell
// one field; nil where none does or several do.
func (lx *Lexicon) Abridged(printed string) *Entry {
	if len(printed) > 40 || !points(printed) {
		return nil
	}
	f := text.FoldLabel(printed)
	if strings.IndexByte(f, ' ') > 0 { // a word alone may be short for several
		f = wording.Unabridge(f)
	}
	words := strings.Fields(wording.KeyOf(f))
	if len(words) == 0 || len(words) > 4 || len(words[0]) < 3 {
		return nil
	}
	var field schema.Field
	for _, l := range lx.short[words[0][:3]] {
		if len(l.words) != len(words) || !begin(l.words, words) {
			continue
		}
		if field != "" && field != l.field {
			return nil
		}
		field = l.field
	}
	if field == "" {
		return nil
	}
	return &Entry{Field: field, Guess: true}
}

// points reports whether a word of a label ends in a point that cuts it short.
func points(s string) bool {
	for i := 2; i < len(s); i++ {
		if s[i] == '.' && text.IsLetter(s[i-1]) && text.IsLetter(s[i-2]) {
			return true
		}
	}
	return false
}

// begin reports whether each short word begins the word in its place.
func begin(words, short []string) bool {
	for i, w := range short {
		if !strings.HasPrefix(words[i], w) {
			return false
		}
	}
	return true
}
