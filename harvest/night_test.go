package harvest_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
	"carif/storage/sqlite"
)

// rows counts the rows of every table of the database file but publication, which has one a published run.
func (w *world) rows() map[string]int {
	w.t.Helper()
	db := must(sql.Open("sqlite3", "file:"+w.dir+"/carif.db?mode=ro"))(w.t)
	defer db.Close()
	list := must(db.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' " +
		"AND name <> 'publication'"))(w.t)
	var names []string
	for list.Next() {
		var name string
		if err := list.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := list.Close(); err != nil {
		w.t.Fatal(err)
	}
	out := map[string]int{}
	for _, name := range names {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM "` + name + `"`).Scan(&n); err != nil {
			w.t.Fatal(err)
		}
		out[name] = n
	}
	return out
}

// noReading makes every reading of a page fail loudly: what is harvested then was not parsed.
func (w *world) noReading() {
	w.reader = &harvest.Reader{Sites: w.reader.Sites, Normalizer: w.reader.Normalizer}
}

func (w *world) wantNoReading() {
	w.t.Helper()
	if strings.Contains(w.log.String(), "page not read") {
		w.t.Fatalf("a page was parsed:\n%s", w.log.String())
	}
}

// stamps counts the transactions that only say when a host may be asked next.
type stamps struct {
	*sqlite.Store
	n atomic.Int64
}

func (s *stamps) Stamp(ctx context.Context, host, owner string, delay, ttl time.Duration) (bool, error) {
	s.n.Add(1)
	return s.Store.Stamp(ctx, host, owner, delay, ttl)
}

// TestRestsAreSavedWithThePages: the end of an answer that brought a page costs no transaction of its own.
func TestRestsAreSavedWithThePages(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	for range 2 {
		st := &stamps{Store: w.store}
		run := w.runner()
		run.Store = st
		w.demo.ResetLog()
		if _, err := run.Harvest(t.Context(), w.site); err != nil {
			t.Fatal(err)
		}
		if n, all := int(st.n.Load()), len(w.demo.Log()); n > 12 || all < 60 { // robots.txt, redirects, pages that are gone
			t.Errorf("%d stamps of their own for %d requests", n, all)
		}
	}
}

func TestSecondNightWritesNothing(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	dump, rows := w.dump(), w.rows()
	w.noReading()
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: fixtures.DemoSize})
	w.wantNoReading()
	if got := courseLines(w.dump()); got != courseLines(dump) {
		t.Errorf("the data differ:\n%s", firstDifference(got, courseLines(dump)))
	}
	for name, n := range w.rows() {
		if name != "run" && name != "run_report" && n != rows[name] { // a run is a row, and its report
			t.Errorf("table %s: got %d rows, want %d", name, n, rows[name])
		}
	}
	w.wantConditional()
}

// wantConditional wants one conditional GET for each course, answered 304, and no other request for one.
func (w *world) wantConditional() {
	w.t.Helper()
	asked, first := map[string]int{}, w.demo.Truth()[0].Path()
	for _, r := range w.demo.Log() {
		asked[r.URL]++
		if strings.HasPrefix(r.URL, "/prive/") || strings.Contains(r.URL, "sid=") {
			w.t.Errorf("asked %s", r.URL)
		}
		again := r.URL == first && asked[first] == 2 // the redirect of an odd page leads to the first course
		if strings.HasPrefix(r.URL, "/formation/20260") && !again &&
			(r.IfNoneMatch == "" || r.Status != http.StatusNotModified) {
			w.t.Errorf("%s: got status %d to If-None-Match %q, want 304", r.URL, r.Status, r.IfNoneMatch)
		}
	}
	for _, c := range w.demo.Truth() {
		if n := asked[c.Path()]; n != 1 && !(n == 2 && c.Path() == first) {
			w.t.Errorf("%s: asked %d times, want once", c.Path(), n)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("got  %.1500s\nwant %.1500s", g[i], append(w, "", "")[min(i, len(w))])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(g), len(w))
}

func TestContentDecidesWithoutValidators(t *testing.T) {
	w := newWorld(t, 12)
	w.demo.NoValidators(true)
	w.demo.Clock(w.now) // in the footer of every page: another day, another hour
	w.harvest()
	dump := w.dump()
	w.noReading()
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: 12})
	w.wantNoReading()
	if got := courseLines(w.dump()); got != courseLines(dump) {
		t.Errorf("the data differ:\n%s", firstDifference(got, courseLines(dump)))
	}
}

// courseLines are the lines of a dump without those of pages: a page that is gone is once more so each night, and
// the hash of a body follows the clock in it.
func courseLines(dump string) string {
	var kept []string
	for _, line := range strings.Split(dump, "\n") {
		if !strings.HasPrefix(line, `{"page"`) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func TestChangedCourse(t *testing.T) {
	w := newWorld(t, 12)
	w.harvest()
	id := w.demo.Truth()[4].ID
	w.demo.Touch(w.demo.Truth()[5].ID) // new validators, same words
	w.demo.Set(id, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	sum := w.harvest()
	w.wantCounts(sum, counts{Changed: 1, Same: 11})
	c, ok := w.course(id)
	if got, want := str(c.Title), "Un autre titre"; !ok || got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
	versions := must(w.store.Versions(t.Context(), "demo/"+id))(t)
	if len(versions) != 2 {
		t.Fatalf("versions: got %d, want 2", len(versions))
	}
	v := versions[1]
	if v.Cause != schema.CauseSource || v.RunFrom != 2 || strings.Join(v.Fields, " ") != "title" ||
		versions[0].RunTo != 2 {
		t.Errorf("version: got cause %s, from run %d, fields %q; first until run %d", v.Cause, v.RunFrom, v.Fields,
			versions[0].RunTo)
	}
}

func TestGoneTwiceClosesAndBackReopens(t *testing.T) {
	w := newWorld(t, 12)
	w.harvest()
	id := w.demo.Truth()[3].ID
	w.demo.Remove(id)
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: 11})
	if _, ok := w.course(id); !ok {
		t.Error("closed after one night's 404")
	}
	w.wantCounts(w.harvest(), counts{Same: 11, Closed: 1})
	if _, ok := w.course(id); ok {
		t.Error("open after two nights' 404")
	}
	w.demo.Restore(id)
	sum = w.harvest()
	if sum.Run.Added+sum.Run.Changed == 0 {
		w.shift += 40 * 24 * time.Hour // a page that is gone is asked rarely
		sum = w.harvest()
	}
	w.wantCounts(sum, counts{Changed: 1, Same: 11})
	if _, ok := w.course(id); !ok {
		t.Error("closed although the page is back")
	}
	versions := must(w.store.Versions(t.Context(), "demo/"+id))(t)
	if got := versions[len(versions)-1].Kind; got != schema.ChangeReopened {
		t.Errorf("last version: got %s, want reopened", got)
	}
}

func TestShrunkListingClosesNothing(t *testing.T) {
	w := newWorld(t, 30)
	w.harvest()
	w.demo.ShrinkListing(4)
	sum := w.harvest()
	w.wantState(sum, schema.RunPartial)
	if len(sum.Alarms) == 0 {
		t.Error("no alarm although the listing lost most of its courses")
	}
	for range 4 { // more nights than it takes to close a missing course
		w.wantCounts(w.harvest(), counts{Same: 30})
	}
	if got := len(w.records(noFilter)); got != 30 {
		t.Errorf("open courses: got %d, want 30", got)
	}
}

func TestGateKeepsTheLastGoodRun(t *testing.T) {
	w := newWorld(t, 30)
	w.harvest()
	before := w.records(noFilter)
	for _, c := range w.demo.Truth() {
		w.demo.Set(c.ID, func(c *fixtures.TruthCourse) { c.EntryLevel = "" })
	}
	for range 2 { // the second night nothing changes any more, and it is still refused
		sum := w.harvest()
		w.wantState(sum, schema.RunRefused)
		if len(sum.Gate.Reasons) == 0 || sum.Gate.Published || !strings.Contains(sum.Gate.Reasons[0], "entry_level") {
			t.Errorf("gate: got %+v", sum.Gate)
		}
		for key, rec := range w.records(noFilter) {
			if got, want := raw(rec.Course.EntryLevel), raw(before[key].Course.EntryLevel); got != want {
				t.Fatalf("%s: readers see entry level %q, want %q", key, got, want)
			}
		}
	}
	w.gate.Force = true
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	if !sum.Gate.Published || len(sum.Gate.Reasons) == 0 {
		t.Errorf("gate: got %+v, want published and the overruled reasons", sum.Gate)
	}
	for key, rec := range w.records(noFilter) {
		if rec.Course.EntryLevel != nil {
			t.Fatalf("%s: readers see entry level %q, want none", key, rec.Course.EntryLevel.Raw)
		}
	}
	w.gate.Force = false
	w.wantState(w.harvest(), schema.RunDone)
}

// TestRedirectKeepsIdentity: a course whose page moved, with its id, is the course it was, however many nights later; it
// changes with the page that shows it now.
func TestRedirectKeepsIdentity(t *testing.T) {
	title, moved := "Soudure", false
	w := small(t, `(?:neuf/)?(?P<id>\w+)$`, &[]string{"/f/a", "/f/b"}, func(rw http.ResponseWriter, r *http.Request) {
		if moved && r.URL.Path == "/f/a" {
			http.Redirect(rw, r, "/f/neuf/a", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(rw, coursePage(title+" "+r.URL.Path[len(r.URL.Path)-1:], "Savoir souder"))
	})
	w.gate.Force = false
	w.wantCounts(w.harvest(), counts{Added: 2})
	moved = true
	for range 4 { // more nights than it takes to close a missing course
		w.wantCounts(w.harvest(), counts{Same: 2})
	}
	title = "Soudage"
	w.wantCounts(w.harvest(), counts{Changed: 2})
	recs := w.records(noFilter)
	if rec := recs["essai/a"]; len(recs) != 2 || str(rec.Course.Title) != "Soudage a" ||
		!strings.HasSuffix(str(rec.Source.URL), "/f/neuf/a") {
		t.Errorf("the moved course: %d records, %+v", len(recs), rec.Course)
	}
}

// TestDamagedSitemapIsReported: what was mended or left out of a sitemap stands in the run and in its report.
func TestDamagedSitemapIsReported(t *testing.T) {
	w := small(t, `(?P<id>\w+)$`, &[]string{}, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/plan.xml" {
			fmt.Fprintf(rw, "<urlset><url><loc>http://%s/f/1?a=1&b=2</loc></url><url><loc>http://%[1]s/f/2\x00</loc></url></urlset>",
				r.Host)
			return
		}
		fmt.Fprint(rw, coursePage("Souder "+r.URL.Path, "Savoir souder"))
	})
	w.site.Sitemaps = []string{"http://" + w.host + "/plan.xml"}
	sum := w.harvest()
	for _, want := range []string{"sitemap_ampersand", "sitemap_control"} {
		told := slices.ContainsFunc(sum.Alarms, func(a string) bool { return strings.Contains(a, "("+want+"): 1") })
		if sum.Run.Limits[want] != 1 || !told {
			t.Errorf("%s: got limits %v, alarms %q", want, sum.Run.Limits, sum.Alarms)
		}
	}
}
