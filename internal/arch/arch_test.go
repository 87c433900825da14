// Package arch holds the arrows of the house: a folder may import only what stands below it, and its own
// children. It has no code of its own; the drawing in docs/architecture.md shows what it checks.
package arch

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// storeys lists the folders from the roof down; those in one line may not import each other.
var storeys = [][]string{
	{"cmd"},
	{"web", "compare", "export"},
	{"night"},
	{"harvest", "forget"},
	{"storage"},
	{"lheo"},
	{"crawler"},
	{"archive"},
	{"normalize"},
	{"parser"},
	{"sites"},
	{"vocab", "geo"},
	{"text"},
	{"schema"},
}

// beside are folders that only some may import, wherever they stand.
var beside = map[string][]string{
	"fixtures": {"cmd"}, // and tests; the demo site lives there
}

// never are arrows that go down and must not be there all the same.
var never = map[string]string{
	"storage": "crawler", // what the frontier says stands in schema: a database knows no network
}

func TestArrows(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	rank := map[string]int{}
	for i, fs := range storeys {
		for _, f := range fs {
			rank[f] = i
		}
	}
	seen := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" {
			return filepath.SkipDir
		}
		rel, _ := filepath.Rel(root, path)
		top := strings.Split(rel, string(filepath.Separator))[0]
		if rel == "." || top == "internal" {
			return nil
		}
		pkg, err := build.ImportDir(path, 0)
		if _, none := err.(*build.NoGoError); none {
			return nil
		}
		if err != nil {
			return err
		}
		seen++
		if _, ok := rank[top]; !ok && beside[top] == nil {
			t.Errorf("%s: folder %q is not in the drawing; give it a place or take it away", rel, top)
		}
		if pkg.Doc == "" && pkg.Name != "main" {
			t.Errorf("%s: no package comment", rel)
		}
		for _, imp := range pkg.Imports {
			checkImport(t, rank, rel, top, imp)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 10 {
		t.Fatalf("looked at %d packages only: is the test run from its folder?", seen)
	}
}

func checkImport(t *testing.T, rank map[string]int, rel, top, imp string) {
	t.Helper()
	to, ours := strings.CutPrefix(imp, "carif/")
	if top == "schema" && strings.Contains(strings.Split(imp, "/")[0], ".") {
		t.Errorf("schema imports %s: the ground floor stands on the standard library only", imp)
	}
	if imp == "github.com/gocolly/colly/v2" && top != "crawler" {
		t.Errorf("%s imports colly: it never leaves crawler", rel)
	}
	if !ours {
		return
	}
	dest := strings.Split(to, "/")[0]
	if dest == top {
		return
	}
	if dest == "internal" {
		t.Errorf("%s imports %s: internal holds checks and tools only", rel, imp)
		return
	}
	if may, ok := beside[dest]; ok {
		for _, m := range may {
			if m == top {
				return
			}
		}
		t.Errorf("%s imports %s: only tests and %v may", rel, imp, may)
		return
	}
	if never[top] == dest {
		t.Errorf("%s imports %s: the two meet in harvest only", rel, imp)
	}
	if rank[dest] <= rank[top] {
		t.Errorf("%s imports %s: an arrow that goes up (or sideways)", rel, imp)
	}
}

// TestNoVagueFolders keeps rooms without a purpose out of the house.
func TestNoVagueFolders(t *testing.T) {
	for _, name := range []string{"util", "utils", "common", "helpers", "manager"} {
		if _, err := os.Stat(filepath.Join("../..", name)); err == nil {
			t.Errorf("folder %s: name it after what it holds", name)
		}
	}
}
