package harvest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"carif/crawler"
	"carif/crawler/links"
	"carif/crawler/polite"
	"carif/crawler/render"
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
	Learnt []string `json:"learnt"` // of the site as a whole, in words
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
	return Summary{Run: run, Faults: []Fault{}, Missed: []string{}, Alarms: []string{}, Learnt: []string{},
		Warnings: []string{}, Gate: Verdict{Reasons: []string{}}, Politeness: []HostPace{}, Timeline: []Moment{}}
}

// Fault is one page that did not answer well, at least at first, in this process.
type Fault struct {
	URL      string `json:"url"`
	Class    string `json:"class"` // a schema.Outcome, a reader's refusal; "archive" or "reader" where the fault is ours
	Attempts int    `json:"attempts"`
	Last     string `json:"last_error"`
	Healed   bool   `json:"healed"` // a later try gave the page
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
		Faults: listOf(j.faults), Alarms: listOf(j.alarms),
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

// alarms turns what the crawl noticed into words for the report.
func alarms(rep crawler.Report) []string {
	out := slices.Clone(rep.Alarms)
	for _, name := range sortedKeys(rep.Limits) {
		if what, ok := links.Oddities[name]; ok {
			out = append(out, fmt.Sprintf("%s (%s): %d", what, name, rep.Limits[name]))
			continue
		}
		if what, ok := render.Told[name]; ok {
			out = append(out, fmt.Sprintf("drawn pages: %s (%s): %d", what, name, rep.Limits[name]))
			continue
		}
		out = append(out, fmt.Sprintf("limit %s was reached %s", name, count(rep.Limits[name], "time")))
	}
	if rep.BreakerOpen {
		out = append(out, "the host failed or refused too often: carif stopped requesting from it")
	}
	for _, l := range rep.ListingShrunk {
		out = append(out, fmt.Sprintf("listing %s has %s, %d last time: nothing was closed", l.URL,
			count(l.Now, "course link"), l.Was))
	}
	return out
}
