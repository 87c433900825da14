//go:build sqlite_fts5 || fts5

package freeze

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carif/compare"
	"carif/compare/report"
	"carif/compare/truth"
	"carif/storage/aside"
	"carif/storage/sqlite"
)

// frozen freezes a comparison of a small world, and gives its folder.
func frozen(t *testing.T) (dir string, r *compare.Result, db Database) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.db")
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := truth.Write(t.Context(), w, truth.Options{Seed: 3, Courses: 1500}, nil); err != nil {
		t.Fatal(err)
	}
	plain, err := st.Plain()
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	people, err := compare.Population("region")
	if err != nil {
		t.Fatal(err)
	}
	r, err = compare.Run(t.Context(), plain, compare.Query{By: "region", Window: 90, Zombie: 180, Per: people,
		Claims: map[string]compare.Claim{"s84": {Name: "L'\"Annuaire\": 84, # <b>\n", Region: "84"}}})
	if err != nil {
		t.Fatal(err)
	}
	db = Database{Extract: st.Extract, Open: sqlite.OpenPlain}
	dir = filepath.Join(t.TempDir(), "frozen")
	left := filepath.Join(filepath.Dir(dir), ".frozen.part-1-0") // by a run that was killed
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), db, r, dir, "1.4.0"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(left); err == nil {
		t.Error("what a killed run left is still there")
	}
	return dir, r, db
}

// problems verifies a folder and gives what was found of a file.
func problems(t *testing.T, dir, file string) (list []string) {
	t.Helper()
	c, err := Verify(t.Context(), dir, sqlite.OpenPlain)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Problems {
		if p.File == file {
			list = append(list, p.What)
		}
	}
	return list
}

func edit(t *testing.T, path string, fn func([]byte) []byte) (undo func()) {
	t.Helper()
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, fn(bytes.Clone(old)), 0o600); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.WriteFile(path, old, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// resealed gives a folder the manifest of what it holds now, as somebody would who does not want to be found.
func resealed(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, manifestFile)); err != nil {
		t.Fatal(err)
	}
	sums, err := hashes(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(dir, manifestFile, manifest(sums)); err != nil {
		t.Fatal(err)
	}
}

