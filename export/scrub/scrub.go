// Package scrub makes records fit to leave the house: no contacts, no telephone or fax numbers, no e-mail addresses, no
// contact's name, be it in a field of its own or in the middle of a text. It is the one place where exports leave
// people out.
//
// It is not for forgetting a person for good, which package forget does: what is scrubbed here stays in the database.
package scrub

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"carif/lheo"
	"carif/normalize/course"
	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// What stands where something personal stood.
const (
	maskEmail = "[e-mail]"
	maskPhone = "[téléphone]"
	maskName  = "[nom]"
)

// What a Scrubber did, as Warn is told.
const (
	Redacted = "redacted" // numbers, addresses or names taken out of a text
	Invalid  = "invalid"  // bytes that are no UTF-8, replaced by U+FFFD
)

// Scrubber cleans records, one at a time.
type Scrubber struct {
	Keep bool                                // people stay: texts are only made valid UTF-8 without NUL
	Warn func(what, where string, times int) // told of every change
	// People are those known from any record; nil for none. They are taken out of every text and address.
	People *redact.List

	own *redact.List // the names of the contacts of the record in hand; nil for none
}

// Record gives a cleaned copy; the given record is not changed.
func (s *Scrubber) Record(r schema.Record) schema.Record {
	given, c := r, *r.Course
	if !s.Keep {
		s.knowOwn(Names(&c))
	}
	r.Course = &c
	s.course(&c)
	r.Absent = each(r.Absent, func(a *schema.Absent) { a.Raw = s.private(a.Field, a.Raw, "absent") })
	r.Unclaimed = each(r.Unclaimed, func(u *schema.Unclaimed) {
		if u.Label = s.text(u.Label, "unclaimed"); lheo.Impersonal(u.Where) {
			u.Text = s.text(u.Text, "unclaimed")
			return
		}
		u.Text = s.unread(u.Text, "unclaimed")
	})
	r.Issues = each(r.Issues, func(i *schema.Issue) { i.Raw = s.unread(i.Raw, "issues") })
	r.Source.URL, r.Source.File = s.address(r.Source.URL, "source.url"), s.address(r.Source.File, "source.file")
	s.canonical(&given, &r)
	return r
}

func (s *Scrubber) course(c *schema.Course) {
	for name, p := range map[string]**string{"title": &c.Title, "highlights": &c.Highlights, "objective": &c.Objective,
		"programme": &c.Programme, "prerequisites": &c.Prerequisites, "admission": &c.Admission,
		"follow_up": &c.FollowUp, "disability_access": &c.DisabilityAccess, "assessment": &c.Assessment,
		"methods": &c.Methods, "equivalences": &c.Equivalences} {
		*p = s.opt(*p, name)
	}
	c.Outline = each(c.Outline, func(o *schema.OutlineItem) {
		o.Title, o.Items = s.text(o.Title, "outline"), s.list(o.Items, "outline")
	})
	for name, p := range map[string]**schema.Coded{"general_objective": &c.GeneralObjective,
		"entry_level": &c.EntryLevel,
		"exit_level":  &c.ExitLevel, "pathway": &c.Pathway, "teaching_mode": &c.TeachingMode,
		"entry_exit": &c.EntryExit} {
		*p = s.coded(*p, name)
	}
	for name, p := range map[string]*[]schema.Coded{"selection": &c.Selection, "audience": &c.Audience,
		"validation": &c.Validation} {
		*p = each(*p, func(v *schema.Coded) { v.Raw = s.text(v.Raw, name) })
	}
	for name, p := range map[string]**string{"native_id": &c.NativeID, "rco_id": &c.RCOID, "reference": &c.Reference} {
		*p = s.id(*p, name)
	}
	c.Pace, c.RecruitmentArea = s.list(c.Pace, "pace"), s.coded(c.RecruitmentArea, "recruitment_area")
	c.Duration = one(c.Duration, func(d *schema.Duration) { d.Text = s.opt(d.Text, "duration") })
	c.Price = one(c.Price, func(p *schema.Price) { p.Text = s.opt(p.Text, "price") })
	s.added(c)
	c.Funding = each(c.Funding, func(f *schema.Funding) {
		f.Type, f.Scheme, f.Measure = s.opt(f.Type, "funding"), s.opt(f.Scheme, "funding"), s.opt(f.Measure, "funding")
		f.Reference, f.Funder = s.id(s.opt(f.Reference, "funding"), "funding"), s.coded(f.Funder, "funding")
	})
	c.Provider = s.organisation(c.Provider)
	c.Contacts = s.contacts(c.Contacts)
	c.Sessions = each(c.Sessions, s.session)
	c.Other = each(c.Other, func(l *schema.Labelled) {
		l.Label, l.Text = s.text(l.Label, "other"), s.text(l.Text, "other")
	})
	c.Actions = each(c.Actions, func(a *schema.Action) {
		a.NativeID, a.Reference = *s.id(&a.NativeID, "action.native_id"), s.id(a.Reference, "action.reference")
		own := a.Own()
		s.course(&own)
		a.State(&own)
	})
}

