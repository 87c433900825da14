package redact

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"carif/storage"
	"carif/text"
)

// nameWords is the longest name that is looked for in a text.
const nameWords = 5

// What may stand for the two signs of an e-mail address that programs look for: blanks beside them, words in brackets,
// words alone.
const (
	blank  = `[\s\x{00A0}\x{202F}]`
	word   = `[\pL\pN_%+\-]+`
	label  = `[\pL\pN\-]+`
	open   = blank + `*[\[({<]` + blank + `*`
	shut   = blank + `*[\])}>]` + blank + `*`
	anyDot = `(?:\.|` + open + `(?:\.|dot|point|pt)` + shut + `|` + blank + `+(?:dot|point)` + blank + `+)`
	signed = `(?:` + open + `(?:@|at|a|arobase?|arrobase|chez)` + shut + `|` + blank + `*@` + blank +
		`*|[_\-](?:at|arobase)[_\-])`
	spoken = blank + `+(?:at|arobase|arrobase)` + blank + `+`
	sides  = `(` + word + `(?:` + anyDot + word + `)*)`
	domain = `(` + label + `(?:` + anyDot + label + `)+)`
)

// mailboxes are the spellings of an e-mail address, the plain one first: what looks like the others may hold one.
var mailboxes = []*regexp.Regexp{
	regexp.MustCompile(`([\pL\pN._%+\-]+)@([\pL\pN.\-]+\.\pL{2,})`),
	regexp.MustCompile(`(?i)` + sides + signed + domain),
	regexp.MustCompile(`(?i)` + sides + spoken + domain),
}

var (
	anyDots      = regexp.MustCompile(`(?i)` + anyDot)
	digitsInText = regexp.MustCompile(`\+?\d(?:[\s.\-/()\x{00A0}\x{202F}]{0,3}\d){8,}`)
	phonePrefix  = regexp.MustCompile(`(?:(?:\+|00)?(?:33|262|508|590|594|596|681|687|689)` +
		`[\s.\-()\x{00A0}\x{202F}]*)?(?:\(?0\)?[\s.\-\x{00A0}\x{202F}]*)?$`)
	wordInText    = regexp.MustCompile(`[\pL\pN]+(?:['’\-][\pL\pN]+)*`)
	addressInText = regexp.MustCompile(`(?:https?://|www\.|/)[^\s"'<>]*[%+_.\-][^\s"'<>]*`)
	joints        = regexp.MustCompile(`[-_+./=&?,;:]+`)
)

// Mailboxes puts fn over everything in a text that may be an e-mail address, however it is spelled.
func Mailboxes(s string, fn func(string) string) string {
	for _, re := range mailboxes {
		s = re.ReplaceAllStringFunc(s, fn)
	}
	return s
}

// foldEmail is an e-mail address as it is compared, whatever its spelling.
func foldEmail(s string) string {
	s = strings.TrimSpace(s)
	for _, re := range mailboxes {
		if m := re.FindStringSubmatch(s); m != nil && m[0] == s {
			return foldMailbox(m[1], m[2])
		}
	}
	return strings.ToLower(s)
}

func foldMailbox(local, domain string) string {
	return strings.ToLower(anyDots.ReplaceAllString(local, ".") + "@" + anyDots.ReplaceAllString(domain, "."))
}

// foldName is a name without case, accents and what stands between its words.
func foldName(s string) string {
	return strings.Join(wordInText.FindAllString(text.Unaccent(s), -1), " ")
}

// Text takes the words of people out of a text, and whole web addresses that tell them.
func (r *List) Text(s string) string {
	s = r.words(s)
	if !strings.Contains(s, "/") && !strings.Contains(s, "www.") {
		return s
	}
	return addressInText.ReplaceAllStringFunc(s, func(m string) string {
		plain := m
		if dec, err := url.PathUnescape(m); err == nil {
			plain = dec
		}
		if apart := joints.ReplaceAllString(plain, " "); r.words(plain) != plain || r.words(apart) != apart {
			return storage.Redacted
		}
		return m
	})
}

func (r *List) words(s string) string {
	for i, re := range mailboxes {
		if i > 0 || strings.Contains(s, "@") {
			s = re.ReplaceAllStringFunc(s, func(m string) string { return r.mailbox(re, m) })
		}
	}
	s = digitsInText.ReplaceAllStringFunc(s, r.phones)
	words := wordInText.FindAllStringIndex(s, -1)
	var b strings.Builder
	kept := 0
	for i := 0; i < len(words); i++ {
		for n := min(nameWords, len(words)-i); n > 0; n-- {
			from, to := words[i][0], words[i+n-1][1]
			if !r.named(s[from:to]) {
				continue
			}
			b.WriteString(s[kept:from])
			b.WriteString(storage.Redacted)
			kept, i = to, i+n-1
			break
		}
	}
	if kept == 0 {
		return s
	}
	b.WriteString(s[kept:])
	return b.String()
}

// named tells a name to forget, also with its last words first: "NOM Prénom" for "Prénom NOM".
func (r *List) named(s string) bool {
	folded := strings.Split(foldName(s), " ")
	for range folded {
		if r.has(kindName, strings.Join(folded, " ")) {
			return true
		}
		folded = slices.Concat(folded[1:], folded[:1])
	}
	return false
}

// mailbox takes an address out of what looks like one. Words that only stand close to it are no part of it.
func (r *List) mailbox(re *regexp.Regexp, m string) string {
	at := re.FindStringSubmatchIndex(m)
	if at == nil {
		return m
	}
	local, domain := m[at[2]:at[3]], m[at[4]:at[5]]
	ends := []int{len(domain)}
	for _, d := range anyDots.FindAllStringIndex(domain, -1) {
		ends = append(ends, d[0])
	}
	starts := []int{0}
	for i := 1; i < len(local); i++ {
		if strings.IndexByte(".-_+%", local[i-1]) >= 0 || i > 2 && local[i-3] == '%' { // the last: after an escape
			starts = append(starts, i)
		}
	}
	for _, from := range starts {
		for _, to := range ends {
			if r.has(kindEmail, foldMailbox(local[from:], domain[:to])) {
				return m[:at[2]+from] + storage.Redacted + m[at[4]+to:]
			}
		}
	}
	return m
}

// phones takes numbers out of a run of digits, which may be several numbers side by side.
func (r *List) phones(run string) string {
	var at []int // of each digit
	var digits strings.Builder
	for i := range len(run) {
		if run[i] >= '0' && run[i] <= '9' {
			at = append(at, i)
			digits.WriteByte(run[i])
		}
	}
	for w := len(at) - phoneDigits; w >= 0; w-- {
		if r.has(kindPhone, digits.String()[w:w+phoneDigits]) {
			before := run[:at[w]]
			before = before[:phonePrefix.FindStringIndex(before)[0]]
			return r.phones(before) + storage.Redacted + r.phones(run[at[w+phoneDigits-1]+1:])
		}
	}
	return run
}
