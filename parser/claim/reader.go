// Package claim gives the pieces of a page to the fields of a draft: each piece once, with the rule that took it. It asks
// the regions how far a label reaches and the lexicon whether the kind of a value may stand in a field, and it weighs at
// the end whether the page is a course's at all.
//
// Values stay as printed: normalize types them.
package claim

import (
	"strings"

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
	late     bool               // the sessions were found only because none was told
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

// claim marks pieces as taken.
func (r *Reader) claim(from, to int, who, rule string) {
	if strings.HasPrefix(who, "provider") || strings.HasPrefix(who, "contacts") || who == "fax" {
		r.lastBlock = max(r.lastBlock, to)
	}
	for j := from; j < to; j++ {
		if p := &r.Pieces[j]; p.Claim == "" && !p.Skip {
			p.Claim, p.Rule = who, rule
		}
	}
	if who != "chrome" && who != "label" && who != "section" && to-1 > r.lastUsed {
		r.lastUsed = to - 1
	}
}

// saying is words that a label has given to a field.
type saying struct {
	field       schema.Field
	label, text string
}

// put adds a value of the course.
func (r *Reader) put(f schema.Field, label string, pr shape.Printed, also []schema.Field, group int) {
	if pr.Text == "" && f == schema.FieldCPFEligible && lexicon.SaysEligible(label) {
		pr.Text = label // the label is the whole fact: "Éligible au CPF"
	}
	if pr.Text == "" && len(pr.Links) == 0 {
		return
	}
	pr = r.cutMeta(pr)
	v := schema.Value{Field: f, Label: label, Text: pr.Text, Items: pr.Items, Links: pr.Links, Icon: pr.Icon, Empty: r.Model.SaysNothing(pr.Text), Also: also, Group: group, Where: pr.Where}
	if (f == schema.FieldProvider || f == schema.FieldProviderAddress) && lexicon.HasPostalLine(pr.Text) {
		r.addressed = true
	}
	known := len(r.seen)
	if r.seen[saying{f, label, pr.Text}] = true; len(r.seen) == known && group == 0 {
		return
	}
	switch {
	case r.surely > 0:
		r.tell(f, r.surely)
	case label != "":
		r.tell(f, 1)
	default:
		r.tell(f, r.Lx.Proof.Unlabelled)
	}
	r.Draft.Values = append(r.Draft.Values, v)
}

// putSuggested adds a value that only its words or its place give to the field: it speaks less for a course.
func (r *Reader) putSuggested(f schema.Field, label string, pr shape.Printed) {
	r.surely = r.Lx.Proof.Suggested
	r.put(f, label, pr, nil, 0)
	r.surely = 0
}

// putWeak adds such a value, which gives way to one under a plain label of its field.
func (r *Reader) putWeak(f schema.Field, label string, pr shape.Printed) {
	r.weak = append(r.weak, len(r.Draft.Values))
	r.putSuggested(f, label, pr)
}

// putByKind gives a value to the field its kind tells; it reports false where the kind tells none.
func (r *Reader) putByKind(i, k int, label string, pr shape.Printed) bool {
	f := r.ByKind(label, pr)
	if f == "" {
		return false
	}
	r.claim(i, k, string(f), "kind alone")
	if lexicon.IsSession(f) {
		r.giveLoose(f, label, pr)
		return true
	}
	r.putWeak(f, label, pr)
	return true
}
