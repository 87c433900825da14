package crawler

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/gocolly/colly/v2"

	"carif/crawler/judge"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

// answers is a transport that answers every request alike.
type answers struct {
	status int
	header http.Header
	body   []byte
	err    error
	asked  []string
}

func (a *answers) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/robots.txt" {
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	}
	a.asked = append(a.asked, req.URL.String()+" "+req.Host)
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{StatusCode: a.status, Header: a.header.Clone(), Body: io.NopCloser(bytes.NewReader(a.body)),
		Request: req}, nil
}

// engineOver is an engine whose wire is a transport of the test's.
func engineOver(t *testing.T, base http.RoundTripper) (*walk, *engine) {
	t.Helper()
	w, err := New(nil, Options{UserAgent: "carif/test", Replay: base})
	if err != nil {
		t.Fatal(err)
	}
	site := &sites.Site{Profile: sites.Profile{ID: "essai", Hosts: []string{"h.example.org"}}}
	k, err := w.newWalk(site, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return k, k.newEngine()
}

// TestCollyCarriesTheAnswer: colly's response has status, headers and body as the server sent them, and all of colly's
// callbacks are called in their order; it neither recodes, nor follows, nor rewrites.
func TestCollyCarriesTheAnswer(t *testing.T) {
	latin := []byte("<html><body>Cr\xe8me br\xfbl\xe9e</body></html>")
	tests := []struct {
		name   string
		status int
		header http.Header
		body   []byte
	}{
		{"latin-1 as declared", 200, http.Header{"Content-Type": {"text/html; charset=iso-8859-1"}}, latin},
		{"an unknown charset", 200, http.Header{"Content-Type": {"text/html; charset=utf8mb4"}}, latin},
		{"no type", 200, http.Header{"Etag": {`"1"`}}, latin},
		{"a redirect", 302, http.Header{"Location": {"/ailleurs"}, "Set-Cookie": {"a=b", "c=d"}}, []byte("moved")},
		{"a redirect that is no URL", 302, http.Header{"Location": {"http://[::1"}}, nil},
		{"not found", 404, http.Header{"Content-Type": {"text/html"}}, latin},
		{"failed", 503, http.Header{"Retry-After": {"3"}}, latin},
		{"not modified", 304, http.Header{"Etag": {`"1"`}}, nil},
		{"gzip by its type", 200, http.Header{"Content-Type": {"application/gzip"}}, []byte("\x1f\x8bno gzip")},
	}
	const raw = "http://h.example.org/c/%c3%a9?b=2&a=1&x=%2f"
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := &answers{status: tt.status, header: tt.header, body: tt.body}
			k, eng := engineOver(t, server)
			var calls []string
			eng.c.OnRequest(func(r *colly.Request) { calls = append(calls, "request "+r.URL.String()) })
			eng.c.OnResponseHeaders(func(*colly.Response) { calls = append(calls, "headers") })
			eng.c.OnError(func(*colly.Response, error) { calls = append(calls, "error") })
			answered := false
			ans, bad, err := eng.get(t.Context(), k, ask{url: u, header: http.Header{}, bound: k.bound(schema.KindCourse),
				answer: func(r *colly.Response, _ *answer) {
					answered = true
					if r.StatusCode != tt.status || !bytes.Equal(r.Body, tt.body) {
						t.Errorf("got %d %q", r.StatusCode, r.Body)
					}
					for name, v := range tt.header {
						if got := r.Headers.Values(name); len(got) != len(v) || got[0] != v[0] {
							t.Errorf("%s: got %q, want %q", name, got, v)
						}
					}
				}})
			if bad != nil || err != nil || !answered || ans.ex.Status != tt.status {
				t.Fatal(bad, err, answered, ans.ex.Status)
			}
			if len(calls) != 2 || calls[0] != "request "+raw || calls[1] != "headers" {
				t.Errorf("called back %q", calls)
			}
			if len(server.asked) != 1 || server.asked[0] != raw+" h.example.org" {
				t.Errorf("asked %q", server.asked)
			}
		})
	}
}

// TestCollyCarriesTheFault: what went wrong below comes back as it was, to be judged.
func TestCollyCarriesTheFault(t *testing.T) {
	u, _ := url.Parse("http://h.example.org/c/1")
	tests := []struct {
		err  error
		want schema.Outcome
	}{
		{errors.New("connection reset"), schema.OutcomeBroken},
		{io.ErrUnexpectedEOF, schema.OutcomeTruncated},
		{wire.ErrNotArchived, schema.OutcomeRefused},
		{&wire.Fault{Outcome: schema.OutcomeTooBig, Limit: "ratio", Err: errors.New("too big")}, schema.OutcomeTooBig},
	}
	for _, tt := range tests {
		k, eng := engineOver(t, &answers{err: tt.err})
		_, bad, err := eng.get(t.Context(), k, ask{url: u, header: http.Header{}, bound: k.bound(schema.KindCourse)})
		if o, _, why := judge.Fault(bad); err != nil || o != tt.want {
			t.Errorf("%v: got %s (%s), %v", tt.err, o, why, err)
		}
	}
	server := &answers{status: 200}
	k, eng := engineOver(t, server)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, bad, err := eng.get(ctx, k, ask{url: u, header: http.Header{},
		bound: k.bound(schema.KindCourse)}); bad != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupt: got %v, %v", bad, err)
	}
	other, _ := url.Parse("http://h.example.org:8080/c/1")
	if _, bad, _ := eng.get(t.Context(), k, ask{url: other, header: http.Header{}}); !errors.Is(bad, wire.ErrRefused) ||
		len(server.asked) != 0 {
		t.Errorf("a port that the profile does not name: got %v, asked %v", bad, server.asked)
	}
}
