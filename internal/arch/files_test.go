package arch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mostFiles is how many Go files may stand side by side in a folder without a reason; tests are not counted.
const mostFiles = 20

// crowded lists the folders that have more, how many at most, and why: docs/architecture.md tells it to people.
var crowded = map[string]struct {
	most int
	why  string
}{
	"cmd/carif":      {60, "a file a command"},
	"storage/sqlite": {50, "a file a group of statements, all of one transaction type"},
	"fixtures":       {27, "a file a kind of page or fault, imported by tests and the demo only"},
	"harvest":        {25, "the steps of one run share its job; each has its file"},
	"schema":         {21, "a file a kind of thing that everything else speaks of"},
	"archive":        {23, "a file each for what is written, read and mended of one format"},
}

// TestFiles fails for a folder with more files than one can take in, and for a reason that is needed no more.
func TestFiles(t *testing.T) {
	count := map[string]int{}
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel("../..", filepath.Dir(path))
		count[filepath.ToSlash(rel)]++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, n := range count {
		if n > max(mostFiles, crowded[dir].most) {
			t.Errorf("%s has %d files side by side: give it rooms, or a reason", dir, n)
		}
	}
	for dir := range crowded {
		if count[dir] <= mostFiles {
			t.Errorf("%s has only %d files: take it off the list", dir, count[dir])
		}
	}
}
