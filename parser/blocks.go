package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
)

// block reads the block of a provider or a contact: labelled parts become finer values of one group, the rest is
// the block's own text.
func (r *reader) block(i, ext int, f schema.Field) int {
	p := &r.pieces[i]
	r.group++
	r.blockField, r.blockGroup, r.blockAt = f, r.group, i
	group := r.group
	own := i + 1
	for own < ext && !r.blockLabel(own) {
		own++
	}
	if own == ext && !r.plain { // the address may stand in the boxes that follow
		for j := own; j < min(own+6, len(r.pieces)) && r.pieces[j].label == "" && r.tableAt(j) == nil; j++ {
			if postalLine(r.text(&r.pieces[j])) && !r.pieces[j].skip && !r.hasPostal(i, own) {
				own = j + 1
				ext = max(ext, min(r.after(r.boxOf(j)), len(r.pieces)))
				break
			}
		}
	}
	pr := r.collect(i, own, true)
	if strings.Contains(pr.text, "\n") && len(pr.items) > 0 && !strings.HasPrefix(pr.text, "- ") {
		pr.items = nil
	}
	r.putBlock(f, p.label, pr, group)
	r.claim(i, own, string(f), "label")
	return r.blockRest(own, ext, group, f)
}

// coordinates reads the address, phones and mails of the provider named before.
func (r *reader) coordinates(i, ext int, closed bool, sc scope) int {
	k := r.reach(i, ext, &entry{field: schema.FieldProviderAddress}, closed, sc)
	r.putCoordinates(r.pieces[i].label, r.collect(i, k, true), r.blockGroup)
	r.claim(i, k, string(schema.FieldProviderAddress), "label")
	return k
}

// putCoordinates gives each line of a provider's coordinates its field.
func (r *reader) putCoordinates(label string, pr printed, group int) {
	var address []string
	for t := range strings.SplitSeq(pr.text, "\n") {
		q := pr
		q.text, q.items = t, nil
		f := fold(t)
		switch {
		case strings.Contains(t, "@"):
			r.put(schema.FieldProviderEmail, label, q, nil, group)
		case strings.HasPrefix(f, "fax") || strings.HasPrefix(f, "telecopie"):
			r.put(schema.FieldFax, label, q, nil, group)
		case strings.HasPrefix(f, "tel") || strings.HasPrefix(f, "portable") || strings.HasPrefix(f, "mobile"):
			r.put(schema.FieldProviderPhone, label, q, nil, group)
		case strings.HasPrefix(t, "http") || strings.HasPrefix(t, "www."):
			r.put(schema.FieldProviderWebsite, label, q, nil, group)
		case t != "":
			address = append(address, t)
		}
	}
	pr.text, pr.items = strings.Join(address, "\n"), nil
	r.put(schema.FieldProviderAddress, label, pr, nil, group)
}

func (r *reader) hasPostal(i, k int) bool {
	for j := i; j < k; j++ {
		if postalLine(r.text(&r.pieces[j])) {
			return true
		}
	}
	return false
}

// named reports whether a group of the provider has its name already.
func (r *reader) named(group int) bool {
	vs := r.draft.Values
	for _, v := range vs[max(0, len(vs)-60):] {
		if v.Group == group && (v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName) {
			return true
		}
	}
	return false
}

// putBlock puts a block's own text, its first line taken apart where a link in it names the organisation:
// "<a>GRETA EURE</a> EVREUX-CENTRE", "282 - <a>CREFO</a> - Saint-Pol-sur-Mer - 03 …".
func (r *reader) putBlock(f schema.Field, label string, pr printed, group int) {
	first, more, _ := strings.Cut(pr.text, "\n")
	if f == schema.FieldProvider && len(pr.links) > 0 {
		name := strings.TrimSpace(pr.links[0].Text)
		before, after, ok := strings.Cut(first, name)
		if len(name) > 1 && ok && !strings.Contains(name, "@") && strings.Trim(before+after, " -") != "" && !postalLine(first) {
			q := pr
			q.items, q.links = nil, nil
			q.text = name
			r.put(schema.FieldProviderName, label, q, nil, group)
			for _, part := range splitDash(strings.Trim(before, " -") + " - " + strings.Trim(after, " -")) {
				if q.text = strings.TrimSpace(part); q.text == "" {
					continue
				}
				g := schema.FieldProviderPhone
				switch {
				case townLike(q.text) || strings.HasPrefix(q.text, "("):
					g = schema.FieldProviderCity
				case isID(q.text) && len(q.text) < 9:
					g = schema.FieldProviderReference
				}
				r.put(g, "", q, nil, group)
			}
			pr.text = more
		}
	}
	if pr.text != "" {
		pr.text = r.dropDepartment(pr)
		r.put(f, label, pr, nil, group)
	}
}

