package crawler

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// reference finds links and counts tags with the tokenizer of x/net/html.
func reference(body []byte) (hrefs []string, tags int) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return hrefs, tags
		case html.StartTagToken, html.SelfClosingTagToken:
			tags++
			t := z.Token()
			want := map[string]string{"a": "href", "area": "href", "iframe": "src", "frame": "src"}[t.Data]
			rel := ""
			for _, a := range t.Attr {
				if a.Key == "rel" {
					rel = strings.ToLower(a.Val)
				}
			}
			if t.Data == "link" && (rel == "next" || rel == "prev") {
				want = "href"
			}
			for _, a := range t.Attr {
				if a.Key == want && a.Val != "" && a.Val[0] != '#' {
					hrefs = append(hrefs, a.Val)
					break
				}
			}
		}
	}
}

func compareLexer(t *testing.T, name string, body []byte) {
	t.Helper()
	body = bytes.ReplaceAll(body, []byte("noscript"), []byte("noscripx")) // we do follow links for those without scripts
	hrefs, tags := reference(body)
	s := scanPage(body)
	for i := range hrefs {
		hrefs[i] = strings.ReplaceAll(hrefs[i], "\r", "\n")
	}
	got := slices.Clone(s.hrefs)
	for i := range got {
		got[i] = strings.ReplaceAll(strings.ReplaceAll(got[i], "\r\n", "\n"), "\r", "\n")
	}
	if !slices.Equal(got, hrefs) {
		for i := range max(len(got), len(hrefs)) {
			if i >= len(got) || i >= len(hrefs) || got[i] != hrefs[i] {
				t.Errorf("%s: link %d of %d differs from x/net/html (%d)", name, i, len(got), len(hrefs))
				if i < len(got) && i < len(hrefs) {
					t.Errorf("got %q want %q", got[i], hrefs[i])
				}
				break
			}
		}
	}
	if s.marks != tags {
		t.Errorf("%s: %d tags, x/net/html has %d", name, s.marks, tags)
	}
}

func TestLexerCorpus(t *testing.T) {
	files, err := filepath.Glob("../../shared/corpus/*/*.html")
	if err != nil || len(files) == 0 {
		t.Skip("reference material is not here: corpus")
	}
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		compareLexer(t, f, body)
	}
}

var lexerCases = []string{
	`<a href=x>`, `<A HREF='x y'>`, `<a href="a&amp;b">`, `<a href="?a=1&copy=2">`, `<a href = "x" href="y">`, `<a/href=x>`, `<a href=x/>`,
	`<a href="x`, `<a href=`, `<a`, `<`, `</`, `</ a>`, `<!`, `<!--`, `<!-- <a href=x> --><a href=y>`, `<!--><a href=y>`, `<!---><a href=y>`, `<!-- --!><a href=y>`,
	`<!-- -- <a href=x> --><a href=y>`, `<!doctype html><a href=y>`, `<?php <a href=x> ?><a href=y>`, `< a href=x><a href=y>`, `a<b<a href=y>`,
	`<script><a href=x></script><a href=y>`, `<script>"</scripty>"<a href=x></SCRIPT ><a href=y>`, `<title><a href=x></title><a href=y>`,
	`<textarea><a href=x></textarea><a href=y>`, `<style></style><a href=y>`, `<script>`, `<iframe src=x><a href=y></iframe><a href=z>`, `<a =x href=y>`, `<a "href"=y>`, `<a b='>' href=y>`,
}

func TestLexerCases(t *testing.T) {
	for _, c := range lexerCases {
		compareLexer(t, c, []byte(c))
	}
}

func FuzzScan(f *testing.F) {
	for _, c := range lexerCases {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := scanPage(body)
		if len(s.text) > len(body)+len(body)/2+16 || s.marks > len(body) {
			t.Errorf("%d bytes of text of %d", len(s.text), len(body))
		}
		Classify(Answer{Status: 200, Body: body})
	})
}
