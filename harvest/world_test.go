package harvest_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/fixtures"
	"carif/forget"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/storage/sqlite"
)

// world is a demo site on a loopback port, a database and an archive in a folder of the test, and what is needed
// to harvest the one into the others as often as a test likes.
type world struct {
	t       testing.TB
	dir     string
	demo    *fixtures.DemoSite
	host    string
	site    *sites.Site
	reader  *harvest.Reader
	store   *sqlite.Store
	archive *archive.Archive
	gate    harvest.Gate
	alone   bool // pages are read one by one, with nothing learnt
	crawl   crawler.Options
	log     bytes.Buffer
	shift   time.Duration // of the clock: a day more with each run
}

func newWorld(t testing.TB, size int) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), demo: fixtures.DemoOf(size)}
	srv := httptest.NewServer(w.demo)
	t.Cleanup(srv.Close)
	w.host = srv.Listener.Addr().String()
	w.settle()
	return w
}

// settle makes what harvests the world's host into its folder.
func (w *world) settle() {
	w.t.Helper()
	w.reader = must(harvest.NewReader("", ""))(w.t)
	w.site = moved(w.t, w.reader.Sites, w.host)
	w.crawl = crawler.Options{UserAgent: "carif-test/1 (+https://example.org/bot)", AllowLoopback: true, Now: w.now}
	w.open()
}

// open opens (again) the database and the archive of the world's folder.
func (w *world) open() {
	w.t.Helper()
	w.store = must(sqlite.Open(filepath.Join(w.dir, "carif.db"), sqlite.Options{}))(w.t)
	w.archive = must(archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Software: "carif-test"}))(w.t)
	st, ar := w.store, w.archive
	w.t.Cleanup(func() { _, _ = ar.Close(), st.Close() }) // some tests close them earlier
}

// moved is the demo profile with its host at another address.
func moved(t testing.TB, set *sites.Set, host string) *sites.Site {
	t.Helper()
	found := must(set.Find("demo"))(t)
	site := *found
	old := site.Hosts[0]
	site.Hosts = []string{host}
	for _, list := range []*[]string{&site.Start, &site.Sitemaps} {
		c := slices.Clone(*list)
		for i := range c {
			c[i] = strings.ReplaceAll(c[i], old, host)
		}
		*list = c
	}
	return &site
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// now runs on, so that what is put off for a second comes due; nights lie a day apart.
func (w *world) now() time.Time { return time.Now().Add(w.shift) }

func (w *world) runner() *harvest.Runner {
	w.shift += 24 * time.Hour
	people := &forget.Eraser{Store: w.store, Archive: w.archive, Reader: w.reader}
	return &harvest.Runner{Store: w.store, Archive: w.archive, Reader: w.reader, People: people, Crawl: w.crawl,
		Version: "test", Log: slog.New(slog.NewTextHandler(&w.log, nil)), Gate: w.gate, Now: w.now, Alone: w.alone}
}

// harvest runs one night and wants it to end by itself.
func (w *world) harvest() harvest.Summary {
	w.t.Helper()
	w.demo.ResetLog()
	sum, err := w.runner().Harvest(context.Background(), w.site)
	if err != nil {
		w.t.Fatalf("harvest: %v\n%s", err, w.log.String())
	}
	return sum
}

// counts are the figures of a run that tests compare.
type counts struct{ Added, Changed, Same, Closed int }

func (w *world) wantCounts(sum harvest.Summary, want counts) {
	w.t.Helper()
	if got := (counts{sum.Run.Added, sum.Run.Changed, sum.Run.Same, sum.Run.Closed}); got != want {
		w.t.Fatalf("run %d: got %+v, want %+v", sum.Run.ID, got, want)
	}
}

func (w *world) wantState(sum harvest.Summary, want schema.RunState) {
	w.t.Helper()
	if sum.Run.State != want {
		w.t.Fatalf("run %d: got state %s (%s), want %s; alarms %q, gate %q", sum.Run.ID, sum.Run.State, sum.Run.Note,
			want, sum.Alarms, sum.Gate.Reasons)
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

// records reads the courses by key.
func (w *world) records(f storage.Filter) map[string]schema.Record {
	w.t.Helper()
	out := map[string]schema.Record{}
	err := w.store.Courses(context.Background(), f, func(rec schema.Record) error {
		out[rec.Course.Key] = rec
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// course reads one course as readers see it.
func (w *world) course(id string) (schema.Course, bool) {
	w.t.Helper()
	rec, ok := w.records(storage.Filter{Keys: []string{"demo/" + id}})["demo/"+id]
	if !ok {
		return schema.Course{}, false
	}
	return *rec.Course, true
}

// noFilter is what readers see.
var noFilter storage.Filter
