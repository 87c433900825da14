package forget_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/fixtures"
	"carif/forget"
	"carif/harvest"
	"carif/sites"
	"carif/storage/sqlite"
)

// world is a demo site on a loopback port, and a database and an archive that harvests of it fill and people leave.
type world struct {
	t       *testing.T
	dir     string
	demo    *fixtures.DemoSite
	host    string
	site    *sites.Site
	reader  *harvest.Reader
	store   *sqlite.Store
	archive *archive.Archive
	shift   time.Duration // of the clock: a day more with each run
}

func newWorld(t *testing.T, size int) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), demo: fixtures.DemoOf(size)}
	srv := httptest.NewServer(w.demo)
	t.Cleanup(srv.Close)
	w.host = srv.Listener.Addr().String()
	var err error
	if w.reader, err = harvest.NewReader("", ""); err != nil {
		t.Fatal(err)
	}
	w.site = w.moved()
	w.open()
	return w
}

// moved is the demo profile with its host at the address of the test's server.
func (w *world) moved() *sites.Site {
	w.t.Helper()
	found, err := w.reader.Sites.Find("demo")
	if err != nil {
		w.t.Fatal(err)
	}
	site := *found
	here := func(urls []string) (out []string) {
		for _, u := range urls {
			out = append(out, strings.ReplaceAll(u, found.Hosts[0], w.host))
		}
		return out
	}
	site.Hosts, site.Start, site.Sitemaps = []string{w.host}, here(site.Start), here(site.Sitemaps)
	return &site
}

// open opens (again) the database and the archive of the world's folder.
func (w *world) open() {
	w.t.Helper()
	var err error
	if w.store, err = sqlite.Open(filepath.Join(w.dir, "carif.db"), sqlite.Options{}); err != nil {
		w.t.Fatal(err)
	}
	w.archive, err = archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Software: "carif-test"})
	if err != nil {
		w.t.Fatal(err)
	}
	st, ar := w.store, w.archive
	w.t.Cleanup(func() { _, _ = ar.Close(), st.Close() }) // some tests close them earlier
}

// now runs on, so that what is put off for a second comes due; nights lie a day apart.
func (w *world) now() time.Time { return time.Now().Add(w.shift) }

func (w *world) eraser() *forget.Eraser {
	return &forget.Eraser{Store: w.store, Archive: w.archive, Reader: w.reader}
}

func (w *world) runner() *harvest.Runner {
	w.shift += 24 * time.Hour
	crawl := crawler.Options{UserAgent: "carif-test/1 (+https://example.org/bot)", AllowLoopback: true, Now: w.now}
	return &harvest.Runner{Store: w.store, Archive: w.archive, Reader: w.reader, People: w.eraser(), Crawl: crawl,
		Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: w.now}
}

// counts are the figures of a run that tests compare.
type counts struct{ Added, Changed, Same, Closed int }

// harvest walks the site once more and wants these figures.
func (w *world) harvest(want counts) {
	w.t.Helper()
	sum, err := w.runner().Harvest(context.Background(), w.site)
	w.wantCounts("harvest", sum, err, want)
}

// reparse reads the archive again and wants these figures.
func (w *world) reparse(want counts) {
	w.t.Helper()
	sum, err := w.runner().Reparse(context.Background(), w.site)
	w.wantCounts("reparse", sum, err, want)
}

func (w *world) wantCounts(what string, sum harvest.Summary, err error, want counts) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	if got := (counts{sum.Run.Added, sum.Run.Changed, sum.Run.Same, sum.Run.Closed}); got != want {
		w.t.Fatalf("%s, run %d: got %+v, want %+v", what, sum.Run.ID, got, want)
	}
}

func (w *world) dump() string {
	w.t.Helper()
	var b bytes.Buffer
	if err := w.store.Dump(context.Background(), &b); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}