// added cleans what courses say since version 23 of the reader.
func (s *Scrubber) added(c *schema.Course) {
	c.AccessDelay = one(c.AccessDelay, func(d *schema.Delay) { d.Text = s.opt(d.Text, "access_delay") })
	c.GroupSize = one(c.GroupSize, func(g *schema.GroupSize) { g.Text = s.opt(g.Text, "group_size") })
	c.RemainingCost = one(c.RemainingCost, func(a *schema.Amount) { a.Text = s.opt(a.Text, "remaining_cost") })
	c.Alternance = one(c.Alternance, func(a *schema.Alternance) {
		a.Type, a.Text = s.opt(a.Type, "alternance"), s.opt(a.Text, "alternance")
	})
	c.Certification = one(c.Certification, func(x *schema.Certification) {
		x.Certifier = s.opt(x.Certifier, "certification")
	})
	c.Results = each(c.Results, func(f *schema.Figure) {
		f.What, f.Raw = s.text(f.What, "results"), s.text(f.Raw, "results")
		f.Period, f.Method = s.opt(f.Period, "results"), s.opt(f.Method, "results")
	})
	c.Blocks = each(c.Blocks, func(b *schema.Block) { b.Label = s.opt(b.Label, "blocks") })
	c.Prices = each(c.Prices, func(p *schema.Price) { p.Text = s.opt(p.Text, "price") })
	c.InformationDates = each(c.InformationDates, func(d *schema.InformationDate) {
		d.Text = s.text(d.Text, "information_dates")
	})
	for _, list := range []*[]schema.Code{&c.Codes.RNCP, &c.Codes.RS, &c.Codes.CertifInfo, &c.Codes.ROME,
		&c.Codes.Formacode, &c.Codes.NSF, &c.Codes.CPF} {
		*list = each(*list, func(x *schema.Code) { x.Label = s.opt(x.Label, "codes") })
	}
}

// one gives a copy of a value with fn applied to it; nil stays nil.
func one[T any](p *T, fn func(*T)) *T {
	if p == nil {
		return nil
	}
	v := *p
	fn(&v)
	return &v
}

func (s *Scrubber) session(v *schema.Session) {
	for name, p := range map[string]**string{"session.native_id": &v.NativeID, "session.rco_id": &v.RCOID,
		"session.reference": &v.Reference, "session.action": &v.Action} {
		*p = s.id(*p, name)
	}
	v.EntryExit = s.coded(v.EntryExit, "session.entry_exit")
	v.City, v.Text = s.opt(v.City, "session.city"), s.opt(v.Text, "session.text")
	v.PlaceName, v.Address = s.opt(v.PlaceName, "session.place_name"), s.opt(v.Address, "session.address")
	v.Enrolment = one(v.Enrolment, func(a *schema.Address) {
		a.Name = s.opt(a.Name, "session.enrolment")
		a.Street, a.City = s.opt(a.Street, "session.enrolment"), s.opt(a.City, "session.enrolment")
	})
	v.Provider = s.organisation(v.Provider)
	v.Contacts = s.contacts(v.Contacts)
}

