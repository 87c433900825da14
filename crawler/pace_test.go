package crawler_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"

	"carif/crawler"
	"carif/crawler/crawlertest"
	"carif/fixtures"
	"carif/schema"
	"carif/sites"
)

// TestPace proves the pace from the server's own log, over pages, redirects, retries, robots and 304 alike, at an
// odd delay, with answers that take their time.
func TestPace(t *testing.T) {
	links := []string{"/ok/1", "/r/chain/3", "/burst/500/2/a", "/late/700", "/retry/seconds/1/b", "/cache/stale304",
		"/nolen/50", "/status/404", "/r/loop/0", "/goaway", "/eof/2/x", "/ok/2", "/chunkcut", "/goaway?2", "/ok/3"}
	faulty(t, links, func(w *world, srv *fixtures.FaultServer) {
		srv.SetRobots("chain5")
		w.site = profileOf(t, "course: ['^/(ok|r|burst|late|retry|cache|nolen|status|goaway|eof|chunkcut)']\npace: {delay: 1300ms}\n")
		for range 2 {
			w.walk()
		}
		hits := w.hits()
		if len(hits) < 50 {
			t.Fatalf("only %d requests", len(hits))
		}
		paced(t, hits, 1300*time.Millisecond)
	})
}

// The delay runs from the answer also where its end is saved with the page, however long that takes to be read.
func TestPaceWhileAPageIsRead(t *testing.T) {
	m := map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2"), "/ok/1": page("Un"), "/ok/2": page("Deux")}
	inBubble(t, pages(m), "", func(w *world) {
		wk, err := crawler.New(w.store, w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer wk.Close()
		_, err = wk.Walk(context.Background(), w.site, 1, func(ctx context.Context, f *crawler.Fetched) error {
			if f.Rest == nil {
				t.Errorf("%s: its end is not left to the save", f.Entry.URL)
			}
			time.Sleep(1500 * time.Millisecond)
			return w.store.Visit(ctx, f)
		})
		if err != nil {
			t.Fatal(err)
		}
		hits := w.hits()
		paced(t, hits, 2*time.Second)
		for i := 2; i < len(hits); i++ { // the first page's own host is asked for its robots.txt before
			if gap := hits[i].at.Sub(hits[i-1].at); gap > 2200*time.Millisecond {
				t.Errorf("%v between two requests: the reading was waited for, too", gap)
			}
		}
	})
}

// Two processes, as two walkers with their own memory over one store: still one pace.
func TestPaceOfTwoWalkers(t *testing.T) {
	faulty(t, []string{"/ok/1", "/ok/2", "/ok/3"}, func(w *world, _ *fixtures.FaultServer) {
		done := make(chan error, 2)
		for i := range 2 {
			site := profileOf(t, "")
			site.ID = "essai" + itoa(i)
			go func() {
				wk, err := crawler.New(w.store, w.o)
				if err != nil {
					done <- err
					return
				}
				defer wk.Close()
				_, err = wk.Walk(context.Background(), site, 1, w.store.Visit)
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		if n := w.asked("/ok/"); n != 6 {
			t.Errorf("%d pages, want 6", n)
		}
		paced(t, w.hits(), 2*time.Second)
	})
}

// A slow answer outlasts the lease many times: it is renewed, and the other walker still keeps its distance.
func TestLeaseIsRenewed(t *testing.T) {
	faulty(t, []string{"/c/slow"}, func(w *world, srv *fixtures.FaultServer) {
		done := make(chan error, 2)
		for i, path := range []string{"/late/50000", "/ok/1"} {
			site := profileOf(t, "start: ['http://"+host+path+"']\n")
			site.ID = "essai" + itoa(i)
			go func() {
				time.Sleep(time.Duration(i) * 10 * time.Second)
				o := w.o
				o.Limits = crawler.DefaultLimits()
				o.Limits.Header = time.Minute
				wk, err := crawler.New(w.store, o)
				if err != nil {
					done <- err
					return
				}
				defer wk.Close()
				_, err = wk.Walk(context.Background(), site, 1, w.store.Visit)
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		if w.asked("/late/") != 1 || w.asked("/ok/") != 1 {
			t.Fatalf("requests: %v", w.hits())
		}
		hits := w.hits()
		sort.Slice(hits, func(i, j int) bool { return hits[i].at.Before(hits[j].at) })
		paced(t, hits, 2*time.Second)
	})
}

// What a killed process held is free once its lease has lapsed, without a Recoverer.
func TestDeadLease(t *testing.T) {
	faulty(t, []string{"/ok/1"}, func(w *world, _ *fixtures.FaultServer) {
		if _, _, err := w.store.Acquire(context.Background(), host, "a process killed since", time.Second,
			crawler.DefaultLimits().LeaseTTL); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		w.walk()
		if w.asked("/ok/1") != 1 || time.Since(start) > time.Minute {
			t.Errorf("%d pages after %v", w.asked("/ok/1"), time.Since(start))
		}
	})
}

// Several in flight, where a profile says so: the starts still keep the delay.
func TestParallel(t *testing.T) {
	var links []string
	for i := range 20 {
		links = append(links, "/late/2500?"+itoa(i))
	}
	faulty(t, links, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "course: ['^/late/']\npace: {delay: 1s, parallel: 3}\n")
		start := time.Now()
		rep := w.walk()
		if w.asked("/late/") != 20 || !rep.Complete {
			t.Fatalf("%d pages, %+v", w.asked("/late/"), rep)
		}
		if took := time.Since(start); took > 60*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestSlowsDown(t *testing.T) {
	faulty(t, []string{"/late/9000?1", "/ok/1", "/ok/2", "/ok/3"}, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "course: ['^/(late|ok)/']\n")
		w.walk()
		hits := w.hits()
		var gaps []time.Duration
		for i := 1; i < len(hits); i++ {
			if strings.HasPrefix(hits[i-1].uri, "/late/") || strings.HasPrefix(hits[i-1].uri, "/ok/") {
				gaps = append(gaps, hits[i].at.Sub(hits[i-1].done))
			}
		}
		if len(gaps) < 3 || gaps[0] < 10*time.Second || gaps[1] >= gaps[0] {
			t.Errorf("gaps after a slow answer: %v", gaps)
		}
	})
}

func TestMinDelay(t *testing.T) {
	for _, o := range []crawler.Options{{Delay: 500 * time.Millisecond}, {Delay: -1}} {
		o.UserAgent = "carif/test"
		wk, err := crawler.New(crawlertest.New(), o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wk.Walk(t.Context(), profileOf(t, ""), 1, nil); err == nil || !strings.Contains(err.Error(), "delay") {
			t.Errorf("delay %v: got %v", o.Delay, err)
		}
		wk.Close()
	}
	wk, err := crawler.New(crawlertest.New(),
		crawler.Options{UserAgent: "carif/test", Hasty: true, Delay: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer wk.Close()
	if err := wk.Check(profileOf(t, "")); err != nil {
		t.Errorf("hasty: got %v", err)
	}
}

func TestNightWindow(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	for i := range 100 {
		links = append(links, "/ok/"+itoa(i))
	}
	faulty(t, links, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "pace: {delay: 10m, window: '22:00-06:00'}\n")
		noon := time.Date(2026, 10, 24, 12, 0, 0, 0, paris) // the night after, summer time ends
		shift := time.Until(noon)
		w.o.Now = func() time.Time { return time.Now().Add(shift) }
		if rep := w.walk(); len(w.hits()) != 0 || rep.Complete || rep.Limits["window"] == 0 {
			t.Errorf("at noon: %d requests, %+v", len(w.hits()), rep)
		}
		time.Sleep(10 * time.Hour)
		rep := w.walk()
		hits := w.hits()
		last := hits[len(hits)-1].at.Add(shift).In(paris)
		if first := hits[0].at.Add(shift).In(paris); first.Hour() != 22 || last.Hour() != 5 || last.Day() != 25 ||
			rep.Complete {
			t.Errorf("asked from %v to %v", first, last)
		}
		if len(hits) < 50 { // nine hours at ten minutes: 02:30 came twice
			t.Errorf("%d requests", len(hits))
		}
	})
}

func TestDailyBudget(t *testing.T) {
	faulty(t, []string{"/ok/1", "/ok/2", "/ok/3", "/ok/4"}, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "pace: {delay: 2s, budget: 4}\n")
		rep := w.walk()
		if len(w.hits()) != 4 || rep.Complete || rep.Limits["daily_budget"] == 0 || rep.Deferred == 0 {
			t.Errorf("%d requests, %+v", len(w.hits()), rep)
		}
		time.Sleep(24 * time.Hour)
		w.walk()
		if len(w.hits()) != 8 {
			t.Errorf("next day: %d requests", len(w.hits()))
		}
	})
}

func TestStopFile(t *testing.T) {
	faulty(t, []string{"/ok/1", "/ok/2", "/ok/3"}, func(w *world, _ *fixtures.FaultServer) {
		w.o.Stop = func() bool { return len(w.store.Visits) >= 2 }
		rep := w.walk()
		if len(w.store.Visits) != 2 || rep.Complete || rep.Why != "told to stop" || rep.Deferred != 2 {
			t.Errorf("%d visits, %+v", len(w.store.Visits), rep)
		}
		w.o.Stop = nil
		if rep := w.walk(); !rep.Complete {
			t.Errorf("resumed: %+v", rep)
		}
	})
}

// An interrupt lets the page in hand finish, gives back what was not asked, and is over in ten seconds.
func TestInterrupt(t *testing.T) {
	for _, slow := range []string{"/late/3000", "/late/50000"} {
		t.Run(slow, func(t *testing.T) {
			faulty(t, []string{slow, "/ok/2", "/ok/3"}, func(w *world, _ *fixtures.FaultServer) {
				w.site = profileOf(t, "course: ['^/(late|ok)/']\n")
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				var at time.Time
				go func() {
					time.Sleep(5 * time.Second) // robots, front page, then the slow page is in hand
					at = time.Now()
					cancel()
				}()
				rep, err := w.tryWalk(ctx, w.store.Visit)
				if !errors.Is(err, context.Canceled) || rep.Complete || time.Since(at) > 10*time.Second {
					t.Errorf("got %v after %v, %+v", err, time.Since(at), rep)
				}
				for _, e := range w.store.Entries("essai") {
					if e.State == schema.StateClaimed {
						t.Errorf("%s is still claimed", e.URL)
					}
				}
				if finished := w.asked("/late/3000") == 1; finished && w.last(slow).Outcome != schema.OutcomeOK {
					t.Errorf("the page in hand ended %s", w.last(slow).Outcome)
				}
				w.run--
				rep = w.walk()
				if w.asked("/ok/") != 2 {
					t.Errorf("resumed: %d pages, %+v", w.asked("/ok/"), rep)
				}
			})
		})
	}
}

// A listing that failed before an interrupt still keeps the resumed run from counting as complete.
func TestResumedRunRemembersFailures(t *testing.T) {
	inBubble(t, pages(map[string]string{"/": page("Catalogue", "/l?page=2", "/ok/1", "/ok/2"), "/ok/1": page("Un"),
		"/ok/2": page("Deux")}), "listing: ['^/l']\n", func(w *world) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		_, err := w.tryWalk(ctx, func(c context.Context, f *crawler.Fetched) error {
			if f.Outcome == schema.OutcomeGone {
				cancel()
			}
			return w.store.Visit(c, f)
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		w.run--
		if rep := w.walk(); rep.Complete || w.asked("/ok/") != 2 {
			t.Errorf("resumed: %+v", rep)
		}
	})
}

// An error of Visit ends the walk; the entry is not lost.
func TestVisitFails(t *testing.T) {
	faulty(t, []string{"/ok/1"}, func(w *world, _ *fixtures.FaultServer) {
		full := errors.New("disk full")
		rep, err := w.tryWalk(context.Background(), func(context.Context, *crawler.Fetched) error { return full })
		if !errors.Is(err, full) || rep.Complete || len(w.hits()) != 2 {
			t.Errorf("got %v, %d requests", err, len(w.hits()))
		}
	})
}

func TestOnlyNewAndSince(t *testing.T) {
	m := map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2"), "/ok/1": page("Un"), "/ok/2": page("Deux"),
		"/ok/3": page("Trois")}
	inBubble(t, pages(m), "", func(w *world) {
		w.walk()
		m["/"] = page("Catalogue", "/ok/1", "/ok/2", "/ok/3")
		w.o.OnlyNew = true
		rep := w.walk()
		if w.asked("/ok/1") != 1 || w.asked("/ok/3") != 1 || rep.Complete || rep.Deferred != 0 {
			t.Errorf("only new: %d, %d, %+v", w.asked("/ok/1"), w.asked("/ok/3"), rep)
		}
		w.o.OnlyNew = false
		time.Sleep(time.Hour)
		w.o.Since = time.Now().Add(-time.Hour - 5*time.Second) // /ok/3 is younger
		w.walk()
		if w.asked("/ok/1") != 2 || w.asked("/ok/3") != 1 {
			t.Errorf("since: %d, %d", w.asked("/ok/1"), w.asked("/ok/3"))
		}
	})
}

// Without Skipper, Claim's order does it.
func TestOnlyNewPlainStore(t *testing.T) {
	m := map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2"), "/ok/1": page("Un"), "/ok/2": page("Deux")}
	inBubble(t, pages(m), "", func(w *world) {
		w.walk()
		w.o.OnlyNew = true
		wk, err := crawler.New(struct{ schema.CrawlStore }{w.store}, w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer wk.Close()
		if _, err := wk.Walk(context.Background(), w.site, 9, w.store.Visit); err != nil {
			t.Fatal(err)
		}
		if w.asked("/ok/") != 2 {
			t.Errorf("%d course requests", w.asked("/ok/"))
		}
	})
}

// The rechecked share moves through all pages in 1/share runs.
func TestRecheckRotates(t *testing.T) {
	var links []string
	for i := range 40 {
		links = append(links, "/c/"+itoa(i))
	}
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.RequestURI == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"x"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		write(w, page("Fiche", links...))
	}), "", func(w *world) {
		w.walk()
		w.o.Recheck = 0.25
		full := map[string]int{}
		for range 4 {
			from := len(w.hits())
			w.walk()
			for _, h := range w.hits()[from:] {
				if h.header.Get("If-None-Match") == "" && strings.HasPrefix(h.uri, "/c/") {
					full[h.uri]++
				}
			}
		}
		if len(full) != 40 {
			t.Errorf("%d of 40 pages were rechecked in four runs", len(full))
		}
	})
}

// archived answers from a map: a replay knows no network, no pace and no robots.
type archived map[string]string

func (a archived) RoundTrip(r *http.Request) (*http.Response, error) {
	body, ok := a[r.URL.Path]
	if !ok {
		return nil, crawler.ErrNotArchived
	}
	rec := &http.Response{StatusCode: 200, Status: "200 OK", Proto: "HTTP/1.1",
		Header: http.Header{"Content-Type": {"text/html"}}, ContentLength: int64(len(body))}
	rec.Body = readCloser{strings.NewReader(body)}
	return rec, nil
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestReplay(t *testing.T) {
	store := crawlertest.New()
	wk, err := crawler.New(store, crawler.Options{UserAgent: "carif/test",
		Replay: archived{"/": page("Catalogue", "/ok/1", "/ok/2"), "/ok/1": page("Un")}})
	if err != nil {
		t.Fatal(err)
	}
	defer wk.Close()
	rep, err := wk.Walk(t.Context(), profileOf(t, ""), 1, store.Visit)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Outcomes[schema.OutcomeOK] != 2 || rep.Outcomes[schema.OutcomeRefused] != 1 {
		t.Errorf("got %+v", rep)
	}
}

// TestNoGoroutineStays walks many pages: goroutines stay few, because nothing is queued in memory.
func TestNoGoroutineStays(t *testing.T) {
	var links []string
	for i := range 600 {
		links = append(links, "/ok/"+itoa(i))
	}
	faulty(t, links, func(w *world, _ *fixtures.FaultServer) {
		most := 0
		w.o.Progress = func(crawler.Progress) { most = max(most, runtime.NumGoroutine()) }
		if rep := w.walk(); rep.Outcomes[schema.OutcomeOK] != 601 {
			t.Fatalf("got %+v", rep)
		}
		if most > 40 {
			t.Errorf("%d goroutines", most)
		}
	})
}

func TestHistoricIsNeverWalked(t *testing.T) {
	wk, err := crawler.New(crawlertest.New(), crawler.Options{UserAgent: "carif/test"})
	if err != nil {
		t.Fatal(err)
	}
	defer wk.Close()
	site := &sites.Site{Profile: sites.Profile{ID: "old", Historic: true}}
	if _, err := wk.Walk(t.Context(), site, 1, nil); err == nil {
		t.Error("a profile for captures was walked")
	}
}

// A wait longer than the delay is told of, once, whoever it is that the host waits for.
func TestLongWaitIsTold(t *testing.T) {
	for why, hold := range map[string]func(s *crawlertest.Store) error{
		"asked for a pause": func(s *crawlertest.Store) error { return s.Pause(t.Context(), host, 10*time.Minute) },
		"another process": func(s *crawlertest.Store) error {
			_, _, err := s.Acquire(t.Context(), host, "another", time.Second, 10*time.Minute)
			return err
		},
		"": func(*crawlertest.Store) error { return nil },
	} {
		faulty(t, []string{"/ok/1"}, func(w *world, _ *fixtures.FaultServer) {
			if err := hold(w.store); err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			w.o.Log = slog.New(slog.NewTextHandler(&log, nil))
			w.walk()
			w.wantOutcome("/ok/1", schema.OutcomeOK)
			told := strings.Count(log.String(), "waiting for a host")
			if told != min(len(why), 1) || !strings.Contains(log.String(), why) {
				t.Errorf("%s: told %d times: %s", why, told, log.String())
			}
		})
	}
}
