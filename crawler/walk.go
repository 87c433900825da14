package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"carif/crawler/polite"
	"carif/crawler/robots"
	"carif/schema"
	"carif/sites"
)

// walk is one Walk call under way.
type walk struct {
	w      *Walker
	site   *sites.Site
	run    int64
	visit  Visit
	log    *slog.Logger
	owner  string
	pace   *polite.Pacer
	bounds *bounds
	window polite.Window
	gates  gates
	chain  http.RoundTripper // of pages
	bare   http.RoundTripper // of robots.txt
	feeds  http.RoundTripper // of feeds, whose body goes aside

	slow     sync.Once // a long wait was told of
	hands    hands
	drawn    drawings
	claiming sync.Mutex
	ahead    []schema.Entry // claimed, not asked yet; guarded by claiming

	mu     sync.Mutex // guards what follows
	rep    Report
	faults map[string]*Fault
	health map[string]*polite.Health
	listed []listed
	listAt map[string]int          // URL → index in listed
	mapped map[string]*robots.Book // origin → the robots.txt whose sitemaps were entered

	sentinel map[string]string // canonical URL → as the profile writes it
	retryAt  time.Time         // latest retry given out
	rounds   int               // of reconciliation
	asked    int               // entries asked, against MaxPages
	started  time.Time
	resting  bool // something is gone that a listing may name again
	due      int
	total    int
	counted  int // pages when due was counted last
	why      string
}

// Walk asks everything of a site that is due in a run and hands every fetch to visit. It returns when nothing is
// left, when a limit, the stop file or the breaker ends the run (then Report.Complete is false and says why), or
// with an error: the context's after an interrupt, or what the store or visit returned. The report is good in
// each case.
func (w *Walker) Walk(ctx context.Context, site *sites.Site, run int64, visit Visit) (Report, error) {
	k, err := w.newWalk(site, run, visit)
	if err != nil {
		return Report{Site: site.ID}, err
	}
	if err = w.recover(ctx); err == nil {
		err = k.seed(ctx)
	}
	if err == nil {
		err = k.blanks(ctx)
	}
	switch {
	case err != nil:
	case site.Feed != nil:
		err = ended(k.feed(ctx))
	default:
		err = k.work(ctx)
	}
	if back := k.giveBack(ctx); err == nil {
		err = back
	}
	if rel := k.pace.Release(ctx); err == nil {
		err = rel
	}
	return k.report(ctx, err)
}

// recover frees, once, what dead processes held.
func (w *Walker) recover(ctx context.Context) error {
	r, ok := w.store.(schema.Recoverer)
	if !ok {
		return nil
	}
	w.once.Do(func() { w.recErr = r.FreeDeadLeases(ctx) })
	if w.recErr != nil {
		return fmt.Errorf("free dead leases: %w", w.recErr)
	}
	return nil
}

func (w *Walker) newWalk(site *sites.Site, run int64, visit Visit) (*walk, error) {
	if site.Historic {
		return nil, fmt.Errorf("walk %s: the profile is for captures only", site.ID)
	}
	delay, err := w.delayOf(site)
	if err != nil {
		return nil, fmt.Errorf("walk %s: %w", site.ID, err)
	}
	win, err := polite.ParseWindow(site.Pace.Window)
	if err != nil {
		return nil, fmt.Errorf("walk %s: %w", site.ID, err)
	}
	if w.o.AllowLoopback {
		w.warn.Do(func() { w.log.Warn("loopback addresses are allowed: for tests and the demo only") })
	}
	k := &walk{w: w, site: site, run: run, visit: visit, window: win, bounds: newBounds(w.lim, site),
		log: w.log.With("site", site.ID, "run", run), started: w.now(),
		owner:  fmt.Sprintf("%d-%d-%s-%d", os.Getpid(), run, site.ID, time.Now().UnixNano()),
		faults: map[string]*Fault{}, listAt: map[string]int{}, mapped: map[string]*robots.Book{},
		sentinel: map[string]string{}, health: map[string]*polite.Health{}}
	k.drawn = newDrawings()
	k.hands = hands{held: map[string]string{}, waits: map[string]string{}}
	k.rep = Report{Site: site.ID, Outcomes: map[schema.Outcome]int{}, Sentinels: map[string]schema.Outcome{}}
	k.pace = &polite.Pacer{Store: w.store, Owner: k.owner, Delay: delay, Wide: site.Pace.Parallel, Log: k.log,
		Idle: w.o.Replay != nil, Gate: k.gate, LeaseTTL: w.lim.LeaseTTL, LeaseBatch: w.lim.LeaseBatch,
		CrawlDelayMax: w.lim.CrawlDelayMax, PenaltyMax: w.lim.BackoffMax}
	k.chains()
	return k, nil
}

