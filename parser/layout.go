package parser

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// style bits of a run of text.
const (
	styleBold uint8 = 1 << iota // b, strong, big, and headings' own weight is not counted
	styleUnder
	styleItalic
	styleLink
	styleLabel // label, dt-like spans whose class says label, title or libellé
)

// run is a stretch of a line in one style.
type run struct {
	at    int32 // offset in the line's text
	style uint8
	class string // class of the nearest inline element that has one
}

// icon is an image that may say something.
type icon struct {
	alt, title, src string
	at              int32 // offset in the line's text where it stands
}

// anchor is a link inside a line.
type anchor struct {
	href     string
	from, to int32 // its text in the line
}

// line is one line of the page as a reader sees it: inline content between two block borders or line breaks.
type line struct {
	text    string
	runs    []run
	icons   []icon
	anchors []anchor
	box     int32 // innermost box
	asks    bool  // a control to fill in follows
	num     int32 // line of a plain-text capture, from 0
	start   int32 // byte range in the decoded page
	end     int32
	names   []name           // names that only attributes of its inline elements give
	parts   []stretch        // the inline elements that stand side by side in it, where there are two or more
	attrs   []html.Attribute // attributes of inline elements that may hold an id or a label (onclick, class, name, title)
}

// name is what an element's attributes call what it shows, where its text does not: aria-label, title.
type name struct {
	text string
	at   int32 // offset in the line's text where the element begins
}

// stretch is a part of a line's text: [from,to).
type stretch struct{ from, to int32 }

// box is one block element.
type box struct {
	tag         atom.Atom
	parent      int32
	first, last int32 // its lines: [first,last)
	depth       int16
	ord         int16 // ordinal among its siblings of the same tag, from 1
	span        int16 // colspan of a cell, 1 or more
	chrome      string
	attrs       []html.Attribute
}

// layout is a page laid out as lines in boxes.
type layout struct {
	src   string
	boxes []box
	lines []line
	links []anchor // all anchors of the page; text by textOf
	texts []string // texts of links, parallel
	// what the head and hidden inputs say
	title, canonical, base, lang string
	noindex, tdm                 bool
	hiddenIDs                    []html.Attribute // name and value of hidden inputs whose name speaks of an id
	controls                     int
	titleLines, updatedLines     [2]int32 // where a profile says they stand
	dropped                      int      // lines beyond maxLines
	twice                        bool     // see builder
}

func attr(as []html.Attribute, key string) string {
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
	maxLines    = 30000    // lines laid out; what stands below is dropped with an issue
	maxBody     = 16 << 20 // bytes of a page that is read at all
	maxRuns     = 200      // styles in one line beyond which it is running text
)
