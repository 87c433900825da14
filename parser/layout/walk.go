package layout

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/sites"
	"carif/text/email"
)

// Hints are a profile's selectors, resolved to nodes of one page.
type hints struct {
	root    map[*html.Node]bool
	drop    map[*html.Node]bool
	title   *html.Node
	updated *html.Node
	// selected are the elements that selectors of fields and sessions name
	selected map[*html.Node][]Mark
}

// HintsOf finds the nodes a profile's selectors name; nil when it names none.
func hintsOf(doc *goquery.Document, site *sites.Site) *hints {
	sel := site.Selectors()
	if sel.None() {
		return nil
	}
	hs := &hints{root: map[*html.Node]bool{}, drop: map[*html.Node]bool{}, title: one(doc, sel.Title), updated: one(doc, sel.Updated)}
	if n := one(doc, sel.Root); n != nil {
		hs.root[n] = true
	}
	for _, m := range sel.Drop {
		for _, n := range doc.FindMatcher(m).Nodes {
			hs.drop[n] = true
		}
	}
	hs.selected = selected(doc, sel)
	return hs
}

// mostMarked bounds the elements that one selector may name.
const mostMarked = 1000

// selected gives the elements that the profile's selectors of fields and sessions name, and what each is.
func selected(doc *goquery.Document, sel sites.Selectors) map[*html.Node][]Mark {
	if len(sel.Fields) == 0 && sel.Rows == nil {
		return nil
	}
	out := map[*html.Node][]Mark{}
	add := func(n *html.Node, f *sites.FieldSelector, session bool) {
		m := Mark{Sel: f, Session: session}
		if f != nil && f.Attr != "" {
			m.Attr = Attr(n.Attr, f.Attr)
		}
		out[n] = append(out[n], m)
	}
	if sel.Rows != nil {
		rows := doc.FindMatcher(sel.Rows).Nodes
		for _, n := range rows[:min(len(rows), mostMarked)] {
			add(n, nil, true)
			row := goquery.NewDocumentFromNode(n)
			for i := range sel.InRow {
				f := &sel.InRow[i]
				if f.Match.Match(n) {
					add(n, f, true)
				} else if found := row.FindMatcher(goquery.SingleMatcher(f.Match)); found.Length() > 0 {
					add(found.Get(0), f, true)
				}
			}
		}
	}
	for i := range sel.Fields {
		found := doc.FindMatcher(sel.Fields[i].Match).Nodes
		for _, n := range found[:min(len(found), mostMarked)] {
			add(n, &sel.Fields[i], false)
		}
	}
	return out
}

// marks reports whether an element is one that the profile names, and so stands on lines of its own.
func (h *hints) marks(n *html.Node) bool {
	return n == h.title || n == h.updated || len(h.selected[n]) > 0
}

// end notes the lines of an element that the profile names; mark is the first of its marks.
func (h *hints) end(lay *Layout, n *html.Node, mark int, lines [2]int32) {
	switch n {
	case h.title:
		lay.TitleLines = lines
	case h.updated:
		lay.UpdatedLines = lines
	}
	for i := range h.selected[n] {
		lay.Marks[mark+i].Lines = lines
	}
}

// one gives the first node that a selector names; nil when there is no selector, or it finds nothing.
func one(doc *goquery.Document, m goquery.Matcher) *html.Node {
	if m == nil {
		return nil
	}
	if found := doc.FindMatcher(goquery.SingleMatcher(m)); found.Length() > 0 {
		return found.Get(0)
	}
	return nil
}

// Walk lays a parsed tree out. It goes once over the tree.
func (b *builder) walk(n *html.Node, h *hints) {
	switch n.Type {
	case html.TextNode:
		b.text(n.Data)
	case html.DocumentNode:
		b.children(n, h)
	case html.ElementNode:
		b.element(n, h)
	}
}

func (b *builder) children(n *html.Node, h *hints) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.walk(c, h)
	}
}

