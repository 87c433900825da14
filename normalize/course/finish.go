package course

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/email"
	"carif/text/phone"
)

// leftovers keeps the values whose field no step above took, under their label: nothing is lost.
func (b *builder) leftovers() {
	for _, v := range b.take(schema.FieldOther) {
		if !b.saysMore(v) {
			b.otherValue(v)
		}
	}
	b.reachInTexts()
	b.extensions()
	for _, v := range b.take(schema.FieldSessions) {
		b.other(v.Label, v.Text)
	}
	for _, v := range b.values {
		if !b.byField[v.Field].taken {
			b.other(v.Label, v.Text)
		}
	}
	if len(b.looseFaxes) > 0 {
		if b.c.Provider == nil {
			b.c.Provider = new(emptyOrg())
		}
		b.c.Provider.Faxes = text.AddAll(b.c.Provider.Faxes, b.looseFaxes)
	}
}

// extension finds the desk behind a number: "02 47 34 14 05 poste 12". E.164 has no place for it.
var extension = regexp.MustCompile(`(?i)\d\d[ ,(–-]{0,3}(postes? ?:? ?(?:n° ?)?\d{1,5})\b`)

// extensions keeps the desks behind numbers under the label of the number.
func (b *builder) extensions() {
	keep := func(v *schema.Value) {
		if !b.personal(v.Field) || v.Field == schema.FieldOther || len(v.Text) > text.LongestRead {
			return
		}
		for _, m := range extension.FindAllStringSubmatch(v.Text, 10) {
			b.other(v.Label, m[1])
		}
	}
	for _, v := range b.values {
		keep(v)
	}
	for i := range b.rawSession {
		for k := range b.rawSession[i].Values {
			keep(&b.rawSession[i].Values[k])
		}
	}
}

// saysMore takes what stands under a label without a field of its own and says more of one: how the length of the
// course is meant, who awards a certificate, where a page leads. A zero says nothing.
func (b *builder) saysMore(v *schema.Value) bool {
	label := text.FoldLabel(v.Label)
	switch inner := strings.Trim(v.Text, "() "); {
	case anyStem(label, words.Remarks) && (strings.Contains(label, "duree") || b.behindDuration(v)):
		if b.c.Duration == nil {
			b.c.Duration = &schema.Duration{}
		}
		b.c.Duration.Text = schema.NonEmpty(joinLines(b.c.Duration.Text, v.Text))
	case strings.HasPrefix(v.Text, "(") && strings.HasPrefix(text.Fold(inner), "ministere "):
		if b.c.Certification == nil {
			b.c.Certification = &schema.Certification{}
		}
		if c := b.c.Certification; c.Certifier == nil {
			c.Certifier = &inner
		} else if !sameWords(*c.Certifier, inner) {
			return false
		}
	case amount.ZeroOnly(v.Text) && !text.AllDigits(v.Text):
		b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: v.Field, Raw: v.Label + " : " + v.Text})
	case slices.Contains(words.Clicks, text.FoldLabel(v.Text)) && len(v.Links) > 0 &&
		strings.HasPrefix(v.Links[0].Href, "http"):
		b.other(v.Label, v.Links[0].Href)
	default:
		return false
	}
	return true
}

// behindDuration reports whether a value stands right behind one that tells the length of the course.
func (b *builder) behindDuration(v *schema.Value) bool {
	i := slices.Index(b.values, v)
	if i < 1 {
		return false
	}
	switch b.values[i-1].Field {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours:
		return true
	}
	return false
}

func joinLines(have *string, more string) string {
	if have == nil || *have == "" {
		return more
	}
	if strings.Contains(*have, more) {
		return *have
	}
	return *have + "\n" + more
}

// otherValue keeps a text without a field under its label. A short block with an address to write to or a number to
// call is a contact: people are kept apart from texts.
func (b *builder) otherValue(v *schema.Value) {
	// a page to read, then a person
	if first, more, ok := strings.Cut(v.Text, "\n"); ok && strings.HasPrefix(first, "http") {
		b.other(v.Label, first)
		rest := *v
		rest.Text, rest.Items = more, nil
		b.otherValue(&rest)
		return
	}
	if len(v.Text) > 300 || strings.HasPrefix(v.Text, "http") ||
		!strings.Contains(v.Text, "@") && len(phone.Paired(v.Text)) == 0 {
		b.other(v.Label, v.Text)
		return
	}
	c, issues := emptyContact(), len(b.rec.Issues)
	people := b.restOf(&c, v, issues, b.contactBlock(&c, v))
	b.addContact(c)
	for _, p := range people {
		b.c.Contacts = addPerson(b.c.Contacts, p)
	}
}

// reachInTexts adds the addresses and numbers printed inside the course's texts, and among them in what no field
// took, as a contact without a name. Those beside the course are as likely the catalogue's own, and nobody's value.
func (b *builder) reachInTexts() {
	known := map[string]bool{}
	host, elsewhere := b.host(), false // whether a mailbox is known that is not the site's
	meet := func(e string) {
		known[e] = true
		elsewhere = elsewhere || strings.Contains(e, "@") && !onHost(e, host)
	}
	note := func(lists ...[]string) {
		for _, list := range lists {
			for _, e := range list {
				meet(e)
			}
		}
	}
	for i := range b.c.Contacts {
		note(b.c.Contacts[i].Emails, b.c.Contacts[i].Phones, b.c.Contacts[i].Faxes)
	}
	if b.c.Provider != nil {
		note(b.c.Provider.Emails, b.c.Provider.Phones, b.c.Provider.Faxes)
	}
	note(b.looseFaxes)
	for i := range b.c.Sessions {
		for k := range b.c.Sessions[i].Contacts {
			c := &b.c.Sessions[i].Contacts[k]
			note(c.Emails, c.Phones, c.Faxes)
		}
	}
	c := emptyContact()
	add := func(to *[]string, from []string) {
		for _, e := range from {
			if !known[e] {
				meet(e)
				*to = append(*to, e)
			}
		}
	}
	read := func(label, text string) {
		if strings.Contains(text, "@") {
			emails, _ := email.Read(text, nil)
			add(&c.Emails, emails)
		}
		for _, t := range phone.Paired(text) {
			p := phone.Read(label, t)
			note(p.Faxes)
			add(&c.Phones, p.Phones)
		}
	}
	for _, v := range b.values {
		if !b.personal(v.Field) {
			read(v.Label, v.Text)
		}
	}
	for _, u := range b.draft.Unclaimed {
		if !u.Aside && !(elsewhere && ofSite(u.Text, host)) {
			read(u.Label, u.Text)
		}
	}
	for i := range b.c.Sessions {
		if t := b.c.Sessions[i].Text; t != nil {
			read("", *t)
		}
	}
	b.addContact(c)
}

