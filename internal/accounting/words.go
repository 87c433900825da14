package accounting

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is one word of a page, folded.
type word struct {
	text  string
	glued bool // nothing stands between it and the word before: "<b>For</b>mation" shows one word
	node  int  // number of the text node it stands in
}

// fold cuts a text into words: letters and digits without accents, in lower case. Whatever is neither divides.
func fold(s string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || unicode.Is(unicode.Cc, r) && !unicode.IsSpace(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return out
}

// bag counts words.
type bag map[string]int

func (b bag) add(texts ...string) {
	for _, t := range texts {
		for _, w := range fold(t) {
			b[w]++
		}
	}
}

// take removes a word once and reports whether it was there.
func (b bag) take(w string) bool {
	if b[w] == 0 {
		return false
	}
	b[w]--
	return true
}

// cutIn removes the two parts of a word that the reader may have cut: "Mailcontact" is a label and its value.
func cutIn(w string, bags ...bag) bool {
	for i := 2; i < len(w)-1; i++ {
		if !utf8.RuneStart(w[i]) || w[:i] == w[i:] {
			continue
		}
		for _, a := range bags {
			for _, b := range bags {
				if a[w[:i]] > 0 && b[w[i:]] > 0 {
					return a.take(w[:i]) && b.take(w[i:])
				}
			}
		}
	}
	return false
}

// missing gives, for each word, whether the bag lacks it; what it has is taken out. Words that are glued on the page
// may stand in the bag as one.
func (b bag) missing(ws []word) []bool {
	lost := make([]bool, len(ws))
	for i := 0; i < len(ws); {
		end := i + 1
		for end < len(ws) && ws[end].glued {
			end++
		}
		b.chain(ws[i:end], lost[i:end])
		i = end
	}
	return lost
}

// chain takes a run of glued words out of the bag, as few long words as it can.
func (b bag) chain(ws []word, lost []bool) {
	for i := 0; i < len(ws); {
		n := len(ws)
		for ; n > i; n-- {
			var joined strings.Builder
			for _, w := range ws[i:n] {
				joined.WriteString(w.text)
			}
			if b.take(joined.String()) {
				break
			}
		}
		if n == i {
			lost[i] = !cutIn(ws[i].text, b)
			n++
		}
		i = n
	}
}
