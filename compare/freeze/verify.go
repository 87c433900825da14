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
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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

// Verify compares a folder's files with its manifest, and counts every figure anew from its data. open opens an SQLite
// file for reading (sqlite.OpenPlain). Problems are what it found; an error means that it could not look.
func Verify(ctx context.Context, dir string, open func(string) (*sql.DB, error)) (c Checked, err error) {
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
	if err := c.recount(ctx, db, r); err != nil {
		return c, err
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

// cellKey names a figure of a measure.
type cellKey struct{ unit, code string }

// recount runs the statement of each measure and compares all its figures.
func (c *Checked) recount(ctx context.Context, db *sql.DB, r *compare.Result) error {
	for _, m := range r.Measures {
		counted, err := count(ctx, db, r.Statements[m])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			c.found(figuresFile, "%s: its statement cannot be run over %s: %v", m, dataFile, err)
			continue
		}
		for i := range r.Figures {
			f := &r.Figures[i]
			if f.Measure != m || f.Value == nil {
				continue
			}
			c.Figures++
			got, ok := counted[cellKey{f.Unit, f.Code}]
			if f.Per > 0 {
				got = got * 100000 / f.Per
			}
			switch {
			case !strings.Contains(f.SQL, r.Statements[m]):
				c.found(figuresFile, "%s: its statement is not that of its measure", named(f))
			case !ok || !same(got, *f.Value):
				c.found(figuresFile, "%s is %v there, counted anew it is %v", named(f), *f.Value, got)
			}
		}
	}
	return nil
}

func named(f *compare.Figure) string {
	return strings.TrimSpace(f.Measure + " of " + f.Unit + " " + f.Code)
}

// same allows for the order in which numbers were added.
func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// count runs a statement that gives unit, value, and for a mix the code between them.
func count(ctx context.Context, db *sql.DB, statement string) (map[cellKey]float64, error) {
	if !strings.HasPrefix(statement, "WITH ") {
		return nil, errors.New("it does not begin with WITH")
	}
	rows, err := db.QueryContext(ctx, "SELECT * FROM (\n"+statement+"\n) WHERE unit IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil || len(columns) < 2 || len(columns) > 3 {
		return nil, errors.Join(err, fmt.Errorf("it gives %d columns", len(columns)))
	}
	all := map[cellKey]float64{}
	for rows.Next() {
		var k cellKey
		var v sql.NullFloat64
		into := []any{&k.unit, &v}
		if len(columns) == 3 {
			into = []any{&k.unit, &k.code, &v}
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if v.Valid {
			all[k] = v.Float64
		}
	}
	return all, rows.Err()
}

// table compares the figures of the CSV file with those of the JSON file.
func (c *Checked) table(path string, r *compare.Result) error {
	f, err := os.Open(path)
	if err != nil {
		return nil // that it is missing is said already
	}
	defer f.Close()
	in := csv.NewReader(bufio.NewReader(f))
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
