package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"carif/schema"
	"carif/sites"
)

const acceptPage = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"

// sender sends one request: colly's engine, or the wire itself.
type sender func(context.Context, ask) (answer, error)

// request sends one request in its host's turn. bad is what the network or a limit did to it; err is only for
// what ends the walk.
func (k *walk) request(ctx context.Context, send sender, a ask) (ans answer, bad, err error) {
	if err := k.pace.begin(ctx, a.url); err != nil {
		return ans, nil, err
	}
	release := k.pace.hold(a.url)
	rc, done := k.grace(ctx)
	ans, bad = send(rc, a)
	done()
	release()
	k.mu.Lock()
	k.rep.Requests++
	if s := k.gates.spent[hostKey(a.url)]; s != nil {
		s.since++
	}
	k.rep.Bytes += int64(len(ans.ex.Body))
	k.mu.Unlock()
	if a.rests && bad == nil && ans.ex.Status == http.StatusNotModified && !k.pace.idle {
		ans.rest = k.pace.owe(a.url, &ans, false) // nothing stands between this answer and its save
		return ans, nil, nil
	}
	if err := k.pace.end(ctx, a.url, &ans, bad != nil); err != nil {
		return ans, bad, err
	}
	if bad != nil && ctx.Err() != nil {
		return ans, nil, ctx.Err() // the interrupt did it, not the server
	}
	return ans, bad, nil
}

// grace gives a request in hand a few seconds more after an interrupt.
func (k *walk) grace(ctx context.Context) (context.Context, func()) {
	rc, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if sleep(rc, k.w.lim.InterruptFor) == nil {
			cancel()
		}
	})
	return rc, func() { stop(); cancel() }
}

// fetch asks for one entry, over redirects, and says how it ended. An error means that it was not dealt with.
func (k *walk) fetch(ctx context.Context, eng *engine, e Entry) (*Fetched, error) {
	f := &Fetched{Run: k.run, Entry: e, FinalURL: e.URL, ETag: e.ETag, LastModified: e.LastModified, ContentHash: e.ContentHash}
	f.Page = schema.Page{Site: k.site.ID, URL: e.URL}
	u, err := url.Parse(e.URL)
	if err != nil {
		f.Outcome, f.Reason = schema.OutcomeRefused, err.Error()
		return f, nil
	}
	if volunteered(e) && k.site.Kind(u) == sites.KindIgnore {
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, ignored, "on the profile's ignore list"
		return f, nil
	}
	if limit := k.bounds.enter(e); limit != "" {
		k.bounds.count(limit)
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, limit, "over the limit "+limit
		return f, nil
	}
	at, ans, bad, err := k.follow(ctx, eng, f, u)
	if err != nil {
		return nil, err
	}
	f.Took = ans.took
	if bad != nil {
		f.Outcome, f.Limit, f.Reason = judge(bad)
		f.Reason += chain(f.Hops)
		f.Page.Status = ans.ex.Status
		if f.Limit != "" {
			k.bounds.count(f.Limit)
		}
		return f, nil
	}
	k.learn(f, at, &ans)
	return f, nil
}

// follow asks for a URL and for what it redirects to, each hop judged anew: scheme, host and port, address,
// robots and pace.
func (k *walk) follow(ctx context.Context, eng *engine, f *Fetched, u *url.URL) (*url.URL, answer, error, error) {
	validators := k.validators(f.Entry)
	seen := map[string]bool{}
	for {
		if bad, err := k.allowed(ctx, u, len(f.Hops) > 0); bad != nil || err != nil {
			return u, answer{}, bad, err
		}
		seen[u.String()] = true
		h := k.w.header(acceptPage)
		for name, v := range validators {
			h.Set(name, v)
		}
		ans, bad, err := k.request(ctx, eng.get, ask{url: u, header: h, bound: k.bound(f.Entry.Kind), rests: conditional(validators)})
		f.Rest = ans.rest
		if bad != nil || err != nil {
			return u, ans, bad, err
		}
		f.Archive = append(f.Archive, ans.ex)
		if ans.ex.Status == http.StatusNotModified && !conditional(validators) {
			if h := f.Archive; len(h) > 1 && h[len(h)-2].Status == http.StatusNotModified {
				return u, ans, &fault{outcome: schema.OutcomeUnexpected, err: errors.New("status 304 though nothing was asked conditionally")}, nil
			}
			validators = freshPlease // some caches answer for somebody else's validator: ask once more
			continue
		}
		next, bad := redirect(u, &ans)
		if next == nil || bad != nil {
			return u, ans, bad, nil
		}
		f.Hops = append(f.Hops, Hop{URL: u.String(), Status: ans.ex.Status, To: next.String()})
		if len(f.Hops) > k.w.lim.Redirects {
			return u, ans, &fault{outcome: schema.OutcomeRefused, limit: "redirects", err: fmt.Errorf("more than %d redirects", k.w.lim.Redirects)}, nil
		}
		if seen[next.String()] {
			return u, ans, &fault{outcome: schema.OutcomeRefused, limit: "redirects", err: errors.New("redirects run in a circle")}, nil
		}
		u, validators = next, nil
	}
}

