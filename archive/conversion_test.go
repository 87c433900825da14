package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestConversion: a document that was made of an answer is read, walked, verified and rewritten like one that a server
// gave, and names the answer.
func TestConversion(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	raw := mustAppend(t, a, page(1, 200))
	want := Exchange{URL: "https://catalogue.example.org/#/formation/1", At: testTime, Status: 200, Proto: "HTTP/1.1",
		StatusText: "OK", ResponseHeader: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte("<!DOCTYPE html>\n<h1>Écrit par un script</h1>"), Metadata: map[string]string{"outcome": "ok"},
		ConversionOf: &raw}
	ref := mustAppend(t, a, want)
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	got, err := a.Read(ref)
	if err != nil {
		t.Fatal(err)
	}
	want.ConversionOf = &Ref{ID: raw.ID}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	stored, err := os.ReadFile(filepath.Join(dir, ref.File))
	if err != nil {
		t.Fatal(err)
	}
	text := unzip(t, stored)
	for _, line := range []string{"WARC-Type: conversion\r\n", "WARC-Refers-To: <" + raw.ID + ">\r\n",
		"Content-Type: text/html; charset=utf-8\r\n", "\r\n\r\n<!DOCTYPE html>\n"} {
		if !bytes.Contains(text, []byte(line)) {
			t.Errorf("%q is not in the file", line)
		}
	}
	n := 0
	if err := ReadFile(filepath.Join(dir, ref.File), func(_ Ref, x Exchange) error {
		if n++; n == 2 && (x.URL != want.URL || !bytes.Equal(x.Body, want.Body)) {
			t.Errorf("read from the file: %+v", x)
		}
		return nil
	}); err != nil || n != 2 {
		t.Errorf("%d exchanges, %v", n, err)
	}
	res, err := a.Rewrite(context.Background(), func(_ Ref, x *Exchange) bool {
		x.Body = bytes.ReplaceAll(x.Body, []byte("script"), []byte("······"))
		return false
	})
	if err != nil || res.Edited != 1 {
		t.Fatalf("%+v %v", res, err)
	}
	if err := a.Settle(); err != nil {
		t.Fatal(err)
	}
	got, err = a.Read(res.Moved[ref.String()])
	if err != nil || got.ConversionOf == nil || !bytes.Contains(got.Body, []byte("······")) || got.Metadata["outcome"] != "ok" {
		t.Errorf("rewritten: %+v %v", got, err)
	}
	if bad, err := a.Verify(context.Background()); err != nil || len(bad) > 0 {
		t.Errorf("verify: %v %v", bad, err)
	}
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
