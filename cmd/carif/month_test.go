package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"carif/fixtures"
	"carif/harvest"
	"carif/night/report"
	"carif/night/status"
	"carif/schema"
	"carif/storage"
	"carif/storage/sqlite"
)

// monthNight is one night of a month, and what it must come to.
type monthNight struct {
	name   string
	before func(m *month) // what happened to the site, or to what reads it, in the day before; nil for nothing
	after  func(m *month) // what a person changed the day after, before the archive was read again; nil for nobody
	dies   bool           // the process is killed between the last page and the verdict

	want   outcome
	reread []string // the history of the run that read the archive again; it is published
}

// outcome is what a night comes to.
type outcome struct {
	State   schema.RunState
	Verdict schema.Verdict
	Code    int
	Failure schema.Failure
	Counts  [4]int   // added, changed, same, closed
	History []string // as month.history tells it
}

// good is a night that is published and finds that.
func good(added, changed, same, closed int, history ...string) outcome {
	return outcome{schema.RunDone, schema.VerdictPublished, exitDone, "", [4]int{added, changed, same, closed}, history}
}

// held is a night that the gate keeps aside.
func held(class schema.Failure, changed, same int, history ...string) outcome {
	return outcome{schema.RunRefused, schema.VerdictHeld, exitGate, class, [4]int{0, changed, same}, history}
}

// warned is a night that is published although a person should look at it.
func warned(state schema.RunState, code, same int) outcome {
	return outcome{State: state, Verdict: schema.VerdictWarned, Code: code, Counts: [4]int{2: same}}
}

var (
	noNight    = outcome{State: schema.RunFailed, Verdict: schema.VerdictNoNight, Code: exitNoNight, Failure: schema.FailureDNS}
	quietNight = good(0, 0, 53, 0)
)

// month is a site that changes, and its nights.
type month struct {
	*nights
	words *strings.Replacer // what pages say otherwise than the catalogue; nil for nothing
	old   bool              // pages are read by the parser of before
	down  map[string]bool   // paths that answer 503
	plain bool              // every course page is another page
	moved map[string]string // path → where it went
}

func newMonth(n *nights) *month {
	m := &month{nights: n, old: true, moved: map[string]string{}}
	n.demo = fixtures.DemoOf(fixtures.DemoSize)
	n.demo.Remove(courseOf(7)) // it appears later
	n.front = m.standing
	m.older()
	return m
}

func (m *month) older() { m.runner.Store = &olderParser{m.store, m} }

// courseOf is the id of the catalogue's n-th course, whether it is shown or not.
func courseOf(n int) string { return fixtures.DemoOf(n + 1).Truth()[n].ID }

// standing puts what the site does in a month before the catalogue's pages.
func (m *month) standing(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		course := strings.HasPrefix(r.URL.Path, "/formation/2026")
		for was, is := range m.moved {
			if r.URL.Path == is {
				fixtures.At(next, was).ServeHTTP(w, r)
				return
			}
		}
		switch {
		case course && m.down[r.URL.Path]:
			w.WriteHeader(http.StatusServiceUnavailable)
		case course && m.plain:
			bare(strings.Repeat("<p>Une page de texte sur la vie de la région.</p>", 5)).ServeHTTP(w, r)
		case course && m.moved[r.URL.Path] != "":
			http.Redirect(w, r, m.moved[r.URL.Path], http.StatusMovedPermanently)
		case course && m.words != nil:
			m.reworded(next, w, r)
		default:
			next.ServeHTTP(w, r)
		}
	}
}

// reworded answers with the catalogue's page in other words.
func (m *month) reworded(next http.Handler, w http.ResponseWriter, r *http.Request) {
	rec, plain := httptest.NewRecorder(), r.Clone(r.Context())
	for _, h := range []string{"If-None-Match", "If-Modified-Since", "Accept-Encoding"} {
		plain.Header.Del(h)
	}
	next.ServeHTTP(rec, plain)
	if kind := rec.Header().Get("Content-Type"); kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	w.WriteHeader(rec.Code)
	_, _ = m.words.WriteString(w, rec.Body.String()) // a client that left asks again
}

// olderParser is a store that is handed what a parser of before would have read: another version, without durations.
type olderParser struct {
	*sqlite.Store
	m *month
}