// TestFrozen: what was frozen verifies, one flipped byte of any file is found, and so is a file that came or went.
func TestFrozen(t *testing.T) {
	dir, r, db := frozen(t)
	c, err := Verify(t.Context(), dir, sqlite.OpenPlain)
	if err != nil || len(c.Problems) > 0 || c.Files != 9 || c.Figures < 200 {
		t.Fatalf("%+v %v", c, err)
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", "cd '"+dir+"' && sha256sum --check --quiet "+manifestFile).
		CombinedOutput(); err != nil {
		t.Errorf("sha256sum: %s", out)
	}
	if err := Write(t.Context(), db, r, dir, "1.4.0"); !errors.Is(err, ErrThere) {
		t.Errorf("written over: %v", err)
	}
	again := filepath.Join(filepath.Dir(dir), "again")
	if err := Write(t.Context(), db, r, again+"/", "1.4.0"); err != nil || len(problems(t, again, manifestFile)) > 0 {
		t.Errorf("named with a slash at its end: %v", err)
	}
	nowhere := filepath.Join(filepath.Dir(dir), "no", "where")
	if err := Write(t.Context(), db, r, nowhere, "1.4.0"); !errors.Is(err, fs.ErrNotExist) ||
		strings.Contains(err.Error(), ".part") {
		t.Errorf("in no folder: %v", err)
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Name() == manifestFile {
			continue
		}
		path := filepath.Join(dir, e.Name())
		undo := edit(t, path, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		if got := problems(t, dir, e.Name()); len(got) == 0 || !strings.HasPrefix(got[0], "was changed") {
			t.Errorf("%s: a flipped byte is not found: %v", e.Name(), got)
		}
		undo()
		if err := os.Rename(path, path+".gone"); err != nil {
			t.Fatal(err)
		}
		if len(problems(t, dir, e.Name())) == 0 || len(problems(t, dir, e.Name()+".gone")) == 0 {
			t.Errorf("%s: nobody misses it, or minds another name", e.Name())
		}
		if err := os.Rename(path+".gone", path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestChangedFigure: a figure that was changed is found although the manifest was made anew; so is a changed datum.
func TestChangedFigure(t *testing.T) {
	dir, r, _ := frozen(t)
	var f compare.Figure
	for _, f = range r.Figures {
		if f.Measure == "price" && f.Value != nil {
			break
		}
	}
	exact := strconv.FormatFloat(*f.Value, 'g', -1, 64)
	asJSON, err := json.Marshal(*f.Value)
	if err != nil {
		t.Fatal(err)
	}
	for file, value := range map[string]string{figuresFile: `"value": ` + string(asJSON), tableFile: "," + exact + ","} {
		undo := edit(t, filepath.Join(dir, file), func(b []byte) []byte {
			if !bytes.Contains(b, []byte(value)) {
				t.Fatalf("%s does not hold %s", file, value)
			}
			return bytes.Replace(b, []byte(value), []byte(strings.Replace(value, exact, "1"+exact, 1)), 1)
		})
		resealed(t, dir)
		if got := problems(t, dir, file); len(got) == 0 {
			t.Errorf("%s: a changed figure is not found", file)
		}
		undo()
		resealed(t, dir)
	}
	data, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.ExecContext(t.Context(), "UPDATE course SET certifying = 1 - certifying WHERE key IN "+
		"(SELECT key FROM course WHERE certifying = 1 AND status = 'open' LIMIT 1)"); err != nil {
		t.Fatal(err)
	}
	_ = data.Close() // what it could not write the next line misses
	resealed(t, dir)
	if got := problems(t, dir, figuresFile); len(got) == 0 {
		t.Error("a changed course is not found")
	}
}

// rewritten changes the figures in both files and makes the manifest anew.
func rewritten(t *testing.T, dir string, change func(*compare.Result)) {
	t.Helper()
	edit(t, filepath.Join(dir, figuresFile), func(b []byte) []byte {
		var r compare.Result
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		change(&r)
		var table, figures bytes.Buffer
		if err := errors.Join(report.CSV(&table, &r), encode(&figures, &r)); err != nil {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, tableFile), func([]byte) []byte { return table.Bytes() })
		return figures.Bytes()
	})
	resealed(t, dir)
}

// TestForged: whatever is changed in a figure is found, although both files of figures and the manifest agree; what the
// file says of itself takes no figure out of the count.
func TestForged(t *testing.T) {
	dir, _, _ := frozen(t)
	whole, err := os.ReadFile(filepath.Join(dir, figuresFile))
	if err != nil {
		t.Fatal(err)
	}
	number := 999.0
	changes := []func(*compare.Figure){
		func(f *compare.Figure) { f.Value = &number },
		func(f *compare.Figure) { f.Value = nil },
		func(f *compare.Figure) { f.N++ },
		func(f *compare.Figure) { f.Low = &number },
		func(f *compare.Figure) { f.High = nil },
		func(f *compare.Figure) { f.Rank++ },
		func(f *compare.Figure) { f.Verdict = compare.NotComparable },
		func(f *compare.Figure) { f.Reasons = []compare.Reason{{Criterion: compare.Pages}} },
		func(f *compare.Figure) { f.Stated = &number },
		func(f *compare.Figure) { f.SQL += " " },
		func(f *compare.Figure) { f.Unit = "nowhere" },
	}
	var names []string
	rewritten(t, dir, func(r *compare.Result) {
		next := 0
		for i := range r.Figures {
			f := &r.Figures[i]
			if f.Value != nil && f.Low != nil && f.Verdict != compare.NotComparable && next < len(changes) {
				names = append(names, named(f)+": ")
				changes[next](f)
				next++
			}
		}
		names[len(names)-1] = strings.TrimSuffix(names[len(names)-1], ": ") + " is missing"
		names = append(names, named(&r.Figures[0])+" stands there twice")
		r.Figures = append(r.Figures, r.Figures[0])
	})
	got := problems(t, dir, figuresFile)
	if len(names) != len(changes)+1 {
		t.Fatalf("%d figures to change", len(names))
	}
	for i, name := range names {
		if !slices.ContainsFunc(got, func(p string) bool { return strings.HasPrefix(p, name) }) {
			t.Errorf("change %d: %q is not found among %q", i, name, got)
		}
	}
	for what, change := range map[string]func(*compare.Result){
		"no measure":       func(r *compare.Result) { r.Measures = nil },
		"measure left out": func(r *compare.Result) { r.Measures = []string{"courses", "price"} },
		"unknown measure":  func(r *compare.Result) { r.Measures = []string{"luck"} },
		"measure twice":    func(r *compare.Result) { r.Measures = append(r.Measures, "price") },
		"statement":        func(r *compare.Result) { r.Statements["price"] = "WITH a AS (SELECT 1) SELECT 1" },
		"day":              func(r *compare.Result) { r.On = "2026-13-01" },
		"window":           func(r *compare.Result) { r.Since = "2027-01-01" },
		"unit":             func(r *compare.Result) { r.By = "galaxy" },
	} {
		edit(t, filepath.Join(dir, figuresFile), func([]byte) []byte { return whole })
		rewritten(t, dir, change)
		if got := problems(t, dir, figuresFile); len(got) == 0 {
			t.Errorf("%s: passes", what)
		}
	}
}

// TestHostileFolder: a folder that is none is refused in one line, and its statements cannot write.
func TestHostileFolder(t *testing.T) {
	if _, err := Verify(t.Context(), t.TempDir(), sqlite.OpenPlain); !errors.Is(err, ErrNotFrozen) ||
		strings.Contains(err.Error(), "\n") {
		t.Errorf("an empty folder: %v", err)
	}
	dir, _, _ := frozen(t)
	for _, line := range []string{"", "short  data.sqlite\n", strings.Repeat("a", 64) + "  ../carif.db\n"} {
		undo := edit(t, filepath.Join(dir, manifestFile), func([]byte) []byte { return []byte(line) })
		if _, err := Verify(t.Context(), dir, sqlite.OpenPlain); !errors.Is(err, ErrNotFrozen) {
			t.Errorf("manifest %q: %v", line, err)
		}
		undo()
	}
	_, before, err := aside.Sum(filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"DELETE FROM course", "WITH a AS (SELECT 1) DELETE FROM course",
		"WITH a AS (SELECT 1) SELECT 1",
		"WITH a AS (SELECT 1) SELECT 'x' AS unit, 1 AS value) ; DELETE FROM course; SELECT (1"} {
		undo := edit(t, filepath.Join(dir, figuresFile), func(b []byte) []byte {
			var r compare.Result
			if err := json.Unmarshal(b, &r); err != nil {
				t.Fatal(err)
			}
			r.Statements["courses"] = q
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			return b
		})
		if got := problems(t, dir, figuresFile); len(got) == 0 {
			t.Errorf("%s: %v", q, got)
		}
		undo()
	}
	if _, after, err := aside.Sum(filepath.Join(dir, dataFile)); err != nil || after != before {
		t.Errorf("the data was written to: %v", err)
	}
	for _, junk := range []string{"", "{", "[]", `{"figures":[{"value":1}]}`} {
		undo := edit(t, filepath.Join(dir, figuresFile), func([]byte) []byte { return []byte(junk) })
		if got := problems(t, dir, figuresFile); len(got) == 0 {
			t.Errorf("%q passes", junk)
		}
		undo()
	}
}

// TestNoWait: what is no file is not opened, and data that would keep us counting for ever does not.
func TestNoWait(t *testing.T) {
	dir, _, _ := frozen(t)
	for _, name := range []string{figuresFile, tableFile, dataFile, manifestFile} {
		path := filepath.Join(dir, name)
		for what, make := range map[string]func() error{
			"pipe": func() error { return exec.CommandContext(t.Context(), "mkfifo", path).Run() },
			"link": func() error { return os.Symlink("/dev/zero", path) },
		} {
			if err := errors.Join(os.Rename(path, dir+".aside"), make()); err != nil {
				t.Fatal(err)
			}
			c, err := Verify(t.Context(), dir, sqlite.OpenPlain)
			if name == manifestFile && !errors.Is(err, ErrNotFrozen) ||
				name != manifestFile && (err != nil || !slices.Contains(c.Problems, Problem{name, "is missing, or no file"})) {
				t.Errorf("%s as a %s: %+v %v", name, what, c.Problems, err)
			}
			if err := os.Rename(dir+".aside", path); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, err := verify(t.Context(), dir, sqlite.OpenPlain, 0)
	if err != nil || c.Figures > 0 || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].What, "takes more than") {
		t.Errorf("no time to count: %+v %v", c, err)
	}
	data, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"ALTER TABLE course RENAME TO once", "CREATE VIEW course AS WITH RECURSIVE f(n) AS " +
		"(SELECT 1 UNION ALL SELECT n + 1 FROM f) SELECT once.* FROM f, once"} {
		if _, err := data.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	_ = data.Close() // what it could not write the next line misses
	resealed(t, dir)
	if got := problems(t, dir, figuresFile); len(got) != 1 || !strings.Contains(got[0], "views") {
		t.Errorf("a view without end: %q", got)
	}
}

// TestNoPeople: no title and no text of a course is in the folder.
func TestNoPeople(t *testing.T) {
	dir, _, _ := frozen(t)
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Formation s", "Préparer", "Organisme s", "example.org"} {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%s holds %q", e.Name(), word)
			}
		}
	}
}
