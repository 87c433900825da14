package accounting

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/parser"
	"carif/schema"
)

var show = flag.Bool("show", false, "print every loss")

const root = "../.."

func files(t *testing.T, pattern string) []schema.Page {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var out []schema.Page
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, schema.Page{File: name, Body: body})
	}
	return out
}

func authored(t *testing.T) []schema.Page {
	var out []schema.Page
	for _, p := range []string{"fixtures/layouts/pages/*/*.html", "fixtures/layouts/nocourse/*/*.html"} {
		out = append(out, files(t, filepath.Join(root, p))...)
	}
	site := fixtures.Demo()
	for _, c := range site.Truth() {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:18413"+c.Path(), nil))
		out = append(out, schema.Page{File: "demo" + c.Path(), ContentType: answer.Header().Get("Content-Type"), Body: answer.Body.Bytes()})
	}
	for _, name := range []string{"seed.txt", "seed-a.html", "seed-b.html", "seed-c.html"} {
		body, err := fixtures.Seed(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, schema.Page{File: name, Body: body})
	}
	return out
}

// account reads pages and counts what is lost at levels A and B.
func account(t *testing.T, pages []schema.Page) {
	t.Helper()
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	counts, on := map[string]int{}, map[string]string{}
	for _, page := range pages {
		got, err := p.Parse(page, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := parser.Decode(page.Body, page.ContentType)
		losses, err := ToOutline(text, strings.HasSuffix(page.File, ".txt"), got.Outline)
		if err != nil {
			t.Errorf("%s: %v", page.File, err)
		}
		for i := range got.Drafts {
			losses = append(losses, ToDraft(got.Outline, &got.Drafts[i])...)
		}
		for _, l := range losses {
			if *show {
				fmt.Printf("%c %-30s %s: %q in %q\n", l.Level, l.Kind, page.File, l.Words, l.In)
			}
			k := string(l.Level) + " " + l.Kind
			counts[k]++
			on[k] = page.File
		}
	}
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return counts[keys[i]] > counts[keys[j]] })
	for _, k := range keys {
		t.Errorf("%s: %d losses, such as on %s", k, counts[k], on[k])
	}
}

func TestAuthored(t *testing.T) { account(t, authored(t)) }

func TestReal(t *testing.T) {
	for _, set := range []string{"corpus", "more"} {
		t.Run(set, func(t *testing.T) {
			pages := files(t, filepath.Join(root, "../shared", set, "*/*.html"))
			if len(pages) == 0 {
				t.Skipf("../shared/%s is not at hand: no real pages walked", set)
			}
			account(t, pages)
		})
	}
}
