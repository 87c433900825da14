package site

import "carif/schema"

// Sketch is what the reader notes of one page, read page by page.
type Sketch struct {
	URL    string // of the page, "" when it has none
	Name   string // URL, else the file: what orders and samples pages
	Hash   string // of the content, so that a model's id tells what it was built from
	Course bool   // the page gave a record
	// Who gives the course, as far as the page tells, the surest first: pages of one group tell one thing about the
	// site.
	Givers []string
	Group  string // chosen of them when a model is built
	ID     string // native id the page prints, "" for none
	// Fields are the fields that a label or a rule gave, with the beginning of the first value.
	Fields map[schema.Field]string
	Lines  []Line
	Bits   []Line // stretches of lines that are drawn in a way of their own
	Slots  []Slot
	Units  []Unit
	Root   string   // place of the smallest box that holds all that was read, "" for the page itself
	Icons  []string // names of the pictures beside the course's words that nothing knows
}

// Role is what the page-by-page reading made of a line.
type Role uint8

// The roles of a line.
const (
	RoleNone      Role = iota
	RoleTitle          // the course's title
	RoleLabel          // begins with a label that the lexicon knows
	RoleMaybe          // looks like a label and is in no lexicon
	RoleValue          // a field took it
	RoleSession        // a session took it
	RoleChrome         // the page's own words
	RoleUnclaimed      // nothing took it
)

// Line is one line of a page.
type Line struct {
	At    string // its place: the innermost boxes with their stable classes, "ul.dates>li"
	Text  string // as printed, at most maxText bytes of it
	Role  Role
	Under string // the known label whose value it is part of, "" for none
	Whole bool   // it is a label and nothing else
	Only  bool   // the first line of a known label's value, and short: it may be all the label says
	Kind  Kind
	Hole  [2]int // where its only date stands, so far as it has one
}

// Slot is one label of a page and what stands behind it.
type Slot struct {
	Label string // folded as labels are compared
	Text  string // as printed
	At    string
	Known bool         // the lexicon tells its field
	Field schema.Field // the field that took the value, "" for none
	Cued  bool         // the words of this page's value told the field, no list did
	Hint  schema.Field // what the label's words alone would tell of a text under it, "" for nothing
	Value string       // at most maxText bytes
	Kind  Kind
}

// Unit is one of the boxes drawn alike below one parent.
type Unit struct {
	At    string // place of the box
	Of    int    // number of its parent on the page
	In    int    // index of the innermost unit around it, -1 for none
	Alike int    // boxes below the parent that are drawn as it is, itself one of them
	Dated bool   // it holds a date or says that one may come at any time
	Read  bool   // the reader read a session in it
	Link  string // words of the link to another page that it opens with, "" for none
	Parts []Part
}

// Part is a stretch of a unit that is drawn in one way.
type Part struct {
	Col  string // its place in the unit
	Text string
	Kind Kind
}

// Kind is a set of what a text looks like.
type Kind uint32

// The kinds of a text.
const (
	KindDate Kind = 1 << iota
	KindPeriod
	KindPhone
	KindEmail
	KindPostal
	KindTown
	KindHours
	KindDays
	KindEuros
	KindNumber
	KindPeople
	KindYesNo
	KindLevel
	KindROME
	KindCode
	KindRegister // RNCP or RS
	KindTeaching
	KindEntry // how one enters and leaves
	KindState
	KindPace
	KindAudience
	KindSelection
	KindAward // what one leaves with
	KindFunder
	KindAim  // begins with a verb: to be able to …
	KindLong // running text
	KindList
	KindNeed // what one must have
	KindLink
	KindFormacode
	KindName   // an organisation's name
	KindUpdate // speaks of when the sheet was last changed
)

// maxText bounds the text that a sketch keeps of a line.
const maxText = 400