func (s *Scrubber) organisation(o *schema.Organisation) *schema.Organisation {
	if o == nil {
		return nil
	}
	c := *o
	c.Name = one(c.Name, func(n *string) { *n = s.house(*n, "provider.name") })
	c.LegalName = one(c.LegalName, func(n *string) { *n = s.house(*n, "provider.legal_name") })
	c.Website, c.Reference = s.address(c.Website, "provider.website"), s.id(c.Reference, "provider.reference")
	c.Address, c.City = s.opt(c.Address, "provider.address"), s.opt(c.City, "provider.city")
	if !s.Keep {
		c.Phones, c.Faxes, c.Emails = []string{}, []string{}, []string{}
	}
	return &c
}

func (s *Scrubber) contacts(cs []schema.Contact) []schema.Contact {
	if !s.Keep {
		return []schema.Contact{}
	}
	return each(cs, func(c *schema.Contact) {
		for _, p := range []**string{&c.Name, &c.Role, &c.Civility, &c.FirstName, &c.LastName} {
			*p = s.valid(*p, "contacts")
		}
	})
}

func (s *Scrubber) coded(c *schema.Coded, where string) *schema.Coded {
	if c == nil {
		return nil
	}
	v := *c
	v.Raw = s.text(v.Raw, where)
	return &v
}

func (s *Scrubber) list(items []string, where string) []string {
	return each(items, func(t *string) { *t = s.text(*t, where) })
}

func (s *Scrubber) opt(p *string, where string) *string {
	if p == nil {
		return nil
	}
	t := s.text(*p, where)
	return &t
}

// valid is opt for what is not redacted here.
func (s *Scrubber) valid(p *string, where string) *string {
	if p == nil {
		return nil
	}
	t := s.utf8(*p, where)
	return &t
}

// private clears words that stand for a personal field altogether.
func (s *Scrubber) private(f schema.Field, raw, where string) string {
	if !s.Keep && personal(f) {
		return ""
	}
	return s.text(raw, where)
}

// unread clears words that no field took or could read: nobody knows whether a person is named in them. The column list
// calls them personal too.
func (s *Scrubber) unread(raw, where string) string {
	if !s.Keep {
		return ""
	}
	return s.text(raw, where)
}

// personal tells the fields whose words are a person's or a way to reach one.
func personal(f schema.Field) bool {
	return strings.HasPrefix(string(f), "contacts") || f == schema.FieldSessionContact || f == schema.FieldFax ||
		f == schema.FieldProviderPhone || f == schema.FieldProviderEmail
}

var (
	mailboxInAddress = regexp.MustCompile(`(?i)[\pL\pN][\pL\pN._%+'-]*(?:@|%(?:25)*40)[\pL\pN][\pL\pN.-]*\.\pL{2,}`)

	// French numbers with any separators or none, with a country code or the national 0. A slash separates only where
	// it does throughout: "01/09/2025-30/06/2026" is no number.
	phoneRE = regexp.MustCompile(`^(?:` +
		`(?:(?:\+|00)[\s.-]?(?:33|262|590|594|596|508|681|687|689)[\s.]?(?:\(0\))?[\s.-]?|0)[1-9]` +
		`(?:(?:[\s\x{a0}\x{202f}.-]{0,2}\d\d){4}|(?:/\d\d){4})|(?:\+|00)(?:262|590|594|596)\d{9})`)
	dateRE = regexp.MustCompile(`^\d\d[.-]\d\d[.-](?:19|20)\d\d`)
)

// text cleans one free text.
func (s *Scrubber) text(t, where string) string {
	t = s.house(t, where)
	if s.Keep || t == "" {
		return t
	}
	t, n := s.maskPeople(t)
	s.told(Redacted, where, n)
	return t
}

// Text cleans words that are shown by themselves, such as a find of a search.
func (s *Scrubber) Text(t, where string) string { return s.text(t, where) }

// House is Text for the name of an organisation.
func (s *Scrubber) House(t, where string) string { return s.house(t, where) }

// house is text for the name of an organisation, in which no name is a person's to hide.
func (s *Scrubber) house(t, where string) string {
	t = s.utf8(t, where)
	if s.Keep || t == "" {
		return t
	}
	mails := redact.Mailboxes(t)
	t, n := redact.Cut(t, mails, mask), len(mails)
	if digits(t) >= 9 {
		var k int
		t, k = maskPhones(t)
		n += k
	}
	s.told(Redacted, where, n)
	return t
}