// dropDepartment drops the department's number before an organisation's name, where the address below is in it:
// "2B LYCÉE …" over "20200 BASTIA".
func (r *reader) dropDepartment(pr printed) string {
	t := pr.text
	code, rest, ok := strings.Cut(t, " ")
	if !ok || len(code) != 2 || !digit(code[0]) || !letter(rest) {
		return t
	}
	want := code
	if code == "2A" || code == "2B" {
		want = "20"
	}
	for l := range strings.SplitSeq(t, "\n") {
		for n := 0; n+6 < len(l); n++ {
			if strings.HasPrefix(l[n:], want) && digit(l[n+2]) && digit(l[n+3]) && digit(l[n+4]) && (n == 0 || l[n-1] == ' ') {
				pr.text, pr.items, pr.links = code, nil, nil
				r.put(schema.FieldOther, "", pr, nil, 0)
				return rest
			}
		}
	}
	return t
}

// blockLabel reports whether piece j begins with a label that ends a block's own text.
func (r *reader) blockLabel(j int) bool {
	q := &r.pieces[j]
	if q.label == "" || q.skip {
		return false
	}
	if r.lookup(q, inBlock) == nil {
		return q.sure == structural && q.whole
	}
	return q.sure >= styled || !q.whole || r.plain
}

// blockRest reads the labelled parts of a block and the loose lines between them.
func (r *reader) blockRest(i, ext int, group int, f schema.Field) int {
	for i < ext {
		p := &r.pieces[i]
		if p.skip {
			i++
			continue
		}
		if p.label == "" {
			k := i + 1
			for k < ext && !r.blockLabel(k) && !r.pieces[k].skip {
				k++
			}
			r.put(f, "", r.collect(i, k, false), nil, group)
			r.claim(i, k, string(f), "block")
			i = k
			continue
		}
		e := r.lx.block[p.key]
		if e == nil || p.sure < styled && p.whole && !r.plain {
			return i
		}
		k := i + 1
		for k < ext && r.pieces[k].label == "" && p.whole && r.collect(i, k, true).text == "" {
			k++
		}
		if e.field == fieldAddress {
			for k < ext && r.pieces[k].label == "" {
				k++
			}
		}
		if e.field == fieldName && f == schema.FieldProvider && r.named(group) { // a second name: a person of the organisation
			r.group++
			f, group = schema.FieldContact, r.group
			r.blockField, r.blockGroup = f, group
		}
		if c := r.lx.course[p.key]; e.field == fieldName && f == schema.FieldContact && c != nil && c.field == schema.FieldProvider {
			r.group++
			f, group = schema.FieldProvider, r.group
			r.blockField, r.blockGroup = f, group
		}
		fine, g := r.concrete(e.field, inBlock)
		if g == 0 {
			g = group
		}
		r.put(fine, p.label, r.collect(i, k, true), nil, g)
		r.claim(i, k, string(fine), "block")
		i = k
	}
	return i
}

// looseText deals with text under no label: chrome by its words, the provider's address block beside the title,
// a value of the session, else unclaimed.
func (r *reader) looseText(i, end int, sc scope, s *session) int {
	k := i + 1
	box := r.boxOf(i)
	for k < end && !r.pieces[k].skip && r.pieces[k].claim == "" && r.tableAt(k) == nil &&
		(r.pieces[k].label == "" || !r.firesLoose(&r.pieces[k], sc)) && r.boxOf(k) == box {
		k++
	}
	if sc == inSession && s != nil {
		r.sessionText(i, k, s)
		return k
	}
	if sc == inCourse && r.addressBlock(i, end) {
		return r.addressProvider(i, end)
	}
	pr := r.collect(i, k, false)
	if pr.text == "" {
		r.claimChrome(i, k)
		return k
	}
	if r.plain && i == r.titleAt+1 && k-i == 1 && len(pr.text) < 120 && r.blockField == "" { // the line under the title
		r.group++
		r.put(schema.FieldProvider, "", pr, nil, r.group)
		r.claim(i, k, string(schema.FieldProvider), "under the title")
		return k
	}
	if sc == inCourse && stateText(fold(pr.text)) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
		return k
	}
	if r.metaLine(pr) {
		r.claim(i, k, "meta", "meta line")
		return k
	}
	if f := codeLine(pr); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "code")
		return k
	}
	if f := saysItself(pr.text); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "words")
		return k
	}
	if o := r.over; o.e != nil && i < o.end && sc == inCourse && !single(o.e.field) {
		f, also := o.e.field, o.e.also
		r.put(f, o.label, pr, also, 0)
		r.claim(i, k, string(f), "label over")
		return k
	}
	if sc == inCourse && postalLine(pr.text) && r.blockField != "" && !r.addressed && len(pr.text) < 200 && i-r.blockAt < 12 {
		q := pr
		q.items = nil
		r.put(schema.FieldProviderAddress, "", q, nil, r.blockGroup)
		r.claim(i, k, string(schema.FieldProviderAddress), "address")
		return k
	}
	label := ""
	if i < r.headingEnd {
		label = r.pieces[r.heading].label
		if label == "" {
			label = r.lay.lines[r.pieces[r.heading].line].text
		}
	}
	r.leave(i, k, label, pr)
	return k
}

