package redact

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/storage"
	"carif/text"
)

// Span is a place of a text that tells somebody: what is to be taken out of it.
type Span struct {
	From, To int
	Kind     Kind
}

// Finder finds the places of a text that tell somebody to forget, in their order, none over another. A loose one
// takes hyphens for blanks: what is no prose (an address, a header, a script) writes names so.
type Finder func(s string, loose bool) []Span

// Cut puts the sign of its kind in the place of each span.
func Cut(s string, spans []Span, sign func(Kind) string) string {
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	kept := 0
	for _, x := range spans {
		b.WriteString(s[kept:x.From])
		b.WriteString(sign(x.Kind))
		kept = x.To
	}
	b.WriteString(s[kept:])
	return b.String()
}

// nameWords is the longest name that is looked for in a text.
const nameWords = 5

// gluedBytes is the least length of a name that is looked for without blanks.
const gluedBytes = 8

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
	// what reads as a mailbox, whosever it is
	plainMailbox   = regexp.MustCompile(`[\pL\pN][\pL\pN._%+'\-]*\s?@\s?[\pL\pN][\pL\pN.\-]*\.\pL{2,}`)
	spelledMailbox = regexp.MustCompile(`(?i)` + sides + `(?:` + open + `(?:@|at|arr?obase?)` + shut + `|` + blank +
		`*@` + blank + `*|` + blank + `+arr?obase` + blank + `+)` + domain)

	spelledSign = regexp.MustCompile(`(?i)[\[({<]` + blank + `*(?:at|a|arr?obase?|chez)` + blank + `*[\])}>]|` +
		`[_\-](?:at|arobase)[_\-]|` + blank + `(?:at|arr?obase)` + blank)

	anyDots      = regexp.MustCompile(`(?i)` + anyDot)
	digitsInText = regexp.MustCompile(`\+?\d(?:[\s.\-/()_·•‐‑–\x{00A0}\x{202F}]{0,3}\d){8,}`)
	phonePrefix  = regexp.MustCompile(`(?:(?:\+|00)?(?:33|262|508|590|594|596|681|687|689)` +
		`[\s.\-/()_·•‐‑–\x{00A0}\x{202F}]*)?(?:\(?0\)?[\s.\-/_·•‐‑–\x{00A0}\x{202F}]*)?$`)
	addressInText = regexp.MustCompile(`(?:https?://|www\.|/)[^\s"'<>]*[%+_.\-][^\s"'<>]*`)
)

// signMargin is the most bytes beside the word for an @ that tell it from others.
const signMargin = 16

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

// foldNames are the forms of a name that are looked for, without case and accents: its words as they follow one
// another, for each order they may be told in, all of them in one ("prenomnom") where they are long enough to be
// nobody else's, and, of a name too long to be looked for whole, each part of it.
func foldNames(s string) (all []string) {
	for _, joined := range []bool{true, false} {
		words := wordsOf(foldWord(s), joined)
		all = append(all, strings.Join(words, " "))
		for i := 0; i+nameWords < len(words)+1 && len(words) > nameWords; i++ {
			all = append(all, strings.Join(words[i:i+nameWords], " "))
		}
		if len(words) < 2 || len(strings.Join(words, "")) < gluedBytes {
			continue
		}
		for i := range words {
			all = append(all, strings.Join(words[i:], "")+strings.Join(words[:i], ""))
		}
	}
	return all
}

// Text takes the words of people out of a text, and whole web addresses that tell them.
func (r *List) Text(s string) string { return r.cut(s, false) }

// Loose is Text for what is no prose: an address, a header, a key.
func (r *List) Loose(s string) string { return r.cut(s, true) }

func (r *List) cut(s string, loose bool) string {
	return Cut(s, r.Find(s, loose), func(Kind) string { return storage.Redacted })
}

// Find is a Finder. All that is found is found in the text as it was given, in each of its readings; places that
// overlap are one, so that the longest wins and no part of a name is left beside a shorter one.
func (r *List) Find(s string, loose bool) []Span {
	if r.Empty() || s == "" {
		return nil
	}
	found := r.readings(s, loose)
	if strings.Contains(s, "/") || strings.Contains(s, "www.") {
		for _, m := range addressInText.FindAllStringIndex(s, -1) {
			if len(r.readings(s[m[0]:m[1]], true)) > 0 {
				found = append(found, Span{m[0], m[1], KindURL})
			}
		}
	}
	return Merged(found)
}

