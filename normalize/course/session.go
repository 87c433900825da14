package course

import (
	"slices"
	"strings"

	"carif/geo/place"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/date"
	"carif/vocab"
)

// sessionFields are the fields of one session; values of them outside any session belong to all.
var sessionFields = []schema.Field{
	schema.FieldSessionID, schema.FieldSessionPublished, schema.FieldSessionDates, schema.FieldSessionStart,
	schema.FieldSessionEnd,
	schema.FieldSessionEntryExit, schema.FieldSessionCity, schema.FieldSessionPostal, schema.FieldSessionProvider,
	schema.FieldSessionState,
	schema.FieldSessionCPF, schema.FieldSessionSeats, schema.FieldSessionHours, schema.FieldSessionPrice,
	schema.FieldSessionContact, schema.FieldSessionText,
}

// sessions types the sessions. What the page says of sessions outside of any (a place for the whole course)
// completes those that do not say it themselves; with no session on the page it makes one.
func (b *builder) sessions() {
	shared := b.ordered(sessionFields...)
	raw := b.rawSession
	if len(raw) == 0 && len(shared) > 0 {
		var s schema.DraftSession
		for _, v := range shared {
			s.Values = append(s.Values, *v)
		}
		raw, shared = []schema.DraftSession{s}, nil
	}
	for i := range raw {
		b.session = i
		b.c.Sessions = append(b.c.Sessions, b.drafted(&raw[i], shared)...)
	}
	b.session = -1
}

// sessionParts collects what one session's values say before it is put together.
type sessionParts struct {
	dates      date.Period
	start, end string
	startPrec  string
	places     []*schema.Value
	postal     string
	// otherPlaces are texts under the label of a place that is not the training's ("Lieu d'inscription").
	otherPlaces  []*schema.Value
	department   string // from a column of its own
	texts        []string
	stateIcon    bool // the state came from an icon
	contactGroup int
	dated        []datedWords
}

// drafted gives the session of a draft. A bare list of intervals without an id is as many sessions, and so are days too
// far apart to be of one; intervals that stand under words of their own ("Module 1 : du …") are parts of one.
func (b *builder) drafted(raw *schema.DraftSession, shared []*schema.Value) []schema.Session {
	s, p := b.oneSession(raw, shared)
	if s.NativeID != nil || p.start != "" || p.end != "" || !p.dates.Listed {
		return []schema.Session{s}
	}
	ranges := p.dates.Ranges
	switch {
	case !p.dates.Several():
		ranges = b.runs(ranges)
	case slices.ContainsFunc(ranges, func(r date.Range) bool { return !r.Closed() }):
		ranges = nil // the words keep what the record has no place for
	}
	if len(ranges) < 2 {
		return []schema.Session{s}
	}
	var out []schema.Session
	for _, r := range ranges {
		each := s
		each.Start, each.End, each.DatePrecision = schema.NonEmpty(r.Start), schema.NonEmpty(r.End), r.Precision
		each.Contacts = slices.Clone(s.Contacts)
		out = append(out, each)
	}
	return out
}

func (b *builder) oneSession(raw *schema.DraftSession, shared []*schema.Value) (schema.Session, *sessionParts) {
	s := schema.Session{DatePrecision: date.PrecisionNone, PlaceConfidence: "none", Contacts: []schema.Contact{}}
	var p sessionParts
	has := map[schema.Field]bool{}
	for i := range raw.Values {
		v := &raw.Values[i]
		has[v.Field] = true
		b.sessionValue(&s, &p, v)
		for _, f := range v.Also {
			also := *v
			also.Field = f
			b.sessionValue(&s, &p, &also)
		}
	}
	placed := has[schema.FieldSessionCity] || has[schema.FieldSessionPostal]
	for _, v := range shared {
		switch v.Field {
		case schema.FieldSessionCity, schema.FieldSessionPostal:
			if !placed {
				b.sessionValue(&s, &p, v)
			}
		default:
			if !has[v.Field] {
				b.sessionValue(&s, &p, v)
			}
		}
	}
	b.finishDates(&s, &p, raw)
	b.finishPlace(&s, &p)
	b.aroundDates(&s, &p)
	s.Text = schema.NonEmpty(strings.Join(p.texts, "\n"))
	if s.NativeID != nil && b.c.RCOID != nil {
		s.RCOID = schema.NonEmpty(schema.RCO((*b.c.RCOID)[:2], *s.NativeID))
	}
	return s, &p
}

