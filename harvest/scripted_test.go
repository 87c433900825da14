package harvest_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"carif/archive"
	"carif/crawler"
	"carif/crawler/render/chrome"
	"carif/fixtures/scripted"
	"carif/forget"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// scriptedWorld is a world whose site is the scripted one, drawn by a real Chromium; the test is skipped where none is.
func scriptedWorld(t *testing.T, n int) (*world, *scripted.Site) {
	t.Helper()
	program, _, err := chrome.Find("")
	if err != nil {
		t.Skip("no Chromium here: the scripted demo site is not harvested")
	}
	t.Setenv("TMPDIR", t.TempDir())
	w, site := newWorld(t, 1), scripted.New(n)
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	w.host = srv.Listener.Addr().String()
	w.site = must(sites.Parse(scripted.Profile(w.host), "profile.yaml"))(t)
	w.crawl.Delay = time.Millisecond
	c := chrome.New(chrome.Options{Program: program})
	w.crawl.Render = c
	t.Cleanup(func() {
		_ = c.Close()
		if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
			t.Errorf("left in the temporary folder: %v", left)
		}
	})
	return w, site
}

// comparable gives the courses of a store without what tells a page from its twin: addresses, files and days.
func (w *world) comparable(site string) map[string]schema.Record {
	w.t.Helper()
	out := map[string]schema.Record{}
	err := w.store.Courses(context.Background(), storage.Filter{Sites: []string{site}}, func(rec schema.Record) error {
		rec.Source = schema.Source{}
		out[rec.Course.Key] = rec
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// TestScriptedSite: what a browser draws reads as its static twin does, field by field; a night in which nothing
// changed writes nothing; and neither reparse nor replay nor the import of the archive needs a browser.
func TestScriptedSite(t *testing.T) {
	w, site := scriptedWorld(t, 18)
	sum := w.harvest()
	n := len(site.Courses())
	w.wantCounts(sum, counts{Added: n})
	if !sum.Run.Complete {
		t.Errorf("run: %+v %v %v", sum.Run, sum.Faults, sum.Alarms)
	}
	got := w.comparable("demo-scripte")
	if d := cmp.Diff(w.twins(), got); d != "" {
		t.Errorf("drawn pages read otherwise than their twins (-twin +drawn):\n%s", d)
	}
	for what, want := range map[string]int{"GET /app.js": 1, "POST /mesure": 0, "GET /logo.png": 0, "GET /app.css": 0,
		"GET /api/formations?page=3": 1} {
		if what != "GET /app.css" && site.Asked(what) != want {
			t.Errorf("%s: asked %d times, want %d", what, site.Asked(what), want)
		}
	}
	if sum.Run.Limits["render_foreign"] == 0 || sum.Run.Limits["render_post"] == 0 {
		t.Errorf("what was blocked is not told: %v", sum.Run.Limits)
	}
	before := drawnSize(t, w.dir)
	w.wantCounts(w.harvest(), counts{Same: n})
	if now := drawnSize(t, w.dir); now != before {
		t.Errorf("a night without change added %d bytes to the archive", now-before)
	}

	w.crawl.Render = nil
	again, err := w.runner().Reparse(t.Context(), w.site)
	if err != nil {
		t.Fatal(err)
	}
	w.wantCounts(again, counts{Same: n})
	check := must(harvest.CheckArchive(t.Context(), w.store, filepath.Join(w.dir, "archive")))(t)
	if len(check.Found)+len(check.Missing) > 0 {
		t.Errorf("check: %+v", check)
	}

	replayed := newWorld(t, 1)
	replayed.site = w.site
	replayed.crawl.Replay = must(harvest.Replay(filepath.Join(w.dir, "archive")))(t)
	replayed.harvest()
	if d := cmp.Diff(got, replayed.comparable("demo-scripte")); d != "" {
		t.Errorf("replayed otherwise (-drawn +replayed):\n%s", d)
	}
	imported := newWorld(t, 1)
	im := imported.runner().NewImport(w.site)
	files, _ := filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz"))
	for _, f := range files {
		if err := im.WARC(t.Context(), f); err != nil {
			t.Error(err)
		}
	}
	if _, err := im.End(nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, imported.comparable("demo-scripte")); d != "" {
		t.Errorf("imported otherwise (-drawn +imported):\n%s", d)
	}
}

// twins harvests the static pages of the same courses into another database.
func (w *world) twins() map[string]schema.Record {
	w.t.Helper()
	v := newWorld(w.t, 1)
	p := bytes.ReplaceAll(scripted.Profile(w.host), []byte("/#/catalogue"), []byte("/liste"))
	p = bytes.ReplaceAll(bytes.ReplaceAll(p, []byte("/#/formation"), []byte("/formation")), []byte("render: always"), nil)
	v.site = must(sites.Parse(p, "twin.yaml"))(w.t)
	v.crawl.Delay = time.Millisecond
	v.harvest()
	return v.comparable("demo-scripte")
}

func drawnSize(t *testing.T, dir string) (n int64) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "archive", "*.warc.gz"))
	for _, f := range files {
		n += must(os.Stat(f))(t).Size()
	}
	return n
}

