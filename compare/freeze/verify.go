package freeze

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"carif/compare"
)

// Problem is one thing that is not as it was frozen.
type Problem struct {
	File string `json:"file"`
	What string `json:"what"`
}

// Checked is what Verify looked at.
type Checked struct {
	Files    int       `json:"files"`
	Figures  int       `json:"figures"` // counted anew
	Problems []Problem `json:"problems"`
}

// ErrNotFrozen is the error of a folder that no comparison was frozen into.
var ErrNotFrozen = errors.New("holds no frozen comparison")

// mostFigures bounds the file that is read whole.
const mostFigures = 1 << 30

// mostTime ends the counting anew. The largest database known takes half a minute; one that was made to keep us busy
// would have no end.
const mostTime = time.Hour

// Verify compares a folder's files with its manifest, and works every figure out anew from its data (compare.Recount).
// open opens an SQLite
// file for reading (sqlite.OpenPlain). Problems are what it found; an error means that it could not look.
func Verify(ctx context.Context, dir string, open func(string) (*sql.DB, error)) (c Checked, err error) {
	return verify(ctx, dir, open, mostTime)
}

func verify(ctx context.Context, dir string, open func(string) (*sql.DB, error), most time.Duration) (c Checked,
	err error) {
	c.Problems = []Problem{}
	listed, err := readManifest(filepath.Join(dir, manifestFile))
	if err != nil {
		return c, fmt.Errorf("%s: %w: %w", dir, ErrNotFrozen, err)
	}
	there, err := hashes(dir)
	if err != nil {
		return c, err
	}
	c.files(listed, there)
	if there[figuresFile] == "" || there[dataFile] == "" {
		return c, nil // that is said already
	}
	r, err := readFigures(filepath.Join(dir, figuresFile))
	if err != nil {
		c.found(figuresFile, "cannot be read: %v", err)
		return c, nil
	}
	db, err := open(filepath.Join(dir, dataFile))
	if err != nil {
		return c, err
	}
	defer db.Close()
	if err := c.recount(ctx, db, r, most); err != nil {
		return c, err
	}
	if there[tableFile] == "" {
		return c, nil // that is said, too
	}
	return c, c.table(filepath.Join(dir, tableFile), r)
}

func (c *Checked) found(file, format string, args ...any) {
	c.Problems = append(c.Problems, Problem{file, fmt.Sprintf(format, args...)})
}

// files compares the folder with its manifest.
func (c *Checked) files(listed, there map[string]string) {
	all := []string{dataFile, figuresFile, tableFile, pageFile, reportFile, methodFile, citationFile, packageFile,
		crateFile}
	for name := range listed {
		all = append(all, name)
	}
	for name := range there {
		all = append(all, name)
	}
	slices.Sort(all)
	for _, name := range slices.Compact(all) {
		switch want, got := listed[name], there[name]; {
		case name == manifestFile:
		case got == "":
			c.found(name, "is missing, or no file")
		case want == "":
			c.found(name, "is not in the manifest")
		case want != got:
			c.found(name, "was changed: its SHA-256 is %s, the manifest says %s", got, want)
		default:
			c.Files++
		}
	}
}

// readManifest reads lines of sha256sum.
func readManifest(path string) (map[string]string, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no file", manifestFile) // to open a pipe would wait for ever
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sums := map[string]string{}
	lines := bufio.NewScanner(io.LimitReader(f, 1<<20))
	for n := 1; lines.Scan(); n++ {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || len(sum) != 64 || name == "" || name != filepath.Base(name) || sums[name] != "" {
			return nil, fmt.Errorf("%s: line %d is not a hash, two blanks and a new name", manifestFile, n)
		}
		sums[name] = sum
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(sums) == 0 {
		return nil, fmt.Errorf("%s: is empty", manifestFile)
	}
	return sums, nil
}

func readFigures(path string) (*compare.Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r compare.Result
	return &r, json.NewDecoder(io.LimitReader(f, mostFigures)).Decode(&r)
}

// key names a figure of a result.
type key struct{ measure, unit, code string }

// recount works all figures out anew, and compares all that is said of each but names and words.
func (c *Checked) recount(ctx context.Context, db *sql.DB, r *compare.Result, most time.Duration) error {
	bounded, stop := context.WithTimeout(ctx, most)
	defer stop()
	err := onlyTables(bounded, db)
	var anew *compare.Result
	if err == nil {
		anew, err = compare.Recount(bounded, db, r)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case bounded.Err() != nil:
		c.found(figuresFile, "its figures cannot be counted anew from %s: it takes more than %v", dataFile, most)
		return nil
	case err != nil:
		c.found(figuresFile, "its figures cannot be counted anew from %s: %v", dataFile, err)
		return nil
	}
	if !slices.Equal(r.Measures, anew.Measures) {
		c.found(figuresFile, "a measure is named twice")
	}
	if r.Since != anew.Since || r.Zombie != anew.Zombie || !maps.Equal(r.Outside, anew.Outside) {
		c.found(figuresFile, "its days, or the records in no unit, are not those counted anew")
	}
	for _, m := range anew.Measures {
		if r.Statements[m] != anew.Statements[m] {
			c.found(figuresFile, "%s: its statement is not the one that this carif counts it by", m)
		}
	}
	counted := map[key]*compare.Figure{}
	for i := range anew.Figures {
		f := &anew.Figures[i]
		counted[key{f.Measure, f.Unit, f.Code}] = f
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		k := key{f.Measure, f.Unit, f.Code}
		got := counted[k]
		if got == nil {
			c.found(figuresFile, "%s stands there twice, or is not in the data", named(f))
			continue
		}
		delete(counted, k)
		if f.Value != nil {
			c.Figures++
		}
		c.figure(f, got)
	}
	for i := range anew.Figures {
		f := &anew.Figures[i]
		if counted[key{f.Measure, f.Unit, f.Code}] != nil {
			c.found(figuresFile, "%s is missing", named(f))
		}
	}
	return nil
}

// onlyTables refuses data with views or virtual tables: they work anything out, and may never end.
func onlyTables(ctx context.Context, db *sql.DB) error {
	var n int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') "+
		"OR type = 'table' AND rootpage = 0").Scan(&n)
	if err == nil && n > 0 {
		err = fmt.Errorf("it holds %d views, triggers or virtual tables, which carif freezes none of", n)
	}
	return err
}

