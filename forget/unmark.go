package forget

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"carif/schema"
)

// Unmark makes of a record that was read from a redacted page what the store makes of one read from the page
// itself: no contact for a person who was forgotten, the same mark in every text.
func (e *Eraser) Unmark(rec *schema.Record) error {
	origins := rec.Provenance
	b, err := json.Marshal(rec)
	if err != nil {
		return fmt.Errorf("read redacted page: %w", err)
	}
	plain := strings.NewReplacer(markName, mark, markEmail, mark, markPhone, mark)
	var clean schema.Record
	if err := json.Unmarshal([]byte(plain.Replace(string(b))), &clean); err != nil {
		return fmt.Errorf("read redacted page: %w", err)
	}
	c := clean.Course
	c.Contacts = unmarkContacts(c.Contacts)
	unmarkProvider(c.Provider)
	for i := range c.Sessions {
		c.Sessions[i].Contacts = unmarkContacts(c.Sessions[i].Contacts)
		unmarkProvider(c.Sessions[i].Provider)
	}
	clean.Issues = slices.DeleteFunc(clean.Issues, func(is schema.Issue) bool {
		return (is.Code == schema.IssueBadPhone || is.Code == schema.IssueBadEmail) && marked(is.Raw)
	})
	clean.Provenance = slices.Clone(origins)
	for i := range clean.Provenance {
		o := &clean.Provenance[i]
		o.Raw, o.Label = plain.Replace(o.Raw), plain.Replace(o.Label)
	}
	*rec = clean
	return nil
}

func marked(s string) bool { return strings.Contains(s, mark) }

func unmarkContacts(list []schema.Contact) []schema.Contact {
	return slices.DeleteFunc(list, func(c schema.Contact) bool {
		return c.Name != nil && marked(*c.Name) || slices.ContainsFunc(c.Emails, marked) ||
			c.Name == nil && len(c.Phones)+len(c.Faxes)+len(c.Emails) == 0
	})
}

func unmarkProvider(o *schema.Organisation) {
	if o != nil {
		o.Phones, o.Faxes = slices.DeleteFunc(o.Phones, marked), slices.DeleteFunc(o.Faxes, marked)
		o.Emails = slices.DeleteFunc(o.Emails, marked)
	}
}