// seed enters the profile's start pages, sitemaps and sentinels.
func (k *walk) seed(ctx context.Context) error {
	var found []schema.Found
	add := func(raw string, kind sites.Kind) error {
		u, err := url.Parse(raw)
		if err != nil {
			return fmt.Errorf("seed %s: %w", k.site.ID, err)
		}
		if kind == sites.KindListing && k.site.Kind(u) == sites.KindCourse {
			kind = sites.KindCourse
		}
		found = append(found, schema.Found{URL: k.site.CanonicalURL(u), Kind: kind})
		return nil
	}
	if k.site.Feed != nil {
		found = append(found, schema.Found{URL: k.site.Feed.Address().String(), Kind: sites.KindFeed})
	}
	for _, s := range k.site.Start {
		if err := add(s, sites.KindListing); err != nil {
			return err
		}
	}
	for _, s := range k.site.Sitemaps {
		if err := add(s, sites.KindSitemap); err != nil {
			return err
		}
	}
	for _, s := range k.site.Sentinels {
		if err := add(s.URL, sites.KindCourse); err != nil {
			return err
		}
		k.rep.Sentinels[s.URL] = ""
		k.sentinel[found[len(found)-1].URL] = s.URL
	}
	if _, err := k.w.store.Seed(ctx, k.site.ID, k.run, found); err != nil {
		return fmt.Errorf("seed %s: %w", k.site.ID, err)
	}
	if s, ok := k.w.store.(schema.Rester); ok {
		var err error
		if k.resting, err = s.Resting(ctx, k.site.ID); err != nil {
			return fmt.Errorf("seed %s: %w", k.site.ID, err)
		}
	}
	if s, ok := k.w.store.(schema.Skipper); ok && (k.w.o.OnlyNew || !k.w.o.Since.IsZero()) {
		if _, err := s.SkipKnown(ctx, k.site.ID, k.run, k.w.o.Since); err != nil {
			return fmt.Errorf("skip known pages of %s: %w", k.site.ID, err)
		}
	}
	return nil
}

// work runs the profile's number of workers until nothing is left, looks at the listings again, and goes on
// when that brought something.
func (k *walk) work(ctx context.Context) error {
	eng := k.newEngine()
	for {
		if err := k.workers(ctx, eng); err != nil {
			return ended(err)
		}
		again, err := k.redraw(ctx, eng, true)
		if err == nil && !again {
			again, err = k.reconcile(ctx, eng)
		}
		if !again || err != nil {
			return ended(err)
		}
	}
}

