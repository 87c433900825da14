package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
)

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
	if r.knownLoose(i, k, pr, sc) {
		return k
	}
	label := ""
	if i < r.headingEnd {
		label = r.pieces[r.heading].label
		if label == "" {
			label = r.lay.lines[r.pieces[r.heading].line].text
		}
	}
	if sc == inCourse && (r.datedLines(i, k) || r.putByKind(i, k, label, pr)) {
		return k
	}
	r.leave(i, k, label, pr)
	return k
}

// knownLoose finds the field of text that no label names, by its place or its own words.
func (r *reader) knownLoose(i, k int, pr printed, sc scope) bool {
	if r.plain && i == r.titleAt+1 && k-i == 1 && len(pr.text) < 120 && r.blockField == "" { // the line under the title
		r.group++
		r.put(schema.FieldProvider, "", pr, nil, r.group)
		r.claim(i, k, string(schema.FieldProvider), "under the title")
		return true
	}
	if sc == inCourse && tellsState(pr.text) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
		return true
	}
	if r.metaLine(pr) {
		r.claim(i, k, "meta", "meta line")
		return true
	}
	if f := codeLine(pr); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "code")
		return true
	}
	if f := saysItself(pr.text); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "words")
		return true
	}
	if o := r.over; o.e != nil && i < o.end && sc == inCourse && !single(o.e.field) {
		f, also := o.e.field, o.e.also
		r.put(f, o.label, pr, also, 0)
		r.claim(i, k, string(f), "label over")
		return true
	}
	if sc == inCourse && postalLine(pr.text) && r.blockField != "" && !r.addressed && len(pr.text) < 200 && i-r.blockAt < 12 {
		q := pr
		q.items = nil
		r.put(schema.FieldProviderAddress, "", q, nil, r.blockGroup)
		r.claim(i, k, string(schema.FieldProviderAddress), "address")
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
	if len(t) < 60 && !strings.Contains(t, "\n") {
		if at := rncpCode.FindStringIndex(t); at != nil && at[1]-at[0] > len(t)/3 {
			return schema.FieldRNCP // a badge
		}
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
	f := text.FoldLabel(t)
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
		if r.sheetLine(j) {
			return false
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
		if !digit(t[i]) || i > 0 && (digit(t[i-1]) || t[i-1] == '.') || i > 2 && t[i-1] == '-' && letterByte(t[i-2]) && letterByte(t[i-3]) { // "LR-08841" is a reference
			continue
		}
		n := 0
		for i+n < len(t) && digit(t[i+n]) {
			n++
		}
		if n == 5 && i+7 < len(t) && t[i+5] == ' ' && letter(strings.TrimLeft(t[i+5:], " -(")) && !codeWord(t[:i]) && t[i:i+2] != "00" && !unitWord(t[i+6:]) {
			return true
		}
		i += n
	}
	return false
}

// codeWord reports whether words end in the name of a list of codes: the number after them is no postal code.
func codeWord(before string) bool {
	w := strings.Fields(text.FoldLabel(before))
	if len(w) == 0 {
		return false
	}
	switch last := strings.TrimRight(w[len(w)-1], "0123456789"); last {
	case "rncp", "rs", "n", "no", "numero", "formacode", "code", "certifinfo", "fiche", "ref", "reference", "cpf", "nsf", "siret", "nda", "pole":
		return last != "n" || len(w) > 1 || strings.Contains(before, "°")
	}
	return false
}

// unitWord reports whether a number's next word counts something: "12500 euros", "10000 stagiaires".
func unitWord(after string) bool {
	w, _, _ := strings.Cut(text.FoldLabel(after[:min(len(after), 24)]), " ")
	switch w {
	case "euro", "euros", "eur", "h", "heure", "heures", "stagiaire", "stagiaires", "personne", "personnes", "apprenant", "apprenants", "jours", "avis", "entreprises", "habitants":
		return true
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

// nameOver gives the unknown heading right over an address: the organisation's name. "" when none is.
func (r *reader) nameOver(i int) string {
	if i == 0 || r.pieces[i-1].rule != "label:unknown" || !r.shareBox(i-1, i) {
		return ""
	}
	return r.pieces[i-1].label
}

// letterLine reports whether an address begins with a line that is no street: a name of its own.
func letterLine(t string) bool {
	first, _, _ := strings.Cut(t, "\n")
	if postalLine(first) || first == "" || digit(first[0]) {
		return false
	}
	f := text.FoldLabel(first)
	for _, w := range [...]string{"rue ", "avenue ", "av ", "bd ", "boulevard ", "place ", "route ", "quai ", "chemin ", "allee ", "bp ", "za ", "zac ", "zi ", "impasse ", "cours ", "parc ", "square "} {
		if strings.HasPrefix(f, w) {
			return false
		}
	}
	return true
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
	if n := r.nameOver(i); n != "" && !letterLine(pr.text) {
		pr.text = n + "\n" + pr.text
	}
	r.put(schema.FieldProvider, "", pr, nil, r.group)
	r.claim(i, k, string(schema.FieldProvider), "address")
	return r.blockRest(k, min(max(r.after(r.boxOf(i)), r.after(r.boxOf(k-1))), end), r.group, schema.FieldProvider)
}

// overAddress reports whether a postal line stands right below a line: the line names an organisation.
func (r *reader) overAddress(i int) bool {
	for j := i + 1; j < min(i+3, len(r.pieces)); j++ {
		if q := &r.pieces[j]; q.label != "" && q.known && q.sure >= styled {
			return false // the address is a label's
		}
		if postalLine(r.lay.lines[r.pieces[j].line].text) {
			return true
		}
	}
	return false
}

// overPostal tells whether a postal line stands close under a line, before the next heading or label.
func (r *reader) overPostal(i int) bool {
	for j := i + 1; j < len(r.pieces) && j < i+5 && !(r.pieces[j].known && r.pieces[j].sure >= styled); j++ {
		l := &r.lay.lines[r.pieces[j].line]
		if r.headingOver(l.box) > 0 {
			return false
		}
		if postalLine(l.text) {
			return true
		}
	}
	return false
}
