package wording

import (
	"strings"

	"carif/text"
)

// stopWords are dropped from labels: "Durée de la formation" and "Durée formation" are one label.
var stopWords = map[string]bool{"le": true, "la": true, "les": true, "l": true, "d": true, "de": true, "du": true,
	"des": true, "un": true, "une": true, "a": true, "au": true, "aux": true, "en": false, "cette": true, "votre": true, "ce": true,
	"notre": true, "nos": true, "vos": true, "s": true, "e": true, "es": true, "x": true, "ne": true}

// labelKey is the form under which a label is looked up: folded, articles dropped, plurals cut, a remark of several
// words in brackets at the end left out.
func LabelKey(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '('); i > 2 && strings.IndexByte(s[i:], ' ') > 0 {
		if j := strings.IndexByte(s[i:], ')'); j > 0 && i+j >= len(s)-3 {
			s = s[:i]
		}
	}
	f := text.FoldLabel(s)
	if Shortened(s) {
		f = Unabridge(f)
	}
	return KeyOf(f)
}

// keyOf makes a label's key of its folded words.
func KeyOf(f string) string {
	if strings.HasPrefix(f, "s adresse") { // a verb, and no address
		return "s" + f[2:]
	}
	plain := true
	for rest, more := f, true; more && plain; {
		var w string
		w, rest, more = cutWord(rest)
		n := len(w)
		plain = !stopWord(w) && (n <= 3 || w[n-1] != 's' && w[n-1] != 'x')
	}
	if plain {
		return f
	}
	b := make([]byte, 0, len(f))
	for rest, more := f, true; more; {
		var w string
		w, rest, more = cutWord(rest)
		if stopWord(w) {
			continue
		}
		if n := len(w); n > 3 && (w[n-1] == 's' || w[n-1] == 'x') {
			w = w[:n-1]
		}
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, w...)
	}
	if len(b) == 0 { // "Du", "Au", "À": nothing but articles
		return f
	}
	return string(b)
}

// cutWord gives the first word and what follows its blank.
func cutWord(f string) (w, rest string, more bool) {
	if i := strings.IndexByte(f, ' '); i >= 0 {
		return f[:i], f[i+1:], true
	}
	return f, "", false
}

// stopWord reports whether a word is dropped from labels; most words are told by their length.
func stopWord(w string) bool { return len(w) <= longestStop && stopWords[w] }

// longestStop is the length of the longest of the stopWords.
var longestStop = func() (n int) {
	for w := range stopWords {
		n = max(n, len(w))
	}
	return n
}()
