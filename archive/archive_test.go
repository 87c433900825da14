package archive

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawExchange draws what may come over HTTP, odd but valid.
func drawExchange(t *rapid.T) Exchange {
	token := rapid.StringMatching(`[A-Za-z0-9!#$%&'*+.^_|~-]{1,12}`)
	value := rapid.Map(rapid.String(), oneLine)
	header := func(label string) http.Header {
		h := http.Header{}
		for _, k := range rapid.SliceOfN(token, 0, 5).Draw(t, label) {
			h[http.CanonicalHeaderKey(k)] = rapid.SliceOfN(value, 1, 3).Draw(t, label+" values")
		}
		return h
	}
	x := Exchange{
		URL: "https://example.org/" +
			rapid.StringMatching(`[a-zA-Z0-9/._~é-]{0,40}(\?[a-z=&;0-9]{0,20})?`).Draw(t, "path"),
		At:             time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC(),
		IP:             rapid.SampledFrom([]string{"", "192.0.2.1", "2001:db8::1"}).Draw(t, "ip"),
		Method:         rapid.SampledFrom([]string{"GET", "HEAD", "POST"}).Draw(t, "method"),
		RequestHeader:  header("request"),
		Status:         rapid.IntRange(100, 999).Draw(t, "status"),
		Proto:          rapid.SampledFrom([]string{"HTTP/1.0", "HTTP/1.1", "HTTP/2.0"}).Draw(t, "proto"),
		StatusText:     value.Draw(t, "text"),
		ResponseHeader: header("response"),
		Body:           rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
		Truncated:      rapid.SampledFrom([]string{"", "length", "time"}).Draw(t, "truncated"),
	}
	if rapid.Bool().Draw(t, "chunked") {
		x.ResponseHeader["Transfer-Encoding"] = []string{"chunked"}
	}
	x.RequestHeader["Host"] = []string{"example.org"}
	for _, k := range rapid.SliceOfN(token, 0, 4).Draw(t, "metadata") {
		if x.Metadata == nil {
			x.Metadata = map[string]string{}
		}
		x.Metadata[k] = unfolded(rapid.String().Draw(t, "metadata value"))
	}
	if len(x.Body) == 0 {
		x.Body = nil
	}
	return x
}

// unfolded is the form in which a metadata value comes back.
func unfolded(s string) string {
	s = strings.ReplaceAll(foldLines(s), "\r\n ", "\n")
	return strings.TrimRight(s, "\n")
}

func TestAppendReadIsLossless(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	rapid.Check(t, func(t *rapid.T) {
		want := drawExchange(t)
		ref, err := a.Append(context.Background(), want)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := ParseRef(ref.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []Ref{ref, parsed} {
			got, err := a.Read(r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("read back (-want +got):\n%s", diff)
			}
		}
	})
}

func TestRevisitKeepsOneBodyAndOneHop(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	first := mustAppend(t, a, page(1, 40_000))
	x := page(1, 40_000)
	last := first
	for i := range 20 { // twenty nights without a change, each naming the one before
		x.At = testTime.Add(time.Duration(i+1) * 24 * time.Hour)
		x.RevisitOf = &last
		last = mustAppend(t, a, x)
	}
	got, err := a.Read(last)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Body) != string(x.Body) || !got.At.Equal(x.At) {
		t.Error("revisit: body or time differ")
	}
	if got.RevisitOf == nil || got.RevisitOf.String() != first.String() || got.RevisitOf.ID != first.ID {
		t.Errorf("revisit of %v, want the response %v itself", got.RevisitOf, first)
	}
	if last.Digest != first.Digest || last.Length > 1000 {
		t.Errorf("revisit digest %s, %d bytes", last.Digest, last.Length)
	}
	x.RevisitOf, x.Body = &first, []byte("other bytes")
	ref := mustAppend(t, a, x)
	if got, err := a.Read(ref); err != nil || got.RevisitOf != nil || string(got.Body) != "other bytes" {
		t.Errorf("a changed body must be written in full: %+v, %v", got.RevisitOf, err)
	}
	x.RevisitOf = &Ref{File: first.File, Offset: 3}
	ref = mustAppend(t, a, x)
	if got, err := a.Read(ref); err != nil || got.RevisitOf != nil {
		t.Errorf("a revisit of nothing must be written in full: %+v, %v", got.RevisitOf, err)
	}
	x.Body = nil
	if _, err := a.Append(context.Background(), x); !errors.Is(err, ErrRef) {
		t.Errorf("a revisit of nothing without body: %v, want ErrRef", err)
	}
}

func TestNotModifiedRevisit(t *testing.T) {
	a := openTest(t, t.TempDir(), testOptions())
	first := mustAppend(t, a, page(1, 500))
	ref := mustAppend(t, a, Exchange{URL: page(1, 0).URL, At: testTime, Status: 304, RevisitOf: &first})
	got, err := a.Read(ref)
	if err != nil || got.Status != 304 || string(got.Body) != string(page(1, 500).Body) {
		t.Errorf("304 revisit: status %d, %d bytes, %v", got.Status, len(got.Body), err)
	}
}

