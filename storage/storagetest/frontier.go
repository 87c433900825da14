package storagetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

func found(kind sites.Kind, urls ...string) []schema.Found {
	var fs []schema.Found
	for _, u := range urls {
		fs = append(fs, schema.Found{URL: u, Kind: kind, Depth: 1, Parent: "https://demo.example.org/"})
	}
	return fs
}

// claim takes the next entry; "" when nothing is due.
func (r *rig) claim(run int64) (url string, wait time.Duration) {
	r.t.Helper()
	e, wait, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	if !ok {
		return "", wait
	}
	return e.URL, wait
}

func testSeed(t *testing.T, r *rig) {
	run := r.begin()
	n, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a", "b", "a"))
	r.ok(err)
	r.same("new", n, 2)
	again := found(sites.KindListing, "a", "c")
	again[0].LastMod = "2026-10-01"
	n, err = r.Seed(r.ctx, site, run, again)
	r.ok(err)
	r.same("new the second time", n, 1)
	e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	r.same("claimed", ok, true)
	r.same("entry", e, schema.Entry{Site: site, URL: "a", Kind: sites.KindCourse, State: schema.StateClaimed, Depth: 1,
		Parent: "https://demo.example.org/", LastMod: "2026-10-01"})
}

// testClaimOrder: never seen first, then listings, then pages, those longest not dealt with first.
func testClaimOrder(t *testing.T, r *rig) {
	run := r.begin()
	links := append(found(sites.KindCourse, "p1", "p2", "p3"), found(sites.KindListing, "l1")...)
	_, err := r.Seed(r.ctx, site, run, links)
	r.ok(err)
	for _, want := range []string{"p1", "p2", "p3", "l1"} {
		got, _ := r.claim(run)
		r.same("first run", got, want)
		p := good(run, r.clock, want)
		if want == "l1" {
			p.Fetched.Entry.Kind = sites.KindListing
		}
		r.clock = r.clock.Add(time.Second)
		if want != "p3" { // stays in hand: a crash
			r.commit(p)
		}
	}
	r.end(run, schema.RunPartial)
	run = r.begin()
	_, err = r.Seed(r.ctx, site, run, found(sites.KindCourse, "p4"))
	r.ok(err)
	for _, want := range []string{"p3", "p4", "l1", "p1", "p2", ""} {
		got, _ := r.claim(run)
		r.same("second run", got, want)
		if got != "" {
			r.save(run, got)
		}
	}
}

func testRetry(t *testing.T, r *rig) {
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a", "b"))
	r.ok(err)
	fail := func(url string, state schema.EntryState, next time.Duration) {
		p := answer(run, r.clock, url, schema.OutcomeServerError)
		p.Fetched.Next = schema.Decision{State: state}
		if next > 0 {
			p.Fetched.Next.NextTry = r.clock.Add(next)
		}
		r.commit(p)
	}
	r.claim(run)
	fail("a", schema.StateFresh, time.Minute)
	r.claim(run)
	fail("b", schema.StateFailed, 48*time.Hour)
	url, wait := r.claim(run)
	r.same("before its time", url, "")
	r.same("wait", wait, time.Minute)
	r.clock = r.clock.Add(time.Minute)
	e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	r.same("in its time", ok, true)
	r.same("attempts", e.Attempts, 1)
	fail("a", schema.StateFailed, 0)
	url, wait = r.claim(run)
	r.same("given up", url, "")
	r.same("no retry left", wait, time.Duration(0))
	r.end(run, schema.RunPartial)

	run = r.begin() // a day later: b is put off still
	url, _ = r.claim(run)
	r.same("next run", url, "a")
	fail("a", schema.StateFailed, 0)
	url, _ = r.claim(run)
	r.same("put off", url, "")
	r.end(run, schema.RunPartial)
	run = r.begin()
	for _, want := range []string{"a", "b"} {
		url, _ = r.claim(run)
		r.same("third run", url, want)
	}
}

