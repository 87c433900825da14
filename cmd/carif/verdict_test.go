package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
)

// verdictCase is one kind of night, on a site that had a good one before, or none.
type verdictCase struct {
	first, later bool // which nights it is tried as
	fault        func(n *nights)
	verdict      schema.Verdict
	state        schema.RunState
	code         int
	failure      schema.Failure // of the verdict
	class        schema.Failure // of a fault, where there is one
	words        string         // in the note of the run
}

// bare serves a page instead of the listing.
func bare(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!DOCTYPE html><html lang=fr><head><title>Catalogue</title></head><body><h1>Nos formations</h1>%s"+
			"<p>Toutes les formations de la région, pour tous les publics, avec leurs dates et leurs lieux.</p></body></html>", body)
	})
}

func (n *nights) lists(body string) {
	for _, path := range []string{"/recherche", "/recherche?page=2"} {
		n.demo.Override(path, bare(body))
	}
}

// offline makes the copy of robots.txt of the night before too old to be used.
const offline = 48 * time.Hour

var verdictCases = map[string]verdictCase{
	"good": {true, true, func(*nights) {}, schema.VerdictPublished, schema.RunDone, exitDone, "", "", ""},
	"no DNS": {true, true, func(n *nights) {
		n.lookup = &net.DNSError{Err: "no such host", Name: nightHost, IsNotFound: true}
	}, schema.VerdictNoNight, schema.RunFailed, exitNoNight, schema.FailureDNS, schema.FailureDNS, "nothing was reached: "},
	"robots 503": {true, true, func(n *nights) { n.breaks("/robots.txt", "/status/503") }, schema.VerdictNoNight,
		schema.RunFailed, exitNoNight, schema.FailureRobots, schema.FailureRobots, "nothing was reached: robots.txt"},
	"robots forbids": {true, false, func(n *nights) { n.demo.Robots("User-agent: *\nDisallow: /\n") }, schema.VerdictNoNight,
		schema.RunFailed, exitNoNight, schema.FailureRobots, schema.FailureRobots, "nothing was reached: "},
	"refused": {true, true, func(n *nights) { n.dial = errors.New("connect: connection refused") }, schema.VerdictNoNight,
		schema.RunFailed, exitNoNight, schema.FailureRefused, schema.FailureRefused, "nothing was reached: "},
	"listing empty": {true, false, func(n *nights) { n.lists("") }, schema.VerdictNoNight, schema.RunFailed, exitNoNight,
		schema.FailureUnlisted, "", "names no course: listing pages read: 1, without a link"},
	"listing empty, courses known": {false, true, func(n *nights) { n.lists("") }, schema.VerdictWarned, schema.RunPartial,
		exitIncomplete, "", "", "a listing shrank"},
	"pattern matches nothing": {true, false, func(n *nights) {
		n.lists(`<a href="/stage/11">Un</a> <a href="/stage/12">Deux</a> <a href="/stage/13">Trois</a> <a href="/stage/14">Quatre</a>`)
	}, schema.VerdictNoNight, schema.RunFailed, exitNoNight, schema.FailureUnlisted, "",
		"none of their other links (4) matches `course:` ^/formation/"},
	"one course page 500": {true, true, func(n *nights) { n.breaks(n.bad, "/status/500") }, schema.VerdictWarned,
		schema.RunPartial, exitIncomplete, "", schema.FailureHTTP, "1 course page not had or read"},
	"every course page 500": {true, false, func(n *nights) {
		for _, c := range n.demo.Truth() {
			n.breaks(c.Path(), "/status/500")
		}
	}, schema.VerdictNoNight, schema.RunFailed, exitNoNight, schema.FailureHTTP, schema.FailureHTTP,
		"nothing was reached: no course page could be had"},
	"one page is no page": {true, false, func(n *nights) { n.breaks(n.bad, "/type/pdf") }, schema.VerdictWarned, schema.RunDone,
		exitDone, "", schema.FailureContent, ""},
	"held": {false, true, func(n *nights) {
		for _, c := range n.demo.Truth() {
			n.demo.Override(c.Path(), bare(strings.Repeat("<p>Une page de texte sur la vie de la région.</p>", 5)))
		}
	}, schema.VerdictHeld, schema.RunRefused, exitGate, schema.FailureLayout, "", "gave no course any more"},
	"no page is a course": {true, false, func(n *nights) {
		for _, c := range n.demo.Truth() {
			n.demo.Override(c.Path(), bare(strings.Repeat("<p>Une page de texte sur la vie de la région.</p>", 5)))
		}
	}, schema.VerdictHeld, schema.RunRefused, exitGate, schema.FailureLayout, "", "none of 3 pages gave a course"},
}

// TestVerdicts: of each kind of night the report, the stored report, the list of runs, the exit code, the metrics and the
// digest say the same; one that reached nothing is never published, be it the first.
func TestVerdicts(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range verdictCases {
		for _, first := range []bool{true, false} {
			if first && !tt.first || !first && !tt.later {
				continue
			}
			t.Run(fmt.Sprintf("%s, first %v", name, first), func(t *testing.T) {
				var sum harvest.Summary
				inNights(t, reader, func(n *nights) {
					if !first {
						n.night()
						time.Sleep(offline)
					}
					tt.fault(n)
					var code int
					if sum, code = n.night(); code != tt.code {
						t.Errorf("exit code %d, want %d", code, tt.code)
					}
					n.agree(sum, tt)
				})
				wantMetrics(t, sum, tt)
			})
		}
	}
}

