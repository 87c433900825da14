// Package redact knows who is to be forgotten, by keyed hashes only: it can tell a name, a phone, a mailbox or a page
// when it meets one, and cannot list them. It takes them out of texts and records.
//
// It is not for keeping the hashes (a store does) nor for editing archived pages (package forget).
package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/text"
)

// List is who is to be forgotten. A List is safe for concurrent use as long as nothing is added.
type List struct {
	salt []byte
	set  map[string]bool // raw HMAC-SHA256
}

// New makes a list of its key and its hashes.
func New(salt []byte, hashes [][]byte) *List {
	l := &List{salt: salt, set: make(map[string]bool, len(hashes))}
	l.Add(hashes)
	return l
}

// Add adds hashes of the same key.
func (r *List) Add(hashes [][]byte) {
	for _, h := range hashes {
		r.set[string(h)] = true
	}
}

// With is the list with a person more, the list itself unchanged.
func (r *List) With(p storage.Person) *List {
	more := &List{salt: r.salt, set: maps.Clone(r.set)}
	more.Add(more.Hashes(p))
	return more
}

// The kinds of values that are hashed.
const (
	kindName  = "name"
	kindPhone = "phone"
	kindEmail = "email"
	kindURL   = "url"
)

// nameWords is the longest name that is looked for in a text.
const nameWords = 5

var (
	emailInText  = regexp.MustCompile(`[\pL\pN._%+\-]+@[\pL\pN.\-]+\.\pL{2,}`)
	digitsInText = regexp.MustCompile(`\+?\d(?:[\s.\-/()\x{00A0}\x{202F}]{0,3}\d){8,}`)
	phonePrefix  = regexp.MustCompile(
		`(?:(?:\+|00)?(?:33|262|508|590|594|596|681|687|689)[\s.\-()\x{00A0}\x{202F}]*)?` +
			`(?:\(?0\)?[\s.\-\x{00A0}\x{202F}]*)?$`)
	wordInText = regexp.MustCompile(`[\pL\pN]+(?:['’\-][\pL\pN]+)*`)
)

// Empty tells that there is nobody to forget; so does a nil List.
func (r *List) Empty() bool { return r == nil || len(r.set) == 0 }

func (r *List) hash(kind, value string) string {
	m := hmac.New(sha256.New, r.salt)
	m.Write([]byte(kind + ":" + value))
	return string(m.Sum(nil))
}

func (r *List) has(kind, value string) bool { return value != "" && r.set[r.hash(kind, value)] }

// Hashes are the keyed hashes of a person's values.
func (r *List) Hashes(p storage.Person) [][]byte {
	var all [][]byte
	for _, l := range []struct {
		kind   string
		values []string
		fold   func(string) string
	}{{kindName, p.Names, foldName}, {kindPhone, p.Phones, foldPhone}, {kindEmail, p.Emails, foldEmail}, {kindURL,
		p.URLs, foldURL}} {
		for _, v := range l.values {
			if v = l.fold(v); v != "" {
				all = append(all, []byte(r.hash(l.kind, v)))
			}
		}
	}
	return all
}

func foldURL(s string) string { return sites.Spelled(strings.TrimSpace(s)) }

func foldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// phoneDigits are the digits that a French number has with or without a prefix.
const phoneDigits = 9

// foldPhone keeps the last nine digits of a number.
func foldPhone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	if len(digits) < phoneDigits {
		return ""
	}
	return digits[len(digits)-phoneDigits:]
}

// foldName is a name without case, accents and what stands between its words.
func foldName(s string) string {
	return strings.Join(wordInText.FindAllString(text.Unaccent(s), -1), " ")
}

// Text takes the words of people out of a text.
func (r *List) Text(s string) string {
	s = emailInText.ReplaceAllStringFunc(s, func(m string) string { return r.cut(kindEmail, foldEmail(m), m) })
	s = digitsInText.ReplaceAllStringFunc(s, r.phones)
	words := wordInText.FindAllStringIndex(s, -1)
	var b strings.Builder
	kept := 0
	for i := 0; i < len(words); i++ {
		for n := min(nameWords, len(words)-i); n > 0; n-- {
			from, to := words[i][0], words[i+n-1][1]
			if !r.has(kindName, foldName(s[from:to])) {
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

func (r *List) cut(kind, folded, printed string) string {
	if r.has(kind, folded) {
		return storage.Redacted
	}
	return printed
}

// Page tells whether whoever stands as a contact on the page is to be forgotten, however its URL is spelled: also as an
// earlier program did.
func (r *List) Page(url string) bool { return r.has(kindURL, url) || r.has(kindURL, foldURL(url)) }

// names tells whether a contact is of somebody to forget.
func (r *List) names(c *schema.Contact) bool {
	if c.Name != nil && r.Text(*c.Name) != *c.Name {
		return true
	}
	return len(r.keep(c.Phones)) < len(c.Phones) || len(r.keep(c.Faxes)) < len(c.Faxes) ||
		len(r.keep(c.Emails)) < len(c.Emails)
}

// keep leaves the phones and e-mails that may stay.
func (r *List) keep(values []string) []string {
	kept := values[:0:0] // null stays null, which a fingerprint tells from an empty list
	for _, v := range values {
		if !r.has(kindPhone, foldPhone(v)) && !r.has(kindEmail, foldEmail(v)) {
			kept = append(kept, v)
		}
	}
	return kept
}

// Record gives the record without those to forget; changed is false when it never held any.
func (r *List) Record(rec *schema.Record) (clean schema.Record, changed bool, err error) {
	before, err := json.Marshal(rec)
	if err != nil {
		return clean, false, fmt.Errorf("redact record: %w", err)
	}
	if err := json.Unmarshal(before, &clean); err != nil {
		return clean, false, fmt.Errorf("redact record: %w", err)
	}
	everyone := rec.Source.URL != nil && r.Page(*rec.Source.URL)
	clean.Course.Contacts = r.contacts(clean.Course.Contacts, everyone)
	r.provider(clean.Course.Provider, everyone)
	for i := range clean.Course.Sessions {
		s := &clean.Course.Sessions[i]
		s.Contacts = r.contacts(s.Contacts, everyone)
		r.provider(s.Provider, everyone)
	}
	key, source := clean.Course.Key, clean.Source
	schema.EachText(&clean, r.Text)
	clean.Course.Key, clean.Source = key, source
	clean.Provenance = r.origins(rec.Provenance)
	after, err := json.Marshal(clean)
	return clean, string(after) != string(before), err
}

func (r *List) contacts(cs []schema.Contact, everyone bool) []schema.Contact {
	kept := cs[:0:0]
	for i := range cs {
		if !everyone && !r.names(&cs[i]) {
			kept = append(kept, cs[i])
		}
	}
	return kept
}

func (r *List) provider(o *schema.Organisation, everyone bool) {
	switch {
	case o == nil:
	case everyone:
		o.Phones, o.Faxes, o.Emails = o.Phones[:0:0], o.Faxes[:0:0], o.Emails[:0:0]
	default:
		o.Phones, o.Faxes, o.Emails = r.keep(o.Phones), r.keep(o.Faxes), r.keep(o.Emails)
	}
}

func (r *List) origins(from []schema.Origin) []schema.Origin {
	kept := slices.Clone(from)
	for i := range kept {
		kept[i].Raw = r.Text(kept[i].Raw)
	}
	return kept
}