// freshPlease asks caches on the way to pass the question on.
var freshPlease = map[string]string{"Cache-Control": "no-cache"}

func conditional(h map[string]string) bool {
	return h["If-None-Match"] != "" || h["If-Modified-Since"] != ""
}

// redirect reads where an answer sends us; nil when it does not.
func redirect(u *url.URL, ans *answer) (*url.URL, error) {
	switch ans.ex.Status {
	case 301, 302, 303, 307, 308:
	default:
		return nil, nil
	}
	loc := ans.ex.ResponseHeader.Get("Location")
	if strings.TrimSpace(loc) == "" {
		return nil, &fault{outcome: schema.OutcomeUnexpected, err: fmt.Errorf("status %d without a Location", ans.ex.Status)}
	}
	next, err := u.Parse(cleanHref(strings.TrimSpace(loc)))
	if err != nil {
		return nil, &fault{outcome: schema.OutcomeUnexpected, err: fmt.Errorf("status %d to a Location that is no URL: %q", ans.ex.Status, loc)}
	}
	next.Fragment, next.RawFragment = "", ""
	return next, nil
}

// allowed judges a URL before it is asked. bad holds a fault with its outcome.
func (k *walk) allowed(ctx context.Context, u *url.URL, hop bool) (bad, err error) {
	if !k.site.Serves(u) {
		return refuse("%s://%s is not of this site", u.Scheme, u.Host), nil
	}
	if err := k.w.guard.checkURL(u, k.site); err != nil {
		return err, nil
	}
	if hop && k.site.Kind(u) == sites.KindIgnore {
		return refuse("%s is on the profile's ignore list", u.Path), nil
	}
	if len(u.String()) > k.w.lim.URLBytes {
		return &fault{outcome: schema.OutcomeRefused, limit: "url_bytes", err: errors.New("URL too long")}, nil
	}
	r, err := k.robotsFor(ctx, u)
	if err != nil {
		return nil, err
	}
	ok, why := r.check(k.w.agent, u)
	switch {
	case ok:
		return nil, nil
	case r.down && len(k.site.Hosts) <= 1:
		return nil, k.stop(why)
	case r.down:
		k.fail(hostKey(u) + ": " + why)
	}
	return &fault{outcome: schema.OutcomeRobots, err: errors.New(why)}, nil
}

func (k *walk) bound(kind sites.Kind) bound {
	b := bound{max: k.w.lim.PageBytes, ratio: k.w.lim.Ratio, floor: k.w.lim.RatioFloor, name: "page_bytes"}
	if kind == sites.KindSitemap {
		b.max, b.name = k.w.lim.SitemapBytes, "sitemap_bytes"
	}
	return b
}

// validators are the conditional headers for an entry; none in a replay, for pages whose turn of an
// unconditional fetch has come, and for pages that failed since.
func (k *walk) validators(e Entry) map[string]string {
	if k.pace.idle || e.LastFetched.IsZero() || k.rechecked(e.URL) {
		return nil
	}
	v := map[string]string{}
	if e.ETag != "" {
		v["If-None-Match"] = e.ETag
	}
	if e.LastModified != "" {
		v["If-Modified-Since"] = e.LastModified
	}
	return v
}

// rechecked picks the share of pages asked unconditionally in this run: run after run the share moves on
// through all of them.
func (k *walk) rechecked(u string) bool {
	share := k.w.o.Recheck
	if share <= 0 {
		return false
	}
	at := float64(hash64(u)>>11) / (1 << 53)
	at += float64(k.run) * share
	return share >= 1 || at-float64(int64(at)) < share
}

// chain writes redirects down for people.
func chain(hops []Hop) string {
	if len(hops) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(" (by way of")
	for _, h := range hops {
		fmt.Fprintf(&b, " %s %d →", h.URL, h.Status)
	}
	b.WriteString(" " + hops[len(hops)-1].To + ")")
	return b.String()
}

// backoff is how long to wait before try n+1: full jitter over a doubling span.
func (k *walk) backoff(n int) time.Duration {
	span := min(k.w.lim.BackoffMin<<min(n+1, 20), k.w.lim.BackoffMax)
	return k.w.lim.BackoffMin + jitter(max(0, span-k.w.lim.BackoffMin))
}
