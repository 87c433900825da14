// Package data reads what a page says to machines: the schema.org courses and events of its JSON-LD blocks and microdata,
// and the state that scripts of a page start from. It gives the page's own words and dates, bounded, whatever stands there.
//
// It is not for deciding what of it counts beside what the page prints (package parser does), nor for people: instructors,
// authors and those who rate are never read.
package data

import "golang.org/x/net/html"

// The bounds of what is read of one page.
const (
	mostBytes = 2 << 20 // of all blocks
	mostDepth = 64      // of objects and lists in one another
	mostNodes = 50_000  // values of all blocks
	longest   = 4000    // bytes of one text
	mostItems = 200     // sessions and further facts of one course
)

// Course is a schema.org Course. Texts are "" where the block does not say.
type Course struct {
	Name     string
	Provider string
	Price    string // amount and currency, "1200 EUR"; "" for several
	Hours    string // of timeRequired, where it is hours: "35 heures"
	Sessions []Session
	Left     []Fact // what is said beside these
}

// Session is a CourseInstance, or an Event.
type Session struct {
	Start, End string // ISO dates
	City       string
	Postal     string
}

// Event is a schema.org Event: a course that is held on a day, or anything else that is.
type Event struct {
	Name string
	Session
}

// Fact is anything else a block says, by the name of its property: the keys on the way to it, with points between them.
type Fact struct{ Name, Text string }

// Found is what the page says in the words of schema.org.
type Found struct {
	Courses []Course
	Events  []Event
	Bad     int // JSON-LD blocks that cannot be read
}

// Read gives what the JSON-LD blocks and the microdata of a page say. root is its tree, nil for none.
func Read(page string, root *html.Node) Found {
	r := &reader{nodes: mostNodes}
	linked, over := blocks(page, mostBytes, isLinked)
	r.found.Bad = over
	for _, b := range linked {
		v, err := parseJSON(tidy(b.text))
		if err != nil {
			r.found.Bad++
			continue
		}
		r.find(v, 0)
	}
	if root != nil && hasMicrodata(page) {
		for _, item := range microdata(root) {
			r.find(item, 0)
		}
	}
	return r.found
}
