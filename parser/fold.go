package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold reduces printed words to what they say: lower case, no accents, words and digits only, one blank
// between them. "Niveau d'entrée requis :" gives "niveau d entree requis".
func fold(s string) string {
	return string(appendFold(make([]byte, 0, 96), s))
}

func appendFold(b []byte, s string) []byte {
	gap := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if c = plainLetters[c]; c == 0 {
				if gap = true; s[i-1] == '+' {
					b = appendWord(b, "plus", true)
				}
				continue
			}
			if gap && len(b) > 0 {
				b = append(b, ' ')
			}
			gap = false
			b = append(b, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		w := foldRune(r)
		if w == "" {
			if !invisible(r) {
				gap = gap || !unicode.Is(unicode.Mn, r)
			}
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = append(b, w...)
	}
	return b
}

// plainLetters is the folded form of each ASCII letter and digit, 0 for everything else.
var plainLetters = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			t[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

func appendWord(b []byte, w string, gap bool) []byte {
	if gap && len(b) > 0 {
		b = append(b, ' ')
	}
	return append(b, w...)
}

// foldRune gives the plain letters of one rune, "" when it is no letter or digit.
func foldRune(r rune) string {
	switch r {
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë':
		return "e"
	case 'à', 'â', 'ä', 'á', 'À', 'Â', 'Ä', 'Á':
		return "a"
	case 'î', 'ï', 'Î', 'Ï':
		return "i"
	case 'ô', 'ö', 'Ô', 'Ö':
		return "o"
	case 'û', 'ù', 'ü', 'Û', 'Ù', 'Ü':
		return "u"
	case 'ç', 'Ç':
		return "c"
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case '°', 'º':
		return ""
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	var b []byte
	for _, d := range norm.NFKD.String(string(unicode.ToLower(r))) {
		if unicode.IsLetter(d) || unicode.IsDigit(d) {
			b = utf8.AppendRune(b, d)
		}
	}
	return string(b)
}

// invisible reports runes that stand in a text and are not seen: soft hyphen, zero-width, marks of direction.
func invisible(r rune) bool {
	switch r {
	case 0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF:
		return true
	}
	return r >= 0x202A && r <= 0x202E
}

// stopWords are dropped from labels: "Durée de la formation" and "Durée formation" are one label.
var stopWords = map[string]bool{"le": true, "la": true, "les": true, "l": true, "d": true, "de": true, "du": true,
	"des": true, "un": true, "une": true, "a": true, "au": true, "aux": true, "en": false, "cette": true, "votre": true, "ce": true,
	"notre": true, "nos": true, "vos": true, "s": true, "e": true, "es": true, "x": true, "ne": true}

// labelKey is the form under which a label is looked up: folded, articles dropped, plurals cut, a remark of several
// words in brackets at the end left out.
func labelKey(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '('); i > 2 && strings.IndexByte(s[i:], ' ') > 0 {
		if j := strings.IndexByte(s[i:], ')'); j > 0 && i+j >= len(s)-3 {
			s = s[:i]
		}
	}
	f := fold(s)
	if shortened(s) {
		f = unabridge(f)
	}
	return keyOf(f)
}

// keyOf makes a label's key of its folded words.
func keyOf(f string) string {
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
