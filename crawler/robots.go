package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/polite"
	"carif/crawler/robots"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

// robotsCache holds the rules of each origin in memory, and makes sure that one fetch serves all who ask.
type robotsCache struct {
	mu      sync.Mutex
	origins map[string]*robotsEntry
}

type robotsEntry struct {
	lock  chan struct{} // held by whoever fetches
	until time.Time     // when the rules must be had anew
	rules robots.Rules
	fault Fault // where rules.Down: how asking for the file ended
}

func newRobotsCache() *robotsCache { return &robotsCache{origins: map[string]*robotsEntry{}} }

func (c *robotsCache) entry(origin string) *robotsEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.origins[origin]
	if e == nil {
		e = &robotsEntry{lock: make(chan struct{}, 1)}
		c.origins[origin] = e
	}
	return e
}

// originOf is what a robots.txt holds for: scheme, host and port.
func originOf(u *url.URL) string { return u.Scheme + "://" + sites.HostPort(u) }

// robotsFor gives the rules of a URL's origin: from memory, from the store while younger than RobotsTTL, or
// fetched in the host's turn.
func (k *walk) robotsFor(ctx context.Context, u *url.URL) (robots.Rules, error) {
	e := k.w.robots.entry(originOf(u))
	select {
	case e.lock <- struct{}{}:
	default:
		// another walk is fetching the file, and may be waiting for the host that we hold
		if k.pace.Wide <= 1 {
			if err := k.pace.Release(ctx); err != nil {
				return robots.Rules{}, err
			}
		}
		if err := polite.Lock(ctx, e.lock); err != nil {
			return robots.Rules{}, err
		}
	}
	defer func() { <-e.lock }()
	if !k.w.now().Before(e.until) {
		if err := k.loadRobots(ctx, u, e); err != nil {
			return robots.Rules{}, err
		}
	}
	k.noteRobots(e)
	if e.rules.Book != nil {
		if d := e.rules.Book.CrawlDelay(k.w.agent); d > 0 {
			k.pace.CrawlDelay(u, d)
		}
		if err := k.robotsSitemaps(ctx, u, e.rules.Book); err != nil {
			return robots.Rules{}, err
		}
	}
	return e.rules, nil
}

