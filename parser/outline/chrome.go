package outline

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// MarkChrome marks the boxes that belong to the page and not to the course: navigation, footers, search forms,
// lists of links, regions named so. A box that holds several surely labelled values is never chrome.
func (r *Regions) markChrome() {
	sums := r.labelSums()
	labels := func(b int32) int { return sums[r.Lay.Boxes[b].Last] - sums[r.Lay.Boxes[b].First] }
	for i := range r.Lay.Boxes {
		b := int32(i)
		bx := &r.Lay.Boxes[i]
		if bx.First == bx.Last || bx.Parent >= 0 && r.Lay.Boxes[bx.Parent].Chrome != "" && r.Lay.Boxes[bx.Parent].Chrome != "root" {
			if bx.Parent >= 0 && bx.Chrome == "" && r.Lay.Boxes[bx.Parent].Chrome != "root" {
				bx.Chrome = r.Lay.Boxes[bx.Parent].Chrome
			}
			continue
		}
		if bx.Chrome != "" {
			continue
		}
		bx.Chrome = r.chromeRule(b, bx, labels(b))
	}
	r.outsideRoot()
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if c := r.Lay.Boxes[r.Lay.Lines[p.Line].Box].Chrome; c != "" && c != "root" {
			p.Skip, p.Claim, p.Rule = true, "chrome", c
		}
	}
}

// outsideRoot makes chrome of everything outside the region that a profile names as the content.
func (r *Regions) outsideRoot() {
	root := int32(-1)
	for i := range r.Lay.Boxes {
		if r.Lay.Boxes[i].Chrome == "root" {
			root = int32(i)
			break
		}
	}
	if root < 0 {
		return
	}
	bx := &r.Lay.Boxes[root]
	for i := range r.Pieces {
		if p := &r.Pieces[i]; p.Line < bx.First || p.Line >= bx.Last {
			p.Skip, p.Claim, p.Rule = true, "chrome", "chrome:outside"
		}
	}
}

// labelSums gives, for each line, how many lines before it begin with a surely known label of a course.
func (r *Regions) labelSums() []int {
	sums := make([]int, len(r.Lay.Lines)+1)
	for i := range r.Lay.Lines {
		sums[i+1] = sums[i]
		p := &r.Pieces[r.FirstOf[i]]
		if p.Known && (p.Sure >= shape.Styled || !p.Whole) && len(r.Lay.Lines[i].Anchors) == 0 {
			if e := lexicon.Find(r.Lx.Course, p.Key); e != nil && e.Field != lexicon.FieldSection && e.Field != lexicon.FieldIgnore {
				sums[i+1]++
			}
		}
	}
	return sums
}

func (r *Regions) chromeRule(b int32, bx *layout.Box, labels int) string {
	switch bx.Tag {
	case atom.Nav:
		if labels < 3 {
			return "chrome:nav"
		}
	case atom.Footer:
		if labels < 2 {
			return "chrome:footer"
		}
	case atom.Form:
		if bx.Span > 1 && !r.tellsCourse(bx) { // its controls, see builder.control
			return "chrome:form"
		}
	case atom.Ul, atom.Ol, atom.Menu, atom.Dl:
		if r.tabBar(bx) {
			return "chrome:links"
		}
		if labels == 0 && r.linkList(bx) && !r.underLabel(b) || r.tabList(bx) {
			return "chrome:links"
		}
	}
	if r.asksConsent(bx) {
		return "chrome:name"
	}
	if bx.Depth > 1 && bx.Last-bx.First > 1 && r.listsOthers(bx) {
		return "chrome:others"
	}
	if labels < 2 && bx.Depth > 1 && !r.holdsPage(bx) && r.regionName(bx) && !r.cellNote(b, bx) && !(labels == 1 && r.headsText(bx)) && !r.calledAfter(bx) {
		return "chrome:name"
	}
	return ""
}

