package crawler_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carif/crawler"
	"carif/fixtures"
	"carif/schema"
	"carif/sites"
)

// robotsWalk walks with a robots.txt variant of the fault server.
func robotsWalk(t *testing.T, variant string, f func(w *world, srv *fixtures.FaultServer, rep crawler.Report)) {
	t.Helper()
	faulty(t, []string{"/ok/1", "/private/2"}, func(w *world, srv *fixtures.FaultServer) {
		w.site = profileOf(t, "course: ['^/(ok|private)/']\n")
		srv.SetRobots(variant)
		f(w, srv, w.walk())
	})
}

func TestRobotsStatuses(t *testing.T) {
	const all, open, none = "everything", "all but /private/", "nothing"
	tests := map[string]string{"allow": all, "empty": all, "404": all, "410": all, "html": all, "utf16": all,
		"private": open, "bom": open, "cr": open, "crlf": open, "nul": open, "named": open, "delay-comma": open,
		"delay-word": open,
		"delay-half": open, "delay-3": open, "delay-day": open, "huge": open, "cutrule": open, "bomb": all, "chain5": open,
		"flaky": open,
		"deny":  none, "401": none, "403": none, "408": none, "425": none, "429": none, "500": none, "503": none, "chain6": none, "loop": none,
		"hang": none, "short": none, "reset": none, "tarpit": none}
	for variant, want := range tests {
		t.Run(variant, func(t *testing.T) {
			robotsWalk(t, variant, func(w *world, _ *fixtures.FaultServer, rep crawler.Report) {
				got := none
				switch {
				case w.asked("/ok/1") > 0 && w.asked("/private/") > 0:
					got = all
				case w.asked("/ok/1") > 0:
					got = open
					w.wantOutcome("/private/2", schema.OutcomeRobots)
				case w.asked("/") > w.asked("/robots"):
					got = "the front page only"
				}
				if got != want {
					t.Errorf("fetched %s, want %s (%s)", got, want, rep.Why)
				}
				if n := w.asked("/robots.txt"); want != none && n > 2 {
					t.Errorf("robots.txt was asked %d times", n)
				}
				if n := w.asked("/robots.txt"); n > 4 && variant != "loop" {
					t.Errorf("robots.txt was asked %d times", n)
				}
			})
		})
	}
}

// Unavailable: nothing is fetched, nothing is marked, the next run goes on; a good copy helps for a day.
func TestRobotsLastGoodCopy(t *testing.T) {
	robotsWalk(t, "private", func(w *world, srv *fixtures.FaultServer, _ crawler.Report) {
		srv.SetRobots("503")
		time.Sleep(24*time.Hour - 10*time.Minute) // in the bubble: the copy has minutes left
		w.walk()
		time.Sleep(11 * time.Minute)
		before := len(w.store.Visits)
		rep := w.walk()
		if len(w.store.Visits) != before || rep.Complete || !strings.Contains(rep.Why, "robots.txt unavailable") ||
			rep.Deferred == 0 {
			t.Errorf("expired copy: %d fetches, %+v", len(w.store.Visits)-before, rep)
		}
		srv.SetRobots("allow")
		if rep := w.walk(); !rep.Complete {
			t.Errorf("healed: %+v", rep)
		}
		w.wantOutcome("/private/2", schema.OutcomeOK)
	})
}

func TestRobotsCrossHostRedirect(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host == host && r.RequestURI == "/robots.txt":
			http.Redirect(w, r, "http://regles.example.org/r.txt", http.StatusFound)
		case r.Host == "regles.example.org":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /ok/2\n"))
		case r.RequestURI == "/":
			write(w, page("Catalogue", "/ok/1", "/ok/2"))
		default:
			write(w, page("Fiche"))
		}
	}), "", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/1", schema.OutcomeOK)
		w.wantOutcome("/ok/2", schema.OutcomeRobots)
	})
}

