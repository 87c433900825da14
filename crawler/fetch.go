package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/spool"
	"carif/crawler/wire"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// Fetched is how one fetch ended, with the document that was read from its answer on the way.
type Fetched struct {
	schema.Fetched
	// Doc is the page as it was parsed when its answer came; nil where nothing had to be parsed. Who reads the page
	// reads it from here, for it is parsed once. It is let go when the visit is over.
	Doc *page.Doc

	// Body is the body of a feed, aside, and Page.Body is empty then. It goes when the visit is over.
	Body *spool.Body

	settled bool // an alias of an entry that will not be asked again in this run
}

// Visit receives every fetch, good or bad, and makes it durable: archive first, then in ONE transaction the
// page, its records, its links (Found) and the entry's new state (Next). It may let pages wait for others, where the
// store knows of them before it says that nothing is left. An error ends the walk. It must be able
// to take a page that is done already: at the end of a walk listings and sentinels may be looked at again. Of a feed it
// reads the body itself: it may say what the outcome was, and it is stopped by its context.
type Visit func(ctx context.Context, f *Fetched) error

const acceptJSON = "application/json,*/*;q=0.5"

const acceptPage = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"

// fetch asks for one entry, over redirects, and says how it ended. Entries to which the redirects led are dealt with by
// the way: they come before it. An error means that none was dealt with.
func (k *walk) fetch(ctx context.Context, eng *engine, e schema.Entry) ([]*Fetched, error) {
	f := k.fetched(e)
	u, err := url.Parse(e.URL)
	if err != nil {
		f.Outcome, f.Reason = schema.OutcomeRefused, err.Error()
		return []*Fetched{f}, nil
	}
	if e.Kind == sites.KindFeed { // the profile had one once: it speaks for nothing any more
		f.Outcome, f.Reason = schema.OutcomeGone, "the profile has no feed"
		return []*Fetched{f}, nil
	}
	sites.Sendable(u) // of a frontier that an earlier program filled
	if volunteered(e) && k.site.Kind(u) == sites.KindIgnore {
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, ignored, "on the profile's ignore list"
		return []*Fetched{f}, nil
	}
	if limit := k.bounds.enter(e); limit != "" {
		k.bounds.count(limit)
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, limit, "over the limit "+limit
		return []*Fetched{f}, nil
	}
	way := &way{k: k, f: f, first: f, at: u, validators: k.validators(e), seen: map[string]bool{},
		gated: map[string]bool{}}
	ans, bad, err := way.follow(ctx, eng)
	if err != nil {
		way.giveBack(ctx)
		return nil, err
	}
	way.f.Took = ans.took
	if bad != nil {
		f := way.f
		f.Doc = nil
		f.Outcome, f.Limit, f.Reason = judge.Fault(bad)
		f.Reason += chainOf(f.Hops)
		f.Page.Status = ans.ex.Status
		if f.Limit != "" {
			k.bounds.count(f.Limit)
		}
	}
	return way.all(ctx), nil
}

// fetched begins the account of a fetch.
func (k *walk) fetched(e schema.Entry) *Fetched {
	return &Fetched{Fetched: schema.Fetched{Run: k.run, Entry: e, FinalURL: e.URL, ETag: e.ETag,
		LastModified: e.LastModified, ContentHash: e.ContentHash, Page: schema.Page{Site: k.site.ID, URL: e.URL}}}
}

// freshPlease asks caches on the way to pass the question on.
var freshPlease = map[string]string{"Cache-Control": "no-cache"}

func conditional(h map[string]string) bool {
	return h["If-None-Match"] != "" || h["If-Modified-Since"] != ""
}

// redirect reads where an answer sends us; nil when it does not.
func redirect(u *url.URL, status int, h http.Header) (*url.URL, error) {
	switch status {
	case 301, 302, 303, 307, 308:
	default:
		return nil, nil
	}
	loc := h.Get("Location")
	if strings.TrimSpace(loc) == "" {
		return nil, &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: fmt.Errorf("status %d without a Location", status)}
	}
	next, err := u.Parse(links.Clean(strings.TrimSpace(loc)))
	if err != nil {
		why := fmt.Errorf("status %d with a Location that is not a URL: %q", status, loc)
		return nil, &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: why}
	}
	if !sites.IsRoute(next.Fragment) {
		next.Fragment, next.RawFragment = "", ""
		if sites.IsRoute(u.Fragment) {
			next.Fragment, next.RawFragment = u.Fragment, u.RawFragment // as browsers take it along
		}
	}
	sites.Sendable(next)
	return next, nil
}

// allowed judges by the profile whether a URL is to be asked; the chain below colly judges its address and its
// robots.txt.
func (k *walk) allowed(u *url.URL, hop bool) error {
	switch {
	case !k.site.Serves(u):
		return wire.Refuse("%s://%s is not of this site", u.Scheme, u.Host)
	case hop && k.site.Kind(u) == sites.KindIgnore:
		return wire.Refuse("%s is on the profile's ignore list", u.Path)
	case len(u.String()) > k.w.lim.URLBytes:
		return &wire.Fault{Outcome: schema.OutcomeRefused, Limit: "url_bytes", Err: errors.New("URL too long")}
	}
	return nil
}

func (k *walk) bound(kind sites.Kind) wire.Bound {
	b := wire.Bound{Max: k.w.lim.PageBytes, Ratio: k.w.lim.Ratio, Floor: k.w.lim.RatioFloor, Name: "page_bytes"}
	if kind == sites.KindSitemap {
		b.Max, b.Name = k.w.lim.SitemapBytes, "sitemap_bytes"
	}
	return b
}

// validators are the conditional headers for an entry; none in a replay, for pages whose turn of an unconditional fetch
// has come, for pages that a browser draws (their own answer says nothing of what scripts load), for pages that failed
// since, and for listings while something rests that they may name: a 304 names nothing.
func (k *walk) validators(e schema.Entry) map[string]string {
	if k.pace.Idle || e.LastFetched.IsZero() || k.rechecked(e.URL) || k.draws(e.Kind) ||
		k.resting && e.Kind != sites.KindCourse {
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

// byWay begins what chainOf says.
const byWay = " (by way of"

// chainOf writes redirects down for people.
func chainOf(hops []schema.Hop) string {
	if len(hops) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(byWay)
	for _, h := range hops {
		how := fmt.Sprint(h.Status)
		if h.Status == http.StatusOK {
			how = "refresh"
		}
		fmt.Fprintf(&b, " %s %s →", h.URL, how)
	}
	b.WriteString(" " + hops[len(hops)-1].To + ")")
	return b.String()
}

// backoff is how long to wait before try n+1: full jitter over a doubling span.
func (k *walk) backoff(n int) time.Duration {
	span := min(k.w.lim.BackoffMin<<min(n+1, 20), k.w.lim.BackoffMax)
	return k.w.lim.BackoffMin + jitter(max(0, span-k.w.lim.BackoffMin))
}

// header is what every request of ours says of itself.
func (w *Walker) header(accept string) http.Header {
	h := http.Header{}
	h.Set("User-Agent", w.o.UserAgent)
	if w.o.From != "" {
		h.Set("From", w.o.From)
	}
	h.Set("Accept", accept)
	h.Set("Accept-Language", "fr,en;q=0.3")
	h.Set("Accept-Encoding", wire.AcceptEncoding)
	return h
}