// Merged are spans in their order, those that overlap made one of the kind of the longest.
func Merged(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(a.From-b.From, b.To-a.To) })
	out := spans[:0]
	longest := 0
	for _, x := range spans {
		if n := len(out); n > 0 && x.From < out[n-1].To {
			last := &out[n-1]
			if x.To-x.From > longest {
				last.Kind, longest = x.Kind, x.To-x.From
			}
			last.To = max(last.To, x.To)
			continue
		}
		out, longest = append(out, x), x.To-x.From
	}
	return out
}

// readings finds people in a text as it is written and as it reads.
func (r *List) readings(s string, loose bool) []Span {
	found := r.words(s, loose)
	for _, v := range views(s) {
		for _, x := range r.words(v.text, loose) {
			found = append(found, Span{v.at[x.From], v.at[x.To], x.Kind})
		}
	}
	return found
}

func (r *List) words(s string, loose bool) (found []Span) {
	at, spelt := signs(s)
	for i, re := range mailboxes {
		if at && i < 2 || spelt && i > 0 {
			for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
				found = r.mailbox(found, s, m)
			}
		}
	}
	if hasDigits(s, phoneDigits) {
		for _, m := range digitsInText.FindAllStringIndex(s, -1) {
			found = r.phones(found, s, m[0], m[1])
		}
	}
	if r.marks != nil {
		return r.letters(found, s, loose)
	}
	found = r.allNames(found, s, true)
	if loose && strings.ContainsAny(s, joints) {
		found = r.allNames(found, s, false)
	}
	return found
}

// signs tells what sign of a mailbox may stand in a text: an @, or the word for one. Most texts have neither, and the
// patterns cost.
func signs(s string) (at, spelt bool) {
	at = strings.Contains(s, "@")
	for i := 0; i < len(s) && !spelt; i++ {
		from := i
		for i < len(s) && alphanumeric(s[i]) {
			i++
		}
		if n := i - from; n == 0 || n > len("arrobase") || s[from]|0x20 != 'a' && s[from]|0x20 != 'c' {
			continue
		}
		switch strings.ToLower(s[from:i]) {
		case "at", "a", "arobas", "arobase", "arrobas", "arrobase", "chez":
			spelt = spelledSign.MatchString(s[max(0, from-signMargin):min(len(s), i+signMargin)])
		}
	}
	return at, spelt
}

// Mailboxes finds what reads as somebody's mailbox in prose, whoever that is: also where its signs are spelled, if they
// are in a way that no other words are.
func Mailboxes(s string) (found []Span) {
	at, spelt := signs(s)
	if at {
		for _, m := range plainMailbox.FindAllStringIndex(s, -1) {
			found = append(found, Span{m[0], m[1], KindEmail})
		}
	}
	if at || spelt {
		for _, m := range spelledMailbox.FindAllStringIndex(s, -1) {
			found = append(found, Span{m[0], m[1], KindEmail})
		}
	}
	return Merged(found)
}

// hasDigits tells that a text has n digits at least.
func hasDigits(s string, n int) bool {
	for i := 0; i < len(s) && n > 0; i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n--
		}
	}
	return n == 0
}

// wordAt gives the word that begins at or behind a place of a text; joined ones hold hyphens and apostrophes between
// their letters.
func wordAt(s string, i int, joined bool) (from, to int, ok bool) {
	from = -1
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if from < 0 {
				from = i
			}
			to = i + n
		case from < 0:
		case joined && to == i && strings.ContainsRune(joints, r):
		default:
			return from, to, true
		}
		i += n
	}
	return from, to, from >= 0
}

// hyphens are the joints that tie two names.
const hyphens = "-‐‑"

// joints are what holds the parts of a word together, however it is printed.
const joints = "-'’ʼ‐‑"

var plainJoints = strings.NewReplacer("’", "'", "ʼ", "'", "‐", "-", "‑", "-")

// foldWord is a word of a name as it is looked for.
func foldWord(w string) string { return text.Unaccent(plainJoints.Replace(w)) }

