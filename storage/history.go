package storage

import (
	"context"
	"time"

	"carif/schema"
)

// Historian tells what changed, field by field.
type Historian interface {
	// FieldChanges streams what changed, in the order in which it was found.
	FieldChanges(ctx context.Context, f ChangeFilter, fn func(FieldChange) error) error
	// LastChange is when the newest of them was found; the zero time when there is none.
	LastChange(ctx context.Context, f ChangeFilter) (time.Time, error)
	// SaveMark notes how far somebody has looked: by site, the ID of the last change shown. A mark never goes back.
	SaveMark(ctx context.Context, name string, seen map[string]int64) error
	// HasMark tells whether anything is noted under a name.
	HasMark(ctx context.Context, name string) (bool, error)
	// Differences streams what differs between two states of the dataset, course by course, in the order of the keys.
	// Version, Run and At are those of the later state, ID is 0.
	Differences(ctx context.Context, from, to State, site string, fn func(FieldChange) error) error
	// Aliases lists the keys that a course had before, the oldest first.
	Aliases(ctx context.Context, key string) ([]Alias, error)
	// ReadOtherwise gives the page as it was last archived, where its bytes were not these and a course on it was read
	// otherwise than now: only then what is new by the reading must be told from what the page says anew.
	ReadOtherwise(ctx context.Context, site, url, sha256 string, now Way) (p Page, yes bool, err error)
}

// FieldChange is one field of a course that changed. Field "course" tells of the course itself.
type FieldChange struct {
	ID      int64             `json:"id,omitempty"`
	At      time.Time         `json:"at"`
	Run     int64             `json:"run"`
	Site    string            `json:"site"`
	Key     string            `json:"course"`
	Title   *string           `json:"title"` // as readers see the course today; so is its page's address
	URL     *string           `json:"url"`
	Version int               `json:"version"`
	Field   string            `json:"field"`
	Kind    schema.ChangeKind `json:"kind"`
	Cause   string            `json:"cause"`
	Old     *string           `json:"old"`
	New     *string           `json:"new"`
}

// ChangeFilter chooses changes. The zero filter is all that readers see.
type ChangeFilter struct {
	Since  time.Time
	After  int64 // of runs after that one
	Run    int64
	Site   string
	Key    string // of the course, or one it had before
	Field  string // a name, and all below it: "sessions" is "sessions.seats" too
	Cause  string
	Mark   string // only what is newer than that mark
	Latest bool   // changes of runs that are not published, too
}

// State is the dataset after a run, or as it stood at a time.
type State struct {
	Run int64 // 0: by time
	At  time.Time
}

// Alias is a key that a course had.
type Alias struct {
	Key string    `json:"key"`
	Run int64     `json:"run"` // that gave it another one
	At  time.Time `json:"at"`
}

// Way is how a page is read: what may change although the page does not.
type Way struct {
	Parser, Vocab string
	Profile       string // "" where it is not known
}

// Before is what the page's last good answer reads as today. Where the page and the way of reading have both changed,
// the store tells with it what the page says anew from what is read otherwise.
type Before struct {
	Records []schema.Record
	Pruned  bool // its bytes are not to be had
}

// Find gives the course with a key; nil where the old bytes do not have it.
func (b *Before) Find(key string) *schema.Record {
	if b == nil {
		return nil
	}
	for i := range b.Records {
		if b.Records[i].Course.Key == key {
			return &b.Records[i]
		}
	}
	return nil
}