func (b *builder) element(n *html.Node, h *hints) {
	if n.DataAtom == atom.Head {
		b.head(n)
		return
	}
	if n.DataAtom == atom.Html {
		b.lay.Lang = Attr(n.Attr, "lang")
	}
	if n.DataAtom == atom.Svg {
		b.svg(n)
		return
	}
	if n.DataAtom == atom.Select {
		b.menu(n)
	}
	st, ok := b.open(n.DataAtom, n.Attr)
	if !ok {
		if h != nil && len(h.selected[n]) > 0 { // a picture, a hidden input
			at := int32(len(b.lay.Lines))
			b.lay.Marks = append(b.lay.Marks, h.selected[n]...)
			h.end(&b.lay, n, len(b.lay.Marks)-len(h.selected[n]), [2]int32{at, at})
		}
		return
	}
	if h != nil && st.boxed && h.drop[n] {
		b.lay.Boxes[b.stack[len(b.stack)-1]].Chrome = "chrome:profile"
	}
	if h != nil && !st.boxed && h.drop[n] {
		b.close(n.DataAtom, st)
		return
	}
	if h != nil && st.boxed && h.root[n] {
		b.lay.Boxes[b.stack[len(b.stack)-1]].Chrome = "root"
	}
	marked := h != nil && h.marks(n)
	if marked {
		b.flush()
	}
	from, mark := int32(len(b.lay.Lines)), len(b.lay.Marks)
	if marked {
		b.lay.Marks = append(b.lay.Marks, h.selected[n]...)
	}
	if mailbox := email.Unhide(Attr(n.Attr, "data-cfemail")); mailbox != "" {
		b.text(mailbox) // a browser puts it in the place of "[email protected]"
	} else {
		b.children(n, h)
	}
	if marked {
		b.flush()
		h.end(&b.lay, n, mark, [2]int32{from, int32(len(b.lay.Lines))})
	}
	b.close(n.DataAtom, st)
}

// inlineState is what an element must restore when it ends.
type inlineState struct {
	style  uint8
	class  string
	block  bool
	boxed  bool
	link   bool
	part   bool
	nested int    // open inline elements around it
	when   string // the day that a time element tells to machines
	at     int    // where its words begin
	closed bool   // what stands before it is drawn apart
}

// open starts any element; ok is false when its content is not to be read.
func (b *builder) open(tag atom.Atom, attrs []html.Attribute) (st inlineState, ok bool) {
	st = inlineState{style: b.style, class: b.class, nested: b.nested, at: len(b.buf), closed: b.closed}
	if block(tag) {
		st.block = true
		st.boxed = b.openBox(tag, attrs)
		b.nested, b.style, b.class = 0, 0, ""
		if tag == atom.Pre {
			b.pre++
		}
		return st, true
	}
	switch {
	case tag == atom.Button && toggles(attrs): // the heading of what it opens
		st.boxed = b.openBox(atom.Summary, attrs)
		b.nested, b.style, b.class = 0, 0, ""
		return st, true
	case silent(tag):
		if tag == atom.Select || tag == atom.Button || tag == atom.Textarea {
			kind := ""
			if tag == atom.Button {
				kind = "button" // nothing to fill in: what stands before it is no question
			}
			b.control(kind)
		}
		return st, false
	case tag == atom.Br || tag == atom.Hr:
		b.br()
		return st, false
	case tag == atom.Img:
		b.addIcon(attrs)
		return st, false
	case tag == atom.Input:
		b.input(attrs)
		return st, false
	case tag == atom.Meta:
		b.meta(attrs)
		return st, false
	case tag == atom.Link:
		b.linkTag(attrs)
		return st, false
	}
	b.inline(tag, attrs, &st)
	if st.part = true; b.nested == 0 {
		b.partAt = int32(len(b.buf))
	}
	b.nested++
	return st, true
}

// svg keeps the name of a drawing: its label or its title.
func (b *builder) svg(n *html.Node) {
	t := Attr(n.Attr, "aria-label")
	for c := n.FirstChild; c != nil && t == ""; c = c.NextSibling {
		if c.Data == "title" && c.FirstChild != nil {
			t = c.FirstChild.Data
		}
	}
	b.named(t)
	if b.picture(Attr(n.Attr, "class")); b.picto == "" {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Data == "use" {
				b.picture(Attr(c.Attr, "href") + Attr(c.Attr, "xlink:href"))
			}
		}
	}
}

// pictureIn keeps what an inline element that may be a picture is called.
func (b *builder) pictureIn(tag atom.Atom, class string) {
	if tag == atom.I || tag == atom.Span {
		b.picture(class)
	}
}

// picture keeps what a picture before the words of a line is called.
func (b *builder) picture(class string) {
	if len(b.buf) == 0 && pictureClass(class) {
		b.picto = class
	}
}

// pictureClass reports a class that icon fonts and sprites give their pictures.
func pictureClass(class string) bool {
	for _, mark := range [...]string{"fa-", "icon", "ico-", "picto", "bi-", "mdi-", "glyph", "lucide", "ti-", "#i-"} {
		if strings.Contains(class, mark) {
			return true
		}
	}
	return false
}