func testGiveBack(t *testing.T, r *rig) {
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a"))
	r.ok(err)
	e, _, _, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	url, _ := r.claim(run)
	r.same("in hand", url, "")
	r.ok(r.Unclaim(r.ctx, e))
	url, _ = r.claim(run)
	r.same("given back", url, "a")
	again := r.begin() // the process died: the run goes on
	r.same("same run", again, run)
	url, _ = r.claim(run)
	r.same("given back by the run's start", url, "a")
}

func testLeft(t *testing.T, r *rig) {
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a", "b", "c"))
	r.ok(err)
	r.save(run, "a")
	due, total, err := r.Left(r.ctx, site, run)
	r.ok(err)
	r.same("due, total", []int{due, total}, []int{2, 3})
}

func testLease(t *testing.T, r *rig) {
	const host = "demo.example.org:443"
	const delay, ttl = 2 * time.Second, time.Minute
	wait, ok, err := r.Acquire(r.ctx, host, "one", delay, ttl)
	r.ok(err)
	r.same("first", []any{ok, wait}, []any{true, time.Duration(0)})
	wait, ok, err = r.Acquire(r.ctx, host, "one", delay, ttl)
	r.ok(err)
	r.same("the delay runs from the request", []any{ok, wait.Round(time.Millisecond)}, []any{true, delay})
	_, ok, err = r.Acquire(r.ctx, host, "two", delay, ttl)
	r.ok(err)
	r.same("held by another", ok, false)
	r.clock = r.clock.Add(time.Second) // the answer
	ok, err = r.Stamp(r.ctx, host, "one", delay, ttl)
	r.ok(err)
	r.same("stamp", ok, true)
	r.ok(r.Release(r.ctx, host, "one"))
	wait, ok, err = r.Acquire(r.ctx, host, "two", delay, ttl)
	r.ok(err)
	r.same("released", ok, true)
	r.same("the delay still runs, from the answer", wait.Round(time.Millisecond), delay)
	n, err := r.Spent(r.ctx, host, r.clock.Format(time.DateOnly))
	r.ok(err)
	r.same("requests that went", n, 1)
	r.clock = r.clock.Add(2 * time.Minute) // its owner is dead
	wait, ok, err = r.Acquire(r.ctx, host, "three", delay, ttl)
	r.ok(err)
	r.same("taken over", []any{ok, wait}, []any{true, time.Duration(0)})
	ok, err = r.Stamp(r.ctx, host, "two", time.Second, ttl)
	r.ok(err)
	r.same("lost lease", ok, false)
}

