package storage

import (
	"context"
	"time"

	"carif/schema"
)

// Alarmist keeps what people were told of sites that need them.
type Alarmist interface {
	// Alarms gives all that is kept, each list in the order of its names; messages the oldest first.
	Alarms(ctx context.Context) (Alarms, error)
	// KeepAlarms lets fn change what is kept, in one transaction: two programs that tell people at once do not tell them
	// twice. An error of fn leaves everything as it was, and is given back.
	KeepAlarms(ctx context.Context, fn func(*Alarms) error) error
}

// Alarms is all that is kept of findings and messages. It holds no words of a page, but in messages that wait.
type Alarms struct {
	Findings []KnownFinding
	Told     []ToldFinding
	Acks     []Ack
	Messages []Message
}

// KnownFinding is a finding that lasts.
type KnownFinding struct {
	ID    string // its name, SITE/…
	Site  string
	Class schema.Failure
	State string // digest of what was found, without figures
	Since time.Time
}

// ToldFinding is what a target was told last of a finding, which may be over.
type ToldFinding struct {
	Finding, Target string
	State           string
	Day             string // YYYY-MM-DD, in France, of the last message with it
}

// Ack is a person's word that a finding is known: it is not told again while it stays in that state.
type Ack struct {
	Finding string    `json:"finding"`
	State   string    `json:"-"`
	At      time.Time `json:"at"`
	Note    string    `json:"note"`
	Until   time.Time `json:"until,omitzero"` // zero: for as long as it lasts
}

// Message is one that waits to be sent.
type Message struct {
	ID     string // the same for every try
	Target string
	At     time.Time
	Body   []byte // one JSON object
	Tries  int
	Error  string    // of the last try
	Held   time.Time // somebody is sending it until then; zero for nobody
}