// ofSite reports whether a text holds a mailbox of the site's own domain: where the provider is reached at another, a
// catalogue's help desk is nobody's contact.
func ofSite(t, host string) bool {
	if host == "" || !strings.Contains(t, "@") {
		return false
	}
	emails, _ := email.Read(t, nil)
	return slices.ContainsFunc(emails, func(e string) bool { return onHost(e, host) })
}

// host is the host the page is of: its URL's, else the folder a saved page lies in; "" when neither tells.
func (b *builder) host() string {
	if u, err := url.Parse(b.page.URL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	for part := range strings.SplitSeq(path.Dir(b.page.File), "/") {
		if strings.Count(part, ".") > 0 && strings.Trim(part, ".") != "" {
			return part
		}
	}
	return ""
}

// onHost reports whether a mailbox is of a host's domain: aide@exemple.fr of www.exemple.fr.
func onHost(mailbox, host string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(mailbox), "@")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	return strings.Contains(domain, ".") && (domain == host || strings.HasSuffix(host, "."+domain) ||
		strings.HasSuffix(domain, "."+host))
}

// personal tells the fields that are read for addresses elsewhere.
func (b *builder) personal(f schema.Field) bool {
	s := string(f)
	return strings.HasPrefix(s, "contacts") || strings.HasPrefix(s, "provider") || f == schema.FieldOther ||
		isSessionField(f)
}

// afterwards fills what the page says only session by session, where all sessions agree: hours and price of the
// course. It also settles what two fields say of the same thing.
func (b *builder) afterwards() {
	ss := b.c.Sessions
	if hours := allEqual(ss, func(s *schema.Session) *float64 { return s.Hours }); hours != nil {
		if b.c.Duration == nil {
			b.c.Duration = &schema.Duration{}
		}
		if b.c.Duration.TotalHours == nil && b.c.Duration.Text == nil {
			b.c.Duration.TotalHours = hours
		}
	}
	b.settlePrice()
	b.limits()
	if b.c.Certifying == nil && len(b.c.Codes.RNCP) > 0 {
		b.c.Certifying = new(true)
		b.derive(schema.FieldCertifying, schema.FieldRNCP)
	}
}

// allEqual gives the value every session has, nil when one has none or another.
func allEqual(ss []schema.Session, get func(*schema.Session) *float64) *float64 {
	var all *float64
	for i := range ss {
		v := get(&ss[i])
		if v == nil || all != nil && *all != *v {
			return nil
		}
		all = v
	}
	return all
}

// limits notes every list that was cut.
func (b *builder) limits() {
	o := emptyOrg()
	if b.c.Provider != nil {
		o = *b.c.Provider
	}
	for _, l := range []struct {
		field schema.Field
		n     int
	}{
		{schema.FieldPace, len(b.c.Pace)}, {schema.FieldOther, len(b.c.Other)}, {schema.FieldContact, len(b.c.Contacts)},
		{schema.FieldFunding, len(b.c.Funding)},
		{schema.FieldProviderPhone, len(o.Phones)}, {schema.FieldProviderEmail, len(o.Emails)},
		{schema.FieldRNCP, len(b.c.Codes.RNCP)},
		{schema.FieldROME, len(b.c.Codes.ROME)}, {schema.FieldFormacode, len(b.c.Codes.Formacode)},
	} {
		if l.n >= text.MostItems {
			b.issue(schema.IssueTooLong, l.field, strconv.Itoa(l.n)+" entries, the rest left out", nil)
		}
	}
}

// settlePrice compares the price of the course with the prices of its sessions and those that some sites print
// inside the name of a scheme ("…, coût : 1707 €"). One amount everywhere is the price; several leave none.
func (b *builder) settlePrice() {
	var amounts []float64
	var text *string
	for i := range b.c.Sessions {
		if p := b.c.Sessions[i].Price; p != nil {
			amounts = append(amounts, *p)
		}
	}
	for _, f := range b.c.Funding {
		if f.Scheme == nil || !amount.HasEuro(*f.Scheme) {
			continue
		}
		if r := amount.ReadPrice(*f.Scheme); r.Amount != nil {
			amounts, text = append(amounts, *r.Amount), f.Scheme
		}
	}
	if len(amounts) == 0 {
		return
	}
	if b.c.Price == nil {
		b.c.Price = &schema.Price{AmountEUR: &amounts[0], Text: text}
	}
	for _, a := range amounts {
		if have := b.c.Price.AmountEUR; have != nil && *have != a {
			b.issue(schema.IssueConflict, schema.FieldPrice,
				strconv.FormatFloat(*have, 'f', -1, 64)+" / "+strconv.FormatFloat(a, 'f', -1, 64), nil)
			b.c.Price.AmountEUR = nil
			return
		}
	}
}
