package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
)

// markChrome marks the boxes that belong to the page and not to the course: navigation, footers, search forms,
// lists of links, regions named so. A box that holds several surely labelled values is never chrome.
func (r *reader) markChrome() {
	sums := r.labelSums()
	labels := func(b int32) int { return sums[r.lay.boxes[b].last] - sums[r.lay.boxes[b].first] }
	for i := range r.lay.boxes {
		b := int32(i)
		bx := &r.lay.boxes[i]
		if bx.first == bx.last || bx.parent >= 0 && r.lay.boxes[bx.parent].chrome != "" && r.lay.boxes[bx.parent].chrome != "root" {
			if bx.parent >= 0 && bx.chrome == "" && r.lay.boxes[bx.parent].chrome != "root" {
				bx.chrome = r.lay.boxes[bx.parent].chrome
			}
			continue
		}
		if bx.chrome != "" {
			continue
		}
		bx.chrome = r.chromeRule(b, bx, labels(b))
	}
	r.outsideRoot()
	for i := range r.pieces {
		p := &r.pieces[i]
		if c := r.lay.boxes[r.lay.lines[p.line].box].chrome; c != "" && c != "root" {
			p.skip, p.claim, p.rule = true, "chrome", c
		}
	}
}

// outsideRoot makes chrome of everything outside the region that a profile names as the content.
func (r *reader) outsideRoot() {
	root := int32(-1)
	for i := range r.lay.boxes {
		if r.lay.boxes[i].chrome == "root" {
			root = int32(i)
			break
		}
	}
	if root < 0 {
		return
	}
	bx := &r.lay.boxes[root]
	for i := range r.pieces {
		if p := &r.pieces[i]; p.line < bx.first || p.line >= bx.last {
			p.skip, p.claim, p.rule = true, "chrome", "chrome:outside"
		}
	}
}

// labelSums gives, for each line, how many lines before it begin with a surely known label of a course.
func (r *reader) labelSums() []int {
	sums := make([]int, len(r.lay.lines)+1)
	for i := range r.lay.lines {
		sums[i+1] = sums[i]
		p := &r.pieces[r.firstOf[i]]
		if p.known && (p.sure >= styled || !p.whole) && len(r.lay.lines[i].anchors) == 0 {
			if e := find(r.lx.course, p.key); e != nil && e.field != fieldSection && e.field != fieldIgnore {
				sums[i+1]++
			}
		}
	}
	return sums
}

func (r *reader) chromeRule(b int32, bx *box, labels int) string {
	switch bx.tag {
	case atom.Nav:
		if labels < 3 {
			return "chrome:nav"
		}
	case atom.Footer:
		if labels < 2 {
			return "chrome:footer"
		}
	case atom.Form:
		if bx.span > 1 && !r.tellsCourse(bx) { // its controls, see builder.control
			return "chrome:form"
		}
	case atom.Ul, atom.Ol, atom.Menu, atom.Dl:
		if labels == 0 && r.linkList(bx) && !r.underLabel(b) || r.tabList(bx) {
			return "chrome:links"
		}
	}
	if bx.depth > 1 && bx.last-bx.first > 1 && otherCourses(r.lay.lines[bx.first].text) && !r.tellsCourse(bx) {
		return "chrome:others"
	}
	if labels < 2 && bx.depth > 1 && r.regionName(bx) && !r.cellNote(b, bx) && !(labels == 1 && r.headsText(bx)) {
		return "chrome:name"
	}
	return ""
}

// headsText reports whether a box begins with a known label of running text: class="outils" around "Outils pédagogiques".
func (r *reader) headsText(bx *box) bool {
	p := &r.pieces[r.firstOf[bx.first]]
	n := 0
	for i := bx.first; i < bx.last && n < prose; i++ {
		n += len(r.lay.lines[i].text)
	}
	e := find(r.lx.course, p.key)
	return n >= prose && p.known && e != nil && long(e.field)
}

