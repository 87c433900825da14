package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gocolly/colly/v2"

	"carif/crawler/wire"
	"carif/schema"
)

// way is one fetch on its way over redirects. Each hop is judged anew: scheme, host and port, address, robots and pace.
// Cookies set on the way are kept on the way, and nowhere else. Where it leads to another entry of the frontier, it
// goes on for that one (see led.go).
type way struct {
	k          *walk
	f          *Fetched   // the entry that the request under way is for
	first      *Fetched   // the entry the way began with
	led        []*Fetched // those whose redirects led to f, in the order in which they were asked
	at         *url.URL
	validators map[string]string
	hops       int
	seen       map[string]bool // what was asked, with the cookies it was asked with
	gated      map[string]bool // what was asked again because it had set a cookie
	cookies    cookies
	sent       string // the cookies of the request under way
	over       bool   // f leads to an entry that was dealt with in this run
	circle     bool   // it came to no end
}

func (y *way) follow(ctx context.Context, eng *engine) (answer, error, error) {
	k := y.k
	for {
		if y.hops > 0 {
			if err := y.reach(ctx); y.over || err != nil {
				return answer{}, nil, err
			}
		}
		f := y.f
		if bad := k.allowed(y.at, y.hops > 0); bad != nil {
			return answer{}, bad, nil
		}
		h := k.w.header(acceptPage)
		if k.site.IsJSON(y.at) {
			h.Set("Accept", acceptJSON)
		}
		for name, v := range y.validators {
			h.Set(name, v)
		}
		y.sent = y.cookies.send(h, y.at)
		y.seen[y.at.String()+"\x00"+y.sent] = true
		var next *url.URL
		var turned error
		ans, bad, err := eng.get(ctx, k, ask{url: y.at, header: h, bound: k.bound(f.Entry.Kind),
			// What redirects led to may be saved with several pages, and what is drawn asks for more before it is saved.
			rests:  y.hops == 0 && !k.site.Renders(),
			answer: func(r *colly.Response, ans *answer) { next, turned = y.answer(ctx, r, ans) }})
		y.f.Rest = ans.rest
		if err != nil || bad != nil {
			return ans, bad, err
		}
		var end *ending
		if errors.As(turned, &end) {
			return ans, nil, end.error
		}
		if turned != nil || next == nil {
			return ans, turned, nil
		}
		if y.f.Rest != nil { // no page is saved before the next request
			if err := k.pace.Settle(ctx, y.f.Rest); err != nil {
				return ans, nil, err
			}
			y.f.Rest = nil
		}
		y.at = next
	}
}

// answer is called back when an answer is whole. It tells where to go on, or reads the page; an error turns the fetch
// into a fault.
func (y *way) answer(ctx context.Context, r *colly.Response, ans *answer) (next *url.URL, bad error) {
	k, f := y.k, y.f
	f.Archive = append(f.Archive, ans.ex)
	set := y.cookies.take(*r.Headers, y.at)
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
		if bad = y.draw(ctx, r); bad != nil {
			return nil, bad
		}
		next, bad = k.learn(f, y.at, r, ans, func(thin bool) (bool, error) { return y.gate(set, thin) })
		if next == nil && bad == nil {
			return nil, nil
		}
		f.Page, f.Doc, f.Drawn = schema.Page{Site: k.site.ID, URL: f.Entry.URL}, nil, false // the page is only a signpost
		if bad != nil {
			return nil, bad
		}
	}
	y.hop(schema.Hop{URL: y.at.String(), Status: r.StatusCode, To: next.String()})
	if y.hops > k.w.lim.Redirects {
		y.circle = true
		return nil, refused(fmt.Sprintf("more than %d redirects", k.w.lim.Redirects))
	}
	if cookie := y.cookies.line(next); y.seen[next.String()+"\x00"+cookie] {
		y.circle = true
		return nil, refused("redirects run in a circle" + y.cookies.complaint(cookie))
	}
	y.validators = nil
	return next, nil
}

func (y *way) hop(h schema.Hop) {
	y.hops++
	y.f.Hops = append(y.f.Hops, h)
	for _, f := range y.led {
		f.Hops = append(f.Hops, h)
	}
}

// gate tells whether a page that only loads itself anew is to be asked again: once, with the cookie that it has set and
// that was not sent yet. A page on which there is nothing else to read, and which comes again, is none.
func (y *way) gate(set, thin bool) (again bool, bad error) {
	line, at := y.cookies.line(y.at), y.at.String()
	switch was := y.gated[at]; {
	case set && !was && line != y.sent:
		y.gated[at] = true
		return true, nil
	case thin && (set || was):
		return false, refused("the page only loads itself anew" + y.cookies.complaint(line))
	}
	return false, nil
}

func refused(why string) error {
	return &wire.Fault{Outcome: schema.OutcomeRefused, Limit: "redirects", Err: errors.New(why)}
}