func (s *Scrubber) told(what, where string, times int) {
	if times > 0 {
		s.Warn(what, where, times)
	}
}

// longestPhone is the most bytes of a printed number, its separators among them.
const longestPhone = 56

// maskPhones replaces telephone numbers and counts them. A number may be glued to the next label ("…34Mail"), but a
// longer run of digits is an id, and a date is no number.
func maskPhones(t string) (string, int) {
	var b strings.Builder
	n, from := 0, 0
	for i := 0; i < len(t); i++ {
		// The pattern is tried only where a number can begin: tried everywhere it would cost half of an export.
		if t[i] != '0' && t[i] != '+' || i > 0 && isDigit(t[i-1]) {
			continue
		}
		m := phoneRE.FindStringIndex(t[i:min(len(t), i+longestPhone)])
		if m == nil {
			continue
		}
		j := i + m[1]
		if j < len(t) && isDigit(t[j]) || dateRE.MatchString(t[i:j]) || afterYear(t[:i]) {
			i = j - 1 // what looks like a number within it is part of it
			continue
		}
		b.WriteString(t[from:i])
		b.WriteString(maskPhone)
		n, from = n+1, j
		i = j - 1
	}
	if n == 0 {
		return t, 0
	}
	b.WriteString(t[from:])
	return b.String(), n
}

// afterYear tells that the text ends in a year and a dash: what follows is the month of an ISO date.
func afterYear(t string) bool {
	n := len(t)
	return n >= 5 && t[n-1] == '-' && isDigit(t[n-2]) && isDigit(t[n-3]) && isDigit(t[n-4]) && isDigit(t[n-5])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digits counts the digits of t, up to the nine of the shortest telephone number.
func digits(t string) int {
	n := 0
	for i := 0; i < len(t) && n < 9; i++ {
		if t[i] >= '0' && t[i] <= '9' {
			n++
		}
	}
	return n
}

// Valid makes a text valid UTF-8 without NUL; ok is false where it was not.
func Valid(t string) (valid string, ok bool) {
	if utf8.ValidString(t) && strings.IndexByte(t, 0) < 0 {
		return t, true
	}
	return strings.ReplaceAll(strings.ToValidUTF8(t, "\uFFFD"), "\x00", ""), false
}

func (s *Scrubber) utf8(t, where string) string {
	t, ok := Valid(t)
	if !ok {
		s.told(Invalid, where, 1)
	}
	return t
}

// Names lists the contacts' names that are looked for in free text: of two words at least, and not the provider's own.
// A desk called "Accueil" is no person, and its name is a word of many titles.
func Names(c *schema.Course) []string {
	var houses strings.Builder
	contacts, seen := slices.Clone(c.Contacts), map[string]bool{}
	add := func(o *schema.Organisation) {
		if o != nil && o.Name != nil && !seen[*o.Name] {
			seen[*o.Name] = true
			houses.WriteString(strings.ToLower(*o.Name) + "\n")
		}
	}
	add(c.Provider)
	for i := range c.Sessions {
		add(c.Sessions[i].Provider)
		contacts = append(contacts, c.Sessions[i].Contacts...)
	}
	all := houses.String()
	clear(seen)
	var names []string
	for _, p := range contacts {
		if p.Name == nil || seen[*p.Name] {
			continue
		}
		seen[*p.Name] = true
		name := strings.TrimSpace(*p.Name)
		if len(strings.Fields(name)) > 1 && !strings.Contains(all, strings.ToLower(name)) {
			names = append(names, name)
		}
	}
	return names
}

// knowOwn makes the list of the names of one record. What is not plainly a person's is known as it is printed.
func (s *Scrubber) knowOwn(names []string) {
	s.own = nil
	if len(names) == 0 {
		return
	}
	s.own = redact.Known()
	for _, n := range names {
		if full := course.PersonName(n); full != "" {
			n = full
		}
		s.own.Know(storage.Person{Names: []string{n}})
	}
}

// each gives a copy of a list with fn applied to every item; nil stays nil.
func each[T any](items []T, fn func(*T)) []T {
	if items == nil {
		return nil
	}
	out := make([]T, len(items))
	copy(out, items)
	for i := range out {
		fn(&out[i])
	}
	return out
}
