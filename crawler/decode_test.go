package crawler

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"carif/schema"
)

func packed(t testing.TB, coding string, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, err = flate.NewWriter(&b, 6)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var pageBound = bound{max: 8 << 20, ratio: 100, floor: 1 << 20, name: "page_bytes"}

func TestDecode(t *testing.T) {
	text := []byte(strings.Repeat("Une formation courte. ", 50))
	for _, coding := range []string{"gzip", "x-gzip", "br", "deflate", "raw deflate", "zstd"} {
		header := strings.TrimPrefix(coding, "raw ")
		got, err := decodeBody(header, packed(t, coding, text), pageBound)
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %v", coding, err)
		}
	}
	twice := packed(t, "br", packed(t, "gzip", text))
	if got, err := decodeBody("GZIP, br", twice, pageBound); err != nil || !bytes.Equal(got, text) {
		t.Errorf("two codings: %v", err)
	}
	for _, header := range []string{"", "identity", " , "} {
		if got, err := decodeBody(header, text, pageBound); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%q: %v", header, err)
		}
	}
	for _, header := range []string{"compress", "gzip", "br", "zstd", "deflate", "gzip,gzip,gzip,gzip"} {
		if _, err := decodeBody(header, text, pageBound); err == nil {
			t.Errorf("%q of plain text: no error", header)
		} else if o, _, _ := judge(err); o != schema.OutcomeBroken {
			t.Errorf("%q of plain text: %s", header, o)
		}
	}
}

// TestF10Limits holds size and ratio to the byte, for every coding.
func TestF10Limits(t *testing.T) {
	b := bound{max: 1000, ratio: 1 << 40, floor: 1 << 40, name: "page_bytes"}
	for _, coding := range []string{"gzip", "br", "deflate", "zstd"} {
		for size, fits := range map[int]bool{999: true, 1000: true, 1001: false, 1 << 20: false} {
			_, err := decodeBody(coding, packed(t, coding, make([]byte, size)), b)
			if (err == nil) != fits {
				t.Errorf("%s of %d bytes: %v", coding, size, err)
			}
			var f *fault
			if err != nil && (!errors.As(err, &f) || f.limit != "page_bytes") {
				t.Errorf("%s: limit not named: %v", coding, err)
			}
		}
	}
	r := bound{max: 1 << 30, ratio: 100, floor: 1000, name: "page_bytes"}
	for size, fits := range map[int64]bool{1000: true, 1001: false, 5000: false} {
		if _, err := readBounded(bytes.NewReader(make([]byte, size)), "gzip", 10, r); (err == nil) != fits {
			t.Errorf("ratio, %d bytes of 10: %v", size, err)
		}
	}
	cut := bound{max: 1000, cut: true}
	if got, err := decodeBody("gzip", packed(t, "gzip", make([]byte, 5000)), cut); err != nil || len(got) != 1000 {
		t.Errorf("robots.txt: %d bytes, %v", len(got), err)
	}
}

func TestSitemapLimits(t *testing.T) {
	lim := DefaultLimits()
	lim.SitemapBytes = 1000
	for size, fits := range map[int]bool{1000: true, 1001: false} {
		if _, err := sitemapBody(packed(t, "gzip", bytes.Repeat([]byte(" "), size)), lim); (err == nil) != fits {
			t.Errorf("gzip file of %d bytes: %v", size, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, coding := range []string{"gzip", "br", "deflate", "zstd"} {
		f.Add(coding, packed(f, coding, []byte("Une formation courte.")))
	}
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		got, err := decodeBody(header, body, bound{max: 1 << 16, ratio: 100, floor: 1 << 12, name: "page_bytes"})
		if err == nil && len(got) > max(1<<16, len(body)) {
			t.Errorf("%d bytes", len(got))
		}
	})
}
