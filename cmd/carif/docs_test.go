package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"carif/export"
	"carif/fixtures"
	"carif/internal/picture"
	"carif/night/digest"
)

// docPages are the pages that people read first, seen from this folder.
func docPages(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, name := range append(names, "../../README.md", "../../CHANGELOG.md", "../../CONTRIBUTING.md") {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(b)
	}
	return pages
}

// commandLine finds a command line of carif in a fenced block or between backquotes.
var commandLine = regexp.MustCompile(
	"(?m)(?:^(?:\\$ |CARIF_[A-Z_]+=\\S+ )?|`|&& |ExecStart=/usr/local/bin/)carif ([a-z][^`\n#|>&]*)")

// TestDocsNameRealCommands holds the pages to the command tree: every command and flag they show is there.
func TestDocsNameRealCommands(t *testing.T) {
	root, seen := newRoot(&app{}), 0
	for page, text := range docPages(t) {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			seen++
			if wrong := misspelt(root, strings.Fields(m[1])); wrong != "" {
				t.Errorf("%s: carif %s: %s", page, m[1], wrong)
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d command lines were found: the search misses them", seen)
	}
}

// misspelt names what of a command line does not exist; "" when all does.
func misspelt(root *cobra.Command, words []string) string {
	cmd, rest, err := root.Find(words)
	switch {
	case words[0] == "completion" || words[0] == "help": // cobra adds them when it runs
		return ""
	case err != nil || cmd == root:
		return "no such command"
	}
	for _, w := range rest {
		name, isLong := strings.CutPrefix(w, "--")
		name, _, _ = strings.Cut(name, "=")
		name = strings.TrimRight(name, ".,;:)")
		if !isLong || name == "" || name == "help" {
			continue
		}
		if cmd.Flags().Lookup(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
			return "no flag --" + name
		}
	}
	return ""
}

func TestMisspelt(t *testing.T) {
	root := newRoot(&app{})
	for line, ok := range map[string]bool{
		"export --format csv":                     true,
		"vocab suggest audience --vocab my":       true,
		"harvst --all":                            false,
		"export --formt csv":                      false,
		"robots check --file x https://a.example": true,
	} {
		if got := misspelt(root, strings.Fields(line)) == ""; got != ok {
			t.Errorf("carif %s: real %v, want %v", line, got, ok)
		}
	}
}

// TestDocsLinksLead follows every relative link of the pages.
func TestDocsLinksLead(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	for page, text := range docPages(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", page, m[1])
			}
		}
	}
}

// demoDatabase opens the database that a harvest of the demo catalogue leaves.
func demoDatabase(t *testing.T) *sql.DB {
	t.Helper()
	path, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestDocsQueriesAnswer asks a database of the demo every query that docs/analysts.md shows for it.
func TestDocsQueriesAnswer(t *testing.T) {
	db := demoDatabase(t)
	queries := docQueries(t)
	if len(queries) < 8 {
		t.Errorf("only %d queries were found: the search misses them", len(queries))
	}
	for _, q := range queries {
		if err := answers(t.Context(), db, q); err != nil {
			t.Errorf("%s\n%v", q, err)
		}
	}
}

// TestPictureIsTrue draws the README's picture again from a fresh harvest and compares it with the one that is kept.
func TestPictureIsTrue(t *testing.T) {
	kept, err := os.ReadFile("../../docs/img/page-to-rows.svg")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := picture.Demo(t.Context(), fixtures.Demo(), demoDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), string(drawn)); diff != "" {
		t.Errorf("docs/img/page-to-rows.svg is out of date; `make picture` draws it again (-kept +drawn):\n%s", diff)
	}
}

// TestDocsExplainNotes: every kind of note that an export prints stands in the table of docs/analysts.md.
func TestDocsExplainNotes(t *testing.T) {
	page := docPages(t)["../../docs/analysts.md"]
	_, table, _ := strings.Cut(page, "| note | what happened |")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, code := range export.Codes() {
		if export.Meaning(code) == "" || !strings.Contains(table, "`"+code+"`") {
			t.Errorf("%s: the table of notes does not explain it", code)
		}
	}
}

// docQueries are the statements of the page's SQL blocks that ask carif.db and no exported file.
func docQueries(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/analysts.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, block := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		for _, q := range strings.Split(block[1], ";\n") {
			if strings.TrimSpace(q) != "" {
				all = append(all, q)
			}
		}
	}
	return all
}

func answers(ctx context.Context, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// TestWebhookKeys: whoever writes a receiver finds every key of a message in the page for operators.
func TestWebhookKeys(t *testing.T) {
	d := digest.Digest{ID: "1", Entries: []digest.Entry{{News: digest.New, Finding: digest.Finding{ID: "essai/night", Run: 1}}}}
	body, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	_, part, found := strings.Cut(docPages(t)["../../docs/operators.md"], "A webhook gets the digest as JSON")
	part, _, ends := strings.Cut(part, "`X-Carif-Signature`")
	if !found || !ends {
		t.Fatal("the page does not tell what a webhook gets")
	}
	keys := regexp.MustCompile(`"(\w+)":`).FindAllSubmatch(body, -1)
	for _, key := range keys {
		if !strings.Contains(part, "`"+string(key[1])+"`") {
			t.Errorf("%s is not told", key[1])
		}
	}
	if len(keys) < 11 {
		t.Errorf("%d keys: %s", len(keys), body)
	}
}
