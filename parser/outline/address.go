package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// ClaimChrome makes chrome of the pieces from i to k that nothing took.
func (r *Regions) ClaimChrome(i, k int) {
	for j := i; j < k; j++ {
		if p := &r.Pieces[j]; p.Claim == "" {
			p.Claim, p.Rule = "chrome", "chrome:words"
		}
	}
}

// BoxAround gives the innermost box, b or one around it, that goes on beyond a line; 0 or less where none does.
func (r *Regions) BoxAround(b, li int32) int32 {
	for b > 0 && r.Lay.Boxes[b].Last <= li {
		b = r.Lay.Boxes[b].Parent
	}
	return b
}

// ShareBox reports whether two pieces stand in one box below the page's body: a line of the page's head and an
// address far below do not.
func (r *Regions) ShareBox(i, j int) bool {
	b := r.BoxAround(r.BoxOf(i), r.Pieces[j].Line)
	return b > 0 && r.Lay.Boxes[b].Tag != atom.Body || r.Plain
}

// NameOver gives the unknown heading right over an address: the organisation's name. "" when none is.
func (r *Regions) NameOver(i int) string {
	if i == 0 || r.Pieces[i-1].Rule != "label:unknown" || !r.ShareBox(i-1, i) {
		return ""
	}
	if l := r.Pieces[i-1].Label; !strings.ContainsAny(l, "?!…") && r.Guess(l) == nil {
		return l
	}
	return "" // a question, a heading of the sheet
}

// overAddress reports whether a postal line stands right below a line: the line names an organisation.
func (r *Regions) overAddress(i int) bool {
	for j := i + 1; j < min(i+3, len(r.Pieces)); j++ {
		if q := &r.Pieces[j]; q.Label != "" && q.Known && q.Sure >= shape.Styled {
			return false // the address is a label's
		}
		if wording.PostalLine(r.Lay.Lines[r.Pieces[j].Line].Text) {
			return true
		}
	}
	return false
}

// overPostal tells whether a postal line stands close under a line, before the next heading or label.
func (r *Regions) overPostal(i int) bool {
	for j := i + 1; j < len(r.Pieces) && j < i+5 && !(r.Pieces[j].Known && r.Pieces[j].Sure >= shape.Styled); j++ {
		l := &r.Lay.Lines[r.Pieces[j].Line]
		if r.HeadingOver(l.Box) > 0 {
			return false
		}
		if wording.PostalLine(l.Text) {
			return true
		}
	}
	return false
}

// HasPostal reports whether one of the pieces from i to k is a postal line.
func (r *Regions) HasPostal(i, k int) bool {
	for j := i; j < k; j++ {
		if wording.PostalLine(r.Text(&r.Pieces[j])) {
			return true
		}
	}
	return false
}

// BlockLabel reports whether piece j begins with a label that ends a block's own text.
func (r *Regions) BlockLabel(j int) bool {
	q := &r.Pieces[j]
	if q.Label == "" || q.Skip {
		return false
	}
	e := r.Lookup(q, shape.InBlock)
	if e == nil {
		return q.Sure == shape.Structural && q.Whole
	}
	ownLine := q.Known && e.Field == schema.FieldProvider && !e.Weak && !e.Guess && strings.Count(q.Label, " ") > 1 // no name is worded so
	return q.Sure >= shape.Styled || !q.Whole || ownLine || r.Plain
}

// SheetLine reports whether a line without a label says when the sheet was updated: it ends a block.
func (r *Regions) SheetLine(j int) bool {
	p := &r.Pieces[j]
	if p.Label != "" || p.Skip || p.To-p.From > 140 {
		return false
	}
	for _, part := range SplitMarks(r.Text(p)) {
		if wording.UpdateDate(part) != "" {
			return true
		}
	}
	return false
}

