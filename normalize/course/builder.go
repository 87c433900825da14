// Package course puts a record together: the values of a Draft, typed one by one by package value, become a course,
// its provider, contacts and sessions. What could not be read is an issue, what no field took stays under its label.
//
// It is not for reading a value's words: that is package value and the recognisers in text.
package course

import (
	"strings"

	"carif/normalize/value"
	"carif/schema"
	"carif/sites"
	"carif/text"
	"carif/text/email"
)

// Record types a draft with the vocabularies of r. A nil site is the generic one.
func Record(r *value.Reader, d schema.Draft, page schema.Page, site *sites.Site) schema.Record {
	if site == nil {
		site = sites.Generic()
	}
	b := newBuilder(r, d, page, site)
	b.identity()
	b.texts()
	b.coded()
	b.codes()
	b.durations()
	b.prices()
	b.added()
	b.funding()
	b.contacts()
	b.provider()
	b.sessions()
	b.leftovers()
	b.meetingsAmong()
	b.deadlineAmong()
	b.afterwards()
	return b.rec
}

// builder carries one record while its parts are assembled from the values of a draft.
type builder struct {
	n     *value.Reader
	site  *sites.Site
	page  schema.Page
	draft *schema.Draft
	rec   schema.Record
	c     *schema.Course
	// values holds the course's own values that say something, cleaned, in page order; by field, Also included.
	values     []*schema.Value
	byField    map[schema.Field]*bucket
	session    int // the session in hand, -1 for the course
	looseFaxes []string
	registered []string              // what stands beside the numbers of registers on how long they hold
	lasts      []string              // how long the course lasts, in the words on its rhythm
	certifiers []string              // ministries among the validations
	rawSession []schema.DraftSession // sessions with their values cleaned
}

// bucket is the values of one field, and whether a step has dealt with them.
type bucket struct {
	values []*schema.Value
	taken  bool
}

// all gives the values of a bucket, none of none.
func (k *bucket) all() []*schema.Value {
	if k == nil {
		return nil
	}
	return k.values
}

// newBuilder cleans the draft's values, sets aside those that say nothing, and starts a record with no field
// left null that the contract wants as a list.
func newBuilder(n *value.Reader, d schema.Draft, page schema.Page, site *sites.Site) *builder {
	b := &builder{n: n, site: site, page: page, draft: &d, session: -1, byField: make(map[schema.Field]*bucket, 32)}
	b.c = emptyCourse()
	b.rec = schema.Record{Course: b.c, Absent: append([]schema.Absent{}, d.Absent...), Unclaimed: []schema.Unclaimed{},
		Issues: []schema.Issue{}}
	b.rec.Issues = append(b.rec.Issues, d.Issues...)
	for _, u := range d.Unclaimed {
		b.rec.Unclaimed = append(b.rec.Unclaimed, schema.Unclaimed{Label: text.OneLine(u.Label), Text: text.Clean(u.Text),
			Where: u.Where})
	}
	cleaned := make([]schema.Value, 0, len(d.Values))
	b.values = make([]*schema.Value, 0, len(d.Values))
	b.rec.Provenance = make([]schema.Origin, 0, len(d.Values)+8*len(d.Sessions))
	for i := range d.Values {
		cleaned = append(cleaned, d.Values[i]) // never grows: pointers into it stay good
		if v := &cleaned[len(cleaned)-1]; b.admit(v) {
			b.values = append(b.values, v)
			b.file(v)
			for _, f := range v.Also {
				if f != v.Field {
					also := *v
					also.Field = f
					b.file(&also)
				}
			}
		}
	}
	for i := range d.Sessions {
		b.session = i
		s := schema.DraftSession{Where: d.Sessions[i].Where, Values: make([]schema.Value, 0, len(d.Sessions[i].Values))}
		for _, v := range d.Sessions[i].Values {
			if !b.admit(&v) {
				continue
			}
			if isSessionField(v.Field) {
				s.Values = append(s.Values, v)
			} else {
				b.shareWithCourse(v)
			}
		}
		b.rawSession = append(b.rawSession, s)
	}
	b.session = -1
	return b
}

// shareWithCourse gives the course a field of its own that a page prints session by session, once for all sessions
// that say the same.
func (b *builder) shareWithCourse(v schema.Value) {
	if k := b.byField[v.Field]; k != nil {
		for _, have := range k.values {
			if have.Text == v.Text {
				return
			}
		}
	}
	b.values = append(b.values, &v)
	b.file(&v)
}

// isSessionField reports whether a field is one of a session.
func isSessionField(f schema.Field) bool { return strings.HasPrefix(string(f), "session.") }

