// Package wire is the way of one request to the network and of its answer back: a chain of small RoundTrippers, each
// with one duty. From the wire up: Base dials only what the Guard allows, Bounded reads the body whole within the
// limits, Kept notes the exchange as the archive keeps it, Decoded undoes the content codings, Guarded judges the URL
// first of all. Between Decoded and Guarded the walk puts its own two: robots.txt and pace.
//
// It is not for redirects, charsets, cookies, caches or retries: those are decided above.
package wire

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"time"

	"carif/schema"
	"carif/sites"
)

// RoundTrip is a function that is an http.RoundTripper.
type RoundTrip func(*http.Request) (*http.Response, error)

// RoundTrip sends one request.
func (f RoundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Call is one request on its way: what the links of the chain must know of it, and what they learnt. Even after an
// error it holds what is known of the exchange (URL, time, status), for the report.
type Call struct {
	Site     *sites.Site
	Bound    Bound
	Method   string // "" = GET
	Body     []byte // of the request, where it has one
	Exchange schema.Exchange
	Took     time.Duration // to the end of the body
	// Spool, where set, takes the body of an answer with status 200 as it comes, in the place of memory: the bound is its
	// own then. It returns the body's size.
	Spool   func(res *http.Response, body io.Reader) (int64, error)
	Spooled int64
}

type callKey struct{}

// With puts a call into a context.
func With(ctx context.Context, c *Call) context.Context { return context.WithValue(ctx, callKey{}, c) }

// CallOf is the call that a request belongs to.
func CallOf(req *http.Request) *Call {
	c, _ := req.Context().Value(callKey{}).(*Call)
	if c == nil {
		c = &Call{} // unreachable: whoever sends through the chain makes a call
	}
	return c
}

// Guarded turns away URLs that may not be asked: scheme, spelling of the host, address, port.
func Guarded(g *Guard, next http.RoundTripper) http.RoundTripper {
	return RoundTrip(func(req *http.Request) (*http.Response, error) {
		if err := g.CheckURL(req.URL, CallOf(req).Site); err != nil {
			return nil, err
		}
		return next.RoundTrip(req)
	})
}

// Decoded undoes the content codings of a body, within the call's bound.
func Decoded(next http.RoundTripper) http.RoundTripper {
	return RoundTrip(func(req *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		c := CallOf(req)
		body, err := Decode(res.Header.Get("Content-Encoding"), c.Exchange.Body, c.Bound)
		if err != nil {
			return nil, err
		}
		res.Body, res.ContentLength = whole{bytes.NewReader(body), body}, int64(len(body))
		res.Uncompressed = true // tells colly and others to leave it alone
		return res, nil
	})
}

// Kept notes the exchange in the call, byte for byte as it came.
func Kept(now func() time.Time, next http.RoundTripper) http.RoundTripper {
	return RoundTrip(func(req *http.Request) (*http.Response, error) {
		start := time.Now()
		c := CallOf(req)
		x := &c.Exchange
		sent := *req.URL
		sent.Fragment, sent.RawFragment = "", ""
		*x = schema.Exchange{URL: sent.String(), Method: c.Method, At: now().UTC(), RequestHeader: req.Header}
		res, err := next.RoundTrip(req)
		c.Took = time.Since(start)
		if res != nil {
			x.Proto, x.Status, x.ResponseHeader = res.Proto, res.StatusCode, res.Header
			x.StatusText = strings.TrimSpace(strings.TrimPrefix(res.Status, strconv.Itoa(res.StatusCode)))
		}
		if err != nil {
			return nil, err
		}
		x.Body = bytesOf(res.Body)
		return res, nil
	})
}

// whole is a body that Bounded has read: the links above it take its bytes without another copy.
type whole struct {
	*bytes.Reader
	bytes []byte
}

func (whole) Close() error { return nil }

func bytesOf(body io.Reader) []byte {
	w, _ := body.(whole)
	return w.bytes
}

// noBody is a request body that is empty but can't be rewound: net/http then never repeats a request by
// itself, which would ask the host twice without its pace.
type noBody struct{}

func (noBody) Read([]byte) (int, error) { return 0, io.EOF }
func (noBody) Close() error             { return nil }

// onceBody is one that holds something, and cannot be rewound either.
type onceBody struct{ io.Reader }

func (onceBody) Close() error { return nil }

// Bounded sends the request and reads its answer whole, within the limits of time and the call's bound. A response
// may come back beside an error: its status is known, its body is not good.
func Bounded(lim Limits, next http.RoundTripper) http.RoundTripper {
	return RoundTrip(func(req *http.Request) (*http.Response, error) {
		c := CallOf(req)
		late := fmt.Errorf("no complete response within %v: %w", lim.Total, context.DeadlineExceeded)
		ctx, stop := context.WithTimeoutCause(req.Context(), lim.Total, late)
		defer stop()
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		res, err := next.RoundTrip(bare(ctx, req, c))
		if err != nil {
			return nil, because(ctx, err)
		}
		defer res.Body.Close()
		if c.Spool != nil && res.StatusCode == http.StatusOK {
			timer := time.AfterFunc(lim.IdleRead, func() { cancel(errIdle) })
			defer timer.Stop()
			c.Spooled, err = c.Spool(res, arriving{res.Body, timer, lim.IdleRead})
			res.Body = whole{bytes.NewReader(nil), nil}
			return res, because(ctx, err)
		}
		if res.ContentLength > c.Bound.Max && !c.Bound.Cut {
			return res, tooBig(c.Bound.Name, "read %s: %d bytes announced, at most %d taken", req.URL, res.ContentLength,
				c.Bound.Max)
		}
		body, err := readWhole(cancel, lim.IdleRead, res, c.Bound)
		if err != nil {
			return res, because(ctx, err)
		}
		res.Body = whole{bytes.NewReader(body), body}
		return res, nil
	})
}

// bare is the request as it goes to the wire.
func bare(ctx context.Context, req *http.Request, c *Call) *http.Request {
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) { c.Exchange.IP = hostOf(i.Conn.RemoteAddr().String()) },
	})
	out := &http.Request{Method: cmp.Or(c.Method, http.MethodGet), URL: req.URL, Host: req.URL.Host,
		Header: req.Header.Clone(), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: noBody{}}
	if len(c.Body) > 0 {
		out.Body, out.ContentLength = onceBody{bytes.NewReader(c.Body)}, int64(len(c.Body))
	}
	return out.WithContext(ctx)
}