// sessionValue types one value of a session.
func (b *builder) sessionValue(s *schema.Session, p *sessionParts, v *schema.Value) {
	switch v.Field {
	case schema.FieldSessionID:
		s.NativeID = firstOf(s.NativeID, text.OneLine(v.Text))
	case schema.FieldSessionPublished:
		b.published(s, v)
	case schema.FieldSessionDates:
		b.sessionDates(s, p, v)
	case schema.FieldSessionStart, schema.FieldSessionEnd:
		b.sessionDay(s, p, v)
	case schema.FieldSessionEntryExit:
		c, ok := b.n.EntryExit(v.Label, v.Text)
		if !ok {
			b.unknown(vocab.EntryExit, v.Field, v.Text, v)
		}
		if s.EntryExit == nil || s.EntryExit.Code == nil {
			s.EntryExit = &c
		}
	case schema.FieldSessionCity:
		if addressed(v.Text) {
			b.sessionContact(s, p, v)
			return
		}
		p.places = append(p.places, v)
	case schema.FieldSessionPostal:
		if p.postal = place.Postal(v.Text); p.postal == "" {
			if p.department = place.Department(b.n.Places(), v.Text); p.department != "" { // a column of departments
				return
			}
			b.issue(schema.IssueBadCode, v.Field, v.Text, v)
		}
	case schema.FieldSessionText:
		if b.emptyText(v) {
			return
		}
		p.texts = addText(p.texts, underLabel(v))
		if text.HasPrefixFold(v.Label, "lieu") {
			p.otherPlaces = append(p.otherPlaces, v)
		}
		b.stateInText(s, v)
	default:
		b.sessionDetail(s, p, v)
	}
}

// emptyText sets aside a labelled text of a session that says nothing: "Effectif conventionné : NC", "Durée : 0
// heures".
func (b *builder) emptyText(v *schema.Value) bool {
	if v.Label == "" && onlyWords(v.Text) { // around dates that a template does not have
		b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: schema.FieldSessionDates, Raw: v.Text})
		return true
	}
	words := v.Text
	if head, rest, ok := strings.Cut(v.Text, ":"); ok && (v.Label == "" || sameWords(head, v.Label)) {
		words = strings.TrimSpace(rest)
	}
	if words == v.Text && v.Label == "" || !b.n.Placeholder(words) && !(amount.ZeroOnly(words) && !text.AllDigits(words)) {
		return false
	}
	b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: v.Field, Raw: underLabel(v)})
	return true
}

// underLabel gives the words of a session's text with the label that tells what they are of: "Date limite
// d'inscription : 14/09/2012". A label that only says that something is said adds nothing.
func underLabel(v *schema.Value) string {
	for _, w := range [...]string{"comment", "info", "detail", "remarque", "observation", "precision"} {
		if text.HasPrefixFold(v.Label, w) {
			return v.Text
		}
	}
	if v.Label == "" || v.Text == "" || strings.HasPrefix(text.Fold(v.Text), text.Fold(v.Label)) {
		return v.Text
	}
	return v.Label + " : " + v.Text
}

// sessionProvider reads the body that gives a session.
func (b *builder) sessionProvider(s *schema.Session, p *sessionParts, v *schema.Value) {
	issues := len(b.rec.Issues)
	k := b.readBlock(v, false)
	if s.Provider == nil {
		s.Provider = &k.org
	} else {
		merge(s.Provider, k.org)
	}
	p.texts = addText(p.texts, strings.Join(k.extra, "\n"))
	if k.contact.Name != nil || len(k.contact.Phones)+len(k.contact.Emails) > 0 {
		s.Contacts = append(s.Contacts, k.contact)
	}
	people, rest := b.restOfBlock(s.Provider, &k, v, issues, s.Contacts)
	for _, c := range people {
		s.Contacts = addPerson(s.Contacts, c)
	}
	p.texts = addText(p.texts, rest)
}

// sessionDetail types the less frequent values of a session.
func (b *builder) sessionDetail(s *schema.Session, p *sessionParts, v *schema.Value) {
	switch v.Field {
	case schema.FieldSessionProvider:
		b.sessionProvider(s, p, v)
	case schema.FieldSessionContact:
		b.sessionContact(s, p, v)
	case schema.FieldSessionState:
		b.sessionState(s, p, v)
	case schema.FieldSessionCPF:
		yes, ok := b.n.YesNo(v.Text)
		if !ok {
			b.issue(schema.IssueUnknownValue, v.Field, v.Text, v)
			return
		}
		s.CPFEligible = &yes
	case schema.FieldSessionSeats:
		b.sessionSeats(s, p, v)
	case schema.FieldSessionHours:
		h := amount.ReadHours(v.Label, v.Text)
		if s.Hours == nil {
			s.Hours = h.Total
		}
		if h.Unclear {
			b.issue(schema.IssueBadNumber, v.Field, v.Text, v)
		} else if h.Total == nil { // "18 mois"
			p.texts = addText(p.texts, underLabel(v))
		}
	case schema.FieldSessionPrice:
		r := amount.ReadPrice(v.Text)
		if amount.Tax(v.Label+" "+v.Text) == "ht" { // a session's price says nothing of tax: what is not to be paid is words
			p.texts = addText(p.texts, v.Label+" : "+v.Text)
			return
		}
		if s.Price == nil {
			s.Price = r.Amount
		}
		if r.Amount == nil || strings.Count(v.Text, "€") > 1 {
			p.texts = addText(p.texts, v.Text)
		}
	}
}