// admit cleans one value, notes where it came from, and answers false for one that says nothing.
func (b *builder) admit(v *schema.Value) bool {
	v.Text, v.Label = text.Clean(v.Text), text.OneLine(v.Label)
	if len(v.Items) > 0 {
		items := make([]string, 0, len(v.Items))
		for _, s := range v.Items {
			if s = text.Clean(text.Bullet(s)); s != "" && !b.n.Placeholder(s) {
				items = append(items, s)
			}
		}
		v.Items = items
		if v.Text == "" && len(items) > 0 {
			v.Text = "- " + strings.Join(items, "\n- ")
		}
	}
	if v.Text == "" && len(v.Links) == 0 {
		return false
	}
	b.origin(v.Field, v)
	for _, f := range v.Also {
		b.origin(f, v)
	}
	if b.personal(v.Field) {
		v.Text = email.Plain(v.Text)
		for i := range v.Items {
			v.Items[i] = email.Plain(v.Items[i])
		}
	}
	if b.n.SaysNothing(v) {
		for _, f := range append([]schema.Field{v.Field}, v.Also...) {
			b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: f, Raw: v.Text})
		}
		return false
	}
	return true
}

// origin notes where a value of a field stood.
func (b *builder) origin(f schema.Field, v *schema.Value) {
	b.rec.Provenance = append(b.rec.Provenance, schema.Origin{Field: f, Raw: short(v.Text), Label: v.Label,
		Where: v.Where, Session: b.session})
}

// short cuts printed words to the 500 bytes that provenance keeps, at a rune.
func short(s string) string {
	const most = 500
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// file puts a value among those of its field.
func (b *builder) file(v *schema.Value) {
	k := b.byField[v.Field]
	if k == nil {
		k = &bucket{}
		b.byField[v.Field] = k
	}
	k.values = append(k.values, v)
}

// take gives the values of a field and marks the field as dealt with.
func (b *builder) take(f schema.Field) []*schema.Value {
	k := b.byField[f]
	if k == nil {
		return nil
	}
	k.taken = true
	return k.values
}

// ordered gives the values of several fields in page order.
func (b *builder) ordered(fields ...schema.Field) []*schema.Value {
	want := map[schema.Field]bool{}
	n := 0
	for _, f := range fields {
		n += len(b.take(f))
		want[f] = true
	}
	if n == 0 {
		return nil
	}
	out := make([]*schema.Value, 0, n)
	seen := map[*schema.Value]bool{}
	for _, v := range b.values {
		if want[v.Field] {
			out = append(out, v)
			seen[v] = true
		}
	}
	for _, f := range fields { // values that speak of the field beside another
		for _, v := range b.take(f) {
			if !seen[v] {
				out = append(out, v)
			}
		}
	}
	return out
}

// issue notes something that could not be read.
func (b *builder) issue(code string, f schema.Field, raw string, v *schema.Value) {
	where := ""
	if v != nil {
		where = v.Where.Path
	}
	b.rec.Issues = append(b.rec.Issues, schema.Issue{Code: code, Field: f, Raw: short(raw), Where: where})
}

// unknown notes words that a vocabulary gave no code to, unless it says that there is none for them.
func (b *builder) unknown(vocabulary string, f schema.Field, raw string, v *schema.Value) {
	if _, none := b.n.Vocab.NoCode(vocabulary, raw); !none {
		b.issue(schema.IssueUnknownValue, f, raw, v)
	}
}

func (b *builder) badPhones(v *schema.Value, bad []string) {
	for _, p := range bad {
		b.issue(schema.IssueBadPhone, v.Field, p, v)
	}
}

// code reads an identifier; one with a wrong form or check digit is an issue.
func (b *builder) code(read func(string) (string, string), f schema.Field, raw string, v *schema.Value) *string {
	c, reason := read(raw)
	if reason != "" {
		b.issue(schema.IssueBadCode, f, raw, v)
	}
	return schema.NonEmpty(c)
}

// single keeps the first of several values of a field that has one; another, different one is a conflict.
func (b *builder) single(have *string, v *schema.Value) *string {
	s := text.OneLine(v.Text)
	switch {
	case s == "":
		return have
	case have == nil:
		return &s
	case !sameWords(*have, s):
		b.issue(schema.IssueConflict, v.Field, s, v)
	}
	return have
}

// other keeps a text that has no field of its own under its label.
func (b *builder) other(label, words string) {
	if words == "" || len(b.c.Other) >= text.MostItems {
		return
	}
	for _, o := range b.c.Other {
		if o.Label == label && o.Text == words {
			return
		}
	}
	b.c.Other = append(b.c.Other, schema.Labelled{Label: label, Text: words})
}

// emptyCourse is a course that says nothing, with every list there.
func emptyCourse() *schema.Course {
	c := &schema.Course{
		Outline: []schema.OutlineItem{}, Selection: []schema.Coded{}, Audience: []schema.Coded{},
		Validation: []schema.Coded{},
		Codes: schema.Codes{RNCP: []schema.Code{}, RS: []schema.Code{}, CertifInfo: []schema.Code{}, ROME: []schema.Code{},
			Formacode: []schema.Code{}, NSF: []schema.Code{}},
		Pace: []string{}, Funding: []schema.Funding{}, Contacts: []schema.Contact{}, Sessions: []schema.Session{},
		Other: []schema.Labelled{},
	}
	c.Complete()
	return c
}