func (o *olderParser) CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	for i := range pages {
		for k := range pages[i].Records {
			if rec := &pages[i].Records[k]; o.m.old {
				rec.Source.ParserVersion, rec.Course.Duration = "before", nil
			}
		}
	}
	return o.Store.CommitAll(ctx, pages)
}

func (o *olderParser) Commit(ctx context.Context, p storage.PageResult) ([]schema.Change, error) {
	all, err := o.CommitAll(ctx, []storage.PageResult{p})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// dying is a store whose process is killed when all pages are saved and nothing is judged.
type dying struct{ *olderParser }

func (dying) CloseMissing(context.Context, string, int64, int) ([]schema.Change, error) {
	return nil, syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// says changes what one course's page says.
func says(n int, change func(c *fixtures.TruthCourse)) func(m *month) {
	return func(m *month) { m.demo.Set(courseOf(n), change) }
}

// overrides writes down what a person knows better than the site's model, as docs/site-profiles.md tells them to.
func (m *month) overrides(yaml string) {
	m.t.Helper()
	dir := filepath.Join(m.dir, "sites", "models")
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, nightHost+".yaml"), []byte("site: "+nightHost+"\noverride: "+yaml+"\n"), 0o600)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// monthNights are the nights. What a night does to the site lasts.
var monthNights = []monthNight{
	{name: "the first", want: good(53, 0, 0, 0, "added course (source): 53 courses")},
	{name: "quiet", want: quietNight},
	{name: "a title and the seats of a session change", before: says(3, func(c *fixtures.TruthCourse) {
		c.Title, c.Sessions[0].Seats = "Un autre titre", "3"
	}), want: good(0, 1, 52, 0, "changed sessions (source): 202604104311 9 → 3",
		"changed title (source): 202604104311 Tenir la comptabilité c… → Un autre titre")},
	{name: "a course appears", before: func(m *month) { m.demo.Restore(courseOf(7)) },
		want: good(1, 0, 53, 0, "added course (source): 202608104459 - → Allemand : correspondan…")},
	{name: "one vanishes, once", before: func(m *month) { m.demo.Remove(courseOf(10)) }, want: quietNight},
	{name: "and twice", want: good(0, 0, 53, 1, "closed course (source): 202601104570 Administrer un petit ré… → -")},
	{name: "quiet", want: quietNight},
	{name: "quiet", want: quietNight},
	{name: "no DNS", before: func(m *month) {
		m.lookup = &net.DNSError{Err: "no such host", Name: nightHost, IsNotFound: true}
	}, want: noNight},
	{name: "no DNS either", want: noNight},
	{name: "DNS is back", before: func(m *month) { m.lookup = nil }, want: quietNight},
	{name: "one half is down", before: func(m *month) { // the host is left alone after ten faults in a row
		m.down = map[string]bool{}
		for i := range fixtures.DemoSize / 2 {
			m.down["/formation/"+courseOf(2*i)] = true
		}
	}, want: warned(schema.RunPartial, exitIncomplete, 8)},
	{name: "it is up again", before: func(m *month) { m.down = nil }, want: quietNight},
	{name: "a new layout", before: func(m *month) { m.plain = true }, want: held(schema.FailureLayout, 0, 0)},
	{name: "the new layout stays", want: held(schema.FailureLayout, 0, 0)},
	{name: "the old layout is back", before: func(m *month) { m.plain = false }, want: quietNight},
	{name: "a label is renamed", before: func(m *month) { m.words = strings.NewReplacer(">Programme<", ">Kezako<") },
		want: held(schema.FailureLabels, 34, 19,
			"added audience (source): 202609105606 - → Besoins - → Habitudes - → Droits", // a part of the programme
			"added other (source): 3 courses",
			"added outline (source): 13 courses",
			"changed contacts (source): 202606105495 - → contact changed",
			"changed programme (source): 17 courses",
			"removed outline (source): 21 courses",
			"removed programme (source): 17 courses"),
		after: func(m *month) { m.site.Page.Labels = map[string]string{"Kezako": "programme"} },
		reread: []string{
			"added outline (profile): 21 courses",
			"added programme (profile): 17 courses",
			"changed contacts (profile): 202606105495 - → contact changed",
			"changed programme (profile): 17 courses",
			"removed audience (profile): 202609105606 Besoins → - Habitudes → - Droits → -",
			"removed other (profile): 3 courses",
			"removed outline (profile): 13 courses",
		}},
	{name: "the label stays: the model is told so once", want: warned(schema.RunDone, exitDone, 53)},
	{name: "quiet", want: quietNight},
	{name: "a parser comes, and a title changes", before: func(m *month) {
		m.old = false
		m.demo.Set(courseOf(5), func(c *fixtures.TruthCourse) { c.Title = "Encore un titre" })
	}, want: good(0, 1, 52, 0, "added duration_text (parser): 202606104385 - → 49 heures",
		"added total_hours (parser): 202606104385 - → 49",
		"changed title (source): 202606104385 Lire un bilan quand on … → Encore un titre"),
		after: func(*month) {}, reread: []string{
			"added centre_hours (parser): 16 courses",
			"added company_hours (parser): 8 courses",
			"added duration_text (parser): 51 courses",
			"added total_hours (parser): 51 courses",
		}},
	{name: "a course moves, and is the same", before: func(m *month) {
		m.moved["/formation/"+courseOf(12)] = "/fiche/" + courseOf(12)
	}, want: quietNight},
	{name: "quiet", want: quietNight},
	{name: "killed before the verdict", dies: true, before: says(13, func(c *fixtures.TruthCourse) {
		c.Title = "Ce qui changea cette nuit"
	})},
	{name: "it goes on", want: good(0, 1, 52, 0,
		"changed title (source): 202604104681 Conduire un entretien p… → Ce qui changea cette nu…")},
	{name: "quiet", want: quietNight},
	{name: "the vanished course is back", before: func(m *month) { m.demo.Restore(courseOf(10)) }, want: good(0, 1, 53, 0,
		"added centre_hours (parser): 202601104570 - → 14", // which the parser of before did not read
		"added company_hours (parser): 202601104570 - → 7",
		"added duration_text (parser): 202601104570 - → 21 heures / dont en cen…",
		"added total_hours (parser): 202601104570 - → 21",
		"reopened course (source): 202601104570 - → Administrer un petit ré…")},
	{name: "a person overrides the model", before: func(m *month) {
		m.overrides(`{chrome: ["Attestation de compétences"]}`)
	}, want: held(schema.FailureLayout, 12, 42,
		"removed certifying (model): 12 courses", "removed derived (model): 12 courses",
		"removed validation (model): 12 courses")},
	{name: "and publishes", before: func(m *month) { m.runner.Gate.Force = true }, want: warned(schema.RunDone, exitDone, 54)},
	{name: "quiet", before: func(m *month) { m.runner.Gate.Force = false }, want: good(0, 0, 54, 0)},
	{name: "quiet", want: good(0, 0, 54, 0)},
}

// history tells what a run found, field by field, with the values of before and now. What many courses tell alike is
// counted.
func (m *month) history(run int64) []string {
	m.t.Helper()
	found := map[string]map[string]string{}
	err := m.store.FieldChanges(context.Background(), storage.ChangeFilter{Run: run, Latest: true},
		func(c storage.FieldChange) error {
			field, _, _ := strings.Cut(c.Field, "[")
			what := fmt.Sprintf("%s %s (%s)", c.Kind, field, c.Cause)
			if found[what] == nil {
				found[what] = map[string]string{}
			}
			key := strings.TrimPrefix(c.Key, "essai/")
			found[what][key] += fmt.Sprintf(" %s → %s", cut(dash(str(c.Old)), 24), cut(dash(str(c.New)), 24))
			return nil
		})
	if err != nil {
		m.t.Fatal(err)
	}
	out := []string{}
	for what, who := range found {
		line := fmt.Sprintf("%s: %d courses", what, len(who))
		if len(who) < 3 {
			line = what + ":"
			for _, key := range slices.Sorted(maps.Keys(who)) {
				line += " " + key + who[key]
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// carif runs a command on the database, and gives what it prints and its exit code.
func (m *month) carif(args ...string) (string, int) {
	var out, errs bytes.Buffer
	code := run(context.Background(), append(args, "--db", filepath.Join(m.dir, "carif.db")),
		streams{in: strings.NewReader(""), out: &out, err: &errs})
	return out.String() + errs.String(), code
}

// told runs a command that prints JSON.
func (m *month) told(into any, args ...string) int {
	m.t.Helper()
	out, code := m.carif(append(args, "--format", "json")...)
	if err := json.NewDecoder(strings.NewReader(out)).Decode(into); err != nil {
		m.t.Fatalf("carif %s: exit code %d, %v: %s", strings.Join(args, " "), code, err, out)
	}
	return code
}

const (
	monthDir   = "CARIF_TEST_MONTH_DIR" // of the database and the archive of a month that is killed
	monthNo    = "CARIF_TEST_MONTH_NIGHT"
	monthClock = "CARIF_TEST_MONTH_CLOCK"
)

// TestMonthDies is no test, but the process of the night that is killed: it lives through what the site did so far,
// and harvests.
func TestMonthDies(t *testing.T) {
	if os.Getenv(monthDir) == "" {
		t.Skip("is for a process of its own")
	}
	no, err := strconv.Atoi(os.Getenv(monthNo))
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339Nano, os.Getenv(monthClock))
	if err != nil {
		t.Fatal(err)
	}
	inMonth(t, os.Getenv(monthDir), func(m *month) {
		time.Sleep(time.Until(now))
		for i := range monthNights[:no+1] {
			m.day(i)
		}
		m.runner.Store = dying{&olderParser{m.store, m}}
		if err := m.store.Lock(context.Background(), "test"); err != nil {
			t.Fatal(err)
		}
		m.night()
		fmt.Println("lives")
	})
}

func inMonth(t *testing.T, dir string, f func(m *month)) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "sites"), 0o700); err != nil {
		t.Fatal(err)
	}
	reader, err := harvest.NewReader(filepath.Join(dir, "sites"), "")
	if err != nil {
		t.Fatal(err)
	}
	inNightsAt(t, dir, reader, func(n *nights) { f(newMonth(n)) })
}

// day is what happened since the night before, and to what reads the site.
func (m *month) day(no int) {
	if no > 0 && monthNights[no-1].after != nil {
		monthNights[no-1].after(m)
	}
	if monthNights[no].before != nil {
		monthNights[no].before(m)
	}
}

// dies has the night run in a process of its own, which is killed.
func (m *month) dies(no int) {
	m.t.Helper()
	m.close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestMonthDies$", "-test.v")
	cmd.Env = append(os.Environ(), monthDir+"="+m.dir, monthNo+"="+strconv.Itoa(no),
		monthClock+"="+time.Now().Format(time.RFC3339Nano))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		m.t.Fatalf("the process was not killed: %v\n%s", err, out)
	}
	m.open()
	m.older()
}

