package scrub

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"carif/storage"
	"carif/storage/redact"
)

// Source knows people, and the words that are nobody's.
type Source interface {
	People(ctx context.Context, who storage.Acquaintance) error
}

// People are the people known anywhere and at any time, by full name, number and mailbox: a page of one course may name
// those of another. A surname alone is no name, nor are a desk, a house called after somebody and a town.
func People(ctx context.Context, src Source) (*redact.List, error) {
	known := redact.Known()
	if err := src.People(ctx, known); err != nil {
		return nil, fmt.Errorf("gather people: %w", err)
	}
	return known, nil
}

// Of makes what cleans single words of a database for whoever they are shown to; keep leaves people in.
func Of(ctx context.Context, src Source, keep bool) (*Scrubber, error) {
	s := &Scrubber{Keep: keep, Warn: func(string, string, int) {}}
	if keep {
		return s, nil
	}
	var err error
	s.People, err = People(ctx, src)
	return s, err
}

// Address cleans an address that is shown by itself.
func (s *Scrubber) Address(t, where string) string { return *s.address(&t, where) }

// maskPeople takes people out of a text: those of the record, by name, and those known from any.
func (s *Scrubber) maskPeople(t string) (string, int) {
	var spans []redact.Span
	for _, known := range []*redact.List{s.own, s.People} {
		if known != nil {
			spans = append(spans, known.InProse(t)...)
		}
	}
	spans = redact.Merged(spans)
	return redact.Cut(t, spans, mask), len(spans)
}

func mask(k redact.Kind) string {
	switch k {
	case redact.KindEmail:
		return maskEmail
	case redact.KindPhone:
		return maskPhone
	}
	return maskName
}

// address cleans an address: of mailboxes, of the names and numbers of people known, and of what its query calls a
// telephone or writes as one. Other long numbers in it are ids mostly, so they stay. What is put in keeps it an
// address.
func (s *Scrubber) address(p *string, where string) *string {
	p = s.valid(p, where)
	if s.Keep || p == nil {
		return p
	}
	t := redact.Cut(*p, s.inAddress(*p, where), func(k redact.Kind) string { return url.PathEscape(mask(k)) })
	return &t
}

// id cleans an id that a site gave: some are made of an address, and that of a name. Most are numbers and stay.
func (s *Scrubber) id(p *string, where string) *string {
	if p = s.valid(p, where); s.Keep || p == nil {
		return p
	}
	t := redact.Cut(*p, s.inAddress(*p, where), mask)
	return &t
}

func (s *Scrubber) inAddress(t, where string) []redact.Span {
	var spans []redact.Span
	for _, m := range mailboxInAddress.FindAllStringIndex(t, -1) {
		spans = append(spans, redact.Span{From: m[0], To: m[1], Kind: redact.KindEmail})
	}
	spans = append(spans, PhonesInQuery(t)...)
	if s.People != nil {
		spans = append(spans, s.People.InAddress(t)...)
	}
	spans = redact.Merged(spans)
	s.told(Redacted, where, len(spans))
	return spans
}

// PhonesInQuery finds the values of an address's query, or of what follows its #, that are a telephone number: with a
// country code or in groups, or under a name that says so. Bare digits under another name are an id.
func PhonesInQuery(address string) (spans []redact.Span) {
	for _, m := range valueInQuery.FindAllStringSubmatchIndex(address, -1) {
		value, err := url.QueryUnescape(address[m[4]:m[5]])
		if err != nil {
			continue // no address of a site's
		}
		value = strings.TrimSpace(value)
		number := phoneRE.FindString(value)
		if number != value {
			number = phoneRE.FindString("+" + value) // "+" is a blank in a query: "tel=+33…" was meant
			number = strings.TrimPrefix(number, "+")
		}
		bare := !strings.ContainsFunc(value, func(r rune) bool { return r < '0' || r > '9' })
		if number == "" || number != value || bare && !phoneName.MatchString(address[m[2]:m[3]]) {
			continue
		}
		spans = append(spans, redact.Span{From: m[4], To: m[5], Kind: redact.KindPhone})
	}
	return spans
}

var (
	valueInQuery = regexp.MustCompile(`[?&#;]([^?&#;=]*)=([^?&#;=]*)`)
	phoneName    = regexp.MustCompile(`(?i)tel|phone|mobile|portable|fax|gsm`)
)