func TestRobotsRedirectThroughTheGuard(t *testing.T) {
	for _, to := range []string{"http://127.0.0.1/r.txt", "http://169.254.169.254/",
		"http://regles.example.org:8080/r.txt", "file:///etc/passwd", "http://2130706433/"} {
		inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}), "", func(w *world) {
			rep := w.walk()
			if rep.Complete || len(w.store.Visits) != 0 || len(w.ln.Dials()) == 0 {
				t.Errorf("%s: %+v", to, rep)
			}
			for _, d := range w.ln.Dials() {
				if d != "93.184.216.34:80" {
					t.Errorf("%s: dialled %s", to, d)
				}
			}
		})
	}
}

func TestCrawlDelayIsKept(t *testing.T) {
	for variant, want := range map[string]time.Duration{"delay-comma": 2500 * time.Millisecond,
		"delay-half": 2 * time.Second, "delay-3": 3 * time.Second,
		"delay-word": 2 * time.Second, "delay-day": 300 * time.Second} {
		robotsWalk(t, variant, func(w *world, _ *fixtures.FaultServer, _ crawler.Report) {
			hits := w.hits()
			for i := 2; i < len(hits); i++ {
				if gap := hits[i].at.Sub(hits[i-1].done); gap < want || gap > want+time.Second {
					t.Errorf("%s: gap %v, want %v", variant, gap, want)
				}
			}
		})
	}
}

