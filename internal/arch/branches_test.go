package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// mostBranches is the most branches of a function that one can still read: each if, for, case, && and || is one.
const mostBranches = 25

// branchy lists functions that may have more for now, and the most they may have: it only ever gets shorter.
var branchy = map[string]int{
	"parser.append":       28,
	"parser.blockRest":    27,
	"parser.cell":         32,
	"parser.context":      42,
	"parser.fires":        91,
	"parser.first":        46,
	"parser.header":       32,
	"parser.headingDates": 31,
	"parser.looksLike":    26,
	"parser.opensOver":    26,
	"parser.recordTables": 29,
	"parser.setWhole":     39,
	"parser.simple":       34,
}

// TestBranches fails for a function with too many branches, and for a name on the list that needs it no more.
func TestBranches(t *testing.T) {
	over := map[string]int{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); strings.HasPrefix(name, ".") && len(name) > 2 || name == "testdata" || name == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel("../..", path)
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				if n := branches(f); n > mostBranches {
					over[filepath.ToSlash(filepath.Dir(rel))+"."+f.Name.Name] = n
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range over {
		if most, listed := branchy[name]; !listed || n > most {
			t.Errorf("%s has %d branches, at most %d: part it", name, n, max(most, mostBranches))
		}
	}
	for name := range branchy {
		if over[name] == 0 {
			t.Errorf("%s has no more than %d branches: take it off the list", name, mostBranches)
		}
	}
}

// branches counts where a function may go one way or another.
func branches(f *ast.FuncDecl) int {
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if x.List != nil {
				n++
			}
		case *ast.CommClause:
			if x.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if x.Op == token.LAND || x.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}
