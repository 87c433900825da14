package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"
	"strings"
	"time"
)

// Row is one row of a tidy table before it is spread over columns: a record, and the part of it the row tells of.
// Columns read their cells from it (Column.Cell).
type Row struct {
	Record   *Record
	History  *History // what the database knows of the course; nil where a record stands alone
	Run      *Run     // for table run, whose rows come from no record
	Week     *Week    // for the panel, whose rows come from no record
	Position int      // of the row in the page's order, from 0

	course    *Course
	coded     *Coded
	list      string // of code
	code      *Code
	heading   *OutlineItem
	headingNo int
	item      *string // below heading; nil when it has none
	funding   *Funding
	other     *Labelled
	cost      *Price
	outcome   *Figure
	block     *Block
	meeting   *InformationDate
	session   *Session
	action    *Action
	own       *Course // what action says itself
	provider  *Organisation
	key       string // of provider
	canonical *CanonicalProvider
	owner     string // of contact
	inSession *int   // position of the session contact belongs to
	contact   *Contact
	issue     *Issue
	unclaimed *Unclaimed
	absent    *Absent
}

// History is what a database knows of a course beside its record: it fills the columns that no page prints.
type History struct {
	Status    string  `json:"status"` // open, or closed once the site no longer lists it
	Version   int     `json:"version"`
	FirstSeen string  `json:"first_seen"` // RFC 3339, UTC, like those below
	ChangedAt string  `json:"changed_at"`
	LastSeen  *string `json:"last_seen"` // end of the last run that saw it; null where that is not known any more
	ClosedAt  *string `json:"closed_at"`

	// Scales are the course's level and domain on one scale for all sites; nil where they were not computed.
	Scales *Scales `json:"scales,omitempty"`
	// Canonical gives the organisation of a row of provider by its key; nil where that is not known.
	Canonical func(key string) (CanonicalProvider, bool) `json:"-"`

	SearchID    int64  `json:"-"` // 0 while the row has none: the database gives the next number
	Fingerprint string `json:"-"`
	SeenAt      string `json:"-"` // when the contacts were read; "" takes the record's own time
}

// Scales are a course's level and field of training on one scale for all sites. They follow from what its page prints,
// so they are computed wherever rows are made and are no part of the record: a better table opens no new version.
type Scales struct {
	Exit   *LevelScale  `json:"level_scale,omitempty"`
	Entry  *LevelScale  `json:"entry_level_scale,omitempty"`
	Domain *DomainScale `json:"domain,omitempty"`
}

// LevelScale is a level of the national framework of 2019.
type LevelScale struct {
	Level int `json:"level"` // 1 to 8
	// Source is the scale and level that it was read from: "1969:III", "2019:5".
	Source string `json:"source"`
	Fit    string `json:"fit"` // exact or near
}

// DomainScale is one of the NSF's domains of two digits.
type DomainScale struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	// Source is the list and code that it was read from: "nsf:331", "formacode:43436", "rome:J1501".
	Source string `json:"source"`
	Fit    string `json:"fit"` // exact for the NSF's own codes, else near
}

// CanonicalProvider tells which organisation a provider row speaks of.
type CanonicalProvider struct {
	ID         string  `json:"id"`   // "siret:<14 digits>" or "name:<hash>", the same in every database
	Name       string  `json:"name"` // the name that most of its rows print
	SIRET      string  `json:"siret,omitempty"`
	Evidence   string  `json:"evidence"`   // why the row belongs to it: siret, name+commune …
	Confidence float64 `json:"confidence"` // 0–1, declared a rule
}

// Cell is the value of the column in a row: nil, string, int64, float64 or bool. It is nil where Filled is false.
func (c *Column) Cell(x *Row) any {
	if c.cell == nil {
		return nil
	}
	return c.cell(x)
}

// Filled tells whether the column is filled from a Row; the others are the database's own business.
func (c *Column) Filled() bool { return c.cell != nil }

// Rows gives the rows that a record has in the table, in their order. A row is good until the next one is asked for.
// h may be nil.
func (t *Table) Rows(rec *Record, h *History) iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		if t.rows != nil {
			t.rows(&Row{Record: rec, History: h, course: rec.Course}, yield)
		}
	}
}

// rowsOf walks the rows of one table: it puts each into x in turn.
type rowsOf func(x *Row, yield func(*Row) bool)

func courseRows(x *Row, yield func(*Row) bool) { yield(x) }

// each walks a list of which every item is a row.
func each[T any](list func(*Row) []T, put func(*Row, *T)) rowsOf {
	return func(x *Row, yield func(*Row) bool) {
		items := list(x)
		for i := range items {
			x.Position = i
			put(x, &items[i])
			if !yield(x) {
				return
			}
		}
	}
}

