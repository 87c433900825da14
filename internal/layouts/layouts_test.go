// Package layouts reads the authored pages of fixtures/layouts with the generic profile and compares the records with
// their truth, so that a rule made for one layout cannot quietly cost another. The reader was tuned on these very
// pages: they are training data, and their score is no measure of sites it has never met. It is a test only, and not
// for the real pages: those are measured by internal/accuracy where they are at hand.
package layouts

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/normalize"
	"carif/parser"
	"carif/schema"
	"carif/sites"
)

const fixtures = "../../fixtures/layouts"

// Floors: a rule that reads other sites better must not cost more than this here.
const (
	macroFloor = 0.97
	hostFloor  = 0.80
)

// reading is the generic reader.
type reading struct {
	p *parser.Parser
	n *normalize.Normalizer
}

func newReading(t *testing.T) *reading {
	t.Helper()
	p, err := parser.New()
	if err != nil {
		t.Fatal(err)
	}
	n, err := normalize.New(normalize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &reading{p, n}
}

// read gives the records of one page as they are printed: in JSON.
func (r *reading) read(t *testing.T, file string) []map[string]any {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := schema.Page{Site: "generic", File: file, Body: body}
	res, err := r.p.Parse(page, sites.Generic())
	if err != nil {
		t.Fatalf("parse %s: %v", file, err)
	}
	var out []map[string]any
	for _, d := range res.Drafts {
		b, err := json.Marshal(r.n.Record(d, page, sites.Generic()))
		if err != nil {
			t.Fatalf("print %s: %v", file, err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("read record of %s: %v", file, err)
		}
		out = append(out, m)
	}
	return out
}

func pages(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtures, folder, "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in %s: %v", folder, err)
	}
	return files
}

func TestCoursesOfLayouts(t *testing.T) {
	r := newReading(t)
	truth := truths(t)
	hosts := map[string]*tally{}
	for _, file := range pages(t, "pages") {
		host := filepath.Base(filepath.Dir(file))
		id := strings.TrimSuffix(filepath.Base(file), ".html")
		want := truth[host+"/"+id]
		if want == nil {
			t.Errorf("%s/%s: no truth", host, id)
			continue
		}
		if hosts[host] == nil {
			hosts[host] = &tally{}
		}
		recs := r.read(t, file)
		if len(recs) != 1 {
			t.Errorf("%s/%s: got %d records, want 1", host, id, len(recs))
			recs = append(recs, map[string]any{})
		}
		hosts[host].page(recs[0], want)
	}
	sum := 0.0
	for host, c := range hosts {
		f1 := c.f1()
		sum += f1
		if f1 < hostFloor {
			t.Errorf("%s: got F1 %.3f, want %.3f or more", host, f1, hostFloor)
		}
	}
	macro := sum / float64(len(hosts))
	t.Logf("macro F1 %.4f over %d hosts", macro, len(hosts))
	if macro < macroFloor {
		t.Errorf("got macro F1 %.4f over %d hosts, want %.2f or more", macro, len(hosts), macroFloor)
	}
}

func TestOtherPagesGiveNoRecord(t *testing.T) {
	r := newReading(t)
	for _, file := range pages(t, "nocourse") {
		if recs := r.read(t, file); len(recs) > 0 {
			course, _ := recs[0]["course"].(map[string]any)
			t.Errorf("%s: got a record titled %v, want none", file, course["title"])
		}
	}
}
