package phone

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"carif/text"
)

// Phones is what a printed text says of telephone numbers, each in E.164 and once.
type Phones struct {
	Phones []string // four-digit short numbers ("3949") stand as printed: they have no E.164 form
	Faxes  []string // a fax is not a phone
	Bad    []string // runs of digits that look like a number and are none

	last string // the national number read last: "ou 35" behind it names another
}

// Read reads every number of a text. What a number is for is told by the last word before it ("Fax",
// "Télécopie", "Tél"); byLabel is the kind of those with no such word.
func Read(label, s string) Phones {
	if len(s) > text.LongestRead {
		s = s[:text.LongestRead]
	}
	s = asciiDigits(s)
	var p Phones
	byLabel := kindOf(text.Fold(label))
	kind, adjacent := byLabel, false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9' || r == '+' || r == '(' && phoneStart(s[i:]):
			adjacent = false
			if k := dateRun(s[i:]); k > 0 {
				i += k
				continue
			}
			end := phoneRun(s, i)
			p.last = ""
			p.run(s[i:end], s[end:], kind)
			end = p.others(s, end, kind)
			i = max(end, i+n)
			continue
		case unicode.IsLetter(r):
			end := i
			for end < len(s) {
				r, n := utf8.DecodeRuneInString(s[end:])
				if !unicode.IsLetter(r) {
					break
				}
				end += n
			}
			if k := kindOf(text.Fold(s[i:end])); k != kindNone {
				if adjacent && k != kind { // "Tél / Fax : 01…" is both
					k = kindBoth
				}
				kind, adjacent = k, true
			}
			i = end
			continue
		}
		i += n
	}
	return p
}

// asciiDigits writes the decimal digits of other scripts ("０１", "٠١") and the full-width marks beside them in ASCII.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x660: // the first digit beyond ASCII
			return r
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case unicode.IsDigit(r):
			zero := r // runs of digits begin with a zero and are tens
			for unicode.IsDigit(zero - 1) {
				zero--
			}
			return '0' + (r-zero)%10
		}
		return r
	}, s)
}

// phoneKind is what a number is for.
type phoneKind int

const (
	kindNone phoneKind = iota
	kindPhone
	kindFax
	kindBoth
)

// kindOf reads the kind from one folded word or a label.
func kindOf(w string) phoneKind {
	fax := text.HasWords(w, "fax") || text.HasStem(w, "telecop") || text.HasWords(w, "telec") ||
		w == "f" // "T. 05 … F. 05 …"
	phone := text.HasWords(w, "tel") || text.HasStem(w, "telephone") || text.HasWords(w, "portable") ||
		text.HasWords(w, "mobile") || text.HasWords(w, "standard") || text.HasWords(w, "tels")
	switch {
	case fax && phone:
		return kindBoth
	case fax:
		return kindFax
	case phone:
		return kindPhone
	}
	return kindNone
}

func (p *Phones) put(kind phoneKind, number string) {
	if kind != kindFax {
		p.Phones = text.AddOnce(p.Phones, number)
	}
	if kind == kindFax || kind == kindBoth {
		p.Faxes = text.AddOnce(p.Faxes, number)
	}
}

// phoneStart tells a bracket that opens a number: "(0)1 …", "(+33) …", "(33) …".
func phoneStart(s string) bool {
	return len(s) > 1 && (text.IsDigit(s[1]) || s[1] == '+')
}

// phoneRun gives the end of the run of digits and separators that starts at i.
func phoneRun(s string, i int) int {
	end := i
	for j := i; j < len(s); {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r >= '0' && r <= '9':
			end = j + n
		case r == '+' && j > i:
			return end // another international number
		case r == '+' || r == '.' || r == '-' || r == '/' || r == '(' || r == ')' || r == '‑' || r == '–' || r == '_' ||
			unicode.IsSpace(r) && r != '\n' || r == ',' || r == '\u00b7':
		default:
			return end
		}
		j += n
	}
	return end
}

