package claim

import (
	"regexp"
	"slices"
	"strings"

	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/email"
	"carif/text/phone"
)

// bare reports a label without a field of its own that has no value.
func bare(f schema.Field, pr shape.Printed) bool {
	return pr.Text == "" && !pr.Icon && lexicon.Aside(f)
}

// pageBehind is the address under a label without a field of its own whose words only say where to click: "+ d'infos :
// Cliquez ici". It is "" where words say something, or where nothing leads to a page.
func (r *Reader) pageBehind(f schema.Field, p *shape.Piece, pr shape.Printed) string {
	anchors := r.Lay.Lines[p.Line].Anchors
	if f == schema.FieldOther && pr.Text == "" && p.Tail > 0 && len(anchors) == 1 && strings.HasPrefix(anchors[0].Href, "http") {
		return anchors[0].Href
	}
	return ""
}

// sayNothing deals with a label without a field of its own that has no value: the page names a thing and says nothing of
// it, or what it says is the page's own words.
func (r *Reader) sayNothing(i, k int) {
	p := &r.Pieces[i]
	for j := i + 1; j < k; j++ {
		if r.Pieces[j].Claim == "chrome" {
			r.claim(i, k, "chrome", "chrome:label")
			return
		}
	}
	r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: schema.FieldOther, Raw: p.Label})
	r.claim(i, k, "absent", "empty")
}

// dropTwins forgets loose lines that only repeat a value: the title for printing, the provider under the title.
func (r *Reader) dropTwins() {
	if len(r.Draft.Unclaimed) == 0 {
		return
	}
	said := map[string]bool{}
	for _, v := range r.Draft.Values {
		if len(v.Text) < 300 {
			said[text.FoldLabel(v.Text)] = true
			if first, _, more := strings.Cut(v.Text, "\n"); more {
				said[text.FoldLabel(first)] = true
			}
		}
	}
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if len(u.Text) < 300 && said[text.FoldLabel(u.Text)] {
			return "twin"
		}
		return ""
	})
}

// keepLeft keeps the unclaimed texts for which rule gives ""; the others are claimed under the rule given.
func (r *Reader) keepLeft(rule func(i int, u schema.Unclaimed) string) {
	var kept []schema.Unclaimed
	var left []int
	for n, u := range r.Draft.Unclaimed {
		i := r.left[n]
		why := rule(i, u)
		if why == "" {
			kept, left = append(kept, u), append(left, i)
			continue
		}
		end := len(r.Pieces)
		if n+1 < len(r.left) {
			end = r.left[n+1]
		}
		for j := i; j < end && (r.Pieces[j].Claim == "unclaimed" || r.Pieces[j].Claim == "chrome"); j++ {
			if r.Pieces[j].Claim == "chrome" {
				continue
			}
			if r.Pieces[j].Claim, r.Pieces[j].Rule = "chrome", why; why == "twin" || why == "name" {
				r.Pieces[j].Claim = "twin"
			}
		}
	}
	r.Draft.Unclaimed, r.left = kept, left
}

// providerByName takes a loose line beside the title as the provider where the page names none and the line's
// class or link says so.
func (r *Reader) providerByName() {
	for _, v := range r.Draft.Values {
		if strings.HasPrefix(string(v.Field), "provider") && v.Field != schema.FieldProviderAddress {
			return
		}
	}
	done := false
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if done || len(u.Text) > 120 || !r.besideTitle(i) {
			return ""
		}
		done = true
		pr := r.Collect(i, i+1, false)
		for _, by := range [...]string{"proposée par ", "dispensée par ", "organisée par ", "assurée par ", "animée par ", "Proposé par ", "proposé par "} {
			if _, name, ok := strings.Cut(pr.Text, by); ok && name != "" {
				pr.Text = name // "Une formation proposée par …"
			}
		}
		r.put(schema.FieldProvider, "", pr, nil, 0)
		return "name"
	})
}

