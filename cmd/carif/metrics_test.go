package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"carif/harvest"
	"carif/schema"
)

func TestMetrics(t *testing.T) {
	m := newMetrics()
	err := m.serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.update(harvest.Progress{Site: "demo", Outcome: schema.OutcomeOK, Due: 7, Added: 3})
	m.update(harvest.Progress{Site: "demo", Outcome: schema.OutcomeGone, Due: 6, Added: 3})
	m.update(harvest.Progress{Site: "demo", Finished: true, Added: 3, Same: 1})
	resp, err := http.Get("http://" + m.addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`carif_pages_total{outcome="ok",site="demo"} 1`,
		`carif_pages_total{outcome="gone",site="demo"} 1`,
		`carif_pages_due{site="demo"} 0`,
		`carif_courses{change="added",site="demo"} 3`,
		`carif_courses{change="same",site="demo"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("metrics do not say %s", want)
		}
	}
}

// TestMetricsFile: the file says what the address says of the runs, and nothing of the process.
func TestMetricsFile(t *testing.T) {
	m := newMetrics()
	if err := m.serve("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.update(harvest.Progress{Site: "demo", Outcome: schema.OutcomeOK, Due: 7, Added: 3})
	run := schema.Run{ID: 1, Site: "demo", State: schema.RunDone, Verdict: schema.VerdictPublished,
		Ended: time.Date(2027, 3, 1, 3, 0, 0, 0, time.UTC), Added: 3, Same: 30}
	m.ended([]harvest.Summary{harvest.Bare(run)})
	path := filepath.Join(t.TempDir(), "carif.prom")
	if err := m.write(path); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get("http://" + m.addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(carifLines(string(page)), carifLines(string(file))); d != "" || strings.Contains(string(file), "go_") {
		t.Errorf("(-address +file):\n%s\n%s", d, file)
	}
	if !strings.Contains(string(file), `carif_courses{change="same",site="demo"} 30`) {
		t.Errorf("the file says other than the run:\n%s", file)
	}
	if !strings.Contains(string(file), `carif_run_end_timestamp_seconds{site="demo"} 1.80387e+09`) {
		t.Errorf("the end is not told:\n%s", file)
	}
	if err := m.write(filepath.Join(t.TempDir(), "gone", "carif.prom")); err == nil || strings.Contains(err.Error(), "open") {
		t.Errorf("no folder: %v", err)
	}
}

// TestMetricsForget: an outcome that only an older run of a site had is not told of the newest; other sites keep
// theirs.
func TestMetricsForget(t *testing.T) {
	m := newMetrics()
	older := schema.Run{ID: 1, Site: "demo",
		Outcomes: map[schema.Outcome]int{schema.OutcomeBlocked: 3, schema.OutcomeOK: 4}}
	newest := schema.Run{ID: 3, Site: "demo", Outcomes: map[schema.Outcome]int{schema.OutcomeOK: 7}}
	for _, r := range []schema.Run{older, {ID: 2, Site: "other", Outcomes: older.Outcomes}, newest} {
		m.kept(harvest.Bare(r))
	}
	var b strings.Builder
	if err := m.text(&b); err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, line := range carifLines(b.String()) {
		if strings.HasPrefix(line, "carif_pages_total") {
			pages = append(pages, strings.TrimSpace(strings.TrimPrefix(line, "carif_pages_total")))
		}
	}
	want := []string{`{outcome="blocked",site="other"} 3`, `{outcome="ok",site="demo"} 7`, `{outcome="ok",site="other"} 4`}
	if d := cmp.Diff(want, pages); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func carifLines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "carif_") {
			out = append(out, line)
		}
	}
	return out
}

// TestAloneCode: the exit code of a site is that of its run, of one that did not come to its end, too.
func TestAloneCode(t *testing.T) {
	for want, run := range map[int]schema.Run{
		exitDone:        {State: schema.RunDone, Verdict: schema.VerdictPublished},
		exitFailed:      {State: schema.RunFailed},
		exitGate:        {State: schema.RunRefused, Verdict: schema.VerdictHeld},
		exitIncomplete:  {State: schema.RunPartial, Verdict: schema.VerdictWarned},
		exitNoNight:     {State: schema.RunFailed, Verdict: schema.VerdictNoNight},
		exitInterrupted: {State: schema.RunInterrupted},
	} {
		if got := aloneCode(harvest.Bare(run)); got != want {
			t.Errorf("%s %s: %d, want %d", run.State, run.Verdict, got, want)
		}
	}
}
