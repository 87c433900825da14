package crawler_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"

	"carif/crawler"
	"carif/crawler/crawlertest"
	"carif/fixtures"
	"carif/schema"
)

// faulty walks the fault server from a front page with the given links.
func faulty(t *testing.T, links []string, f func(w *world, srv *fixtures.FaultServer)) {
	t.Helper()
	srv := (*fixtures.FaultServer)(nil)
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		startAt(srv, links...).ServeHTTP(w, r)
	}), "", func(w *world) {
		srv = fixtures.Faults()
		defer srv.Close()
		f(w, srv)
	})
}

func TestServerErrors(t *testing.T) {
	faulty(t, []string{"/burst/500/3/a", "/burst/502/4/b", "/ok/1"}, func(w *world, _ *fixtures.FaultServer) {
		rep := w.walk()
		w.wantOutcome("/burst/500/3/a", schema.OutcomeOK)
		w.wantOutcome("/burst/502/4/b", schema.OutcomeServerError)
		if got := w.asked("/burst/502/4/b"); got != 4 {
			t.Errorf("tries: got %d, want 4", got)
		}
		if len(rep.Faults) != 2 || rep.Faults[0].Attempts != 3 || !rep.Faults[0].Healed || rep.Faults[1].Attempts != 4 ||
			rep.Faults[1].Healed {
			t.Errorf("faults: %+v", rep.Faults)
		}
		w.walk()
		w.wantOutcome("/burst/502/4/b", schema.OutcomeOK)
	})
}

// The server was too slow for the request: that says nothing of the page, and of a robots.txt (TestRobotsStatuses) no
// more.
func TestTransientStatusesAreRetried(t *testing.T) {
	faulty(t, []string{"/burst/408/3/a", "/burst/425/1/b", "/status/408", "/ok/1"},
		func(w *world, _ *fixtures.FaultServer) {
			rep := w.walk()
			w.wantOutcome("/burst/408/3/a", schema.OutcomeOK)
			w.wantOutcome("/burst/425/1/b", schema.OutcomeOK)
			w.wantOutcome("/status/408", schema.OutcomeBroken)
			if got := w.asked("/status/408"); got != 4 || rep.Healed != 2 {
				t.Errorf("got %d tries, %d healed", got, rep.Healed)
			}
		})
}

func TestBreaker(t *testing.T) {
	var links []string
	for i := range 30 {
		links = append(links, "/status/500?"+strings.Repeat("x", i))
	}
	faulty(t, links, func(w *world, _ *fixtures.FaultServer) {
		rep := w.walk()
		if !rep.BreakerOpen || rep.Complete || rep.Limits["breaker"] != 1 || rep.Deferred == 0 {
			t.Errorf("got %+v", rep)
		}
		if got := w.asked("/status/"); got != crawler.DefaultLimits().Breaker {
			t.Errorf("requests: got %d", got)
		}
	})
}

// TestRetryAfter checks every form of Retry-After against the request log: nobody asks the host before its time.
func TestRetryAfter(t *testing.T) {
	tests := []struct {
		form  string
		least time.Duration
	}{{"seconds", 3 * time.Second}, {"date", 2 * time.Second}, {"past", 0}, {"negative", 0}, {"word", 0}, {"zero", 0},
		{"none", 0}, {"float", 0}}
	for _, code := range []string{"retry", "retry503"} {
		for _, tt := range tests {
			t.Run(code+tt.form, func(t *testing.T) {
				path := "/" + code + "/" + tt.form + "/1/x"
				faulty(t, []string{path, "/ok/1", "/ok/2"}, func(w *world, _ *fixtures.FaultServer) {
					rep := w.walk()
					w.wantOutcome(path, schema.OutcomeOK)
					if !rep.Complete {
						t.Errorf("not complete: %s", rep.Why)
					}
					hits := w.hits()
					for i, h := range hits[:len(hits)-1] {
						if h.uri == path {
							if gap := hits[i+1].at.Sub(h.done); gap < max(tt.least, 2*time.Second) {
								t.Errorf("next request after %v", gap)
							}
							break
						}
					}
				})
			})
		}
	}
}

func TestHugeRetryAfterDefers(t *testing.T) {
	faulty(t, []string{"/retry/huge/1/x", "/ok/1"}, func(w *world, _ *fixtures.FaultServer) {
		rep := w.walk()
		if rep.Complete || rep.Limits["retry_after"] != 1 || w.asked("/ok/") != 0 {
			t.Errorf("got %+v", rep)
		}
		start := time.Now()
		w.walk()
		if waited := time.Since(start); waited < 15*time.Minute {
			t.Errorf("the next run waited only %v", waited)
		}
		w.wantOutcome("/retry/huge/1/x", schema.OutcomeOK)
	})
}

