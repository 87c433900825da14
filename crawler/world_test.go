package crawler_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carif/crawler"
	"carif/crawler/crawlertest"
	"carif/fixtures"
	"carif/schema"
	"carif/sites"
)

// host is the name of the site under test: a public name on a public address, so that the guard is on; only the
// wire below it is a pipe.
const host = "catalogue.example.org"

// world is one site, its server in memory, and a store, inside a synctest bubble: waiting costs no time.
type world struct {
	t     *testing.T
	store *crawlertest.Store
	site  *sites.Site
	o     crawler.Options
	run   int64

	mu  sync.Mutex
	log []hit // every request the server saw
	ln  *fixtures.PipeListener
}

type hit struct {
	at, done         time.Time
	host, uri, agent string
	header           http.Header
}

// inBubble runs f in a synctest bubble with a server for handler and a profile of the extra YAML lines.
func inBubble(t *testing.T, handler http.Handler, profile string, f func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, store: crawlertest.New(), site: profileOf(t, profile)}
		ln, stop := fixtures.Serve(w.logged(handler))
		defer stop()
		w.ln = ln
		w.o = crawler.Options{UserAgent: "carif/test (+https://example.org/bot)", From: "bot@example.org",
			Dial: ln.DialContext,
			Resolve: func(context.Context, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
			}}
		f(w)
	})
}

func profileOf(t testing.TB, extra string) *sites.Site {
	t.Helper()
	base := "id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\n"
	for key, line := range map[string]string{"hosts:": "hosts: [" + host + "]\n", "start:": "start: [http://" + host +
		"/]\n",
		"course:": "course: ['^/(ok|page|status|burst|retry|retry503|cache|type|r|raw|hdr|bomb|gz|c)/']\n",
		"pace:":   "pace: {delay: 2s}\n"} {
		if !strings.Contains(extra, key) {
			base += line
		}
	}
	s, err := sites.Parse([]byte(base+extra), "essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (w *world) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := hit{at: time.Now(), host: r.Host, uri: r.RequestURI, agent: r.UserAgent(), header: r.Header.Clone()}
		defer func() {
			h.done = time.Now()
			w.mu.Lock()
			w.log = append(w.log, h)
			w.mu.Unlock()
		}()
		next.ServeHTTP(rw, r)
	})
}

func (w *world) hits() []hit {
	synctest.Wait() // for handlers that are still ending
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]hit(nil), w.log...)
}

// asked counts the requests whose path?query begins with prefix.
func (w *world) asked(prefix string) (n int) {
	for _, h := range w.hits() {
		if strings.HasPrefix(h.uri, prefix) {
			n++
		}
	}
	return n
}

// walk does the next run.
func (w *world) walk() crawler.Report {
	w.t.Helper()
	rep, err := w.tryWalk(context.Background(), w.store.Visit)
	if err != nil {
		w.t.Fatal(err)
	}
	return rep
}

func (w *world) tryWalk(ctx context.Context, visit crawler.Visit) (crawler.Report, error) {
	w.t.Helper()
	wk, err := crawler.New(w.store, w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	defer wk.Close()
	w.run++
	return wk.Walk(ctx, w.site, w.run, visit)
}

// last is the last fetch of a path?query.
func (w *world) last(path string) *crawler.Fetched {
	w.t.Helper()
	for i := len(w.store.Visits) - 1; i >= 0; i-- {
		if w.store.Visits[i].Entry.URL == "http://"+host+path {
			return w.store.Visits[i]
		}
	}
	w.t.Fatalf("%s was never visited", path)
	return nil
}

func (w *world) wantOutcome(path string, want schema.Outcome) *crawler.Fetched {
	w.t.Helper()
	f := w.last(path)
	if f.Outcome != want {
		w.t.Errorf("outcome of %s: got %s (%s), want %s", path, f.Outcome, f.Reason, want)
	}
	return f
}

// page is a whole course page with links.
func page(title string, links ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="fr"><head><title>%s</title></head><body><main><h1>%[1]s</h1><h3>Objectif</h3><p>Apprendre le sujet %[1]s</p><h3>Programme</h3><p>Les bases de la matière et des exercices</p>`, title)
	for _, l := range links {
		fmt.Fprintf(&b, `<p><a href="%s">lien</a></p>`, l)
	}
	b.WriteString("</main></body></html>")
	return b.String()
}

func write(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(body))
}

// pages serves a map of path?query to page; robots.txt is 404.
func pages(m map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, ok := m[r.RequestURI]; ok {
			write(w, body)
			return
		}
		http.NotFound(w, r)
	})
}

// startAt serves the fault server with a front page that links to paths.
func startAt(f *fixtures.FaultServer, paths ...string) http.Handler {
	front := page("Catalogue", paths...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.RequestURI == "/" {
			write(w, front)
			return
		}
		f.ServeHTTP(w, r)
	})
}
