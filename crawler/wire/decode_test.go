package wire

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

var pageBound = Bound{Max: 8 << 20, Ratio: 100, Floor: 1 << 20, Name: "page_bytes"}

func TestDecode(t *testing.T) {
	text := []byte(strings.Repeat("Une formation courte. ", 50))
	for _, coding := range []string{"gzip", "x-gzip", "br", "deflate", "raw deflate", "zstd"} {
		header := strings.TrimPrefix(coding, "raw ")
		got, err := Decode(header, packed(t, coding, text), pageBound)
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %v", coding, err)
		}
	}
	twice := packed(t, "br", packed(t, "gzip", text))
	if got, err := Decode("GZIP, br", twice, pageBound); err != nil || !bytes.Equal(got, text) {
		t.Errorf("two codings: %v", err)
	}
	for _, header := range []string{"", "identity", " , "} {
		if got, err := Decode(header, text, pageBound); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%q: %v", header, err)
		}
	}
	for _, header := range []string{"compress", "gzip", "br", "zstd", "deflate", "gzip,gzip,gzip,gzip"} {
		if _, err := Decode(header, text, pageBound); err == nil {
			t.Errorf("%q of plain text: no error", header)
		} else if f := (*Fault)(nil); !errors.As(err, &f) || f.Outcome != schema.OutcomeBroken {
			t.Errorf("%q of plain text: %v", header, err)
		}
	}
}

// TestDecodeLimits holds size and ratio to the byte, for every coding.
func TestDecodeLimits(t *testing.T) {
	b := Bound{Max: 1000, Ratio: 1 << 40, Floor: 1 << 40, Name: "page_bytes"}
	for _, coding := range []string{"gzip", "br", "deflate", "zstd"} {
		for size, fits := range map[int]bool{999: true, 1000: true, 1001: false, 1 << 20: false} {
			_, err := Decode(coding, packed(t, coding, make([]byte, size)), b)
			if (err == nil) != fits {
				t.Errorf("%s of %d bytes: %v", coding, size, err)
			}
			var f *Fault
			if err != nil && (!errors.As(err, &f) || f.Limit != "page_bytes") {
				t.Errorf("%s: limit not named: %v", coding, err)
			}
		}
	}
	r := Bound{Max: 1 << 30, Ratio: 100, Floor: 1000, Name: "page_bytes"}
	for size, fits := range map[int64]bool{1000: true, 1001: false, 5000: false} {
		if _, err := readBounded(bytes.NewReader(make([]byte, size)), "gzip", 10, r); (err == nil) != fits {
			t.Errorf("ratio, %d bytes of 10: %v", size, err)
		}
	}
	cut := Bound{Max: 1000, Cut: true}
	if got, err := Decode("gzip", packed(t, "gzip", make([]byte, 5000)), cut); err != nil || len(got) != 1000 {
		t.Errorf("robots.txt: %d bytes, %v", len(got), err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, coding := range []string{"gzip", "br", "deflate", "zstd"} {
		f.Add(coding, packed(f, coding, []byte("Une formation courte.")))
	}
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		got, err := Decode(header, body, Bound{Max: 1 << 16, Ratio: 100, Floor: 1 << 12, Name: "page_bytes"})
		if err == nil && len(got) > max(1<<16, len(body)) {
			t.Errorf("%d bytes", len(got))
		}
	})
}