// testRest: the stamp of an answer may be saved with its page, in one transaction.
func testRest(t *testing.T, r *rig) {
	const host, delay, ttl = "demo.example.org:443", 2 * time.Second, time.Minute
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a"))
	r.ok(err)
	r.save(run, "a", Record(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	r.same("claimed", ok, true)
	_, _, err = r.Acquire(r.ctx, host, "me", delay, ttl)
	r.ok(err)
	r.clock = r.clock.Add(time.Second)
	f := &schema.Fetched{Run: run, Entry: e, FinalURL: e.URL, Outcome: schema.OutcomeNotModified, Unchanged: true,
		Page: schema.Page{Status: 304, SHA256: e.SHA256}, ETag: e.ETag, LastModified: e.LastModified,
		Next: schema.Decision{State: schema.StateDone}, Rest: &schema.Rest{Host: host, Owner: "me", At: time.Now(),
			Delay: delay, TTL: ttl}}
	_, err = r.Commit(r.ctx, storage.PageResult{Run: run, Fetched: f, At: r.clock})
	r.ok(err)
	wait, ok, err := r.Acquire(r.ctx, host, "me", delay, ttl)
	r.ok(err)
	if f.Rest.Saved {
		r.same("the delay runs from the answer", []any{ok, wait.Round(time.Millisecond)}, []any{true, delay})
	}
	url, _ := r.claim(run)
	r.same("dealt with", url, "")
	got, err := r.Tally(r.ctx, run)
	r.ok(err)
	r.same("outcomes", got.Outcomes, map[schema.Outcome]int{schema.OutcomeNotModified: 1})
	r.same("same", got.Same, 1)
}

// testClaimAhead: many at once come in Claim's order, end with the first listing, and are given back one by one or by
// the run's start.
func testClaimAhead(t *testing.T, r *rig) {
	s, ok := r.Store.(schema.Ahead)
	if !ok {
		t.Skip("this store claims one at a time")
	}
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a", "b", "c"))
	r.ok(err)
	_, err = r.Seed(r.ctx, site, run, found(sites.KindListing, "l"))
	r.ok(err)
	_, err = r.Seed(r.ctx, site, run, found(sites.KindCourse, "d"))
	r.ok(err)
	claim := func(n int) (urls []string) {
		list, wait, err := s.ClaimAhead(r.ctx, site, run, "me", r.clock, n)
		r.ok(err)
		r.same("wait", wait, time.Duration(0))
		for _, e := range list {
			urls = append(urls, e.URL)
		}
		return urls
	}
	r.same("two", claim(2), []string{"a", "b"})
	r.same("up to the listing", claim(8), []string{"c", "l"})
	r.same("the rest", claim(8), []string{"d"})
	r.same("nothing", claim(8), []string(nil))
	r.ok(r.Unclaim(r.ctx, schema.Entry{Site: site, URL: "b"}))
	r.same("given back", claim(8), []string{"b"})
	r.begin() // the process died
	r.same("given back by the run's start", claim(3), []string{"a", "b", "c"})
}

// testLeaseRace: of many owners at once, one gets the host.
func testLeaseRace(t *testing.T, r *rig) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for i := range 8 {
		wg.Go(func() {
			_, ok, err := r.Acquire(r.ctx, "h:443", fmt.Sprint(i), time.Second, time.Minute)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if ok {
				won++
			}
		})
	}
	wg.Wait()
	r.same("owners", won, 1)
}

func testLeasePause(t *testing.T, r *rig) {
	const host = "h:443"
	for range 2 {
		_, _, err := r.Acquire(r.ctx, host, "one", time.Second, time.Hour)
		r.ok(err)
		r.clock = r.clock.Add(time.Second)
	}
	r.ok(r.Pause(r.ctx, host, 10*time.Minute))
	_, err := r.Stamp(r.ctx, host, "one", time.Second, time.Hour)
	r.ok(err)
	wait, _, err := r.Acquire(r.ctx, host, "one", time.Second, time.Hour)
	r.ok(err)
	r.same("a stamp does not cut a pause", wait.Round(time.Millisecond), 10*time.Minute)
	n, err := r.Spent(r.ctx, host, r.clock.Format(time.DateOnly))
	r.ok(err)
	r.same("requests of the day", n, 2)
	n, err = r.Spent(r.ctx, host, "2020-01-01")
	r.ok(err)
	r.same("requests of another day", n, 0)
}

func testRobots(t *testing.T, r *rig) {
	const origin = "https://demo.example.org:443"
	_, ok, err := r.Robots(r.ctx, origin)
	r.ok(err)
	r.same("unknown", ok, false)
	for _, want := range []schema.RobotsCopy{
		{Origin: origin, FetchedAt: r.clock, Status: 200, Body: []byte("User-agent: *\n"), GoodAt: r.clock},
		{Origin: origin, FetchedAt: r.clock.Add(time.Hour), Error: "timeout"},
	} {
		r.ok(r.SaveRobots(r.ctx, want))
		got, ok, err := r.Robots(r.ctx, origin)
		r.ok(err)
		r.same("known", ok, true)
		r.same("copy", got, want)
	}
}

// testBlank: pages with nothing on them are known to whoever goes on with a run.
func testBlank(t *testing.T, r *rig) {
	unreader, ok := r.Store.(schema.Unreader)
	if !ok {
		t.Skip("this store does not offer it")
	}
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	blank := func() (urls []string) {
		list, err := unreader.Blank(r.ctx, site, run)
		r.ok(err)
		for _, e := range list {
			urls = append(urls, string(e.Kind)+" "+e.URL)
		}
		return urls
	}
	r.same("blank before", blank(), []string(nil))
	r.commit(answer(run, r.clock, pageURL(3), schema.OutcomeEmpty))
	for _, name := range []string{"bare", "hub"} {
		l := answer(run, r.clock, "https://demo.example.org/"+name, schema.OutcomeOK)
		l.Fetched.Entry.Kind = sites.KindListing
		if name == "hub" {
			l.Fetched.Found = []schema.Found{{URL: "https://demo.example.org/zz", Kind: sites.KindListing,
				Parent: l.Fetched.Entry.URL}}
		}
		r.commit(l)
	}
	r.same("blank", blank(), []string{"listing https://demo.example.org/bare", "course " + pageURL(3)})
	r.end(run, schema.RunPartial)
	run = r.begin()
	r.same("blank in the next run", blank(), []string(nil))
}

// testSkip: what a walk may ask of a store beside.
func testSkip(t *testing.T, r *rig) {
	skipper, ok := r.Store.(schema.Skipper)
	unreader, ok2 := r.Store.(schema.Unreader)
	if !ok || !ok2 {
		t.Skip("this store does not offer it")
	}
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.commit(answer(run, r.clock, pageURL(2), schema.OutcomeServerError))
	list := answer(run, r.clock, "https://demo.example.org/list", schema.OutcomeServerError)
	list.Fetched.Entry.Kind = sites.KindListing
	r.commit(list)
	named := answer(run, r.clock, "https://demo.example.org/sitemap.xml", schema.OutcomeGone)
	named.Fetched.Entry.Kind, named.Fetched.Entry.Parent = sites.KindSitemap, "https://demo.example.org/robots.txt"
	r.commit(named)
	n, err := unreader.Unread(r.ctx, site, run)
	r.ok(err)
	r.same("unread", n, 1)
	r.end(run, schema.RunPartial)
	seen := r.clock.Add(-time.Hour)
	run = r.begin()
	n, err = skipper.SkipKnown(r.ctx, site, run, r.clock)
	r.ok(err)
	r.same("none since", n, 0)
	n, err = skipper.SkipKnown(r.ctx, site, run, seen)
	r.ok(err)
	r.same("known", n, 1)
	left := []string{pageURL(2), "https://demo.example.org/list", "https://demo.example.org/sitemap.xml", ""}
	for _, want := range left {
		url, _ := r.claim(run)
		r.same("left to fetch", url, want)
	}
	tally, err := r.Tally(r.ctx, run)
	r.ok(err)
	r.same("skipped pages were not fetched", tally.Pages, 0)
	r.end(run, schema.RunDone)
	run = r.begin()
	due, _, err := r.Left(r.ctx, site, run)
	r.ok(err)
	r.same("due again in the next run", due, 4)
}

// testWake: a page that rests because it is gone is due as soon as a seed, a listing or a sitemap names it; not because
// another course's page does, and not twice in a run.
func testWake(t *testing.T, r *rig) {
	for _, by := range []sites.Kind{"", sites.KindListing, sites.KindSitemap, sites.KindCourse} {
		page := "gone-" + string(by)
		run := r.begin()
		p := answer(run, r.clock, page, schema.OutcomeGone)
		p.Fetched.Next = schema.Decision{State: schema.StateGone, NextTry: r.clock.Add(30 * 24 * time.Hour)}
		r.commit(p)
		r.end(run, schema.RunDone)
		name := func(run int64) {
			if by == "" {
				_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, page))
				r.ok(err)
				return
			}
			p := good(run, r.clock, "by-"+string(by))
			p.Fetched.Entry.Kind, p.Fetched.Found = by, found(sites.KindCourse, page)
			r.commit(p)
		}
		left := func(run int64) (urls []string) {
			for {
				url, _ := r.claim(run)
				if url == "" {
					return urls
				}
				if url != page {
					r.commit(good(run, r.clock, url))
					continue
				}
				urls = append(urls, url)
				p := answer(run, r.clock, page, schema.OutcomeGone)
				p.Fetched.Next = schema.Decision{State: schema.StateGone, NextTry: r.clock.Add(30 * 24 * time.Hour)}
				r.commit(p)
			}
		}
		run = r.begin()
		r.same("at rest", len(left(run)), 0)
		name(run)
		want := 1
		if by == sites.KindCourse {
			want = 0
		}
		r.same("named by "+string(by), len(left(run)), want)
		name(run)
		r.same("named again in this run", len(left(run)), 0)
		r.end(run, schema.RunDone)
	}
}
