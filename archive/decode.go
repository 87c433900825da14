package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

const (
	maxCodings   = 3        // nested codings: real servers send one
	ratioFrom    = 1 << 20  // up to here any ratio is fine: a page of blanks is no bomb
	maxRatio     = 100      // decoded : stored
	decodeWindow = 32 << 20 // memory a zstd frame may ask for
)

// DecodeBody takes the Content-Encoding of header off body: gzip, deflate (with or without the zlib
// wrapping), br, zstd, in the order they were laid on. The result is never more than limit bytes
// and, above 1 MiB, never more than 100 times the stored ones: ErrTooBig. Unknown codings and bytes
// that are not in the coding they claim, or end early: ErrEncoding. Nothing is ever cut to fit.
func DecodeBody(header http.Header, body []byte, limit int64) ([]byte, error) {
	var codings []string
	for _, c := range strings.Split(strings.Join(header.Values("Content-Encoding"), ","), ",") {
		if c = strings.ToLower(strings.TrimSpace(c)); c != "" && c != "identity" {
			codings = append(codings, c)
		}
	}
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("decode body: %d codings on top of each other: %w", len(codings), ErrEncoding)
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("decode body: %d bytes as stored, limit %d: %w", len(body), limit, ErrTooBig)
	}
	stored := int64(len(body))
	for i := len(codings) - 1; i >= 0 && stored > 0; i-- {
		var err error
		if body, err = decodeOne(codings[i], body, stored, limit); err != nil {
			return nil, fmt.Errorf("decode %s body: %w", codings[i], err)
		}
	}
	return body, nil
}

func decodeOne(coding string, body []byte, stored, limit int64) ([]byte, error) {
	r, err := decoder(coding, body)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	allowed := min(limit, max(ratioFrom, maxRatio*stored))
	var out bytes.Buffer
	out.Grow(int(min(allowed, 4*int64(len(body)))) + bytes.MinRead)
	n, err := io.Copy(&out, io.LimitReader(r, allowed+1))
	switch {
	case n > limit:
		return nil, fmt.Errorf("over %d bytes: %w", limit, ErrTooBig)
	case n > allowed:
		return nil, fmt.Errorf("over %d times its stored size: %w", maxRatio, ErrTooBig)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return nil, fmt.Errorf("%w: %w", ErrTooBig, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	return out.Bytes(), nil
}

func decoder(coding string, body []byte) (io.ReadCloser, error) {
	src := bytes.NewReader(body)
	switch coding {
	case "gzip", "x-gzip":
		r, err := gzip.NewReader(src)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
		}
		return r, nil
	case "deflate":
		if r, err := zlib.NewReader(bufio.NewReader(src)); err == nil {
			return r, nil
		}
		return flate.NewReader(bytes.NewReader(body)), nil // many servers leave the wrapping out
	case "br":
		return io.NopCloser(brotli.NewReader(src)), nil
	case "zstd":
		r, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(decodeWindow))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
		}
		return r.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("%w: unknown coding", ErrEncoding)
}