// besideTitle reports whether a line beside the title speaks of the provider by its class or its link.
func (r *Reader) besideTitle(i int) bool {
	return i >= r.TitleAt-3 && i <= r.TitleAt+6 && r.SpeaksOfProvider(i)
}

// providerBeside gives the name that a line beside the title has for the provider, "" for none.
func (r *Reader) providerBeside() string {
	for i := max(0, r.TitleAt-3); i <= min(r.TitleAt+6, len(r.Pieces)-1); i++ {
		if p := &r.Pieces[i]; !p.Skip && p.Label == "" && len(r.Text(p)) > 2 && len(r.Text(p)) <= 120 && i != r.TitleAt && r.besideTitle(i) {
			return r.Text(p)
		}
	}
	return ""
}

// providerFromContact makes the provider of a contact's block that is an organisation with its address, where the page
// names no provider otherwise.
func (r *Reader) providerFromContact() {
	for _, v := range r.Draft.Values {
		if v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName {
			return
		}
	}
	group := 0
	for n := range r.Draft.Values {
		v := &r.Draft.Values[n]
		if group == 0 && v.Field == schema.FieldContact && v.Group > 0 && lexicon.HasPostalLine(v.Text) && addressIn(v.Text) {
			group = v.Group
		}
	}
	if group == 0 {
		return
	}
	to := map[schema.Field]schema.Field{schema.FieldContact: schema.FieldProvider, schema.FieldContactPhone: schema.FieldProviderPhone, schema.FieldContactEmail: schema.FieldProviderEmail}
	for n := range r.Draft.Values {
		if v := &r.Draft.Values[n]; v.Group == group && to[v.Field] != "" {
			v.Field = to[v.Field]
		}
	}
}

// addressFromContact gives the provider the address that a contact's block prints, under the provider's own name or as the
// only one of the page, where the page prints none beside the name.
func (r *Reader) addressFromContact() {
	name, group := "", 0
	for _, v := range r.Draft.Values {
		switch v.Field {
		case schema.FieldProviderAddress, schema.FieldProviderCity, schema.FieldProviderPostal:
			return
		case schema.FieldProvider, schema.FieldProviderName:
			if lexicon.HasPostalLine(v.Text) || name != "" {
				return
			}
			first, _, _ := strings.Cut(v.Text, "\n")
			name, group = text.FoldLabel(first), v.Group
		}
	}
	if len(name) < 3 {
		return
	}
	var address schema.Value
	for _, v := range r.Draft.Values {
		first, rest, _ := strings.Cut(v.Text, "\n")
		if v.Field != schema.FieldContact || !lexicon.HasPostalLine(rest) {
			continue
		}
		a := addressLines(rest)
		switch own := text.FoldLabel(first) == name; {
		case a == "":
		case own:
			r.addAddress(a, group, v)
			return
		case address.Text != "" && address.Text != a:
			return // one of several, and nothing tells whose
		default:
			address, address.Text = v, a
		}
	}
	if address.Text != "" {
		r.addAddress(address.Text, group, address)
	}
}

func (r *Reader) addAddress(a string, group int, from schema.Value) {
	r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldProviderAddress, Text: a, Group: group, Where: from.Where})
}

// addressLines gives the postal line of a text and the lines of the street before it.
func addressLines(t string) string {
	lines := strings.Split(t, "\n")
	for n, l := range lines {
		if !wording.PostalLine(l) {
			continue
		}
		from := n
		for from > 0 && n-from < 3 && !letterLine(lines[from-1]) {
			from--
		}
		return strings.Join(lines[from:n+1], "\n")
	}
	return ""
}

