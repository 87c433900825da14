package accounting

import (
	"cmp"
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/harvest"
	decode "carif/parser/page" // bytes to text, and nothing of what the reader makes of it
	"carif/schema"
	"carif/sites"
)

var show = flag.Bool("show", false, "print every loss")

const root = "../.."

// TestAuthored walks every page of fixtures: nothing that a page shows is lost on its way to the record.
func TestAuthored(t *testing.T) { account(t, authored(t)) }

// TestReal walks the real pages, where they are at hand.
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

// account reads pages without a profile and reports every kind of loss once, with one page that shows it.
func account(t *testing.T, pages []schema.Page) {
	t.Helper()
	r, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	type kind struct{ level, name string }
	first, counts := map[kind]string{}, map[kind]int{}
	for _, page := range pages {
		got, err := r.Read(page, sites.Generic())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range losses(t, page, got) {
			if *show {
				t.Logf("%c %s: %s: %q in %.200q", l.Level, l.Kind, page.File, l.Words, l.In)
			}
			k := kind{string(l.Level), l.Kind}
			counts[k]++
			first[k] = cmp.Or(first[k], page.File+": "+l.Words)
		}
	}
	byCount := func(a, b kind) int { return counts[b] - counts[a] }
	for _, k := range slices.SortedFunc(maps.Keys(counts), byCount) {
		t.Errorf("level %s %s: %d losses, such as %s", k.level, k.name, counts[k], first[k])
	}
}

// losses walks one page through all levels.
func losses(t *testing.T, page schema.Page, got harvest.Reading) []Loss {
	t.Helper()
	text, _ := decode.Decode(page.Body, page.ContentType)
	out, err := ToOutline(text, strings.HasSuffix(page.File, ".txt"), got.Parsed.Outline)
	if err != nil {
		t.Errorf("%s: %v", page.File, err)
	}
	for i := range got.Parsed.Drafts {
		d := &got.Parsed.Drafts[i]
		out = append(out, ToDraft(got.Parsed.Outline, d)...)
		more, err := ToRecord(d, &got.Records[i])
		if err != nil {
			t.Errorf("%s: %v", page.File, err)
		}
		out = append(out, more...)
	}
	return out
}

// authored lists the pages of fixtures: layouts, what is no course beside them, the demo site, the seed page.
func authored(t *testing.T) []schema.Page {
	t.Helper()
	var out []schema.Page
	for _, folder := range []string{"pages", "nocourse"} {
		out = append(out, files(t, filepath.Join(root, "fixtures/layouts", folder, "*/*.html"))...)
	}
	if len(out) == 0 {
		t.Fatal("fixtures/layouts has no pages: is the test run from its folder?")
	}
	site := fixtures.Demo()
	for _, c := range site.Truth() {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:18413"+c.Path(), nil))
		kind := answer.Header().Get("Content-Type")
		out = append(out, schema.Page{File: "demo" + c.Path(), ContentType: kind, Body: answer.Body.Bytes()})
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

// files reads the files of a pattern as pages.
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