// TestRetryAfterCap holds the cap to the second: fifteen minutes are waited for, a second more is the next run's.
func TestRetryAfterCap(t *testing.T) {
	for seconds, deferred := range map[string]bool{"900": false, "901": true} {
		inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.RequestURI == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Retry-After", seconds)
			w.WriteHeader(http.StatusTooManyRequests)
		}), "", func(w *world) {
			rep := w.walk()
			if got := rep.Limits["retry_after"] == 1; got != deferred || rep.Complete {
				t.Errorf("%s s: %+v", seconds, rep)
			}
			if n := w.asked("/"); deferred && n != 2 || !deferred && n != 5 {
				t.Errorf("%s s: %d requests", seconds, n)
			}
		})
	}
}

func TestExcusesAreNoCourse(t *testing.T) {
	srv := fixtures.Faults()
	defer srv.Close()
	tests := map[string]schema.Outcome{"/challenge": schema.OutcomeChallenge, "/challenge200": schema.OutcomeChallenge,
		"/captcha": schema.OutcomeChallenge, "/maint": schema.OutcomeMaintenance, "/soft404": schema.OutcomeSoft404,
		"/empty": schema.OutcomeEmpty, "/blank": schema.OutcomeEmpty, "/parked": schema.OutcomeWrongLang,
		"/english": schema.OutcomeWrongLang, "/status/403": schema.OutcomeBlocked, "/status/401": schema.OutcomeBlocked,
		"/status/451": schema.OutcomeBlocked,
		"/status/404": schema.OutcomeGone, "/status/410": schema.OutcomeGone, "/status/418": schema.OutcomeUnexpected,
		"/status/204": schema.OutcomeUnexpected,
		"/login":      schema.OutcomeBlocked, "/ok/1": schema.OutcomeOK}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
				w.site = profileOf(t, "start: ['http://"+host+path+"']\ncourse: ['^"+path+"$']\n")
				rep := w.walk()
				f := w.wantOutcome(path, want)
				if rep.Outcomes[want] != 1 {
					t.Errorf("report: %+v", rep)
				}
				if want != schema.OutcomeOK && (len(f.Found) > 0 || f.Next.State == schema.StateGone) {
					t.Errorf("got %+v", f.Next)
				}
			})
		})
	}
}

func TestRefusalsStopTheHost(t *testing.T) {
	var links []string
	for i := range 60 {
		links = append(links, "/ok/"+itoa(i))
	}
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.RequestURI == "/":
			write(w, page("Catalogue", links...))
		case r.RequestURI == "/robots.txt":
			http.NotFound(w, r)
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	}), "", func(w *world) {
		rep := w.walk()
		if !rep.BreakerOpen || rep.Limits["bad_share"] != 1 || w.asked("/ok/") > 20 {
			t.Errorf("after %d requests: %+v", w.asked("/ok/"), rep)
		}
	})
}

func TestListingShrinks(t *testing.T) {
	demo := fixtures.Demo()
	inBubble(t, demo, "listing: ['^/recherche']\ncourse: ['^/formation/\\d+']\nstart: ['http://"+host+"/recherche']\n",
		func(w *world) {
			if rep := w.walk(); len(rep.ListingShrunk) != 0 || !rep.Complete {
				t.Fatalf("first run: %+v", rep)
			}
			demo.ShrinkListing(3)
			rep := w.walk()
			if len(rep.ListingShrunk) == 0 || rep.Complete {
				t.Errorf("shrunk listing: got %+v", rep)
			}
		})
}

func TestSitemapShrinks(t *testing.T) {
	n := 40
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.RequestURI == "/sitemap.xml":
			var b strings.Builder
			for i := range n {
				b.WriteString("<url><loc>http://" + host + "/ok/" + itoa(i) + "</loc></url>")
			}
			_, _ = w.Write([]byte("<urlset>" + b.String() + "</urlset>"))
		case r.RequestURI == "/robots.txt":
			http.NotFound(w, r)
		default:
			write(w, page("Fiche"))
		}
	}), "sitemaps: ['http://"+host+"/sitemap.xml']\n", func(w *world) {
		if rep := w.walk(); !rep.Complete {
			t.Fatalf("first run: %+v", rep)
		}
		n = 19
		if rep := w.walk(); rep.Complete || len(rep.ListingShrunk) != 1 || rep.ListingShrunk[0].Was != 40 ||
			rep.ListingShrunk[0].Now != 19 {
			t.Errorf("got %+v", rep)
		}
	})
}