// providerFromOwner takes the owner of the site for the provider where the page names none.
func (r *Reader) providerFromOwner() {
	for _, v := range r.Draft.Values {
		if v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName {
			return
		}
	}
	for _, a := range r.Draft.Absent {
		if a.Field == schema.FieldProvider || a.Field == schema.FieldProviderName {
			return
		}
	}
	seat := r.siteOwner().name == "" && !r.Plain
	if seat {
		r.owner.name, r.owner.at = r.seatOwner()
	}
	if o := r.owner; o.name != "" {
		pr := r.Collect(o.at, o.at+1, false)
		pr.Text, pr.Items, pr.Links = o.name, nil, nil
		if seat { // any site has one: it does not speak for a course
			r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldProvider, Text: o.name, Where: pr.Where})
		} else {
			r.put(schema.FieldProvider, "", pr, nil, 0)
		}
		r.Notes.Add(&r.Pieces[o.at], "%s is the provider: the site is a training body's", o.name)
	}
}

// owner is the body whose site the page is on, "" for none, and the piece that names it.
type owner struct {
	name  string
	at    int
	asked bool
}

// siteOwner finds the owner of the site: a body that gives courses prints its declaration of activity, or its certificate,
// at the foot of every page, and a catalogue has neither. The owner goes by the name that the page's own title and its
// furniture both print.
func (r *Reader) siteOwner() owner {
	if r.owner.asked {
		return r.owner
	}
	r.owner.asked = true
	if r.Plain || !r.ownedByBody() {
		return r.owner
	}
	for _, name := range r.siteNames() {
		if name = strings.TrimSpace(name); len(name) < 4 || len(name) > 80 || r.isTitle(name) || r.Town(name) {
			continue
		}
		if printed, at := r.namedInChrome(name); at >= 0 && (!r.menuEntry(printed) || text.FoldLabel(printed) == text.FoldLabel(r.Lay.SiteName)) {
			r.owner.name, r.owner.at = printed, at
			break
		}
	}
	return r.owner
}

// siteNames are what the page's head calls the site, the surest first.
func (r *Reader) siteNames() []string {
	var names []string
	if parts := outline.TitleParts(r.Lay.Title); len(parts) > 1 || strings.Contains(r.Lay.Title, " - ") {
		for _, p := range parts {
			names = append(names, strings.Split(p, " - ")...)
		}
		slices.Reverse(names)
	}
	return append(names, r.Lay.SiteName)
}

// namedInChrome finds a name that the page's furniture prints, and the piece that prints it: the whole name, or as many of
// its first words, two at least, as are the beginning of a line there: the title of a page adds a town or a motto.
func (r *Reader) namedInChrome(name string) (printed string, at int) {
	if at = r.chromeNaming(name); at >= 0 {
		return name, at
	}
	words := strings.Fields(name)
	for n := len(words) - 1; n >= 2; n-- {
		part := strings.TrimRight(strings.Join(words[:n], " "), ",:;")
		if f := text.FoldLabel(part); len(f) < 6 || !strings.Contains(f, " ") {
			break
		}
		if at = r.chromeNaming(part); at >= 0 && strings.HasPrefix(text.FoldLabel(r.Lay.Lines[r.Pieces[at].Line].Text), text.FoldLabel(part)) {
			return part, at
		}
	}
	return "", -1
}

// ownerDetails gives a provider that owns the site the address, number and mailbox that its furniture prints: those beside
// the seat where there are several, none where nothing tells which. What the furniture says of others is not theirs.
func (r *Reader) ownerDetails() {
	name := ""
	for _, v := range r.Draft.Values {
		switch v.Field {
		case schema.FieldProvider, schema.FieldProviderName:
			first, _, _ := strings.Cut(v.Text, "\n")
			name = text.FoldLabel(first)
		case schema.FieldProviderAddress, schema.FieldProviderCity, schema.FieldProviderPostal, schema.FieldProviderPhone, schema.FieldProviderEmail:
			return // the page's own words tell
		}
	}
	o := r.siteOwner()
	if o.name == "" || text.FoldLabel(o.name) != name {
		return
	}
	var address, phones, mails []string
	var where [3]int
	theirs := notTheOwners{r: r, owner: name, over: -1}
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" || len(r.Lay.Lines[p.Line].Text) > 400 || i > 0 && r.Pieces[i-1].Line == p.Line {
			continue
		}
		t := theirs.ownWords(p.Line)
		if t == "" {
			continue
		}
		if wording.PostalLine(t) && (len(address) == 0 || strings.Contains(text.FoldLabel(t), "siege")) {
			address, where[0] = []string{t}, i
		} else if wording.PostalLine(t) {
			address = append(address, t)
		}
		got := phone.Read("", t)
		for _, n := range got.Phones {
			if phones = text.AddOnce(phones, n); len(phones) == 1 {
				where[1] = i
			}
		}
		found, _ := email.Read(t, nil)
		for _, m := range found {
			if mails = text.AddOnce(mails, m); len(mails) == 1 {
				where[2] = i
			}
		}
	}
	if len(address) > 0 && (len(address) == 1 || strings.Contains(text.FoldLabel(address[0]), "siege")) {
		r.putDetail(schema.FieldProviderAddress, behindName(beforeNumbers(address[0]), name), where[0])
	}
	if len(phones) == 1 {
		r.putDetail(schema.FieldProviderPhone, phones[0], where[1])
	}
	if len(mails) == 1 {
		r.putDetail(schema.FieldProviderEmail, mails[0], where[2])
	}
}