func wordsOf(s string, joined bool) (words []string) {
	for from, to, ok := wordAt(s, 0, joined); ok; from, to, ok = wordAt(s, to, joined) {
		words = append(words, s[from:to])
	}
	return words
}

// allNames adds the names in a text of such words: the longest at each word. Within one, only the next part of a name
// that is looked for in parts is another.
func (r *List) allNames(found []Span, s string, joined bool) []Span {
	var words [][2]int
	var folded []string
	for from, to, ok := wordAt(s, 0, joined); ok; from, to, ok = wordAt(s, to, joined) {
		words = append(words, [2]int{from, to})
		folded = append(folded, foldWord(s[from:to]))
	}
	past := 0 // the words before are found
	for i := range words {
		shortest := 1
		if i < past {
			shortest = nameWords
		}
		for n := min(nameWords, len(words)-i); n >= shortest; n-- {
			if r.named(folded[i : i+n]) {
				found, past = append(found, Span{words[i][0], words[i+n-1][1], KindName}), i+n
				break
			}
		}
	}
	return found
}

// named tells a name to forget, also with its last words first: "NOM Prénom" for "Prénom NOM", or with two of its words
// in one: "LEGOFF Yann".
func (r *List) named(folded []string) bool {
	if len(folded) > 1 && r.has(KindName, strings.Join(folded, "")) {
		return true
	}
	for i := range folded {
		if r.has(KindName, strings.Join(slices.Concat(folded[i:], folded[:i]), " ")) {
			return true
		}
	}
	return false
}

// longestMailbox is more than a part of an address may have (RFC 5321).
const longestMailbox = 256

// mailboxPart is where a part of an address begins or ends in a text, and the part as it is looked for.
type mailboxPart struct {
	at   int
	fold string
}

func foldDots(s string) string { return strings.ToLower(anyDots.ReplaceAllString(s, ".")) }

// mailbox adds the address in what looks like one, the longest that is to be forgotten. Words that only stand close to
// it are no part of it; what is longer than an address may be is none.
func (r *List) mailbox(found []Span, s string, at []int) []Span {
	local, domain := s[at[2]:at[3]], s[at[4]:at[5]]
	var starts, ends []mailboxPart
	for from := len(local) - 1; from >= 0; from-- {
		if from > 0 && strings.IndexByte(".-_+%", local[from-1]) < 0 {
			continue
		}
		f := foldDots(local[from:])
		if len(f) > longestMailbox {
			break
		}
		starts = append(starts, mailboxPart{from, f})
	}
	for _, d := range append(anyDots.FindAllStringIndex(domain, -1), []int{len(domain)}) {
		f := foldDots(domain[:d[0]])
		if len(f) > longestMailbox {
			break
		}
		ends = append(ends, mailboxPart{d[0], f})
	}
	for _, from := range slices.Backward(starts) {
		for _, to := range slices.Backward(ends) {
			if r.has(KindEmail, from.fold+"@"+to.fold) {
				return append(found, Span{at[2] + from.at, at[4] + to.at, KindEmail})
			}
		}
	}
	return found
}

// phones adds the numbers in a run of digits, which may be several numbers side by side. A list of Known takes no part
// of a longer number: that is an id.
func (r *List) phones(found []Span, s string, start, end int) []Span {
	var at []int // of each digit
	var digits strings.Builder
	for i := start; i < end; i++ {
		if s[i] >= '0' && s[i] <= '9' {
			at = append(at, i)
			digits.WriteByte(s[i])
		}
	}
	for w := 0; w+phoneDigits <= len(at); w++ {
		if !r.has(KindPhone, digits.String()[w:w+phoneDigits]) {
			continue
		}
		from, to := start+phonePrefix.FindStringIndex(s[start:at[w]])[0], at[w+phoneDigits-1]+1
		if n := s[from:to]; from > 0 && s[from-1] == '(' && strings.Count(n, ")") > strings.Count(n, "(") {
			from--
		}
		if r.marks != nil && (digitAt(s, from-1) || digitAt(s, to)) {
			continue
		}
		found = append(found, Span{from, to, KindPhone})
		w += phoneDigits - 1
	}
	return found
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
