package harvest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"carif/crawler"
	"carif/crawler/links"
	"carif/crawler/polite"
	"carif/crawler/render"
	"carif/harvest/gate"
	"carif/schema"
)

// Summary is what a run was worth: what `carif harvest --format json` prints, one object a site. Its keys are
// a contract of scripts: keys may be added, those here keep their names and meaning.
type Summary struct {
	Run     schema.Run `json:"run"`
	Resumed bool       `json:"resumed"` // it went on with a run that had been interrupted
	Faults  []Fault    `json:"faults"`
	// Unreached tells that nothing of the site was reached: the run is worth nothing, and is never published.
	Unreached bool `json:"unreached"`
	// Missed are the course pages of which the run did not learn what they say; each is a fault, too.
	Missed []string `json:"missed"`
	Alarms []string `json:"alarms"` // what a person should look at, in words
	// Notices are the alarms, and what the gate objects to, each with its class, examples and what to do.
	Notices []Notice `json:"notices"`
	// Failure is the class of what kept the run from being published; "" where it was, or was cut before the gate.
	Failure schema.Failure `json:"failure"`
	Learnt  []string       `json:"learnt"` // of the site as a whole, in words
	// Warnings are what a person should know of the profile, in words.
	Warnings []string `json:"warnings"`
	Gate     Verdict  `json:"gate"`
	Seconds  float64  `json:"seconds"` // of this process; run.started is that of the whole run
	// Politeness is how each host was asked in this process, in the order of their names.
	Politeness []HostPace `json:"politeness"`
	Timeline   []Moment   `json:"timeline"` // of this process, in order
}

// HostPace is how one host was asked.
type HostPace struct {
	Host     string `json:"host"`
	Requests int    `json:"requests"`
	// Gap is the shortest time between the end of an answer and the next request, in seconds; null before a second one.
	Gap *float64 `json:"smallest_gap_seconds"`
}

// Moment is one step of a run.
type Moment struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
}

// moment notes a step of the run.
func (j *job) moment(what string) {
	j.timeline = append(j.timeline, Moment{At: j.r.now().Truncate(time.Second), What: what})
}

func politeness(hosts map[string]polite.Kept) []HostPace {
	out := make([]HostPace, 0, len(hosts))
	for _, name := range sortedKeys(hosts) {
		h := HostPace{Host: name, Requests: hosts[name].Requests}
		if h.Requests > 1 {
			gap := hosts[name].Gap.Round(time.Millisecond).Seconds()
			h.Gap = &gap
		}
		out = append(out, h)
	}
	return out
}

// keepReport stores what is told of the run with it.
func (j *job) keepReport(ctx context.Context, v Verdict) error {
	b, err := json.Marshal(j.summary(v))
	if err == nil {
		err = j.r.Store.SaveReport(ctx, j.run.ID, b)
	}
	if err != nil {
		return fmt.Errorf("keep report of run %d: %w", j.run.ID, err)
	}
	return nil
}

// Bare is all that is known of a run without a report.
func Bare(run schema.Run) Summary {
	return Summary{Run: run, Faults: []Fault{}, Missed: []string{}, Alarms: []string{}, Notices: []Notice{},
		Learnt: []string{}, Warnings: []string{}, Gate: Verdict{Reasons: []string{}}, Politeness: []HostPace{},
		Timeline: []Moment{}}
}

// Told is what is known of a run by the report that was kept of it, nil for none; kept is false where that is not the
// run's own, for it was taken up again, or killed, since: then only its row is known.
func Told(run schema.Run, report []byte) (sum Summary, kept bool, err error) {
	sum = Bare(run)
	if report == nil {
		return sum, false, nil
	}
	var told Summary
	if err := json.Unmarshal(report, &told); err != nil {
		return sum, false, fmt.Errorf("read report of run %d: %w", run.ID, err)
	}
	if told.Run.State != run.State {
		return sum, false, nil
	}
	told.Run = run // its note may have been cleaned since
	return told, true, nil
}

// Notice is one thing that a person should look at.
type Notice struct {
	Failure schema.Failure `json:"failure"` // its class; "" where nothing failed
	What    string         `json:"what"`
	Pages   []string       `json:"pages"` // a few examples
	Do      string         `json:"do"`    // the command to run, or the line to write; "" where there is none
}

// Fault is one page that did not answer well, at least at first, in this process.
type Fault struct {
	URL      string `json:"url"`
	Class    string `json:"class"` // a schema.Outcome, a reader's refusal; "archive" or "reader" where the fault is ours
	Attempts int    `json:"attempts"`
	Last     string `json:"last_error"`
	Healed   bool   `json:"healed"` // a later try gave the page
	// Failure is the class of what it takes to mend it.
	Failure schema.Failure `json:"failure"`
}

// classed gives every fault its class.
func (j *job) classed() []Fault {
	for i := range j.faults {
		f := &j.faults[i]
		f.Failure = gate.ClassOf(gate.Failed{Class: f.Class, Words: f.Last, URL: f.URL, Feed: j.site.Feed != nil})
	}
	return listOf(j.faults)
}

// alarm notes what a person should look at, with its class.
func (j *job) alarm(n Notice) {
	j.alarms = append(j.alarms, n.What)
	j.noticed = append(j.noticed, n)
}

