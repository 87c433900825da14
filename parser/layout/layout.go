// Package layout lays a page out as a reader sees it: flat lines in boxes, with their style, links, pictures and place in
// the page. A page's tree, the tokens of one nested too deep for a tree, and plain text all give the same Layout.
//
// It knows the names of elements and what they show, and nothing of courses.
package layout

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/parser/page"
	"carif/sites"
)

// Of lays a page out: by one walk of its tree, from its tokens where it is nested too deep for a tree, by its lines where
// it is plain text.
func Of(doc *page.Doc, site *sites.Site) *Layout {
	b := newBuilder(doc.Text)
	b.allIcons = len(site.Page.Icons) > 0
	switch {
	case doc.Plain:
		lay := plainLayout(b, doc.Text)
		lay.Plain = true
		return lay
	case doc.DOM == nil:
		return tokenLayout(b, doc.Text)
	}
	b.walk(doc.DOM.Get(0), hintsOf(doc.DOM, site))
	lay := b.finish()
	lay.joinRows()
	return lay
}

// style bits of a run of text.
const (
	StyleBold uint8 = 1 << iota // b, strong, big, and headings' own weight is not counted
	StyleUnder
	StyleItalic
	StyleLink
	StyleLabel // label, dt-like spans whose class says label, title or libellé
)

// run is a stretch of a line in one style.
type run struct {
	At    int32 // offset in the line's text
	Style uint8
	Class string // class of the nearest inline element that has one
}

// Icon is an image that may say something.
type Icon struct {
	Alt, Title, Src string
	At              int32 // offset in the line's text where it stands
}

// anchor is a link inside a line.
type anchor struct {
	Href     string
	From, To int32 // its text in the line
}

// Line is one line of the page as a reader sees it: inline content between two block borders or line breaks.
type Line struct {
	Text    string
	Runs    []run
	Icons   []Icon
	Anchors []anchor
	Box     int32  // innermost box
	Picto   string // class of the picture before its words: "far fa-clock"
	Asks    bool   // a control to fill in follows
	Num     int32  // line of a plain-text capture, from 0
	Start   int32  // byte range in the decoded page
	End     int32
	Names   []Name           // names that only attributes of its inline elements give
	Parts   []Stretch        // the inline elements that stand side by side in it, where there are two or more
	Attrs   []html.Attribute // attributes of inline elements that may hold an id or a label (onclick, class, name, title)
}

// Name is what an element's attributes call what it shows, where its text does not: aria-label, title.
type Name struct {
	Text string
	At   int32 // offset in the line's text where the element begins
}

// Stretch is a part of a line's text: [from,to).
type Stretch struct{ From, To int32 }

// Box is one block element.
type Box struct {
	Tag         atom.Atom
	Parent      int32
	First, Last int32 // its lines: [first,last)
	Depth       int16
	Ord         int16 // ordinal among its siblings of the same tag, from 1
	Span        int16 // colspan of a cell, 1 or more
	Chrome      string
	Attrs       []html.Attribute
}

// Layout is a page laid out as lines in boxes.
type Layout struct {
	src   string
	Boxes []Box
	Lines []Line
	Links []anchor // all anchors of the page; text by textOf
	Texts []string // texts of links, parallel
	// what the head and hidden inputs say
	Title, Canonical, Base, Lang string
	SiteName                     string // as the page tells those who link to it
	Noindex, Tdm                 bool
	HiddenIDs                    []html.Attribute // name and value of hidden inputs whose name speaks of an id
	controls                     int
	TitleLines, UpdatedLines     [2]int32 // where a profile says they stand
	Marks                        []Mark   // what a profile's selectors name, in page order
	Menus                        []Menu   // menus whose choices are days
	Dropped                      int      // lines beyond maxLines
	Twice                        bool     // see builder
	Plain                        bool     // a plain-text capture: no structure but lines
}

// Mark is an element that a profile's selector names: a session, or the words of a field.
type Mark struct {
	Lines   [2]int32
	Sel     *sites.FieldSelector // nil for an element that is a session
	Session bool                 // the field is a session's
	Attr    string               // the words of the attribute that the selector names
}

// Attr gives the value of an attribute, "" where the element has none of the name.
func Attr(as []html.Attribute, key string) string {
	for i := range as {
		if as[i].Key == key {
			return as[i].Val
		}
	}
	return ""
}

// Limits of one page. The largest course pages seen have some 3,000 lines and 300 kB.
const (
	maxBoxDepth = 500
	MaxLines    = 30000    // lines laid out; what stands below is dropped with an issue
	MaxBody     = 16 << 20 // bytes of a page that is read at all
	MaxRuns     = 200      // styles in one line beyond which it is running text
)
