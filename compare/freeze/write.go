package freeze

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"carif/compare"
	"carif/compare/report"
	"carif/storage/aside"
)

// ErrThere is the error of a folder that is there already.
var ErrThere = errors.New("is there already: name another folder, or remove it")

// Database is where a result was worked out (sqlite.Store), and how SQLite files are read (sqlite.OpenPlain).
type Database struct {
	Extract func(ctx context.Context, path string, statements []string) error
	Open    func(path string) (*sql.DB, error)
}

// Write freezes a result into a new folder. It is written aside, verified, and takes its name when it is whole.
func Write(ctx context.Context, db Database, r *compare.Result, dir, version string) (err error) {
	dir = filepath.Clean(dir) // a slash at its end would put what is aside into it
	if _, err := os.Lstat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", dir, ErrThere)
	}
	aside.Sweep(dir)
	part, err := aside.Folder(dir, 0o777)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) { // the hidden name beside the folder tells nobody anything
			err = pe.Err
		}
		return fmt.Errorf("freeze: folder %s: %w", filepath.Dir(dir), err)
	}
	defer func() {
		_ = part.Release() // it holds nothing any more
		if err != nil {
			_ = os.RemoveAll(part.Path) // half a folder is of no use
		}
	}()
	if err := db.Extract(ctx, filepath.Join(part.Path, dataFile), extraction(r)); err != nil {
		return fmt.Errorf("freeze data: %w", err)
	}
	for _, f := range []struct {
		name string
		fill func(io.Writer) error
	}{
		{figuresFile, func(w io.Writer) error { return encode(w, r) }},
		{tableFile, func(w io.Writer) error { return report.CSV(w, r) }},
		{pageFile, func(w io.Writer) error { return report.HTML(w, r, version) }},
		{reportFile, func(w io.Writer) error { return report.Markdown(w, r, version) }},
		{methodFile, func(w io.Writer) error { return method(w, r, version) }},
		{citationFile, func(w io.Writer) error { return citation(w, r, version) }},
		{packageFile, func(w io.Writer) error { return encode(w, dataPackage(r, version)) }},
	} {
		var b bytes.Buffer
		if err := f.fill(&b); err != nil {
			return fmt.Errorf("freeze %s: %w", f.name, err)
		}
		if err := write(part.Path, f.name, b.Bytes()); err != nil {
			return err
		}
	}
	sums, err := hashes(part.Path)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := encode(&b, crate(r, version, sums)); err != nil {
		return err
	}
	if err := write(part.Path, crateFile, b.Bytes()); err != nil {
		return err
	}
	if sums, err = hashes(part.Path); err != nil {
		return err
	}
	if err := write(part.Path, manifestFile, manifest(sums)); err != nil {
		return err
	}
	checked, err := Verify(ctx, part.Path, db.Open)
	if err != nil {
		return err
	}
	if len(checked.Problems) > 0 {
		p := checked.Problems[0]
		return fmt.Errorf("freeze: %s: %s: the database was written to meanwhile: run the command again", p.File, p.What)
	}
	if err := aside.SyncFolder(part.Path); err != nil {
		return fmt.Errorf("freeze: %w", err)
	}
	if err := os.Rename(part.Path, dir); err != nil {
		return fmt.Errorf("freeze: %w", err)
	}
	return aside.SyncFolder(filepath.Dir(dir))
}

// write writes one file down to the disk.
func write(dir, name string, b []byte) error {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// extraction is what makes the database of what statements read of the catalogues compared.
func extraction(r *compare.Result) (list []string) {
	for _, t := range tables {
		q := fmt.Sprintf("CREATE TABLE main.%s AS SELECT %s FROM source.%[1]s WHERE %[3]s", t.name, t.columns,
			ofSites(t.name, r))
		list = append(list, q, fmt.Sprintf("CREATE INDEX main.%s_by ON %[1]s (%s)", t.name, t.index))
	}
	return append(list, "CREATE INDEX main.course_key ON course (key)")
}

// ofSites keeps the rows of a table to the catalogues of the result.
func ofSites(table string, r *compare.Result) string {
	ids := []string{"''"}
	for _, s := range r.Sources {
		ids = append(ids, "'"+strings.ReplaceAll(s.ID, "'", "''")+"'")
	}
	in := "site IN (" + strings.Join(ids, ", ") + ")"
	switch table {
	case "course", "provider", "run":
		return in
	case "course_link":
		course := "(SELECT key FROM source.course WHERE " + in + ")"
		return "a IN " + course + " AND b IN " + course
	case "provider_canonical":
		return "provider_id IN (SELECT key FROM source.provider WHERE " + in + ")"
	}
	return "course_key IN (SELECT key FROM source.course WHERE " + in + ")"
}

// hashes gives the SHA-256 of every file of a folder, by name.
func hashes(dir string) (map[string]string, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for _, e := range list {
		if !e.Type().IsRegular() {
			sums[e.Name()] = "" // no file: it can be in no manifest
			continue
		}
		if _, sums[e.Name()], err = aside.Sum(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// manifest is what sha256sum --check reads.
func manifest(sums map[string]string) []byte {
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	for _, name := range names {
		fmt.Fprintf(&b, "%s  %s\n", sums[name], name)
	}
	return b.Bytes()
}