// run cuts one run of digits into numbers; after is what the text says behind it.
func (p *Phones) run(s, after string, kind phoneKind) {
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "(+") ||
		strings.HasPrefix(s, "00") && !strings.HasPrefix(text.Digits(s), "000") {
		p.international(s, after, kind)
		return
	}
	d := text.Digits(s)
	if strings.HasPrefix(s, "33") && len(d) >= 11 || strings.HasPrefix(s, "(33)") {
		p.international("+"+s, after, kind)
		return
	}
	if d != "" {
		p.nationals(s, after, "", kind)
	}
}

// nationals cuts a run into French numbers of ten digits; last is the number that stood before it.
func (p *Phones) nationals(rest, after, last string, kind phoneKind) {
	for {
		number, tail := national(rest)
		if number == "" {
			p.leftover(rest, after, last, kind)
			return
		}
		if overrun(rest[:len(rest)-len(tail)], tail, after) {
			p.Bad = append(p.Bad, strings.TrimSpace(rest))
			return
		}
		if e164 := frenchE164(number); e164 == "" {
			p.Bad = append(p.Bad, strings.TrimSpace(rest[:len(rest)-len(tail)]))
		} else {
			p.put(kind, e164)
		}
		p.last = number
		last, rest = number, tail
		if text.Digits(rest) == "" {
			return
		}
	}
}

// overrun reports whether a number goes on after its last digit and so is none: eleven digits in a row, or six pairs
// with one mark throughout. A house number ("… 34 12 rue du Port"), a postal code or a short number may follow.
func overrun(number, tail, after string) bool {
	k := strings.IndexAny(tail, "0123456789")
	if k < 0 {
		return false
	}
	if k == 0 {
		return leadingDigits(tail)%10 != 0
	}
	end := strings.TrimRight(number, "0123456789")
	mark := end[len(strings.TrimRight(end, " .-/_\u00a0\u202f\u2009\u2011\u2013\u00b7")):]
	n := leadingDigits(tail[k:])
	if mark == "" || tail[:k] != mark || n > 3 || len(text.Digits(tail))%10 == 0 {
		return false
	}
	word := strings.TrimLeft(after, " ")
	r, _ := utf8.DecodeRuneInString(word)
	house := unicode.IsLower(r) && kindOf(text.Fold(firstWord(word))) == kindNone
	return !house
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// leadingDigits counts the digits a text begins with.
func leadingDigits(s string) int {
	n := 0
	for n < len(s) && text.IsDigit(s[n]) {
		n++
	}
	return n
}

// leftover deals with digits that are no whole number: "/ 90" after a number replaces its last digits, four
// digits alone are a short number, one to three are an extension or a street number.
func (p *Phones) leftover(s, after, last string, kind phoneKind) {
	d := text.Digits(s)
	switch {
	case last != "" && len(d) == 2 && strings.ContainsAny(s, "/-"):
		if e := frenchE164(last[:8] + d); e != "" {
			p.put(kind, e)
		}
	// no "3202P000102"
	case last == "" && len(d) == 4 && d[0] == '3' && kind != kindFax && (after == "" || !text.IsLetter(after[0])) &&
		short(d):
		p.put(kind, d)
	case len(d) > 5:
		p.Bad = append(p.Bad, strings.TrimSpace(s))
	}
}

// national takes the first ten digits that begin with 0 off a run; number is "" when there are none. "(0)" counts
// once.
func national(s string) (number, tail string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if !text.IsDigit(s[i]) {
			continue
		}
		if b.Len() == 0 && s[i] != '0' {
			return "", s
		}
		b.WriteByte(s[i])
		if b.Len() == 10 {
			return b.String(), s[i+1:]
		}
	}
	return "", s
}

// frenchE164 writes a ten-digit French number in E.164, "" for one that no plan has (00…, 07 00…). The overseas
// departments have their own country codes: where the first four digits do not tell, the number is of the plan that
// holds it (0639 and 0709 are shared out among several).
func frenchE164(n string) string {
	if len(n) != 10 || n[0] != '0' || n[1] == '0' {
		return ""
	}
	plans := []int{33, 262, 590, 594, 596}
	switch n[:4] {
	case "0262", "0263", "0692", "0693", "0269":
		plans = plans[1:2]
	case "0590", "0690", "0691":
		plans = plans[2:3]
	case "0594", "0694":
		plans = plans[3:4]
	case "0596", "0696", "0697":
		plans = plans[4:]
	case "0508": // numbers of Saint-Pierre-et-Miquelon have six digits behind their code
		plans, n = []int{508}, n[4:]
	case "0708":
		plans = []int{508}
	}
	for _, code := range plans {
		if e := valid(code, text.Atoi(n)); e != "" {
			return e
		}
	}
	return ""
}

