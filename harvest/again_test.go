package harvest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"carif/archive"
	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

func TestReparseEqualsHarvest(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	w.demo.Set(w.demo.Truth()[3].ID, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	w.harvest()
	dump := w.dump()
	w.demo.ResetLog()
	sum, err := w.runner().Reparse(context.Background(), w.site)
	if err != nil {
		t.Fatal(err)
	}
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: fixtures.DemoSize})
	if got := w.dump(); got != dump {
		t.Errorf("the data differ:\n%s", firstDifference(got, dump))
	}
	if n := len(w.demo.Log()); n != 0 {
		t.Errorf("the site was asked %d times", n)
	}
}

// TestReplayEqualsHarvest harvests offline from the archive of another database.
func TestReplayEqualsHarvest(t *testing.T) {
	w := newWorld(t, 20)
	w.harvest()
	again := newWorld(t, 1)
	again.site = w.site
	again.crawl.Replay = must(harvest.Replay(filepath.Join(w.dir, "archive")))(t)
	w.demo.ResetLog()
	again.harvest()
	if got, want := courseLines(again.dump()), courseLines(w.dump()); got != want {
		t.Errorf("the data differ:\n%s", firstDifference(got, want))
	}
	if n := len(w.demo.Log()) + len(again.demo.Log()); n != 0 {
		t.Errorf("a site was asked %d times", n)
	}
}

