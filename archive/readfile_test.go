package archive

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// foreignRecord writes a record as other tools do: request first, other digests, other dates.
func foreignRecord(version, kind, id, extra, block string) string {
	return fmt.Sprintf("WARC/%s\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2014-01-30T10:11:12Z\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n",
		version, kind, id, extra, len(block), block)
}

const (
	foreignURL   = "WARC-Target-URI: <http://www.example.org/formation/7>\r\n" // brackets as wget writes them
	foreignReq   = "Content-Type: application/http;msgtype=request\r\n"
	foreignResp  = "Content-Type: application/http;msgtype=response\r\n"
	foreignChunk = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nX-Fold: a\r\n b\r\n\r\n" +
		"5\r\nbonjo\r\n6;x=y\r\nur à\n\r\n0\r\n\r\n"
	foreignSHA1 = "WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
)

// foreignRecords is one small crawl of another tool.
func foreignRecords(version string) []string {
	return []string{
		foreignRecord(version, "warcinfo", "0", "Content-Type: application/warc-fields\r\n", "software: other/1.0\r\n"),
		foreignRecord(version, "request", "1", foreignURL+foreignReq,
			"GET /formation/7 HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: other\r\n\r\n"),
		foreignRecord(version, "response", "2", foreignURL+foreignResp+foreignSHA1+"WARC-Concurrent-To: <urn:uuid:1>\r\n",
			foreignChunk),
		foreignRecord(version, "resource", "3", "WARC-Target-URI: metadata://other/log\r\nContent-Type: text/plain\r\n",
			"a log"),
		foreignRecord(version, "revisit", "4", foreignURL+foreignResp+foreignSHA1,
			"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
		foreignRecord(version, "response", "5", strings.Replace(foreignURL, "/7", "/8", 1)+foreignResp,
			"HTTP/1.0 404\nServer: old\n\nnot found"),
	}
}

func zip(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(p)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestReadFileOfOtherTools(t *testing.T) {
	r10, r11 := foreignRecords("1.0"), foreignRecords("1.1")
	lf := strings.ReplaceAll(r10[0], "\r\n", "\n")
	for name, c := range map[string]struct {
		data    []byte
		revisit string // body a revisit gets: not within reach in a file of one member
	}{
		"plain 1.0":       {[]byte(strings.Join(r10, "")), "bonjour à\n"},
		"member a record": {zip(t, r11...), "bonjour à\n"},
		"one member":      {zip(t, strings.Join(r11, "")), ""},
		"two members":     {zip(t, r11[0]+r11[1], strings.Join(r11[2:], "")), "bonjour à\n"},
		"an empty member": {zip(t, append([]string{""}, r10...)...), "bonjour à\n"},
		"bare line feeds": {[]byte(strings.Replace(lf, "other/1.0\n", "other/1.0\r\n", 1) + strings.Join(r10[1:], "")),
			"bonjour à\n"},
		"more blank lines": {[]byte(strings.Join(r10, "\r\n\r\n")), "bonjour à\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "other.warc")
			writeAll(t, path, c.data)
			var got []Exchange
			if err := ReadFile(path, func(r Ref, x Exchange) error {
				if r.File != "other.warc" || r.URL != x.URL || r.At.Year() != 2014 {
					t.Errorf("reference %+v", r)
				}
				got = append(got, x)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if len(got) != 4 {
				t.Fatalf("%d exchanges, want 4", len(got))
			}
			if x := got[1]; x.URL != "metadata://other/log" || x.Status != 200 || string(x.Body) != "a log" ||
				x.ResponseHeader.Get("Content-Type") != "text/plain" {
				t.Errorf("resource: %+v", x)
			}
			got = slices.Delete(got, 1, 2)
			x := got[0]
			if x.URL != "http://www.example.org/formation/7" || x.Method != "GET" ||
				x.RequestHeader.Get("User-Agent") != "other" || x.Status != 200 || string(x.Body) != "bonjour à\n" ||
				x.ResponseHeader.Get("X-Fold") != "a b" {
				t.Errorf("response: %+v", x)
			}
			if got[1].RevisitOf == nil || string(got[1].Body) != c.revisit {
				t.Errorf("revisit: %+v %q, want %q", got[1].RevisitOf, got[1].Body, c.revisit)
			}
			if got[2].Status != 404 || got[2].Method != "" || string(got[2].Body) != "not found" ||
				got[2].ResponseHeader.Get("Server") != "old" {
				t.Errorf("second response: %+v", got[2])
			}
		})
	}
}

func TestReadFileTellsDamage(t *testing.T) {
	r := foreignRecords("1.1")
	huge := strings.Replace(foreignRecord("1.1", "response", "9", foreignURL+foreignResp, "x"), "Content-Length: 1",
		"Content-Length: 99999999999", 1)
	long := foreignRecord("1.1", "response", "9", foreignURL+foreignResp, foreignChunk+strings.Repeat("\x00", maxBlock))
	half := zip(t, r[5])
	half = half[:len(half)/2]
	for name, c := range map[string]struct {
		data []byte
		n    int
		want error // nil = some Finding
	}{
		"no WARC":               {[]byte("<html>"), 0, ErrNotWARC},
		"gzip of no WARC":       {zip(t, "<html>"), 0, ErrNotWARC},
		"empty":                 {nil, 0, ErrNotWARC},
		"cut in the middle":     {append(zip(t, r[:5]...), half...), 3, nil},
		"damage, then a record": {append(append(zip(t, r[2]), half...), zip(t, r[5])...), 2, nil},
		"claims 99 GB":          {[]byte(r[2] + huge), 1, nil},
		"record over 64 MiB":    {zip(t, r[2], long, r[5]), 2, ErrTooBig},
		"no length":             {[]byte(r[2] + "WARC/1.0\r\nWARC-Type: response\r\n\r\n" + r[5]), 2, nil},
		"length too small": {[]byte(r[2] + strings.Replace(r[5], "Content-Length: ", "Content-Length: 1\r\nX: ", 1) +
			r[2]), 2, nil},
		"no status line": {[]byte(foreignRecord("1.0", "response", "1", foreignURL+foreignResp, "hello") + r[5]), 1,
			nil},
		"nothing but damage": {[]byte(strings.Repeat("WARC/1.0\n", 100_000)), 0, nil},
		"zeros after it":     {append(zip(t, r[2]), make([]byte, 5000)...), 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.warc.gz")
			writeAll(t, path, c.data)
			n := 0
			err := ReadFile(path, func(Ref, Exchange) error { n++; return nil })
			if n != c.n || err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%d exchanges, %v; want %d, %v", n, err, c.n, c.want)
			}
			var f *Finding
			if c.want == nil && !errors.As(err, &f) {
				t.Errorf("%v: want a Finding", err)
			}
		})
	}
}

func TestReadFileStopsWithFn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.warc")
	writeAll(t, path, []byte(strings.Join(foreignRecords("1.0"), "")))
	stop, n := errors.New("enough"), 0
	err := ReadFile(path, func(Ref, Exchange) error { n++; return stop })
	if n != 1 || !errors.Is(err, stop) {
		t.Errorf("%d, %v", n, err)
	}
	if err := ReadFile(t.TempDir(), nil); !errors.Is(err, ErrNotWARC) {
		t.Errorf("a folder: %v", err)
	}
	if err := ReadFile("missing.warc", nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// FuzzReadFile: whatever the bytes, no panic, no hang, and bodies within bounds.
func FuzzReadFile(f *testing.F) {
	for _, version := range []string{"1.0", "1.1"} {
		r := foreignRecords(version)
		f.Add([]byte(strings.Join(r, "")))
		f.Add(zip(f, r...))
		f.Add(zip(f, strings.Join(r, "")))
		f.Add(zip(f, r[2])[:100])
	}
	f.Add([]byte("WARC/1.0\r\nContent-Length: 9223372036854775807\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		_ = readFrom("fuzz.warc", bytes.NewReader(data), int64(len(data)), func(r Ref, x Exchange) error {
			if n++; len(x.Body) > maxBlock {
				t.Errorf("body of %d bytes", len(x.Body))
			}
			if x.URL == "" || x.At.IsZero() && r.At.IsZero() && x.Status < 0 {
				t.Errorf("exchange without URL: %+v", x)
			}
			return nil
		})
	})
}
