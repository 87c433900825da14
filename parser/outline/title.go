package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// FindTitle chooses the line that names the course: a heading or a styled line near the first labels, best one that
// the page's own <title> repeats.
func (r *Regions) findTitle() {
	r.TitleAt = -1
	if t := r.Lay.TitleLines; t[1] > t[0] {
		r.TitleAt = int(r.FirstOf[t[0]])
		return
	}
	if r.Plain {
		for i := range r.Pieces {
			if p := &r.Pieces[i]; p.Label == "" && r.Text(p) != "" {
				r.TitleAt = i
				return
			}
		}
		return
	}
	if r.onlyHeading() {
		return
	}
	head := text.FoldLabel(r.Lay.Title)
	first := r.firstLabel()
	best, next, second := 0, 0, -1
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || p.Label != "" && p.Known || p.Line > first+12 && best > 0 || r.OnAllPages(r.Lay.Lines[p.Line].Text) {
			continue
		}
		switch sc := r.titleScore(i, head, first); {
		case sc > best:
			best, r.TitleAt, next, second = sc, i, best, r.TitleAt
		case sc > next:
			next, second = sc, i
		}
	}
	if best > 0 {
		r.Notes.Add(&r.Pieces[r.TitleAt], "title by %d points", best)
	}
	if second >= 0 {
		r.Notes.Add(&r.Pieces[second], "not the title: %d points of %d", next, best)
	}
	if best == 0 {
		r.firstLine(first)
	}
}

// firstLine takes the first line before the first label for the title, on a page where nothing looks like a heading.
func (r *Regions) firstLine(first int32) {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Line >= first {
			return
		}
		if t := r.Lay.Lines[p.Line].Text; !p.Skip && !r.OnAllPages(t) && !p.Known && len(t) > 7 && len(t) < 200 && len(r.Lay.Lines[p.Line].Anchors) == 0 && !strings.Contains(t, ":") && !r.overAddress(i) && !wording.PostalLine(t) && !strings.ContainsAny(t[:1], "0123456789(") && !strings.Contains(t, "@") && wording.Digits(t) < 5 {
			r.TitleAt = i
			return
		}
	}
}

// onlyHeading takes the page's only h1 as the title, whole, whatever it holds, unless much speaks against it: it is the
// page's own name or a label, it stands in chrome, or it says when and where and not what.
func (r *Regions) onlyHeading() bool {
	only := int32(-1)
	for i := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[i]; bx.Tag == atom.H1 && bx.First < bx.Last && r.headingText(int32(i)) != "" {
			if only >= 0 {
				return false
			}
			only = int32(i)
		}
	}
	if only < 0 || bareChrome(r.Lay.Boxes[only].Chrome) {
		return false
	}
	bx := &r.Lay.Boxes[only]
	if p := &r.Pieces[r.FirstOf[bx.First]]; bx.Last-bx.First == 1 && p.Whole && r.Lookup(p, shape.InCourse) != nil {
		return false
	}
	t := r.headingText(only)
	if r.OnAllPages(t) || r.leadsHome(bx) {
		return false
	}
	if f := text.FoldLabel(t); len(t) < 4 || len(t) > 400 || pageName(f) || !titled(r.Lay.Title, f) && r.otherTitle(only) || wording.PostalLine(t) || strings.Contains(t, "@") || onlyDates(t) || siteName(r.Lay.Title, f) {
		return false
	}
	for i := bx.First; i < bx.Last; i++ {
		if l := &r.Lay.Lines[i]; l.Text != "" {
			if r.TitleAt < 0 {
				r.TitleAt = int(r.FirstOf[i])
				r.Notes.Add(&r.Pieces[r.TitleAt], "title: the only h1")
			}
			r.TitleEnd = int(r.FirstOf[i+1])
		}
	}
	return true
}

// leadsHome reports whether a heading is nothing but a link to another page: the site's name over its pages.
func (r *Regions) leadsHome(bx *layout.Box) bool {
	l := &r.Lay.Lines[bx.First]
	if bx.Last-bx.First != 1 || len(l.Anchors) != 1 {
		return false
	}
	a := l.Anchors[0]
	return a.From == 0 && int(a.To) >= len(l.Text) && leadsToPage(a.Href)
}