// TestScriptedNightGoesOn: a browser that is killed in the middle of a night is started again, and a page that never
// settles costs the night nothing but itself.
func TestScriptedNightGoesOn(t *testing.T) {
	w, site := scriptedWorld(t, 9)
	site.Listed = true
	w.crawl.Limits = crawler.DefaultLimits()
	w.crawl.Limits.Render.Stuck = 15 * time.Second
	killed := 0
	r := w.runner()
	r.Progress = func(p harvest.Progress) {
		if p.Pages == 2 && killed == 0 {
			killed = killBrowsers(os.TempDir())
		}
	}
	sum, err := r.Harvest(t.Context(), w.site)
	if err != nil {
		t.Fatal(err)
	}
	if killed != 1 {
		t.Errorf("%d browsers were killed, want 1", killed)
	}
	w.wantCounts(sum, counts{Added: len(site.Courses())})
	if sum.Run.Limits["render_stuck"] != 1 || len(sum.Faults) != 1 || sum.Faults[0].Class != string(schema.OutcomeTooBig) ||
		!strings.Contains(sum.Faults[0].URL, scripted.Endless) || sum.Run.State != schema.RunPartial {
		t.Errorf("limits %v, faults %+v, state %s", sum.Run.Limits, sum.Faults, sum.Run.State)
	}
}

// killBrowsers kills the browsers whose folder stands in dir, as a machine short of memory does.
func killBrowsers(dir string) (n int) {
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, p := range procs {
		line, err := os.ReadFile(p)
		if err == nil && bytes.Contains(line, []byte("--user-data-dir="+dir)) && !bytes.Contains(line, []byte("--type=")) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(p)))
			_ = syscall.Kill(pid, syscall.SIGKILL)
			n++
		}
	}
	return n
}

// TestForgetDrawn: who is forgotten goes out of the drawn document and of the data it was drawn from, and the document
// stays one.
func TestForgetDrawn(t *testing.T) {
	w, site := scriptedWorld(t, 3)
	w.harvest()
	who := site.Courses()[0].Contact
	holds := func() (pages, conversions int) {
		err := w.archive.Walk(t.Context(), func(_ archive.Ref, x archive.Exchange) error {
			body, err := archive.DecodeBody(x.ResponseHeader, x.Body, 1<<20)
			if x.ConversionOf != nil {
				conversions++
			}
			if bytes.Contains(body, []byte(who.Email)) || bytes.Contains(body, []byte(who.Name)) {
				pages++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return pages, conversions
	}
	pages, conversions := holds()
	if pages < 2 || conversions != 2 {
		t.Fatalf("before: on %d pages, %d drawn", pages, conversions)
	}
	eraser := &forget.Eraser{Store: w.store, Archive: w.archive, Reader: w.reader}
	if _, err := eraser.Forget(t.Context(), storage.Person{Emails: []string{who.Email}, Phones: []string{who.Phone}}); err != nil {
		t.Fatal(err)
	}
	if pages, now := holds(); pages != 0 || now != conversions {
		t.Errorf("after: on %d pages, %d drawn", pages, now)
	}
	check := must(harvest.CheckArchive(t.Context(), w.store, filepath.Join(w.dir, "archive")))(t)
	if len(check.Found)+len(check.Missing) > 0 {
		t.Errorf("check: %+v", check)
	}
	w.wantCounts(must(w.runner().Reparse(t.Context(), w.site))(t), counts{Same: 1})
}
