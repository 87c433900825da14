package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"

	"carif/crawler/wire"
	"carif/schema"
)

// engine is colly: its collector owns the life of each request, and calls back when it begins, when the answer's
// headers are there, when the answer is whole, and when none came. Below it lies our own transport (chain.go, package
// wire). What to ask, redirects, robots.txt, charset, cookies, caches and retries are ours, because colly's own lose
// pages (docs/decisions/0013-colly.md). One engine serves one worker.
type engine struct {
	c    *colly.Collector
	call *call
}

// ask is one request for a page.
type ask struct {
	url    *url.URL // sent exactly as written
	header http.Header
	bound  wire.Bound
	rests  bool                                 // the pace may be stamped with the page
	answer func(r *colly.Response, ans *answer) // what becomes of a whole answer
}

// answer is one HTTP answer, read whole within the limits.
type answer struct {
	ex   schema.Exchange
	took time.Duration
	rest *schema.Rest // the pace is not stamped yet; only where the ask allows it
}

// call is the request colly is in the middle of.
type call struct {
	wire.Call
	ask    ask
	rest   *schema.Rest
	header http.Header // the answer's, whole
	begun  bool        // colly took the request
	whole  bool        // colly called back with the answer
	err    error       // colly called back with an error
}

// newEngine builds a collector by Init, not NewCollector: the latter lets COLLY_* variables of the environment
// overrule the program.
func (k *walk) newEngine() *engine {
	e := &engine{c: &colly.Collector{}}
	e.c.Init()
	e.c.UserAgent = k.w.o.UserAgent
	e.c.AllowURLRevisit = true
	e.c.IgnoreRobotsTxt = true // asked for on every hop by our own matcher
	e.c.ParseHTTPErrorResponse = true
	e.c.MaxBodySize = 0
	e.c.Async = false
	e.c.DisableCookies()
	e.c.SetClient(&http.Client{
		Transport:     e.veiled(k.chain),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	e.c.OnRequest(e.onRequest)
	e.c.OnResponseHeaders(e.onHeaders)
	e.c.OnResponse(e.onResponse)
	e.c.OnError(e.onError)
	return e
}

// get sends one request through colly. bad is what the network, a limit or a rule did to it; err is only for what
// ends the walk.
func (e *engine) get(ctx context.Context, k *walk, a ask) (ans answer, bad, err error) {
	c := &call{ask: a}
	c.Site, c.Bound = k.site, a.bound
	e.call = c
	e.c.Context = wire.With(context.WithValue(ctx, pageKey{}, c), &c.Call)
	failed := e.c.Request(http.MethodGet, a.url.String(), nil, nil, a.header.Clone())
	ans = answer{ex: c.Exchange, took: c.Took, rest: c.rest}
	var end *ending
	switch {
	case errors.As(c.err, &end):
		return ans, nil, end.error
	case c.err != nil:
		return ans, unwrapped(c.err), nil
	case failed != nil && !c.begun:
		return ans, wire.Refuse("colly does not take %s: %v", a.url, failed), nil
	case failed != nil:
		return ans, fmt.Errorf("ask %s: %w", a.url, failed), nil
	case !c.whole:
		return ans, errors.New("the request ended without a response"), nil
	}
	return ans, nil, nil
}

// onRequest gives colly's request our URL and headers: it normalises escapes and the query of its own, which robots.txt
// rules and servers tell apart.
func (e *engine) onRequest(r *colly.Request) {
	c := e.call
	c.begun = true
	*r.URL = *c.ask.url
	*r.Headers = c.ask.header.Clone()
}

// veiled hides two headers of an answer from the machinery between the wire and our callbacks, until they can do no
// harm: net/http fails an answer whose Location it can't parse, and colly recodes a body by the charset that its
// Content-Type names.
func (e *engine) veiled(next http.RoundTripper) http.RoundTripper {
	return wire.RoundTrip(func(req *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		e.call.header = res.Header
		res.Header = res.Header.Clone()
		res.Header.Del("Location")
		res.Header.Del("Content-Type")
		return res, nil
	})
}

// onHeaders lifts the veil from the Location: net/http has let the answer through.
func (e *engine) onHeaders(r *colly.Response) {
	if v, ok := e.call.header["Location"]; ok {
		(*r.Headers)["Location"] = v
	}
}

// onResponse lifts the veil from the Content-Type, for colly has left the body as it came, and hands the answer on.
func (e *engine) onResponse(r *colly.Response) {
	c := e.call
	if v, ok := c.header["Content-Type"]; ok {
		(*r.Headers)["Content-Type"] = v
	}
	c.whole = true
	if c.ask.answer != nil {
		c.ask.answer(r, &answer{ex: c.Exchange, took: c.Took, rest: c.rest})
	}
}

func (e *engine) onError(_ *colly.Response, err error) { e.call.err = err }

// unwrapped is the error that our chain gave, without net/http's words around it.
func unwrapped(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
