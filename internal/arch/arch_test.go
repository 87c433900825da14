// Package arch holds the arrows of the house: a folder may import only what stands below it, and its own
// children. It has no code of its own; the drawing in docs/architecture.md shows what it checks, and is checked too.
package arch

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// storeys lists the folders from the roof down; those in one line may not import each other.
var storeys = [][]string{
	{"cmd"},
	{"web", "compare", "export", "query"},
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

// rooms are the arrows between subfolders of one folder, and from a subfolder to the folder itself ("."). A folder may
// import all of its rooms. What is not here is no arrow: a room stands by itself.
var rooms = map[string][]string{
	"compare/freeze":        {".", "report"},
	"compare/report":        {"."},
	"crawler/crawlertest":   {"."},
	"crawler/judge":         {"skim", "wire"},
	"crawler/links":         {"skim"},
	"crawler/sftp":          {"wire"},
	"crawler/spool":         {"wire"},
	"fixtures/scripted":     {"."},
	"geo/gen":               {"fold"},
	"geo/place":             {".", "fold"},
	"harvest/outlook":       {"."},
	"harvest/probe":         {"."},
	"normalize/course":      {"value"},
	"night/digest":          {"status"},
	"night/messenger":       {},
	"vocab/scale":           {"."},
	"night/schedule":        {},
	"night/status":          {},
	"night/ping":            {},
	"night/report":          {},
	"parser/claim":          {"lexicon", "outline", "session", "shape", "site", "wording", "layout"},
	"parser/draft":          {".", "lexicon", "site"},
	"parser/explain":        {"."},
	"parser/data":           {},
	"parser/layout":         {"page", "wording"},
	"parser/lexicon":        {"site", "wording"},
	"parser/outline":        {"layout", "lexicon", "session", "shape", "site", "wording"},
	"parser/session":        {"wording"},
	"parser/shape":          {"layout", "lexicon", "site", "wording"},
	"storage/redact":        {"."},
	"storage/sqlite":        {".", "aside", "delta", "redact"},
	"storage/storagetest":   {".", "redact"},
	"text/amount":           {".", "date"},
	"text/code":             {"."},
	"text/date":             {"."},
	"text/email":            {".", "web"},
	"text/kind":             {".", "amount", "date", "email", "level", "phone", "web"},
	"text/level":            {"."},
	"text/phone":            {"."},
	"text/web":              {"."},
	"crawler/render/chrome": {"render"},
}

// inside are libraries that only some folders may import, so that they can be replaced there alone.
var inside = map[string][]string{
	"github.com/gocolly/colly/v2":     {"crawler"},
	"github.com/chromedp/chromedp":    {"crawler"},
	"github.com/PuerkitoBio/goquery":  {"parser", "crawler", "sites"},
	"github.com/jmoiron/sqlx":         {"storage"},
	"github.com/pressly/goose/v3":     {"storage"},
	"github.com/mattn/go-sqlite3":     {"storage", "export", "query"},
	"github.com/nyaruka/phonenumbers": {"text"},
	"github.com/pkg/sftp":             {"crawler"},
	"golang.org/x/crypto/ssh":         {"crawler"},
	"github.com/robfig/cron/v3":       {"sites"},
	"github.com/goccy/go-yaml":        {"sites", "vocab", "parser", "text", "night"},
	"github.com/wneessen/go-mail":     {"night"},
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
	if may, held := inside[imp]; held && !slices.Contains(may, top) {
		t.Errorf("%s imports %s: only %v may", rel, imp, may)
	}
	if !ours {
		return
	}
	dest := strings.Split(to, "/")[0]
	if dest == top {
		checkRoom(t, rel, top, to)
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

// checkRoom judges an import between two packages of one folder.
func checkRoom(t *testing.T, rel, top, to string) {
	t.Helper()
	rel = filepath.ToSlash(rel)
	if strings.HasPrefix(to, rel+"/") {
		return // its own child
	}
	room := strings.TrimPrefix(to, top+"/")
	if to == top {
		room = "."
	}
	if !slices.Contains(rooms[rel], room) {
		t.Errorf("%s imports carif/%s: an arrow between rooms that internal/arch does not know", rel, to)
	}
}

// TestDrawing: every folder and every room with Go code stands in the drawing of docs/architecture.md.
func TestDrawing(t *testing.T) {
	doc, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(doc), "```")
	if len(parts) < 2 {
		t.Fatal("docs/architecture.md has no drawing")
	}
	drawing := parts[1]
	for _, pattern := range []string{"../../*/*.go", "../../*/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			dir := filepath.ToSlash(filepath.Dir(strings.TrimPrefix(filepath.ToSlash(f), "../../")))
			name := dir
			if top, room, isRoom := strings.Cut(dir, "/"); isRoom && top != "cmd" && top != "fixtures" {
				name = room + "/"
			}
			if !strings.Contains(drawing, name) {
				t.Errorf("%s is not in the drawing of docs/architecture.md: give it a word there", dir)
				drawing += name // say it once
			}
		}
	}
}

// TestNoVagueFolders keeps rooms without a purpose out of the house.
func TestNoVagueFolders(t *testing.T) {
	vague := []string{"util", "utils", "common", "helpers", "manager"}
	for _, name := range vague {
		for _, pattern := range []string{name, "*/" + name, "*/*/" + name} {
			if at, _ := filepath.Glob(filepath.Join("../..", pattern)); len(at) > 0 {
				t.Errorf("folder %s: name it after what it holds", at[0])
			}
		}
	}
}