// TestMonth lives through a month: exactly these verdicts, this history, these causes; and in every night the exit code,
// the list of runs, the report, the status and the metrics tell the same.
func TestMonth(t *testing.T) {
	var sums []harvest.Summary
	inMonth(t, t.TempDir(), func(m *month) {
		published := time.Time{}
		for i := range monthNights {
			m.nightOf(i, &published, &sums)
		}
	})
	i := 0
	for _, night := range monthNights {
		if !night.dies {
			wantMetrics(t, sums[i], verdictCase{verdict: night.want.Verdict, code: night.want.Code})
			i++
		}
	}
}

// nightOf lives through one night, and wants of it what its row says.
func (m *month) nightOf(no int, good *time.Time, sums *[]harvest.Summary) {
	night := &monthNights[no]
	what := fmt.Sprintf("night %d, %s", no+1, night.name)
	time.Sleep(24 * time.Hour)
	m.day(no)
	if night.dies {
		m.dies(no)
		m.wantKilled(what)
		return
	}
	sum, code := m.night()
	*sums = append(*sums, sum)
	r := sum.Run
	got := outcome{r.State, r.Verdict, code, sum.Failure, [4]int{r.Added, r.Changed, r.Same, r.Closed}, m.history(r.ID)}
	if d := cmp.Diff(night.want, got, cmpopts.EquateEmpty()); d != "" {
		m.t.Errorf("%s (-want +got):\n%s\n%s; %q; %q", what, d, r.Note, sum.Gate.Reasons, sum.Alarms)
	}
	if r.Verdict == schema.VerdictPublished || r.Verdict == schema.VerdictWarned {
		*good = r.Ended
	}
	m.agree(what, sum, *good)
	if night.after == nil {
		return
	}
	night.after(m)
	again, err := m.runner.Reparse(context.Background(), m.site)
	if err != nil {
		m.t.Fatal(err)
	}
	if d := cmp.Diff(night.reread, m.history(again.Run.ID), cmpopts.EquateEmpty()); d != "" || !again.Gate.Published {
		m.t.Errorf("%s, read again: published %v (-want +got):\n%s", what, again.Gate.Published, d)
	}
}