// fiction is the range of mobile numbers that the French regulator keeps for films and examples: nobody has them, so
// the metadata does not know it. Its ranges of fixed numbers (01 99 00 and others) the metadata holds.
const fiction = "+3363998"

// valid writes a number behind its country code in E.164, "" for one that the plan of the country does not hold.
func valid(code, number int) string {
	e164 := fmt.Sprintf("+%d%d", code, number)
	num := &phonenumbers.PhoneNumber{CountryCode: new(int32(code)), NationalNumber: new(uint64(number))}
	if !phonenumbers.IsValidNumber(num) && (!strings.HasPrefix(e164, fiction) || len(e164) != len("+33639980000")) {
		return ""
	}
	return e164
}

// international reads "+33 (0)1 …", "0033 …", "+262 262 …" and numbers of other countries by the metadata of
// libphonenumber. French numbers may follow.
func (p *Phones) international(s, after string, kind phoneKind) {
	t := strings.ReplaceAll(s, "(0)", "")
	d := countryDigits(t)
	if strings.HasPrefix(d, "33") && len(strings.TrimPrefix(d[2:], "0")) >= 9 && p.french(s, t, d, after, kind) {
		return
	}
	if e164 := abroad(d); e164 != "" {
		p.put(kind, e164)
		return
	}
	for k := 1; k < len(t); k++ { // "+32 2 512 34 56 / 01 99 00 12 34": both are whole, or neither is read
		if t[k] != '0' || text.IsDigit(t[k-1]) {
			continue
		}
		if e164 := abroad(countryDigits(t[:k])); e164 != "" {
			var tail Phones
			if tail.nationals(t[k:], after, "", kind); len(tail.Bad) == 0 && tail.last != "" {
				p.put(kind, e164)
				p.nationals(t[k:], after, "", kind)
				return
			}
		}
	}
	if len(d) > 5 {
		p.Bad = append(p.Bad, strings.TrimSpace(s))
	}
}

// countryDigits gives the digits of a number from its country code on.
func countryDigits(s string) string {
	d := text.Digits(s)
	if !strings.Contains(s[:min(len(s), 2)], "+") {
		d = strings.TrimPrefix(d, "00")
	}
	return d
}

// short reports whether the French plan has a short number.
func short(digits string) bool {
	num := &phonenumbers.PhoneNumber{CountryCode: new(int32(33)), NationalNumber: new(uint64(text.Atoi(digits)))}
	return phonenumbers.IsValidShortNumberForRegion(num, "FR")
}

// abroad writes the digits of a number of any country in E.164, "" for one that its plan does not hold.
func abroad(digits string) string {
	num, err := phonenumbers.Parse("+"+digits, "FR")
	if err != nil || !phonenumbers.IsValidNumber(num) {
		return ""
	}
	e164 := phonenumbers.Format(num, phonenumbers.E164)
	if e164[1:] != digits && abroad(e164[1:]) != e164 { // zeros that are taken off one by one are no number
		return ""
	}
	return e164
}

// french reads the French number that a run t of digits d begins with after its country code, and what follows it;
// false when the code is followed by none.
func (p *Phones) french(s, t, d, after string, kind phoneKind) bool {
	number := "0" + strings.TrimPrefix(d[2:], "0")[:9]
	e164 := frenchE164(number)
	if e164 == "" {
		return false
	}
	more := len(strings.TrimPrefix(d[2:], "0")) - 9
	at := len(t)
	for n := 0; at > 0 && n < more; at-- {
		if text.IsDigit(t[at-1]) {
			n++
		}
	}
	for more > 0 && !text.IsDigit(t[at-1]) { // the marks before the first digit too many
		at--
	}
	if overrun(t[:at], t[at:], after) {
		p.Bad = append(p.Bad, strings.TrimSpace(s))
		return true
	}
	p.put(kind, e164)
	p.last = number
	if more > 0 {
		p.nationals(t[at:], after, number, kind)
	}
	return true
}