// figure compares a figure with what was counted anew. Names are not in the data, and the words of reasons are free to
// be better ones.
func (c *Checked) figure(f, anew *compare.Figure) {
	was, err := plain(f)
	is, err2 := plain(anew)
	if err := errors.Join(err, err2); err != nil {
		c.found(figuresFile, "%s cannot be counted anew: %v", named(f), err)
		return
	}
	for _, k := range slices.Sorted(maps.Keys(is)) {
		switch {
		case same(was[k], is[k]):
		case strings.HasSuffix(k, "sql"):
			c.found(figuresFile, "%s: its %s is not the statement that this carif counts it by", named(f), k)
		default:
			c.found(figuresFile, "%s: %s is %.80s there, counted anew it is %.80s", named(f), k, said(was[k]), said(is[k]))
		}
	}
}

// plain gives the fields of a figure by their names in JSON, null where they are left out, without names and words.
func plain(f *compare.Figure) (map[string]any, error) {
	g := *f
	g.Name, g.Label, g.Reasons = "", "", slices.Clone(f.Reasons)
	for i := range g.Reasons {
		g.Reasons[i].Words = ""
	}
	b, err := json.Marshal(g)
	if err != nil {
		return nil, err
	}
	all := map[string]any{"per": nil, "rank": nil, "standardised": nil, "standardised_sql": nil}
	return all, json.Unmarshal(b, &all)
}

func said(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func named(f *compare.Figure) string {
	return strings.TrimSpace(f.Measure + " of " + f.Unit + " " + f.Code)
}

// same compares what JSON holds; of numbers it allows for the order in which they were added.
func same(a, b any) bool {
	switch x := a.(type) {
	case float64:
		y, ok := b.(float64)
		return ok && math.Abs(x-y) <= 1e-9*max(1, math.Abs(x), math.Abs(y))
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, same)
	case map[string]any:
		y, ok := b.(map[string]any)
		return ok && maps.EqualFunc(x, y, same)
	}
	return a == b
}

// table compares the figures of the CSV file with those of the JSON file.
func (c *Checked) table(path string, r *compare.Result) error {
	f, err := os.Open(path)
	if err != nil {
		return nil // that it is missing is said already
	}
	defer f.Close()
	in := csv.NewReader(bufio.NewReader(io.LimitReader(f, mostFigures)))
	in.FieldsPerRecord = -1
	for n := -1; ; n++ {
		row, err := in.Read()
		switch {
		case errors.Is(err, io.EOF) && n == len(r.Figures):
			return nil
		case errors.Is(err, io.EOF) || err == nil && n >= len(r.Figures):
			c.found(tableFile, "has not the %d figures of %s", len(r.Figures), figuresFile)
			return nil
		case err != nil || len(row) < 8:
			c.found(tableFile, "cannot be read at figure %d", n+1)
			return nil
		case n < 0:
			continue
		}
		want := ""
		if v := r.Figures[n].Value; v != nil {
			want = strconv.FormatFloat(*v, 'g', -1, 64)
		}
		if f := &r.Figures[n]; row[0] != f.Measure || row[2] != f.Unit || row[4] != f.Code || row[7] != want {
			c.found(tableFile, "%s is %q there, %q in %s", named(f), row[7], want, figuresFile)
		}
	}
}
