// Package digest tells what of all sites needs a person: one message a morning, of what is new, what changed, what
// still lasts and what is over. It is pure: runs, their reports and what was told before go in, messages and what to
// keep come out. It is not for sending, which messengers do, nor for judging a run, which the gate did.
//
// The standing advice of a profile that nobody verified is no finding: each report gives it, and it is no state of the
// site. Nor is one incomplete night, which the next one makes up for: three in a row are.
package digest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"carif/harvest"
	"carif/harvest/gate"
	"carif/night/status"
	"carif/schema"
)

// Finding is one thing of one site that needs a person.
type Finding struct {
	// ID is its name: SITE/night, SITE/incomplete, SITE/stale, or, of a published night, SITE/CLASS.
	ID    string         `json:"finding"`
	Site  string         `json:"site"`
	Class schema.Failure `json:"class"` // "" where nothing failed
	What  string         `json:"what"`  // in one line
	Do    string         `json:"do"`    // the command to run, or what to do
	Run   int64          `json:"run,omitempty"`
	Since time.Time      `json:"since"`
	// State is a digest of what was found, without its figures: another one is news.
	State string `json:"-"`
}

// Site is what is known of a site.
type Site struct {
	ID   string
	Runs []schema.Run // the newest first
	// Night tells of the newest judged run (Judged), Good of the newest published one (Published); zero for none.
	Night, Good harvest.Summary
	// Within is how old the last good night may be; 0: the site is not kept up by itself, and grows old.
	Within time.Duration
}

// Judged finds the newest run that came to an end of its own, in a list with the newest first; nil for none. One that
// runs, or was interrupted, the next harvest goes on with.
func Judged(runs []schema.Run) *schema.Run { return first(runs, judged) }

// Published finds the newest run that readers were given; nil for none.
func Published(runs []schema.Run) *schema.Run {
	return first(runs, func(r *schema.Run) bool { return judged(r) && status.Good(r) })
}

func first(runs []schema.Run, is func(*schema.Run) bool) *schema.Run {
	for i := range runs {
		if is(&runs[i]) {
			return &runs[i]
		}
	}
	return nil
}

func judged(r *schema.Run) bool {
	return r.Kind != harvest.KindReparse && r.State != schema.RunRunning && r.State != schema.RunInterrupted
}

// fewNights is how many incomplete nights in a row need a person.
const fewNights = 3