func (k *walk) workers(ctx context.Context, eng *engine) error {
	n := max(1, k.site.Pace.Parallel)
	if n == 1 {
		return k.worker(ctx, eng, nil)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	idle := make(chan struct{}, n)
	for range n {
		wg.Go(func() {
			if err := k.worker(ctx, k.newEngine(), idle); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// ended keeps an orderly end of the walk apart from an error.
func ended(err error) error {
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// worker claims and handles entries until nothing is left. With several workers, idle counts those that found
// nothing: work is over when all of them did, because one in hand may still find links.
func (k *walk) worker(ctx context.Context, eng *engine, idle chan struct{}) error {
	resting := false
	for {
		if err := k.mayGoOn(ctx); err != nil {
			return err
		}
		e, wait, ok, err := k.claim(ctx)
		if err != nil {
			return fmt.Errorf("claim from %s: %w", k.site.ID, err)
		}
		if ok && k.known(e) {
			if err := k.w.store.Unclaim(context.WithoutCancel(ctx), e); err != nil {
				return fmt.Errorf("unclaim %s: %w", e.URL, err)
			}
			if ok, wait = false, k.untilRetry(); wait == 0 && idle == nil {
				return nil
			}
		}
		if ok {
			if resting {
				resting = false
				<-idle
			}
			if err := k.handle(ctx, eng, e); err != nil {
				return err
			}
			continue
		}
		over, err := k.rest(ctx, wait, idle, &resting)
		if over || err != nil {
			return err
		}
	}
}

// claimAhead is how many entries are claimed at once. They wait for each other's pace: a retry whose time has come, or
// a listing, waits for those before it.
const claimAhead = 8

// claim gives the next entry, of those claimed ahead where the store can do that.
func (k *walk) claim(ctx context.Context) (e schema.Entry, wait time.Duration, ok bool, err error) {
	s, many := k.w.store.(schema.Ahead)
	if !many {
		return k.w.store.Claim(ctx, k.site.ID, k.run, k.owner, k.w.now())
	}
	k.claiming.Lock()
	defer k.claiming.Unlock()
	if len(k.ahead) == 0 {
		k.ahead, wait, err = s.ClaimAhead(ctx, k.site.ID, k.run, k.owner, k.w.now(), claimAhead)
		if len(k.ahead) == 0 || err != nil {
			return schema.Entry{}, wait, false, err
		}
	}
	e, k.ahead = k.ahead[0], k.ahead[1:]
	return e, 0, true, nil
}

// giveBack unclaims what was claimed ahead and is not asked any more.
func (k *walk) giveBack(ctx context.Context) error {
	k.claiming.Lock()
	defer k.claiming.Unlock()
	for _, e := range k.ahead {
		if err := k.w.store.Unclaim(context.WithoutCancel(ctx), e); err != nil {
			return fmt.Errorf("unclaim %s: %w", e.URL, err)
		}
	}
	k.ahead = nil
	return nil
}

// rest waits when nothing can be claimed, and tells when nothing will come any more.
func (k *walk) rest(ctx context.Context, wait time.Duration, idle chan struct{}, resting *bool) (over bool, err error) {
	if wait > time.Minute {
		k.slow.Do(func() { k.log.Warn("waiting until a page may be tried again", "for", wait.Round(time.Second)) })
	}
	if wait > 0 {
		if idle == nil { // nothing of ours is in flight: others may have the host meanwhile
			if err := k.pace.Release(ctx); err != nil {
				return false, err
			}
		}
		return false, polite.Sleep(ctx, min(wait, time.Second))
	}
	if idle != nil {
		if !*resting {
			*resting = true
			idle <- struct{}{}
		}
		if len(idle) < cap(idle) {
			return false, polite.Sleep(ctx, 20*time.Millisecond)
		}
		return true, nil
	}
	return true, nil
}

// handle fetches one entry and hands the result on, with those of the entries its redirects led to. Interrupted before
// its answer, the entry is given back.
func (k *walk) handle(ctx context.Context, eng *engine, e schema.Entry) error {
	k.mu.Lock()
	k.asked++
	k.mu.Unlock()
	k.hands.hold(e.URL, e.URL)
	defer k.hands.free(e.URL)
	all, err := k.fetch(ctx, eng, e)
	if err != nil {
		if back := k.w.store.Unclaim(context.WithoutCancel(ctx), e); back != nil {
			err = errors.Join(err, fmt.Errorf("unclaim %s: %w", e.URL, back))
		}
		return err
	}
	k.mu.Lock()
	k.asked += len(all) - 1
	k.mu.Unlock()
	for _, f := range all {
		f.settled = f.settled || f != all[0] && all[0].Next.State != schema.StateFresh
		err = k.deliver(ctx, f)
		if rest := k.settle(ctx, f); err == nil {
			err = rest
		}
		if err != nil {
			return err
		}
	}
	if all[0].Alias {
		return nil // of the page it leads to nothing was asked
	}
	if err := k.hostHealth(all[0]); err != nil {
		return err
	}
	_, err = k.redraw(ctx, eng, false)
	return err
}

func (k *walk) deliver(ctx context.Context, f *Fetched) error {
	k.noteShell(f)
	k.decide(f)
	if err := k.handOn(ctx, f); err != nil {
		return err
	}
	k.account(ctx, f)
	return nil
}

// handOn gives a fetch to the visit, and lets its document go: a tree is several times its page.
func (k *walk) handOn(ctx context.Context, f *Fetched) error {
	defer func() { f.Doc = nil }()
	if err := k.visit(context.WithoutCancel(ctx), f); err != nil {
		return fmt.Errorf("visit %s: %w", f.Entry.URL, err)
	}
	return nil
}

// settle ends the host's turn where the stamp was to be saved with the page.
func (k *walk) settle(ctx context.Context, f *Fetched) error {
	if f.Rest == nil {
		return nil
	}
	return k.pace.Settle(ctx, f.Rest)
}

// known tells a course that this run was asked to leave alone.
func (k *walk) known(e schema.Entry) bool {
	o := k.w.o
	if e.Kind != sites.KindCourse || e.LastFetched.IsZero() {
		return false
	}
	return o.OnlyNew || !o.Since.IsZero() && !e.LastFetched.Before(o.Since)
}

func (k *walk) untilRetry() time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	return max(0, k.retryAt.Sub(k.w.now()))
}