// because prefers the reason a context was ended for over net/http's wording of it.
func because(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if c := context.Cause(ctx); c != nil &&
		(errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		return c
	}
	return err
}

var errIdle = fmt.Errorf("the body stopped arriving: %w", context.DeadlineExceeded)

// readWhole reads the body as it comes: one byte over the limit is an error, and so is a pause over idle.
func readWhole(cancel context.CancelCauseFunc, idle time.Duration, res *http.Response, b Bound) ([]byte, error) {
	timer := time.AfterFunc(idle, func() { cancel(errIdle) })
	defer timer.Stop()
	buf := wireBuffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= keepBuffer {
			wireBuffers.Put(buf)
		}
	}()
	out := (*buf)[:0]
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := res.Body.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		*buf = out
		timer.Reset(idle)
		if int64(len(out)) > b.Max {
			if b.Cut {
				return bytes.Clone(out[:b.Max]), nil
			}
			return nil, tooBig(b.Name, "read %s: more than %d bytes", res.Request.URL, b.Max)
		}
		if err == io.EOF {
			return bytes.Clone(out), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// arriving is a body that may pause for so long.
type arriving struct {
	io.Reader
	timer *time.Timer
	idle  time.Duration
}

func (a arriving) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	a.timer.Reset(a.idle)
	return n, err
}

// wireBuffers lends buffers to read into: a body's size is rarely announced, and growing one for each page
// would cost several times its bytes.
var wireBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

const keepBuffer = 1 << 20

func hostOf(hostport string) string {
	if i := strings.LastIndexByte(hostport, ':'); i > 0 {
		return strings.Trim(hostport[:i], "[]")
	}
	return hostport
}