// sessionSeats types the seats, and the state that stands beside them.
func (b *builder) sessionSeats(s *schema.Session, p *sessionParts, v *schema.Value) {
	if state, seats := b.n.State(v.Label, v.Text); seats != nil && text.HasStem(text.Fold(v.Text), "reste") {
		s.Seats, s.State = seats, firstOf(s.State, state)
	} else if n, ok := amount.ReadCount(v.Text); ok && n > 0 {
		s.Seats = &n
	} else if !ok && text.HasDigit(v.Text) && !strings.Contains(v.Text, "?") {
		b.issue(schema.IssueBadNumber, v.Field, v.Text, v)
	}
	b.stateBeside(s, v)
	p.keepDay(v.Text)
	if s.Seats == nil && s.State == nil && text.HasDigit(v.Text) { // "? / 19"
		p.texts = addText(p.texts, strings.TrimPrefix(v.Label+" : ", " : ")+v.Text)
	}
}

// keepDay keeps a sentence that says when something was so: "A la date du 12/07/2012 il reste 17 places".
func (p *sessionParts) keepDay(words string) {
	if len(date.Spans(words)) > 0 {
		p.texts = addText(p.texts, words)
	}
}

// sessionContact adds what one value says of a session's contact: values of one group that do not name two people
// are one contact.
func (b *builder) sessionContact(s *schema.Session, p *sessionParts, v *schema.Value) {
	issues := len(b.rec.Issues)
	k := b.readBlock(v, true)
	rest := k.extra
	if w := k.org.Website; w != nil {
		if s.Provider != nil && s.Provider.Website == nil {
			s.Provider.Website = w
		} else {
			rest = append(rest, *w)
		}
	}
	p.texts = addText(p.texts, strings.Join(rest, "\n"))
	c := k.contact
	people := b.restOf(&c, v, issues, rest)
	defer func() {
		for _, other := range people {
			s.Contacts = addPerson(s.Contacts, other)
		}
	}()
	if c.Name == nil && c.Role == nil && !numbered(&c) {
		return
	}
	if n := len(s.Contacts); n > 0 && p.contactGroup == v.Group && (c.Name == nil || s.Contacts[n-1].Name == nil) {
		last := &s.Contacts[n-1]
		last.Name, last.Role = firstPtr(last.Name, c.Name), firstPtr(last.Role, c.Role)
		last.Phones, last.Faxes, last.Emails = text.AddAll(last.Phones, c.Phones), text.AddAll(last.Faxes, c.Faxes),
			text.AddAll(last.Emails, c.Emails)
		return
	}
	p.contactGroup = v.Group
	s.Contacts = append(s.Contacts, c)
}

// sessionState types the state. Several funding rows of one session may each have one, and the first counts; an
// icon's words count before the fixed words printed beside it.
func (b *builder) sessionState(s *schema.Session, p *sessionParts, v *schema.Value) {
	state, seats := b.n.State(v.Label, v.Text)
	if seats != nil {
		s.Seats = seats
	}
	p.keepDay(v.Text)
	switch {
	case state == "":
		b.issue(schema.IssueUnknownValue, v.Field, v.Text, v)
	case s.State == nil || v.Icon && !p.stateIcon:
		s.State, p.stateIcon = &state, v.Icon
	case *s.State != state && v.Icon == p.stateIcon:
		b.issue(schema.IssueConflict, v.Field, v.Text, v)
	}
}

// stateInText finds the one sentence of a session's other text that tells its state: the seats left.
func (b *builder) stateInText(s *schema.Session, v *schema.Value) {
	if len(v.Text) > 300 || s.State != nil {
		return
	}
	if state, seats := b.n.State("", v.Text); seats != nil {
		s.State, s.Seats = &state, seats
	}
}

// stateBeside reads the state that stands beside a number of places: "40 places, complet", "12 places disponibles".
func (b *builder) stateBeside(s *schema.Session, v *schema.Value) {
	if s.State != nil || len(v.Text) > 80 {
		return
	}
	for part := range strings.SplitSeq(v.Text, ",") {
		if state, _ := b.n.State("", strings.TrimLeft(part, " 0123456789")); state != "" {
			s.State = &state
			return
		}
	}
}

// published reads the day a session was published.
func (b *builder) published(s *schema.Session, v *schema.Value) {
	day, bad := date.ReadDay(v.Text)
	if bad {
		b.issue(schema.IssueBadDate, v.Field, v.Text, v)
	}
	s.PublishedOn = firstOf(s.PublishedOn, day)
}
