package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"carif/schema"
)

// compiled is a model made quick to ask.
type compiled struct {
	lines     map[string][]Constant
	tails     map[string][]string
	labels    map[string]schema.Field
	inSession map[string]schema.Field
	anchors   map[string]bool
	empty     map[string]bool
	keep      map[string]bool
	byHand    map[string]bool
	places    map[string]bool
	units     map[string]*Region
	others    map[string]bool
	holed     []holed
	longest   int // of the constant lines
}

func (m *Model) compile() {
	c := compiled{lines: map[string][]Constant{}, tails: map[string][]string{}, labels: map[string]schema.Field{}, inSession: map[string]schema.Field{}, keep: map[string]bool{}, empty: map[string]bool{}, anchors: map[string]bool{}, byHand: map[string]bool{},
		places: map[string]bool{}, units: map[string]*Region{}, others: map[string]bool{}}
	for _, k := range m.Override.Keep {
		c.keep[k] = true
	}
	for _, k := range m.Override.Chrome {
		c.byHand[k] = true
		c.longest = max(c.longest, len(k))
	}
	for _, k := range m.Chrome {
		if !c.keep[k.Text] {
			c.lines[k.Text] = append(c.lines[k.Text], k)
			c.longest = max(c.longest, len(k.Text))
		}
	}
	for _, t := range m.Tails {
		c.tails[t.Under] = append(c.tails[t.Under], t.Text)
	}
	for _, l := range m.Labels {
		c.labels[l.Key] = l.Field
		if l.InSession != "" {
			c.inSession[l.Key] = l.InSession
		}
	}
	for _, e := range m.Placeholders {
		c.empty[e.Text] = true
	}
	for _, a := range m.Anchors {
		c.anchors[a.Text] = true
	}
	for _, p := range m.Places {
		c.places[p.At] = true
	}
	for i := range m.Sessions {
		c.units[m.Sessions[i].At] = &m.Sessions[i]
	}
	for _, r := range m.Others {
		c.others[r.At] = true
	}
	for _, t := range m.Templates {
		c.holed = append(c.holed, parseTemplate(t.Line))
	}
	m.compiled = c
}

// Note is what a model says of a line.
type Note uint8

// The notes.
const (
	NoteNone   Note = iota
	NoteChrome      // the site's own words
)

// Line says what a line is. place is asked for only where the text is one of the model's.
func (m *Model) Line(text string, place func() string) Note {
	if m == nil || len(text) > m.longest {
		return NoteNone
	}
	if m.byHand[text] {
		return NoteChrome
	}
	known := m.lines[text]
	if len(known) == 0 {
		return NoteNone
	}
	at := place()
	for i := range known {
		if fits(known[i].At, at) {
			return NoteChrome
		}
	}
	return NoteNone
}

// Kept reports whether a person says that a line is the course's, whatever it looks like.
func (m *Model) Kept(text string) bool { return m != nil && m.keep[text] }

// Field gives the field of a label by its key, "" where the model knows nothing of it.
func (m *Model) Field(key string) schema.Field {
	if m == nil {
		return ""
	}
	return m.labels[key]
}

// LabelPlace reports whether the site prints labels at a place.
func (m *Model) LabelPlace(at string) bool { return m.places[at] }

// Tail gives the length of what the site adds to every value of a label.
func (m *Model) Tail(key, value string) int {
	for _, t := range m.tails[key] {
		if strings.HasSuffix(value, t) {
			return len(t)
		}
	}
	return 0
}

// URLID gives the native id that stands in a page's URL, "" where the model knows of none.
func (m *Model) URLID(u *url.URL) string {
	if m == nil || m.NativeID == nil || u == nil {
		return ""
	}
	return m.NativeID.of(u)
}

// Unit gives the region whose boxes stand at a place and are one session each; nil where none does.
func (m *Model) Unit(at string) *Region { return m.units[at] }

// HasUnits reports whether the model knows of session boxes or of boxes that show other courses.
func (m *Model) HasUnits() bool { return m != nil && len(m.units)+len(m.others) > 0 }

// Other reports whether the boxes at a place show other courses.
func (m *Model) Other(at string) bool { return m.others[at] }

// SessionField gives what a label means inside a session, "" where the model says nothing of it.
func (m *Model) SessionField(key string) schema.Field {
	if m == nil {
		return ""
	}
	return m.inSession[key]
}

// Everywhere reports whether many pages of the site print a line, whoever gives the course: it is the title of none.
func (m *Model) Everywhere(line string) bool { return m != nil && m.anchors[line] }

// SaysNothing reports whether a whole value is the site's own words for a value that is not there.
func (m *Model) SaysNothing(value string) bool { return m != nil && m.empty[value] }

// LabelPlaces reports whether the model knows of places where the site prints labels.
func (m *Model) LabelPlaces() bool { return len(m.places) > 0 }

// With gives a model with what a person overrides; what they say wins.
func (m *Model) With(o Override) *Model {
	out := Model{Site: m.Site, ID: m.ID, Algorithm: m.Algorithm, BuiltFrom: m.BuiltFrom, Chrome: m.Chrome, Placeholders: m.Placeholders, Tails: m.Tails,
		Templates: m.Templates, NativeID: m.NativeID, Labels: m.Labels, Places: m.Places, Sessions: m.Sessions, Others: m.Others, Anchors: m.Anchors, Override: o}
	out.compile()
	return &out
}

// Reading names how pages are read with the model: its id and, where a person overrides it, a hash of what that says.
func (m *Model) Reading() string {
	o := m.Override
	if len(o.Labels)+len(o.Chrome)+len(o.Keep) == 0 {
		return m.ID
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", o.Labels, o.Chrome, o.Keep)) // maps are printed in order
	return m.ID + "+" + hex.EncodeToString(sum[:4])
}

// Empty reports whether there is nothing to read pages with.
func (m *Model) Empty() bool {
	return m == nil || m.BuiltFrom.Classes == 0 && len(m.Override.Labels)+len(m.Override.Chrome)+len(m.Override.Keep) == 0
}
