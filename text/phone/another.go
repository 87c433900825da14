package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/text"
)

// others reads the endings that stand for more numbers behind the one just read: "01 99 00 12 34 ou 35",
// "… 34 à 36". Of a row of numbers the printed ends are kept. It gives the byte up to which the text was read.
func (p *Phones) others(s string, i int, kind phoneKind) int {
	for p.last != "" {
		rest := s[i:]
		word := strings.TrimLeft(rest, " \u00a0,")
		link, tail, _ := strings.Cut(word, " ")
		switch text.Fold(link) {
		case "ou", "et", "a", "au":
		default:
			return i
		}
		n := leadingDigits(tail)
		if n != 2 || !endsNumber(tail[n:]) {
			return i
		}
		p.put(kind, frenchE164(p.last[:8]+tail[:n]))
		i = len(s) - len(tail) + n
	}
	return i
}

// endsNumber reports whether what stands behind the two digits of an ending tells that they count nothing: not the "35
// places" of another sentence, not "14h".
func endsNumber(s string) bool {
	t := strings.TrimLeft(s, " \u00a0")
	if t == "" {
		return true
	}
	if w := text.Fold(firstWord(t)); t != s && (w == "ou" || w == "et" || kindOf(w) != kindNone) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(t)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ':' && r != '€' && r != '%'
}

// dateRun gives the length of the date that a text begins with, day first ("01/02/2025", "1.2.2025"), whose digits are
// no telephone number's; 0 for none.
func dateRun(s string) int {
	day := leadingDigits(s)
	if day < 1 || day > 2 || day+1 >= len(s) || strings.IndexByte("/.-", s[day]) < 0 {
		return 0
	}
	mark := s[day]
	month := leadingDigits(s[day+1:])
	at := day + 1 + month
	if month < 1 || month > 2 || at >= len(s) || s[at] != mark || text.Atoi(s[day+1:at]) > 12 || text.Atoi(s[:day]) > 31 {
		return 0
	}
	year := s[at+1:]
	if leadingDigits(year) != 4 || year[:2] != "19" && year[:2] != "20" {
		return 0
	}
	end := at + 5
	if end+1 < len(s) && strings.IndexByte("/.-", s[end]) >= 0 && text.IsDigit(s[end+1]) {
		return 0
	}
	return end
}