// noteRobots puts a robots.txt that cannot be had among the faults of this walk, whichever walk asked for it.
func (k *walk) noteRobots(e *robotsEntry) {
	if e.fault.URL == "" {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	switch known := k.faults[e.fault.URL]; {
	case e.rules.Down && (known == nil || known.Healed):
		f := e.fault
		k.faults[f.URL], k.rep.RobotsDown = &f, true
	case !e.rules.Down && known != nil && !known.Healed:
		known.Healed = true
		k.rep.Healed++
	}
}

// robotsSitemaps enters the sitemaps that a robots.txt names, once a walk of pages: those of the site's own hosts that
// the profile does not ignore. They are asked in their turn like any other page.
func (k *walk) robotsSitemaps(ctx context.Context, u *url.URL, book *robots.Book) error {
	k.mu.Lock()
	known := k.mapped[originOf(u)] == book
	k.mapped[originOf(u)] = book
	k.mu.Unlock()
	if known || k.site.Feed != nil {
		return nil
	}
	var found []schema.Found
	for _, raw := range book.Sitemaps {
		to := links.Resolve(robotsURL(u), raw)
		if to == nil || !k.site.Serves(to) {
			k.bounds.count("foreign_sitemap_url")
			k.log.Info("sitemap of robots.txt left out: its host is not of this site", "url", raw)
			continue
		}
		f := schema.Found{URL: k.site.CanonicalURL(to), Kind: sites.KindSitemap, Parent: robotsURL(u).String()}
		if limit := k.bounds.sitemap(f); limit != "" {
			k.bounds.count(limit)
		} else if k.site.Kind(to) != sites.KindIgnore {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if _, err := k.w.store.Seed(ctx, k.site.ID, k.run, found); err != nil {
		return fmt.Errorf("queue sitemaps of robots.txt: %w", err)
	}
	return nil
}

// volunteered tells a sitemap that a robots.txt named and the profile does not.
func volunteered(e schema.Entry) bool {
	return e.Kind == sites.KindSitemap && strings.HasSuffix(e.Parent, "/robots.txt")
}

func (k *walk) loadRobots(ctx context.Context, u *url.URL, e *robotsEntry) error {
	now := k.w.now()
	if k.pace.Idle {
		c, _, err := k.tryRobots(ctx, robotsURL(u))
		e.rules, e.until = robots.Of(c.RobotsCopy, schema.RobotsCopy{}, now, k.w.lim.RobotsStale), now.Add(k.w.lim.RobotsTTL)
		if e.rules.Down {
			e.rules = robots.Allow("no robots.txt in the archive") // what was archived was allowed that night
		}
		return err
	}
	old, known, err := k.w.store.Robots(ctx, originOf(u))
	if err != nil {
		return fmt.Errorf("load robots of %s: %w", originOf(u), err)
	}
	if known && robots.Ahead(old.FetchedAt, now) {
		k.alarm(fmt.Sprintf("robots.txt of %s: its copy is of %s, which is yet to come: it is fetched anew; look at this "+
			"machine's clock", originOf(u), old.FetchedAt.UTC().Format(time.RFC3339)))
	} else if age := now.Sub(old.FetchedAt); known && settled(old) && age < k.w.lim.RobotsTTL {
		// the rest is counted from now on, so that it ends whatever becomes of the clock
		e.rules, e.until = robots.Of(old, old, now, k.w.lim.RobotsStale), now.Add(k.w.lim.RobotsTTL-age)
		return nil
	}
	got, err := k.fetchRobots(ctx, u)
	if err != nil {
		return err
	}
	c := got.RobotsCopy
	changed := !known || c.Status != old.Status || c.Body != nil && !bytes.Equal(c.Body, old.Body)
	if k.w.o.KeepRobots != nil && len(got.answers) > 0 && changed {
		if err := k.w.o.KeepRobots(context.WithoutCancel(ctx), k.site.ID, k.run, got.answers); err != nil {
			return fmt.Errorf("keep robots of %s: %w", c.Origin, err)
		}
	}
	if c.Body == nil {
		c.Body, c.GoodAt = old.Body, old.GoodAt // the last good copy is kept beside the failure
	}
	if err := k.w.store.SaveRobots(context.WithoutCancel(ctx), c); err != nil {
		return fmt.Errorf("save robots of %s: %w", c.Origin, err)
	}
	e.rules = robots.Of(c, old, now, k.w.lim.RobotsStale)
	e.until = now.Add(k.w.lim.RobotsTTL)
	if e.rules.Down {
		e.fault = Fault{URL: robotsURL(u).String(), Class: got.class, Attempts: got.tries, Last: e.rules.Why()}
	}
	if e.rules.Down || c.Error != "" {
		e.until = now.Add(10 * time.Minute) // ask again soon, not at every page
	}
	for _, msg := range e.rules.Warns {
		k.alarm("robots.txt of " + c.Origin + ": " + msg)
	}
	return nil
}

func robotsURL(u *url.URL) *url.URL {
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
}

// settled tells an answer that says what the rules are, be it that there are none.
func settled(c schema.RobotsCopy) bool {
	return c.Error == "" && c.Status != 0 && c.Status < 500 && !schema.TransientStatus(c.Status)
}

// robotsAnswer is a copy with what was received for it, redirects included.
type robotsAnswer struct {
	schema.RobotsCopy
	answers []schema.Exchange
	class   schema.Outcome // where it could not be had
	tries   int
}

// fetchRobots asks for robots.txt, again after faults, each request in its host's turn. What went wrong is in
// the copy; the error is only for the store or the context.
func (k *walk) fetchRobots(ctx context.Context, u *url.URL) (robotsAnswer, error) {
	first := robotsURL(u)
	for try := 0; ; try++ {
		c, wait, err := k.tryRobots(ctx, first)
		if err != nil {
			return c, err
		}
		c.Origin, c.tries = originOf(u), try+1
		if settled(c.RobotsCopy) || try >= k.w.lim.Retries || wait > k.w.lim.RetryAfterMax {
			return c, nil
		}
		if wait > 0 {
			if err := k.pace.Pause(ctx, first, wait); err != nil {
				return c, err
			}
		}
		if err := polite.Sleep(ctx, max(wait, k.backoff(try))); err != nil {
			return c, err
		}
	}
}

// tryRobots follows up to RobotsRedirects redirects, to other hosts too: the rules hold for the first host.
func (k *walk) tryRobots(ctx context.Context, at *url.URL) (c robotsAnswer, wait time.Duration, err error) {
	for hop := 0; ; hop++ {
		c.RobotsCopy = schema.RobotsCopy{FetchedAt: k.w.now().UTC()}
		ex, body, bad, err := k.askRobots(ctx, at)
		if err != nil {
			return c, 0, err
		}
		if bad != nil {
			c.class, _, c.Error = judge.Fault(bad)
			return c, 0, nil
		}
		c.Status, c.answers = ex.Status, append(c.answers, ex)
		if c.class = schema.OutcomeServerError; c.Status == http.StatusTooManyRequests ||
			ex.ResponseHeader.Get("Retry-After") != "" {
			c.class = schema.OutcomeThrottled
		}
		wait, _ = polite.RetryAfter(ex.ResponseHeader, k.w.now())
		next := ex.ResponseHeader.Get("Location")
		if c.Status < 300 || c.Status > 399 || c.Status == 304 {
			if c.Status >= 200 && c.Status < 300 {
				c.Body, c.GoodAt = robots.WithoutComments(robots.WholeLines(body, k.w.lim.RobotsBytes)), c.FetchedAt
			}
			return c, wait, nil
		}
		to, err := at.Parse(next)
		if err != nil || next == "" || hop >= k.w.lim.RobotsRedirects {
			c.class = schema.OutcomeUnexpected
			c.Error = fmt.Sprintf("redirect %d of robots.txt leads nowhere (%q)", hop+1, next)
			return c, 0, nil
		}
		to.Fragment = ""
		sites.Sendable(to)
		at = to
	}
}

// askRobots sends one request for a robots.txt down the chain that does not ask robots.txt.
func (k *walk) askRobots(ctx context.Context, at *url.URL) (ex schema.Exchange, body []byte, bad, err error) {
	c := &wire.Call{Site: k.site, Bound: wire.Bound{Max: k.w.lim.RobotsBytes, Name: "robots_bytes", Cut: true}}
	ctx = context.WithValue(ctx, pageKey{}, (*call)(nil)) // the page that wants to know is not asked yet
	req := &http.Request{Method: http.MethodGet, URL: at, Header: k.w.header("text/plain,*/*;q=0.5")}
	req = req.WithContext(wire.With(ctx, c))
	res, bad := k.bare.RoundTrip(req)
	var end *ending
	if errors.As(bad, &end) {
		return c.Exchange, nil, nil, end.error
	}
	if bad != nil {
		return c.Exchange, nil, bad, nil
	}
	body, bad = io.ReadAll(res.Body)
	return c.Exchange, body, bad, nil
}