// otherCourses reports whether a line heads a list of other courses: "Formations similaires", "Dans le même domaine",
// "Ces formations peuvent aussi vous intéresser".
func otherCourses(t string) bool {
	if len(t) > 80 || len(t) < 9 {
		return false
	}
	f := " " + text.FoldLabel(t)
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
func (r *reader) tellsCourse(bx *box) bool {
	n := 0
	for i := r.firstOf[bx.first]; i < r.firstOf[bx.last]; i++ {
		p := &r.pieces[i]
		if !p.known {
			continue
		}
		if e := find(r.lx.course, p.key); e != nil && (long(e.field) && e.field != schema.FieldOther || e.field == schema.FieldProvider || e.field == schema.FieldSessions) {
			n++
		}
	}
	return n >= 2
}

// underLabel reports whether a known label stands right before a box: what follows is its value.
func (r *reader) underLabel(b int32) bool {
	i := int(r.firstOf[r.lay.boxes[b].first]) - 1
	return i >= 0 && r.pieces[i].known && r.pieces[i].whole
}

// tabList reports whether every line of a list is a link to a place of the page.
func (r *reader) tabList(bx *box) bool {
	n := 0
	for i := bx.first; i < bx.last; i++ {
		l := &r.lay.lines[i]
		if l.text == "" {
			continue
		}
		if len(l.anchors) != 1 || len(l.anchors[0].href) < 2 || l.anchors[0].href[0] != '#' || int(l.anchors[0].to-l.anchors[0].from) < len(l.text) {
			return false
		}
		n++
	}
	return n > 0
}

// cellNote reports whether a box inside a table's cell holds a postal address: a note of the cell, whatever its name.
func (r *reader) cellNote(b int32, bx *box) bool {
	if bx.last-bx.first > 4 {
		return false
	}
	for p, n := bx.parent, 0; p > 0 && n < 3; p, n = r.lay.boxes[p].parent, n+1 {
		if r.lay.boxes[p].tag == atom.Td {
			for i := bx.first; i < bx.last; i++ {
				if postalLine(r.lay.lines[i].text) {
					return true
				}
			}
		}
	}
	return false
}

// linkList reports whether nearly all text of a box is in links, three or more.
func (r *reader) linkList(bx *box) bool {
	all, linked, n := 0, 0, 0
	for i := bx.first; i < bx.last; i++ {
		l := &r.lay.lines[i]
		all += len(l.text)
		for _, a := range l.anchors {
			linked += int(a.to - a.from)
			n++
		}
	}
	return n >= 3 && linked*10 >= all*8
}

// regionName reports whether a box's id or class names a region of chrome.
func (r *reader) regionName(bx *box) bool {
	for i := range bx.attrs {
		if k := bx.attrs[i].Key; k != "id" && k != "class" && k != "role" {
			continue
		}
		v := bx.attrs[i].Val
		if pageEnd(v) {
			return true
		}
		from := 0
		for j := 0; j <= len(v); j++ {
			if j == len(v) || v[j] == '-' || v[j] == '_' || v[j] == ' ' || j > from && v[j] >= 'A' && v[j] <= 'Z' && v[j-1] >= 'a' && v[j-1] <= 'z' {
				if j > from && r.lx.regions[strings.ToLower(v[from:j])] {
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

// pageEnd reports whether a whole id or class names the foot of the page; as a part of a name "pied" is also the foot
// of a field.
func pageEnd(v string) bool {
	v = strings.ToLower(v)
	if i := strings.IndexByte(v, '_'); i > 0 && strings.HasPrefix(v, "ctl") {
		v = v[i+1:]
	}
	switch v {
	case "pied", "pied_page", "pied-page", "piedpage", "pied-de-page", "pieddepage", "bas", "bas-page", "baspage", "copyright", "mentions", "mention", "credits", "colophon":
		return true
	}
	return false
}

// chromeLine reports whether a line is chrome by its words.
func (r *reader) chromeLine(l *line, t string) bool {
	if len(t) > 300 {
		return false
	}
	f := text.FoldLabel(t)
	if f == "" || strings.HasPrefix(t, "©") || strings.HasPrefix(t, "(c) ") {
		return true
	}
	if r.lx.chrome[f] {
		return true
	}
	for _, s := range r.lx.starts {
		if strings.HasPrefix(f, s) {
			return true
		}
	}
	return false
}