// TestRobotsAreArchived: what a host allowed is kept when it changes, holds in a replay, and is no page.
func TestRobotsAreArchived(t *testing.T) {
	w := newWorld(t, 20)
	bodies := func() (kept []string) {
		err := w.archive.Walk(context.Background(), func(r archive.Ref, x archive.Exchange) error {
			if strings.HasSuffix(x.URL, "/robots.txt") {
				kept = append(kept, string(must(archive.DecodeBody(x.ResponseHeader, x.Body, 1<<20))(t)))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	w.harvest()
	w.harvest()
	if got := bodies(); len(got) != 1 || !strings.Contains(got[0], "Disallow: /prive/") {
		t.Fatalf("got %q, want the one answer of two nights", got)
	}
	first := w.demo.Truth()[0].Path()
	w.demo.Robots("User-agent: *\nDisallow: " + first + "\nDisallow: /prive/ # demandez à p.nom@example.org\n")
	w.harvest()
	if got := bodies(); len(got) != 2 || !strings.Contains(got[1], first) ||
		!strings.Contains(got[1], "p.nom@example.org") {
		t.Fatalf("got %q, want the changed answer too, as received", got)
	}
	caps := must(w.store.Captures(context.Background(), "demo", "http://"+w.host+"/robots.txt"))(t)
	if len(caps) != 0 || strings.Contains(w.dump(), "robots.txt") {
		t.Errorf("it was taken for a page: %v", caps)
	}
	again := newWorld(t, 1)
	again.site = w.site
	again.crawl.Replay = must(harvest.Replay(filepath.Join(w.dir, "archive")))(t)
	sum := again.harvest()
	if sum.Run.Outcomes[schema.OutcomeRobots] == 0 || sum.Run.Added != 19 {
		t.Errorf("replayed: %d added, outcomes %v", sum.Run.Added, sum.Run.Outcomes)
	}
}

func TestReplayNeedsAnswers(t *testing.T) {
	if _, err := harvest.Replay(t.TempDir()); err == nil {
		t.Error("an empty folder was taken for an archive")
	}
	if _, err := harvest.Replay(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want not exist", err)
	}
}

// savedPages writes the demo's course pages and an index.csv as a person may keep them.
func savedPages(t *testing.T, d *fixtures.DemoSite, host string) string {
	t.Helper()
	dir := t.TempDir()
	var index bytes.Buffer
	rows := csv.NewWriter(&index)
	_ = rows.Write([]string{"host", "id", "url"}) // a bytes.Buffer takes everything
	for _, c := range d.Truth() {
		r := httptest.NewRequest(http.MethodGet, "http://"+host+c.Path(), nil)
		rec := httptest.NewRecorder()
		d.ServeHTTP(rec, r)
		_ = rows.Write([]string{"pages", c.ID, "http://" + host + c.Path()})
		write(t, filepath.Join(dir, "pages", c.ID+".html"), rec.Body.Bytes())
	}
	rows.Flush()
	write(t, filepath.Join(dir, "index.csv"), index.Bytes())
	return dir
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (w *world) importing(fn func(im *harvest.Import) error) harvest.Summary {
	w.t.Helper()
	im := w.runner().NewImport(w.site)
	sums, err := im.End(fn(im))
	if err != nil {
		w.t.Fatal(err)
	}
	if len(sums) != 1 {
		w.t.Fatalf("runs: got %d, want 1", len(sums))
	}
	return sums[0]
}

// TestImportEqualsHarvest puts the same pages into databases as a folder, and as a WARC file: the records are those
// of a harvest.
func TestImportEqualsHarvest(t *testing.T) {
	w := newWorld(t, 20)
	w.alone = true
	w.harvest()
	want := courseLines(w.dump())

	folder := newWorld(t, 1)
	folder.site = w.site
	dir := savedPages(t, w.demo, w.host)
	pages := func(im *harvest.Import) error {
		return im.Pages(context.Background(), []string{dir}, harvest.Files{Alone: true})
	}
	sum := folder.importing(pages)
	folder.wantState(sum, schema.RunDone)
	folder.wantCounts(sum, counts{Added: 20})
	if got := courseLines(folder.dump()); got != want {
		t.Errorf("folder: the data differ:\n%s", firstDifference(got, want))
	}
	rows := folder.rows()
	folder.wantCounts(folder.importing(pages), counts{Same: 20})
	if got, want := folder.rows()["capture"], rows["capture"]; got != want {
		t.Errorf("captures after the same import: got %d, want %d", got, want)
	}
	before := folder.dump()
	resum := must(folder.runner().Reparse(context.Background(), folder.site))(t)
	folder.wantCounts(resum, counts{Same: 20})
	if got := folder.dump(); got != before {
		t.Errorf("reparse of an import: the data differ:\n%s", firstDifference(got, before))
	}

	warc := newWorld(t, 1)
	warc.site = w.site
	files := must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t)
	if err := w.archive.Sync(); err != nil {
		t.Fatal(err)
	}
	sum = warc.importing(func(im *harvest.Import) error {
		for _, f := range files {
			if err := im.WARC(context.Background(), f); err != nil {
				return err
			}
		}
		return nil
	})
	warc.wantCounts(sum, counts{Added: 20})
	if got := courseLines(warc.dump()); got != want {
		t.Errorf("WARC: the data differ:\n%s", firstDifference(got, want))
	}
}

// TestImportWithoutURL imports a page nobody knows the address of, and reads it again from the archive.
func TestImportWithoutURL(t *testing.T) {
	w := newWorld(t, 3)
	dir := savedPages(t, w.demo, w.host)
	page := filepath.Join(dir, "pages", w.demo.Truth()[0].ID+".html")
	sum := w.importing(func(im *harvest.Import) error {
		return im.Pages(context.Background(), []string{page}, harvest.Files{})
	})
	w.wantCounts(sum, counts{Added: 1})
	for _, rec := range w.records(storage.Filter{}) {
		if rec.Source.URL != nil {
			t.Errorf("url: got %q, want none", *rec.Source.URL)
		}
	}
	before := w.dump()
	w.wantCounts(must(w.runner().Reparse(context.Background(), w.site))(t), counts{Same: 1})
	if got := w.dump(); got != before {
		t.Errorf("the data differ:\n%s", firstDifference(got, before))
	}
}

// TestReparseWithoutBytes: a page whose archive record is gone is a fault of the run; its course stays.
func TestReparseWithoutBytes(t *testing.T) {
	w := newWorld(t, 3)
	w.harvest()
	files := must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t)
	for _, f := range files {
		if err := os.Truncate(f, 0); err != nil {
			t.Fatal(err)
		}
	}
	sum := must(w.runner().Reparse(context.Background(), w.site))(t)
	w.wantState(sum, schema.RunPartial)
	if len(sum.Faults) < 3 || sum.Faults[0].Class != "archive" {
		t.Errorf("faults: got %+v", sum.Faults)
	}
	if got := len(w.records(noFilter)); got != 3 {
		t.Errorf("courses: got %d, want 3", got)
	}
}

// TestCharsetsAreReadAlike: where the first declared charset is disproved by the bytes the next one counts, in a harvest,
// in a reading of the page alone and in one from the archive.
func TestCharsetsAreReadAlike(t *testing.T) {
	const title = "Œuvrer à l'accueil : 25 € la journée"
	pages := map[string]struct {
		header, meta string
		cm           *charmap.Charmap
	}{"latin9": {"utf-8", "iso-8859-15", charmap.ISO8859_15}, "mac": {"macintosh", "macintosh", charmap.Macintosh}}
	body := func(id string) []byte {
		meta := `<head><meta http-equiv="Content-Type" content="text/html; charset=` + pages[id].meta + `">`
		text := strings.Replace(coursePage(title, "Préparer l'accueil"), "<head>", meta, 1)
		return []byte(must(pages[id].cm.NewEncoder().String(text))(t))
	}
	w := small(t, `(?P<id>\w+)$`, &[]string{"/f/latin9", "/f/mac"}, func(rw http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/f/")
		rw.Header().Set("Content-Type", "text/html; charset="+pages[id].header)
		_, _ = rw.Write(body(id))
	})
	w.wantCounts(w.harvest(), counts{Added: 2})
	for id, p := range pages {
		if got := w.records(noFilter)["essai/"+id].Course.Title; *got != title {
			t.Errorf("harvest of %s: got %q", id, *got)
		}
		alone := must(w.reader.Read(schema.Page{URL: "http://" + w.host + "/f/" + id, Body: body(id),
			ContentType: "text/html; charset=" + p.header}, w.site))(t)
		if len(alone.Records) != 1 || *alone.Records[0].Course.Title != title {
			t.Errorf("parse of %s: got %+v", id, alone.Records)
		}
	}
	w.wantCounts(must(w.runner().Reparse(context.Background(), w.site))(t), counts{Same: 2})
}
