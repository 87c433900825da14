package schema

import "time"

// RunState tells how far a run got. Completion is written last.
type RunState string

// The states of a run.
const (
	RunRunning     RunState = "running"
	RunDone        RunState = "done"        // every page of the frontier was dealt with, no fault left
	RunPartial     RunState = "partial"     // ended by itself, but some pages failed or were put off
	RunInterrupted RunState = "interrupted" // stopped by a person or a signal; resumable
	RunFailed      RunState = "failed"      // an error of ours ended it, or nothing of the site was reached
	RunRefused     RunState = "refused"     // complete, but the gate did not publish it
)

// Run is one harvest, import or reparse of one site.
type Run struct {
	ID      int64     `json:"id"`
	Site    string    `json:"site"`
	Kind    string    `json:"kind"` // harvest | import | reparse
	State   RunState  `json:"state"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended"` // zero while running
	// Complete tells that the whole site was walked: only complete runs count towards closing a course.
	Complete bool            `json:"complete"`
	Pages    int             `json:"pages"` // answers received
	Outcomes map[Outcome]int `json:"outcomes"`
	Added    int             `json:"added"`
	Changed  int             `json:"changed"`
	Same     int             `json:"same"`
	Closed   int             `json:"closed"`
	Sessions int             `json:"sessions"` // sessions of the courses seen
	Issues   map[string]int  `json:"issues"`   // by issue code
	Refused  map[string]int  `json:"refused"`  // pages that gave no record, by reason
	Limits   map[string]int  `json:"limits"`   // limits that fired: name → times
	Note     string          `json:"note"`     // why it ended as it did, in words
	Version  string          `json:"version"`  // of carif
	// Verdict is what was made of it; "" while it runs, and where it was cut before anything was judged.
	Verdict Verdict `json:"verdict"`
	// SiteName and SiteRegion are what the profile calls the site, and the INSEE code of its region: BeginRun keeps them
	// beside the site. They do not come back with a run.
	SiteName   string `json:"-"`
	SiteRegion string `json:"-"`
}

// Verdict is what became of a run that came to its end.
type Verdict string

// The verdicts.
const (
	VerdictNone      Verdict = ""          // it runs, was interrupted or failed
	VerdictPublished Verdict = "published" // readers see it
	VerdictWarned    Verdict = "warned"    // readers see it, and its report names what a person should look at
	VerdictHeld      Verdict = "held"      // the gate keeps it aside: readers see the last good run
	VerdictNoNight   Verdict = "no_night"  // nothing was reached: it is worth nothing
)

// Failure is the class of what went wrong with a page or a run: what a person does about it differs by class. The list
// is closed.
type Failure string

// The classes of failure.
const (
	FailureNone      Failure = ""
	FailureDNS       Failure = "dns"            // no address for the host
	FailureRefused   Failure = "refused"        // the host takes no connection
	FailureTimeout   Failure = "timeout"        // no answer in time
	FailureTLS       Failure = "tls"            // certificate or handshake
	FailureNetwork   Failure = "network"        // any other fault on the way: cut connections, broken answers
	FailureRobots    Failure = "robots"         // robots.txt forbids it, or could not be had
	FailureHTTP      Failure = "http_error"     // a status, or a page in its place, that says no
	FailureChallenge Failure = "challenge"      // a captcha or bot check
	FailureLayout    Failure = "layout_changed" // pages that gave courses give none, or lose fields
	FailureLabels    Failure = "labels_renamed" // a label of the site's model is gone and another stands in its place
	FailureShell     Failure = "empty_shell"    // nothing, or a page that scripts would fill
	FailureFeed      Failure = "feed_cut"       // a feed that ends before its end
	FailureContent   Failure = "other_content"  // a file, a parked domain, another language
	FailureLimit     Failure = "limit"          // a limit or guard of carif
	FailureOwn       Failure = "own"            // a fault of carif, its archive or its disk
	FailureFewer     Failure = "fewer_courses"  // much of the catalogue is not there any more
	FailureUnlisted  Failure = "nothing_listed" // the site was walked, and names no course that the profile knows
)

// Failures lists every class, in the order reports print them.
func Failures() []Failure {
	return []Failure{FailureDNS, FailureRefused, FailureTimeout, FailureTLS, FailureNetwork, FailureRobots, FailureHTTP,
		FailureChallenge, FailureUnlisted, FailureLayout, FailureLabels, FailureFewer, FailureShell, FailureFeed,
		FailureContent, FailureLimit, FailureOwn}
}

// ChangeKind tells what a save did to a course.
type ChangeKind string

// The kinds of change.
const (
	ChangeAdded    ChangeKind = "added"
	ChangeChanged  ChangeKind = "changed"
	ChangeSame     ChangeKind = "same"
	ChangeClosed   ChangeKind = "closed"
	ChangeReopened ChangeKind = "reopened"
	ChangeRemoved  ChangeKind = "removed" // of a field or an item of a list, never of a course
)

// The causes of a change.
const (
	CauseSource     = "source"     // the page says something else
	CauseParser     = "parser"     // same bytes, read better
	CauseProfile    = "profile"    // same bytes and parser, read with another profile of their site
	CauseModel      = "model"      // same bytes and parser, read with another model of their site
	CauseVocabulary = "vocabulary" // same words, coded otherwise
	CauseSchema     = "schema"     // the record has another shape
	CauseUnknown    = "unknown"    // bytes and reader both changed, and the old bytes are not to be had
)

// Causes lists them, in the order in which they are looked for.
func Causes() []string {
	return []string{CauseSource, CauseParser, CauseProfile, CauseModel, CauseVocabulary, CauseSchema, CauseUnknown}
}

// Change is one version of a course opening or closing.
type Change struct {
	Run    int64      `json:"run"`
	Key    string     `json:"key"`
	Kind   ChangeKind `json:"kind"`
	Cause  string     `json:"cause"`
	Fields []string   `json:"fields"` // top-level fields of the course that differ
	At     time.Time  `json:"at"`
}
