package vocab

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold brings a printed wording to the form in which wordings are compared: words in lower case without
// accents, punctuation, small linking words, plural endings or feminine forms in brackets. It never drops a
// word that tells one value from another: numbers, "non", "sans" and roman numerals stay.
func Fold(s string) string {
	words := Words(s)
	return strings.Join(words, " ")
}

// Words is Fold as a list of words.
func Words(s string) []string {
	plain := Plain(dropInclusive(s))
	fields := strings.Fields(plain)
	out := make([]string, 0, len(fields))
	for _, w := range fields {
		if !linking(w) {
			out = append(out, singular(w))
		}
	}
	if len(out) == 0 { // "DE", "L": a wording of linking words alone is what it is
		return fields
	}
	return out
}

// Plain lower-cases, strips accents and turns everything that is neither letter nor digit into single spaces.
// Unlike Fold it keeps every word and every ending.
func Plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := true // swallow leading blanks
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				b.WriteByte(c + 'a' - 'A')
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				b.WriteByte(c)
			default:
				if !space {
					b.WriteByte(' ')
					space = true
				}
				continue
			}
			space = false
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if p := bare(r); p != "" {
			b.WriteString(p)
			space = false
		} else if !ignorable(r) && !space {
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// ignorable tells the runes that stand inside words without being seen: combining marks, soft hyphens, joiners.
func ignorable(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\ufeff' || unicode.Is(unicode.Mn, r)
}

// bare gives the unaccented lower-case letters of a rune, "" when it is no letter or digit.
func bare(r rune) string {
	switch unicode.ToLower(r) {
	case 'à', 'â', 'ä', 'á', 'ã', 'å':
		return "a"
	case 'ç':
		return "c"
	case 'é', 'è', 'ê', 'ë':
		return "e"
	case 'î', 'ï', 'í', 'ì':
		return "i"
	case 'ñ':
		return "n"
	case 'ô', 'ö', 'ó', 'ò', 'õ':
		return "o"
	case 'ù', 'û', 'ü', 'ú':
		return "u"
	case 'ÿ', 'ý':
		return "y"
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return string(unicode.ToLower(r))
	}
	return ""
}

// linking tells the words that say nothing by themselves: "Demandeur d'emploi" and "Demandeurs emploi" are one.
func linking(w string) bool {
	switch w {
	case "l", "le", "la", "les", "d", "de", "du", "des", "un", "une", "the", "aux", "au", "a", "en":
		return true
	}
	return false
}

// singular cuts a plural ending and the second e of a feminine past participle. Short words are left alone:
// "bts", "dus" and "bis" are no plurals.
func singular(w string) string {
	if len(w) > 3 && (strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x")) && w[len(w)-2] != 's' {
		w = w[:len(w)-1]
	}
	if len(w) > 4 && strings.HasSuffix(w, "ee") {
		w = w[:len(w)-1]
	}
	return w
}

// dropInclusive takes the feminine and plural forms written beside a word out of it: "salarié(e)s",
// "actif(ve)", "apprenti·e·s", "demandeur/se", "salarié-e".
func dropInclusive(s string) string {
	if !strings.ContainsAny(s, "(/-.·•") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := inclusive(s, i); n > 0 {
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// inclusive gives the length of a written-out ending that starts at i, 0 when there is none.
func inclusive(s string, i int) int {
	if i == 0 {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if !unicode.IsLower(before) {
		return 0
	}
	mark := 1
	closing := byte(0)
	switch {
	case s[i] == '(':
		closing = ')'
	case s[i] == '/' || s[i] == '-' || s[i] == '.':
	case strings.HasPrefix(s[i:], "·"):
		mark = len("·")
	case strings.HasPrefix(s[i:], "•"):
		mark = len("•")
	default:
		return 0
	}
	j := i + mark
	for j < len(s) && j-i <= mark+6 && s[j] >= 'a' && s[j] <= 'z' {
		j++
	}
	if !ending(s[i+mark : j]) {
		return 0
	}
	if closing != 0 {
		if j < len(s) && s[j] == closing {
			return j + 1 - i
		}
		return 0
	}
	if j < len(s) { // the ending must end there: "l'emploi.se" is one, "e-mail" is none
		if r, _ := utf8.DecodeRuneInString(s[j:]); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return 0
		}
	}
	return j - i
}

// ending tells the feminine and plural endings that are written beside a word.
func ending(s string) bool {
	switch s {
	case "e", "s", "es", "x", "ne", "nne", "nes", "le", "lle", "ve", "ves", "se", "euse", "euses", "rice", "trice", "trices",
		"ere", "iere", "re", "ice", "aux", "ante", "nt", "te", "fe":
		return true
	}
	return false
}