func codeRows(x *Row, yield func(*Row) bool) {
	c := &x.course.Codes
	for _, l := range []struct {
		list  string
		codes []Code
	}{
		{"rncp", c.RNCP}, {"rs", c.RS}, {"certifinfo", c.CertifInfo},
		{"rome", c.ROME}, {"formacode", c.Formacode}, {"nsf", c.NSF}, {"cpf", c.CPF},
	} {
		for i := range l.codes {
			x.list, x.code = l.list, &l.codes[i]
			if !yield(x) {
				return
			}
			x.Position++
		}
	}
}

// outlineRows gives the items of the programme's headings, and one row without an item for a heading that has none.
func outlineRows(x *Row, yield func(*Row) bool) {
	for i := range x.course.Outline {
		x.heading, x.headingNo, x.item = &x.course.Outline[i], i, nil
		if len(x.heading.Items) == 0 {
			if !yield(x) {
				return
			}
			x.Position++
		}
		for k := range x.heading.Items {
			x.item = &x.heading.Items[k]
			if !yield(x) {
				return
			}
			x.Position++
		}
	}
}

// providerRows gives the organisations of a record that have anything to say, each once.
func providerRows(x *Row, yield func(*Row) bool) {
	seen := make(map[string]bool, 2)
	add := func(o *Organisation) bool {
		key := ProviderKey(x.Record.Source.Site, o)
		if key == "" || seen[key] {
			return true
		}
		seen[key] = true
		x.provider, x.key = o, key
		return yield(x)
	}
	if !add(x.course.Provider) {
		return
	}
	for i := range x.course.Sessions {
		if !add(x.course.Sessions[i].Provider) {
			return
		}
	}
}

// ProviderKey names a provider as one site prints it: the site and a hash of all that is printed. Phones and e-mails
// stand in table contact and are left out, so that the key is the same with and without them. It is "" where there is
// nothing to say.
func ProviderKey(site string, o *Organisation) string {
	if o == nil {
		return ""
	}
	h := sha256.New()
	some := false
	for _, p := range []*string{
		o.Name, o.SIRET, o.NDA, o.Reference, o.Address, o.PostalCode, o.City, o.Commune, o.Department, o.Region,
		o.Website,
	} {
		if p != nil {
			h.Write([]byte(*p))
			some = true
		}
		h.Write([]byte{0})
	}
	if o.LegalName != nil { // it came later: a provider without one keeps its key
		h.Write([]byte(*o.LegalName))
		some = true
	}
	if !some {
		return ""
	}
	return site + "/" + hex.EncodeToString(h.Sum(nil)[:8])
}

// The owners of a contact: whose phones and mailboxes they are.
const (
	OwnerCourse          = "course"
	OwnerProvider        = "provider"
	OwnerSession         = "session"
	OwnerSessionProvider = "session_provider"
)

// contactRows gives the contacts of the course, of its provider, of each session and of each session's provider.
func contactRows(x *Row, yield func(*Row) bool) {
	put := func(owner string, c *Contact) bool {
		x.owner, x.contact = owner, c
		more := yield(x)
		x.Position++
		return more
	}
	all := func(owner string, list []Contact) bool {
		for i := range list {
			if !put(owner, &list[i]) {
				return false
			}
		}
		return true
	}
	desk := func(owner string, o *Organisation) bool {
		if o == nil || len(o.Phones)+len(o.Faxes)+len(o.Emails) == 0 {
			return true
		}
		return put(owner, &Contact{Phones: o.Phones, Faxes: o.Faxes, Emails: o.Emails})
	}
	if !all(OwnerCourse, x.course.Contacts) || !desk(OwnerProvider, x.course.Provider) {
		return
	}
	for i := range x.course.Sessions {
		s := &x.course.Sessions[i]
		x.inSession = &i
		if !all(OwnerSession, s.Contacts) || !desk(OwnerSessionProvider, s.Provider) {
			return
		}
	}
}

// opt turns an absent value into an empty cell.
func opt[T string | float64 | bool](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func optInt(p *int) any {
	if p == nil {
		return nil
	}
	return int64(*p)
}

// word is a text of which "" means that there is none.
func word(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// orNone writes the empty word of a closed list as the "none" it means.
func orNone(s string) any {
	if s == "" {
		return "none"
	}
	return s
}

// lines joins a list into one cell, one item per line.
func lines(items []string) any { return word(strings.Join(items, "\n")) }

// jsonList writes a list as JSON, no list as an empty one.
func jsonList(items []string) any {
	if len(items) == 0 {
		return "[]"
	}
	b, err := json.Marshal(items)
	if err != nil {
		return "[]" // unreachable: a list of strings
	}
	return string(b)
}

// moment writes a time as time columns hold it; the zero time is absent.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// worded is a word, or null.
func worded[W ~string](w W) any {
	if w == "" {
		return nil
	}
	return string(w)
}

// counts writes counters as JSON, keys sorted.
func counts[K ~string](m map[K]int) any {
	if m == nil {
		return "{}"
	}
	b, err := json.Marshal(m)
	if err != nil {
		return "{}" // unreachable: words and numbers
	}
	return string(b)
}
