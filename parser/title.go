package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// findTitle chooses the line that names the course: a heading or a styled line near the first labels, best one that
// the page's own <title> repeats.
func (r *reader) findTitle() {
	r.titleAt = -1
	if t := r.lay.titleLines; t[1] > t[0] {
		r.titleAt = int(r.firstOf[t[0]])
		return
	}
	if r.plain {
		for i := range r.pieces {
			if p := &r.pieces[i]; p.label == "" && r.text(p) != "" {
				r.titleAt = i
				return
			}
		}
		return
	}
	if r.onlyHeading() {
		return
	}
	head := text.FoldLabel(r.lay.title)
	first := r.firstLabel()
	best := 0
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.skip || p.label != "" && p.known || p.line > first+12 && best > 0 || r.noTitle(r.lay.lines[p.line].text) {
			continue
		}
		if sc := r.titleScore(i, head, first); sc > best {
			best, r.titleAt = sc, i
		}
	}
	if best == 0 {
		r.firstLine(first)
	}
}

// firstLine takes the first line before the first label for the title, on a page where nothing looks like a heading.
func (r *reader) firstLine(first int32) {
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.line >= first {
			return
		}
		if t := r.lay.lines[p.line].text; !p.skip && !r.noTitle(t) && !p.known && len(t) > 7 && len(t) < 200 && len(r.lay.lines[p.line].anchors) == 0 && !strings.Contains(t, ":") && !r.overAddress(i) && !postalLine(t) && !strings.ContainsAny(t[:1], "0123456789(") && !strings.Contains(t, "@") && digits(t) < 5 {
			r.titleAt = i
			return
		}
	}
}

// onlyHeading takes the page's only h1 as the title, whole, whatever it holds, unless much speaks against it: it is the
// page's own name or a label, it stands in chrome, or it says when and where and not what.
func (r *reader) onlyHeading() bool {
	only := int32(-1)
	for i := range r.lay.boxes {
		if bx := &r.lay.boxes[i]; bx.tag == atom.H1 && bx.first < bx.last && r.headingText(int32(i)) != "" {
			if only >= 0 {
				return false
			}
			only = int32(i)
		}
	}
	if only < 0 || bareChrome(r.lay.boxes[only].chrome) {
		return false
	}
	bx := &r.lay.boxes[only]
	if p := &r.pieces[r.firstOf[bx.first]]; bx.last-bx.first == 1 && p.whole && r.lookup(p, inCourse) != nil {
		return false
	}
	t := r.headingText(only)
	if f := text.FoldLabel(t); len(t) < 4 || len(t) > 400 || pageName(f) || !titled(r.lay.title, f) && r.otherTitle(only) || postalLine(t) || strings.Contains(t, "@") || onlyDates(t) || siteName(r.lay.title, f) {
		return false
	}
	for i := bx.first; i < bx.last; i++ {
		if l := &r.lay.lines[i]; l.text != "" {
			if r.titleAt < 0 {
				r.titleAt = int(r.firstOf[i])
			}
			r.titleEnd = int(r.firstOf[i+1])
		}
	}
	return true
}

// titled reports whether the page's own title repeats most words of a heading, or the heading most words of the title's
// first part.
func titled(title, f string) bool {
	first := titleParts(title)[0]
	return share(f, title) > 0.5 || share(text.FoldLabel(first), f) > 0.66
}

