package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

const acceptPage = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"

// fetch asks for one entry, over redirects, and says how it ended. An error means that it was not dealt with.
func (k *walk) fetch(ctx context.Context, eng *engine, e schema.Entry) (*Fetched, error) {
	f := &Fetched{Fetched: schema.Fetched{Run: k.run, Entry: e, FinalURL: e.URL, ETag: e.ETag,
		LastModified: e.LastModified,
		ContentHash:  e.ContentHash}}
	f.Page = schema.Page{Site: k.site.ID, URL: e.URL}
	u, err := url.Parse(e.URL)
	if err != nil {
		f.Outcome, f.Reason = schema.OutcomeRefused, err.Error()
		return f, nil
	}
	sites.Undot(u) // of a frontier that an earlier program filled
	if volunteered(e) && k.site.Kind(u) == sites.KindIgnore {
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, ignored, "on the profile's ignore list"
		return f, nil
	}
	if limit := k.bounds.enter(e); limit != "" {
		k.bounds.count(limit)
		f.Outcome, f.Limit, f.Reason = schema.OutcomeRefused, limit, "over the limit "+limit
		return f, nil
	}
	way := &way{k: k, f: f, at: u, validators: k.validators(e), seen: map[string]bool{}}
	ans, bad, err := way.follow(ctx, eng)
	if err != nil {
		return nil, err
	}
	f.Took = ans.took
	if bad != nil {
		f.Doc = nil
		f.Outcome, f.Limit, f.Reason = judge.Fault(bad)
		f.Reason += chainOf(f.Hops)
		f.Page.Status = ans.ex.Status
		if f.Limit != "" {
			k.bounds.count(f.Limit)
		}
	}
	return f, nil
}

// way is one fetch on its way over redirects. Each hop is judged anew: scheme, host and port, address, robots and pace.
// Cookies set on the way are kept on the way, and nowhere else.
type way struct {
	k          *walk
	f          *Fetched
	at         *url.URL
	validators map[string]string
	seen       map[string]bool // what was asked, with the cookies it was asked with
	cookies    cookies
}

func (y *way) follow(ctx context.Context, eng *engine) (answer, error, error) {
	k, f := y.k, y.f
	for {
		if bad := k.allowed(y.at, len(f.Hops) > 0); bad != nil {
			return answer{}, bad, nil
		}
		h := k.w.header(acceptPage)
		for name, v := range y.validators {
			h.Set(name, v)
		}
		sent := y.cookies.send(h, y.at)
		y.seen[y.at.String()+"\x00"+sent] = true
		var next *url.URL
		var turned error
		ans, bad, err := eng.get(ctx, k, ask{url: y.at, header: h, bound: k.bound(f.Entry.Kind),
			rests:  conditional(y.validators),
			answer: func(r *colly.Response, ans *answer) { next, turned = y.answer(r, ans) }})
		f.Rest = ans.rest
		if err != nil || bad != nil {
			return ans, bad, err
		}
		if turned != nil || next == nil {
			return ans, turned, nil
		}
		y.at = next
	}
}

// answer is called back when an answer is whole. It tells where to go on, or reads the page; an error turns the fetch
// into a fault.
func (y *way) answer(r *colly.Response, ans *answer) (next *url.URL, bad error) {
	k, f := y.k, y.f
	f.Archive = append(f.Archive, ans.ex)
	y.cookies.take(*r.Headers, y.at)
	if r.StatusCode == http.StatusNotModified && !conditional(y.validators) {
		if h := f.Archive; len(h) > 1 && h[len(h)-2].Status == http.StatusNotModified {
			why := errors.New("status 304 to an unconditional request")
			return nil, &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: why}
		}
		y.validators = freshPlease // some caches answer for somebody else's validator: ask once more
		return y.at, nil
	}
	next, bad = redirect(y.at, r.StatusCode, *r.Headers)
	if bad != nil {
		return nil, bad
	}
	if next == nil {
		if next = k.learn(f, y.at, r, ans); next == nil {
			return nil, nil
		}
		f.Page, f.Doc = schema.Page{Site: k.site.ID, URL: f.Entry.URL}, nil // the page is only a signpost
	}
	f.Hops = append(f.Hops, schema.Hop{URL: y.at.String(), Status: r.StatusCode, To: next.String()})
	if len(f.Hops) > k.w.lim.Redirects {
		why := fmt.Errorf("more than %d redirects", k.w.lim.Redirects)
		return nil, &wire.Fault{Outcome: schema.OutcomeRefused, Limit: "redirects", Err: why}
	}
	if cookie := y.cookies.line(next); y.seen[next.String()+"\x00"+cookie] {
		why := "redirects run in a circle"
		switch {
		case cookie != "":
			why += ", though its cookies were sent back"
		case y.cookies.any():
			why += ": this site wants a cookie that is not for this address, or too long to be sent"
		}
		return nil, &wire.Fault{Outcome: schema.OutcomeRefused, Limit: "redirects", Err: errors.New(why)}
	}
	y.validators = nil
	return next, nil
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
	next.Fragment, next.RawFragment = "", ""
	sites.Undot(next)
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

// validators are the conditional headers for an entry; none in a replay, for pages whose turn of an
// unconditional fetch has come, and for pages that failed since.
func (k *walk) validators(e schema.Entry) map[string]string {
	if k.pace.Idle || e.LastFetched.IsZero() || k.rechecked(e.URL) {
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

// chainOf writes redirects down for people.
func chainOf(hops []schema.Hop) string {
	if len(hops) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(" (by way of")
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