// agree wants all that tells of a night to tell the same.
func (m *month) agree(what string, sum harvest.Summary, good time.Time) {
	m.t.Helper()
	asJSON := func(v any) string { b, _ := json.Marshal(v); return string(b) }
	r := sum.Run
	var runs []schema.Run
	m.told(&runs, "runs", "--limit", "1")
	if len(runs) != 1 || asJSON(runs[0]) != asJSON(r) {
		m.t.Errorf("%s: runs: %s\nsummary: %s", what, asJSON(runs), asJSON(r))
	}
	var told report.Report
	m.told(&told, "report", fmt.Sprint(r.ID))
	told.Summary.Seconds = sum.Seconds
	if asJSON(told.Summary) != asJSON(sum) || !told.Kept || told.Nights[len(told.Nights)-1].ID != r.ID {
		m.t.Errorf("%s: report: %s\nsummary: %s", what, asJSON(told.Summary), asJSON(sum))
	}
	page, code := m.carif("report", fmt.Sprint(r.ID), "--format", "md")
	if code != exitDone || !strings.HasPrefix(page, fmt.Sprintf("# essai, harvest, run %d: %s\n", r.ID, told.Verdict())) {
		m.t.Errorf("%s: report: exit code %d: %.200s", what, code, page)
	}
	n := 0
	for _, c := range told.Changes {
		n += c.N
	}
	if (n == 0) != (r.Added+r.Changed+r.Closed == 0) {
		m.t.Errorf("%s: the report counts %d changes, the run has %d added, %d changed, %d closed", what, n, r.Added, r.Changed,
			r.Closed)
	}
	m.wantStatus(what, r, good)
}

