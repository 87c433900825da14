package crawler

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

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
	rules rules
}

// rules is what is known of an origin's robots.txt: a rulebook, or one word for all.
type rules struct {
	book  *rulebook
	all   string // "" = ask the book; "allow" or "disallow" otherwise
	why   string // reason for all, in words
	down  bool   // disallowed because the file could not be had
	warns []string
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

func (r rules) check(agent string, u *url.URL) (bool, string) {
	switch r.all {
	case "allow":
		return true, r.why
	case "disallow":
		return false, r.why
	}
	path := sites.PathQuery(u)
	ok, why := r.book.match(agent, path)
	if esc := escapePattern(path); ok && esc != path {
		return r.book.match(agent, esc) // rules are compared in normal form: %e9 in a URL is %E9 in a rule
	}
	return ok, why
}

// originOf is what a robots.txt holds for: scheme, host and port.
func originOf(u *url.URL) string { return u.Scheme + "://" + sites.HostPort(u) }

// robotsFor gives the rules of a URL's origin: from memory, from the store while younger than RobotsTTL, or
// fetched in the host's turn.
func (k *walk) robotsFor(ctx context.Context, u *url.URL) (rules, error) {
	e := k.w.robots.entry(originOf(u))
	select {
	case e.lock <- struct{}{}:
	default:
		// another walk is fetching the file, and may be waiting for the host that we hold
		if k.pace.wide <= 1 {
			if err := k.pace.release(ctx); err != nil {
				return rules{}, err
			}
		}
		if err := lock(ctx, e.lock); err != nil {
			return rules{}, err
		}
	}
	defer func() { <-e.lock }()
	if !k.w.now().Before(e.until) {
		if err := k.loadRobots(ctx, u, e); err != nil {
			return rules{}, err
		}
	}
	if e.rules.book != nil {
		if d := e.rules.book.crawlDelay(k.w.agent); d > 0 {
			k.pace.crawlDelay(u, d)
		}
		if err := k.robotsSitemaps(ctx, u, e.rules.book); err != nil {
			return rules{}, err
		}
	}
	return e.rules, nil
}

// robotsSitemaps enters the sitemaps that a robots.txt names, once a walk: those of the site's own hosts that the
// profile does not ignore. They are asked in their turn like any other page.
func (k *walk) robotsSitemaps(ctx context.Context, u *url.URL, book *rulebook) error {
	k.mu.Lock()
	known := k.mapped[originOf(u)] == book
	k.mapped[originOf(u)] = book
	k.mu.Unlock()
	if known {
		return nil
	}
	var found []Found
	for _, raw := range book.sitemaps {
		to := resolve(robotsURL(u), raw)
		if to == nil || !k.site.Serves(to) {
			k.bounds.count("foreign_sitemap_url")
			k.log.Info("sitemap of robots.txt left out: its host is not of this site", "url", raw)
			continue
		}
		f := Found{URL: k.site.CanonicalURL(to), Kind: sites.KindSitemap, Parent: robotsURL(u).String()}
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
		return fmt.Errorf("enter sitemaps of robots.txt: %w", err)
	}
	return nil
}

// volunteered tells a sitemap that a robots.txt named and the profile does not.
func volunteered(e Entry) bool {
	return e.Kind == sites.KindSitemap && strings.HasSuffix(e.Parent, "/robots.txt")
}

func (k *walk) loadRobots(ctx context.Context, u *url.URL, e *robotsEntry) error {
	now := k.w.now()
	if k.pace.idle {
		c, _, err := k.tryRobots(ctx, robotsURL(u))
		if e.rules, e.until = rulesOf(c.RobotsCopy, RobotsCopy{}, now, k.w.lim), now.Add(k.w.lim.RobotsTTL); e.rules.down {
			e.rules = rules{all: "allow", why: "no robots.txt in the archive"} // what was archived was allowed that night
		}
		return err
	}
	old, known, err := k.w.store.Robots(ctx, originOf(u))
	if err != nil {
		return fmt.Errorf("load robots of %s: %w", originOf(u), err)
	}
	if known && old.Status != 0 && old.Status < 500 && old.Status != 429 && old.Error == "" && now.Sub(old.FetchedAt) < k.w.lim.RobotsTTL {
		e.rules, e.until = rulesOf(old, old, now, k.w.lim), old.FetchedAt.Add(k.w.lim.RobotsTTL)
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
	e.rules = rulesOf(c, old, now, k.w.lim)
	e.until = now.Add(k.w.lim.RobotsTTL)
	if e.rules.down || c.Error != "" {
		e.until = now.Add(10 * time.Minute) // ask again soon, not at every page
	}
	for _, msg := range e.rules.warns {
		k.alarm("robots.txt of " + c.Origin + ": " + msg)
	}
	return nil
}

// rulesOf turns a robots answer into rules (RFC 9309 §2.3.1, and ours for 401 and 403: who locks the file means
// to lock the site).
func rulesOf(c, old RobotsCopy, now time.Time, lim Limits) rules {
	switch s := c.Status; {
	case c.Error == "" && s >= 200 && s < 300:
		return bookOf(c.Body)
	case c.Error == "" && (s == 401 || s == 403):
		return rules{all: "disallow", why: fmt.Sprintf("robots.txt answered %d", s)}
	case c.Error == "" && s >= 400 && s < 500 && s != 429:
		return rules{all: "allow", why: fmt.Sprintf("robots.txt answered %d: no rules", s)}
	}
	what := c.Error
	if what == "" {
		what = fmt.Sprintf("answered %d", c.Status)
	}
	if old.Body != nil && !old.GoodAt.IsZero() && now.Sub(old.GoodAt) <= lim.RobotsStale {
		r := bookOf(old.Body)
		r.warns = append(r.warns, "unavailable ("+what+"): the copy of "+old.GoodAt.UTC().Format(time.RFC3339)+" holds")
		return r
	}
	r := rules{all: "disallow", down: true, why: "robots.txt unavailable: " + what}
	r.warns = []string{r.why}
	if !old.GoodAt.IsZero() && now.Sub(old.GoodAt) > 30*24*time.Hour {
		r.warns = append(r.warns, "no good copy for more than 30 days: look at this site")
	}
	return r
}

func bookOf(body []byte) rules {
	r := rules{book: parseRobots(body)}
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	switch {
	case bytes.HasPrefix(head, []byte("<")) && r.book.lines == 0:
		r.warns = append(r.warns, "it is an HTML page: no rules")
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")):
		r.warns = append(r.warns, "it is UTF-16: no rules can be read")
	}
	return r
}

func robotsURL(u *url.URL) *url.URL {
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
}

// robotsAnswer is a copy with what was received for it, redirects included.
type robotsAnswer struct {
	RobotsCopy
	answers []Exchange
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
		c.Origin = originOf(u)
		if c.Error == "" && c.Status < 500 && c.Status != 429 || try >= k.w.lim.Retries || wait > k.w.lim.RetryAfterMax {
			return c, nil
		}
		if wait > 0 {
			if err := k.pace.pause(ctx, first, wait); err != nil {
				return c, err
			}
		}
		if err := sleep(ctx, max(wait, k.backoff(try))); err != nil {
			return c, err
		}
	}
}

// tryRobots follows up to RobotsRedirects redirects, to other hosts too: the rules hold for the first host.
func (k *walk) tryRobots(ctx context.Context, at *url.URL) (c robotsAnswer, wait time.Duration, err error) {
	for hop := 0; ; hop++ {
		c.RobotsCopy = RobotsCopy{FetchedAt: k.w.now().UTC()}
		if bad := k.w.guard.checkURL(at, k.site); bad != nil {
			c.Error = bad.Error()
			return c, 0, nil
		}
		ans, bad, err := k.request(ctx, k.w.send, ask{url: at, header: k.w.header("text/plain,*/*;q=0.5"),
			bound: bound{max: k.w.lim.RobotsBytes, name: "robots_bytes", cut: true}})
		if err != nil {
			return c, 0, err
		}
		if bad != nil {
			_, _, c.Error = judge(bad)
			return c, 0, nil
		}
		c.Status, c.answers = ans.ex.Status, append(c.answers, ans.ex)
		wait, _ = retryAfter(ans.ex.ResponseHeader, k.w.now())
		next := ans.ex.ResponseHeader.Get("Location")
		if c.Status < 300 || c.Status > 399 || c.Status == 304 {
			if c.Status >= 200 && c.Status < 300 {
				c.Body, c.GoodAt = withoutComments(wholeLines(ans.body, k.w.lim.RobotsBytes)), c.FetchedAt
			}
			return c, wait, nil
		}
		to, err := at.Parse(next)
		if err != nil || next == "" || hop >= k.w.lim.RobotsRedirects {
			c.Error = fmt.Sprintf("redirect %d of robots.txt leads nowhere (%q)", hop+1, next)
			return c, 0, nil
		}
		to.Fragment = ""
		at = to
	}
}

// wholeLines drops the line the size limit cut in two: half a rule is another rule.
func wholeLines(body []byte, limit int64) []byte {
	if body == nil {
		return []byte{}
	}
	if int64(len(body)) < limit {
		return body
	}
	i := bytes.LastIndexAny(body, "\r\n")
	return body[:i+1]
}

// withoutComments leaves the lines as they are numbered, each up to its "#".
func withoutComments(body []byte) []byte {
	out := make([]byte, 0, len(body))
	comment := false
	for _, b := range body {
		switch b {
		case '\n', '\r':
			comment = false
		case '#':
			comment = true
		}
		if !comment {
			out = append(out, b)
		}
	}
	return out
}
