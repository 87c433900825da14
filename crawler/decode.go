package crawler

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what decodeBody can undo.
const acceptEncoding = "gzip, deflate, br, zstd"

// maxCodings is how many codings one body may be wrapped in.
const maxCodings = 3

// bound is how far a body may grow.
type bound struct {
	max, ratio, floor int64
	name              string
	cut               bool // keep the first max bytes instead of refusing more (robots.txt only)
}

// decodeBody undoes the content codings of a body, last first, within the bound.
func decodeBody(header string, wire []byte, b bound) ([]byte, error) {
	var codings []string
	for _, c := range strings.Split(header, ",") {
		if c = strings.ToLower(strings.TrimSpace(c)); c != "" && c != "identity" {
			codings = append(codings, c)
		}
	}
	if len(codings) > maxCodings {
		return nil, broken("decode body: %d content codings", len(codings))
	}
	body := wire
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		if body, err = decodeOne(codings[i], body, int64(len(wire)), b); err != nil {
			return nil, err
		}
	}
	return body, nil
}

func decodeOne(coding string, body []byte, wire int64, b bound) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	r, done, err := decoder(coding, body)
	if err != nil {
		return nil, broken("decode %s body: %w", coding, err)
	}
	defer done()
	return readBounded(r, coding, wire, b)
}

func decoder(coding string, body []byte) (io.Reader, func(), error) {
	none := func() {}
	src := bytes.NewReader(body)
	switch coding {
	case "gzip", "x-gzip":
		r, err := gzip.NewReader(src)
		return r, none, err
	case "br":
		return brotli.NewReader(src), none, nil
	case "zstd":
		// one goroutine, and no window a sender could blow up
		r, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, none, err
		}
		return r, r.Close, nil
	case "deflate":
		// meant as zlib, sent raw by many
		if r, err := zlib.NewReader(src); err == nil {
			return r, none, nil
		}
		return flate.NewReader(bytes.NewReader(body)), none, nil
	}
	return nil, none, errors.New("unknown content coding")
}

// readBounded reads to the end, and refuses to pass the bound's size or, above its floor, its ratio.
func readBounded(r io.Reader, coding string, wire int64, b bound) ([]byte, error) {
	out := make([]byte, 0, min(4*wire+512, b.max+1))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		size := int64(len(out))
		if b.cut && (size > b.max || err != nil && wire >= b.max) {
			return out[:min(size, b.max)], nil
		}
		if size > b.max {
			return nil, tooBig(b.name, "decode %s body: more than %d bytes", coding, b.max)
		}
		if !b.cut && size > b.floor && size > b.ratio*max(wire, 1) {
			return nil, tooBig("ratio", "decode %s body: %d bytes grew more than %d times", coding, wire, b.ratio)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, broken("decode %s body: %w", coding, err)
		}
	}
}
