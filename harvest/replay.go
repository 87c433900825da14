package harvest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"carif/archive"
	"carif/crawler"
	"carif/schema"
	"carif/sites"
)

// Replay gives a transport that answers from an archive folder instead of the network: for each URL, its last
// archived answer, or the document that a browser made of it. A URL that was never archived is an error of that page,
// as an unreachable one would be.
func Replay(dir string) (http.RoundTripper, error) {
	a, err := archive.OpenRead(dir)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	t := &replay{archive: a, refs: map[string]archive.Ref{}, spelled: map[string]archive.Ref{}}
	err = a.Walk(context.Background(), func(ref archive.Ref, x archive.Exchange) error {
		outage := strings.HasSuffix(ref.URL, "/robots.txt") && schema.TransientStatus(x.Status)
		if x.Status == http.StatusNotModified || outage && t.refs[ref.URL].File != "" {
			return nil // an answer to a validator that the replayed walk does not send; rules that held on
		}
		if x.Method != "" && x.Method != http.MethodGet {
			return nil
		}
		t.refs[ref.URL] = ref
		if !strings.Contains(ref.URL, "#") {
			t.spelled[sites.Spelled(ref.URL)] = ref
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("replay %s: %w", dir, err), a.Close())
	}
	if len(t.refs) == 0 {
		return nil, errors.Join(fmt.Errorf("replay %s: no archived responses there", dir), a.Close())
	}
	return t, nil
}

type replay struct {
	archive *archive.Archive
	refs    map[string]archive.Ref // by URL
	spelled map[string]archive.Ref // by its normal spelling: an older program may have asked under another
}

// RoundTrip answers with the archived bytes as they came.
func (t *replay) RoundTrip(req *http.Request) (*http.Response, error) {
	ref, ok := t.refs[req.URL.String()]
	if !ok && req.URL.Fragment != "" { // a route that was never drawn is answered as a server would
		shell := *req.URL
		shell.Fragment, shell.RawFragment = "", ""
		ref, ok = t.refs[shell.String()]
	}
	if !ok {
		ref, ok = t.spelled[sites.Spelled(req.URL.String())]
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", req.URL, crawler.ErrNotArchived)
	}
	x, err := t.archive.Read(ref)
	if err != nil {
		return nil, fmt.Errorf("replay %s: %w", req.URL, err)
	}
	header := x.ResponseHeader.Clone()
	header.Del("Transfer-Encoding")
	body, size := io.ReadCloser(io.NopCloser(bytes.NewReader(x.Body))), int64(len(x.Body))
	if x.Metadata["piece"] != "" {
		body, size = &joined{next: t.pieces(x)}, -1
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", x.Status, x.StatusText), StatusCode: x.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Request: req,
		Body: body, ContentLength: size,
	}, nil
}

// pieces gives the pieces of a feed after one another, those of one night.
func (t *replay) pieces(first archive.Exchange) func(no int) ([]byte, error) {
	return func(no int) ([]byte, error) {
		if no == 1 {
			return first.Body, nil
		}
		ref, ok := t.refs[pieceURL(first.URL, no)]
		if !ok || !ref.At.Equal(first.At) {
			return nil, nil
		}
		x, err := t.archive.Read(ref)
		return x.Body, err
	}
}