// behindTown is what a line of a page's foot goes on with behind the town of an address.
var behindTown = regexp.MustCompile(`(?i)\s*[.;,|·–(-]?\s*\b(t[ée]l|secr[ée]tariat|standard|accueil|fax|mail|e-mail|courriel|contact|horaires|ouvert|siret|siren|nda|rcs|d[ée]clar[ée]e?|d[ée]claration|enregistr[ée]e?|\+33|0\d[ .]\d\d)\b.*$|\s[^\s]+@.*$`)

// beforeNumbers cuts an address off where the line goes on with a number, a mailbox or office hours.
func beforeNumbers(t string) string {
	if at := behindTown.FindStringIndex(t); at != nil && wording.PostalLine(t[:at[0]]) {
		return strings.TrimRight(t[:at[0]], " .;,|·–-(")
	}
	return t
}

// behindName cuts the owner's name, folded, off the head of the address that follows it: "Cariste Vilaine SARL, 12 rue …".
func behindName(t, name string) string {
	for _, mark := range [...]string{", ", " – ", " - ", " • ", " | ", " · "} {
		if head, rest, ok := strings.Cut(t, mark); ok && !text.HasDigit(head) && strings.HasPrefix(text.FoldLabel(head)+" ", name+" ") && wording.PostalLine(rest) {
			return rest
		}
	}
	return t
}

func (r *Reader) putDetail(f schema.Field, words string, at int) {
	pr := r.Collect(at, at+1, false)
	pr.Text, pr.Items, pr.Links = words, nil, nil
	r.put(f, "", pr, nil, 0)
	r.Notes.Add(&r.Pieces[at], "%s of the provider, whose site this is", f)
}

// ownedByBody reports whether the page's own furniture says that a training body owns the site.
func (r *Reader) ownedByBody() bool {
	for i := len(r.Pieces) - 1; i >= 0; i-- {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" {
			continue
		}
		t := r.Lay.Lines[p.Line].Text
		if len(t) < 12 || len(t) > 2000 {
			continue
		}
		if r.Lx.OwnedByBody(text.FoldLabel(t)) {
			return true
		}
	}
	return false
}

// isTitle reports whether words are those of the course's title.
func (r *Reader) isTitle(name string) bool {
	f := text.FoldLabel(name)
	for _, v := range r.Draft.Get(schema.FieldTitle) {
		if t := text.FoldLabel(v.Text); strings.Contains(t, f) || strings.Contains(f, t) {
			return true
		}
	}
	return false
}

// chromeNaming gives the first piece of the page's furniture that prints a name, -1 for none.
func (r *Reader) chromeNaming(name string) int {
	f := " " + text.FoldLabel(name) + " "
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" {
			continue
		}
		if t := r.Lay.Lines[p.Line].Text; len(t) >= len(name) && len(t) < 1000 && strings.Contains(" "+text.FoldLabel(wording.Clean(t))+" ", f) {
			return i
		}
	}
	return -1
}