// stateText reports whether a line is nothing but a session's state.
func stateText(f string) bool {
	switch f {
	case "recrutement clos", "recrutement ouvert", "recrutement termine", "recrutement en cours", "inscriptions closes", "inscriptions ouvertes", "inscription close",
		"inscription ouverte", "session complete", "complet", "session ouverte", "session fermee", "session close", "session annulee":
		return true
	}
	return false
}

// addState gives a state told outside any session to the one read last, or to the only one to come.
func (r *reader) addState(pr printed) {
	v := r.sessionValue(schema.FieldSessionState, "", pr)
	if n := len(r.found); n > 0 {
		r.found[n-1].add(v)
		return
	}
	r.loose.add(v)
}

// codeLine tells the field of loose lines that are codes: lines that begin with a ROME code, a link to a RNCP sheet.
func codeLine(pr printed) schema.Field {
	t := strings.TrimPrefix(pr.text, "- ")
	if len(t) > 5 && t[0] >= 'A' && t[0] <= 'N' && digit(t[1]) && digit(t[2]) && digit(t[3]) && digit(t[4]) && !letter(t[5:]) {
		return schema.FieldROME
	}
	for _, l := range pr.links {
		if strings.Contains(strings.ToLower(l.Href), "rncp") && len(pr.text) < 120 {
			return schema.FieldRNCP
		}
	}
	return ""
}

// saysItself tells the field of a sentence that needs no label: "Cette formation est conventionnée."
func saysItself(t string) schema.Field {
	if len(t) > 160 || strings.Contains(t, "\n") {
		return ""
	}
	f := fold(t)
	switch {
	case strings.Contains(f, "formation") && (strings.Contains(f, "est conventionnee") || strings.Contains(f, "n est pas conventionnee")):
		return schema.FieldConventioned
	case strings.HasPrefix(f, "financement ") || strings.HasPrefix(f, "formation financee") || strings.HasPrefix(f, "formation eligible au "):
		return schema.FieldFunding
	}
	return ""
}

func (r *reader) claimChrome(i, k int) {
	for j := i; j < k; j++ {
		if p := &r.pieces[j]; p.claim == "" {
			p.claim, p.rule = "chrome", "chrome:words"
		}
	}
}

// addressBlock reports whether an unlabelled postal address begins near piece i, with no label between: the
// provider as many pages print it beside the title.
func (r *reader) addressBlock(i, end int) bool {
	if r.blockField != "" {
		return false
	}
	for j := i; j < min(i+7, end); j++ {
		q := &r.pieces[j]
		if q.skip {
			continue
		}
		if q.label != "" && (q.known || q.sure >= styled) {
			return false
		}
		if postalLine(r.text(q)) {
			return (j > i || len(r.text(q)) > 25) && r.shareBox(i, j)
		}
	}
	return false
}

// shareBox reports whether two pieces stand in one box below the page's body: a line of the page's head and an
// address far below do not.
func (r *reader) shareBox(i, j int) bool {
	b := r.boxOf(i)
	for b > 0 && r.lay.boxes[b].last <= r.pieces[j].line {
		b = r.lay.boxes[b].parent
	}
	return b > 0 && r.lay.boxes[b].tag != atom.Body || r.plain
}

// postalLine reports whether a line holds a postal code and a town.
func postalLine(t string) bool {
	for i := 0; i+6 < len(t); i++ {
		if !digit(t[i]) || i > 0 && (digit(t[i-1]) || t[i-1] == '.') {
			continue
		}
		n := 0
		for i+n < len(t) && digit(t[i+n]) {
			n++
		}
		if n == 5 && i+7 < len(t) && t[i+5] == ' ' && letter(strings.TrimLeft(t[i+5:], " -(")) {
			return true
		}
		i += n
	}
	return false
}

// addressIn reports whether a text of several lines ends in a postal line and begins with a name.
func addressIn(t string) bool {
	lines := strings.Split(t, "\n")
	if postalLine(lines[0]) || strings.ContainsAny(lines[0][:min(1, len(lines[0]))], "0123456789") {
		return false
	}
	for _, l := range lines[1:] {
		if postalLine(l) {
			return true
		}
	}
	return false
}

func letter(s string) bool {
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z' || s[0] >= 0x80)
}

func (r *reader) addressProvider(i, end int) int {
	r.group++
	r.blockField, r.blockGroup = schema.FieldProvider, r.group
	k := i
	for k < end {
		q := &r.pieces[k]
		if q.label != "" && !q.skip && (q.known || q.sure >= styled) {
			break
		}
		k++
		if !q.skip && postalLine(r.text(q)) {
			break
		}
	}
	pr := r.collect(i, k, false)
	pr.items = nil
	pr.text = r.dropDepartment(pr)
	r.put(schema.FieldProvider, "", pr, nil, r.group)
	r.claim(i, k, string(schema.FieldProvider), "address")
	return r.blockRest(k, min(r.after(r.boxOf(i)), end), r.group, schema.FieldProvider)
}
