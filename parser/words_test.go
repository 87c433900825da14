package parser

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
)

// corpus lists the real pages; the test is skipped where they are not there.
func corpus(t testing.TB) []string {
	t.Helper()
	files, err := corpusFiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no real pages: ../shared/corpus is missing")
	}
	return files
}

func corpusFiles() ([]string, error) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "*", "*.html"))
	sort.Strings(files)
	return files, err
}

// visible gathers the words a reader sees, by a walk of its own over the tree.
func visible(n *html.Node, out map[string]int) {
	switch {
	case n.Type == html.TextNode:
		s := html.UnescapeString(n.Data)
		if strings.Contains(s, "Ã") {
			s = undoTwice(s)
		}
		wordsOf(s, out)
	case n.Type == html.ElementNode && silent[n.DataAtom]:
		return
	case n.Type == html.ElementNode && n.DataAtom == atom.Head:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		visible(c, out)
	}
}

func wordsOf(s string, out map[string]int) {
	for w := range strings.FieldsSeq(text.FoldLabel(s)) {
		out[w]++
	}
}

// TestEveryWord walks each page independently and finds every word of it in the outline, and every word of the
// content in a value, in what is absent or unclaimed, or in a label.
func TestEveryWord(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range corpus(t) {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		res, err := p.Parse(schema.Page{File: f, Body: body}, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := Decode(body, "")
		doc, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		want, got := map[string]int{}, map[string]int{}
		visible(doc, want)
		for _, b := range res.Outline.Blocks {
			wordsOf(b.Label+" "+b.Text, got)
		}
		if lost := missing(want, got); len(lost) > 0 {
			t.Errorf("%s: words of the page that the outline lost: %.300q", f, lost)
		}
		if len(res.Drafts) > 0 {
			if lost := missing(content(res.Outline), drafted(&res.Drafts[0])); len(lost) > 0 {
				t.Errorf("%s: words of the content that the draft lost: %.300q", f, lost)
			}
		}
	}
}

// content gathers the words of blocks that are not chrome.
func content(o *Outline) map[string]int {
	out := map[string]int{}
	for _, b := range o.Blocks {
		if b.Claim != "chrome" && b.Claim != "twin" {
			wordsOf(b.Text, out)
		}
	}
	return out
}

// drafted gathers all words a draft holds.
func drafted(d *schema.Draft) map[string]int {
	out := map[string]int{}
	value := func(v *schema.Value) {
		wordsOf(v.Label+" "+v.Text+" "+strings.Join(v.Items, " "), out)
		for _, l := range v.Links {
			wordsOf(l.Text, out)
		}
	}
	for i := range d.Values {
		value(&d.Values[i])
	}
	for _, s := range d.Sessions {
		for i := range s.Values {
			value(&s.Values[i])
		}
	}
	for _, u := range d.Unclaimed {
		wordsOf(u.Label+" "+u.Text, out)
	}
	return out
}

// missing lists words that are not in got at all; glued or split words of one letter are let pass.
func missing(want, got map[string]int) []string {
	var all strings.Builder
	for w := range got {
		all.WriteString(w)
		all.WriteByte(' ')
	}
	joined := all.String()
	var lost []string
	for w := range want {
		if got[w] == 0 && len(w) > 1 && !strings.Contains(joined, w) && !splitIn(w, got) {
			lost = append(lost, w)
		}
	}
	sort.Strings(lost)
	return lost
}

// splitIn reports whether a word stands in two parts: bullets and marks fold differently in a run and in a line.
func splitIn(w string, got map[string]int) bool {
	for i := 1; i < len(w); i++ {
		if got[w[:i]] > 0 && got[w[i:]] > 0 {
			return true
		}
	}
	return false
}
