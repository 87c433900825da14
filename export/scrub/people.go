package scrub

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"carif/normalize/course"
	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// Source knows people: every contact, and the words that are nobody's.
type Source interface {
	People(ctx context.Context, contact func(schema.Contact) error, nobody func(words string, town bool) error) error
}

// People are the people known anywhere, by full name, number and mailbox: a page of one course may name those of
// another. A surname alone is no name, nor are a desk, a house called after somebody and a town.
func People(ctx context.Context, src Source) (*redact.List, error) {
	known := redact.Known()
	err := src.People(ctx, func(c schema.Contact) error {
		p := storage.Person{Phones: append(c.Phones[:len(c.Phones):len(c.Phones)], c.Faxes...), Emails: c.Emails}
		if c.Name != nil {
			if name := course.PersonName(*c.Name); name != "" {
				p.Names = []string{name}
			}
		}
		known.Know(p)
		return nil
	}, func(words string, town bool) error {
		if town {
			known.Unknow(words)
		} else {
			known.House(words)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("gather people: %w", err)
	}
	return known, nil
}

// ownNames finds the names of the contacts of the record in hand.
func (s *Scrubber) ownNames(t string) (found []redact.Span) {
	for _, name := range s.names {
		for from := 0; ; {
			i := strings.Index(t[from:], name)
			if i < 0 {
				break
			}
			found = append(found, redact.Span{From: from + i, To: from + i + len(name), Kind: redact.KindName})
			from += i + len(name)
		}
	}
	return found
}

// maskNames takes names out of a text, those of the record and those known from others, the longest first.
func (s *Scrubber) maskNames(t string) (string, int) {
	spans := s.ownNames(t)
	if s.People != nil {
		spans = append(spans, s.People.Names(t)...)
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

// address cleans an address: of mailboxes, and of the names and numbers of people known. Long numbers in it are ids
// mostly, so others stay. What is put in keeps it an address.
func (s *Scrubber) address(p *string, where string) *string {
	p = s.valid(p, where)
	if s.Keep || p == nil {
		return p
	}
	sign := func(k redact.Kind) string { return url.PathEscape(mask(k)) }
	var spans []redact.Span
	for _, m := range mailboxInAddress.FindAllStringIndex(*p, -1) {
		spans = append(spans, redact.Span{From: m[0], To: m[1], Kind: redact.KindEmail})
	}
	if s.People != nil {
		spans = append(spans, s.People.InAddress(*p)...)
	}
	spans = redact.Merged(spans)
	s.told(Redacted, where, len(spans))
	t := redact.Cut(*p, spans, sign)
	return &t
}