// holdsPage reports whether a box holds the page's first h1 and more than half of its lines: whatever it is called, it is the
// page's own content.
func (r *Regions) holdsPage(bx *layout.Box) bool {
	if bx.Tag == atom.Main {
		return true
	}
	if 2*int(bx.Last-bx.First) <= len(r.Lay.Lines) {
		return false
	}
	if r.h1 == 0 {
		r.h1 = -1
		for i := range r.Lay.Boxes {
			if h := &r.Lay.Boxes[i]; h.Tag == atom.H1 && h.First < h.Last {
				r.h1 = h.First + 1
				break
			}
		}
	}
	return bx.First < r.h1 && r.h1 <= bx.Last
}

// asksConsent reports a dialog that speaks of cookies: what is necessary, measured and shared by the site is no course's.
func (r *Regions) asksConsent(bx *layout.Box) bool {
	if role := layout.Attr(bx.Attrs, "role"); role != "dialog" && role != "alertdialog" || bx.Last-bx.First > 60 {
		return false
	}
	for i := bx.First; i < bx.Last; i++ {
		if text.IndexFold(r.Lay.Lines[i].Text, "cookie") >= 0 {
			return true
		}
	}
	return false
}

// headsText reports whether a box begins with a known label of running text: class="outils" around "Outils pédagogiques".
func (r *Regions) headsText(bx *layout.Box) bool {
	p := &r.Pieces[r.FirstOf[bx.First]]
	n := 0
	for i := bx.First; i < bx.Last && n < wording.Prose; i++ {
		n += len(r.Lay.Lines[i].Text)
	}
	e := lexicon.Find(r.Lx.Course, p.Key)
	return n >= 24 && p.Known && e != nil && lexicon.Long(e.Field) && e.Field != schema.FieldOther
}

// calledAfter reports a box that is called after the known label it begins with, by two of its words: "MethodesOutilsPedago"
// around "Méthodes et outils pédagogiques" is no tool of the site.
func (r *Regions) calledAfter(bx *layout.Box) bool {
	p := &r.Pieces[r.FirstOf[bx.First]]
	if !p.Known || bx.Last-bx.First < 2 {
		return false
	}
	name := strings.ToLower(layout.Attr(bx.Attrs, "id") + " " + layout.Attr(bx.Attrs, "class"))
	n := 0
	for _, w := range strings.Fields(p.Key) {
		if len(w) >= 5 && strings.Contains(name, w[:5]) {
			n++
		}
	}
	return n > 1
}

// headsOthers is OtherCourses of a line, with which several boxes in each other may begin.
func (r *Regions) headsOthers(li int32) bool {
	if r.others.line != li+1 {
		t := r.Lay.Lines[li].Text
		r.others = lastHead{li + 1, len(t) >= 9 && len(t) <= 80 && otherCourses(" "+r.Folded(li))}
	}
	return r.others.heads
}

// listsOthers reports a box that its first line says is of other courses, and that holds neither this course nor the site's seat.
func (r *Regions) listsOthers(bx *layout.Box) bool {
	return r.headsOthers(bx.First) && !r.tellsCourse(bx) && !r.seatBelow(bx)
}

// seatBelow reports whether an address stands in a box under a second heading of the rank of its first, one that leads
// nowhere: "Dans la même rubrique" over courses, and "Nous contacter" over the site's own seat.
func (r *Regions) seatBelow(bx *layout.Box) bool {
	rank := r.HeadingOver(r.Lay.Lines[bx.First].Box)
	if rank == 0 {
		return false
	}
	second := false
	for li := bx.First + 1; li < bx.Last; li++ {
		l := &r.Lay.Lines[li]
		if r.HeadingOver(l.Box) == rank {
			second = len(l.Anchors) == 0 && !otherCourses(" "+r.Folded(li))
		} else if second && wording.PostalLine(l.Text) {
			return true
		}
	}
	return false
}

// OtherCourses reports whether a line heads a list of other courses: "Formations similaires", "Dans le même domaine",
// "Ces formations peuvent aussi vous intéresser".
func OtherCourses(t string) bool {
	return len(t) >= 9 && len(t) <= 80 && otherCourses(" "+text.FoldLabel(t))
}

