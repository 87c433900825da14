package parser

import (
	"path/filepath"
	"sort"
	"testing"
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
