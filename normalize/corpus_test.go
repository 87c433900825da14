package normalize

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"carif/parser"
	"carif/schema"
	"carif/text/date"
)

// corpus gives the real pages beside the project; machines without them skip.
func corpus(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "*", "*.html"))
	if len(files) == 0 {
		t.Skip("no real pages beside the project (../shared/corpus)")
	}
	return files
}

// emptyText finds a text field that is "" where the contract wants null. These three keys may be empty.
var emptyText = regexp.MustCompile(`"(\w+)":""`)

var mayBeEmpty = map[string]bool{"place_how": true, "where": true, "label": true, "field": true, "sha256": true}

// TestCorpus reads every real page: the contract holds whatever a page says, and nearly all levels and entry
// modes have their code.
func TestCorpus(t *testing.T) {
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	n := newNormalizer(t)
	var levels, entries tally
	for _, name := range corpus(t) {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page := schema.Page{File: name, Body: body}
		res, err := p.Parse(page, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, d := range res.Drafts {
			rec := n.Record(d, page, nil)
			checkContract(t, name, rec)
			levels.add(rec.Course.EntryLevel)
			levels.add(rec.Course.ExitLevel)
			for i := range rec.Course.Sessions {
				entries.add(rec.Course.Sessions[i].EntryExit)
			}
		}
	}
	t.Logf("coded: levels %d of %d, entry and exit %d of %d", levels.coded, levels.all, entries.coded, entries.all)
	if levels.share() < 0.95 || entries.share() < 0.95 {
		t.Errorf("share of coded levels %.3f, entry and exit %.3f; want 0.95", levels.share(), entries.share())
	}
}

type tally struct{ coded, all int }

func (a *tally) add(c *schema.Coded) {
	if c == nil {
		return
	}
	a.all++
	if c.Code != nil {
		a.coded++
	}
}

func (a *tally) share() float64 {
	if a.all == 0 {
		return 1
	}
	return float64(a.coded) / float64(a.all)
}

func checkContract(t *testing.T, name string, rec schema.Record) {
	t.Helper()
	b, err := json.Marshal(rec)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, m := range emptyText.FindAllStringSubmatch(string(b), -1) {
		if !mayBeEmpty[m[1]] {
			t.Errorf("%s: %s is an empty text, want null", name, m[1])
		}
	}
	for _, key := range []string{"phones", "faxes", "emails", "contacts", "sessions", "audience", "selection", "validation", "outline", "items", "funding", "pace", "other", "rncp", "rome", "absent", "issues", "unclaimed"} {
		if strings.Contains(string(b), `"`+key+`":null`) {
			t.Errorf("%s: %s is null, want []", name, key)
		}
	}
	for _, s := range rec.Course.Sessions {
		for _, d := range []*string{s.Start, s.End, s.PublishedOn} {
			if day, bad := date.ReadDay(str(d)); d != nil && (bad || day != *d) {
				t.Errorf("%s: %q is no day", name, *d)
			}
		}
	}
}

// BenchmarkCorpus reads the real pages and types their drafts, a page an operation: the second beside the first is what
// normalising costs.
func BenchmarkCorpus(b *testing.B) {
	p, err := parser.New()
	if err != nil {
		b.Fatal(err)
	}
	n := newNormalizer(b)
	var pages []schema.Page
	var drafts []schema.Draft
	for _, name := range corpus(b) {
		body, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		page := schema.Page{File: name, Body: body}
		res, err := p.Parse(page, nil)
		if err != nil {
			b.Fatal(err)
		}
		pages, drafts = append(pages, page), append(drafts, res.Drafts...)
	}
	for i := range drafts { // tables that are read once
		n.Record(drafts[i], schema.Page{}, nil)
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := p.Parse(pages[i%len(pages)], nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("normalise", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			n.Record(drafts[i%len(drafts)], schema.Page{}, nil)
		}
	})
}
