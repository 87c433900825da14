package chrome

import (
	"errors"
	"net/http"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"carif/crawler/render"
)

// mostRepeats is how often, as a rule, a page may ask for each of the things it may ask for.
const mostRepeats = 20

// answer deals with one thing that the page asks for.
func (t *tab) answer(e *fetch.EventRequestPaused) {
	if e.Request.Method == http.MethodOptions { // a browser asks so before a script may ask another host
		t.give(e, render.Answer{Status: http.StatusNoContent})
		return
	}
	ans, err := t.load(e)
	if err != nil {
		t.log.Debug("not given to the page", "page", t.page.URL, "url", e.Request.URL, "why", err)
		reason := network.ErrorReasonBlockedByClient
		t.note("a request was not ended", void(chromedp.Call(t.ctx, fetch.FailRequest,
			fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: reason})))
		return
	}
	t.give(e, ans)
}

var errTwice = errors.New("the page leads to another document")

// load asks for a thing, once a page: what asks for the same again gets the same.
func (t *tab) load(e *fetch.EventRequestPaused) (render.Answer, error) {
	r := t.request(e)
	key := string(r.Kind) + " " + r.Method + " " + r.URL + " " + string(r.Body)
	t.mu.Lock()
	if t.events++; t.events > mostRepeats*t.page.Bounds.Requests {
		t.tooFar("render_requests", "the page asks for things without end")
	}
	if r.Kind == render.Document {
		if t.begun && e.RedirectedRequestID == "" {
			t.mu.Unlock()
			return render.Answer{}, errTwice
		}
		t.begun = true
	}
	l, known := t.asked[key]
	if !known {
		l = &loaded{done: make(chan struct{})}
		t.asked[key] = l
		if len(t.asked) > t.page.Bounds.Requests {
			t.tooFar("render_requests", "the page asks for too many things")
		}
		t.loading++
	}
	t.mu.Unlock()
	if known {
		select {
		case <-l.done:
			return l.ans, l.err
		case <-t.asks.Done():
			return render.Answer{}, t.asks.Err()
		}
	}
	signal(t.moved)
	l.ans, l.err = t.page.Load(t.asks, r)
	close(l.done)
	t.mu.Lock()
	t.loading--
	t.mu.Unlock()
	signal(t.moved)
	return l.ans, l.err
}

// kinds are the kinds of the protocol that are told apart.
var kinds = map[network.ResourceType]render.Kind{
	network.ResourceTypeDocument: render.Frame, network.ResourceTypeScript: render.Script,
	network.ResourceTypeStylesheet: render.Style, network.ResourceTypeXHR: render.Data,
	network.ResourceTypeFetch: render.Data,
}

func (t *tab) request(e *fetch.EventRequestPaused) render.Request {
	r := render.Request{Kind: render.Other, Method: e.Request.Method, URL: e.Request.URL}
	if k, ok := kinds[e.ResourceType]; ok {
		r.Kind = k
	}
	if r.Kind == render.Frame && e.FrameID == t.main {
		r.Kind = render.Document
	}
	for name, v := range e.Request.Headers {
		switch words, _ := v.(string); strings.ToLower(name) {
		case "accept":
			r.Accept = words
		case "content-type":
			r.Type = words
		}
	}
	for _, part := range e.Request.PostDataEntries {
		r.Body = append(r.Body, part.Bytes...)
	}
	return r
}

// unwanted are headers that are not of what is handed on, or not for the browser to keep.
var unwanted = map[string]bool{"Content-Encoding": true, "Content-Length": true, "Transfer-Encoding": true,
	"Set-Cookie": true, "Strict-Transport-Security": true, "Connection": true, "Keep-Alive": true, "Link": true}

// give hands an answer to the page, which may read it whatever host it is of: what it may ask for was decided.
func (t *tab) give(e *fetch.EventRequestPaused, ans render.Answer) {
	var h []*fetch.HeaderEntry
	for name, values := range ans.Header {
		if unwanted[name] || strings.HasPrefix(name, "Access-Control-") {
			continue
		}
		for _, v := range values {
			h = append(h, &fetch.HeaderEntry{Name: name, Value: strings.ToValidUTF8(v, "?")})
		}
	}
	origin, asks := "*", "*"
	for name, v := range e.Request.Headers {
		switch words, _ := v.(string); strings.ToLower(name) {
		case "origin":
			origin = words
		case "access-control-request-headers":
			asks = words
		}
	}
	for _, p := range [][2]string{{"Access-Control-Allow-Origin", origin}, {"Access-Control-Allow-Credentials", "true"},
		{"Access-Control-Allow-Headers", asks}, {"Access-Control-Allow-Methods", "GET, POST"}} {
		h = append(h, &fetch.HeaderEntry{Name: p[0], Value: p[1]})
	}
	t.note("an answer was not given", void(chromedp.Call(t.ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: e.RequestID, ResponseCode: int64(ans.Status), ResponseHeaders: h, Body: ans.Body})))
}
