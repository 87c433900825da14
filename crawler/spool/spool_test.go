package spool

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"carif/crawler/wire"
	"carif/schema"
)

func placed(t *testing.T) Place {
	path := filepath.Join(t.TempDir(), "feed")
	return func() (*os.File, func() error, error) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		return f, func() error { return os.Remove(path) }, err
	}
}

func zipped(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		f, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(f, "<lheo/>")
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gz(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

// A body is unpacked by what it is, as often as it is read; what cannot be is a fault that says so.
func TestOpen(t *testing.T) {
	for name, tt := range map[string]struct {
		body   []byte
		coding string
		want   string // text, or what the fault says
		fault  schema.Outcome
	}{
		"plain":        {[]byte("<lheo/>"), "", "<lheo/>", ""},
		"empty":        {nil, "", "", ""},
		"short":        {[]byte("<"), "identity", "<", ""},
		"gzip":         {gz("<lheo/>"), "", "<lheo/>", ""},
		"coded":        {gz("<lheo/>"), "gzip", "<lheo/>", ""},
		"coded twice":  {gz(string(gz("<lheo/>"))), "gzip", "<lheo/>", ""},
		"zip":          {zipped(t, "in/", "in/offres.xml"), "", "<lheo/>", ""},
		"two in a zip": {zipped(t, "a.xml", "b.xml"), "", `several files ("a.xml", "b.xml", …)`, schema.OutcomeBroken},
		"empty zip":    {zipped(t), "", "PK", ""},
		"no gzip":      {[]byte("<lheo/>"), "gzip", "unpack gzip", schema.OutcomeBroken},
		"brotli":       {[]byte("x"), "br", "was not asked for", schema.OutcomeBroken},
		"cut zip":      {zipped(t, "a.xml")[:50], "", "unpack zip", schema.OutcomeBroken},
		"too big":      {gz(strings.Repeat("a", 2<<20)), "", "more than 1 MiB", schema.OutcomeTooBig},
	} {
		b := &Body{Coding: tt.coding, Max: 1 << 20}
		if err := b.Fill(bytes.NewReader(tt.body), placed(t)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			var text []byte
			r, err := b.Open()
			if err == nil {
				text, err = io.ReadAll(r)
				_ = r.Close()
			}
			var f *wire.Fault
			switch {
			case tt.fault == "" && (err != nil || !strings.HasPrefix(string(text), tt.want)):
				t.Errorf("%s: got %q, %v", name, text, err)
			case tt.fault != "" && (!errors.As(err, &f) || f.Outcome != tt.fault || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%s: got %v, want %s: %s", name, err, tt.fault, tt.want)
			}
		}
		if err := b.Close(); err != nil || b.Close() != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A body that is filled again holds nothing of what it was; one over its bound is refused.
func TestFillAgain(t *testing.T) {
	place := placed(t)
	b := &Body{Max: 10}
	defer b.Close()
	var f *wire.Fault
	if err := b.Fill(strings.NewReader("0123456789a"), place); !errors.As(err, &f) || f.Limit != "feed_bytes" {
		t.Fatalf("too big: %v", err)
	}
	if err := b.Fill(strings.NewReader("court"), place); err != nil {
		t.Fatal(err)
	}
	r, err := b.Open()
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != "court" {
		t.Errorf("got %q", got)
	}
}

// Pieces end where a formation does, if one does, and are the feed put together.
func TestPieces(t *testing.T) {
	feed := `<l:lheo><l:formation numero="1">a</l:formation ><!-- formation> --><formation>b` +
		`</formation>  <organisme-formation>x</organisme-formation></l:lheo>` + strings.Repeat("z", 70)
	for most := 30; most < 300; most += 7 {
		var all string
		n := 0
		err := Pieces(iotestOne{strings.NewReader(feed)}, most, func(p []byte, ends int) error {
			if len(p) > most || len(p) == 0 {
				t.Errorf("%d: a piece of %d bytes", most, len(p))
			}
			all += string(p)
			n += ends
			return nil
		})
		if err != nil || all != feed || n > 2 || most > 60 && n != 2 {
			t.Errorf("%d: %d formations, %v, %q", most, n, err, all)
		}
	}
	stop := errors.New("stop")
	if err := Pieces(strings.NewReader(feed), 100, func([]byte, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

// iotestOne gives a byte at a time.
type iotestOne struct{ r io.Reader }

func (o iotestOne) Read(p []byte) (int, error) { return o.r.Read(p[:min(1, len(p))]) }