func TestRotationAndOrder(t *testing.T) {
	dir := t.TempDir()
	o := testOptions()
	o.MaxFileBytes = 4000
	a := openTest(t, dir, o)
	var want, got []string
	for i := range 30 {
		want = append(want, mustAppend(t, a, page(i, 2000)).String())
		if i == 15 { // a stop and a start on the way
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			o.Rand = nil // a second run draws other ids
			a = openTest(t, dir, o)
		}
	}
	i := 0
	err := a.Walk(context.Background(), func(r Ref, x Exchange) error {
		got = append(got, r.String())
		p := page(i, 2000)
		i++
		return equal(p, x)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("walked %v\nwant %v", got, want)
	}
	names, err := a.files()
	if err != nil || len(names) < 5 {
		t.Errorf("files %v, %v: want several", names, err)
	}
	for _, n := range names {
		info, err := os.Stat(filepath.Join(dir, n))
		if err != nil || info.Mode().Perm() != 0o600 || info.Size() > 8000 {
			t.Errorf("%s: %v %v", n, info, err)
		}
	}
	if bad, err := a.Verify(context.Background()); err != nil || len(bad) > 0 {
		t.Errorf("verify: %v, %v", bad, err)
	}
}

func equal(want, got Exchange) error {
	if d := cmp.Diff(want, got); d != "" {
		return errors.New(d)
	}
	return nil
}

func TestOneWriterManyReaders(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "archive")
	a := openTest(t, dir, testOptions())
	if _, err := Open(dir, testOptions()); !errors.Is(err, ErrInUse) ||
		!strings.Contains(err.Error(), "process "+strconv.Itoa(os.Getpid())) {
		t.Fatalf("second writer: %v, want ErrInUse naming this process", err)
	}
	r, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	mustAppend(t, a, page(1, 500))
	count := func() (n int) {
		if err := r.Walk(context.Background(), func(Ref, Exchange) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := count(); got != 0 {
		t.Errorf("reader sees %d records before Sync", got)
	}
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	if got := count(); got != 1 {
		t.Errorf("reader sees %d records after Sync, want 1", got)
	}
	if _, err := r.Append(context.Background(), page(2, 10)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("append to a reader: %v", err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder mode %v, %v", info.Mode(), err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Append(context.Background(), page(2, 10)); !errors.Is(err, ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
	openTest(t, dir, testOptions()) // the lock is free again
}

func TestConcurrentAppend(t *testing.T) {
	a := openTest(t, t.TempDir(), testOptions())
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				x := page(w*100+i, 3000)
				ref, err := a.Append(context.Background(), x)
				if err == nil {
					var got Exchange
					if got, err = a.Read(ref); err == nil {
						err = equal(x, got)
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestPathTraversalRefsRefused(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	ref := mustAppend(t, a, page(1, 500))
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), ref.File)
	writeAll(t, outside, readAll(t, filepath.Join(dir, ref.File)))
	link := fileName("carif-test", testTime, 99)
	if err := os.Symlink(outside, filepath.Join(dir, link)); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../" + ref.File, outside, `..\` + ref.File, "sub/" + ref.File, "", ".", "archive.lock",
		"CON", strings.Repeat("a", 300) + ".warc.gz", ref.File + "\x00"} {
		if _, err := a.Read(Ref{File: file, Offset: ref.Offset}); !errors.Is(err, ErrRef) {
			t.Errorf("read %q: %v, want ErrRef", file, err)
		}
		if _, err := ParseRef(file + "#0"); !errors.Is(err, ErrRef) {
			t.Errorf("parse %q: %v, want ErrRef", file, err)
		}
	}
	if _, err := a.Read(Ref{File: link, Offset: ref.Offset}); err == nil {
		t.Error("a symbolic link led out of the archive")
	}
	for _, s := range []string{ref.File, ref.File + "#", ref.File + "#-1", ref.File + "#+1", ref.File + "#01",
		ref.File + "#1x", ref.File + "#99999999999999999999"} {
		if _, err := ParseRef(s); !errors.Is(err, ErrRef) {
			t.Errorf("parse %q: %v, want ErrRef", s, err)
		}
	}
	for _, off := range []int64{1, ref.Offset + 1, 1 << 40} {
		if _, err := a.Read(Ref{File: ref.File, Offset: off}); !errors.Is(err, ErrRef) {
			t.Errorf("read at %d: %v, want ErrRef", off, err)
		}
	}
	if _, err := a.Read(Ref{File: fileName("x", testTime, 5)}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read of no file: %v", err)
	}
}

func TestAppendRefusesWhatCannotBeReadBack(t *testing.T) {
	a := openTest(t, t.TempDir(), testOptions())
	for name, edit := range map[string]func(*Exchange){
		"relative URL":   func(x *Exchange) { x.URL = "/a" },
		"line in URL":    func(x *Exchange) { x.URL = "https://example.org/\r\nWARC-Type: warcinfo" },
		"endless URL":    func(x *Exchange) { x.URL += strings.Repeat("a", maxURL) },
		"no time":        func(x *Exchange) { x.At = time.Time{} },
		"bad address":    func(x *Exchange) { x.IP = "300.1.1.1" },
		"status":         func(x *Exchange) { x.Status = 1000 },
		"metadata key":   func(x *Exchange) { x.Metadata = map[string]string{"a b:": ""} },
		"method":         func(x *Exchange) { x.Method = "GET /\r\n" },
		"too big a body": func(x *Exchange) { x.Body = make([]byte, maxBlock) },
	} {
		x := page(1, 10)
		edit(&x)
		if _, err := a.Append(context.Background(), x); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