// TestRobotsAreFetchedOnce lets twenty walks of one host start at once: one robots.txt request, and one pace for all.
func TestRobotsAreFetchedOnce(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(300 * time.Millisecond)
		if r.RequestURI == "/robots.txt" {
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /x\n"))
			return
		}
		write(w, page("Fiche"))
	}), "", func(w *world) {
		wk, err := crawler.New(w.store, w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer wk.Close()
		var wg sync.WaitGroup
		for i := range 20 {
			site := profileOf(t, "start: ['http://"+host+"/ok/"+itoa(i)+"']\n")
			site.ID = "essai" + itoa(i)
			wg.Go(func() {
				if _, err := wk.Walk(context.Background(), site, 1, w.store.Visit); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := w.asked("/robots.txt"); n != 1 {
			t.Errorf("robots.txt was asked %d times", n)
		}
		if n := w.asked("/ok/"); n != 20 {
			t.Errorf("%d pages", n)
		}
		paced(t, w.hits(), 2*time.Second)
	})
}

// paced proves the pace of one host from the server's own log: the delay runs from the end of an answer.
func paced(t *testing.T, hits []hit, delay time.Duration) {
	t.Helper()
	for i := 1; i < len(hits); i++ {
		if gap := hits[i].at.Sub(hits[i-1].done); gap < delay {
			t.Errorf("%s came %v after %s, want at least %v", hits[i].uri, gap, hits[i-1].uri, delay)
		}
	}
}

func TestRobotsJudgeTheExactURL(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.RequestURI {
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /*?sort=asc&page=2\nDisallow: /c/%E9\n"))
		case "/":
			write(w, page("Catalogue", "/c/1?sort=asc&page=2", "/c/1?page=2&sort=asc", "/c/%e9", "/c/2"))
		default:
			write(w, page("Fiche"))
		}
	}), "", func(w *world) {
		w.walk()
		w.wantOutcome("/c/1?sort=asc&page=2", schema.OutcomeRobots)
		w.wantOutcome("/c/1?page=2&sort=asc", schema.OutcomeOK)
		w.wantOutcome("/c/%E9", schema.OutcomeRobots)
		if f := w.last("/c/1?sort=asc&page=2"); !strings.Contains(f.Reason, "line 2: Disallow: /*?sort=asc&page=2") {
			t.Errorf("reason: %s", f.Reason)
		}
	})
}

func TestRobotsJudgeSitemaps(t *testing.T) {
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.RequestURI == "/robots.txt" {
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /sitemap\n"))
			return
		}
		write(w, page("Catalogue"))
	}), "sitemaps: ['http://"+host+"/sitemap.xml']\n", func(w *world) {
		rep := w.walk()
		w.wantOutcome("/sitemap.xml", schema.OutcomeRobots)
		if w.asked("/sitemap") != 0 || rep.Complete {
			t.Errorf("got %+v", rep)
		}
	})
}

// TestRobotsSitemaps: what robots.txt names is read like the profile's own sitemaps, once, on the site's hosts only.
func TestRobotsSitemaps(t *testing.T) {
	body := "Sitemap: http://" + host + "/plan.xml\nSitemap: /relatif.xml\nSitemap: http://" + host + "/declare.xml\n" +
		"Sitemap: http://ailleurs.example.org/s.xml\nSitemap: http://169.254.169.254/s.xml\nSitemap: http://" + host +
		":8080/s.xml\n" +
		"Sitemap: http://" + host + "/ignore.xml\nSitemap: http://" + host +
		"/ferme/s.xml\nUser-agent: *\nDisallow: /ferme/\nSitemap: http://" + host + "/perdu.xml\n"
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.RequestURI {
		case "/robots.txt":
			_, _ = w.Write([]byte(body))
		case "/plan.xml", "/relatif.xml", "/declare.xml":
			_, _ = w.Write([]byte("<urlset><url><loc>http://" + host + "/ok" + r.RequestURI[:len(r.RequestURI)-4] +
				"</loc></url></urlset>"))
		case "/perdu.xml":
			http.NotFound(w, r)
		case "/":
			write(w, page("Catalogue"))
		default:
			write(w, page("Fiche"+r.RequestURI))
		}
	})
	inBubble(t, handler, "sitemaps: ['http://"+host+"/declare.xml']\nignore: ['^/ignore']\n", func(w *world) {
		rep := w.walk()
		for _, path := range []string{"/ok/plan", "/ok/relatif", "/ok/declare"} {
			w.wantOutcome(path, schema.OutcomeOK)
			if n := w.asked(path[3:] + ".xml"); n != 1 {
				t.Errorf("%s.xml was asked %d times", path[3:], n)
			}
		}
		w.wantOutcome("/ferme/s.xml", schema.OutcomeRobots)
		if n := w.asked("/ignore") + w.asked("/ferme") + w.asked("/s.xml"); n != 0 {
			t.Errorf("%d sitemaps were asked that must not be", n)
		}
		if rep.Limits["foreign_sitemap_url"] != 3 {
			t.Errorf("limits %v", rep.Limits)
		}
		if w.wantOutcome("/perdu.xml", schema.OutcomeGone); !rep.Complete {
			t.Errorf("sitemaps that nothing ever came of make the walk incomplete: %s", rep.Why)
		}
		paced(t, w.hits(), 2*time.Second)

		// what a robots.txt named and the profile ignores since is asked no more, and does not make the walk incomplete
		w.site = profileOf(t, "ignore: ['^/(ignore|plan|ferme|relatif|declare|perdu)']\n")
		if rep := w.walk(); !rep.Complete || w.asked("/plan.xml") != 1 {
			t.Errorf("ignored since: %+v", rep)
		}
	})
}

func TestRequestHeaders(t *testing.T) {
	faulty(t, []string{"/ok/1", "/r/chain/2"}, func(w *world, _ *fixtures.FaultServer) {
		t.Setenv("COLLY_USER_AGENT", "other/1.0")
		w.walk()
		for _, h := range w.hits() {
			if h.agent != "carif/test (+https://example.org/bot)" || h.header.Get("From") != "bot@example.org" {
				t.Errorf("%s: agent %q from %q", h.uri, h.agent, h.header.Get("From"))
			}
		}
	})
}

func TestRobotsChange(t *testing.T) {
	var links []string
	for i := range 150 {
		links = append(links, "/ok/"+itoa(i))
	}
	faulty(t, links, func(w *world, srv *fixtures.FaultServer) {
		w.site = profileOf(t, "pace: {delay: 15m}\n")
		srv.SetRobots("allow")
		start := time.Now()
		go func() {
			time.Sleep(90 * time.Minute)
			srv.SetRobots("deny")
		}()
		w.walk()
		synctest.Wait()
		for _, h := range w.hits() {
			if h.at.Sub(start) > 26*time.Hour && h.uri != "/robots.txt" {
				t.Errorf("%s asked %v after the start", h.uri, h.at.Sub(start))
			}
		}
		if n := w.asked("/ok/"); n < 80 || n == len(links) {
			t.Errorf("%d of %d pages asked, want those of the first day", n, len(links))
		}
	})
}

func TestRobotsAsker(t *testing.T) {
	faulty(t, nil, func(w *world, srv *fixtures.FaultServer) {
		srv.SetRobots("private")
		a, err := crawler.NewRobotsAsker(w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		for path, want := range map[string]bool{"/ok/1": true, "/private/x": false, "/ok/secret": false} {
			allow, rule, err := a.Check(context.Background(), "http://"+host+path)
			if err != nil || allow != want {
				t.Errorf("%s: got %v %q %v", path, allow, rule, err)
			}
		}
		if n := len(w.hits()); n != 1 {
			t.Errorf("%d requests", n)
		}
		if _, _, err := a.Check(context.Background(), "http://127.0.0.1/x"); err == nil {
			t.Error("loopback was asked")
		}
		for raw, want := range map[string]bool{"http://" + host + ":8080/x": false, "http://" + host + ":6379/x": false,
			"http://autre.example.org:8080/x": true, "http://autre.example.org:22/x": false} {
			a.Profile = func(at string) *sites.Site {
				return &sites.Site{Profile: sites.Profile{Hosts: []string{"autre.example.org:8080", "autre.example.org:22"}}}
			}
			dials := len(w.ln.Dials())
			if _, _, err := a.Check(context.Background(), raw); (err == nil) != want || (len(w.ln.Dials()) > dials) != want ||
				!want && !strings.Contains(err.Error(), "ports 80 and 443 are asked") {
				t.Errorf("%s: got %v, dialled %v", raw, err, w.ln.Dials()[dials:])
			}
		}
		srv.SetRobots("sitemap") // it names some: nothing is queued
		c, err := crawler.NewRobotsAsker(w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if allow, _, err := c.Check(context.Background(), "http://"+host+"/private/x"); allow || err != nil {
			t.Errorf("robots.txt with sitemaps: got %v %v", allow, err)
		}
		srv.SetRobots("500")
		b, err := crawler.NewRobotsAsker(w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		allow, rule, err := b.Check(context.Background(), "http://"+host+"/ok/1")
		if allow || err != nil || !strings.Contains(rule, "unavailable") {
			t.Errorf("unavailable: got %v %q %v", allow, rule, err)
		}
	})
}

// TestRobotsOfTheFuture: a copy that was written down before the clock was set back holds no longer than any other, be it
// good or the one to fall back on, and the report says so.
func TestRobotsOfTheFuture(t *testing.T) {
	for variant, want := range map[string]schema.Outcome{"private": schema.OutcomeOK, "503": ""} {
		faulty(t, []string{"/ok/1"}, func(w *world, srv *fixtures.FaultServer) {
			srv.SetRobots(variant)
			far := time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC)
			old := schema.RobotsCopy{Origin: "http://" + host + ":80", Status: 200, FetchedAt: far, GoodAt: far,
				Body: []byte("User-agent: *\nAllow: /\n")}
			if err := w.store.SaveRobots(t.Context(), old); err != nil {
				t.Fatal(err)
			}
			rep := w.walk()
			if !strings.Contains(strings.Join(rep.Alarms, "\n"), "2038-01-19T03:14:08Z, which is yet to come") {
				t.Errorf("%s: alarms %q", variant, rep.Alarms)
			}
			asked := w.asked("/robots.txt")
			if asked == 0 {
				t.Errorf("%s: the copy of 2038 was taken for a fresh one", variant)
			}
			if want == "" {
				if len(w.store.Visits) != 0 || rep.Complete {
					t.Errorf("%s: the copy of 2038 still holds: %+v", variant, rep)
				}
				return
			}
			w.wantOutcome("/ok/1", want)
			if rep = w.walk(); len(rep.Alarms) != 0 || w.asked("/robots.txt") != asked {
				t.Errorf("%s: the next night: %+v", variant, rep)
			}
		})
	}
}