// Town reports whether a text is a town by the gazetteer, alone or with its department or postal code. Words that only look
// like one ("Participation", "Dates à venir") are none.
func (r *Regions) Town(t string) bool {
	t = strings.TrimSpace(strings.TrimPrefix(t, "- "))
	if !wording.TownLike(t) && !wording.PostalLine(t) {
		return false
	}
	if yes, ok := r.Towns[t]; ok {
		return yes
	}
	yes := r.Lx.IsTown(t) || r.Lx.IsTown(wording.DropOrdinal(wording.DropBrackets(t)))
	if r.Towns == nil {
		r.Towns = map[string]bool{}
	}
	r.Towns[t] = yes
	return yes
}

// siteIn reports whether a few words name a site by its town: "Site de Oignies", "Centre d'Arnage", "Antenne du Havre".
func (r *Regions) siteIn(t string) bool {
	if strings.Count(t, " ") > 5 {
		return false
	}
	for _, of := range [...]string{" de ", " d'", " d’", " du ", " des ", " à "} {
		if i := strings.LastIndex(t, of); i > 0 && i+len(of) < len(t) && wording.Upper(t[i+len(of)]) && r.Town(t[i+len(of):]) {
			return true
		}
	}
	return false
}

// TownIn gives the one town that a sentence names behind a word that leads to a place, "" for none or several.
func (r *Regions) TownIn(sentence string) string {
	words := strings.Fields(sentence)
	found := ""
	for i, w := range words[:max(len(words)-1, 0)] {
		switch text.Fold(w) {
		case "a", "au", "aux", "de", "en", "sur", "lieu", ":":
		default:
			continue
		}
		for n := min(4, len(words)-i-1); n > 0; n-- {
			name := strings.TrimRight(strings.Join(words[i+1:i+1+n], " "), ".,;:)")
			if name != "" && wording.Upper(name[0]) && r.Town(name) {
				if found != "" && found != name {
					return ""
				}
				found = name
				break
			}
		}
	}
	return found
}

// MaybeTown reports whether a line of a session that looks like a town may be one: the gazetteer knows it, or a code in
// brackets says so.
func (r *Regions) MaybeTown(t string) bool {
	if r.Town(t) || r.Lx.IsShortTown(t) || wording.BeforeCode(t) != t && r.Town(wording.BeforeCode(t)) {
		return true
	}
	i, j := strings.IndexByte(t, '('), strings.IndexByte(t, ')')
	code := ""
	if i > 0 && j > i {
		code = strings.TrimSpace(t[i+1 : j])
	}
	if n := len(code); n >= 2 && n <= 5 && text.HasDigit(code) {
		return true
	}
	if name := strings.TrimPrefix(t, "- "); strings.ToUpper(name) == name && strings.ContainsAny(strings.TrimSpace(name), " -") {
		return true // towns of a database stand in capitals, spelt as somebody typed them
	}
	if r.siteIn(t) {
		return true
	}
	town, _ := session.TownState(t)
	for _, part := range strings.FieldsFunc(town, func(c rune) bool { return c == ',' || c == '/' || c == '–' }) {
		if r.Town(part) {
			return true
		}
	}
	return false
}

// marks puts one bar for all that parts a line about the sheet; made once, it is read-only.
var marks = strings.NewReplacer(" Mise à jour", "|Mise à jour", " Mis à jour", "|Mis à jour", " mise à jour", "|mise à jour", " - ", "|", " – ", "|", " — ", "|", " / ", "|", ", ", "|", " (", "|")

// SplitMarks splits a line at bars and dashes.
func SplitMarks(t string) []string {
	return strings.FieldsFunc(marks.Replace(t), func(c rune) bool { return c == '|' || c == '•' || c == '·' })
}

// SpeaksOfProvider reports whether the names and links of the elements a piece stands in speak of who gives the course.
func (r *Regions) SpeaksOfProvider(i int) bool {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	words := layout.Attr(r.Lay.Boxes[l.Box].Attrs, "class") + " " + layout.Attr(r.Lay.Boxes[l.Box].Attrs, "itemprop")
	for _, a := range l.Anchors {
		words += " " + a.Href
	}
	for _, x := range l.Runs {
		words += " " + x.Class
	}
	words = strings.ToLower(words)
	for _, w := range [...]string{"organisme", "prestataire", "etablissement", "provider", "organization", "porteur", "centre-formation", "dispensateur", "/of/"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