func TestSlowServers(t *testing.T) {
	lim := crawler.DefaultLimits()
	tests := []struct {
		path string
		most time.Duration
	}{{"/c/hang", lim.Header}, {"/c/half", lim.IdleRead}, {"/c/hdrdrip", lim.Header}, {"/c/drip", lim.Total}}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			srv := (*fixtures.FaultServer)(nil)
			inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				target := map[string]string{"/c/hang": "/hang", "/c/half": "/half", "/c/hdrdrip": "/hdrdrip/1000",
					"/c/drip": "/drip/1000"}[r.RequestURI]
				if target != "" {
					fixtures.At(srv, target).ServeHTTP(w, r)
					return
				}
				startAt(srv, tt.path).ServeHTTP(w, r)
			}), "", func(w *world) {
				srv = fixtures.Faults()
				defer srv.Close()
				w.o.Limits = lim
				w.o.Limits.Retries = 0
				w.walk()
				f := w.wantOutcome(tt.path, schema.OutcomeBroken)
				if f.Took > tt.most+time.Second || f.Took < tt.most/2 || !strings.Contains(f.Reason, "timeout") &&
					!strings.Contains(f.Reason, "within") && !strings.Contains(f.Reason, "still") {
					t.Errorf("took %v: %s", f.Took, f.Reason)
				}
			})
		})
	}
}

func TestCutBodies(t *testing.T) {
	tests := map[string]schema.Outcome{"/short": schema.OutcomeTruncated, "/chunkcut": schema.OutcomeTruncated,
		"/longer":   schema.OutcomeTruncated,
		"/badchunk": schema.OutcomeBroken, "/nolen/50": schema.OutcomeTruncated, "/nolen/100": schema.OutcomeOK}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
				w.site = profileOf(t, "course: ['^/(short|longer|chunkcut|badchunk|nolen)']\n")
				w.walk()
				w.wantOutcome(path, want)
				if got := w.asked(path); want != schema.OutcomeOK && got != 4 {
					t.Errorf("tries: got %d, want 4", got)
				}
			})
		})
	}
}

// TestBrokenConnections needs real sockets for a reset and a handshake.
func TestBrokenConnections(t *testing.T) {
	srv := fixtures.Faults()
	defer srv.Close()
	base, stop, err := srv.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, path := range []string{"/rst/1/a", "/eof/1/b", "/goaway"} {
		rep, store := quick(t, base, path, nil)
		if got := store.Visits[len(store.Visits)-1].Outcome; got != schema.OutcomeOK {
			t.Errorf("%s: got %s, %+v", path, got, rep)
		}
	}
}

func TestBadCertificates(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, page("Fiche")) })
	expired, stop, err := fixtures.ExpiredTLS(ok)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	garbled, stop2, err := fixtures.BrokenTLS()
	if err != nil {
		t.Fatal(err)
	}
	defer stop2()
	for _, base := range []string{expired, garbled} {
		rep, store := quick(t, base, "/ok/1", nil)
		if len(store.Visits) != 0 || rep.Complete || !strings.Contains(rep.Why, "robots.txt unavailable: TLS") {
			t.Errorf("%s: got %d visits, %+v", base, len(store.Visits), rep)
		}
	}
	good, pool, stop3, err := fixtures.GoodTLS(ok)
	if err != nil {
		t.Fatal(err)
	}
	defer stop3()
	_, store := quick(t, good, "/ok/1", pool)
	if f := store.Visits[0]; f.Outcome != schema.OutcomeOK || f.Archive[0].Proto != "HTTP/1.1" {
		t.Errorf("good TLS: got %s %s", f.Outcome, f.Reason)
	}
}

// quick walks one page on loopback, with small waits.
func quick(t *testing.T, base, path string, pool *x509.CertPool) (crawler.Report, *crawlertest.Store) {
	t.Helper()
	addr := strings.SplitN(base, "://", 2)
	site := profileOf(t, "hosts: ['"+addr[1]+"']\nstart: ['"+base+path+"']\ncourse: ['^"+path+"$']\npace: {delay: 1ms}\n")
	lim := crawler.DefaultLimits()
	lim.BackoffMin, lim.BackoffMax = time.Millisecond, 2*time.Millisecond
	store := crawlertest.New()
	wk, err := crawler.New(store, crawler.Options{UserAgent: "carif/test", AllowLoopback: true, Limits: lim,
		Transport: func(tr *http.Transport) {
			if pool != nil {
				tr.TLSClientConfig = &tls.Config{RootCAs: pool}
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	defer wk.Close()
	rep, err := wk.Walk(t.Context(), site, 1, store.Visit)
	if err != nil {
		t.Fatal(err)
	}
	return rep, store
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
