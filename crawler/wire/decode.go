package wire

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

// AcceptEncoding is what Decode can undo.
const AcceptEncoding = "gzip, deflate, br, zstd"

// maxCodings is how many codings one body may be wrapped in.
const maxCodings = 3

// Bound is how far a body may grow.
type Bound struct {
	Max          int64  // bytes, on the wire and decoded
	Ratio, Floor int64  // decoded bytes to wire bytes, above Floor
	Name         string // of the limit Max is
	Cut          bool   // keep the first max bytes instead of refusing more (robots.txt only)
}

// Decode undoes the content codings of a body, last first, within the bound.
func Decode(header string, wire []byte, b Bound) ([]byte, error) {
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

func decodeOne(coding string, body []byte, wire int64, b Bound) ([]byte, error) {
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
		r, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20),
			zstd.WithDecoderLowmem(true))
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
func readBounded(r io.Reader, coding string, wire int64, b Bound) ([]byte, error) {
	out := make([]byte, 0, min(4*wire+512, b.Max+1))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		size := int64(len(out))
		if b.Cut && (size > b.Max || err != nil && wire >= b.Max) {
			return out[:min(size, b.Max)], nil
		}
		if size > b.Max {
			return nil, tooBig(b.Name, "decode %s body: more than %d bytes", coding, b.Max)
		}
		if !b.Cut && size > b.Floor && size > b.Ratio*max(wire, 1) {
			return nil, tooBig("ratio", "decode %s body: %d bytes grew more than %d times", coding, wire, b.Ratio)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, broken("decode %s body: %w", coding, err)
		}
	}
}