// wantStatus wants the status to name the newest night and the last good one, and its exit code to go by that one's age.
func (m *month) wantStatus(what string, r schema.Run, good time.Time) {
	m.t.Helper()
	var list []status.Site
	code := m.told(&list, "status", "--check", "--site", "essai")
	bad := !status.Good(&r)
	want := exitDone
	if stale := time.Since(good) > 36*time.Hour; stale && r.Verdict == schema.VerdictHeld {
		want = exitGate
	} else if stale {
		want = exitNoNight
	}
	if len(list) != 1 || list[0].Run == nil || list[0].Run.ID != r.ID || list[0].Run.Verdict != r.Verdict ||
		list[0].Good == nil || !list[0].Good.Ended.Equal(good.Truncate(time.Second)) && !list[0].Good.Ended.Equal(good) ||
		(list[0].Since != nil) != bad || code != want {
		m.t.Errorf("%s: status ends with %d, want %d: %+v", what, code, want, list)
	}
}

// wantKilled wants a night that was killed to be told as one, and not to be judged.
func (m *month) wantKilled(what string) {
	m.t.Helper()
	var runs []schema.Run
	m.told(&runs, "runs", "--limit", "1")
	if r := runs[0]; r.State != schema.RunInterrupted || r.Verdict != schema.VerdictNone || r.Pages == 0 {
		m.t.Errorf("%s: runs: %+v", what, r)
	}
	var told report.Report
	m.told(&told, "report", fmt.Sprint(runs[0].ID))
	if told.Kept || told.Verdict() != string(schema.RunInterrupted) {
		m.t.Errorf("%s: report: kept %v, %s", what, told.Kept, told.Verdict())
	}
	var list []status.Site
	if code := m.told(&list, "status", "--check", "--site", "essai"); code != exitDone || list[0].Run.ID != runs[0].ID ||
		list[0].Good.ID >= runs[0].ID || list[0].Since == nil {
		m.t.Errorf("%s: status ends with %d: %+v", what, code, list)
	}
}