// titled reports whether the page's own title repeats most words of a heading, or the heading most words of the title's
// first part.
func titled(title, f string) bool {
	first := TitleParts(title)[0]
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
func (r *Regions) otherTitle(only int32) bool {
	f := text.FoldLabel(r.headingText(only))
	for b := only; b > 0 && r.Lay.Boxes[b].Tag != atom.Body; b = r.Lay.Boxes[b].Parent { // a body's classes name what the site has
		if bx := &r.Lay.Boxes[b]; bx.Tag == atom.Header || r.regionName(bx) {
			return true
		}
	}
	for _, w := range [...]string{"annuaire", "portail", "base de donnees", "moteur de recherche", "fiche formation", "offre de formation", "offres de formation", "detail de la formation", "fiche de formation", "catalogue"} {
		if strings.HasSuffix(f, w) || strings.HasPrefix(f, w) {
			return true
		}
	}
	head := text.FoldLabel(r.Lay.Title)
	for i := range r.Lay.Lines { // a line that makes most of the page's title
		if l := &r.Lay.Lines[i]; l.Box != only && len(l.Text) > 7 && 2*len(l.Text) > len(head) && len(l.Text) < 2*len(head) {
			if t := text.FoldLabel(l.Text); len(t) > 7 && strings.Contains(head, t) && !siteName(r.Lay.Title, t) {
				return true
			}
		}
	}
	return false
}

// headingText is the text of a heading's lines.
func (r *Regions) headingText(b int32) string {
	var parts []string
	for i := r.Lay.Boxes[b].First; i < r.Lay.Boxes[b].Last; i++ {
		if t := r.Lay.Lines[i].Text; t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// bareChrome reports chrome that a heading of the course cannot stand in: a header may, a menu or foot may not.
func bareChrome(c string) bool { return c != "" && c != "root" && c != "chrome:name" }

// onlyDates reports whether nothing but dates stand in a text.
func onlyDates(t string) bool {
	_, before, after := session.CutDates(t)
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
	parts := TitleParts(title)
	n := len(parts)
	return n > 1 && text.FoldLabel(parts[n-1]) == f && text.FoldLabel(parts[0]) != f
}

// TitleParts parts the page's own title where sites part the page's name from theirs.
func TitleParts(title string) []string {
	parts := strings.FieldsFunc(title, func(c rune) bool { return c == '|' || c == '–' || c == '—' || c == '·' || c == '»' })
	if len(parts) < 2 {
		parts = strings.Split(title, " - ")
	}
	return parts
}

// firstLabel is the line of the first surely labelled value after which the page speaks of the course.
func (r *Regions) firstLabel() int32 {
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || !p.Known || p.Sure < shape.Styled {
			continue
		}
		if e := lexicon.Find(r.Lx.Course, p.Key); e != nil && lexicon.Long(e.Field) && e.Field != schema.FieldOther {
			return p.Line
		}
	}
	return int32(len(r.Lay.Lines))
}

// titleScore weighs what speaks for a line being the title; 0 for a line that is none, whatever speaks for it.
func (r *Regions) titleScore(i int, head string, first int32) int {
	w := &r.Lx.Title
	p := &r.Pieces[i]
	l := &r.Lay.Lines[p.Line]
	t := l.Text
	level := r.HeadingOver(l.Box)
	if len(t) < 4 || len(t) > 300 || strings.HasSuffix(t, ":") || level > 3 {
		return 0
	}
	f := r.Folded(p.Line)
	if w.IsName(f) {
		return 0
	}
	score := 0
	if level > 0 {
		score = w.Headings[level-1]
	}
	if head != "" && len(f) >= 8 && strings.Contains(head, f) {
		score += w.InTitle
	} else if len(head) > 15 && len(f) > 20 && strings.Contains(f, head) {
		score += w.HoldsTitle
	}
	if layout.Lead(l) == len(t) {
		score += w.Styled
	}
	if score += r.classScore(l); score == 0 {
		return 0
	}
	if p.Line < first {
		score += w.Near - min(w.Near, int(first-p.Line)/3)
	} else {
		score += w.Behind
	}
	if len(l.Anchors) > 0 && int(l.Anchors[0].To-l.Anchors[0].From) == len(t) {
		score += w.Link
	}
	score += w.OfSite(f)
	if r.overPostal(i) { // a name over its address: the provider
		score += w.OverAddress
	}
	if wording.PostalLine(t) || strings.Contains(t, "@") || date.HoldsPeriod(t) {
		score += w.Elsewhere
	}
	return score
}

// classScore weighs the classes of a line: words for titles and for what is drawn big.
func (r *Regions) classScore(l *layout.Line) int {
	w := &r.Lx.Title
	n := 0
	for i := range l.Runs {
		if l.Runs[i].Class != "" {
			n = w.ByClass(n, l.Runs[i].Class)
			break
		}
	}
	if bx := &r.Lay.Boxes[l.Box]; bx.Tag != atom.Body {
		n = w.ByClass(n, layout.Attr(bx.Attrs, "class"))
	}
	return n
}

// DrawnReference splits a title that ends in a reference in another style: "Aide-soignant <small>Réf. BM0871</small>".
func (r *Regions) DrawnReference(i int) (title, id string) {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	if n := len(l.Runs); n > 1 {
		at := min(int(l.Runs[n-1].At), len(l.Text))
		if _, id := wording.SheetID(l.Text[at:]); id != "" && at > 3 {
			return strings.TrimRight(l.Text[:at], " -–|("), id
		}
	}
	for _, w := range [...]string{"(Réf", "(réf", "Réf", "RÉF", "(N°", "N°"} { // "Aide-soignant Réf. BM0871"
		if at := strings.LastIndex(l.Text, w); at > 3 {
			if _, id := wording.SheetID(l.Text[at:]); len(id) > 3 {
				return strings.TrimRight(l.Text[:at], " -–|("), id
			}
		}
	}
	return "", ""
}

// CutReference splits "BPJEPS activités pour tous - F299": a title that ends in a reference of its own.
func CutReference(t string) (title, id string) {
	i := strings.LastIndex(t, " - ")
	if i < 4 {
		return t, ""
	}
	id = strings.TrimSpace(t[i+3:])
	if len(id) < 2 || len(id) > 12 || !wording.IsID(id) || !(id[0] >= 'A' && id[0] <= 'Z') && len(id) < 5 {
		return t, ""
	}
	return strings.TrimSpace(t[:i]), id
}
