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
	"hash"
	"maps"
	"slices"
	"strings"
	"sync"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// List is who is to be forgotten. A List is safe for concurrent use as long as nothing is added.
type List struct {
	macs *sync.Pool      // hash.Hash with the list's key: making one costs as much as using it
	set  map[string]bool // raw HMAC-SHA256
	seed uint32          // what marks of letters begin with
	// marks of the letters of names, of a list of Known; nil for those to forget
	marks  map[uint32]bool
	houses map[string][]string // names of houses called after somebody, by the name, folded
}

// New makes a list of its key and its hashes.
func New(salt []byte, hashes [][]byte) *List {
	l := &List{macs: macsOf(salt), seed: mark(0, string(salt)), set: make(map[string]bool, len(hashes))}
	l.Add(hashes)
	return l
}

func macsOf(key []byte) *sync.Pool {
	return &sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}
}

// Add adds hashes of the same key.
func (r *List) Add(hashes [][]byte) {
	for _, h := range hashes {
		r.set[string(h)] = true
	}
}

// With is the list with a person more, the list itself unchanged.
func (r *List) With(p storage.Person) *List {
	more := &List{macs: r.macs, set: maps.Clone(r.set), seed: r.seed, marks: r.marks, houses: r.houses}
	more.Add(more.Hashes(p))
	return more
}

// Kind is a kind of value that tells a person.
type Kind string

// The kinds of values that are hashed.
const (
	KindName  Kind = "name"
	KindPhone Kind = "phone"
	KindEmail Kind = "email"
	KindURL   Kind = "url"

	kindLetters Kind = "letters" // of a name, without blanks
)

// Empty tells that there is nobody to forget; so does a nil List.
func (r *List) Empty() bool { return r == nil || len(r.set) == 0 }

func (r *List) hash(kind Kind, value string) string {
	m, _ := r.macs.Get().(hash.Hash)
	defer r.macs.Put(m)
	m.Reset()
	m.Write([]byte(string(kind) + ":" + value))
	return string(m.Sum(nil))
}

func (r *List) has(kind Kind, value string) bool { return value != "" && r.set[r.hash(kind, value)] }

// Hashes are the keyed hashes of a person's values.
func (r *List) Hashes(p storage.Person) [][]byte {
	var all [][]byte
	for _, l := range []struct {
		kind   Kind
		values []string
		fold   func(string) []string
	}{{KindName, p.Names, foldNames}, {KindPhone, p.Phones, one(foldPhone)}, {KindEmail, p.Emails, one(foldEmail)},
		{KindURL, p.URLs, one(foldURL)}} {
		for _, v := range l.values {
			for _, f := range l.fold(v) {
				if f != "" {
					all = append(all, []byte(r.hash(l.kind, f)))
				}
			}
		}
	}
	return all
}

func one(fold func(string) string) func(string) []string {
	return func(s string) []string { return []string{fold(s)} }
}

func foldURL(s string) string { return sites.Spelled(strings.TrimSpace(s)) }

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

// Page tells whether whoever stands as a contact on the page is to be forgotten, however its URL is spelled: also as an
// earlier program did.
func (r *List) Page(url string) bool { return r.has(KindURL, url) || r.has(KindURL, foldURL(url)) }

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
		if !r.has(KindPhone, foldPhone(v)) && !r.has(KindEmail, foldEmail(v)) {
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
	clean.Provenance = slices.Clone(rec.Provenance)
	schema.EachText(&clean, r.Text)
	clean.Course.Key, clean.Source = rec.Course.Key, rec.Source // by pointers: EachText writes behind those of clean
	for _, place := range []**string{&clean.Source.URL, &clean.Source.File} {
		if *place != nil && len(r.Find(**place, true)) > 0 {
			*place = nil // the address itself tells
		}
	}
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
