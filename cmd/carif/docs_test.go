package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// docPages are the pages that people read first, seen from this folder.
func docPages(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, name := range append(names, "../../README.md", "../../CHANGELOG.md") {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(b)
	}
	return pages
}

// commandLine finds a command line of carif in a fenced block or between backquotes.
var commandLine = regexp.MustCompile("(?m)(?:^(?:\\$ |CARIF_[A-Z_]+=\\S+ )?|`|&& |ExecStart=/usr/local/bin/)carif ([a-z][^`\n#|>&]*)")

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
