package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is a fenced block of a page: its language, the word behind it, and its lines.
type block struct{ lang, word, text string }

var fenced = regexp.MustCompile("(?ms)^```(\\w+) ?(\\w*)\n(.*?)^```$")

func blocksOf(t *testing.T, page string) []block {
	t.Helper()
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []block
	for _, m := range fenced.FindAllStringSubmatch(string(b), -1) {
		out = append(out, block{m[1], m[2], m[3]})
	}
	return out
}

// TestAnalystsTour runs the recipes of docs/analysts.md as a person would: all blocks of the shell, Python, R and DuckDB,
// in their order, in one folder. What needs a tool that this machine lacks is left out, and one line at the end says so.
func TestAnalystsTour(t *testing.T) {
	if testing.Short() {
		t.Skip("the tour takes a while")
	}
	dir := t.TempDir()
	addr, err := freeAddr()
	if err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "CARIF_DEMO_ADDR="+addr)
	ran, left := map[string]int{}, map[string]bool{}
	for i, b := range blocksOf(t, "../../docs/analysts.md") {
		if b.word == "norun" {
			continue
		}
		text := b.text
		if b.lang == "sh" {
			text = withoutMissing(text, left)
		}
		argv, missing := interpreter(b)
		if argv == nil {
			if missing != "" {
				left[missing] = true
			}
			continue
		}
		name := filepath.Join(dir, fmt.Sprintf("block%d", i))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), argv[0], append(argv[1:], name)...)
		cmd.Dir, cmd.Env = dir, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s\n%s", b.lang, err, text, out)
		}
		ran[b.lang]++
	}
	if ran["sh"] < 8 {
		t.Errorf("only %v were run: the search misses blocks", ran)
	}
	for _, made := range []string{"formations.xlsx", "v_session.csv", "parquet/session.parquet", "formations.db",
		"sessions.geojson", "overdue.md"} {
		if info, err := os.Stat(filepath.Join(dir, made)); err != nil || info.Size() == 0 {
			t.Errorf("the tour did not make %s: %v", made, err)
		}
	}
	if len(left) > 0 {
		var names []string
		for name := range left {
			names = append(names, name)
		}
		t.Logf("recipes left out, because these are not installed: %s", strings.Join(names, ", "))
	}
}

// withoutMissing takes the lines of a shell script out that call a program which is not here.
func withoutMissing(script string, left map[string]bool) string {
	keep := []string{"set -eu"}
	for _, line := range strings.Split(script, "\n") {
		words := strings.Fields(line)
		if len(words) > 0 && (words[0] == "datasette" || words[0] == "ogr2ogr") {
			if _, err := exec.LookPath(words[0]); err != nil {
				left[words[0]] = true
				continue
			}
		}
		keep = append(keep, line)
	}
	return strings.Join(keep, "\n")
}

// interpreter gives the command that runs a block; nil with what is missing, or with "" where nothing runs such blocks.
func interpreter(b block) (argv []string, missing string) {
	works := func(argv ...string) bool { return exec.Command(argv[0], argv[1:]...).Run() == nil }
	switch {
	case b.lang == "sh":
		return []string{"sh"}, ""
	case b.lang == "python":
		module := "pandas"
		if b.word != "" {
			module += ", " + b.word
		}
		for _, python := range []string{"python3", "/usr/bin/python3"} {
			if works(python, "-c", "import "+module) {
				return []string{python}, ""
			}
		}
		return nil, "python3 with " + module
	case b.lang == "r":
		if works("Rscript", "-e", "library(readr); library(DBI); library(RSQLite)") {
			return []string{"Rscript"}, ""
		}
		return nil, "R with readr, DBI and RSQLite"
	case b.lang == "sql" && b.word == "duckdb":
		if works("duckdb", "-c", "SELECT 1") {
			return []string{"duckdb", "-bail", "-f"}, ""
		}
		if works("node", "-e", "require('@duckdb/node-api')") { // found by NODE_PATH
			return []string{"node", "-e", duckdbScript}, ""
		}
		return nil, "duckdb, or node with @duckdb/node-api"
	}
	return nil, ""
}

// duckdbScript runs the statements of a file with DuckDB's own package for node.
const duckdbScript = `
const { DuckDBInstance } = require('@duckdb/node-api')
const statements = require('fs').readFileSync(process.argv[1], 'utf8').split(/;\s*\n/).filter(s => s.trim())
DuckDBInstance.create(':memory:').then(i => i.connect()).then(async db => {
  for (const s of statements) await db.runAndReadAll(s)
}).catch(e => { console.error(e.message); process.exit(1) })`