// named keeps a name that only an attribute gives for the line in hand.
func (b *builder) named(t string) {
	if t = strings.TrimSpace(t); len(t) < 3 || len(t) > 60 || len(b.cur.Names) > 3 {
		return
	}
	b.begin()
	b.cur.Names = append(b.cur.Names, Name{t, int32(len(b.buf))})
}

// inline applies an inline element's style and keeps what its attributes may tell.
func (b *builder) inline(tag atom.Atom, attrs []html.Attribute, st *inlineState) {
	if n := len(b.buf); n > 0 && (tag == atom.Span || tag == atom.A || tag == atom.Small) && (b.closed || b.buf[n-1] == ')') {
		b.space = true // what is drawn apart is another word
	}
	switch tag {
	case atom.Time:
		st.when = Attr(attrs, "datetime")
	case atom.B, atom.Strong, atom.Big:
		b.style |= StyleBold
	case atom.U, atom.Ins:
		b.style |= StyleUnder
	case atom.I, atom.Em:
		b.style |= StyleItalic
	case atom.Label:
		b.style |= StyleLabel
	case atom.A:
		if b.inLink {
			b.closeLink()
		}
		st.link = true
		b.openLink(Attr(attrs, "href"))
		b.style |= StyleLink
	}
	for i := range attrs {
		switch attrs[i].Key {
		case "aria-label", "title", "data-label":
			if tag != atom.A {
				b.named(attrs[i].Val)
			}
		case "class":
			b.class = attrs[i].Val
			b.pictureIn(tag, attrs[i].Val)
			if labelClass(attrs[i].Val) {
				b.style |= StyleLabel
			}
		case "id":
			if tag == atom.Span && Attr(attrs, "class") == "" {
				b.class = "#" + attrs[i].Val // a stretch of its own
			}
		case "onclick", "name", "data-id", "data-session":
			b.begin()
			b.cur.Attrs = append(b.cur.Attrs, attrs[i])
		case "style":
			if strings.Contains(attrs[i].Val, "bold") {
				b.style |= StyleBold
			}
		}
	}
}

// close ends any element that open accepted.
func (b *builder) close(tag atom.Atom, st inlineState) {
	if st.link {
		b.closeLink()
	}
	if st.when != "" && st.at <= len(b.buf) {
		if year := yearOf(string(b.buf[st.at:]), st.when); year != "" {
			b.buf = append(append(b.buf, ' '), year...)
		}
	}
	if st.part {
		if b.nested--; b.nested == 0 && b.started {
			b.part()
		}
	}
	b.closed = tag == atom.Span || tag == atom.A || tag == atom.Strong || tag == atom.B || tag == atom.Label ||
		tag == atom.I && st.closed && st.at == len(b.buf) // a picture between two of them
	if st.block || st.boxed {
		if st.boxed {
			b.closeBox()
		} else {
			b.flush()
		}
		if tag == atom.Pre {
			b.pre--
		}
	}
	b.style, b.class, b.nested = st.style, st.class, st.nested
}

// yearOf gives the year of a day that an element tells to machines and not to people: "12 janv." of "2027-01-12". It is ""
// where the words have a year, or speak of another day.
func yearOf(words, when string) string {
	if len(when) < 10 || len(words) > 30 || when[4] != '-' || when[7] != '-' {
		return ""
	}
	number, letters := "", false
	for i := 0; i < len(words); i++ {
		switch c := words[i]; {
		case c >= '0' && c <= '9':
			number += words[i : i+1]
		case c == '/' || c == '.' && !letters || c == ':':
			return ""
		case c > ' ':
			letters = true
		}
	}
	if !letters || number == "" || len(number) > 2 || strings.TrimLeft(number, "0") != strings.TrimLeft(when[8:10], "0") {
		return ""
	}
	return when[:4]
}

// toggles reports whether a button opens and closes a part of the page.
func toggles(attrs []html.Attribute) bool {
	for i := range attrs {
		switch attrs[i].Key {
		case "aria-expanded", "aria-controls", "data-bs-toggle", "data-toggle":
			return true
		case "class":
			if strings.Contains(attrs[i].Val, "accordion") || strings.Contains(attrs[i].Val, "collaps") {
				return true
			}
		}
	}
	return false
}