// conclusion is the alarm of a run that is not published: it comes first.
func (j *job) conclusion(n Notice) {
	j.alarms = slices.Insert(j.alarms, 0, n.What)
	j.noticed = append(j.noticed, n)
}

// notices are the alarms and the objections of the gate, each once.
func (j *job) notices() []Notice {
	var out []Notice
	for _, what := range j.alarms {
		n := Notice{What: what}
		if i := slices.IndexFunc(j.noticed, func(n Notice) bool { return n.What == what }); i >= 0 {
			n = j.noticed[i]
		}
		out = append(out, n)
	}
	for _, o := range j.against {
		if !slices.Contains(j.alarms, o.What) {
			out = append(out, o)
		}
	}
	for i := range out {
		out[i].Pages = listOf(out[i].Pages)
	}
	return listOf(out)
}

func faultsOf(rep crawler.Report) []Fault {
	out := make([]Fault, len(rep.Faults))
	for i, f := range rep.Faults {
		out[i] = Fault{URL: f.URL, Class: string(f.Class), Attempts: f.Attempts, Last: f.Last, Healed: f.Healed}
	}
	return out
}

func (j *job) fault(url, class string, err error) {
	j.faults = append(j.faults, Fault{URL: url, Class: class, Attempts: 1, Last: err.Error()})
}

func (j *job) summary(v Verdict) Summary {
	missed := make([]string, len(j.missed))
	for i, p := range j.missed {
		missed[i] = p.URL
	}
	return Summary{Run: j.run, Unreached: j.unreached, Missed: missed, Resumed: j.resumed,
		Faults: j.classed(), Alarms: listOf(j.alarms), Notices: j.notices(), Failure: j.failure,
		Learnt: listOf(j.learnt), Warnings: listOf(j.warnings()),
		Gate:    Verdict{v.Published, listOf(v.Reasons)},
		Seconds: j.r.now().Sub(j.started).Round(time.Millisecond).Seconds(), Politeness: listOf(j.hosts),
		Timeline: listOf(j.timeline)}
}

// warnings says of a profile that nobody has seen a page of today with it.
func (j *job) warnings() []string {
	if j.run.Kind != KindHarvest || j.site.Status != "unverified" {
		return nil
	}
	return []string{"the profile is unverified: no page of today was checked with it; look at what it reads (`carif " +
		"sites test " + j.site.ID + " URL`), then write down the date and the floors (docs/site-profiles.md)"}
}

// listOf makes an empty list of none: JSON's [] instead of null.
func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// count is a number of things in words: "1 page", "2 pages".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// judged is what became of the run; its state says how it ended.
func (j *job) judged(v Verdict) schema.Verdict {
	switch {
	case j.unreached:
		return schema.VerdictNoNight
	case v.Published && len(j.warned(v)) > 0:
		return schema.VerdictWarned
	case v.Published:
		return schema.VerdictPublished
	case len(v.Reasons) > 0:
		return schema.VerdictHeld
	}
	return schema.VerdictNone
}

// warned counts, in words, what a person should look at although the run is published.
func (j *job) warned(v Verdict) []string { return Warned(j.summary(v)) }

// Warned counts, in words, what a person should look at in a run that is published.
func Warned(s Summary) (out []string) {
	if s.Run.State != schema.RunDone {
		out = append(out, "incomplete")
	}
	unhealed := 0
	for _, f := range s.Faults {
		if !f.Healed {
			unhealed++
		}
	}
	for _, c := range []struct {
		n     int
		thing string
	}{{len(s.Gate.Reasons), "objection"}, {len(s.Alarms), "alarm"}, {len(s.Warnings), "warning"}, {unhealed, "fault"}} {
		if c.n > 0 {
			out = append(out, count(c.n, c.thing))
		}
	}
	return out
}

// alarms turns what the crawl noticed into words for the report.
func alarms(rep crawler.Report) (out []Notice) {
	for _, what := range rep.Alarms {
		class := schema.FailureNone
		if strings.Contains(what, "robots.txt unavailable") {
			class = gate.ClassOf(gate.Failed{Class: string(schema.OutcomeRobots), Words: what})
		}
		out = append(out, Notice{Failure: class, What: what})
	}
	for _, name := range sortedKeys(rep.Limits) {
		n := Notice{Failure: schema.FailureLimit}
		if what, ok := links.Oddities[name]; ok {
			n = Notice{What: fmt.Sprintf("%s (%s): %d", what, name, rep.Limits[name])}
		} else if what, ok := render.Told[name]; ok {
			n = Notice{What: fmt.Sprintf("drawn pages: %s (%s): %d", what, name, rep.Limits[name])}
		} else {
			n.What = fmt.Sprintf("limit %s was reached %s", name, count(rep.Limits[name], "time"))
		}
		out = append(out, n)
	}
	if rep.BreakerOpen {
		var classes []schema.Failure
		for _, f := range rep.Faults {
			classes = append(classes, gate.ClassOf(gate.Failed{Class: string(f.Class), Words: f.Last, URL: f.URL}))
		}
		out = append(out, Notice{Failure: gate.Commonest(classes),
			What: "the host failed or refused too often: carif stopped requesting from it"})
	}
	for _, l := range rep.ListingShrunk {
		out = append(out, Notice{Failure: schema.FailureFewer, Pages: []string{l.URL}, What: fmt.Sprintf(
			"listing %s has %s, %d last time: nothing was closed", l.URL, count(l.Now, "course link"), l.Was)})
	}
	return out
}