// Find lists what of a site needs a person, by name.
func Find(s Site, now time.Time) []Finding {
	var out []Finding
	if f, bad := night(s); bad {
		out = append(out, f)
	} else if f, old := stale(s, now); old {
		out = append(out, f)
	}
	if f, is := incomplete(s); is {
		out = append(out, f)
	}
	out = append(out, alarms(s)...)
	slices.SortFunc(out, func(a, b Finding) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// night tells of a newest run that readers were not given.
func night(s Site) (f Finding, bad bool) {
	run := Judged(s.Runs)
	if run == nil || status.Good(run) {
		return f, false
	}
	f = Finding{ID: s.ID + "/night", Site: s.ID, Run: run.ID, Since: ended(run), Class: s.Night.Failure,
		Do: fmt.Sprintf("carif runs show %d", run.ID)}
	words := []string{string(run.Verdict), string(f.Class)}
	switch run.Verdict {
	case schema.VerdictHeld:
		reasons := s.Night.Gate.Reasons
		f.What = "held: readers still see the last good run: " + cmp.Or(strings.Join(reasons, "; "), run.Note)
		words = append(words, reasons...)
	case schema.VerdictNoNight:
		f.What = "no night: " + run.Note
	default:
		f.Class = cmp.Or(f.Class, schema.FailureOwn)
		f.What = "failed: " + run.Note
		words = append(words, run.Note)
	}
	for _, n := range s.Night.Notices {
		if n.Failure == s.Night.Failure && n.Do != "" && run.Verdict != schema.VerdictNone {
			f.Do = n.Do
			break
		}
	}
	for i := range s.Runs {
		if r := &s.Runs[i]; judged(r) {
			if status.Good(r) {
				break
			}
			f.Since = ended(r)
		}
	}
	f.State = state(words)
	return f, true
}

// stale tells of a site that has no good night of late, and of no bad one that would tell why.
func stale(s Site, now time.Time) (f Finding, old bool) {
	if s.Within <= 0 {
		return f, false
	}
	f = Finding{ID: s.ID + "/stale", Site: s.ID, Class: schema.FailureOwn, Since: now, State: state([]string{"stale"}),
		What: "never harvested, although its profile has a schedule",
		Do:   "carif schedule --list shows its starts; then look whether the service runs"}
	if good := Published(s.Runs); good != nil {
		at := ended(good)
		if f.Since = at.Add(s.Within); !f.Since.Before(now) {
			return f, false
		}
		f.Run = good.ID
		f.What = fmt.Sprintf("no harvest came to its end since %s", at.UTC().Format("2006-01-02 15:04 UTC"))
	} else if len(s.Runs) > 0 {
		f.What = "no harvest came to its end yet"
	}
	if run := first(s.Runs, func(r *schema.Run) bool { return r.State == schema.RunInterrupted }); run != nil {
		f.Do = "carif harvest " + s.ID + " goes on where it was interrupted"
	}
	return f, true
}

// incomplete tells of a site whose published nights miss pages, one after the other.
func incomplete(s Site) (f Finding, is bool) {
	n := 0
	for i := range s.Runs {
		r := &s.Runs[i]
		if !judged(r) || !status.Good(r) {
			continue
		}
		if r.State != schema.RunPartial {
			break
		}
		n++
		f.Since = ended(r)
	}
	if n < fewNights {
		return f, false
	}
	var classes []schema.Failure
	for _, fault := range s.Good.Faults {
		if !fault.Healed {
			classes = append(classes, fault.Failure)
		}
	}
	run := Published(s.Runs)
	f = Finding{ID: s.ID + "/incomplete", Site: s.ID, Class: gate.Commonest(classes), Run: run.ID, Since: f.Since,
		What: fmt.Sprintf("%d nights in a row are incomplete: %s", n, run.Note),
		Do:   fmt.Sprintf("carif runs show %d", run.ID)}
	f.State = state([]string{"incomplete", string(f.Class)})
	return f, true
}

// alarms tells of what a person should look at in the newest published run, by class. What a person overruled by
// publishing it is known to him.
func alarms(s Site) (out []Finding) {
	words := map[string][]string{}
	for _, n := range s.Good.Notices {
		if slices.Contains(s.Good.Gate.Reasons, n.What) {
			continue
		}
		id := s.ID + "/" + cmp.Or(string(n.Failure), "notice")
		i := slices.IndexFunc(out, func(f Finding) bool { return f.ID == id })
		if i < 0 {
			run := s.Good.Run
			out = append(out, Finding{ID: id, Site: s.ID, Class: n.Failure, Run: run.ID, Since: ended(&run), What: n.What,
				Do: cmp.Or(n.Do, fmt.Sprintf("carif runs show %d", run.ID))})
		}
		words[id] = append(words[id], n.What)
	}
	for i := range out {
		f := &out[i]
		if more := len(words[f.ID]) - 1; more > 0 {
			f.What += fmt.Sprintf(" (and %d more: carif runs show %d)", more, f.Run)
		}
		slices.Sort(words[f.ID])
		f.State = state(append(words[f.ID], string(f.Class)))
	}
	return out
}

var figures = regexp.MustCompile(`\d+(?:[.,:]\d+)*`)

// state digests words: figures are of a night, the rest is what it is like.
func state(words []string) string {
	h := sha256.Sum256([]byte(figures.ReplaceAllString(strings.Join(words, "\x00"), "#")))
	return hex.EncodeToString(h[:8])
}

// ended is when a run ended, or began where it has no end.
func ended(r *schema.Run) time.Time {
	if r.Ended.IsZero() {
		return r.Started
	}
	return r.Ended
}
