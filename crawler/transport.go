package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// answer is one HTTP answer, read whole within the limits.
type answer struct {
	ex     Exchange
	body   []byte // content codings undone
	framed bool   // the server said where the body ends
	took   time.Duration
	rest   *Rest // the pace is not stamped yet; only where the ask allows it
}

// ask is one request.
type ask struct {
	url    *url.URL // sent exactly as written
	header http.Header
	bound  bound
	rests  bool // after a 304 the pace may be stamped with the page
}

// transport builds the one transport of a Walker. HTTP/1.1 only: with one request in flight a host, HTTP/2 wins
// nothing, and the archive then holds the very messages that were exchanged.
func (w *Walker) transport() (http.RoundTripper, func()) {
	if w.o.Replay != nil {
		return w.o.Replay, func() {}
	}
	t := &http.Transport{
		Proxy:                  nil,
		DialContext:            w.guard.dialContext,
		TLSHandshakeTimeout:    w.lim.TLS,
		ResponseHeaderTimeout:  w.lim.Header,
		MaxResponseHeaderBytes: w.lim.HeaderBytes,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // the wire's bytes are kept, decodeBody has the limits
		ForceAttemptHTTP2:      false,
	}
	if w.o.UseProxy {
		t.Proxy = http.ProxyFromEnvironment
		t.DialContext = w.guard.viaProxy(proxyHosts(os.Getenv))
	}
	if w.o.Transport != nil {
		w.o.Transport(t)
	}
	return t, t.CloseIdleConnections
}

// noBody is a request body that is empty but can't be rewound: net/http then never repeats a request by
// itself, which would ask the host twice without its pace.
type noBody struct{}

func (noBody) Read([]byte) (int, error) { return 0, io.EOF }
func (noBody) Close() error             { return nil }

// send does one request and reads its answer. The error is judged by judge. Even with an error the answer
// holds what is known of the exchange (URL, time, status), for the report.
func (w *Walker) send(ctx context.Context, a ask) (ans answer, err error) {
	start := time.Now()
	ctx, stop := context.WithTimeoutCause(ctx, w.lim.Total, fmt.Errorf("no whole answer within %v: %w", w.lim.Total, context.DeadlineExceeded))
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ans.ex = Exchange{URL: a.url.String(), At: w.now().UTC(), RequestHeader: a.header}
	req := (&http.Request{Method: http.MethodGet, URL: a.url, Host: a.url.Host, Header: a.header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) { ans.ex.IP = hostOf(i.Conn.RemoteAddr().String()) },
	}))
	if w.o.Replay == nil {
		req.Body = noBody{}
	}
	res, err := w.base.RoundTrip(req)
	if err != nil {
		ans.took = time.Since(start)
		return ans, because(ctx, err)
	}
	defer res.Body.Close()
	ans.ex.Proto, ans.ex.Status, ans.ex.ResponseHeader = res.Proto, res.StatusCode, res.Header
	ans.ex.StatusText = strings.TrimSpace(strings.TrimPrefix(res.Status, strconv.Itoa(res.StatusCode)))
	ans.framed = res.ContentLength >= 0 || len(res.TransferEncoding) > 0
	if res.ContentLength > a.bound.max && !a.bound.cut {
		return ans, tooBig(a.bound.name, "read %s: %d bytes announced, at most %d taken", ans.ex.URL, res.ContentLength, a.bound.max)
	}
	ans.ex.Body, err = w.readWire(cancel, res, a)
	ans.took = time.Since(start)
	if err != nil {
		return ans, because(ctx, err)
	}
	ans.body, err = decodeBody(res.Header.Get("Content-Encoding"), ans.ex.Body, a.bound)
	return ans, err
}

// because prefers the reason a context was ended for over net/http's wording of it.
func because(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil && errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && c != nil {
		return c
	}
	return err
}

var errIdle = fmt.Errorf("the body stood still: %w", context.DeadlineExceeded)

// readWire reads the body as it comes: one byte over the limit is an error, and so is a pause over IdleRead.
func (w *Walker) readWire(cancel context.CancelCauseFunc, res *http.Response, a ask) ([]byte, error) {
	timer := time.AfterFunc(w.lim.IdleRead, func() { cancel(errIdle) })
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
		timer.Reset(w.lim.IdleRead)
		if int64(len(out)) > a.bound.max {
			if a.bound.cut {
				return bytes.Clone(out[:a.bound.max]), nil
			}
			return nil, tooBig(a.bound.name, "read %s: more than %d bytes", a.url, a.bound.max)
		}
		if err == io.EOF {
			return bytes.Clone(out), nil
		}
		if err != nil {
			return nil, err
		}
	}
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

// header is what every request of ours says of itself.
func (w *Walker) header(accept string) http.Header {
	h := http.Header{}
	h.Set("User-Agent", w.o.UserAgent)
	if w.o.From != "" {
		h.Set("From", w.o.From)
	}
	h.Set("Accept", accept)
	h.Set("Accept-Language", "fr,en;q=0.3")
	h.Set("Accept-Encoding", acceptEncoding)
	return h
}
