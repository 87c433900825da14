// Package session is one session being read, and what the words of sessions look like: dates in a sentence, a town with
// its state, a heading that names a period.
//
// It knows no page: where sessions begin and end there is told by outline, what goes into them by claim.
package session

import (
	"carif/schema"
)

// Session is one session being read.
type Session struct {
	Values []schema.Value
	Where  schema.Where
	Id     string // an id that stands only in an attribute
	Detail bool   // read from a block of its own, not from a row of a list
	merged bool   // a detail was joined to it
	Own    bool   // one of the boxes in which the site shows its sessions: never joined to another
	// Over is the town that stands over its dates, in a heading of several sessions
	Over schema.Value
	// Selected tells that a profile's selector names it
	Selected bool
	Table    int32
	Holder   int32 // the box around a detail block
	Item     int   // how deep the list item lies that opens it
	Listed   bool  // an item of a list gave it its dates: the next such item is another session
	// Label is a label without words of its own, and Next the piece below it, whose words are said with it
	Label string
	Next  int
}

// Add keeps a value, unless the session has the same already.
func (s *Session) Add(v schema.Value) {
	if v.Text == "" {
		return
	}
	for _, o := range s.Values {
		if o.Field == v.Field && o.Text == v.Text && (o.Label == v.Label || v.Field != schema.FieldSessionText) {
			return
		}
	}
	s.Values = append(s.Values, v)
}

// Has reports whether the session has a value of one of the fields.
func (s *Session) Has(fs ...schema.Field) bool {
	for _, v := range s.Values {
		for _, f := range fs {
			if v.Field == f {
				return true
			}
		}
	}
	return false
}

// Again reports whether a dated session has a place under the same label already: a place opens the next one.
func (s *Session) Again(f schema.Field, label string) bool {
	if s == nil || f != schema.FieldSessionCity || s.Detail || !s.Dated() {
		return false
	}
	for _, v := range s.Values {
		if v.Field == f && v.Label == label {
			return true
		}
	}
	return false
}

// Get gives the first value of a field as printed, "" for none.
func (s *Session) Get(f schema.Field) string {
	for _, v := range s.Values {
		if v.Field == f {
			return v.Text
		}
	}
	return ""
}

// Dated reports whether the session says when it is.
func (s *Session) Dated() bool {
	return s.Has(schema.FieldSessionDates, schema.FieldSessionStart)
}

// Tight reports the fields that only a session has.
func Tight(f schema.Field) bool {
	switch f {
	case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionCity, schema.FieldSessionEntryExit, schema.FieldSessionSeats,
		schema.FieldSessionState, schema.FieldSessionID, schema.FieldSessionPostal, schema.FieldSessionPublished:
		return true
	}
	return false
}

// Opener reports whether a value of the field may begin another session.
func Opener(f schema.Field) bool {
	return f == schema.FieldSessionDates || f == schema.FieldSessionStart || f == schema.FieldSessionID
}
