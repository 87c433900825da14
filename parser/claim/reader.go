// Package claim gives the pieces of a page to the fields of a draft: each piece once, with the rule that took it. It asks
// the regions how far a label reaches and the lexicon whether the kind of a value may stand in a field, and it weighs at
// the end whether the page is a course's at all.
//
// Values stay as printed: normalize types them.
package claim

import (
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/schema"
)

// Reader turns the regions of one page into a Draft. It lives for one page.
type Reader struct {
	*outline.Regions
	metas    int                        // lines looked at for what they say of the sheet
	cards    map[int32]bool             // boxes that are one session each
	holders  map[int32]bool             // boxes that hold several sessions and say something of them all
	rowHeads map[int32]*session.Session // what a box says over the sessions that a selector names in it

	Draft    schema.Draft
	surely   float64            // how sure the label in hand is, 0 where none is
	list     bool               // a table of the page lists courses
	kind     string             // of page, where two of its labels say that it is no course's
	told     map[string]float64 // how surely each evidence of a course was told
	group    int
	loose    session.Session // what the course level says of its only session
	seen     map[saying]bool
	lastUsed int // last piece a field took

	found      []*session.Session // in page order
	weak       []int              // values under labels that give way
	weakOr     map[int]schema.Field
	rowWeak    []int        // values of table rows that give way to one of the course
	blockField schema.Field // the block last opened: provider or contacts
	blockGroup int
	blockAt    int     // piece where the block began
	lastBlock  int     // last piece a block took
	addressed  bool    // the provider's address was read
	later      []later // course fields said session by session
	left       []int   // pieces of the unclaimed texts
	opener     int     // piece of the sessions label being read
	lastLabel  schema.Field
	heading    int // piece of the unknown heading text stands under
	headingEnd int
	townOver   schema.Value // the town that a heading of sessions names, up to the next one
	under      string       // the folded heading of the section that text stands in
	underRank  uint8
	selected   map[schema.Field]int  // fields that a profile's selectors gave, and the number of values until then
	took       map[*layout.Mark]bool // elements whose words a selector gave a field
	owner      owner                 // of the site, once asked for
	own        ownBoxes              // boxes of the page's content, once asked for
	over       overLabel             // the label over other labels whose own words may still follow
}

// overLabel is a known label whose value began with other labels: loose words after them are still its own.
type overLabel struct {
	e     *lexicon.Entry
	label string
	end   int
	rank  uint8
}

// Read gives the draft of a page from its regions. d is what is known of the page before its words are read.
func Read(rs *outline.Regions, d schema.Draft) *Reader {
	r := &Reader{Regions: rs, Draft: d, seen: map[saying]bool{}, weakOr: map[int]schema.Field{}}
	r.takeTitle()
	r.takeUpdated()
	r.findCards()
	r.GuessLabels()
	r.takeSelected()
	r.parse(0, len(r.Pieces), shape.InCourse, nil)
	r.finish()
	return r
}

// SessionValues gives the values of each session of a draft.
func SessionValues(d *schema.Draft) (out [][]schema.Value) {
	for i := range d.Sessions {
		out = append(out, d.Sessions[i].Values)
	}
	return out
}
