package archive

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var testTime = time.Date(2026, 11, 24, 2, 14, 5, 123456789, time.UTC)

// testOptions give the same bytes on every run.
func testOptions() Options {
	return Options{
		Software: "carif/test", Now: func() time.Time { return testTime },
		Rand: rand.NewChaCha8([32]byte{7}), Prefix: "carif-test",
	}
}

func openTest(t testing.TB, dir string, o Options) *Archive {
	t.Helper()
	a, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// page makes an exchange with an invented course page of about n bytes.
func page(i, n int) Exchange {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!doctype html><html><title>Formation %d</title><table>", i)
	r := rand.New(rand.NewPCG(uint64(i), 1))
	for b.Len() < n {
		fmt.Fprintf(&b, "<tr class=\"ligne\"><th>Libellé %d</th><td>Valeur inventée %x</td></tr>\n", r.IntN(40), r.Uint64())
	}
	b.WriteString("</table></html>")
	return Exchange{
		URL: fmt.Sprintf("https://catalogue.example.org/formation/%012d?page=2&sort=asc", i),
		At:  testTime.Add(time.Duration(i) * time.Second), IP: "192.0.2.7",
		Method: "GET", RequestHeader: http.Header{"User-Agent": {"carif/test"}, "Host": {"catalogue.example.org"}},
		Status: 200, Proto: "HTTP/1.1", StatusText: "OK",
		ResponseHeader: http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Set-Cookie": {"a=1", "b=2"}},
		Body:           b.Bytes(),
		Metadata:       map[string]string{"outcome": "ok", "site": "test", "run": "42"},
	}
}

func mustAppend(t testing.TB, a *Archive, x Exchange) Ref {
	t.Helper()
	ref, err := a.Append(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// onlyFile gives the path of the directory's single WARC file.
func onlyFile(t testing.TB, dir string) string {
	t.Helper()
	m, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(m) != 1 {
		t.Fatalf("want one WARC file in %s, got %v (%v)", dir, m, err)
	}
	return m[0]
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeAll(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