// agree wants the summary, the stored report, the printed ones and the list of runs to say what became of the night.
func (n *nights) agree(sum harvest.Summary, want verdictCase) {
	n.t.Helper()
	r := sum.Run
	if r.Verdict != want.verdict || r.State != want.state || !strings.Contains(r.Note, want.words) ||
		sum.Failure != want.failure || sum.Unreached != (want.verdict == schema.VerdictNoNight) {
		n.t.Errorf("verdict %q, state %s, failure %q, unreached %v, note %q; alarms %q; gate %q", r.Verdict, r.State, sum.Failure,
			sum.Unreached, r.Note, sum.Alarms, sum.Gate.Reasons)
	}
	published := want.verdict == schema.VerdictPublished || want.verdict == schema.VerdictWarned
	good, ok, err := n.store.LastGood(context.Background(), "essai")
	if err != nil || sum.Gate.Published != published || (ok && good.ID == r.ID) != published {
		n.t.Errorf("published %v, run %d is the last good one: %v, %v", sum.Gate.Published, good.ID, ok, err)
	}
	n.finds(sum, want, published)
	if !published && (len(sum.Alarms) == 0 || len(sum.Notices) == 0 || sum.Notices[0].Do == "" ||
		len(sum.Gate.Reasons) == 0) {
		n.t.Errorf("alarms %q, notices %+v, reasons %q", sum.Alarms, sum.Notices, sum.Gate.Reasons)
	}
	classed := want.class == ""
	for _, f := range sum.Faults {
		classed = classed || f.Failure == want.class
		if f.Failure == schema.FailureNone {
			n.t.Errorf("fault without a class: %+v", f)
		}
	}
	if !classed {
		n.t.Errorf("no fault is %s: %+v", want.class, sum.Faults)
	}
	row, _, err := n.store.Run(context.Background(), r.ID)
	if err != nil || row.Verdict != r.Verdict || row.State != r.State || row.Note != r.Note || row.Pages != r.Pages {
		n.t.Errorf("list of runs: %+v, %v", row, err)
	}
	report, _, err := n.store.Report(context.Background(), r.ID)
	if err != nil {
		n.t.Fatal(err)
	}
	var kept harvest.Summary
	if err := json.Unmarshal(report, &kept); err != nil {
		n.t.Fatal(err)
	}
	for what, s := range map[string]harvest.Summary{"printed": sum, "stored": kept} {
		var b bytes.Buffer
		summaryText(&b, s)
		word := map[schema.Verdict]string{schema.VerdictPublished: "published", schema.VerdictWarned: "published with warnings: ",
			schema.VerdictHeld: "held (", schema.VerdictNoNight: "no night ("}[want.verdict]
		if !strings.Contains(b.String(), "verdict") || !strings.Contains(b.String(), word) {
			n.t.Errorf("%s report does not say %q:\n%s", what, word, b.String())
		}
	}
}

func wantMetrics(t *testing.T, sum harvest.Summary, want verdictCase) {
	t.Helper()
	m := newMetrics()
	err := m.serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.ended([]harvest.Summary{sum})
	resp, err := http.Get("http://" + m.addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{fmt.Sprintf("carif_run_verdict{site=\"essai\",verdict=%q} 1\n", want.verdict),
		fmt.Sprintf("carif_run_exit_code{site=\"essai\"} %d\n", want.code)}
	for _, line := range lines {
		if !strings.Contains(string(body), line) {
			t.Errorf("metrics do not say %s", line)
		}
	}
	if got := strings.Count(string(body), `carif_run_verdict{site="essai"`); got != 4 {
		t.Errorf("%d verdicts, want 4", got)
	}
}

// TestBands: from seven good nights on, a fall is measured by how much the nights differ, and a rise by nothing.
func TestBands(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	inNights(t, reader, func(n *nights) {
		n.demo = fixtures.DemoOf(10)
		n.runner.Alone = true
		n.runner.Gate.MinCourses = 5
		night := func() harvest.Summary {
			t.Helper()
			time.Sleep(24 * time.Hour)
			sum, _ := n.night()
			return sum
		}
		for range 7 {
			if sum := night(); sum.Run.Verdict != schema.VerdictPublished {
				t.Fatalf("verdict %q: %q %q %+v", sum.Run.Verdict, sum.Run.Note, sum.Alarms, sum.Faults)
			}
		}
		full := map[string]fixtures.TruthCourse{}
		for i, c := range n.demo.Truth() {
			full[c.ID] = c
			if i < 5 {
				n.demo.Set(c.ID, func(c *fixtures.TruthCourse) { c.Sessions = nil })
			}
		}
		sum := night()
		if sum.Run.Verdict != schema.VerdictHeld || sum.Failure != schema.FailureLayout ||
			!strings.Contains(strings.Join(sum.Gate.Reasons, "\n"), "under the median of the last 7 good nights") {
			t.Errorf("verdict %q, %q: %q", sum.Run.Verdict, sum.Failure, sum.Gate.Reasons)
		}
		n.runner.Gate.Force = true // a person has looked
		if sum = night(); sum.Run.Verdict != schema.VerdictWarned || len(sum.Gate.Reasons) == 0 {
			t.Errorf("by a person's word: verdict %q, %q", sum.Run.Verdict, sum.Gate.Reasons)
		}
		n.runner.Gate.Force = false
		if sum = night(); sum.Run.Verdict != schema.VerdictPublished {
			t.Errorf("the night after: verdict %q, %q %q", sum.Run.Verdict, sum.Gate.Reasons, sum.Alarms)
		}
		for id, was := range full {
			n.demo.Set(id, func(c *fixtures.TruthCourse) { c.Sessions = was.Sessions })
		}
		if sum = night(); sum.Run.Verdict != schema.VerdictPublished {
			t.Errorf("more than before: verdict %q, %q %q", sum.Run.Verdict, sum.Gate.Reasons, sum.Alarms)
		}
	})
}
