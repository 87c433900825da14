package compare

import (
	"bytes"
	"encoding/json"
)

// Verdict says whether a figure may be set beside its neighbours.
type Verdict string

// The verdicts, the best first.
const (
	Comparable    Verdict = "comparable"
	WithCare      Verdict = "with care"
	NotComparable Verdict = "not comparable"
)

// worse tells the order of verdicts.
func (v Verdict) worse(than Verdict) bool { return v.grade() > than.grade() }

func (v Verdict) grade() int {
	switch v {
	case Comparable:
		return 0
	case WithCare:
		return 1
	}
	return 2
}

// Reason is why a figure is not simply comparable, by one criterion.
type Reason struct {
	Criterion Criterion `json:"criterion"`
	Verdict   Verdict   `json:"verdict"`
	Words     string    `json:"words"` // one sentence without its stop
}

// Evidence is what is known of the records that a figure is of. Shares are from 0 to 1; null where there is nothing to
// take a share of.
type Evidence struct {
	Records    int      `json:"records"`     // rows that the measure is over
	Known      int      `json:"known"`       // of them, those with a value
	Stated     *float64 `json:"stated"`      // share of the records whose page says something of it
	Coded      *float64 `json:"coded"`       // of those, share that was understood
	Derived    *float64 `json:"derived"`     // of those with a value, share that no word of the page says
	Pages      *float64 `json:"pages"`       // pages met of pages expected, weighted by records
	WholeKnown bool     `json:"whole_known"` // it is known how many pages there are
	Placed     *float64 `json:"placed"`      // share of these catalogues' records that stand in some unit
	Doubles    *float64 `json:"doubles"`     // share of courses that another catalogue lists, too, in the same unit
	OldestRead string   `json:"oldest_read"` // day that the oldest pages are of; saved ones count by their capture
	Sites      []string `json:"sites"`       // catalogues with records in it
}

// Figure is one number, of one measure and one unit.
type Figure struct {
	Measure string   `json:"measure"`
	Unit    string   `json:"unit"` // code
	Name    string   `json:"name"` // of the unit, for people
	Code    string   `json:"code,omitempty"`
	Label   string   `json:"label,omitempty"` // of the code
	N       int      `json:"n"`               // records with a value; 0 where they are suppressed, null in JSON
	Per     float64  `json:"per,omitempty"`   // the denominator, where Value is per 100,000 of it
	Value   *float64 `json:"value"`           // null where it is suppressed or there is none
	Low     *float64 `json:"low"`             // 95 % interval; null for counts
	High    *float64 `json:"high"`
	Rank    int      `json:"rank,omitempty"` // from 1, the largest first; 0: never ranked
	Verdict Verdict  `json:"verdict"`
	Reasons []Reason `json:"reasons"`
	// Suppressed tells that there is something, of fewer records than are told: unlike a true 0, and unlike nothing.
	Suppressed bool `json:"suppressed"`
	Evidence
	Standardised *float64 `json:"standardised,omitempty"` // had every unit the same mix of domains
	// StandardisedSQL gives Standardised; "" where there is none.
	StandardisedSQL string `json:"standardised_sql,omitempty"`
	SQL             string `json:"sql"` // gives Value on a stock sqlite3; "" where it is suppressed
}

// MarshalJSON writes null for the numbers of records that are suppressed.
func (f Figure) MarshalJSON() ([]byte, error) {
	type plain Figure
	var v any = plain(f)
	if f.Suppressed && f.N == 0 {
		v = struct {
			plain
			N       *int `json:"n"`
			Records *int `json:"records"`
			Known   *int `json:"known"`
		}{plain: plain(f)}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // the encoder that asks does so if it wants to
	err := e.Encode(v)
	return b.Bytes(), err
}

// Source is a catalogue as it stood when the figures were taken.
type Source struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Region   string  `json:"region"` // it claims to hold; "" for the whole country or where that is not known
	National bool    `json:"national"`
	Run      int64   `json:"run"` // published
	Kind     string  `json:"kind"`
	State    string  `json:"state"`
	Version  string  `json:"version"`            // of carif, that ran it
	Read     string  `json:"read"`               // day on which its pages were last fetched or imported
	Of       string  `json:"of"`                 // day that its pages are of, of saved files the capture's; "" if unknown
	First    string  `json:"first"`              // day of its first harvest
	Complete bool    `json:"complete"`           // a harvest that met all it knew of
	Imported bool    `json:"imported"`           // its pages are saved files
	Historic bool    `json:"historic"`           // of the past
	Expected int     `json:"expected,omitempty"` // pages; 0 where nobody knows how many there are
	Met      int     `json:"met"`
	Reader   string  `json:"reader"` // newest parser among its courses
	Courses  int     `json:"courses"`
	Warned   bool    `json:"warned"` // its last night was published with a warning
	Reread   bool    `json:"reread"` // its archive was read again by the carif of its last run
	Breaks   int     `json:"breaks"` // courses that came or went in the window by another reading, not by the source
	Moves    int     `json:"moves"`  // courses that came or went in the window at all
	Models   int     `json:"models"` // models of the site taken into use in the window
	Pages    float64 `json:"-"`
	around   string  // Of, or where that is not known the middle of its sessions
}

// Result is all figures of a run.
type Result struct {
	By          string            `json:"by"`
	On          string            `json:"on"`
	Since       string            `json:"since"` // beginning of the window of births and deaths
	Zombie      string            `json:"zombie"`
	Denominator string            `json:"denominator,omitempty"`
	Measures    []string          `json:"measures"`
	Definitions map[string]string `json:"definitions"`
	Sources     []Source          `json:"sources"`
	Figures     []Figure          `json:"figures"`
	// Statements give the figures of each measure for all units at once.
	Statements map[string]string `json:"statements"`
	// Outside counts, by measure, the records that stand in no unit: they are in no figure.
	Outside map[string]int `json:"outside"`
}
