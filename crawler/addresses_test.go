package crawler_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"carif/crawler"
	"carif/crawler/crawlertest"
	"carif/fixtures"
	"carif/schema"
)

// Another port of the same host is another host, by link, redirect, sitemap and robots alike.
func TestOtherPortIsRefused(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.RequestURI {
		case "/":
			write(w, page("Catalogue", "http://"+host+":8080/ok/1", "/ok/2", "https://"+host+":22/ok/3"))
		case "/ok/2":
			http.Redirect(w, r, "http://"+host+":8080/ok/2", http.StatusFound)
		case "/sitemap.xml":
			_, _ = w.Write([]byte("<urlset><url><loc>http://" + host + ":8080/ok/4</loc></url></urlset>"))
		default:
			http.NotFound(w, r)
		}
	}), "sitemaps: ['http://"+host+"/sitemap.xml']\n", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/2", schema.OutcomeRefused)
		for _, d := range w.ln.Dials() {
			if d != "93.184.216.34:80" {
				t.Errorf("dialled %s", d)
			}
		}
		if len(w.store.Entries("essai")) != 3 {
			t.Errorf("frontier: %v", w.store.Entries("essai"))
		}
	})
}

func TestLoopbackWarns(t *testing.T) {
	srv := fixtures.Faults()
	defer srv.Close()
	base, stop, err := srv.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	site := profileOf(t, "hosts: ['"+strings.TrimPrefix(base, "http://")+"']\nstart: ['"+base+
		"/ok/1']\npace: {delay: 1ms}\n")
	for _, allow := range []bool{false, true} {
		var log bytes.Buffer
		store := crawlertest.New()
		lim := crawler.DefaultLimits()
		lim.Retries = 0
		wk, err := crawler.New(store, crawler.Options{UserAgent: "carif/test", AllowLoopback: allow, Limits: lim,
			Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wk.Walk(t.Context(), site, 1, store.Visit); err != nil {
			t.Fatal(err)
		}
		wk.Close()
		if got := store.Visits[0].Outcome == schema.OutcomeOK; got != allow {
			t.Errorf("allow %v: got %s (%s)", allow, store.Visits[0].Outcome, store.Visits[0].Reason)
		}
		if got := strings.Contains(log.String(), "loopback"); got != allow {
			t.Errorf("allow %v: log %q", allow, log.String())
		}
	}
}

// An Alt-Svc header moves nobody.
func TestAltSvcIsIgnored(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Alt-Svc", `h3="127.0.0.1:443", h2="10.0.0.1:443"; ma=86400`)
		write(w, page("Fiche", "/ok/1", "/ok/2"))
	}), "", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/2", schema.OutcomeOK)
		for _, d := range w.ln.Dials() {
			if d != "93.184.216.34:80" {
				t.Errorf("dialled %s", d)
			}
		}
	})
}

// A name that turns to a private address in the middle of a walk is not asked there.
func TestWalkRefusesPrivateAddress(t *testing.T) {
	faulty(t, []string{"/ok/1", "/goaway", "/ok/2", "/ok/3"}, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "course: ['^/(ok|goaway)']\n")
		asked := 0
		w.o.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			if asked++; asked > 1 {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
		}
		w.walk()
		if asked < 2 {
			t.Fatal("the name was resolved once only")
		}
		w.wantOutcome("/ok/3", schema.OutcomeRefused)
		for _, d := range w.ln.Dials() {
			if d != "93.184.216.34:80" {
				t.Errorf("dialled %s", d)
			}
		}
	})
}

func TestDNSFailure(t *testing.T) {
	faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
		w.o.Resolve = func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("no such host") }
		rep := w.walk()
		if rep.Complete || len(w.store.Visits) != 0 || !strings.Contains(rep.Why, "robots.txt unavailable") {
			t.Errorf("got %+v", rep)
		}
	})
}

// A cut sitemap feeds the frontier, and keeps the run from counting as complete.
func TestCutSitemapIsNoCompleteRun(t *testing.T) {
	faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "sitemaps: ['http://"+host+"/sm/cut.xml']\n")
		rep := w.walk()
		if rep.Complete || w.asked("/ok/") == 0 || !strings.Contains(rep.Why, "ends early") {
			t.Errorf("got %+v", rep)
		}
	})
}
