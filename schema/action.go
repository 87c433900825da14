package schema

import (
	"reflect"
	"strconv"
)

// Action is one of the actions of a course: its numbers, and what it says otherwise than the others. What all actions
// of a course agree on, and all that a course with one action says, stands on the course; a value that is on neither
// is said by nobody. The names are those of the course. [action]
type Action struct {
	// NativeID is the number the source gives it, else its place among the actions: "#2". Sessions name it.
	NativeID  string  `json:"native_id"`
	Reference *string `json:"reference,omitempty"`  // its second number, of another system [@ref]
	CreatedOn *string `json:"created_on,omitempty"` // ISO date [@datecrea]
	UpdatedOn *string `json:"updated_on,omitempty"` // ISO date [@datemaj]

	Admission          *string           `json:"admission,omitempty"`
	Selection          []Coded           `json:"selection,omitempty"`
	Audience           []Coded           `json:"audience,omitempty"`
	EntryLevelRequired *bool             `json:"entry_level_required,omitempty"`
	TeachingMode       *Coded            `json:"teaching_mode,omitempty"`
	Pace               []string          `json:"pace,omitempty"`
	Duration           *Duration         `json:"duration,omitempty"`
	Funding            []Funding         `json:"funding,omitempty"`
	CostsCovered       *bool             `json:"costs_covered,omitempty"`
	RecruitmentArea    *Coded            `json:"recruitment_area,omitempty"`
	Contracts          *Contracts        `json:"contracts,omitempty"`
	DisabilityAccess   *string           `json:"disability_access,omitempty"`
	Methods            *string           `json:"methods,omitempty"`
	InformationDates   []InformationDate `json:"information_dates,omitempty"`
	RemainingCost      *Amount           `json:"remaining_cost,omitempty"`
	Alternance         *Alternance       `json:"alternance,omitempty"`
	Other              []Labelled        `json:"other,omitempty"`
}

// shared lists the fields that an action and a course both have, by the places they have there.
var shared = func() (pairs [][2]int) {
	course := reflect.TypeFor[Course]()
	for i, f := range reflect.VisibleFields(reflect.TypeFor[Action]()) {
		if c, ok := course.FieldByName(f.Name); ok && c.Type == f.Type && f.Name != "Reference" {
			pairs = append(pairs, [2]int{i, c.Index[0]})
		}
	}
	return pairs
}()

// ActionPlace names an action that has no number by its place, from 0.
func ActionPlace(i int) string { return "#" + strconv.Itoa(i+1) }

// Numbered reports whether the source gave the action its number.
func (a *Action) Numbered() bool { return a.NativeID != "" && a.NativeID[0] != '#' }

// Apply gives the course as this action has it: what it says itself in the place of what all agree on, other texts
// after those of the course.
func (a *Action) Apply(c *Course) Course {
	out := *c
	from, to := reflect.ValueOf(a).Elem(), reflect.ValueOf(&out).Elem()
	for _, p := range shared {
		if v := from.Field(p[0]); !empty(v) {
			to.Field(p[1]).Set(v)
		}
	}
	out.Other = append(c.Other[:len(c.Other):len(c.Other)], a.Other...)
	return out
}

// Own gives a course that says only what this action says itself.
func (a *Action) Own() Course { return a.Apply(&Course{}) }

// State takes from a course what an action can say.
func (a *Action) State(c *Course) {
	to, from := reflect.ValueOf(a).Elem(), reflect.ValueOf(c).Elem()
	for _, p := range shared {
		if v := from.Field(p[1]); !empty(v) {
			to.Field(p[0]).Set(v)
		}
	}
}

// SetActions gives a course its actions, each of which says all it has to say: what they agree on goes to the course,
// and what differs stays with them alone. Other texts are added to those of the course.
func (c *Course) SetActions(actions []Action) {
	to, other := reflect.ValueOf(c).Elem(), c.Other
	for _, p := range shared {
		first, same := reflect.ValueOf(&actions[0]).Elem().Field(p[0]), true
		for i := range actions[1:] {
			v := reflect.ValueOf(&actions[i+1]).Elem().Field(p[0])
			same = same && reflect.DeepEqual(first.Interface(), v.Interface())
		}
		field := to.Field(p[1])
		switch {
		case same && !first.IsZero():
			field.Set(first)
		case field.Kind() == reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 0, 0))
		default:
			field.SetZero()
		}
		for i := range actions {
			if same {
				reflect.ValueOf(&actions[i]).Elem().Field(p[0]).SetZero()
			}
		}
	}
	c.Actions, c.Other = actions, append(other, c.Other...)
}

// Anywhere gives the course with each field that only actions fill as the first of them fills it: for counting which
// fields say something. It is c itself where no action says anything of its own.
func (c *Course) Anywhere() *Course {
	if len(c.Actions) == 0 {
		return c
	}
	out := *c
	for i := len(c.Actions) - 1; i >= 0; i-- {
		out = c.Actions[i].Apply(&out)
	}
	return &out
}
