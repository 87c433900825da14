package skim

import (
	"bytes"
	"os"
	"path/filepath"
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
			want := map[string]string{"a": "href", "area": "href", "link": "href", "iframe": "src", "frame": "src"}[t.Data]
			for _, a := range t.Attr {
				if a.Key == want && a.Val != "" && a.Val[0] != '#' {
					hrefs = append(hrefs, a.Val)
					break
				}
			}
		}
	}
}

// lexed finds links with our lexer, as they stand in the source, and counts tags.
func lexed(body []byte) (hrefs []string, tags int) {
	l := lexer{b: body}
	for l.next() {
		if l.kind != lexStart {
			continue
		}
		tags++
		v := l.href
		switch l.tag {
		case tagIframe, tagFrame:
			v = l.src
		case tagA, tagArea, tagLink:
		default:
			continue
		}
		if len(v) > 0 && v[0] != '#' {
			hrefs = append(hrefs, string(v))
		}
	}
	return hrefs, tags
}

func compareLexer(t *testing.T, name string, body []byte) {
	t.Helper()
	body = bytes.ReplaceAll(body, []byte("noscript"), []byte("noscripx")) // its text has tags for us
	want, tags := reference(body)
	got, n := lexed(body)
	if n != tags {
		t.Errorf("%s: %d tags, x/net/html has %d", name, n, tags)
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d links, x/net/html has %d", name, len(got), len(want))
		return
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	for i := range got {
		if strings.Contains(got[i], "&") {
			continue // the lexer leaves references as they are
		}
		if g, w := lines.Replace(got[i]), lines.Replace(want[i]); g != w {
			t.Errorf("%s: link %d: got %q, want %q", name, i, g, w)
			return
		}
	}
}

func TestLexerCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/*/*.html")
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
	`<a href=x>`, `<A HREF='x y'>`, `<a href="a&amp;b">`, `<a href="?a=1&copy=2">`, `<a href = "x" href="y">`,
	`<a/href=x>`, `<a href=x/>`,
	`<a href="x`, `<a href=`, `<a`, `<`, `</`, `</ a>`, `<!`, `<!--`, `<!-- <a href=x> --><a href=y>`, `<!--><a href=y>`,
	`<!---><a href=y>`, `<!-- --!><a href=y>`,
	`<!-- -- <a href=x> --><a href=y>`, `<!doctype html><a href=y>`, `<?php <a href=x> ?><a href=y>`,
	`< a href=x><a href=y>`, `a<b<a href=y>`,
	`<script><a href=x></script><a href=y>`, `<script>"</scripty>"<a href=x></SCRIPT ><a href=y>`,
	`<title><a href=x></title><a href=y>`,
	`<textarea><a href=x></textarea><a href=y>`, `<style></style><a href=y>`, `<script>`,
	`<iframe src=x><a href=y></iframe><a href=z>`, `<a =x href=y>`, `<a "href"=y>`, `<a b='>' href=y>`,
}

func TestLexerCases(t *testing.T) {
	for _, c := range lexerCases {
		compareLexer(t, c, []byte(c))
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range lexerCases {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := Read(body)
		if len(s.Text) > len(body)+len(body)/2+16 || s.Marks > len(body) {
			t.Errorf("%d bytes of text of %d", len(s.Text), len(body))
		}
		s.Hash()
	})
}