// otherCourses is OtherCourses of folded words behind a blank.
func otherCourses(f string) bool {
	for _, w := range [...]string{" du meme ", " de la meme ", " dans le meme ", " dans la meme ", " par le meme ", " d autres pistes", " d autres idees"} {
		if strings.HasPrefix(f, w) && len(f) < 40 {
			return true // "Du même organisme", "Dans le même dom."
		}
	}
	if strings.Contains(f, " vous plaire") || strings.Contains(f, " aussi vous interesser") || strings.Contains(f, " vous aimerez aussi") || strings.Contains(f, " vont souvent ensemble") ||
		(strings.Contains(f, " aussi ") || strings.Contains(f, " egalement ")) && (strings.HasSuffix(f, " suivi") || strings.HasSuffix(f, " choisi") || strings.HasSuffix(f, " consulte") || strings.HasSuffix(f, " aime")) {
		return true
	}
	for _, w := range [...]string{" formations", " stages", " cours ", " offres", " domaine", " voir aussi", " autres", " vous aimerez"} {
		if !strings.Contains(f, w) {
			continue
		}
		for _, v := range [...]string{" similaire", " voisin", " meme domaine", " meme organisme", " interesser", " interesseront", " associee", " proches", " recommand",
			" connexes", " voir aussi", " autres formations", " autres stages", " autres offres", " pour vous", " aussi consulte", " equivalent", " aimerez aussi"} {
			if strings.Contains(f, v) {
				return true
			}
		}
	}
	return false
}

// tellsCourse reports whether a form holds what only a course page says: a page may stand in one form as a whole.
func (r *Regions) tellsCourse(bx *layout.Box) bool {
	n := 0
	for i := r.FirstOf[bx.First]; i < r.FirstOf[bx.Last]; i++ {
		p := &r.Pieces[i]
		if !p.Known {
			continue
		}
		if e := lexicon.Find(r.Lx.Course, p.Key); e != nil && (lexicon.Long(e.Field) && e.Field != schema.FieldOther || e.Field == schema.FieldProvider || e.Field == schema.FieldSessions) {
			n++
		}
	}
	return n >= 2
}

// underLabel reports whether a known label stands right before a box: what follows is its value.
func (r *Regions) underLabel(b int32) bool {
	i := int(r.FirstOf[r.Lay.Boxes[b].First]) - 1
	return i >= 0 && r.Pieces[i].Known && r.Pieces[i].Whole
}

// tabList reports whether every line of a list is a link to a place of the page.
func (r *Regions) tabList(bx *layout.Box) bool {
	n := 0
	for i := bx.First; i < bx.Last; i++ {
		l := &r.Lay.Lines[i]
		if l.Text == "" {
			continue
		}
		if len(l.Anchors) != 1 || len(l.Anchors[0].Href) < 2 || l.Anchors[0].Href[0] != '#' || int(l.Anchors[0].To-l.Anchors[0].From) < len(l.Text) {
			return false
		}
		n++
	}
	return n > 0
}

// tabBar reports a list that the markup calls a row of tabs: a few words each.
func (r *Regions) tabBar(bx *layout.Box) bool {
	if layout.Attr(bx.Attrs, "role") != "tablist" || bx.Last-bx.First > 12 {
		return false
	}
	for i := bx.First; i < bx.Last; i++ {
		if len(r.Lay.Lines[i].Text) > 60 {
			return false
		}
	}
	return true
}

// cellNote reports whether a box inside a table's cell holds a postal address: a note of the cell, whatever its name.
func (r *Regions) cellNote(b int32, bx *layout.Box) bool {
	if bx.Last-bx.First > 4 {
		return false
	}
	for p, n := bx.Parent, 0; p > 0 && n < 3; p, n = r.Lay.Boxes[p].Parent, n+1 {
		if r.Lay.Boxes[p].Tag == atom.Td {
			for i := bx.First; i < bx.Last; i++ {
				if wording.PostalLine(r.Lay.Lines[i].Text) {
					return true
				}
			}
		}
	}
	return false
}

// linkList reports whether nearly all text of a box is in links, three or more.
func (r *Regions) linkList(bx *layout.Box) bool {
	all, linked, n := 0, 0, 0
	for i := bx.First; i < bx.Last; i++ {
		l := &r.Lay.Lines[i]
		all += len(l.Text)
		for _, a := range l.Anchors {
			if strings.HasPrefix(a.Href, "tel:") || strings.HasPrefix(a.Href, "mailto:") {
				return false // somebody's numbers
			}
			linked += int(a.To - a.From)
			n++
		}
	}
	return n >= 3 && linked*10 >= all*8
}