// labelClass reports whether a class names a label: "field__label", "libelle", "titre-texte".
func labelClass(c string) bool {
	for i := range len(c) { // once over the class: every box and line is asked
		rest, found := c[i+1:], false
		switch c[i] {
		case 'l', 'L':
			found = strings.HasPrefix(rest, "abel") || strings.HasPrefix(rest, "ibelle")
		case 't', 'T':
			found = strings.HasPrefix(rest, "itre")
		case 'i':
			found = strings.HasPrefix(rest, "ntitule-champ")
		case 'r':
			found = strings.HasPrefix(rest, "ubrique")
		case 'f':
			found = strings.HasPrefix(rest, "ield-name")
		}
		if found {
			return true
		}
	}
	return false
}

// control counts a form control in the open boxes' form, by giving the line a mark.
func (b *builder) control(kind string) {
	if kind == "hidden" {
		return
	}
	b.lay.controls++
	b.asked(kind)
	b.space = b.started // words on both sides of a field are two words
	for i := len(b.stack) - 1; i >= 0; i-- {
		if b.lay.Boxes[b.stack[i]].Tag == atom.Form {
			b.lay.Boxes[b.stack[i]].Span++ // forms have no columns: the field counts their controls
			return
		}
	}
}

// asked marks the line before a control that a visitor fills: it says what to fill in, not what the course is.
func (b *builder) asked(kind string) {
	switch kind {
	case "", "select", "text", "search", "textarea", "email", "number", "tel", "date":
	default:
		return
	}
	l, n := &b.cur, len(b.buf)
	if !b.started || n == 0 {
		last := len(b.lay.Lines) - 1
		if last < 0 {
			return
		}
		l = &b.lay.Lines[last]
		n = len(l.Text)
		if here := b.stack[len(b.stack)-1]; l.Box != here && b.lay.Boxes[l.Box].Parent != here && b.lay.Boxes[l.Box].Parent != b.lay.Boxes[here].Parent {
			return
		}
	}
	l.Asks = l.Asks || n < 45
}

func (b *builder) input(attrs []html.Attribute) {
	kind := strings.ToLower(Attr(attrs, "type"))
	name := Attr(attrs, "name")
	if kind == "hidden" {
		if v := Attr(attrs, "value"); v != "" && len(v) < 40 && idName(name) {
			b.lay.HiddenIDs = append(b.lay.HiddenIDs, html.Attribute{Key: name, Val: v})
		}
		return
	}
	b.control(kind)
	if name != "" && strings.Contains(strings.ToLower(name), "ses") || Attr(attrs, "onclick") != "" {
		b.begin()
		b.cur.Attrs = append(b.cur.Attrs, attrs...)
	}
}

// idName reports whether a hidden field's name speaks of the id of a course: idAct, id_formation, numFiche.
func idName(name string) bool {
	n := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	for _, w := range [...]string{"idact", "idfor", "idstage", "idfiche", "idoffre", "numfiche", "numformation", "codeformation", "idaction"} {
		if n == w || strings.HasPrefix(n, w) && len(n) <= len(w)+8 && !strings.Contains(n, "liste") {
			return true
		}
	}
	return false
}

// head reads what the head says of the page.
func (b *builder) head(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.Title:
			if c.FirstChild != nil && b.lay.Title == "" {
				b.lay.Title = strings.Join(strings.Fields(c.FirstChild.Data), " ")
			}
		case atom.Meta:
			b.meta(c.Attr)
		case atom.Link:
			b.linkTag(c.Attr)
		case atom.Base:
			b.lay.Base = Attr(c.Attr, "href")
		}
	}
}

func (b *builder) meta(attrs []html.Attribute) {
	if strings.EqualFold(Attr(attrs, "property"), "og:site_name") {
		b.lay.SiteName = strings.TrimSpace(Attr(attrs, "content"))
		return
	}
	name := strings.ToLower(Attr(attrs, "name"))
	switch name {
	case "robots", "carif":
		b.lay.Noindex = b.lay.Noindex || strings.Contains(strings.ToLower(Attr(attrs, "content")), "noindex")
	case "tdm-reservation":
		b.lay.Tdm = strings.TrimSpace(Attr(attrs, "content")) == "1"
	}
}

func (b *builder) linkTag(attrs []html.Attribute) {
	if b.lay.Canonical == "" && strings.EqualFold(Attr(attrs, "rel"), "canonical") {
		b.lay.Canonical = strings.TrimSpace(Attr(attrs, "href"))
	}
}
