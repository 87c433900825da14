package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"carif/compare"
)

// researchersPage is the tour for researchers.
func researchersPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/researchers.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestResearchersTour runs every command of docs/researchers.md, in their order, over the demo catalogue.
func TestResearchersTour(t *testing.T) {
	page := researchersPage(t)
	path, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("CARIF_DB", path)
	t.Chdir(t.TempDir())
	if err := os.WriteFile("jobseekers.csv", []byte("region,jobseekers\n75,400000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(page, -1) {
		for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
			words := strings.Fields(line)
			var out, errs bytes.Buffer
			code := run(context.Background(), words[1:], streams{out: &out, err: &errs})
			if words[0] != "carif" || code != exitDone || out.Len()+errs.Len() == 0 {
				t.Errorf("%s: code %d, %s", line, code, errs.String())
			}
			ran++
		}
	}
	if ran < 12 {
		t.Errorf("only %d commands were found: the search misses them", ran)
	}
	for _, name := range []string{"figures.csv", "figures.json", "figures.md", "figures.html",
		"frozen-2026/CITATION.cff"} {
		if info, err := os.Stat(name); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
}

// TestFreezeNowhere: a folder in no folder is refused before anything is counted.
func TestFreezeNowhere(t *testing.T) {
	path, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"compare", "--db", path, "--freeze", "no/where/"},
		streams{out: &out, err: &errs})
	if code != exitUsage || !strings.Contains(errs.String(), "no: no such folder (--freeze)") {
		t.Errorf("code %d: %s%s", code, out.String(), errs.String())
	}
}

// TestResearchersNames: the page names every measure and every unit.
func TestResearchersNames(t *testing.T) {
	page := researchersPage(t)
	for _, name := range append(compare.MeasureNames(), compare.UnitNames()...) {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("docs/researchers.md does not name %s", name)
		}
	}
}