// share gives how many of some folded words stand in a text.
func share(words, in string) float64 {
	in = " " + text.FoldLabel(in) + " "
	n, all := 0, 0
	for w := range strings.FieldsSeq(words) {
		if all++; strings.Contains(in, " "+w+" ") {
			n++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// otherTitle reports whether a heading or styled line elsewhere has more to say for being the title than the only h1 has:
// the h1 stands in the page's head, or ends in the name of a kind of page.
func (r *reader) otherTitle(only int32) bool {
	f := text.FoldLabel(r.headingText(only))
	for b := only; b > 0; b = r.lay.boxes[b].parent {
		if bx := &r.lay.boxes[b]; bx.tag == atom.Header || r.regionName(bx) {
			return true
		}
	}
	for _, w := range [...]string{"annuaire", "portail", "base de donnees", "moteur de recherche", "fiche formation", "offre de formation", "offres de formation", "detail de la formation", "fiche de formation", "catalogue"} {
		if strings.HasSuffix(f, w) || strings.HasPrefix(f, w) {
			return true
		}
	}
	head := text.FoldLabel(r.lay.title)
	for i := range r.lay.lines { // a line that makes most of the page's title
		if l := &r.lay.lines[i]; l.box != only && len(l.text) > 7 && 2*len(l.text) > len(head) && len(l.text) < 2*len(head) {
			if t := text.FoldLabel(l.text); len(t) > 7 && strings.Contains(head, t) && !siteName(r.lay.title, t) {
				return true
			}
		}
	}
	return false
}

// headingText is the text of a heading's lines.
func (r *reader) headingText(b int32) string {
	var parts []string
	for i := r.lay.boxes[b].first; i < r.lay.boxes[b].last; i++ {
		if t := r.lay.lines[i].text; t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// bareChrome reports chrome that a heading of the course cannot stand in: a header may, a menu or foot may not.
func bareChrome(c string) bool { return c != "" && c != "root" && c != "chrome:name" }

// onlyDates reports whether nothing but dates stand in a text.
func onlyDates(t string) bool {
	_, before, after := cutDates(t)
	return date.HoldsPeriod(t) && len(before) < 4 && len(after) < 4
}

// pageName reports folded words that name a kind of page and no course.
func pageName(f string) bool {
	for _, w := range [...]string{"offres de formation", "offre de formation", "fiche formation", "fiche de formation", "detail de la formation", "recherche", "resultat", "resultats", "organismes", "bienvenue", "accueil",
		"session", "sessions", "catalogue", "catalogue de formation", "catalogue des formations", "fiche descriptive", "contact", "rechercher", "nos formations", "les formations", "formations", "formation", "detail formation",
		"rechercher une formation", "trouver une formation", "resultats de recherche", "fiche"} {
		if f == w {
			return true
		}
	}
	return false
}

// siteName reports whether a heading is the last part of the page's title behind another one: the site's name, which
// stands on all its pages.
func siteName(title, f string) bool {
	parts := titleParts(title)
	n := len(parts)
	return n > 1 && text.FoldLabel(parts[n-1]) == f && text.FoldLabel(parts[0]) != f
}

// titleParts parts the page's own title where sites part the page's name from theirs.
func titleParts(title string) []string {
	parts := strings.FieldsFunc(title, func(c rune) bool { return c == '|' || c == '–' || c == '—' || c == '·' || c == '»' })
	if len(parts) < 2 {
		parts = strings.Split(title, " - ")
	}
	return parts
}

func digits(t string) (n int) {
	for i := range len(t) {
		if digit(t[i]) {
			n++
		}
	}
	return n
}

// firstLabel is the line of the first surely labelled value after which the page speaks of the course.
func (r *reader) firstLabel() int32 {
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.skip || !p.known || p.sure < styled {
			continue
		}
		if e := find(r.lx.course, p.key); e != nil && long(e.field) && e.field != schema.FieldOther {
			return p.line
		}
	}
	return int32(len(r.lay.lines))
}

func (r *reader) titleScore(i int, head string, first int32) int {
	p := &r.pieces[i]
	l := &r.lay.lines[p.line]
	t := l.text
	if len(t) < 4 || len(t) > 300 || strings.HasSuffix(t, ":") {
		return 0
	}
	f := text.FoldLabel(t)
	score := 0
	switch lv := r.headingOver(l.box); {
	case lv == 1:
		score = 40
	case lv == 2:
		score = 38
	case lv == 3:
		score = 30
	case lv > 3:
		return 0
	}
	if head != "" && len(f) >= 8 && strings.Contains(head, f) {
		score += 60
	} else if head != "" && len(f) > 20 && strings.Contains(f, head) && len(head) > 15 {
		score += 30
	}
	if lead(l) == len(t) {
		score += 8
	}
	score += classScore(r, l)
	if score == 0 {
		return 0
	}
	if p.line < first {
		score += 16 - min(16, int(first-p.line)/3)
	} else {
		score -= 15
	}
	if len(l.anchors) > 0 && int(l.anchors[0].to-l.anchors[0].from) == len(t) {
		score -= 15
	}
	if siteWords[f] {
		return 0 // the page's own name
	}
	score -= ofSite(f)
	if r.overPostal(i) { // a name over its address: the provider
		score -= 20
	}
	if postalLine(t) || strings.Contains(t, "@") || date.HoldsPeriod(t) {
		score -= 40
	}
	return score
}

// siteWords are the names a page of a catalogue gives itself.
var siteWords = map[string]bool{
	"offres de formation": true, "offre de formation": true, "fiche formation": true, "recherche": true,
	"resultat": true, "organismes": true, "bienvenue": true, "accueil": true, "session": true, "catalogue": true,
	"fiche descriptive": true, "contact": true, "rechercher": true,
}

// ofSite is how much a line's words speak of the site instead of a course.
func ofSite(f string) int {
	n := 0
	for w := range siteWords {
		if strings.HasPrefix(f, w) || strings.HasSuffix(f, " "+w) {
			n += 40
		}
	}
	if strings.Contains(f, "organismes de formation") || strings.Contains(f, "offre de formation") {
		n += 40
	}
	return n
}

func classScore(r *reader, l *line) int {
	n := 0
	look := func(v string) {
		v = strings.ToLower(v)
		if strings.Contains(v, "titre") || strings.Contains(v, "title") || strings.Contains(v, "intitule") || strings.Contains(v, "heading") {
			n = 14
		}
		if strings.Contains(v, "grand") || strings.Contains(v, "vif") || strings.Contains(v, "main") {
			n += 4
		}
	}
	for i := range l.runs {
		if l.runs[i].class != "" {
			look(l.runs[i].class)
			break
		}
	}
	bx := &r.lay.boxes[l.box]
	if bx.tag != atom.Body {
		look(attr(bx.attrs, "class"))
	}
	return n
}

// takeTitle claims the title and what stands beside it in its line or box: a reference.
func (r *reader) takeTitle() {
	if r.titleAt < 0 {
		return
	}
	i := r.titleAt
	p := &r.pieces[i]
	pr := r.collectLine(i)
	p.label, p.known, p.whole, p.from, p.to = "", false, false, 0, int32(len(r.lay.lines[p.line].text))
	if t, id := r.drawnReference(i); id != "" {
		label := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(pr.text, t), id), " -–|(")
		pr.text = t
		q := pr
		q.text = id
		r.put(schema.FieldNativeID, label, q, nil, 0)
	} else if t, id := cutReference(pr.text); id != "" {
		pr.text = t
		q := pr
		q.text = id
		r.put(schema.FieldNativeID, "", q, nil, 0)
	}
	for j := i + 1; j < r.titleEnd; j++ { // a heading of several lines is one title
		q := &r.pieces[j]
		if q.line != r.pieces[j-1].line {
			pr.text = strings.TrimSpace(pr.text + " " + clean(r.lay.lines[q.line].text))
		}
		*q = piece{line: q.line, from: q.from, to: q.to, claim: string(schema.FieldTitle), rule: "title"}
	}
	p.skip = false
	p.claim, p.rule = string(schema.FieldTitle), "title"
	r.put(schema.FieldTitle, "", pr, nil, 0)
	r.lastUsed = max(r.lastUsed, i, r.titleEnd-1)
}

// drawnReference splits a title that ends in a reference in another style: "Aide-soignant <small>Réf. BM0871</small>".
func (r *reader) drawnReference(i int) (title, id string) {
	l := &r.lay.lines[r.pieces[i].line]
	if n := len(l.runs); n > 1 {
		at := min(int(l.runs[n-1].at), len(l.text))
		if _, id := sheetID(l.text[at:]); id != "" && at > 3 {
			return strings.TrimRight(l.text[:at], " -–|("), id
		}
	}
	for _, w := range [...]string{"(Réf", "(réf", "Réf", "RÉF", "(N°", "N°"} { // "Aide-soignant Réf. BM0871"
		if at := strings.LastIndex(l.text, w); at > 3 {
			if _, id := sheetID(l.text[at:]); len(id) > 3 {
				return strings.TrimRight(l.text[:at], " -–|("), id
			}
		}
	}
	return "", ""
}

// takeUpdated takes the update date from where a profile says it stands.
func (r *reader) takeUpdated() {
	u := r.lay.updatedLines
	if u[1] <= u[0] {
		r.fillTemplates()
		return
	}
	from, to := int(r.firstOf[u[0]]), int(r.firstOf[u[1]])
	pr := r.collect(from, to, true)
	if spans := date.Spans(pr.text); len(spans) > 0 {
		pr.text, pr.items = pr.text[spans[0][0]:spans[0][1]], nil
		r.put(schema.FieldUpdatedOn, "", pr, nil, 0)
		r.claim(from, to, string(schema.FieldUpdatedOn), "profile")
	}
}

// cutReference splits "BPJEPS activités pour tous - F299": a title that ends in a reference of its own.
func cutReference(t string) (title, id string) {
	i := strings.LastIndex(t, " - ")
	if i < 4 {
		return t, ""
	}
	id = strings.TrimSpace(t[i+3:])
	if len(id) < 2 || len(id) > 12 || !isID(id) || !(id[0] >= 'A' && id[0] <= 'Z') && len(id) < 5 {
		return t, ""
	}
	return strings.TrimSpace(t[:i]), id
}