// regionName reports whether a box's id or class names a region of chrome.
func (r *Regions) regionName(bx *layout.Box) bool {
	if tabPanel(bx) {
		return false
	}
	for i := range bx.Attrs {
		if k := bx.Attrs[i].Key; k != "id" && k != "class" && k != "role" {
			continue
		}
		v := bx.Attrs[i].Val
		if pageEnd(v) {
			return true
		}
		from := 0
		for j := 0; j <= len(v); j++ {
			if j == len(v) || v[j] == '-' || v[j] == '_' || v[j] == ' ' || j > from && v[j] >= 'A' && v[j] <= 'Z' && v[j-1] >= 'a' && v[j-1] <= 'z' {
				if j > from+1 && r.Lx.Regions[strings.ToLower(v[from:j])] {
					return true
				}
				from = j
				if j < len(v) && (v[j] == '-' || v[j] == '_' || v[j] == ' ') {
					from++
				}
			}
		}
	}
	return false
}

// tabPanel reports whether a box is what a tab opens, by its role or name: id="nav_tabs_content_1" is named after the bar of
// tabs above it, and is no such bar.
func tabPanel(bx *layout.Box) bool {
	for i := range bx.Attrs {
		switch a := &bx.Attrs[i]; a.Key {
		case "role":
			if a.Val == "tabpanel" {
				return true
			}
		case "class":
			for c := range strings.FieldsSeq(a.Val) {
				switch c {
				case "tab-pane", "tab-panel", "tabpanel", "tab-content", "tabs-content", "tabs-panel", "w-tab-pane", "w-tab-content":
					return true
				}
			}
		}
	}
	return false
}

// pageEnd reports whether a whole id or class names the foot of the page; as a part of a name "pied" is also the foot
// of a field.
func pageEnd(v string) bool {
	if i := strings.IndexByte(v, '_'); i > 0 && text.HasPrefixFold(v, "ctl") {
		v = v[i+1:]
	}
	if len(v) > len("pied-de-page") {
		return false
	}
	switch strings.ToLower(v) {
	case "pied", "pied_page", "pied-page", "piedpage", "pied-de-page", "pieddepage", "bas", "bas-page", "baspage", "copyright", "mentions", "mention", "credits", "colophon":
		return true
	}
	return false
}

// ChromeLine reports whether a line is chrome by its words.
func (r *Regions) ChromeLine(li int32, t string) bool {
	if len(t) > 300 {
		return false
	}
	if r.Model.Kept(t) {
		return false
	}
	f := r.FoldedPart(li, t)
	if f == "" || strings.HasPrefix(t, "©") || strings.HasPrefix(t, "(c) ") {
		return true
	}
	if r.Lx.Chrome[f] {
		return true
	}
	for _, s := range r.Lx.Starts {
		if strings.HasPrefix(f, s) {
			return true
		}
	}
	return false
}

// OverChrome reports whether chrome is all that stands under a heading, up to the next one.
func (r *Regions) OverChrome(i int) bool {
	n := 0
	for j := i + 1; j < len(r.Pieces); j++ {
		q := &r.Pieces[j]
		if q.Claim != "chrome" {
			return n > 0 && q.Whole && q.Rank <= max(r.Pieces[i].Rank, 6)
		}
		n++
	}
	return n > 0
}

// HoldsChrome reports whether a box holds parts of the page that are chrome by their tag: it is the page as a whole.
func (r *Regions) HoldsChrome(b int32) bool {
	bx := &r.Lay.Boxes[b]
	for i := int(b) + 1; i < len(r.Lay.Boxes) && r.Lay.Boxes[i].Depth > bx.Depth; i++ {
		switch r.Lay.Boxes[i].Chrome {
		case "chrome:footer", "chrome:nav", "chrome:name":
			return true
		}
	}
	return false
}

// LinkAlone reports whether a line is nothing but links.
func (r *Regions) LinkAlone(i int) bool {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	n := 0
	for _, a := range l.Anchors {
		n += int(a.To - a.From)
	}
	return len(l.Anchors) > 0 && n*10 >= len(l.Text)*8
}
