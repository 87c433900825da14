package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gocolly/colly/v2"
)

// engine is colly, used for what it is good at: making a request and calling back. What to ask, when, robots,
// redirects, limits, charset, cookies and caches are ours, because colly's own lose pages (see docs). One
// engine serves one worker.
type engine struct {
	w    *Walker
	c    *colly.Collector
	call *call
}

// call is the request colly is in the middle of.
type call struct {
	ctx  context.Context
	ask  ask
	ans  answer
	err  error
	sent bool // colly came as far as the wire
	seen bool // colly called back with the answer
}

// newEngine builds a collector by Init, not NewCollector: the latter lets COLLY_* variables of the environment
// overrule the program.
func newEngine(w *Walker) *engine {
	e := &engine{w: w, c: &colly.Collector{}}
	e.c.Init()
	e.c.UserAgent = w.o.UserAgent
	e.c.AllowURLRevisit = true
	e.c.IgnoreRobotsTxt = true // asked for on every hop by our own matcher
	e.c.ParseHTTPErrorResponse = true
	e.c.MaxBodySize = 0
	e.c.Async = false
	e.c.DisableCookies()
	e.c.SetClient(&http.Client{
		Transport:     e,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	e.c.OnResponse(func(*colly.Response) { e.call.seen = true })
	return e
}

// get sends one request through colly.
func (e *engine) get(ctx context.Context, a ask) (answer, error) {
	e.call = &call{ctx: ctx, ask: a}
	err := e.c.Request(http.MethodGet, a.url.String(), nil, nil, a.header.Clone())
	switch {
	case e.call.err != nil:
		return e.call.ans, e.call.err
	case err != nil && !e.call.sent:
		return e.call.ans, refuse("colly does not take %s: %v", a.url, err)
	case err != nil:
		return e.call.ans, fmt.Errorf("ask %s: %w", a.url, err)
	case !e.call.seen:
		return e.call.ans, errors.New("ask: no answer came back")
	}
	return e.call.ans, nil
}

// RoundTrip carries colly's request to the wire. colly rewrites URLs (it normalises escapes and the query), so
// ours is sent instead of its; and neither body nor headers pass through it, because it would cut, unzip and
// recode the one and follow the other.
func (e *engine) RoundTrip(req *http.Request) (*http.Response, error) {
	c := e.call
	c.sent = true
	c.ans, c.err = e.w.send(c.ctx, c.ask)
	if c.err != nil {
		return nil, c.err
	}
	return &http.Response{
		StatusCode: c.ans.ex.Status, Proto: c.ans.ex.Proto, ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: http.NoBody, Uncompressed: true, Request: req,
	}, nil
}
