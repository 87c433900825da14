package archive

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

func squeeze(t testing.TB, coding string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, err = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func coded(v ...string) http.Header { return http.Header{"Content-Encoding": v} }

func TestDecodeBody(t *testing.T) {
	data := page(1, 30_000).Body
	for _, coding := range []string{"gzip", "x-gzip", "deflate", "raw deflate", "br", "zstd"} {
		name := strings.TrimPrefix(coding, "raw ")
		stored := squeeze(t, coding, data)
		got, err := DecodeBody(coded(strings.ToUpper(name)), stored, 1<<20)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes, %v", coding, len(got), err)
		}
		if _, err := DecodeBody(coded(name), stored, int64(len(data))-1); !errors.Is(err, ErrTooBig) {
			t.Errorf("%s one byte over the limit: %v", coding, err)
		}
		if got, err := DecodeBody(coded(name), stored, int64(len(data))); err != nil || len(got) != len(data) {
			t.Errorf("%s at the limit: %v", coding, err)
		}
		if _, err := DecodeBody(coded(name), stored[:len(stored)/2], 1<<20); !errors.Is(err, ErrEncoding) {
			t.Errorf("%s cut: %v", coding, err)
		}
		bomb := squeeze(t, coding, make([]byte, 8<<20))
		if _, err := DecodeBody(coded(name), bomb, 50<<20); !errors.Is(err, ErrTooBig) {
			t.Errorf("%s bomb: %v", coding, err)
		}
	}
}

func TestDecodeBodyEdges(t *testing.T) {
	zipped := squeeze(t, "gzip", []byte("bonjour"))
	badCRC := bytes.Clone(zipped)
	badCRC[len(badCRC)-6] ^= 1
	for name, c := range map[string]struct {
		header http.Header
		body   []byte
		limit  int64
		want   string
		err    error
	}{
		"none":           {nil, []byte("a"), 10, "a", nil},
		"identity":       {coded("identity"), []byte("a"), 10, "a", nil},
		"plain too big":  {nil, []byte("abc"), 2, "", ErrTooBig},
		"empty":          {coded("gzip"), nil, 10, "", nil},
		"twice":          {coded("gzip", "br"), squeeze(t, "br", zipped), 100, "bonjour", nil},
		"twice, listed":  {coded("gzip, br"), squeeze(t, "br", zipped), 100, "bonjour", nil},
		"four times":     {coded("gzip,gzip,gzip,gzip"), zipped, 100, "", ErrEncoding},
		"unknown":        {coded("compress"), zipped, 100, "", ErrEncoding},
		"not gzip":       {coded("gzip"), []byte("<html>"), 100, "", ErrEncoding},
		"bad checksum":   {coded("gzip"), badCRC, 100, "", ErrEncoding},
		"several member": {coded("gzip"), append(bytes.Clone(zipped), zipped...), 100, "bonjourbonjour", nil},
		"not zstd":       {coded("zstd"), []byte("<html>"), 100, "", ErrEncoding},
	} {
		got, err := DecodeBody(c.header, c.body, c.limit)
		if string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, got, err, c.want, c.err)
		}
	}
}

func FuzzDecodeBody(f *testing.F) {
	for _, c := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(c, squeeze(f, c, []byte("bonjour bonjour bonjour")))
	}
	f.Add("gzip,zstd", []byte{0x28, 0xb5, 0x2f, 0xfd})
	f.Fuzz(func(t *testing.T, coding string, body []byte) {
		got, err := DecodeBody(coded(coding), body, 1<<20)
		if len(got) > 1<<20 || err != nil && got != nil {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
